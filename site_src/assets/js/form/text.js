// 文字：字数、整理、看不见的字符、文中的个人信息。与 schema/fields/text.py、problem.py 同。
import { book, has } from "./book.js";

export const points = (text) => Array.from(text);
export const cut = (text, most) => points(text).slice(0, most).join("");

// 去掉两头的某些字。
export function trimmed(text, gone) {
  let from = 0, to = text.length;
  while (from < to && gone(text[from])) from += 1;
  while (to > from && gone(text[to - 1])) to -= 1;
  return text.slice(from, to);
}

export const strip = (text) => trimmed(text, (char) => book.blankSign.test(char));
export const halfwidth = (text) => text.normalize("NFKC");
export const isAscii = (text) => !/[^\0-\x7f]/.test(text);
export const digitsOf = (text) => (text.match(/\p{Nd}/gu) || []).length;

// 字数：与 Word、WPS 的“字数”同。
export const countWords = (text) => (text.match(book.part.text.unit) || []).length;
export const measure = (type, text) => (type.words ? countWords(text) : points(text).length);

// 显示与打印用的文字：汉字之间因折行而来的空白去掉，空行分段。
export function tidy(text) {
  return strip(text).split(book.part.text.paragraph).map((piece) => piece.replace(book.part.text.fold, "")).join("\n");
}

// 单独一个换行当作分段，段与段之间空一行。
export const spread = (text) => text.replace(/([ \t]?)\n(?![ \t])/g, (found, before) => (before ? found : "\n\n"));

// 输入框里的文字：行首行尾的空白去掉，每个换行都是分段。
export function typedText(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").map((line) => trimmed(line, (char) => " \t\u3000".includes(char)));
  return tidy(spread(lines.join("\n").replace(/\n+/g, "\n")));
}

export const isPlaceholder = (text) => book.whole.problem.placeholder.test(strip(text));

export function hidden(text) {
  const joined = new Set(Array.from(text.matchAll(book.part.text.joiner), (found) => found.index));
  return Array.from(text.matchAll(book.part.text.hidden)).filter((found) => !joined.has(found.index));
}

export function withoutHidden(text) {
  const gone = new Set(hidden(text).map((found) => found.index));
  let at = 0, out = "";
  for (const char of text) {
    if (!gone.has(at)) out += char;
    at += char.length;
  }
  return out;
}

export function nameHidden(char) {
  const code = char.codePointAt(0);
  const own = (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000 ? "私用区字符" : "不可见字符";
  return (book.hiddenNames[char] || own) + "（U+" + code.toString(16).toUpperCase().padStart(4, "0") + "）";
}

export const halfDigits = (text) => text.replace(/[０-９Ｘｘ]/g, (char) => char.normalize("NFKC"));

// 身份证号码：日期可能、校验位相符，全角的、分开写的也认。
export function idCards(text) {
  return Array.from(halfDigits(text).matchAll(book.part.text.idCard), (found) => found[0]).filter((found) => isIdCard(found.replace(/[ -]/g, "")));
}

function isIdCard(number) {
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  if (!isDay(year, month, day)) return false;
  let total = 0, weight = 1;
  for (let place = 16; place >= 0; place -= 1) {
    weight = (weight * 2) % 11;
    total += Number(number[place]) * weight;
  }
  const check = (12 - (total % 11)) % 11;
  return (check === 10 ? "X" : String(check)) === number[17].toUpperCase();
}

export function isDay(year, month, day) {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export const mobiles = (text) => Array.from(halfDigits(text).matchAll(book.part.text.mobileWithin), (found) => found[0]);
export const emails = (text) => Array.from(text.matchAll(book.part.text.emailWithin), (found) => found[0]);

// 用汉字写的数：一百二十六、五千万；不是数的为 null。
export function readNumeral(text) {
  if (!book.whole.text.numeral.test(text) || text.search(book.part.text.twoDigits) >= 0) return null;
  const { digits, units } = book.numerals;
  let total = 0, section = 0, digit = 0;
  for (const char of text) {
    if (char in digits) digit = digits[char];
    else if (char in units) { section += (digit || 1) * units[char]; digit = 0; }
    else { total = char === "万" ? total + (section + digit) * 1e4 : (total + section + digit) * 1e8; section = digit = 0; }
  }
  return total + section + digit;
}

// 看着像汉字的符号与它的汉字；没有对应汉字的就是它自己。
export const ideograph = (sign) => (has(book.lookalikes, sign) ? book.lookalikes[sign] : sign.normalize("NFKC"));
export function lookalikes(text) {
  const found = [...text.matchAll(book.part.text.lookalike), ...text.matchAll(book.part.text.kana)];
  return found.filter(([sign]) => ideograph(sign) !== sign).sort((a, b) => a.index - b.index);
}
export const withIdeographs = (text) => text.replace(book.part.text.kana, ideograph).replace(book.part.text.lookalike, ideograph);

// 名称、版本号相比：全角半角、大小写、空格、间隔号的几种写法不论；版本号开头的 V 也不论。
export const foldName = (name) => halfwidth(withIdeographs(name)).replace(book.blanks, "").replace(book.part.names.dot, "·").toLowerCase();
export const foldVersion = (version) => foldName(version).replace(book.part.names.versionMark, "");
