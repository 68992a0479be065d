// 收件登记：每张盖章的表收到没有。浏览器里只记表的位置、摘要、勾选、日期和说明，一轮一市一份；表的内容从不记。
import { has } from "../form/book.js";
import { isDay } from "../form/text.js";
import { STATES } from "./units.js";

const WHAT = "收件登记：各张盖章的表收到没有，由收件台存下。把它和来件一起拖进收件台，接着用；有命令行的地方用 catalogue receive 读入。";
const PATH = /^submissions\/[a-z]+\/[0-9A-Z]{18}\/(?:enterprise|products\/[a-z0-9][a-z0-9-]*)\.yaml$/;
const DIGEST = /^[0-9a-f]{10}$/, MOST = 20000;

// 存着的一份：entries 是 位置 → { 摘要, 状态, 日期, 说明 }；former 是 位置 → 以前见过的摘要；times 是 位置 → 在这里最后改动的时刻，毫秒，改回未收的也有。
export class Ledger {
  constructor(round, city, told) {
    Object.assign(this, { round: String(round), city, key: "catalogue-desk:" + round + ":" + city, told, kept: true });
    this.load();
    this.listen = (event) => { if (event.key === this.key) { this.load(); told(); } };
    addEventListener("storage", this.listen);
  }

  close() { removeEventListener("storage", this.listen); }

  load() {
    let given = null;
    try {
      given = JSON.parse(localStorage.getItem(this.key));
    } catch { /* 不许存，或已经坏了：当作没有 */ }
    this.entries = new Map(shaped(given && given.收件));
    this.former = new Map(Object.entries((given && given.former) || {}).filter(([path, all]) => PATH.test(path) && Array.isArray(all)).map(([path, all]) => [path, all.filter((one) => DIGEST.test(one)).slice(-20)]));
    this.times = new Map(Object.entries((given && given.times) || {}).filter(([path, time]) => PATH.test(path) && typeof time === "number"));
    this.dirty = Boolean(given && given.dirty);
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ 收件: this.list(), former: Object.fromEntries(this.former), times: Object.fromEntries(this.times), dirty: this.dirty }));
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }

  list() { return [...this.entries].sort(([one], [other]) => (one < other ? -1 : 1)).map(([文件, entry]) => ({ 文件, ...entry })); }

  of(path) { return this.entries.get(path) || null; }

  // 记一张表；state 为空就是未收。
  mark(path, digest, state, day, note = "") {
    if (state) this.entries.set(path, { 摘要: digest, 状态: state, 日期: day, ...(note ? { 说明: note } : {}) });
    else this.entries.delete(path);
    this.times.set(path, Date.now());
    this.dirty = true;
    this.keep();
  }

  // 见过哪些版本：纸上的摘要是旧版的，才说得出来。
  meet(stamps) {
    stamps.forEach(([path, digest]) => {
      const known = this.former.get(path) || [];
      if (known[known.length - 1] !== digest) this.former.set(path, [...known.filter((one) => one !== digest), digest].slice(-20));
    });
    this.keep();
  }

  pathOf(digest) { return ([...this.former].find(([, all]) => all.includes(digest)) || [""])[0]; }

  // 存成文件的；only 只要这些表的。
  text(only = null) { return JSON.stringify({ 说明: WHAT, 批次: this.round, 城市: this.city, 收件: this.list().filter(({ 文件 }) => !only || only.includes(文件)) }, null, 1) + "\n"; }

  // 并入一份存下的登记，同一张表取日期新的；when 是存下的时刻，后来在这里改过的照这里的。返回 { count 并入几张, kept 照这里的几张 }。另一轮、另一市的抛出一句话。
  merge(given, when = new Date()) {
    if (!isRegister(given)) throw new Error("这不是收件登记");
    if (String(given.批次) !== this.round) throw new Error("是 " + String(given.批次).slice(0, 20) + " 年那一轮的收件登记，没有读");
    if (given.城市 !== this.city) throw new Error("是另一个市的收件登记，没有读；请先选那个市");
    let count = 0, kept = 0;
    shaped(given.收件).forEach(([path, entry]) => {
      const mine = this.entries.get(path);
      if (mine && JSON.stringify(mine) === JSON.stringify(entry)) return;
      if ((mine && mine.日期 > entry.日期) || (this.times.get(path) || 0) > when) { kept += 1; return; }
      this.entries.set(path, entry);
      count += 1;
    });
    if (count) this.keep();
    return { count, kept };
  }

  saved() { this.dirty = false; this.keep(); }
}

export const isRegister = (given) => Boolean(given && typeof given === "object" && Array.isArray(given.收件) && has(given, "城市") && has(given, "批次"));

// 来历不明的登记：不合写法的条目不要。
function shaped(list) {
  if (!Array.isArray(list)) return [];
  return list.slice(0, MOST).filter((item) => item && [item.文件, item.摘要, item.状态, item.日期].every((one) => typeof one === "string") && PATH.test(item.文件) && DIGEST.test(item.摘要) && STATES.includes(item.状态) && /^\d{4}-\d\d-\d\d$/.test(item.日期) && isDay(...item.日期.split("-").map(Number)))
    .map(({ 文件, 摘要, 状态, 日期, 说明 }) => [文件, { 摘要, 状态, 日期, ...(typeof 说明 === "string" && 说明 ? { 说明: 说明.slice(0, 500) } : {}) }]);
}
