// 一张表的检查：与 schema/forms/form.py、schema/rules 对单个文件所说的相同。一致与否由 tests/test_form_agreement.py 看着。
import { micro, readAmount, readCount } from "./amount.js";
import { has, phrase, quoted, Refusal, say, tell } from "./book.js";
import { readDate } from "./date.js";
import { enterpriseRules, materials, productRules } from "./form_rules.js";
import { readMobile, readPhones } from "./phone.js";
import { cut, isPlaceholder, strip, tidy, withoutHidden } from "./text.js";
import { secrets, textRules, texts } from "./text_rules.js";
import { readUrl } from "./url.js";
import { readUscc } from "./uscc.js";

const READ = {
  Text: readText, Amount: readAmount, Count: readCount, Mobile: readMobile, Phones: readPhones, DateText: readDate, Url: readUrl, Uscc: readUscc,
  Choice: readChoice, YesNo: readYesNo, Pledged: readPledge,
};

function readText(text, type) {
  return type.verbatim ? text : tidy(text);
}

function readChoice(text, type) {
  if (type.options.includes(text)) return text;
  if (has(type.readings, text)) return type.readings[text];
  throw new Refusal("choice", { value: quoted(cut(text, 40)), options: type.options.join("、"), advice: phrase("choice.any") });
}

function readYesNo(text) {
  if (text === "是" || text === "否") return text === "是";
  throw new Refusal("choice", { value: quoted(cut(text, 40)), options: "是、否", advice: phrase("yes.or-no") });
}

function readPledge(text) {
  if (text === "是") return true;
  throw new Refusal("pledge");
}

export const isBlank = (value) => value === null || value === undefined || (typeof value === "string" ? strip(value) === "" : Object.keys(value).length === 0);

// 一栏的值；读不成就抛出 Refusal。
export const readValue = (field, raw) => READ[field.type.kind](strip(raw), field.type);

// 检查一张表。context：own 是本单位各联系人的号码（只有数字），today 是今天。
export function judge(form, typed, context = {}) {
  const run = { findings: [], form, context };
  const raw = mapped(typed, withoutHidden); // 看不见的字符另说，读时当作没有
  const values = readPart(run, form.fields, raw, []);
  const later = { findings: [] };
  conditional(later, form.fields, values, raw, []);
  keepNew(run, later);
  secrets(run, form.fields, typed, []);
  const rules = { findings: [], form, context };
  texts(form.fields, values, [], true, (at, field, value, open) => textRules(rules, at, field, value, open));
  if (values.网址 && /^http:/i.test(values.网址)) tell(rules, ["网址"], say("url.http"));
  materials(rules, raw, values);
  (form.paper === "附件1" ? enterpriseRules : productRules)(rules, raw, values);
  keepNew(run, rules);
  return { values, findings: run.findings };
}

// 一处毛病只说一次：已经说过的栏目，后面的规则不再说。
function keepNew(run, later) {
  const told = new Set(run.findings.map((found) => found.field));
  run.findings.push(...later.findings.filter((found) => !told.has(found.field)));
}

// 每一段文字都换过的内容。
export function mapped(value, change) {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  return value && Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner, change)]));
}

// ---- 读 ----
function readPart(run, fields, raw, path) {
  const values = {};
  for (const field of fields) {
    const value = raw[field.key], at = [...path, field.key];
    values[field.key] = null;
    if (isBlank(value)) {
      if (field.required) tell(run, at, { ...lacking(field, raw), rule: field.absent });
    } else if (!field.part) values[field.key] = readScalar(run, field, value, at);
    else if (field.many) values[field.key] = value.map((item, place) => (item === null ? null : readPart(run, field.part, item, [...at, place + 1])));
    else values[field.key] = readPart(run, field.part, value, at);
  }
  return values;
}

// 文件里没有这一栏的，检查程序还说写在第几行；页面上有格子，只说怎样填。
function lacking({ key, fill }, raw) {
  if (key in raw) return say("left.empty", { label: key, fill });
  return { ...say("absent", { label: key, field: "", where: "" }), hint: fill };
}

function readScalar(run, field, raw, at) {
  try {
    return readValue(field, raw);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (field.absent === "field-missing" && isPlaceholder(raw)) {
      tell(run, at, say("filler", { label: field.key, fill: field.required || field.when ? field.fill : phrase("optional") }));
    } else {
      const { rule, message, hint, severity } = error.said;
      tell(run, at, { rule, message: phrase("of", { label: field.key, message }), hint, severity }, { fix: error.fix });
    }
    return null;
  }
}

// 一栏的条件是否成立；所看的那栏读不出来时为 null。
export function holds(when, values) {
  const value = values[when.key];
  if (value === null || value === undefined) return null;
  return !when.below ? when.values.includes(value) : value < micro(when.below);
}

function conditional(run, fields, values, raw, path) {
  for (const field of fields) {
    const value = values[field.key], at = [...path, field.key], given = raw ? raw[field.key] : undefined;
    if (field.part && value !== null) {
      if (field.many) value.forEach((item, place) => item && conditional(run, field.part, item, given[place], [...at, place + 1]));
      else conditional(run, field.part, value, given, at);
    }
    const met = field.when ? holds(field.when, values) : null;
    if (met === null) continue;
    const { says } = field.when;
    if (met && isBlank(given) && field.absent) {
      tell(run, at, { ...say("left.then", { says, label: field.key, fill: field.fill }), rule: field.absent });
    } else if (field.when.only && !met && value !== null) tell(run, at, say("unneeded", { says, label: field.key }));
  }
}
