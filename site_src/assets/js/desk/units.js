// 一家单位：各份表合成填表页那样的一份内容，用填表页的规则检查；哪几份能进汇总表。
import { book, say } from "../form/book.js";
import { fresh } from "../form/draft.js";
import { pair } from "../form/pairing.js";
import { digest } from "../form/receipt.js";
import { foreign, sniff } from "../form/scan.js";
import { cut, points, strip } from "../form/text.js";
import { bareName, formOf, hasEnterprise, inUse, judged, valuesOf, verdicts } from "../form/unit.js";
import { isValid } from "../form/uscc.js";
import { chosen, halvesOf, formsOf } from "./store.js";

export const STATES = ["收到", "有问题", "已核对", "不纳入"];
export const UNSEEN = "未收";
export const LEVELS = ["基础级", "行业级", "场景级"];

// 合成的内容，连同每份表的键：enterprise 或产品的网址名。
function stateOf(unit) {
  const state = fresh(book.forms), own = unit.bound.get("enterprise");
  state.unit = { 市: unit.city ? unit.city.name : "", 统一社会信用代码: unit.code };
  if (own) state.enterprise = own.values;
  state.products = [...unit.bound].filter(([key]) => key !== "enterprise").map(([slug, { values }]) => ({ slug, values }));
  return state;
}

// 各份表，分两半的凭承诺合成一份：键 → { values, half, lacks, online }；lacks 是不公开的一半为什么没有合上，online 是公开的一半取自网上。
function boundForms(store, unit) {
  const opens = formsOf(unit).map((key) => ({ ...chosen(unit.forms.get(key)), key, slug: key === "enterprise" ? "" : key }));
  if (!book.separate) return new Map(opens.map(({ key, values }) => [key, { values, lacks: "" }]));
  const halves = halvesOf(store, unit).map((half) => ({ ...half, slug: half.key === "enterprise" ? "" : half.key }));
  const unsure = pair(halves, opens, (file) => (unit.scans.get(bareName(file)) || { digest: "" }).digest).filter(([, why]) => why === "unsure").map(([half]) => half);
  const lacks = ({ key, joined, stamp }) => (joined ? (unsure.includes(joined) ? "files" : "") : halves.some((half) => half.key === key) ? (stamp ? "online" : "other") : "none");
  return new Map(opens.map((open) => [open.key, { values: open.values, half: open.joined, lacks: lacks(open), online: Boolean(open.stamp) }]));
}

export const keyOf = (unit, at) => (at === "enterprise" ? at : unit.state.products[at].slug);
export const placeIn = (unit, at) => "submissions/" + (unit.city ? unit.city.slug : "市") + "/" + unit.code + "/" + (at === "enterprise" ? "enterprise" : "products/" + keyOf(unit, at)) + ".yaml";

// 检查一家单位；没有变过的不必再查。
export function examined(store, unit) {
  if (!unit.stale) return unit;
  unit.stale = false;
  unit.bound = boundForms(store, unit);
  unit.state = stateOf(unit);
  unit.used = inUse(unit.state);
  unit.verdicts = verdicts(unit.state, unit.scans);
  unit.used.forEach((at) => unit.verdicts.set(at, [...openOnly(unit, at), ...absent(unit, at), ...misplaced(unit, at)]));
  const wrong = (at) => unit.verdicts.get(at).some((item) => item.severity === "error");
  unit.valid = unit.used.filter((at) => !wrong(at));
  unit.stamps = new Map(unit.used.map((at) => [at, footOf(unit, at)]));
  const name = unit.used.map((at) => valuesOf(unit.state, at)).map((values) => strip(values.企业名称 || values.报送单位 || "")).find(Boolean);
  Object.assign(unit, { nameless: !name, name: brief(name || "") || "（名称没有读出）" + unit.code });
  return unit;
}

// 名称最多这么长；填错了的，多出来的不显示。
const MOST_NAME = 100;
export const brief = (text, most = MOST_NAME) => (points(text).length > most ? cut(text, most - 1) + "…" : text);

// 印在这份表页脚的摘要。
function footOf(unit, at) {
  const { stamp, raw } = chosen(unit.forms.get(keyOf(unit, at)));
  return stamp || digest(formOf(at), judged(formOf(at), valuesOf(unit.state, at), {}).values, raw);
}

const LACKING = {
  none: ["private-missing", "不公开部分还没有来", "请把“不公开部分”的压缩包发给市工信局", "warning"],
  files: ["private-missing", "不公开部分提到的扫描件没有随来，不能核对", "请把“不公开部分”的压缩包原样发来，扫描件在里面", "error"],
  other: ["private-mismatch", "不公开部分与公开部分不是同一版", "请在填表页重新打包，把公开、不公开两部分一起发来", "error"],
  online: ["private-mismatch", "不公开部分与网上公布的公开部分不是同一版", "单位改过内容：请把与网上那一版一起存下的不公开部分发来，或把新的一版公开、不公开两部分一起发来", "error"],
};

const apartIn = (fields, outer = "") => fields.flatMap(({ key, part, many, apart }) => (apart ? [outer + key] : part && !many ? apartIn(part, key + ".") : []));

// 没有不公开的一半：不说那些栏目空着，只说这一半没有来。公开的一半在网上：公布前查过，只查不公开的。
function openOnly(unit, at) {
  const { lacks, online } = unit.bound.get(keyOf(unit, at)), apart = new Set(apartIn(formOf(at).fields));
  const found = unit.verdicts.get(at).filter((item) => !item.item && (!online || apart.has(item.field)));
  if (!lacks) return found;
  const [rule, message, hint, severity] = LACKING[lacks];
  const kept = found.filter((item) => !apart.has(item.field) && !/^材料\.\d+(?:\.文件)?$/.test(item.field));
  return [...kept, { rule, severity, field: "不公开部分", message, hint }];
}

// 表上写着的扫描件：没有附上的、附上而不合要求的。
function absent(unit, at) {
  const { online } = unit.bound.get(keyOf(unit, at));
  return valuesOf(unit.state, at).材料.flatMap((item, place) => {
    if (!item.文件) return [];
    const name = bareName(item.文件), scan = unit.scans.get(name), kind = online ? "材料" : item.类别, field = "材料." + (place + 1) + ".文件";
    if (!scan) return [{ rule: "material-file", severity: "error", field, message: kind + "的扫描件“" + name + "”没有随来", hint: "请补发这个扫描件；改交纸质件的，在填表页选“线下提交”，再打包发来" }];
    const fault = faultOf(scan, name);
    return fault ? [{ ...fault, field, message: kind + "的扫描件“" + name + "”：" + fault.message }] : [];
  });
}

const CLAIMED = { pdf: "PDF", png: "PNG", jpg: "JPEG", jpeg: "JPEG" };

// 扫描件哪里不对：太大、不是这几种、名字与内容不一；没有不对为 null。
function faultOf({ size, head }, name) {
  const { most } = book.scans, real = sniff(head), claimed = CLAIMED[name.toLowerCase().split(".").pop()] || "";
  if (size > most) return say("size.material", { size: (size / 2 ** 20).toFixed(1), most: most / 2 ** 20 });
  if (!real) return foreign(head, name);
  return claimed === real ? null : say(claimed ? "material.mixed" : "material.name", { claimed, kind: real, ending: "." + (real === "JPEG" ? "jpg" : real.toLowerCase()) });
}

// 文件放在信用代码之下：代码不对，单位的各份表都没有地方放。
function misplaced(unit, at) {
  if (isValid(unit.code) || (at === "enterprise" && hasEnterprise(unit.state))) return [];
  return [{ rule: "uscc-folder", severity: "error", field: "统一社会信用代码", message: "附件 1 的信用代码不对，产品归不到单位名下", hint: "请先改好附件 1" }];
}

export const errorsOf = (unit, at) => unit.verdicts.get(at).filter((item) => item.severity === "error");
export const isWrong = (unit) => unit.valid.length < unit.used.length || unit.unread.length > 0;

// 附件 1、附件 2《名称》。
export function formName(unit, at) {
  const values = valuesOf(unit.state, at), paper = formOf(at).paper.replace(/(\d)/, " $1");
  return at === "enterprise" ? paper : paper + "《" + (brief(strip(values.大模型产品名称)) || keyOf(unit, at)) + "》";
}

// 联系人与电话：企业表的，没有就用产品表的。
export function contactOf(unit) {
  const all = unit.used.map((at) => valuesOf(unit.state, at));
  const first = (keys) => all.flatMap((values) => keys.map((key) => brief(strip(values[key] || "")))).find(Boolean) || "";
  return { name: first(["联系人姓名", "联系人"]), phone: first(["手机号码", "联系方式"]) };
}

export const districtOf = (unit) => (hasEnterprise(unit.state) ? strip(unit.state.enterprise.单位注册地.区县) : "");

const isSample = ({ code }) => code.slice(8, 15) === "EXAMPLE";

// 各家相比才知道的：与谁同名；夹在真单位里的示例，不进汇总表，也不交省厅。
export function compared(units) {
  const byName = new Map(), real = units.some((unit) => !isSample(unit));
  units.forEach((unit) => byName.set(unit.name, [...(byName.get(unit.name) || []), unit]));
  units.forEach((unit) => Object.assign(unit, { twins: byName.get(unit.name).filter((other) => other !== unit).map(({ code }) => code), sample: real && isSample(unit) }));
}
