// 附件3、附件4 的 Excel 文件：模板是网站生成时用 catalogue summaries 的同一段程序写的，这里只填进内容。
import { entries, zip } from "../form/zip.js";
import { clean, lineCount, rowHeight } from "./measure.js";
import { headLines } from "./rows.js";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const SHEET = "xl/worksheets/sheet1.xml", LAYOUT = "layout.json";
const FIRST = 6; // 表的第一行；模板里这一行与下两行依次是一行的样子、以公式符号开头的文字的样子、表下的话的样子

// 模板（base64）→ { layout, parts }：版式，与工作簿的各部分。
export function openTemplate(text) {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0)), decoder = new TextDecoder();
  const parts = entries(bytes).map(({ name, data }) => [name, decoder.decode(data)]);
  return { layout: JSON.parse(parts.find(([name]) => name === LAYOUT)[1]), parts: parts.filter(([name]) => name !== LAYOUT) };
}

// 填好的 .xlsx。head、rows、foot 见 rows.js。
export async function workbook(template, head, rows, foot) {
  const { layout } = template, { name, bureau } = head.城市, made = {
    [SHEET]: (text) => sheet(text, layout, head, rows, foot),
    "xl/workbook.xml": (text) => text.split(layout.city).join(name),
    "docProps/app.xml": (text) => text.split(layout.city).join(name),
    "docProps/core.xml": (text) => written(text, (page) => {
      page.getElementsByTagName("dc:creator")[0].textContent = clean(head.填报单位 || bureau, layout.most);
      const now = new Date().toISOString().slice(0, 19) + "Z";
      ["dcterms:created", "dcterms:modified"].forEach((tag) => { page.getElementsByTagName(tag)[0].textContent = now; });
    }),
  };
  return zip(template.parts.map(([part, text]) => [part, made[part] ? made[part](text) : text]));
}

function written(text, change) {
  const page = new DOMParser().parseFromString(text, "application/xml");
  change(page);
  return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + new XMLSerializer().serializeToString(page.documentElement);
}

function sheet(text, layout, head, rows, foot) {
  return written(text, (page) => {
    const one = (tag) => page.getElementsByTagName(tag)[0], data = one("sheetData"), [, , third, fourth, , plain, guarded, note] = data.children;
    [plain, guarded, note].forEach((row) => row.remove());
    headLines(layout, head).forEach((parts, at) => fillLead([third, fourth][at], parts, layout));
    const columns = layout.columns.length, empty = Array(columns - 1).fill("");
    const list = rows.length ? rows.map((row) => row.cells) : Array(foot.blank ? layout.blankRows : 0).fill(empty);
    list.forEach((cells, at) => {
      const texts = cells.map((cell) => clean(cell, layout.most)), lines = [String(at + 1), ...texts].map((cell, place) => lineCount(cell, layout.rooms[place]));
      data.append(row(plain, guarded, FIRST + at, [at + 1, ...texts], Math.max(...lines), layout));
    });
    const merges = one("mergeCells"), last = letter(columns - 1);
    merges.lastElementChild.remove();
    foot.notes.forEach((words, place) => {
      const at = FIRST + list.length + place, merge = merges.firstElementChild.cloneNode();
      data.append(row(note, note, at, [words, ...empty], lineCount(words, layout.whole), layout));
      merge.setAttribute("ref", "A" + at + ":" + last + at);
      merges.append(merge);
    });
    merges.setAttribute("count", merges.children.length);
    one("dimension").setAttribute("ref", "A1:" + last + (FIRST - 1 + list.length + foot.notes.length));
    const footer = one("oddFooter"), [left, right] = [foot.left, foot.right].map((words) => words.replace(/&/g, "&&"));
    footer.textContent = footer.textContent.replace(/^(&L&9&"[^"]*").*(&C.*&R&9&"[^"]*").*$/, (_, before, between) => before + left + between + right);
  });
}

const letter = (column) => String.fromCharCode(65 + column);

// 照样子造一行：values 里数是数，文字是文字，空的只有格子。
function row(plain, guarded, number, values, lines, layout) {
  const made = plain.cloneNode(false);
  made.setAttribute("r", number);
  made.setAttribute("ht", rowHeight(lines, layout.points));
  made.append(...values.map((value, column) => {
    const model = typeof value === "string" && layout.signs.includes(value[0]) ? guarded : plain;
    const cell = model.children[column].cloneNode(false);
    cell.setAttribute("r", letter(column) + number);
    cell.removeAttribute("t");
    if (typeof value === "number") cell.append(element(cell, "v", String(value)));
    else if (value) write(cell, value);
    return cell;
  }));
  return made;
}

function element(near, tag, text) {
  const made = near.ownerDocument.createElementNS(MAIN, tag);
  made.textContent = text;
  return made;
}

// 文字就写在格子里；Excel 把 _x000D_ 这样的写法当作一个字符，要另加一层。
function write(cell, text) {
  const string = element(cell, "is", ""), inner = element(cell, "t", text.replace(/_x[0-9a-fA-F]{4}_/g, "_x005F$&"));
  inner.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
  string.append(inner);
  cell.setAttribute("t", "inlineStr");
  cell.replaceChildren(string);
}

// 表上方的一行：填了的改成文字，空着的照模板留白。
function fillLead(line, parts, layout) {
  const texts = parts.map(({ pieces }) => pieces.map((piece) => (typeof piece === "number" ? "\u3000".repeat(piece) : clean(piece, layout.most))).join(""));
  parts.forEach(({ start, pieces }, place) => { if (pieces.every((piece) => typeof piece === "string")) write(line.children[start], texts[place]); });
  line.setAttribute("ht", rowHeight(Math.max(...parts.map(({ room }, place) => lineCount(texts[place], room))), layout.points));
}
