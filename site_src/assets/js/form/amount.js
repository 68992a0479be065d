// 万元与人数。与 schema/fields/amount.py 同。金额以百万分之一万元的整数相比，不经浮点。
import { book, phrase, quoted, Refusal } from "./book.js";
import { halfwidth, points, readNumeral } from "./text.js";

// 小数点移动若干位，去掉多余的零：shifted("1.2", 4) 是 12000。
export function shifted(digits, places) {
  const [whole, rest = ""] = digits.split(".");
  let all = whole + rest, point = whole.length + places;
  if (point <= 0) { all = "0".repeat(1 - point) + all; point = 1; }
  all = all.padEnd(point, "0");
  const tail = all.slice(point).replace(/0+$/, "");
  return (all.slice(0, point).replace(/^0+(?=\d)/, "") || "0") + (tail && "." + tail);
}

export function micro(text) {
  const [whole, rest = ""] = text.split(".");
  return BigInt(whole + rest.padEnd(6, "0"));
}

export function readAmount(text) {
  const is = book.whole.amount;
  if (is.plain.test(text)) return micro(text.replace(/,/g, ""));
  const plain = halfwidth(text).replace(book.blanks, "");
  const value = quoted(text);
  if (is.negative.test(plain)) throw new Refusal("amount.negative");
  if (is.excel.test(plain)) throw new Refusal("amount.excel", { value });
  if (is.plain.test(plain)) throw new Refusal("amount.width", { value, advice: rewrite(plain, phrase("amount.halfwidth")) }, plain);
  const numeral = is.numerals.exec(plain), number = numeral ? readNumeral(numeral[1]) : null;
  if (number !== null) {
    const better = numeral[2] || /[万亿]/.test(numeral[1]) ? shifted(whole(number), -4) : whole(number);
    throw new Refusal("amount.numerals", { value, advice: rewrite(better, phrase("amount.convert")) }, is.plain.test(better) ? better : "");
  }
  if (is.currency.test(plain)) throw new Refusal("amount.currency", { value });
  const found = is.unit.exec(plain);
  const [, digits, scale, yuan] = found || [];
  if (!scale && !yuan) throw new Refusal(is.symbol.test(plain) ? "amount.symbol" : found ? "amount.commas" : "amount.other", { value });
  const unit = quoted((scale || "") + (yuan || ""));
  const powers = { 十: 1, 百: 2, 千: 3, 万: 0, 亿: 4 };
  const better = shifted(digits.replace(/,/g, ""), scale ? points(scale).reduce((sum, char) => sum + powers[char], 0) : -4);
  throw new Refusal("amount.unit", { value, unit, advice: rewrite(better, phrase("amount.convert")) }, is.plain.test(better) ? better : "");
}

const whole = (number) => BigInt(number).toString();
const rewrite = (corrected, advice) => (book.whole.amount.plain.test(corrected) ? phrase("fix", { corrected }) : advice);

export function readCount(text) {
  const is = book.whole.amount;
  if (is.count.test(text)) {
    if (Number(text) >= 1) return Number(text);
    throw new Refusal("count.least");
  }
  if (is.countNegative.test(halfwidth(text))) throw new Refusal("count.negative");
  const plain = halfwidth(text).replace(/[, ]/g, ""), digits = is.countLoose.exec(plain), numeral = is.countNumerals.exec(plain);
  const found = digits ? digits[1] : String(numeral && readNumeral(numeral[1]));
  const better = is.count.test(found) && Number(found) >= 1 ? found : "";
  throw new Refusal("count.other", { value: quoted(text), advice: better ? phrase("fix", { corrected: better }) : phrase("count.example") }, better);
}
