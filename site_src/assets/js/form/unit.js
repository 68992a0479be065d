// 一个单位的各份表：放在哪里、彼此相符与否、写成哪些文件。
import { book, phrase, Refusal, say } from "./book.js";
import { judge, ownNumbers } from "./judge.js";
import { cityNamed } from "./place.js";
import { slugOf } from "./pinyin.js";
import { foldName, foldVersion, points, strip } from "./text.js";
import { digest, shortened } from "./receipt.js";
import { readUscc } from "./uscc.js";
import { checked, isEmpty, settled } from "./values.js";
import { onPage } from "./words.js";
import { writeForm } from "./yaml.js";

export const formOf = (at) => book.forms[at === "enterprise" ? "enterprise" : "product"];
export const valuesOf = (state, at) => (at === "enterprise" ? state.enterprise : state.products[at].values);
export const hasEnterprise = (state) => !isEmpty(book.forms.enterprise.fields, state.enterprise);
export const inUse = (state) => [...(hasEnterprise(state) || !state.products.length ? ["enterprise"] : []), ...state.products.keys()];

// 所在市与信用代码：有企业表的从企业表，否则单独填。
export function place(state) {
  const from = hasEnterprise(state) ? { 市: state.enterprise.单位注册地.市, 统一社会信用代码: state.enterprise.统一社会信用代码 } : state.unit;
  const city = cityNamed(strip(from.市));
  return { city, code: strip(from.统一社会信用代码) };
}

// 附件 2 没有的几栏：归入哪家单位，网址里的名字。
export function addressFields() {
  const text = { required: true, see: "public", type: { kind: "Text" } };
  return {
    slug: [{ ...text, key: "slug", title: "网址里的名字", help: "小写字母、数字和连字符；公开以后是条目网址的一部分，不宜再改", type: { kind: "Slug" } }],
    unit: [
      { ...text, key: "市", title: "单位注册地所在市", help: "附件 2 没有此栏，用来把产品归到单位名下" },
      { ...text, key: "统一社会信用代码", title: "统一社会信用代码", help: "营业执照上的 18 位代码", type: { kind: "Uscc" } },
    ],
  };
}

export function pathOf(state, at) {
  const { city, code } = place(state);
  const folder = "submissions/" + (city ? city.slug : "市") + "/" + (code || "信用代码") + "/";
  return folder + (at === "enterprise" ? "enterprise.yaml" : "products/" + (strip(state.products[at].slug) || "文件名") + ".yaml");
}

// 存成文件时用的单位名称。
export function unitName(state) {
  const first = valuesOf(state, inUse(state)[0]);
  return (strip(first.企业名称 || first.报送单位) || place(state).code).replace(/[\\/:*?"<>|\x00-\x1f]/g, "").slice(0, 60) || "填表";
}

export const yamlOf = (state, at) => writeForm(formOf(at), { ...roundOf(), ...settled(formOf(at).fields, valuesOf(state, at)) });

// 文件里写的批次；首批不写。
const roundOf = () => (book.round === book.firstRound ? {} : { 批次: String(book.round) });

// 一份表的摘要；整个单位的回执码：一份表的就是它的摘要。
export const stampOf = (state, at) => digest(formOf(at), judged(formOf(at), valuesOf(state, at), {}).values, roundOf());

export function receiptOf(state) {
  const stamps = inUse(state).map((at) => stampOf(state, at));
  return stamps.length > 1 ? shortened(stamps.join()) : stamps[0];
}

export function today() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
}

// 查过的留着：一次改动只动一份表，别的不必再查。
const known = new Map();

function judged(form, values, context) {
  const raw = checked(form.fields, values), key = JSON.stringify([form.paper, raw, context]);
  if (!known.has(key)) {
    if (known.size > 500) known.clear();
    known.set(key, judge(form, raw, context));
  }
  return known.get(key);
}

// 每一份表的检查结果：键是哪一份，值是发现的问题。
export function verdicts(state) {
  const used = inUse(state);
  const own = used.flatMap((at) => ownNumbers(judged(formOf(at), valuesOf(state, at), {}).values));
  const context = { own, today: today() };
  return new Map(used.map((at) => {
    const { findings } = judged(formOf(at), valuesOf(state, at), context);
    const told = findings.map((item) => onPage(item, formOf(at), valuesOf(state, at)));
    return [at, at === "enterprise" ? told : [...told, ...beside(state, at)]];
  }));
}

// 两个名称从哪一个字起不同。
function difference(name, other) {
  const [ours, theirs] = [name, other].map((text) => points(text).map((char, place) => [place + 1, char]).filter(([, char]) => foldName(char)));
  const unlike = ours.slice(0, theirs.length).flatMap(([place, char], at) => (foldName(char) === foldName(theirs[at][1]) ? [] : [{ place, char, other: theirs[at][1] }]));
  if (!unlike.length) return phrase("differ.end", { place: Math.min(ours.length, theirs.length) + 1 });
  const only = unlike.length === 1 && ours.length === theirs.length;
  return phrase(only ? "differ.at" : "differ.from", { place: unlike[0].place, pair: phrase("differ.pair", unlike[0]) });
}

// 产品表与别的表相比：单位名称、重复的产品，还有文件名与归入的单位。
function beside(state, at) {
  const { values, slug } = state.products[at], found = [], name = strip(values.报送单位);
  const wanted = hasEnterprise(state) ? strip(state.enterprise.企业名称) : strip(state.products[0].values.报送单位);
  if (name && wanted && foldName(name) !== foldName(wanted)) {
    found.push({ ...say("unit.name", { name, wanted, source: hasEnterprise(state) ? "企业表" : "第一个产品表", difference: difference(name, wanted) }), field: "报送单位" });
  }
  const key = (item) => foldName(item.values.大模型产品名称) + "\n" + foldVersion(item.values.版本号);
  const twin = state.products.findIndex((item, place_) => place_ < at && strip(item.values.大模型产品名称) && key(item) === key(state.products[at]));
  if (twin >= 0) found.push({ ...say("same.product", { earlier: "第 " + (twin + 1) + " 个产品" }), field: "大模型产品名称" });
  found.forEach((item) => { item.message = item.message.replace(/ (第 \d+ 个产品) /, "$1"); }); // 文件里说路径，前后空格；这里不空
  found.push(...ofSlug(state, at, strip(slug)));
  return hasEnterprise(state) ? found : [...found, ...ofUnit(state.unit)];
}

function ofSlug(state, at, slug) {
  const tell = (message, hint, fix) => [{ rule: "path-name", severity: "error", message, hint, fix, field: "slug" }];
  if (!book.slugPattern.test(slug)) return tell("网址里的名字不合要求", "请用小写字母、数字和连字符，以字母或数字开头，不超过 64 个字符", slugOf(slug));
  const twin = state.products.findIndex((item, other) => other < at && strip(item.slug) === slug);
  return twin >= 0 ? tell("网址里的名字与第 " + (twin + 1) + " 个产品相同", "请另取一个", slug.slice(0, 60) + "-2") : [];
}

function ofUnit(unit) {
  const found = [];
  if (!cityNamed(strip(unit.市))) found.push({ rule: "field-missing", severity: "error", message: "没有选择所在市", hint: "请选择单位注册地所在的市", field: "unit.市" });
  try {
    if (!strip(unit.统一社会信用代码)) throw new Refusal("empty");
    readUscc(strip(unit.统一社会信用代码));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { message } = error.said;
    found.push({ ...error.said, message: phrase("of", { label: "统一社会信用代码", message }), field: "unit.统一社会信用代码", fix: error.fix });
  }
  return found;
}
