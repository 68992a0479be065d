// 内容 → YAML，写法与 scripts/writing/yaml_writer.py 逐字节相同。
import { hidden, isAscii, points, spread, tidy } from "./text.js";

const WIDTH = 96; // 一行的半角列数，连缩进在内
const PLAIN_UP_TO = 84; // 写在键名同一行的值最宽这些
const CLOSING = "，。、；：！？）》〉」』】〕”’…％,.;:!?)]}%";
const OPENING = "（《〈「『【〔“‘([{";
const PAUSE = "，。、；：！？,;";
const SIMPLE = /^[\u4e00-\u9fffA-Za-z0-9][\u4e00-\u9fffA-Za-z0-9，。、；“”（）《》·.—/+-]*$/;

// 一张表的文件全文。
export const writeForm = (form, values) => [form.head, ...block(form.keys.map((key) => form.fields.find((field) => field.key === key) || { key }), values, "")].join("\n") + "\n";

function* block(fields, values, indent) {
  for (const field of fields) {
    if (!(field.key in values)) continue;
    const value = values[field.key];
    if (!field.part) yield* entry(field.key, value, indent);
    else {
      yield indent + field.key + ":";
      if (field.many) for (const item of value) yield* listItem(field.part, item, indent + "  ");
      else yield* block(field.part, value, indent + "  ");
    }
  }
}

function* listItem(fields, item, indent) {
  const [first = "", ...rest] = block(fields, item, indent + "  ");
  yield (indent + "- " + first.slice(indent.length + 2)).trimEnd();
  yield* rest;
}

function* entry(key, text, indent) {
  const [first, ...rest] = scalar(text, indent + "  ");
  yield (indent + key + ": " + first).trimEnd();
  yield* rest;
}

const width = (text) => points(text).reduce((sum, char) => sum + (isAscii(char) ? 1 : 2), 0);

// 冒号后面的写法，与下面的各行。
export function scalar(text, indent) {
  if (!text || hidden(text).length || text.includes("\t")) return [text && asJson(text)];
  if (text.includes("\n")) return literalReads(text) ? ["|-", ...literal(text, indent)] : [inQuotes(text)];
  if (width(text) > PLAIN_UP_TO) {
    const lines = fold(text, WIDTH - indent.length, true);
    if (lines.length > 1) return isPrintable(text) && tidy(lines.join(" ")) === text ? [">-", ...lines.map((line) => indent + line)] : [inQuotes(text)];
  }
  return [isPlain(text) ? text : inQuotes(text)];
}

// libyaml 肯读的字符；非字符（U+FFFE、U+FFFF）它不肯读。
const isPrintable = (text) => !/[\0-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]/u.test(text);

function literalReads(text) {
  const lines = spread(text).split("\n");
  return isPrintable(text) && !/^[ \t]/.test(lines[0]) && tidy(lines.join("\n")) === text && !lines.some((line, at) => at && line && !line.trim());
}

// 不加引号读出来仍是它自己：开头不是 YAML 的记号，里面没有“: ”和“ #”，也不是空值的写法。
function isPlain(text) {
  if (SIMPLE.test(text)) return text.toLowerCase() !== "null";
  if (["~", "null", "Null", "NULL"].includes(text) || !isPrintable(text) || tidy(text) !== text) return false;
  if (/^[,[\]{}#&*!|>'"%@`]/.test(text) || /^[-?:](?: |$)/.test(text)) return false;
  return !/: |:$/.test(text) && !text.includes(" #");
}

const asJson = (text) => JSON.stringify(text);
const inQuotes = (text) => asJson(spread(text));

function* literal(text, indent) {
  let number = 0;
  for (const paragraph of spread(text).split("\n")) {
    if (number && !paragraph) yield "";
    else for (const line of fold(paragraph, WIDTH - indent.length, false)) yield indent + line;
    number += 1;
  }
}

function fold(text, room, atBlanks) {
  const lines = [];
  let chars = points(text);
  for (;;) {
    const at = width(chars.join("")) > room ? cutAt(chars, room, atBlanks) : 0;
    if (!at) return [...lines, chars.join("")];
    lines.push(chars.slice(0, at).join("").replace(/ +$/, ""));
    chars = chars.slice(at);
    while (chars[0] === " ") chars.shift();
  }
}

// 在哪里断行：行末五分之二里的停顿之后，否则最后一处，再否则往后第一处。
function cutAt(chars, room, atBlanks) {
  const most = fit(chars, room), places = [];
  for (let place = 1; place <= most; place += 1) if (breaks(chars, place, atBlanks)) places.push(place);
  const late = places.filter((place) => place > most * 0.6 && PAUSE.includes(chars[place - 1]));
  if (places.length) return (late.length ? late : places).pop();
  for (let place = most + 1; place < chars.length; place += 1) if (breaks(chars, place, atBlanks)) return place;
  return 0;
}

function fit(chars, room) {
  let used = 0;
  for (let place = 0; place < chars.length; place += 1) {
    used += isAscii(chars[place]) ? 1 : 2;
    if (used > room) return place;
  }
  return chars.length - 1;
}

function breaks(chars, place, atBlanks) {
  const before = chars[place - 1], after = chars[place];
  if (!after || CLOSING.includes(after) || OPENING.includes(before)) return false;
  if (after === " ") return atBlanks && ![" ", "\u3000"].includes(before) && ![undefined, " ", "\u3000"].includes(chars[place + 1]);
  return before !== " " && !/\s/.test(before + after) && tidy(before + "\n" + after) === before + after;
}
