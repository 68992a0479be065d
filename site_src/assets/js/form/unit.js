// 一个单位的各份表：放在哪里、彼此相符与否、写成哪些文件。
import { book, phrase, Refusal, say } from "./book.js";
import { digestOf } from "./bytes.js";
import { newSalt } from "./commitment.js";
import { halves } from "./halves.js";
import { ownNumbers } from "./form_rules.js";
import { judge } from "./judge.js";
import { cityNamed } from "./place.js";
import { slugOf } from "./pinyin.js";
import { foldName, foldVersion, points, strip } from "./text.js";
import { digest, receipt } from "./receipt.js";
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
    slug: [{ ...text, key: "slug", title: "网址里的名字", help: phrase("page.slug.help"), type: { kind: "Slug" } }],
    unit: [
      { ...text, key: "市", title: "单位注册地所在市", help: phrase("page.city.help") },
      { ...text, key: "统一社会信用代码", title: "统一社会信用代码", help: book.forms.enterprise.fields.find((field) => field.key === "统一社会信用代码").screen, type: { kind: "Uscc" } },
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
  return (strip(first.企业名称 || first.报送单位 || "") || place(state).code).replace(/[\\/:*?"<>|\x00-\x1f]/g, "").slice(0, 60) || "填表";
}

// 存着一份表的盐等的地方：附件 1 的就在草稿上。
export const holderOf = (state, at) => (at === "enterprise" ? state : state.products[at]);

// 盐：用到时才有，此后不变。
export function saltOf(state, at) {
  const holder = holderOf(state, at);
  holder.salt = holder.salt || newSalt();
  return holder.salt;
}

export const bareName = (file) => file.replace(/^materials\//, "");

// 一份表写成的：open 是放到网上的内容；分两半的，text 是不公开的一半的全文。scans 是选好的扫描件：名字 → 内容。
export function written(state, at, scans = new Map()) {
  const form = formOf(at), values = settled(form.fields, valuesOf(state, at));
  const round = book.round === book.firstRound ? {} : { 批次: String(book.round) }; // 首批不写
  if (!book.separate) return { open: { ...round, ...values } };
  const { city, code } = place(state), where = { year: book.round, city: city ? city.slug : "", code, form: at === "enterprise" ? at : strip(state.products[at].slug) };
  const { open, text } = halves(form, values, saltOf(state, at), where, (file) => digestOf(scans.get(bareName(file))));
  return { open: { ...round, ...open }, text };
}

export const yamlOf = (state, at, scans) => writeForm(formOf(at), written(state, at, scans).open);

// 一份表的摘要；整个单位的回执码。
export const stampOf = (state, at, scans) => digest(formOf(at), judged(formOf(at), valuesOf(state, at), {}).values, written(state, at, scans).open);

export const receiptOf = (state, scans) => receipt(inUse(state).map((at) => stampOf(state, at, scans)));

export function today() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
}

// 查过的留着：一次改动只动一份表，别的不必再查。
const memory = new Map();

export function judged(form, values, context) {
  const raw = checked(form.fields, values), key = JSON.stringify([form.paper, raw, context]);
  if (!memory.has(key)) {
    if (memory.size > 500) memory.clear();
    memory.set(key, judge(form, raw, context));
  }
  return memory.get(key);
}

// 每一份表的检查结果：键是哪一份，值是发现的问题。
export function verdicts(state, scans) {
  const used = inUse(state);
  const own = used.flatMap((at) => ownNumbers(judged(formOf(at), valuesOf(state, at), {}).values));
  const context = { own, today: today() };
  return new Map(used.map((at) => {
    const { findings } = judged(formOf(at), valuesOf(state, at), context);
    const told = [...findings.map((item) => onPage(item, formOf(at), valuesOf(state, at))), ...(book.separate ? unheld(valuesOf(state, at), scans) : [])];
    return [at, at === "enterprise" ? told : [...told, ...beside(state, at)]];
  }));
}

// 分两半的，扫描件不在手边，就写不成不公开的一半。
function unheld({ 材料: items }, scans) {
  return items.map((item, at) => ({ rule: "material-file", severity: "error", message: phrase("page.unheld", { name: bareName(item.文件) }), hint: phrase("page.unheld.hint"), field: "材料." + (at + 1) + ".文件", item }))
    .filter(({ item }) => item.文件 && !scans.has(bareName(item.文件)));
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
  found.push(...sameRights(state, at), ...sharedProofs(state, at));
  found.forEach((item) => { item.message = item.message.replace(/ (第 \d+ 个产品) /, "$1"); }); // 文件里说路径，前后空格；这里不空
  found.push(...ofSlug(state, at, strip(slug)));
  return hasEnterprise(state) ? found : [...found, ...ofUnit(state.unit)];
}

// 前面的产品也有的：多半是复制后忘了改，或该分别交的只交了一份。
function repeated(state, at, list, leaf, keyOf, said) {
  return state.products[at].values[list].flatMap((item, place_) => {
    const key = keyOf(item), twin = state.products.findIndex(({ values }, other) => key && other < at && values[list].some((each) => keyOf(each) === key));
    return twin < 0 ? [] : [{ ...said("第 " + (twin + 1) + " 个产品"), field: [list, place_ + 1, leaf].join(".") }];
  });
}

const sameRights = (state, at) => repeated(state, at, "大模型产品知识产权情况", "说明", ({ 说明: note }) => (/\d/.test(note) ? foldName(note) : ""),
  (other) => ({ rule: "page", severity: "warning", message: phrase("page.same-right", { other }), hint: phrase("page.same-right.hint") }));

const sharedProofs = (state, at) => repeated(state, at, "材料", "文件", ({ 类别: kind, 文件: file }) => (kind === "营业执照" ? "" : file), (other) => say("material.shared", { other }));

function ofSlug(state, at, slug) {
  const tell = (message, hint, fix) => [{ rule: "path-name", severity: "error", message, hint, fix, field: "slug" }];
  if (!book.slugPattern.test(slug)) return tell(phrase("page.slug"), phrase("page.slug.hint"), slugOf(slug));
  const twin = state.products.findIndex((item, other) => other < at && strip(item.slug) === slug);
  return twin >= 0 ? tell(phrase("page.slug.same", { number: twin + 1 }), phrase("page.slug.same.hint"), slug.slice(0, 60) + "-2") : [];
}

function ofUnit(unit) {
  const found = [];
  if (!cityNamed(strip(unit.市))) found.push({ rule: "field-missing", severity: "error", message: phrase("page.city"), hint: phrase("page.city.hint"), field: "unit.市" });
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
