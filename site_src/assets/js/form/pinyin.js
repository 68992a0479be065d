// 名称 → 网址里能用的名字：汉字取拼音，去掉“大模型”之类的尾巴；“·”后面有字的只取后面。
import { book, has } from "./book.js";
import { halfwidth, points } from "./text.js";

const LONGEST = 40;
let sounds = null;

function soundOf(char) {
  if (!sounds) sounds = Object.fromEntries(Object.entries(book.pinyin).flatMap(([sound, chars]) => points(chars).map((each) => [each, sound])));
  return has(sounds, char) ? sounds[char] : /[a-z0-9]/.test(char) ? char : "-";
}

export function slugOf(text) {
  const name = halfwidth(text).trim().toLowerCase(), last = name.split(/[·•・]/).pop();
  for (const tried of [last.replace(/(大?语言)?(大?模型|系统|平台)+$/, ""), last, name]) {
    const slug = points(tried).map(soundOf).join("").replace(/-+/g, "-").replace(/^-+/, "").slice(0, LONGEST).replace(/-+$/, "");
    if (slug && book.slugPattern.test(slug)) return slug;
  }
  return "";
}
