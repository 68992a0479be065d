// 草稿：只存在这台电脑的浏览器里。读回来的东西一律当作来历不明，收进表的形状再用。
import { blank, shaped } from "./values.js";

const KEY = "catalogue-form";
const UNIT = ["市", "统一社会信用代码"];

export function fresh(forms) {
  return { unit: { 市: "", 统一社会信用代码: "" }, enterprise: blank(forms.enterprise.fields), products: [], published: [] };
}

const word = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");

export function restored(forms, given) {
  const source = given && typeof given === "object" ? given : {};
  const unit = source.unit && typeof source.unit === "object" ? source.unit : {};
  const products = Array.isArray(source.products) ? source.products.slice(0, 100) : [];
  return {
    unit: Object.fromEntries(UNIT.map((key) => [key, word(unit[key], 100)])),
    enterprise: shaped(forms.enterprise.fields, source.enterprise),
    products: products.map((item) => ({ slug: word(item && item.slug, 100), values: shaped(forms.product.fields, item && item.values) })),
    published: Array.isArray(source.published) ? source.published.filter((path) => typeof path === "string").slice(0, 200) : [],
  };
}

export function load(forms) {
  try {
    const text = localStorage.getItem(KEY);
    return text ? restored(forms, JSON.parse(text)) : null;
  } catch {
    return null;
  }
}

// 存下，说存成了没有：有的浏览器不许存，或已存满。
export function keep(state) {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch { /* 不许存的浏览器里本来就没有 */ }
}
