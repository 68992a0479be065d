// 已公布的条目：从网站自己的数据取来公开的栏目。不公开的要重新填。
import { book } from "./book.js";
import { strip } from "./text.js";
import { shaped } from "./values.js";

async function fetched(url) {
  const answer = await fetch(url);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// 各单位：[信用代码, 名称, 市]。
export const units = (home) => fetched(new URL("submit/units.json", home));

// 按名称或它的一部分、信用代码、条目的网址找单位，至多 8 家。
export function findUnits(list, text) {
  const asked = strip(text), code = (/[0-9A-Z]{18}/.exec(asked.replace(/[\s-]/g, "").toUpperCase()) || [])[0];
  const found = list.filter(([known, name]) => (code ? known === code : asked.length > 1 && (name.includes(asked) || known.startsWith(asked.toUpperCase()))));
  return found.slice(0, 8);
}

// “页面”可能是完整的网址，也可能从网站根目录算起，末一段都是产品的名字。
const slug = (item) => item.页面.split("/").slice(-2)[0];

// 一家单位已公布的各份表；没有这家为 null。
export async function publishedUnit(forms, home, code) {
  if (!/^[0-9A-Z]{18}$/.test(code)) return null;
  const unit = await fetched(new URL("enterprises/" + code + "/entry.json", home));
  if (!unit) return null;
  const products = await Promise.all(unit.产品.map((item) => fetched(new URL("products/" + code + "/" + slug(item) + "/entry.json", home))));
  const { 条目: form } = unit;
  return {
    unit: { 市: form.市 || form.单位注册地.市, 统一社会信用代码: code },
    enterprise: shaped(forms.enterprise.fields, form.企业名称 ? form : {}),
    products: products.filter(Boolean).map(({ 条目: item }) => ({ slug: slug(item), values: shaped(forms.product.fields, item) })),
    published: [],
    round: Math.min(...[form, ...products.filter(Boolean).map(({ 条目: item }) => item)].map((item) => item.批次 || book.round)),
  };
}

// 表上不公开、因而取不来的栏目。
export function privateKeys(fields, outer = "") {
  return fields.flatMap((field) => {
    if (field.see !== "public") return [outer + field.title];
    return field.part && !field.many ? privateKeys(field.part, field.title + "的") : [];
  });
}
