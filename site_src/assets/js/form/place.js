// 市与区县、建议行业目录。与 schema/vocabulary/divisions.py、industry.py 同。
import { book } from "./book.js";
import { halfwidth } from "./text.js";

export const cityNamed = (text) => book.cities.find((city) => text === city.name || text === city.short);

// 一个市里某种写法所指的区县的正式名称，没有则为空。
export const districtNamed = (city, text) => (city.districts.includes(text) ? text : city.aliases[text] || "");

export const citiesWith = (text) => book.cities.filter((city) => districtNamed(city, text));

let spelt = null;

function spellings() {
  if (!spelt || spelt.of !== book.industries) {
    const all = book.industries.flatMap(([sector, name, aliases]) => [name, name.replace(book.tail, ""), ...aliases].map((word) => ({ word, sector, name })));
    spelt = { of: book.industries, all: all.sort((a, b) => b.word.length - a.word.length) };
  }
  return spelt.all;
}

const preferred = (found, sector) => found.find((item) => item.sector === sector) || found[0] || null;
const exact = (text, sector) => preferred(spellings().filter((item) => item.word === text), sector);

// 一种写法归在目录的哪一行：先看同名、别名，再看它含有的最长的一个。
export function classify(sector, text) {
  const first = exact(text, sector) ? text : halfwidth(text).replace(/ /g, "").split(/[、,，;；/]/)[0];
  return exact(first, sector) || exact(first.replace(book.tail, ""), sector) || preferred(spellings().filter((item) => item.word.length >= 2 && first.includes(item.word)), sector);
}
