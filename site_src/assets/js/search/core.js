// 搜索的算法：纯函数，不碰页面，不碰网络。索引怎样生成，见 scripts/site/search_index.py。
//
// 全部文字首尾相接成一行，一个“位置”就是这一行里的第几个字。索引记着每个字后面跟着什么字、在哪些位置；
// 一个词拆成两字一组，取各组的位置，能首尾对上的就是它出现的地方。结果是确切的，不靠分词。

import { heard, soundLine } from "./sound.js";

export const NONE = 255; // 没有找到
const SOUND = 8; // 靠拼音找到的，排在靠文字找到的后面
const WORDS = 8;
const LENGTH = 64;
// 与 Python 的 str.split 一致的空白。
const GAP = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

// 同一个词的各种写法归成一种：全半角、兼容字、大小写，间隔号不算。与 Python 一侧逐字相同。
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/ς/g, "σ").replace(/ß/g, "ss").replace(/[·•・‧∙⋅]/g, "");
}

// 引号只用来括住一个词；单个拉丁字母、光是标点的，找出来没有意思。
const QUOTES = /["“”„‟«»「」『』〝〞《》〈〉]/g;
const EDGES = /^[。、,;:!?…()[\]【】]+|[。、,;:!?…()[\]【】]+$/g; // 随手带上的标点
const IDLE = /^[a-z]$|^[^\p{L}\p{N}]+$/u;

// 查询里的各个词，每个都要有。
export function words(query) {
  const all = fold(query).replace(QUOTES, " ").split(GAP).map((word) => word.replace(EDGES, "")).filter((word) => word && !IDLE.test(word)).map((word) => Array.from(word).slice(0, LENGTH).join(""));
  return Array.from(new Set(all)).slice(0, WORDS);
}

// 一个词要查哪些字表：从第几个字起（at）、是什么字（char）、后面跟什么（next，单字没有）。
export function lookups(word) {
  const points = Array.from(word, (char) => char.codePointAt(0));
  if (points.length === 1) return [{ at: 0, char: points[0], next: null }];
  const starts = points.map((_, at) => at).filter((at) => at % 2 === 0 && at + 1 < points.length);
  if (points.length % 2) starts.push(points.length - 2);
  return starts.map((at) => ({ at, char: points[at], next: points[at + 1] }));
}

// 字表在哪些文件里。
export function shards(lookup, manifest) {
  const parts = manifest.split[String.fromCodePoint(lookup.char)];
  const code = lookup.char.toString(16);
  if (!parts) return [lookup.char % manifest.shards + ".bin"];
  if (lookup.next !== null) return [code + "-" + lookup.next % parts + ".bin"];
  return Array.from({ length: parts }, (_, part) => code + "-" + part + ".bin");
}

function reader(bytes, from) {
  let at = from;
  return {
    place: () => at,
    read() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        value |= (byte & 127) << shift;
        if (byte < 128) return value >>> 0;
      }
    },
  };
}

// 一个字表文件：字 → 后面的字 → 位置（仍是压着的）。
export function blocks(bytes) {
  const chars = new Map();
  let start = 0;
  while (start < bytes.length) {
    const { place, read } = reader(bytes, start);
    const char = read();
    const sizes = [];
    let next = 0;
    for (let left = read(); left > 0; left--) {
      next += read();
      sizes.push([next, read()]);
    }
    start = place();
    chars.set(char, new Map(sizes.map(([following, size]) => [following, bytes.subarray(start, start += size)])));
  }
  return chars;
}

export function positions(packed) {
  const { place, read } = reader(packed, 0);
  const found = [];
  let last = 0;
  while (place() < packed.length) found.push(last += read());
  return found;
}

// 一个词出现的全部位置，从小到大。parsed：文件名 → blocks 的结果。
export function places(word, manifest, parsed) {
  const lists = [];
  for (const lookup of lookups(word)) {
    const found = [];
    for (const name of shards(lookup, manifest)) {
      const nexts = parsed.get(name).get(lookup.char);
      if (!nexts) continue;
      if (lookup.next === null) nexts.forEach((packed) => found.push(positions(packed)));
      else if (nexts.has(lookup.next)) found.push(positions(nexts.get(lookup.next)));
    }
    if (!found.length) return [];
    const list = found.length > 1 ? found.flat().sort((a, b) => a - b) : found[0];
    lists.push({ at: lookup.at, list });
  }
  lists.sort((a, b) => a.list.length - b.list.length);
  let starts = lists[0].list.map((place) => place - lists[0].at);
  for (const { at, list } of lists.slice(1)) starts = meet(starts, list, at);
  return starts;
}

function meet(starts, list, shift) {
  let at = 0;
  return starts.filter((start) => {
    while (at < list.length && list[at] < start + shift) at++;
    return list[at] === start + shift;
  });
}

// docs.bin：每份文件的类别、级别、城市、行业、检测，和它的各段文字从哪里起。
export function table(bytes, manifest) {
  const count = manifest.documents;
  const starts = new Uint32Array(count * manifest.ranks + 1);
  const { read } = reader(bytes, 4 * count);
  for (let index = 0; index < starts.length - 1; index++) starts[index + 1] = starts[index] + read();
  const kinds = bytes.subarray(0, count).map((byte) => byte & 15);
  const levels = bytes.subarray(0, count).map((byte) => byte >> 4);
  const column = (place) => bytes.subarray(place * count, (place + 1) * count);
  return { count, starts, kinds, levels, cities: column(1), industries: column(2), tests: column(3) };
}

// 位置 → 每份文件里这个词最好的一处：0 是名称开头，1 名称，3 单位，5 行业场景，7 正文。
export function ranks(found, docs) {
  const best = new Uint8Array(docs.count).fill(NONE);
  let low = 0;
  for (const place of found) {
    if (docs.starts[low + 1] <= place) low = before(docs.starts, place, low + 1);
    const rank = Math.floor(low / docs.count);
    const grade = 2 * rank + (rank || place !== docs.starts[low] ? 1 : 0);
    const which = low % docs.count;
    if (grade < best[which]) best[which] = grade;
  }
  return best;
}

function before(starts, place, from) {
  let low = from;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= place) low = middle; else high = middle;
  }
  return low;
}

// sounds 一行一份文件。
export function soundRanks(plain, sounds, best) {
  const at = heard(plain);
  sounds.forEach((sound, which) => {
    const place = at(sound);
    if (place >= 0) best[which] = Math.min(best[which], SOUND + place);
  });
}

export function soundLines(text) {
  return text.split("\n").slice(0, -1).map(soundLine);
}

// 每个词都有的文件，最好的在前；一样好的，照原来的次序。
export function order(perWord, count) {
  const shelves = [];
  for (let which = 0; which < count; which++) {
    let sum = 0;
    for (const best of perWord) sum = best[which] === NONE ? NaN : sum + best[which];
    if (!Number.isNaN(sum)) (shelves[sum] = shelves[sum] || []).push(which);
  }
  return shelves.flat();
}

// ---- 摘录与标记：在原文上标出词，原文一字不改 ----

// 归一后的字，与它在原文里的起止。带附加符号的字整个算一个。
function aligned(text) {
  const from = [];
  const to = [];
  let folded = "";
  let at = 0;
  for (const piece of text.match(/[^]\p{M}*/gu) || []) {
    const plain = fold(piece);
    folded += plain;
    for (let unit = 0; unit < plain.length; unit++) { from.push(at); to.push(at + piece.length); }
    at += piece.length;
  }
  return { folded, from, to };
}

// 原文里各个词的起止，合并了相连相叠的。
export function spans(text, list) {
  const { folded, from, to } = aligned(text);
  const found = [];
  for (const word of list) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      found.push([from[at], to[at + word.length - 1]]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged = [];
  for (const [start, end] of found) {
    const last = merged[merged.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end); else merged.push([start, end]);
  }
  return merged;
}

export function has(text, word) {
  return fold(text).includes(word);
}

// 一段正文里含词最多的一截，两头断开处加省略号。
export function snippet(text, list, lead = 24, size = 96) {
  const found = spans(text, list);
  if (!found.length || text.length <= size) return text.length > size ? text.slice(0, size) + "…" : text;
  const counts = found.map(([start]) => found.filter(([other]) => other >= start && other < start + size - lead).length);
  const start = Math.max(0, found[counts.indexOf(Math.max(...counts))][0] - lead);
  const end = Math.max(start + size, found[0][1]);
  const cut = (at) => at + (/[\udc00-\udfff]/.test(text.charAt(at)) ? 1 : 0);
  return (start ? "…" : "") + text.slice(cut(start), cut(end)) + (end < text.length ? "…" : "");
}
