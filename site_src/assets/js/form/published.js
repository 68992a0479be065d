// 已公开的条目：从网站自己的数据取来公开的栏目。不公开的要重新填。
import { strip } from "./text.js";
import { shaped } from "./values.js";

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).条目;
}

// 按信用代码或单位名称找一家单位；找不到为 null。
export async function publishedUnit(forms, home, text) {
  const [enterprises, products] = await Promise.all([fetched(new URL("enterprises.json", home)), fetched(new URL("products.json", home))]);
  const asked = strip(text), code = asked.toUpperCase();
  const matches = (item, name) => item.统一社会信用代码 === code || strip(item[name]) === asked;
  const enterprise = enterprises.find((item) => matches(item, "企业名称"));
  const wanted = enterprise ? enterprise.统一社会信用代码 : (products.find((item) => matches(item, "报送单位")) || {}).统一社会信用代码;
  if (!wanted) return null;
  const mine = products.filter((item) => item.统一社会信用代码 === wanted);
  return {
    unit: { 市: enterprise ? enterprise.单位注册地.市 : mine[0].市, 统一社会信用代码: wanted },
    enterprise: shaped(forms.enterprise.fields, enterprise || {}),
    products: mine.map((item) => ({ slug: item.页面.split("/")[2], values: shaped(forms.product.fields, item) })),
    published: [],
  };
}

// 表上不公开、因而取不来的栏目。
export function privateKeys(fields, outer = "") {
  return fields.flatMap((field) => {
    if (field.see !== "public") return [outer + field.title];
    return field.part && !field.many ? privateKeys(field.part, field.title + "的") : [];
  });
}
