// 分页：一张表装进几张 A4，页眉页脚各就各位，行不拦腰撕开；一行比一页还高，才在页边断成两行，各有边框。
import { el } from "./dom.js";

const page = () => el("div", { class: "paper__page" }, el("p", { class: "paper__whose" }), el("div", { class: "paper__body" }), el("p", { class: "paper__foot" }));
const table = () => el("table", { class: "paper__table" }, el("colgroup", {}, [1, 2, 3, 4].map((number) => el("col", { class: "paper__c" + number }))), el("tbody"));

// 返回各页，已经放在 holder 里；blank 造一页上的空表，行放进它的最后一块。
export function paged(holder, head, rows, tail, blank = table) {
  const pages = [];
  let body = null, cells = null;
  const turn = () => {
    const sheet = page();
    holder.append(sheet);
    pages.push(sheet);
    body = sheet.children[1];
    cells = null;
  };
  const full = () => body.scrollHeight > body.clientHeight + 1;
  const put = (row) => {
    if (!cells) { const made = blank(); body.append(made); cells = made.lastElementChild; }
    cells.append(row);
  };
  turn();
  body.append(...head);
  rows.forEach((row) => {
    put(row);
    if (!full()) return;
    if (cells.children.length > 1 || body.children.length > 1) {
      row.remove();
      if (!cells.children.length) cells.parentNode.remove();
      turn();
      put(row);
    }
    for (let rest = row; full(); ) {
      rest = split(rest, full);
      if (!rest) break;
      turn();
      put(rest);
    }
  });
  const before = body.children.length;
  body.append(...tail);
  if (full() && before) {
    tail.forEach((line) => line.remove());
    turn();
    body.append(...tail);
  }
  return pages;
}

// 从最后一格里移出放不下的字，移到新的一行；没有可移的为 null。
function split(row, full) {
  const cell = row.lastElementChild, rest = row.cloneNode(true), over = rest.lastElementChild;
  if (cell.rowSpan > 1 || row.children.length < 2) return null;
  over.replaceChildren();
  while (full() && cell.lastChild) {
    const last = cell.lastChild;
    over.prepend(last);
    if (full()) continue;
    const text = last.textContent, piece = el("p");
    cell.append(piece);
    let fits = 0, no = text.length;
    while (no - fits > 1) {
      const tried = (fits + no) >> 1;
      piece.textContent = text.slice(0, tried);
      if (full()) no = tried;
      else fits = tried;
    }
    piece.textContent = text.slice(0, fits);
    last.textContent = text.slice(fits);
    if (!fits) piece.remove();
    break;
  }
  return cell.childNodes.length && over.childNodes.length ? rest : null;
}
