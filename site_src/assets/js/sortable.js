// 普通表格的表头：点一下照这一栏排，数从大到小、字照原来的次序；再点反过来。
import { element } from "./dom.js";

const number = (cell) => Number(cell.textContent.replace(/,/g, ""));

function sort(table, head) {
  const body = table.tBodies[0];
  const column = head.cellIndex;
  const numeric = head.classList.contains("r");
  const first = numeric ? "descending" : "ascending";
  const order = head.getAttribute("aria-sort") === first ? (numeric ? "ascending" : "descending") : first;
  const sign = order === "ascending" ? 1 : -1;
  const rows = Array.from(body.rows).sort((a, b) => a.dataset.place - b.dataset.place);
  if (numeric) rows.sort((a, b) => sign * (number(a.cells[column]) - number(b.cells[column])));
  else if (sign < 0) rows.reverse();
  table.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", order);
  body.append(...rows);
}

document.querySelectorAll("[data-sortable]").forEach((table) => {
  Array.from(table.tBodies[0].rows).forEach((row, place) => { row.dataset.place = place; });
  table.querySelectorAll("thead th").forEach((head) => {
    const button = element("button", "sortable", ...head.childNodes);
    button.type = "button";
    button.addEventListener("click", () => sort(table, head));
    head.append(button);
  });
});
