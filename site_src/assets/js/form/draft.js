// 草稿：只存在这台设备的浏览器里，一份一个键。读回来的东西一律当作来历不明，收进表的形状再用；读不出来的原样留着。
import { isCommitment, isSalt } from "./commitment.js";
import { dropScans } from "./keeping.js";
import { blank, shaped } from "./values.js";

const KEY = "catalogue-form"; // 从前只有一份草稿时的键；后来的在后面加号码
const OPEN = "catalogue-form-open"; // 本窗口开着的是哪一份
const UNIT = ["市", "统一社会信用代码"];
const ME = Math.random().toString(36).slice(2);

export function fresh(forms) {
  return { unit: { 市: "", 统一社会信用代码: "" }, enterprise: blank(forms.enterprise.fields), products: [], published: [], at: "enterprise" };
}

const word = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");

export const isDraft = (given) => Boolean(given && typeof given === "object" && given.enterprise && typeof given.enterprise === "object" && Array.isArray(given.products));

export function restored(forms, given) {
  const unit = given.unit && typeof given.unit === "object" ? given.unit : {};
  const products = given.products.slice(0, 100);
  return {
    unit: Object.fromEntries(UNIT.map((key) => [key, word(unit[key], 100)])),
    enterprise: shaped(forms.enterprise.fields, given.enterprise),
    products: products.map((item) => ({ slug: word(item && item.slug, 100), values: shaped(forms.product.fields, item && item.values), ...follows(item || {}), ...bond(item || {}) })),
    published: Array.isArray(given.published) ? given.published.filter((path) => typeof path === "string").slice(0, 200) : [],
    at: Number.isInteger(given.at) && products[given.at] !== undefined ? given.at : "enterprise",
    ...bond(given),
  };
}

// 网址里的名字还跟着产品名称走的。
const follows = ({ slug, named }) => (typeof named === "string" && slug === named ? { named: word(named, 100) } : {});

// 分两半的表：盐，与打开的公开的一半上写着的承诺。
const bond = ({ salt, commitment }) => ({ ...(isSalt(salt) ? { salt } : {}), ...(isCommitment(commitment) ? { commitment } : {}) });

// 有的浏览器不许存，或已存满：那里什么也没有，也存不成。
function stored(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

// 这台设备上的草稿，新的在前：{ key, text, saved, state }。读不出来的 state 为 null。
export function drafts(forms) {
  const keys = stored(() => Object.keys(localStorage).filter((key) => key === KEY || key.startsWith(KEY + ":")), []);
  return keys.map((key) => read(forms, key)).sort((a, b) => b.saved - a.saved);
}

export function read(forms, key) {
  const text = stored(() => localStorage.getItem(key), null) || "";
  const given = stored(() => JSON.parse(text), null);
  return { key, text, saved: new Date((isDraft(given) && given.saved) || 0), state: isDraft(given) ? restored(forms, given) : null };
}

export const newKey = () => KEY + ":" + Date.now().toString(36) + Math.random().toString(36).slice(2, 6);

// 存下，说存成了没有。
export function keep(key, state) {
  return stored(() => {
    localStorage.setItem(key, JSON.stringify({ saved: Date.now(), by: ME, ...state }));
    return true;
  }, false);
}

export function forget(key) {
  stored(() => localStorage.removeItem(key));
  dropScans(key);
}

// 记着本窗口开着哪一份，刷新之后还是它。
export const opened = () => stored(() => sessionStorage.getItem(OPEN), null);
export const holdOpen = (key) => stored(() => (key ? sessionStorage.setItem(OPEN, key) : sessionStorage.removeItem(OPEN)));

// 别的窗口存了或清除了一份草稿。
export function onOthers(told) {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(KEY)) told(event.key, event.newValue === null);
  });
}
