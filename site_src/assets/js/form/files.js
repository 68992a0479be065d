// 打开的文件里有什么：一份表、压缩包里的几份表，或一份草稿。别的说明它是什么。
import { phrase } from "./book.js";
import { isDraft } from "./draft.js";
import { MOST } from "./yaml_reader.js";
import { entries } from "./zip.js";

const MOST_PACKED = 64 * 1024 * 1024;
const OFFICE = [["word/document.xml", "Word"], ["xl/workbook.xml", "Excel"]];

// 返回 { draft } 或 { forms: [[路径, 文字]……], scans: [[文件名, 内容]……] }。
export async function contents(file) {
  if (file.size > MOST_PACKED) throw new Error("文件太大，不是本页存下的");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const begins = (...start) => start.every((byte, at) => bytes[at] === byte);
  if (begins(0x50, 0x4b)) return unpacked(bytes);
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) throw new Error(office("Word 或 Excel"));
  if (/^%PDF-|^\xff\xd8\xff|^\x89PNG|^....ftyp/s.test(String.fromCharCode(...bytes.subarray(0, 8)))) throw new Error(phrase("page.scan"));
  const text = decoded(bytes);
  if (/^\s*\{/.test(text)) return { draft: draftOf(text) };
  if (bytes.length > MOST) throw new Error("文件太大，不是一张表");
  return { forms: [[file.name, text]] };
}

const office = (kind) => phrase("page.office", { kind });

function unpacked(bytes) {
  const list = entries(bytes);
  if (!list) throw new Error(phrase("page.zip.broken"));
  const found = OFFICE.find(([name]) => list.some((entry) => entry.name === name));
  if (found) throw new Error(office(found[1]));
  const forms = list.filter((entry) => /(^|\/)(enterprise|products\/[^/]+|[^/]+\.不公开)\.yaml$/.test(entry.name));
  if (!forms.length || forms.some((entry) => !entry.data || entry.data.length > MOST)) throw new Error(phrase("page.zip"));
  const scans = list.filter((entry) => entry.data && /(^|\/)materials\/[^/]+$/.test(entry.name));
  return { forms: forms.map((entry) => [entry.name, decoded(entry.data)]), scans: scans.map((entry) => [entry.name.split("/").pop(), entry.data]) };
}

function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(phrase("page.utf8"));
  }
}

function draftOf(text) {
  try {
    const given = JSON.parse(text);
    if (isDraft(given)) return given;
  } catch { /* 下面说明 */ }
  throw new Error("这不是本页存下的草稿");
}
