// 统一社会信用代码。与 schema/fields/uscc.py 同。
import { book, phrase, quoted, Refusal } from "./book.js";
import { halfwidth, idCards, points } from "./text.js";

export function checkCharacter(code) {
  const { alphabet } = book.uscc;
  let total = 0, weight = 1;
  for (const char of code.slice(0, 17)) {
    total += alphabet.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (total % 31)) % 31];
}

export const isValid = (code) => book.whole.uscc.whole.test(code) && checkCharacter(code) === code[17];
const normalise = (text) => halfwidth(text).replace(book.blanks, "").replace(/[-_]/g, "").toUpperCase();

// 第 17 位：按第 9 至 16 位算出的组织机构代码校验码。
function organisationCheck(code) {
  let total = 0;
  [3, 7, 9, 10, 5, 8, 4, 2].forEach((weight, place) => { total += parseInt(code[8 + place], 36) * weight; });
  return "0123456789X0"[11 - (total % 11)];
}

// 山东的单位可能有的代码：建议改成的，前两位、登记机关、第 17 位都要对。
const isLikely = (code) => isValid(code) && code.slice(0, 2) in book.prefixes && book.uscc.offices.includes(code.slice(2, 8)) && organisationCheck(code) === code[16];

// 相邻两位颠倒、或一位看错，改一处就对的写法。
export function repairs(code) {
  const found = new Set();
  for (let place = 0; place < 18; place += 1) {
    if (place < 17) found.add(code.slice(0, place) + code[place + 1] + code[place] + code.slice(place + 2));
    for (const group of book.uscc.confused) {
      if (group.includes(code[place])) for (const other of group) found.add(code.slice(0, place) + other + code.slice(place + 1));
    }
  }
  return [...found].filter((item) => item !== code && isLikely(item)).sort();
}

function repairedLetters(code) {
  let options = [""];
  for (const char of code) {
    options = options.flatMap((head) => [...(book.uscc.lookalikes[char] || char)].map((tail) => head + tail)).slice(0, 64);
  }
  const likely = options.filter(isLikely);
  return likely.length === 1 ? likely[0] : "";
}

export function readUscc(text) {
  if (isValid(text)) return text;
  const code = normalise(text);
  if (idCards(code).length) throw new Refusal("uscc.identity");
  if (book.whole.uscc.excel.test(code)) throw new Refusal("uscc.excel", { value: quoted(text) });
  if (code !== text && isValid(code)) throw new Refusal("uscc.case", { value: quoted(text), code }, code);
  const chars = points(code), count = chars.length;
  const held = [...new Set(chars.map((_, place) => chars.slice(place, place + 18).join("")).filter(isLikely))];
  if (held.length === 1 && count !== 18) throw new Refusal("uscc.beside", { advice: phrase("fix", { corrected: held[0] }) }, held[0]);
  if (count !== 18) throw new Refusal("uscc.length", { known: phrase({ 15: "uscc.15", 9: "uscc.9" }[count] || "uscc.count", { count }) });
  throw wrongCharacters(code);
}

function wrongCharacters(code) {
  const chars = points(code);
  const place = chars.findIndex((char) => !book.uscc.alphabet.includes(char));
  if (place >= 0) {
    const letters = book.uscc.lookalikes[chars[place]];
    const likely = letters ? phrase("uscc.likely", { letters: [...letters].join("、") }) : phrase("uscc.letters");
    const fixed = repairedLetters(code);
    return new Refusal("uscc.char", { code, place: place + 1, char: chars[place], likely, fixed: fixed && phrase("uscc.fixed", { fixed }) }, fixed);
  }
  const found = repairs(code);
  const fix = found.length === 1 ? found[0] : "";
  const advice = fix ? phrase("uscc.repair", { code: fix }) : phrase("uscc.common");
  const letter = chars.findIndex((char, at) => at >= 2 && at < 8 && !/\d/.test(char));
  if (letter >= 0) return new Refusal("uscc.digits", { code, place: letter + 1, char: chars[letter], advice }, fix);
  return new Refusal("uscc.check", { code, right: phrase("uscc.right", { right: checkCharacter(code) }), advice }, fix);
}
