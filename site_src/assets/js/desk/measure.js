// 单元格里的文字：装得下的字符，折成几行，行高多少磅。与 scripts/xlsx/cell_text.py 同。
import { gbk } from "./gbk.js";

const ILLEGAL = /[\0-\x08\x0b\x0c\x0e-\x1f\p{Cs}\ufffe\uffff]/gu;
const UNBROKEN = /[!-~]+|[^\n][，。、；：！？）》〉」』】〕”’…％]*/gu; // 一个词，或一个字与跟着它的标点，不拆开

// 去掉 XML 里不能有的字符，太长的截断。
export function clean(text, most) {
  const kept = text.replace(/\r\n?/g, "\n").replace(ILLEGAL, "");
  return kept.length <= most ? kept : kept.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "") + "…";
}

export const lineCount = (text, room) => text.split("\n").reduce((sum, paragraph) => sum + wrapped(paragraph, room), 0);

function wrapped(text, room) {
  const widths = (text.match(UNBROKEN) || []).map((piece) => gbk(piece).length);
  const ends = [0];
  if (gbk(text).length <= room) return 1;
  widths.forEach((width) => ends.push(ends[ends.length - 1] + width));
  const total = ends[ends.length - 1];
  let lines = 1, start = 0, first = 0;
  while (total - start > room) {
    let fit = first;
    while (fit + 1 < ends.length && ends[fit + 1] <= start + room) fit += 1;
    start = fit > first ? ends[fit] : start + room;
    first = fit;
    lines += 1;
  }
  return lines;
}

export const rowHeight = (lines, { line, spare, tallest }) => Math.min(line * lines + spare, tallest);
