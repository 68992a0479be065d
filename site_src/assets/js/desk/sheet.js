// 附件3、附件4 印在纸上的样子：与 Excel 文件同一版式，行高、列宽、表头每页重复都一样；页码在中间，小字在两边。
import { el } from "../form/dom.js";
import { paged } from "../form/pages.js";
import { headLines } from "./rows.js";

// 放到页面上才量得出高矮，所以在这里就放上；返回装着各页的那一块，印过之后由调用的人拿走。
export function sheetPage({ layout }, head, rows, foot) {
  const all = el("div", { class: "paper paper--sheet" + (layout.landscape ? " paper--wide" : ""), "aria-hidden": "true" });
  document.body.append(all);
  const empty = layout.columns.slice(1).map(() => "");
  const list = rows.length ? rows.map((row) => row.cells) : Array(foot.blank ? layout.blankRows : 0).fill(empty);
  const pages = paged(all, lead(layout, head), list.map((cells, at) => row([String(at + 1), ...cells], layout)), foot.notes.map((words) => el("p", { class: "sheet__note" }, words)), () => table(layout));
  pages.forEach((page, at) => page.lastElementChild.append(el("span", {}, foot.left), el("span", { class: "sheet__number" }, "— " + (at + 1) + " —"), el("span", {}, foot.right)));
  return all;
}

const lead = (layout, head) => [
  el("p", { class: "sheet__mark" }, layout.mark), el("h2", { class: "sheet__title" }, layout.title),
  ...headLines(layout, head).map((parts) => el("div", { class: "sheet__line" }, parts.map(({ start, span, pieces }) => {
    const part = el("p", {}, pieces.map((piece) => (typeof piece === "number" ? el("span", { class: "paper__blank" }, "\u3000".repeat(piece)) : piece)));
    part.style.width = width(layout, start, span) + "mm";
    return part;
  }))),
];

const width = (layout, start, span) => layout.columns.slice(start, start + span).reduce((sum, column) => sum + column.mm, 0);

function table(layout) {
  const columns = layout.columns.map(({ mm }) => {
    const column = el("col");
    column.style.width = mm + "mm";
    return column;
  });
  return el("table", { class: "sheet__table" }, el("colgroup", {}, columns), el("thead", {}, el("tr", {}, layout.columns.map(({ title }) => el("th", { scope: "col" }, title)))), el("tbody"));
}

const row = (cells, layout) => el("tr", {}, cells.map((text, at) => el("td", { class: layout.columns[at].align === "left" ? "sheet__left" : "" }, text)));
