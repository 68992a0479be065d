// 日期。与 schema/fields/date.py 同。
import { book, phrase, quoted, Refusal } from "./book.js";
import { cut, halfwidth, isDay } from "./text.js";

// YYYY-MM-DD 就是那天，YYYY-MM 是当月一日，别的为空。
export function firstDay(text) {
  const found = book.whole.date.day.exec(text) || book.whole.date.month.exec(text);
  if (!found) return "";
  const [year, month, day = 1] = found.slice(1).map(Number);
  return year >= 1900 && isDay(year, month, day) ? found.slice(1, 3).join("-") + "-" + (found[3] || "01") : "";
}

export function readDate(text, type) {
  if (firstDay(text) && (type.month || text.length === 10)) return text;
  const form = phrase(type.month ? "date.month" : "date.day");
  const value = quoted(cut(text, 40));
  if (book.whole.date.serial.test(text)) {
    const better = new Date(Date.UTC(1899, 11, 30) + Number(text) * 86400000).toISOString().slice(0, 10); // Excel 从这一天数起
    throw new Refusal("date.serial", { value, advice: phrase("fix", { corrected: better }) }, better);
  }
  const loose = book.whole.date.loose.exec(halfwidth(text).replace(book.part.date.time, "").replace(book.blanks, ""));
  if (loose) {
    const [year, month, day] = loose.slice(1);
    const better = year + "-" + month.padStart(2, "0") + (day ? "-" + day.padStart(2, "0") : "");
    if (firstDay(better) && better !== text && (day || type.month)) throw new Refusal("date.loose", { value, advice: phrase("fix", { corrected: better }) }, better);
  }
  const day = book.whole.date.day.test(text);
  if (!day && !book.whole.date.month.test(text)) throw new Refusal("date.other", { value, form });
  const reason = firstDay(text) ? "date.lacks-day" : day ? "date.no-day" : "date.no-month";
  throw new Refusal("date.wrong", { value, reason: phrase(reason), form });
}
