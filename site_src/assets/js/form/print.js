// 打印：就是通知的附件 1、附件 2，表格、次序、字样都照原样；另有补充页。与 scripts/paper/forms.py 相应。
import { book } from "./book.js";
import { el } from "./dom.js";
import { spread, strip } from "./text.js";
import { paged } from "./pages.js";
import { bareName, formOf, place, receiptOf, stampOf, unitName, valuesOf, written } from "./unit.js";
import { settled } from "./values.js";

const BLANK = "\u3000\u3000\u3000\u3000";
const onLine = (text) => el("span", { class: "paper__blank" }, text || BLANK);
const paragraphs = (text, lead) => spread(text).split("\n\n").map((piece, at) => el("p", {}, lead && !at ? el("b", {}, lead + "：") : "", piece));
const small = (text) => el("p", { class: "paper__note" }, text);

// 这几份表有几处错误。
export const wrongIn = (verdicts, list) => list.reduce((sum, at) => sum + (verdicts.get(at) || []).filter((item) => item.severity === "error").length, 0);

// 放到页面上才量得出高矮，所以在这里就放上。
export function papers({ state, list, verdicts, scans }) {
  const all = el("div", { class: "paper", "aria-hidden": "true" });
  document.body.append(all);
  list.forEach((at) => paper(all, state, at, wrongIn(verdicts, [at]), scans));
}

function paper(all, state, at, wrong, scans) {
  const form = formOf(at), values = settled(form.fields, valuesOf(state, at)), blank = !Object.keys(values).length;
  if (at !== "enterprise") Object.assign(values, { 统一社会信用代码: place(state).code, 知识产权明细: values.大模型产品知识产权情况 });
  const { words } = book, { city, code } = place(state), bond = !wrong && !blank && written(state, at, scans).open.不公开部分;
  const ends = [bond && words.bond.replace("{}", bond), !blank && city && city.handedTo].filter(Boolean).map((text) => el("p", { class: "paper__end" }, text));
  const seal = wrong && !blank ? [] : [el("p", { class: "paper__seal" }, words.seal + "\u3000\u3000\u3000"), el("p", { class: "paper__seal" }, "年\u3000\u3000月\u3000\u3000日\u3000")];
  const pages = [
    ...paged(all, [el("p", { class: "paper__no" }, form.paper.replace(/(\d)/, " $1")), el("h2", { class: "paper__title" }, form.title)], tableRows(form.boxes.filter((box) => !box.extra), values), seal),
    ...paged(all, [el("h2", { class: "paper__title paper__title--extra" }, words.extraTitle), el("p", { class: "paper__sub" }, words.extraNote)],
      tableRows(form.boxes.filter((box) => box.extra && !(blank ? false : isEmptyBox(box, values))), values), [...ends, ...seal.map((node) => node.cloneNode(true))]),
  ];
  const whose = blank ? "" : unitName(state) + "\u3000" + code, stamp = blank ? "" : wrong ? "未通过检查，不能盖章报送" : stampsOf(state, at, scans);
  pages.forEach((page, number) => {
    page.firstElementChild.textContent = whose;
    page.lastElementChild.append(...[book.round + " 年批次", form.paper + "　第 " + (number + 1) + " 页，共 " + pages.length + " 页", stamp].map((text) => el("span", {}, text)));
  });
}

const stampsOf = (state, at, scans) => [...new Set([stampOf(state, at, scans), receiptOf(state, scans)])].map((code, place) => ["摘要 ", "回执 "][place] + code).join("　");

// 补充页上没有写的栏目不印；材料与承诺总要印。
const isEmptyBox = (box, values) => !["材料", "承诺"].includes(box.key) && !values[box.key];

function tableRows(boxes, values) {
  const left = [], all = [];
  for (const box of boxes) {
    left.push(box);
    if (box.half && left.length < 2) continue;
    all.push(...rows(left.splice(0), values));
  }
  return left.length ? [...all, ...rows(left, values)] : all;
}

function rows(boxes, values) {
  if (["材料", "知识产权明细"].includes(boxes[0].key)) return listRows(boxes[0], values[boxes[0].key] || []);
  const span = boxes.length === 2 ? 1 : 3;
  return [el("tr", {}, boxes.flatMap((box) => [el("th", { scope: "row" }, box.label), el("td", { colspan: span }, content(box, values))]))];
}

function listRows(box, items) {
  const columns = box.key === "材料" ? ["类别", "文件", "线下提交"] : ["类型", "说明"];
  const span = (at) => (columns.length === 2 && at === 1 ? 2 : 1);
  const head = el("tr", {}, el("th", { scope: "row", rowspan: items.length + 1 }, box.label), columns.map((column, at) => el("th", { colspan: span(at) }, column)));
  return [head, ...items.map((item) => el("tr", {}, columns.map((column, at) => el("td", { colspan: span(at) }, bareName(item[column] || "")))))];
}

function content(box, values) {
  const value = values[box.key];
  if (box.key === "单位注册地") return placeLine(value || {});
  if (box.key === "承诺") return options(box, (name) => value && value[name] === "是");
  if (box.key === "大模型产品知识产权情况") return patents(box, value || []);
  if (box.key === "应用所属行业") return [...options(box, (name) => value && value.门类 === name, (name) => (value && value.门类 === name ? value.行业 : "")), small(box.note)];
  if (box.options) return options(box, (name) => value === name, () => values.单位性质说明);
  if (box.parts) return [box.note && small(box.note), box.parts.map(([key, words]) => parts(value, values, key, words))];
  if (box.unit) return el("p", {}, value || BLANK, el("span", { class: "paper__note" }, box.note));
  return [box.note && small(box.note), value && paragraphs(value)];
}

function parts(value, values, key, words) {
  const text = value && typeof value === "object" ? value[key] : values[key];
  return text ? paragraphs(text, words) : "";
}

const patents = (box, items) => options(box, (name) => items.some((item) => item.类型 === name),
  (name) => (name === "其他" ? items.filter((item) => item.类型 === name).map((item) => item.说明).join("；") : ""));

function placeLine(value) {
  const [province, city, district] = book.words.place;
  return el("p", {}, province, onLine(value.市), value.市 ? " " : city, onLine(value.区县), value.区县 ? " " : district, onLine(value.地址));
}

function options(box, ticked, said = () => "") {
  return box.options.map(([name, printed, blank, tail]) => {
    const on = ticked(name), text = on ? strip(said(name) || "") : "";
    const end = tail && !text.endsWith(tail) ? tail : "";
    return el("p", { class: "paper__opt" }, on ? "☑" : "□", printed, blank ? [onLine(text), end] : "");
  });
}
