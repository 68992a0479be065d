// 摘要：印在页脚、写在压缩包里的十位短码，市局凭它用 catalogue verify 查出是哪一版。与 scripts/writing/values.py 的 digest 同。
import { shifted } from "./amount.js";
import { hex, sha256 } from "./bytes.js";

const NAMES = { 附件1: "Enterprise", 附件2: "Product" };

export const shortened = (text) => hex(sha256(new TextEncoder().encode(text))).slice(0, 10);

// values 是检查时读出的值。
export const digest = (form, values, round) => shortened(JSON.stringify([NAMES[form.paper], { ...(round ? { 批次: round } : {}), ...textsOf(form.fields, values) }]));

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
