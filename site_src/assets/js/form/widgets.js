// 一栏一个部件：标签、说明、输入、字数、消息。全部由导出的栏目造出来。
import { micro, shifted } from "./amount.js";
import { book } from "./book.js";
import { bar, button, el, icon } from "./dom.js";
import { cityNamed } from "./place.js";
import { measure, strip, typedText } from "./text.js";
import { asked, mustHave } from "./values.js";

let serial = 0;

// 一张表的各个部件。ctx：changed(path) 有改动，left(path) 离开，redraw() 重画，fields 登记处（路径 → 部件）。
// siblings 是同一组的全部栏目，条件在其中找。
export function build(ctx, wanted, holder, path, box, fields = wanted) {
  return wanted.map((field) => {
    const at = () => [...path(), field.key];
    const own = box || ctx.boxes.find((item) => item.key === field.key);
    if (field.many) return listOf(ctx, field, holder, at, own);
    if (field.part) return group(ctx, fields, field, holder, at, own);
    return single(ctx, fields, field, holder, at, own);
  });
}

function group(ctx, fields, field, holder, at, box) {
  const pledge = field.key === "承诺";
  const inner = build(ctx, field.part, holder[field.key], at, box || {});
  const node = el("fieldset", { class: "field group" + (pledge ? " group--pledge" : "") }, el("legend", { class: "field__l" }, field.title),
    field.help && !pledge ? el("p", { class: "field__h" }, field.help) : "", el("div", { class: field.key === "单位注册地" ? "three" : "" }, inner.map((item) => item.node)));
  return register(ctx, { at, node, field, fields, holder, refresh: () => { node.hidden = !asked(field, fields, holder); } });
}

function register(ctx, widget) {
  ctx.widgets.push(widget);
  return widget;
}

// ---- 一栏 ----
function single(ctx, fields, field, holder, at, box) {
  const id = "f" + (serial += 1);
  const kind = field.type.kind;
  const place = { "单位注册地.市": citySelect, "unit.市": citySelect, "单位注册地.区县": districtSelect }[at().join(".")];
  const control = place || (kind === "Pledged" ? pledgeBox : field.type.options || kind === "YesNo" ? choices : field.type.long ? area : line);
  const made = control(ctx, { id, field, fields, holder, at, box, changed: () => ctx.changed(at()), left: () => ctx.left(at()) });
  const help = kind !== "Pledged" && !made.listed && helpOf(field, box);
  const optional = el("span", { class: "field__opt" });
  const error = el("p", { class: "field__e", id: id + "-e", hidden: true });
  const fix = el("p", { class: "field__fix", hidden: true });
  const label = kind === "Pledged" ? "" : [field.title, optional];
  const tag = made.several ? "fieldset" : "div";
  const head = label && (made.several ? el("legend", { class: "field__l" }, label) : el("label", { class: "field__l", for: id }, label));
  const node = el(tag, { class: "field" + (made.size ? " field--" + made.size : "") }, head,
    help ? el("p", { class: "field__h", id: id + "-h" }, help) : "", made.node, made.meter || "", error, fix);
  const described = [help && id + "-h", made.meter && id + "-c", id + "-e"].filter(Boolean).join(" ");
  (made.several ? [node] : [made.input]).forEach((item) => item.setAttribute("aria-describedby", described));
  const widget = {
    at, node, field, fields, holder, focus: made.focus || (() => made.input.focus()),
    refresh() {
      node.hidden = !asked(field, fields, holder);
      optional.textContent = mustHave(field, fields, holder) ? "" : field.when && !field.when.only ? field.when.says + "时必填" : "选填";
      made.refresh();
    },
    show(found) {
      const worst = found.find((item) => item.severity === "error") || found.find((item) => item.severity === "warning") || found[0];
      node.classList.toggle("is-bad", Boolean(worst) && worst.severity === "error");
      node.classList.toggle("is-warn", Boolean(worst) && worst.severity !== "error");
      if (made.input && !made.several) made.input.setAttribute("aria-invalid", String(Boolean(worst) && worst.severity === "error"));
      error.hidden = !worst;
      error.replaceChildren(...(worst ? [icon(worst.severity === "error" ? "warn" : "info"), el("span", {}, sentence(field.key, worst))] : []));
      const mended = found.find((item) => item.fix || item.hidden);
      fix.hidden = !mended;
      fix.replaceChildren(...(mended ? [mendButton(ctx, mended, made, holder, field, at)] : []));
    },
  };
  return register(ctx, widget);
}

// 消息里不必再说一遍栏名：就在这一栏下面。
export function sentence(key, found) {
  if (found.rule === "pledge-missing") return "没有勾选。同意后请勾选；不勾选不能报送。";
  const said = found.message.replace(new RegExp("^“" + key.replace(/[^\p{L}\d]/gu, "") + "”(?:：|(?=没有|现有|里|会))", "u"), "");
  return said + "。" + (found.hint ? found.hint + "。" : "");
}

function mendButton(ctx, found, made, holder, field, at) {
  const better = found.hidden ? ctx.withoutHidden(holder[field.key]) : found.fix;
  const text = found.hidden ? "删去看不见的字符" : "改为 " + better + (field.unit || "");
  return button(text, () => {
    holder[field.key] = better;
    made.set(better);
    ctx.changed(at());
    made.input.focus();
  }, "btn btn--line btn--small");
}

function helpOf(field, box) {
  const notes = box && box.note && box.key === field.key && !box.parts && !box.unit ? box.note.replace(/^（|）$/g, "") : "";
  const shown = field.type.options || field.type.kind === "YesNo" ? [] : [field.help, notes]; // 选项都摆着，不必再说
  const kept = shown.filter((text, at) => text && !plainly(field.title).includes(plainly(text)) && !(at && plainly(shown[0]).includes(plainly(text))));
  const said = kept.filter((text, at) => !kept.some((other, place) => place > at && plainly(other).includes(plainly(text)))).join("；");
  return said + (field.example && shown.length ? (said && "。") + "例如：" + field.example : "");
}

const plainly = (text) => text.replace(/[\s。，；]/g, "");

const WORDS = { Mobile: "tel", Phones: "tel", Amount: "decimal", Count: "numeric", Url: "url" };

function line(ctx, { id, field, holder, at, changed, left }) {
  const { kind } = field.type;
  const list = at().join(".") === "应用所属行业.行业" ? el("datalist", { id: id + "-l" }) : null;
  const input = el("input", {
    class: "input" + (["Uscc", "Amount", "Count", "Mobile", "Phones", "DateText"].includes(kind) ? " num" : ""), id, value: holder[field.key], inputmode: WORDS[kind],
    autocomplete: "off", spellcheck: kind === "Text" ? null : "false", list: list && list.id, maxlength: kind === "Text" ? 2000 : 200,
    oninput: () => { holder[field.key] = input.value; changed(); }, onblur: left,
  });
  const said = field.unit ? el("span", { class: "unitword" }, field.unit) : null;
  const also = kind === "Amount" ? el("span", { class: "alsoword", "aria-live": "off" }) : null;
  const node = said ? el("div", { class: "withunit" }, input, said, also) : el("div", {}, input, list);
  return {
    node, input, size: kind === "Text" ? "" : "short", set: (text) => { input.value = text; },
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

function area(ctx, { id, field, holder, changed, left }) {
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

function choices(ctx, { id, field, holder, box, changed, left }) {
  const options = field.type.options || ["是", "否"];
  const printed = new Map(((box && box.options) || []).map(([value, text]) => [value, text.replace(/[，：]?请说明：?$/, "")]));
  const rich = options.some((option) => (printed.get(option) || "").length > 20);
  const inputs = options.map((option, place) => el("input", {
    type: "radio", name: id, id: place ? id + "-" + place : id, value: option, checked: holder[field.key] === option,
    onchange: () => { holder[field.key] = option; changed(); left(); },
  }));
  const one = (input) => (rich ? card(input, printed.get(input.value)) : el("label", { class: "opt" }, input, el("span", { class: "opt__box opt__box--r" }), el("span", { class: "opt__t" }, printed.get(input.value) || input.value)));
  return {
    node: el("div", { class: rich ? "pick" : "checks" }, inputs.map(one)), input: inputs[0], several: true,
    focus: () => (inputs.find((input) => input.checked) || inputs[0]).focus(),
    set: (text) => inputs.forEach((input) => { input.checked = input.value === text; }), refresh() {},
  };
}

const SLUGS = { 基础级: "foundation", 行业级: "industry", 场景级: "scenario" };

function card(input, text) {
  const [name, ...rest] = text.split("：");
  return el("label", { class: "pick__o" }, input, el("span", { class: "pick__b" },
    el("span", { class: "badge badge--" + SLUGS[input.value] }, input.value), el("span", { class: "pick__t" }, name + "：" + rest.join("："))));
}

function pledgeBox(ctx, { id, field, holder, box, changed, left }) {
  const words = ((box && box.options) || []).find(([value]) => value === field.key);
  const input = el("input", { type: "checkbox", id, checked: holder[field.key] === "是", onchange: () => { holder[field.key] = input.checked ? "是" : ""; changed(); left(); } });
  return { node: el("label", { class: "opt" }, input, el("span", { class: "opt__box" }), el("span", { class: "opt__t" }, words ? words[1] : field.title)), input, set() {}, refresh() {} };
}

function select(id, changed, left, pick) {
  const input = el("select", { class: "input select", id, onchange: () => { pick(input.value); changed(); left(); }, onblur: left });
  return input;
}

const optionsOf = (names, now, first = "请选择") => [el("option", { value: "" }, first), ...names.map((name) => el("option", { value: name }, name)), now && !names.includes(now) ? el("option", { value: now }, now) : ""];

function citySelect(ctx, { id, field, holder, changed, left }) {
  const names = book.cities.map((city) => city.name);
  const known = cityNamed(strip(holder[field.key]));
  if (known) holder[field.key] = known.name;
  const input = select(id, changed, left, (name) => { holder[field.key] = name; if ("区县" in holder) holder.区县 = ""; });
  input.append(...optionsOf(names, holder[field.key]).filter(Boolean));
  input.value = holder[field.key];
  return { node: input, input, listed: true, set: (text) => { input.value = text; }, refresh() {} };
}

function districtSelect(ctx, { id, field, holder, changed, left }) {
  const input = select(id, changed, left, (name) => { holder[field.key] = name; });
  return {
    node: input, input, listed: true, set: (text) => { input.value = text; },
    refresh() {
      if (input.dataset.of !== holder.市) {
        input.dataset.of = holder.市;
        const city = cityNamed(strip(holder.市));
        input.replaceChildren(...optionsOf(city ? city.districts : [], holder[field.key], city ? "请选择" : "请先选市").filter(Boolean));
      }
      input.value = holder[field.key];
    },
  };
}

// ---- 列表：第一栏是类别，按类别分组 ----
function listOf(ctx, field, holder, at, box) {
  const materials = field.key === "材料";
  const [kindField] = field.part;
  const node = el("fieldset", { class: "field kinds" }, el("legend", { class: "field__l" }, materials ? "报送材料" : field.title), el("p", { class: "field__h" }, materials
    ? "扫描件若有印章、个人或客户信息，宜选“线下提交”：盖章的纸质件直接交市工信局。选“随文件提交”的，要把扫描件放进本单位的 materials 文件夹；本页不上传文件。" : field.help));
  const error = el("p", { class: "field__e", hidden: true, tabindex: "-1" });
  const rows = el("div");
  node.append(rows, error);
  const list = holder[field.key];
  const widget = {
    at, node, field, fields: [], holder, focus: () => (node.querySelector("input") || error).focus(),
    refresh() { rows.querySelectorAll("[data-must]").forEach((mark) => { mark.textContent = ctx.mustProof(mark.dataset.must); }); },
    show(found) {
      error.hidden = !found.length;
      error.replaceChildren(...(found.length ? [icon("warn"), el("span", {}, found.map((item) => item.message + "。").join(""))] : []));
      node.classList.toggle("is-bad", found.length > 0);
    },
  };
  const draw = () => {
    ctx.forget(widget);
    list.sort((a, b) => kindField.type.options.indexOf(a[kindField.key]) - kindField.type.options.indexOf(b[kindField.key]));
    rows.replaceChildren(...kindField.type.options.map((kind) => (materials ? materialKind : patentKind)(ctx, { field, list, kind, at, box, widget, draw })));
    ctx.refresh();
  };
  register(ctx, widget);
  ctx.later(draw);
  return widget;
}

const ofKind = (field, list, kind) => list.filter((item) => item[field.part[0].key] === kind);

function added(field, list, kind, more = {}) {
  const item = Object.fromEntries(field.part.map((part) => [part.key, ""]));
  list.push(Object.assign(item, { [field.part[0].key]: kind }, more));
}

// 知识产权：拥有的打勾，有几项写几项。
function patentKind(ctx, { field, list, kind, at, box, widget, draw }) {
  const items = ofKind(field, list, kind);
  const option = (box.options || []).find(([value]) => value === kind) || [kind, kind];
  const input = el("input", { type: "checkbox", checked: items.length > 0, onchange: () => {
    if (input.checked) added(field, list, kind);
    else list.splice(0, list.length, ...list.filter((item) => item[field.part[0].key] !== kind));
    ctx.changed(at());
    draw();
  } });
  const words = option[1].replace(/[。，：]?(请说明：?)?$/, "");
  return el("div", { class: "kind" }, el("label", { class: "opt" }, input, el("span", { class: "opt__box" }), el("span", { class: "opt__t" }, words)),
    items.map((item) => el("div", { class: "kind__row" }, note(ctx, field, item, list, at, widget), items.length > 1 ? drop(ctx, list, item, at, draw) : "")),
    items.length ? button("再添一项" + kind, () => { added(field, list, kind); ctx.changed(at()); draw(); }, "linkish") : "");
}

function note(ctx, field, item, list, at, owner) {
  const part = field.part[1];
  const made = build({ ...ctx, boxes: [] }, [part], item, () => [...at(), list.indexOf(item) + 1], {}, field.part)[0];
  made.owner = owner;
  return made.node;
}

const drop = (ctx, list, item, at, draw) => button("删去", () => { list.splice(list.indexOf(item), 1); ctx.changed(at()); draw(); }, "linkish");

// 材料：每一类选线下提交或随文件提交。
function materialKind(ctx, { field, list, kind, at, widget, draw }) {
  const items = ofKind(field, list, kind);
  const title = kind === "其他" ? "其他材料" : kind + (kind === "能力证明" ? "材料" : "复印件");
  return el("fieldset", { class: "kind kind--file" }, el("legend", {}, title, el("span", { class: "must", "data-must": kind })),
    (items.length ? items : [null]).map((item) => materialRow(ctx, { field, list, kind, at, widget, draw, item, only: items.length < 2 })),
    items.length ? button("再添一份" + kind, () => { added(field, list, kind, { 线下提交: "是" }); ctx.changed(at()); draw(); }, "linkish") : "");
}

function materialRow(ctx, { field, list, kind, at, widget, draw, item, only }) {
  const name = "m" + (serial += 1);
  const choose = (more) => () => {
    if (item) Object.assign(item, more);
    else added(field, list, kind, more);
    ctx.changed(at());
    draw();
    ctx.refocus(widget.node, kind, more);
  };
  const radio = (text, checked, more) => el("label", { class: "opt" }, el("input", { type: "radio", name, checked, "data-kind": kind + text, onchange: choose(more) }), el("span", { class: "opt__box opt__box--r" }), el("span", { class: "opt__t" }, text));
  const offline = Boolean(item) && item.线下提交 === "是", file = Boolean(item) && !offline;
  return el("div", { class: "kind__row" }, el("div", { class: "checks" }, radio("线下提交", offline, { 线下提交: "是", 文件: "" }), radio("随文件提交", file, { 线下提交: "", 文件: "" }),
    item ? button(only ? "不交这一类" : "删去", () => { list.splice(list.indexOf(item), 1); ctx.changed(at()); draw(); }, "linkish") : ""),
  file ? fileName(ctx, { field, list, item, at, widget }) : "");
}

function fileName(ctx, { field, list, item, at, widget }) {
  const id = "f" + (serial += 1);
  const where = () => [...at(), list.indexOf(item) + 1];
  const error = el("p", { class: "field__e", id: id + "-e", hidden: true });
  const input = el("input", {
    class: "input", id, value: item.文件.replace(/^materials\//, ""), autocomplete: "off", spellcheck: "false", maxlength: 200, "aria-describedby": id + "-h " + id + "-e",
    oninput: () => { const text = strip(input.value); item.文件 = text && "materials/" + text; ctx.changed(where()); }, onblur: () => ctx.left(where()),
  });
  const node = el("div", { class: "field field--file" }, el("label", { class: "field__l", for: id }, "文件名"), el("p", { class: "field__h", id: id + "-h" }, "PDF、PNG 或 JPEG，不超过 10 MiB。例如：licence.pdf"),
    el("div", { class: "withunit" }, el("span", { class: "unitword" }, "materials/"), input), error);
  register(ctx, {
    at: where, node, field: field.part[1], fields: [], holder: item, owner: widget, focus: () => input.focus(), refresh() {}, inner: true,
    show(found) {
      error.hidden = !found.length;
      node.classList.toggle("is-bad", found.length > 0);
      input.setAttribute("aria-invalid", String(found.length > 0));
      error.replaceChildren(...(found.length ? [icon("warn"), el("span", {}, found[0].rule === "field-missing" ? "没有写文件名。请写上，或改选线下提交。" : sentence("文件", found[0]))] : []));
    },
  });
  return node;
}

