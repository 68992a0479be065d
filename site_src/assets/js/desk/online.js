// 只来了不公开部分的表：公开部分在网上公布过的，取来核对、计入。网上只有汇总要的几栏、承诺和摘要；与 scripts/site/published.py 同。
import { book } from "../form/book.js";
import { shaped } from "../form/values.js";
import { openless, putForm } from "./store.js";

let kept = null; // 取来一次就够；没有取成的，下一次再取

async function fetched(home) {
  kept = kept || fetch(new URL("bureau/published.json", new URL(home, location.href))).then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); });
  try {
    return await kept;
  } catch (error) {
    kept = null;
    throw error;
  }
}

// 补上网上的那一半；没有取成的为 false。
export async function joinOnline(store, home) {
  const alone = book.separate && home ? openless(store) : [];
  if (!alone.length) return true;
  try {
    const all = await fetched(home);
    Object.keys(all).map((path) => published(path, all[path])).filter(({ code, key }) => alone.some((half) => half.code === code && half.key === key)).forEach((form) => putForm(store, form));
    return true;
  } catch {
    return false;
  }
}

function published(path, { 摘要: stamp, 另交: lines, ...raw }) {
  const [, slug, code, name, product] = path.replace(/\.yaml$/, "").split("/"), kind = product ? "product" : "enterprise", { fields } = book.forms[kind];
  const [option] = fields.find(({ key }) => key === "材料").part[0].type.options; // 网上不说是哪一类，占个位置
  raw.材料 = Array.from({ length: Math.max(0, ...lines) }, (_, at) => ({ 类别: option, ...(lines.includes(at + 1) ? { 另交: "是" } : {}) }));
  return { kind, key: product || name, code, city: book.cities.find((city) => city.slug === slug), raw, values: shaped(fields, raw), text: "", stamp, path: "网上的公开目录", group: "", when: new Date(0) };
}
