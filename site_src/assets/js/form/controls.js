// 输入的部件：一行、几行、选项、勾选、下拉。各给出 node、input、set、refresh。
import { micro, shifted } from "./amount.js";
import { book } from "./book.js";
import { firstDay } from "./date.js";
import { bar, el, option } from "./dom.js";
import { cityNamed } from "./place.js";
import { measure, strip, typedText } from "./text.js";

const PLACES = { "单位注册地.市": citySelect, "unit.市": citySelect, "单位注册地.区县": districtSelect };

// 一栏用哪一种部件。
export function controlFor(field, path) {
  const { kind } = field.type;
  return PLACES[path] || (kind === "Pledged" ? pledgeBox : kind === "DateText" ? dateParts : field.type.options || kind === "YesNo" ? choices : field.type.long ? area : oneLine);
}

const WORDS = { Mobile: "tel", Phones: "tel", Amount: "decimal", Count: "numeric", Url: "url" };

function oneLine({ id, field, holder, at, changed, left }) {
  const { kind } = field.type;
  const list = at().join(".") === "应用所属行业.行业" ? el("datalist", { id: id + "-l" }) : null;
  const input = el("input", {
    class: "input" + (["Uscc", "Amount", "Count", "Mobile", "Phones"].includes(kind) ? " num" : ""), id, value: holder[field.key], inputmode: WORDS[kind],
    autocomplete: "off", spellcheck: kind === "Text" ? null : "false", list: list && list.id, maxlength: kind === "Text" ? 2000 : 200,
    oninput: () => { holder[field.key] = input.value; changed(); }, onblur: left,
  });
  const said = field.unit ? el("span", { class: "unitword" }, field.unit) : null;
  const also = kind === "Amount" ? el("span", { class: "alsoword", "aria-live": "off" }) : null;
  const node = said ? el("div", { class: "withunit" }, input, said, also) : el("div", {}, input, list);
  return {
    node, input, size: (kind === "Text" && !(field.type.most && field.type.most <= 30)) || kind === "Url" ? "" : "short", set: (text) => { input.value = text; },
    refresh() {
      if (also) also.textContent = inYi(input.value);
      if (list && list.dataset.of !== holder.门类) {
        list.dataset.of = holder.门类;
        list.replaceChildren(...book.industries.filter(([sector]) => !holder.门类 || sector === holder.门类).map(([, name]) => el("option", { value: name })));
      }
    },
  };
}

// 万元旁边说明合多少亿元：单位填错，一眼看得出来。
function inYi(text) {
  const typed = strip(text).replace(/,/g, "");
  if (!book.whole.amount.plain.test(typed) || micro(typed) < 1000n * 1000000n) return "";
  return "即 " + shifted(typed, -4) + " 亿元";
}

function area({ id, field, holder, changed, left }) {
  const { type } = field;
  const input = el("textarea", { class: "input", id, rows: type.most ? 7 : 5, oninput: () => { holder[field.key] = input.value; changed(); }, onblur: left });
  input.value = holder[field.key];
  const counted = type.least > 1 || type.most !== null;
  const { svg, to } = bar();
  const words = el("span");
  const meter = counted ? el("p", { class: "meter", id: id + "-c" }, svg, words) : null;
  return {
    node: input, input, meter, set: (text) => { input.value = text; },
    refresh() {
      if (!counted) return;
      const count = measure(type, typedText(input.value)), unit = type.words ? "字" : "个字符";
      const less = type.least - count, more = type.most === null ? 0 : count - type.most;
      meter.className = "meter " + (more > 0 ? "is-low" : less <= 0 ? "is-ok" : type.advised ? "is-soft" : count ? "is-low" : "");
      to(count / (type.most || type.least));
      words.textContent = count + (type.most ? " / " + type.least + "～" + type.most : " / " + type.least) + " " + unit
        + (more > 0 ? "，多 " + more + " " + unit : less > 0 ? (type.advised ? "，建议再写 " : "，还差 ") + less + " " + unit : "，合格");
    },
  };
}

function choices({ id, field, holder, box, changed, left }) {
  const options = field.type.options || ["是", "否"];
  const printed = new Map(((box && box.options) || []).map(([value, text]) => [value, text.replace(/[，：]?请说明：?$/, "")]));
  const rich = options.some((name) => (printed.get(name) || "").length > 20);
  const inputs = options.map((name, place) => el("input", {
    type: "radio", name: id, id: place ? id + "-" + place : id, value: name, checked: holder[field.key] === name,
    onchange: () => { holder[field.key] = name; changed(); left(); },
  }));
  const one = (input) => (rich ? card(input, printed.get(input.value)) : option(input, printed.get(input.value) || input.value));
  return {
    node: el("div", { class: rich ? "pick" : "checks" }, inputs.map(one)), input: inputs[0], several: true,
    focus: () => (inputs.find((input) => input.checked) || inputs[0]).focus(),
    set: (text) => inputs.forEach((input) => { input.checked = input.value === text; }), refresh() {},
  };
}

// 日期：选年、月，日可以不选。写着别的样子的（打开的文件里），原样留着，选了才换。
function dateParts({ id, field, holder, changed, left }) {
  const now = new Date().getFullYear(), numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => String(from + at).padStart(2, "0"));
  const lists = [["年", numbers(2000, now).reverse()], ["月", numbers(1, 12)], ["日", numbers(1, 31)]];
  const parts = lists.map(([unit, values], at) => el("select", {
    class: "input select", id: at ? id + "-" + at : id, "aria-label": field.title + "：" + unit, onchange: () => {
      holder[field.key] = parts.map((part) => part.value).filter(Boolean).join("-");
      asTyped.textContent = "";
      changed();
    },
  }, optionsOf(values, "", unit === "日" ? "日（可不选）" : unit)));
  const asTyped = el("span", { class: "alsoword" });
  const node = el("div", { class: "dates", onfocusout: (event) => { if (!node.contains(event.relatedTarget)) left(); } }, parts, asTyped);
  function set(text) {
    const typed = strip(text), found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(typed) || [];
    parts.forEach((part, at) => {
      const value = found[at + 1] || "";
      if (value && ![...part.options].some((each) => each.value === value)) part.append(el("option", { value }, value));
      part.value = value;
    });
    asTyped.textContent = typed && !found[0] && !firstDay(typed) ? "现在写的是“" + typed.slice(0, 40) + "”" : "";
  }
  set(holder[field.key]);
  return { node, input: parts[0], several: true, plain: true, set, refresh() {} };
}

const SLUGS = { 基础级: "foundation", 行业级: "industry", 场景级: "scenario" };
const card = (input, text) => el("label", { class: "pick__o" }, input, el("span", { class: "pick__b" }, el("span", { class: "badge badge--" + SLUGS[input.value] }, input.value), el("span", { class: "pick__t" }, text)));

function pledgeBox({ id, field, holder, changed, left }) {
  const input = el("input", { type: "checkbox", id, checked: holder[field.key] === "是", onchange: () => { holder[field.key] = input.checked ? "是" : ""; changed(); left(); } });
  return { node: option(input, field.title), input, set() {}, refresh() {} };
}

// 一个下拉；选了就是这一栏的值。
function dropDown({ id, field, holder, changed, left }, more) {
  const input = el("select", { class: "input select", id, onchange: () => { Object.assign(holder, { [field.key]: input.value }, more); changed(); left(); }, onblur: left });
  return { node: input, input, listed: true, set: (text) => { input.value = text; }, refresh() {} };
}

const optionsOf = (names, now, first = "请选择") => [el("option", { value: "" }, first), ...names.map((name) => el("option", { value: name }, name)), ...(now && !names.includes(now) ? [el("option", { value: now }, now)] : [])];

function citySelect(given) {
  const { field, holder } = given, known = cityNamed(strip(holder[field.key])), made = dropDown(given, "区县" in holder && { 区县: "" });
  if (known) holder[field.key] = known.name;
  made.input.append(...optionsOf(book.cities.map((city) => city.name), holder[field.key]));
  made.input.value = holder[field.key];
  return made;
}

function districtSelect(given) {
  const { field, holder } = given, made = dropDown(given), { input } = made;
  made.refresh = () => {
    if (input.dataset.of !== holder.市) {
      input.dataset.of = holder.市;
      const city = cityNamed(strip(holder.市));
      input.replaceChildren(...optionsOf(city ? city.districts : [], holder[field.key], city ? "请选择" : "请先选市"));
    }
    input.value = holder[field.key];
  };
  return made;
}
