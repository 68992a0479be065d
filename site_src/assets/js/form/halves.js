// 一张表分成两半：公开的放到网上，不公开的只交市工信局。哪些栏目不公开，由导出的栏目说。与 schema/forms/halves.py、schema/reading/halves.py、scripts/writing/halves.py 同。
import { commit } from "./commitment.js";
import { strip, tidy } from "./text.js";
import { writeForm } from "./yaml.js";
import { RAW, readForm } from "./yaml_reader.js";

// 不公开的栏目，照表的样子。
function apart(fields) {
  return fields.flatMap((field) => {
    if (field.apart) return [{ key: field.key, type: RAW }];
    const part = field.part ? apart(field.part) : [];
    return part.length ? [{ key: field.key, many: field.many, part }] : [];
  });
}

// 不公开的一半也是一张表，最前面是盐。
export function privateForm(form) {
  const fields = [{ key: "盐", type: RAW }, ...apart(form.fields)];
  return { head: form.privateHead, fields, keys: fields.map((field) => field.key) };
}

const some = (object) => Object.keys(object).length > 0;

// 内容 → [公开的，不公开的]；写着文件的材料，公开的一半写“另交”。
export function parted(fields, values) {
  const open = {}, hidden = {};
  for (const field of fields) {
    const { key, part } = field, value = values[key];
    if (value === undefined) continue;
    if (field.apart) hidden[key] = value;
    else if (!part || !some(apart(part))) open[key] = value;
    else if (field.many) {
      const items = value.map((item) => parted(part, item)), kept = items.map(([, theirs]) => theirs).filter(some);
      open[key] = items.map(([ours, theirs]) => (some(theirs) ? { ...ours, 另交: "是" } : ours));
      if (kept.length) hidden[key] = kept;
    } else {
      const [ours, theirs] = parted(part, value);
      open[key] = ours;
      if (some(theirs)) hidden[key] = theirs;
    }
  }
  return [open, hidden];
}

// 两半 → 内容。hidden 照文件写的读出来的，这里才整理；没有这一半，不公开的就空着。
export function joinHalves(fields, open, hidden = {}) {
  const all = { ...open };
  for (const { key, part, many, type, apart: theirs } of fields) {
    if (theirs && hidden[key]) all[key] = type.kind === "Text" && !type.verbatim ? tidy(hidden[key]) : strip(hidden[key]);
    else if (many && hidden[key]) {
      const files = [...hidden[key]];
      all[key] = open[key].map((item) => (item.另交 === "是" ? joinHalves(part, item, files.shift()) : item));
    } else if (part && !many && hidden[key]) all[key] = joinHalves(part, open[key], hidden[key]);
  }
  return all;
}

// 材料里随不公开的一半交的，是第几项。
export const travelling = (open) => (open.材料 || []).flatMap((item, at) => (item.另交 === "是" ? [at + 1] : []));

// 不公开的各项：[路径，文字]……
function* leaves(fields, root, above) {
  for (const { key, part, many } of fields) {
    const value = root[key], path = above + key;
    if (many) for (const [at, item] of (value || []).entries()) yield* leaves(part, item, path + "." + (at + 1) + ".");
    else if (part) yield* leaves(part, value || {}, path + ".");
    else if (path !== "盐" && value && strip(value)) yield [path, strip(value.normalize("NFC"))];
  }
}

// 承诺所约束的：文件是它的摘要，写在它那一项材料上；摘要不齐的为 null。hidden 是照文件写的读出来的。
function bound(form, hidden, lines, digestOf) {
  const values = {};
  for (const [path, text] of leaves(privateForm(form).fields, hidden, "")) {
    const file = /^材料\.(\d+)\.文件$/.exec(path), line = file && lines[file[1] - 1], digest = line && digestOf(text);
    if (file && !digest) return null;
    values[file ? "材料." + line + ".文件" : path] = digest || text;
  }
  return values;
}

// 一份不公开的一半的承诺；place：{ year, city, code, form }；算不成的为空。
export function commitmentTo(form, hidden, lines, place, digestOf) {
  const values = bound(form, hidden, lines, digestOf);
  return values ? commit({ ...place, salt: hidden.盐, values }) : "";
}

// 一张表的两半：公开的内容（连同承诺），不公开的一半的全文。承诺按写出的文字算，与读文件的程序所见相同。
export function halves(form, values, salt, place, digestOf) {
  const [open, theirs] = parted(form.fields, values), text = writeForm(privateForm(form), { 盐: salt, ...theirs });
  const bond = commitmentTo(form, readForm(privateForm(form), text), travelling(open), place, digestOf);
  return { open: bond ? { ...open, 不公开部分: bond } : open, text };
}
