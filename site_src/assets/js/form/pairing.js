// 打开的公开部分与不公开部分：凭承诺认出是一对，合成一份表。
import { book } from "./book.js";
import { isCommitment, isSalt } from "./commitment.js";
import { commitmentTo, joinHalves, privateForm, travelling } from "./halves.js";
import { shaped } from "./values.js";
import { keysOf, kindOf, readForm } from "./yaml_reader.js";

// 文件名里的产品名字；附件 1 的为空。
const slugIn = (path) => path.split("/").pop().replace(/^[0-9A-Z]{18}-/, "").replace(/(\.不公开)?\.ya?ml$/i, "").toLowerCase().replace(/[^a-z0-9-]/g, "-").replace(/^-+/, "").slice(0, 64);

// 路径或文件名写着的市与信用代码。
export function locationOf(path) {
  const [, slug, code] = /(?:^|\/)(?:submissions|不公开部分)\/([^/]+)\/([^/]+)\//.exec(path) || [];
  return { city: book.cities.find((item) => item.slug === slug), code: code || (/(?:^|\/)([0-9A-Z]{18})-[^/]+$/.exec(path) || [])[1] };
}

// 一个文件 → { path, kind, raw, half }；half 是不公开的一半。
export function readHalf([path, text]) {
  const hidden = book.separate ? Object.fromEntries(Object.entries(book.forms).map(([kind, form]) => [kind, privateForm(form)])) : {};
  const keys = keysOf(text), half = Object.values(hidden).some((form) => keys.includes("盐") || keys.every((key) => form.keys.includes(key))); // 盐丢了的也是
  const forms = half ? hidden : book.forms;
  const kind = kindOf(forms, text, half ? 2 : 3), raw = readForm(forms[kind], text);
  return { path, kind, raw, half, slug: kind === "product" ? slugIn(path) : "", ...locationOf(path) };
}

// 一份公开的一半（或整份的表）的内容。
export function filledIn({ kind, raw }) {
  const values = shaped(book.forms[kind].fields, raw);
  values.材料 = values.材料.filter((item) => item.文件 || item.线下提交 || item.另交); // 模板里还没有填的
  return values;
}

// 这份不公开的一半是不是 open 的：true、false，或因扫描件不齐而说不准（null）。
function fits(half, open, digestOf) {
  const form = book.forms[open.kind], codes = [open.code, half.code, open.raw.统一社会信用代码], years = [open.raw.批次, book.round, book.firstRound];
  const cities = [open.city, half.city].filter(Boolean), some = (list, test) => [...new Set(list.filter(Boolean))].some(test);
  const lines = travelling(open.raw), first = commitmentTo(form, half.raw, lines, {}, digestOf);
  return first ? some(codes, (code) => some(years, (year) => some(cities.length ? cities : book.cities, (city) =>
    commitmentTo(form, half.raw, lines, { year, city: city.slug, code, form: open.slug || "enterprise" }, digestOf) === open.raw.不公开部分))) : null;
}

// 把各份不公开的一半合进它的公开的一半：opens 里的那一份添上 values、salt；没有合成的返回为什么。
export function pair(halves, opens, digestOf) {
  return halves.map((half) => {
    const asked = opens.filter((open) => open.kind === half.kind && isCommitment(open.raw.不公开部分));
    const named = asked.filter((open) => open.slug === half.slug), judged = asked.map((open) => [open, fits(half, open, digestOf)]);
    const [found, sure] = judged.find(([, fit]) => fit) || judged.find(([open, fit]) => fit === null && named.includes(open)) || [];
    if (!found) return [half, named.length ? "mismatch" : "alone"];
    Object.assign(found, { values: shaped(book.forms[half.kind].fields, joinHalves(book.forms[half.kind].fields, found.values, half.raw)), salt: isSalt(half.raw.盐) ? half.raw.盐 : "", joined: half });
    return [half, sure ? "" : "unsure"];
  });
}
