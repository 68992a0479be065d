// 摘要：印在页脚、写在压缩包里的十位短码，市局凭它用 catalogue verify 查出是哪一版。与 scripts/writing/digest.py 同。
import { shifted } from "./amount.js";
import { book } from "./book.js";
import { hex, sha256 } from "./bytes.js";
import { parted } from "./halves.js";

const NAMES = { 附件1: "Enterprise", 附件2: "Product" };

export const shortened = (text) => hex(sha256(new TextEncoder().encode(text))).slice(0, 10);

// 整个单位的回执码：只有一份表的就是它的摘要；几份的与先后无关。与 scripts/writing/digest.py 的 receipt 同。
export const receipt = (stamps) => (stamps.length > 1 ? shortened(JSON.stringify([...stamps].sort())) : stamps[0]);

// values 是检查时读出的值；written 是写进文件的，只取程序写的：批次、不公开部分。分两半的只算公开的一半。
export function digest(form, values, written) {
  const texts = textsOf(form.fields, values), [open] = book.separate ? parted(form.fields, texts) : [texts];
  const all = form.keys.map((key) => [key, form.fields.some((field) => field.key === key) ? open[key] : written[key]]);
  return shortened(JSON.stringify([NAMES[form.paper], Object.fromEntries(all.filter(([, value]) => value))]));
}

function textsOf(fields, values) {
  const filled = fields.map((field) => [field.key, textOf(field, values[field.key])]);
  return Object.fromEntries(filled.filter(([, value]) => value !== null && (typeof value === "string" || Object.keys(value).length)));
}

function textOf(field, value) {
  if (value === null || value === undefined) return null;
  if (field.many) return value.map((item) => textsOf(field.part, item || {}));
  if (field.part) return textsOf(field.part, value);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "bigint") return shifted(String(value), -6);
  return Array.isArray(value) ? value.join("、") : String(value);
}
