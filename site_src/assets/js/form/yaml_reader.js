// YAML → 内容。只读本页与 catalogue new 写出的那种样子；别的一律指出行号，整份不读。
import { has, phrase } from "./book.js";
import { hidden, tidy, trimmed } from "./text.js";
import { blank } from "./values.js";

export class Unread extends Error {
  constructor(line, message) {
    super((line ? "第 " + line + " 行：" : "") + message);
  }
}

export const RAW = { kind: "Raw" }; // 照文件写的读，不整理
export const MOST = 256 * 1024;

// 读成一张表，程序写的（批次、不公开部分）也在。text 是文件的文字，form 是 book.forms 里的一张，或它的不公开的一半。
export function readForm(form, text) {
  if (text.length > MOST) throw new Unread(0, "文件太大，不是一张表");
  if (hidden(text.replace(/[\t\r]/g, "")).length) throw new Unread(0, "文件里有看不见的字符");
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const state = { lines, at: 0, keys: form.keys };
  const values = map(state, form.fields, 0, "");
  skip(state);
  if (state.at < lines.length) throw odd(state.at + 1);
  if (!Object.keys(values).length) throw new Unread(0, "文件是空的");
  return { ...blank(form.fields), ...values };
}

// 文字里最外面的各键。
export const keysOf = (text) => Array.from(text.matchAll(/^([^\s#:][^:\n]*):(?=\s|$)/gm), (found) => found[1]);

// 看键名认出是哪一张表；认不出就拒绝。
export function kindOf(forms, text, least) {
  const keys = new Set(keysOf(text));
  const score = Object.entries(forms).map(([kind, form]) => ({ kind, hits: form.fields.filter((field) => keys.has(field.key)).length }));
  const best = score.sort((a, b) => b.hits - a.hits)[0];
  if (best.hits < least) throw new Unread(0, "这不是附件 1 或附件 2 的文件");
  return best.kind;
}

const odd = (number, what = "") => new Unread(number, what + phrase("page.style"));

const indentOf = (line) => line.length - line.replace(/^ +/, "").length;
const isNote = (line) => /^ *(#.*)?$/.test(line);

function skip(state) {
  while (state.at < state.lines.length && isNote(state.lines[state.at])) state.at += 1;
}

// 一组栏目：同一缩进下的各键。dash 为真时第一行是列表项，“- ”占着缩进。
function map(state, fields, indent, where, dash = false) {
  const values = {};
  for (let first = dash; ; first = false) {
    skip(state);
    const line = state.lines[state.at];
    if (line === undefined || (!first && indentOf(line) < indent)) return values;
    const number = state.at + 1;
    const text = first ? " ".repeat(indent) + line.slice(indent) : line;
    if (!first && indentOf(line) > indent) throw odd(number);
    const found = /^ *([^\s#:"'[{&*!|>%@`?-][^:]*):(?: (.*))?$/.exec(text);
    if (!found) {
      if (!first && /^ *- /.test(line)) return values;
      throw odd(number);
    }
    const key = found[1];
    const field = fields.find((known) => known.key === key) || (!where && state.keys.includes(key) && { key, type: RAW });
    if (!field) throw new Unread(number, "不认识的栏目“" + key.slice(0, 40) + "”" + (where && "（在“" + where + "”之下）") + "");
    if (has(values, key)) throw new Unread(number, "“" + key + "”写了两次");
    state.at += 1;
    values[key] = value(state, field, found[2] || "", indent, number);
  }
}

function value(state, field, rest, indent, number) {
  if (!field.part) return scalarAt(state, field, rest, indent, number);
  if (rest && !rest.startsWith("#")) throw new Unread(number, "“" + field.key + "”应分行写");
  const inner = nextIndent(state);
  if (field.many) return list(state, field, indent, inner);
  return inner > indent ? { ...blank(field.part), ...map(state, field.part, inner, field.key) } : blank(field.part);
}

function nextIndent(state) {
  skip(state);
  return state.at < state.lines.length ? indentOf(state.lines[state.at]) : -1;
}

function list(state, field, indent, inner) {
  const items = [];
  while (inner >= indent) {
    skip(state);
    const line = state.lines[state.at];
    if (line === undefined || indentOf(line) !== inner) break;
    const none = line.slice(inner) === "-" && field.part[0].type === RAW; // 不公开的一半里，还没有的文件
    if (!none && !/^ *- [^\s#]/.test(line)) break;
    if (none) state.at += 1;
    items.push({ ...blank(field.part), ...(none ? {} : map(state, field.part, inner + 2, field.key, true)) });
  }
  return items;
}

function scalarAt(state, field, rest, indent, number) {
  const fail = () => { throw odd(number, "“" + field.key + "”的内容"); };
  if (rest === ">-" || rest === "|-") return settle(field, long(state, rest, indent, fail), fail);
  if (rest.startsWith('"')) return settle(field, unquoted(rest, fail), fail);
  const text = trimmed(rest, (char) => char === " ");
  if (text === "" || /^#/.test(text) || ["~", "null", "Null", "NULL"].includes(text)) return continued(state, indent) ? fail() : "";
  if (/^[,[\]{}&*!|>'%@`]/.test(text) || /^[-?:](?: |$)/.test(text) || /: |:$| #|\t/.test(text) || continued(state, indent)) return fail();
  return settle(field, text, fail);
}

// 下一行缩进更深：值写成了几行，或是别的写法。空行不算。
function continued(state, indent) {
  let at = state.at;
  while (at < state.lines.length && /^ *$/.test(state.lines[at])) at += 1;
  return at < state.lines.length && indentOf(state.lines[at]) > indent && !isNote(state.lines[at]);
}

function unquoted(rest, fail) {
  try {
    const text = JSON.parse(rest.trim());
    return typeof text === "string" ? text.replace(/\n+/g, (breaks) => (breaks.length === 1 ? "\n\n" : breaks)) : fail();
  } catch {
    return fail();
  }
}

function long(state, sign, indent, fail) {
  const lines = [];
  let own = 0;
  for (; state.at < state.lines.length; state.at += 1) {
    const line = state.lines[state.at];
    if (line.trim() === "" && /^ *$/.test(line)) {
      if (own && line.length > own) fail();
      lines.push("");
      continue;
    }
    if (!own) own = indentOf(line);
    if (own <= indent || indentOf(line) < own) break;
    if (/\t/.test(line) || (sign === ">-" && indentOf(line) > own)) fail();
    lines.push(line.slice(own));
  }
  while (lines.length && !lines[lines.length - 1]) lines.pop();
  if (!lines.length) return ""; // 模板里还没有写
  if (!lines[0]) fail();
  return sign === "|-" ? lines.join("\n") : folded(lines);
}

// 折行接回空格；空行是分段，留着。
function folded(lines) {
  let out = lines[0];
  for (let at = 1, breaks = 0; at < lines.length; at += 1) {
    if (!lines[at]) { breaks += 1; continue; }
    out += (breaks ? "\n".repeat(Math.max(breaks, 2)) : " ") + lines[at];
    breaks = 0;
  }
  return out;
}

function settle(field, text, fail) {
  if (hidden(text).length || text.includes("\t")) fail();
  if (field.type.kind === "Text") return field.type.verbatim ? text.trim() : tidy(text);
  if (field.type.options && !field.type.options.includes(text)) {
    if (!has(field.type.readings, text)) fail();
    return field.type.readings[text];
  }
  return ["YesNo", "Pledged"].includes(field.type.kind) && text !== "是" && text !== "否" ? fail() : text.trim();
}
