// 给单位的话：还要办什么，一家一段，可以直接发邮件、短信。与 scripts/bureau/urging.py 所说的事相同；不说文件怎样写，只说办什么。
import { book } from "../form/book.js";
import { formOf, valuesOf } from "../form/unit.js";
import { isMissing, sentence } from "../form/words.js";
import { sourceOf } from "./store.js";
import { brief, contactOf, errorsOf, formName, placeIn } from "./units.js";

const MOST_ERRORS = 12;

// 一张表的纸件：{ state, note, old }；old 是登记以后内容又改过。
export function paperOf(ledger, unit, at) {
  const entry = ledger.of(placeIn(unit, at));
  return { state: entry ? entry.状态 : "", note: (entry && entry.说明) || "", day: entry ? entry.日期 : "", old: Boolean(entry) && entry.状态 !== "不纳入" && entry.摘要 !== unit.stamps.get(at) };
}

const inHand = ({ state, old }) => ["收到", "已核对"].includes(state) && !old;

// 还欠着的事，一件一句；什么也不欠的为空。
export function matters(ledger, unit) {
  const forms = unit.used.map((at) => ({ at, name: formName(unit, at).replace("附件 ", "附件"), paper: paperOf(ledger, unit, at), errors: errorsOf(unit, at) })).filter(({ paper }) => paper.state !== "不纳入");
  const out = [], say = (words, list) => { if (list.length) out.push(words + list.join("；") + "。"); }, names = (test) => forms.filter(test).map(({ name }) => name);
  say((forms.some(({ errors }) => errors.length) ? "改正后" : "") + "请送交加盖公章的调研表：", names(({ paper }) => !paper.state));
  say("盖章件是旧版，请重新打印盖章后送交：", names(({ paper }) => paper.old && paper.state !== "有问题"));
  say("送来的盖章件有问题，请改好重新送交：", forms.filter(({ paper }) => paper.state === "有问题").map(({ name, paper }) => name + "（" + paper.note + "）"));
  say("请补交材料：", ofForms(forms, ({ at, errors }) => errors.filter(isAbsent).map((item) => formOf(at).proofs.find((proof) => proof.kinds[0] === item.kind).title)));
  say("请交来不公开部分的文件：", names(({ at }) => unit.verdicts.get(at).some((item) => item.rule === "private-missing")));
  say("请送交纸质材料：", ofForms(forms.filter(({ paper }) => !inHand(paper)), ({ at }) => onPaper(unit, at)));
  unit.unread.forEach(({ key, why }) => out.push((key === "enterprise" ? "附件1" : "附件2（" + key + "）") + "没有读成：" + why + "。"));
  const errors = forms.flatMap(({ at, name, errors: found }) => found.filter((item) => !isAbsent(item) && item.rule !== "private-missing").map((item) => brief(name + told(unit, at, item), MOST_ERROR)));
  out.push(...errors.slice(0, MOST_ERRORS), ...(errors.length > MOST_ERRORS ? ["另有 " + (errors.length - MOST_ERRORS) + " 处，打开填表页都能看到。"] : []));
  return out;
}

const isAbsent = (item) => item.rule === "material-missing";

// 附件1的营业执照、能力证明；附件2《……》的……
const ofForms = (forms, kinds) => forms.map((form) => [form.name, kinds(form)]).filter(([, list]) => list.length).map(([name, list]) => name + "的" + list.join("、"));

const onPaper = (unit, at) => [...new Set(valuesOf(unit.state, at).材料.filter((item) => item.线下提交 === "是").map((item) => (item.类别 === "营业执照" ? "营业执照复印件（加盖公章）" : item.类别 === "其他" ? "其他材料" : item.类别)))];

// 一处要改的：“企业简介”：现有 73 字……
export function told(unit, at, item) {
  const key = item.field.split(".").pop(), label = item.field.replace(/\.(\d+)(?=\.|$)/g, "第 $1 条").replace(/\./g, "·");
  return (/^材料/.test(item.field) && !isMissing(item) ? "：" : "“" + label + "”：") + sentence(key, item);
}

const day = () => { const [, month, date] = book.deadline.split("-").map(Number); return month + "月" + date + "日"; };

// 整段的话；head 是汇总表的表头。什么也不欠的为空。
export function letter(ledger, unit, head) {
  const list = matters(ledger, unit);
  if (!list.length) return "";
  const wrong = unit.used.some((at) => errorsOf(unit, at).length);
  const how = wrong ? ["改法：打开填表页，点“打开文件”，选原来打包的压缩包，改好后再点“打包下载”，把新的压缩包发来。"] : [];
  return [
    oneLine((!unit.nameless ? unit.name : unit.code.length === 18 ? "信用代码为 " + unit.code + " 的单位" : "") + contactOf(unit).name + "：您好！贵单位报送的大模型摸底材料还有以下事项，请尽快办理（各市须于" + day() + "前报省工信厅）："),
    ...list.map((text, number) => number + 1 + ". " + oneLine(text)), ...how, ...whereTo(unit.city), ...signature(unit.city, head),
  ].join("\n");
}

// 表里的文字也许分几行，写得像另一件事，也许长得没有边：一件事只占一行，一处最多这么长。
const MOST_ERROR = 300;
const oneLine = (text) => text.split(/[\n\r\u2028\u2029]+/).map((line) => line.trim()).join(" ");

// 没有读成的一份来件：请单位怎样重发。
const FOR_US = /拖进来$|^程序|^(?:是|不是|看不出).*(?:收件登记|表头)/; // 市局自己办得了的，不必告诉单位
const forThem = (why) => why.replace(/，或请?[^；]*拖进来$/, "").replace(/请(?:对方|单位)/g, "请");
export const isForThem = ({ why }) => !FOR_US.test(forThem(why));
export const refusal = ({ path, why }, city, head) => ["您好！贵单位发来的“" + sourceOf(path).split("/").pop() + "”没有读成：" + forThem(why) + "。", ...whereTo(city), ...signature(city, head)].join("\n");

// 报送到哪里：市局公布的邮箱与地址。
function whereTo(city) {
  if (!city) return [];
  const parts = [city.mail && "填报的文件发到 " + city.mail + "。", city.address && "盖章的纸质件送到" + city.address + "。"].filter(Boolean);
  return parts.length ? [parts.join("")] : [];
}

// 落款；还没有选市、没有填表头的没有。
function signature(city, head) {
  const parts = [head.填报单位 || (city ? city.bureau : ""), head.联系人, head.联系方式 || (city ? city.phone : "")].filter(Boolean);
  return parts.length ? [parts.join("，") + "。"] : [];
}
