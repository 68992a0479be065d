// 一张表的检查：与 schema/forms/form.py、schema/rules 对单个文件所说的相同。一致与否由 tests/test_form_agreement.py 看着。
import { micro, readAmount, readCount, shifted } from "./amount.js";
import { book, has, phrase, quoted, Refusal, say } from "./book.js";
import { firstDay, readDate } from "./date.js";
import { readMobile, readPhones } from "./phone.js";
import { citiesWith, cityNamed, classify, districtNamed } from "./place.js";
import { cut, digitsOf, emails, halfDigits, hidden, idCards, ideograph, isPlaceholder, lookalikes, measure, mobiles, nameHidden, points, strip, tidy, withIdeographs, withoutHidden } from "./text.js";
import { readUrl } from "./url.js";
import { isValid, readUscc } from "./uscc.js";

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

function tell(run, at, said, extra = {}) {
  run.findings.push({ ...said, field: at.join("."), ...extra });
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

// ---- 文字 ----
function texts(fields, values, path, open, visit) {
  for (const field of fields) {
    const value = values[field.key], at = [...path, field.key], seen = open && field.see === "public";
    if (value === null) continue;
    if (field.many) value.forEach((item, place) => item && texts(field.part, item, [...at, place + 1], seen, visit));
    else if (field.part) texts(field.part, value, at, seen, visit);
    else if (field.type.kind === "Text") visit(at, field, value, seen);
  }
}

function textRules(run, at, field, value, open) {
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

const inName = (key, text) => text.search(book.part.names[key]) >= 0;
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

function holdsOwn(run, value) {
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
function secrets(run, fields, raw, path) {
  for (const field of fields) {
    const value = raw[field.key], at = [...path, field.key];
    if (isBlank(value)) continue;
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

// ---- 材料 ----
function materials(run, raw, values) {
  const items = values.材料;
  if (!items) return;
  if (items.every((item) => item && item.类别 !== null)) {
    const tested = values.大模型产品检测情况 ? values.大模型产品检测情况.是否检测 : null;
    for (const proof of run.form.proofs) {
      const asked = proof.tested === null || proof.tested === tested;
      if (asked && !items.some((item) => proof.kinds.includes(item.类别))) {
        tell(run, ["材料"], say("material.missing", { proof: proof.title, kind: proof.kinds[0] }), { kind: proof.kinds[0] });
      }
    }
  }
  items.forEach((item, place) => item && materialLine(run, ["材料", place + 1], item, raw.材料[place]));
}

function materialLine(run, at, item, given) {
  const filled = (key) => !isBlank(given[key]);
  if (!filled("文件") && (!filled("线下提交") || item.线下提交 === false)) tell(run, at, say("material.neither", { position: at[1] }));
  else if (filled("文件") && item.线下提交) tell(run, [...at, "线下提交"], say("material.both"));
  if (item.文件 === null) return;
  const name = item.文件;
  if (/^[/\\~]|\\|^.:|:\/\//s.test(name)) tell(run, [...at, "文件"], say("material.absolute"));
  else if (!/^materials\/(?!\.{0,2}$)[^/]+$/s.test(name)) tell(run, [...at, "文件"], say("material.outside"));
}

// ---- 企业 ----
function enterpriseRules(run, raw, values) {
  codes(run, values);
  places(run, values.单位注册地);
  revenues(run, raw, values);
  magnitudes(run, raw, values);
}

function codes(run, { 统一社会信用代码: code, 单位性质: nature }) {
  if (code === null) return;
  if (code.slice(2, 4) !== "37") tell(run, ["统一社会信用代码"], say("uscc.region", { region: code.slice(2, 8) }));
  if (nature === null) return;
  const prefix = code.slice(0, 2), known = book.prefixes[prefix];
  if (!known) tell(run, ["统一社会信用代码"], say("uscc.kind-unknown", { prefix }));
  else if (known[1] !== nature) {
    const said = say("uscc.kind", { nature, prefix, kind: known[0], right: known[1] });
    tell(run, ["单位性质"], { ...said, severity: book.surePrefixes.includes(prefix) ? said.severity : "warning" });
  }
}

// 占位的字和本单位的号码另有规则说。
const toldOf = (run, text) => isPlaceholder(text) || holdsOwn(run, text);

function places(run, location) {
  if (!location || location.市 === null) return;
  const city = cityNamed(location.市), text = cut(location.市, 40);
  if (!city && !toldOf(run, location.市)) {
    const owners = citiesWith(location.市);
    const near = owners.length === 1 && phrase("place.in-district", { city: owners[0].name, text });
    const advice = near ? phrase("place.near", { near }) : phrase("place.any", { names: book.cities.map((known) => known.name).join("、") });
    tell(run, ["单位注册地", "市"], say("city.unknown", { text, advice }));
  } else if (city && location.区县 !== null && !districtNamed(city, location.区县) && !toldOf(run, location.区县)) {
    const others = citiesWith(location.区县).filter((other) => other !== city).map((other) => other.name).join("、");
    const district = cut(location.区县, 40);
    const advice = others ? phrase("district.elsewhere", { cities: others, text: district }) : phrase("district.any");
    tell(run, ["单位注册地", "区县"], say("district.unknown", { city: city.name, text: district, advice }));
  }
}

function revenues(run, raw, { 企业年度收入: whole, 企业大模型相关收入: part }) {
  const at = ["企业大模型相关收入"];
  if (part === null) return;
  if (whole !== null && part > whole) return void tell(run, at, say("revenue.over"));
  if (part >= micro(book.threshold)) return;
  const given = raw.高成长性说明;
  if (typeof given === "string" && isPlaceholder(given)) return;
  tell(run, at, say(isBlank(given) ? "revenue.low" : "revenue.explained", { threshold: book.threshold }));
}

// 像是按“元”填写的。
function magnitudes(run, raw, { 注册资金: capital, 企业年度收入: whole, 企业大模型相关收入: part, 大模型产品研发服务团队情况: team }) {
  const { most } = book, size = team ? team.人员数量 : null;
  const divided = (key) => shifted(strip(raw[key]).replace(/,/g, ""), -4);
  const advised = (text) => (book.whole.amount.plain.test(text) ? [phrase("fix", { corrected: text }), { fix: text }] : [phrase("amount.divide"), {}]);
  if (capital !== null && capital >= micro(String(most.capital))) {
    const amount = divided("注册资金"), [advice, extra] = advised(amount);
    tell(run, ["注册资金"], say("yuan.capital", { amount: phrase("yuan.amount", { amount }), advice }), extra);
  }
  if (size !== null && size > most.people) tell(run, ["大模型产品研发服务团队情况", "人员数量"], say("count.many", { most: most.people }));
  for (const [label, revenue] of [["企业年度收入", whole], ["企业大模型相关收入", part]]) {
    if (size === null || revenue === null || revenue <= micro(String(most.perHead * size)) || (label === "企业大模型相关收入" && whole !== null && part > whole)) continue;
    const [advice, extra] = advised(divided(label));
    tell(run, [label], say("yuan.revenue", { label, most: most.perHead, advice }), extra);
  }
}

// ---- 产品 ----
function productRules(run, raw, values) {
  const testing = values.大模型产品检测情况, industry = values.应用所属行业, { today } = run.context;
  const date = testing && testing.检测时间;
  if (date && today && firstDay(date) > today) tell(run, ["大模型产品检测情况", "检测时间"], say("date.future", { date, today }));
  (values.大模型产品知识产权情况 || []).forEach((item, place) => {
    if (item && item.类型 !== null && item.类型 !== "其他" && item.说明 !== null && inName("pending", item.说明)) {
      tell(run, ["大模型产品知识产权情况", place + 1, "说明"], say("right.pending", { kind: item.类型 }));
    }
  });
  if (values.大模型产品所属种类 === "行业级" && industry && industry.行业 !== null && industry.门类 !== null && !classify(industry.门类, industry.行业)) {
    tell(run, ["应用所属行业", "行业"], say("industry", { text: cut(industry.行业, 40) }));
  }
}

// 一张表里的联系号码，只留数字：公开的文字里不应有它们。
export function ownNumbers(values) {
  const all = [values.手机号码, ...(values.联系方式 || [])].filter(Boolean);
  return all.map((number) => number.split("转")[0].replace(/[^0-9]/g, "")).filter((number) => digitsOf(number));
}
