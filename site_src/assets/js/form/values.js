// 一张表的内容：按栏目键名的文字、组与列表。页面、草稿、YAML 与打印都用它。
import { has } from "./book.js";
import { holds, isBlank, mapped, readValue } from "./judge.js";
import { spread, strip, typedText } from "./text.js";

// 空白的一张表：每一栏都有，列表为空。
export function blank(fields) {
  return Object.fromEntries(fields.map((field) => [field.key, field.many ? [] : field.part ? blank(field.part) : ""]));
}

// 把任何来历的内容收进这张表的形状：多出来的不要，不是文字的不要。
export function shaped(fields, given) {
  const source = given && typeof given === "object" ? given : {};
  return Object.fromEntries(fields.map((field) => {
    const value = has(source, field.key) ? source[field.key] : undefined;
    if (field.many) return [field.key, items(field, Array.isArray(value) ? value.slice(0, 50) : [])];
    if (field.part) return [field.key, shaped(field.part, value)];
    return [field.key, typeof value === "string" ? value.slice(0, 20000) : typeof value === "number" ? String(value) : ""];
  }));
}

// 列表里没有类别的，页面上无处摆放，不要。
const items = (field, list) => list.map((item) => shaped(field.part, item)).filter((item) => field.part[0].type.options.includes(item[field.part[0].key]));

function readOrNull(field, raw) {
  try {
    return isBlank(raw) ? null : readValue(field, raw);
  } catch {
    return null;
  }
}

// 一栏此刻要不要出现：条件不成立的不出现。条件栏还没有填好时也不出现。
export function asked(field, fields, values) {
  if (!field.when || !field.when.only) return true;
  const sibling = fields.find((other) => other.key === field.when.key);
  return holds(field.when, { [sibling.key]: readOrNull(sibling, values[sibling.key]) }) === true;
}

export const mustHave = (field, fields, values) => {
  if (!field.when) return field.required;
  const sibling = fields.find((other) => other.key === field.when.key);
  return holds(field.when, { [sibling.key]: readOrNull(sibling, values[sibling.key]) }) === true;
};

// 要写进文件的内容：文字整理过，空的与条件不成立的不写。
export function settled(fields, values) {
  const out = {};
  for (const field of fields) {
    const value = values[field.key];
    if (isBlank(value) || !asked(field, fields, values)) continue;
    const kept = field.many ? value.map((item) => settled(field.part, item)).filter((item) => Object.keys(item).length)
      : field.part ? settled(field.part, value)
        : field.type.kind === "Text" && !field.type.verbatim ? typedText(value) : strip(value);
    if (!isBlank(kept)) out[field.key] = kept;
  }
  return out;
}

// 检查用的内容：与 settled 相同，只是分段照文件里的写法，空着的也在，好说“没有填写”。
export function checked(fields, values) {
  const kept = mapped(settled(fields, values), spread);
  return Object.fromEntries(fields.filter((field) => asked(field, fields, values)).map((field) => {
    if (field.part && !field.many) return [field.key, checkedPart(field.part, kept[field.key] || {}, values[field.key])];
    return [field.key, kept[field.key] ?? null];
  }));
}

const checkedPart = (fields, kept, values) => Object.fromEntries(fields.filter((field) => asked(field, fields, values)).map((field) => [field.key, kept[field.key] ?? null]));

// 一栏也没有填。
export const isEmpty = (fields, values) => !fields.some((field) => isFilled(field, values[field.key]) && asked(field, fields, values));

const isFilled = (field, value) => (field.many ? value.some((item) => !isEmpty(field.part, item)) : field.part ? !isEmpty(field.part, value) : !isBlank(value));
