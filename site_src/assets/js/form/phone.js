// 手机号码与联系方式。与 schema/fields/phone.py 同。
import { book, phrase, quoted, Refusal } from "./book.js";
import { cut, digitsOf, halfwidth, strip } from "./text.js";

export function normalNumber(text) {
  const is = book.whole.phone;
  const dashed = strip(halfwidth(text).replace(/[—–−‐―]/g, "-"));
  const national = dashed.replace(book.part.phone.country, "");
  const compact = national.replace(book.blanks, "");
  const bare = compact.replace(/[-.]/g, "");
  if (is.mobile.test(bare)) return bare;
  if (is.hotline.test(bare)) return bare.slice(0, 3) + "-" + bare.slice(3, 6) + "-" + bare.slice(6);
  const landline = is.landline.exec(compact) || (national === dashed ? null : is.landline.exec("0" + compact)); // +86 后面的区号不带 0
  return landline && landline[1] + "-" + landline[2] + (landline[3] ? "转" + landline[3] : "");
}

function splitNumbers(text) {
  return halfwidth(text).split(book.part.phone.separators).flatMap((piece) => piece.split(book.part.phone.between)).map(strip).filter(Boolean);
}

const isMobile = (number) => book.whole.phone.mobile.test(number);

export function readMobile(text) {
  const number = normalNumber(text);
  if (number && isMobile(number)) return number;
  throw refused(text, number, true);
}

export function readPhones(text) {
  const parts = splitNumbers(text);
  if (!parts.length) parts.push(text);
  return [...new Set(parts.map((piece, at) => {
    const number = normalNumber(piece);
    if (!number) throw refused(piece, null, false, parts.length > 1 ? phrase("phone.which", { position: at + 1 }) : "");
    return number;
  }))];
}

function refused(text, number, mobileOnly, which = "") {
  const plain = halfwidth(text);
  const digits = digitsOf(plain);
  const wanted = phrase(mobileOnly ? "phone.mobile" : "phone.any");
  return new Refusal(mistake(plain, number, digits, mobileOnly), { which, digits, value: quoted(cut(plain, 40)), wanted });
}

function mistake(plain, number, digits, mobileOnly) {
  const start = strip(plain);
  if (plain.search(book.part.phone.masked) >= 0) return "phone.masked";
  if (book.whole.phone.excel.test(plain)) return "phone.excel";
  if (plain.includes("@")) return "phone.mail";
  if (number) return "phone.landline";
  if (mobileOnly && digits > 13 && splitNumbers(plain).filter((piece) => digitsOf(piece)).length > 1) return "phone.several";
  if (start.startsWith("1") && digits !== 11 && digits >= 7) return "phone.length";
  const restored = !mobileOnly && digits >= 9 && normalNumber("0" + start);
  if (restored && !isMobile(restored)) return "phone.zero";
  if (digits >= 7 && digits <= 8 && !mobileOnly && !/^\(?0/.test(start)) return "phone.area";
  return "phone.other";
}
