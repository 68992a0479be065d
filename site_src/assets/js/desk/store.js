// 收到的一切：各单位的各份表，每份有几版；扫描件；没有读成的；要转交的。
import { book } from "../form/book.js";
import { digested } from "../form/bytes.js";
import { sealed } from "../form/zip.js";
import { foldName, strip } from "../form/text.js";
import { bareName } from "../form/unit.js";
import { formIn, placeOf } from "./reading.js";

export const emptyStore = (city = null) => ({ city, units: new Map(), halves: new Map(), told: [], office: [], strays: [], nameless: [], registers: [], same: 0 });

// 没有读成的一份，同样的只列一次。
export function refuse(store, path, why) {
  if (!store.told.some((item) => item.path === path && item.why === why)) store.told.push({ path, why, ...placeOf(path) });
}

// 收下一个拆出来的文件。
export async function take(store, leaf) {
  if (leaf.trouble) refuse(store, leaf.path, leaf.trouble);
  else if (leaf.kind === "office") store.office = [...new Set([...store.office, leaf.path])];
  else if (leaf.kind === "scan") store.strays.push({ ...leaf, bytes: undefined, ...scan(leaf.bytes), digest: book.separate ? await digested(leaf.bytes) : "" });
  else if (leaf.kind === "register") store.registers.push(leaf);
  else takeForm(store, leaf);
}

// 扫描件交给浏览器保管（Blob），不占页面的内存；开头几个字节留着认是什么。
const scan = (bytes) => ({ ...sealed(bytes), body: new Blob([bytes]), head: bytes.slice(0, 1024) });

function takeForm(store, leaf) {
  try {
    const form = { ...formIn(leaf), path: leaf.path, group: leaf.group, when: leaf.when };
    if (form.half) putHalf(store, form);
    else if (form.kind === "enterprise" || (form.code && form.city)) putForm(store, form);
    else store.nameless.push(form);
  } catch (error) {
    refuse(store, leaf.path, error.message);
  }
}

// 不公开的一半，按单位和哪一份表记着；对得上公开的一半才用。
function putHalf(store, half) {
  const ofUnit = store.halves.get(half.code) || new Map(), all = ofUnit.get(half.key) || [];
  if (all.some((other) => other.text === half.text)) store.same += 1;
  else ofUnit.set(half.key, [...all, half]);
  store.halves.set(half.code, ofUnit);
  if (store.units.has(half.code)) store.units.get(half.code).stale = true;
}

// 一家单位的表里没有读成的，又没有别的一版可用的。
export const unreadOf = (store, unit) => store.told.filter(({ code, key }) => key && code === unit.code && !unit.forms.has(key));

export const halvesOf = (store, unit) => [].concat(...(store.halves.get(unit.code) || new Map()).values());

// 只来了不公开部分的各份表。
export const openless = (store) => [...store.halves].flatMap(([code, ofUnit]) => [...ofUnit.keys()].filter((key) => !(store.units.has(code) && store.units.get(code).forms.has(key))).map((key) => ({ code, key })));

// 移出一家，或它的一份表，连同不公开的一半。
export function drop(store, unit, key = "") {
  const one = key && unit.forms.size > 1, ofUnit = store.halves.get(unit.code);
  if (one) unit.forms.delete(key);
  else store.units.delete(unit.code);
  if (one && ofUnit) ofUnit.delete(key);
  if (!one || (ofUnit && !ofUnit.size)) store.halves.delete(unit.code);
  unit.stale = true;
}

// 企业表上没有代码的，按名称记着；没有写市的，算在选定的市里。
function unitOf(store, form) {
  const code = form.code || strip(form.values.企业名称) || form.path;
  if (!store.units.has(code)) store.units.set(code, { code, city: form.city || store.city, stated: Boolean(form.city), forms: new Map(), scans: new Map() });
  return store.units.get(code);
}

// 选了市、改选了市：没有写明市的单位跟着走。
export function moveTo(store, city) {
  store.city = city;
  store.units.forEach((unit) => { if (!unit.stated) Object.assign(unit, { city, stale: true }); });
}

// 同一份表又来一版：一样的不算，不一样的都留着，先用日期新的；来件里有了，就不用网上的（它有 stamp，没有全文）。
export function putForm(store, form) {
  const unit = unitOf(store, form), key = form.key || "product-" + (unit.forms.size + 1);
  if (form.city && (form.kind === "enterprise" || !unit.stated)) Object.assign(unit, { city: form.city, stated: true });
  const kept = unit.forms.get(key) || { key, versions: [], chosen: 0 };
  if (kept.versions.some((other) => other.text === form.text)) store.same += 1;
  else {
    if (!form.stamp) kept.versions = kept.versions.filter((other) => !other.stamp);
    kept.versions.unshift(form); // 同时的，后读到的在前
    kept.versions.sort((one, other) => other.when - one.when);
    kept.chosen = 0;
  }
  unit.forms.set(key, kept);
  unit.stale = true;
}

// 来件的名字：最外面的压缩包、邮件，没有就是文件自己。
export const sourceOf = (path) => (/^.*?\.(?:zip|eml)(?=\/)/i.exec(path) || [path])[0];

export const chosen = ({ versions, chosen: at }) => versions[at];
export const formsOf = (unit) => [...unit.forms.keys()].sort((one, other) => (other === "enterprise") - (one === "enterprise") || (one < other ? -1 : 1));

const unitNameOf = (unit) => formsOf(unit).map((key) => chosen(unit.forms.get(key)).values).map((values) => strip(values.企业名称 || values.报送单位 || "")).find(Boolean) || "";

// 一批都读完以后：没有写明单位的产品、放在一起的扫描件，归到各自的单位。
export function settleStore(store) {
  store.nameless.splice(0).forEach((form) => {
    const home = homeOf(store, form);
    if (home) putForm(store, { ...form, code: home.code, city: home.city });
    else refuse(store, form.path, "看不出是哪家单位的产品；请和这家单位的附件 1 一起拖进来，或请单位重新打包发来");
  });
  placeScans(store);
}

// 附件 2 上没有信用代码：一起来的只有一家，就是它；否则看单位名称。
function homeOf(store, form) {
  const units = [...store.units.values()], beside = units.filter((unit) => togetherWith(unit, form.group)), name = foldName(strip(form.values.报送单位 || ""));
  const named = units.filter((unit) => name && foldName(unitNameOf(unit)) === name);
  if (form.code) return form.city ? form : store.units.get(form.code) || null;
  return beside.length === 1 && form.group ? beside[0] : named.length === 1 ? named[0] : null;
}

const togetherWith = (unit, group) => [...unit.forms.values()].some(({ versions }) => versions.some((form) => form.group === group));

// 一家单位的表上写着的扫描件，不论哪一版、哪一半。
function expected(store, unit) {
  const read = [...[...unit.forms.values()].flatMap(({ versions }) => versions), ...halvesOf(store, unit)].map(({ raw }) => raw.材料 || []);
  return new Set(read.flat().map((item) => item.文件).filter(Boolean).map(bareName));
}

function placeScans(store) {
  const units = [...store.units.values()].map((unit) => ({ unit, names: expected(store, unit) }));
  const all = new Map(store.strays.map((item) => [item.path + " " + item.sum, item])); // 又拖进来一次的只留一份
  store.strays = [...all.values()].filter((scan_) => {
    const code = (/\/(?:submissions|不公开部分)\/[^/]+\/([0-9A-Z]{18})\/materials\/[^/]+$/.exec("/" + scan_.path) || [])[1];
    const wants = units.filter(({ unit, names }) => names.has(scan_.name) && (!code || unit.code === code));
    const near = wants.filter(({ unit }) => togetherWith(unit, scan_.group)), homes = near.length ? near : wants;
    if (homes.length !== 1) return true;
    const { unit } = homes[0], old = unit.scans.get(scan_.name);
    if (!old || old.when <= scan_.when) unit.scans.set(scan_.name, scan_);
    unit.stale = true;
    return false;
  });
}
