// 文字的检查：占位的字、字数、姓名与单位名称、乱码、个人信息。与 schema/rules/values.py 同。
import { book, phrase, say, tell } from "./book.js";
import { cut, emails, halfDigits, hidden, idCards, ideograph, isPlaceholder, lookalikes, measure, mobiles, nameHidden, points, withIdeographs } from "./text.js";
import { isValid } from "./uscc.js";

export function texts(fields, values, path, open, visit) {
  for (const field of fields) {
    const value = values[field.key], at = [...path, field.key], seen = open && field.see === "public";
    if (value === null) continue;
    if (field.many) value.forEach((item, place) => item && texts(field.part, item, [...at, place + 1], seen, visit));
    else if (field.part) texts(field.part, value, at, seen, visit);
    else if (field.type.kind === "Text") visit(at, field, value, seen);
  }
}

export function textRules(run, at, field, value, open) {
  const asked = field.required || field.when;
  if (asked && isPlaceholder(value)) {
    tell(run, at, say("filler", { label: field.key, fill: refill(field) }));
    return;
  }
  const { type } = field, inTable = at[0] === "单位注册地" && at[1] !== "地址";
  if (asked && !bounded(type) && points(value).length === 1 && !inTable) {
    tell(run, at, say("filler.short", { label: field.key, fill: refill(field) }));
    return;
  }
  if (!lengthRule(run, at, field, value)) suspect(run, at, field, value);
  if (!type.verbatim && !inTable) remains(run, at, field.key, value);
  if (open) personal(run, at, field.key, value);
}

// 占位的字换成什么；只在有的情形必填的，没有就不写。
function refill(field) {
  if (!field.help) return phrase("refill.bare");
  return phrase(field.when && !field.when.only ? "refill.unless" : "refill", field);
}

const bounded = ({ least, most }) => most !== null || least > 1;

// 字数不对的，说了就为真。
function lengthRule(run, at, { key, type }, value) {
  if (!bounded(type)) return false;
  const count = measure(type, value), unit = type.words ? "字" : "个字符", more = type.least - count, less = type.most === null ? 0 : count - type.most;
  if (more <= 0 && less <= 0) return false;
  const advice = more > 0 ? phrase("length.more", { count: more, unit }) : phrase("length.less", { count: less, unit });
  const said = say("text.length", { label: key, count, unit, wanted: type.wanted, advice });
  tell(run, at, { ...said, severity: type.advised ? "warning" : said.severity });
  return true;
}

export const inName = (key, text) => text.search(book.part.names[key]) >= 0;
const isName = (key, text) => book.whole.names[key].test(text);

// 联系人一栏只写一个姓名，单位名称写全称。
function suspect(run, at, { key, type }, value) {
  let fault = "";
  if (type.names === "person") fault = ["number", "title", "several"].find((name) => inName(name, value));
  else if (type.names === "unit") fault = inName("seal", value) ? "seal" : [["quoted", "quoted"], ["noIdeograph", "latin"], ["short", "short"]].filter(([name]) => isName(name, value)).map(([, name]) => name)[0];
  if (fault) tell(run, at, say(type.names + "." + fault, { label: key }));
}

// 转换出错留下的字符，看着像汉字的符号。
function remains(run, at, label, value) {
  const first = (name) => (value.match(book.part.text[name]) || [])[0];
  const code = first("markup"), questions = first("questions"), signs = lookalikes(value);
  if (first("broken")) tell(run, at, say("garbled.characters", { label }));
  else if (code) tell(run, at, say("garbled.markup", { label, code: cut(code, 40) }));
  else if (questions) tell(run, at, say("garbled.questions", { label, count: questions.length }));
  if (!signs.length) return;
  const pairs = signs.slice(0, 3).map(({ 0: sign, index }) => phrase("lookalike", { place: points(value.slice(0, index)).length + 1, sign, right: ideograph(sign) })).join("、");
  tell(run, at, say("lookalike", { label, count: signs.length, pairs }), { fix: withIdeographs(value) });
}

export function holdsOwn(run, value) {
  const digits = halfDigits(value).replace(/(\p{Nd})[ -](?=\p{Nd})/gu, "$1");
  return [...(run.context.own || [])].some((number) => digits.includes(number));
}

function personal(run, at, label, value) {
  if (holdsOwn(run, value)) tell(run, at, say("text.own-number", { label }));
  else if (at[0] === "单位注册地") return; // 市、区县两栏的表里没有号码，那里会说
  else if (mobiles(value).length) tell(run, at, say("text.mobile", { label }));
  if (emails(value).length) tell(run, at, say("text.mail", { label }));
}

const UNREADABLE = ["phone-format", "amount-format", "date-format", "url-format", "field-choice", "field-type"];

// 看不见的字符与身份证号码：每一栏都查，不论公开与否。
export function secrets(run, fields, raw, path) {
  for (const field of fields) {
    const value = raw[field.key], at = [...path, field.key];
    if (!value) continue;
    if (field.many) value.forEach((item, place) => item && secrets(run, field.part, item, [...at, place + 1]));
    else if (field.part) secrets(run, field.part, value, at);
    else secretsIn(run, at.join("."), value);
  }
}

function secretsIn(run, field, value) {
  const unseen = hidden(value);
  if (unseen.length) run.findings.push({ ...say("text.hidden", { name: nameHidden(unseen[0][0]) }), field, hidden: true });
  const mine = (found) => found.field === field;
  if (!idCards(value).some((card) => !isValid(card)) || run.findings.some((found) => mine(found) && found.rule === "uscc-format")) return;
  run.findings = run.findings.filter((found) => !(mine(found) && UNREADABLE.includes(found.rule)));
  run.findings.push({ ...say("text.identity"), field });
}
