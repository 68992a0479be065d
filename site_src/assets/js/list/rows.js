// 列表的各行：从页面上的 <tr> 或 rows.json 里的 HTML 文字读出，供筛选、查找、排序。不碰页面的其余部分。
//
// 行上的属性：data-f-<栏> 是筛选值，以空格隔开；data-key 是条目地址，也是 CSV 里“页面”一栏的值；
// data-hay 是另供查找的字，data-sound 是名称的拼音；其余 data- 属性供排序。
import { heard, soundLine, spelling } from "../search/sound.js";

const SIGNS = { amp: "&", lt: "<", gt: ">", "#34": '"', "#39": "'" };
const unescape = (text) => text.replace(/&(amp|lt|gt|#34|#39);/g, (_, name) => SIGNS[name]);
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[·•・‧∙⋅]/g, "").replace(/\s+/g, " ").trim();
const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

function row(index, data, text, element, html) {
  const values = {};
  Object.keys(data).filter((name) => name.startsWith("data-f-")).forEach((name) => { values[name.slice(7)] = data[name].split(" "); });
  const sound = soundLine(data["data-sound"] || "");
  return { index, data, values, sound, element, html, text: plain(text + " " + (data["data-hay"] || "")) };
}

export function fromElement(element, index) {
  const data = {};
  Array.from(element.attributes).forEach((attribute) => { data[attribute.name] = attribute.value; });
  return row(index, data, element.textContent, element, "");
}

export function fromText(html, index) {
  const data = {};
  for (const [, name, value] of html.slice(0, html.indexOf(">")).matchAll(/(data-[\w-]+)="([^"]*)"/g)) data[name] = unescape(value);
  return row(index, data, unescape(html.replace(/<[^>]*>/g, " ")), null, html);
}

export function shownElement(item) {
  if (!item.element) {
    const holder = document.createElement("template");
    holder.innerHTML = item.html;
    item.element = holder.content.firstElementChild;
  }
  return item.element;
}

// 每个词都有的行：照字面，或像拼音的词照名称的读音。
function finder(query) {
  const tests = plain(query).split(" ").filter(Boolean).map((word) => {
    const spelled = spelling(word);
    const sounds = spelled ? heard(spelled) : null;
    return (item) => item.text.includes(word) || (sounds !== null && sounds(item.sound) >= 0);
  });
  return (item) => tests.every((test) => test(item));
}

// 符合条件的行，与每个选项点下去会剩几条。wanted：栏 → 所选的值。一遍数完：
// 都符合的行，在每一栏里都算；只差一栏的，只在那一栏里算。
export function choose(rows, query, wanted) {
  const found = finder(query);
  const counts = new Map(wanted.map(({ key }) => [key, new Map()]));
  const add = (key, item) => (item.values[key] || []).forEach((value) => counts.get(key).set(value, (counts.get(key).get(value) || 0) + 1));
  const chosen = rows.filter((item) => {
    if (!found(item)) return false;
    const against = wanted.filter(({ key, values }) => values.length && !values.some((value) => (item.values[key] || []).includes(value)));
    if (against.length === 1) add(against[0].key, item);
    if (against.length) return false;
    wanted.forEach(({ key }) => add(key, item));
    return true;
  });
  return { chosen, counts };
}

// 没有这一项的行总在最后。
export function sorted(rows, by, descending) {
  const sign = descending ? -1 : 1;
  const value = (item) => item.data["data-" + by] || "";
  return rows.slice().sort((a, b) => {
    const empty = (value(a) === "") - (value(b) === "");
    return empty || sign * collator.compare(value(a), value(b)) || a.index - b.index;
  });
}
