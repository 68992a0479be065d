// 收件台：把来件拖进来，看谁报了、谁没有，勾选收到的纸件，做出附件 3、附件 4。全在这台设备上，什么也不上传。
import { book, open } from "../form/book.js";
import { el } from "../form/dom.js";
import { today } from "../form/unit.js";
import { given, picked, unfolded } from "./arrivals.js";
import { Header } from "./header.js";
import { Intake } from "./intake.js";
import { isRegister, Ledger } from "./ledger.js";
import { Progress } from "./progress.js";
import { joinOnline } from "./online.js";
import { Out } from "./out.js";
import { textIn } from "./reading.js";
import { drop, emptyStore, moveTo, refuse, settleStore, take, unreadOf } from "./store.js";
import { compared, examined, placeIn } from "./units.js";

const CITY = "catalogue-desk-city";
const UNKNOWN = "夹在压缩包或邮件里，不知道是谁存的，没有用；是您自己存的，把它单独拿出来，再拖进来"; // 单位发来的包里也能夹一份
const breath = () => new Promise((done) => { setTimeout(done); });

// home 是回网站首页的路，单文件版没有。
export function start(box, form, desk, home = "") {
  open(form);
  box.hidden = false;
  return new Desk(box, desk, home);
}

class Desk {
  constructor(box, desk, home) {
    Object.assign(this, { desk, home, store: emptyStore(), city: null, ledger: null, busy: false, queue: [] });
    this.status = el("p", { class: "formsay", role: "status" });
    this.header = new Header(this);
    this.parts = [this.intake = new Intake(this), this.progress = new Progress(this), this.out = new Out(this)];
    box.append(this.intake.node, this.status, this.progress.node, this.out.node);
    this.listen();
    this.choose(book.cities.find(({ slug }) => slug === remembered()) || null);
  }

  listen() {
    const has = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    const over = (event, on) => { if (has(event)) { event.preventDefault(); document.documentElement.classList.toggle("is-over", on); } };
    document.addEventListener("dragover", (event) => over(event, true));
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(event, false); });
    document.addEventListener("drop", (event) => {
      if (!has(event)) return;
      over(event, false);
      given(event.dataTransfer).then((items) => this.read(items));
    });
    addEventListener("beforeunload", (event) => { if (this.busy || (this.ledger && this.ledger.dirty && !this.ledger.kept)) event.preventDefault(), event.returnValue = ""; });
  }

  say(text) { this.status.textContent = text; }

  // ---- 哪个市 ----
  choose(city) {
    if (this.ledger) this.ledger.close();
    Object.assign(this, { city, ledger: city && new Ledger(book.round, city.slug, () => this.refresh()) });
    moveTo(this.store, city);
    if (!this.busy) this.store.units.forEach((unit) => this.examineOne(unit));
    if (city) remember(city.slug);
    this.header.load();
    this.refresh();
  }

  // ---- 读 ----
  pick(files) { return this.read(picked(files)); }

  // 一批一批地读；正在读时又拖进来的，接着读。出了意外也不丢已经读到的。
  async read(items) {
    this.queue.push(...items);
    if (this.busy) return;
    this.busy = true;
    const before = this.store.units.size, told = this.store.told.length;
    let done = 0;
    this.say("正在读……");
    try {
      done = await this.readQueue();
    } finally {
      this.unfetched = !(await joinOnline(this.store, this.home));
      settleStore(this.store);
      await this.examine();
      this.busy = false;
      this.intake.show(0, 0);
      const guessed = this.city ? null : this.guess();
      if (guessed) this.choose(guessed);
      this.meet();
      if (!guessed) this.refresh();
    }
    const units = this.store.units.size - before, failed = this.store.told.length - told;
    const others = [...this.store.units.values()].slice(before).filter(({ city, used }) => used && city !== this.city).length;
    this.say("读完了 " + done + " 份来件：新添 " + units + " 家单位" + (others ? "（其中 " + others + " 家不是本市的）" : "") + (failed ? "，有 " + failed + " 份没有读成，见上面" : "，都读成了") + "。");
  }

  async readQueue() {
    let done = 0, since = Date.now();
    for (let item = this.queue.shift(); item; item = this.queue.shift()) {
      try {
        for await (const leaf of unfolded(item)) {
          await this.receive(leaf);
          if (Date.now() - since > 80) { this.intake.show(done, done + this.queue.length + 1); await breath(); since = Date.now(); }
        }
      } catch (error) {
        refuse(this.store, item.path, "程序读不懂这份文件（" + error.message.slice(0, 80) + "），请告诉维护者；其余的照常读");
      }
      done += 1;
    }
    return done;
  }

  async receive(leaf) {
    const no = (why) => refuse(this.store, leaf.path, why), own = !leaf.trouble && leaf.name === "bureau.yaml";
    if (leaf.kind === "register" && !leaf.trouble) return this.takeRegister(leaf, no);
    if (own) return leaf.packed ? no("是汇总表的表头，" + UNKNOWN) : this.header.take(leaf, no);
    return take(this.store, leaf);
  }

  async examine() {
    let since = Date.now();
    for (const unit of [...this.store.units.values()]) {
      this.examineOne(unit);
      if (Date.now() - since > 80) { await breath(); since = Date.now(); }
    }
  }

  // 程序自己出了错的一家列出来，不连累别家。
  examineOne(unit) {
    try {
      examined(this.store, unit);
    } catch (error) {
      this.store.units.delete(unit.code);
      refuse(this.store, [...unit.forms.values()][0].versions[0].path, "程序查不了这家单位的表（" + error.message.slice(0, 80) + "），请告诉维护者；其余的照常查");
    }
  }

  takeRegister(leaf, no) {
    let register = null;
    try {
      register = JSON.parse(textIn(leaf.bytes));
    } catch { /* 下面说明 */ }
    if (register && register.enterprise && Array.isArray(register.products)) return no("是填表页存下的草稿，还没有填完；请单位在填表页点“打开文件”接着填，检查通过后打包发来");
    if (!isRegister(register)) return no("不是收件登记，也不是填报文件");
    if (leaf.packed) return no("是收件登记，" + UNKNOWN);
    if (!this.city) this.choose(book.cities.find(({ slug }) => slug === register.城市) || null);
    if (!this.city) return no("看不出是哪个市的收件登记；请先选市");
    try {
      this.store.registers.push({ path: leaf.path, ...this.ledger.merge(register, leaf.when) });
    } catch (error) {
      no(error.message);
    }
    return undefined;
  }

  // 还没有选市的，按来件选家数最多的那个。
  guess() {
    const count = new Map();
    this.store.units.forEach(({ city }) => { if (city) count.set(city, (count.get(city) || 0) + 1); });
    const [most] = [...count].sort((one, other) => other[1] - one[1]);
    return most ? most[0] : null;
  }

  // 见过的摘要记下，旧版的纸件拿来时认得出。
  meet() {
    if (this.city) this.ledger.meet(this.units().flatMap((unit) => unit.used.map((at) => [placeIn(unit, at), unit.stamps.get(at)])));
  }

  // 本市的单位，按名称。
  units() {
    const order = new Intl.Collator("zh-CN-u-co-pinyin");
    return [...this.store.units.values()].filter(({ city, used }) => used && city && city === this.city).sort((one, other) => order.compare(one.name, other.name));
  }

  // ---- 变了 ----
  mark(unit, at, state, note = "") {
    this.ledger.mark(placeIn(unit, at), unit.stamps.get(at), state, today(), note);
    this.refresh();
  }

  choosing(unit, key, number) {
    Object.assign(unit.forms.get(key), { chosen: number });
    unit.stale = true;
    examined(this.store, unit);
    this.meet();
    this.refresh();
  }

  // 移出一家，或它的一份表。
  remove(unit, key = "") {
    drop(this.store, unit, key);
    if (this.store.units.has(unit.code)) examined(this.store, unit);
    this.refresh();
    this.say("已移出。来件还在您的文件夹里，要用再拖进来。");
  }

  // 没有读成的一份，看过了，不再列出。
  dismiss(item) {
    this.store.told = this.store.told.filter((other) => other !== item);
    this.refresh();
  }

  refresh() {
    this.list = this.city ? this.units() : [];
    compared(this.list);
    this.list.forEach((unit) => { unit.unread = unreadOf(this.store, unit); });
    this.parts.forEach((part) => part.refresh());
  }
}

function remembered() {
  try {
    return localStorage.getItem(CITY);
  } catch {
    return null;
  }
}

function remember(slug) {
  try {
    localStorage.setItem(CITY, slug);
  } catch { /* 不许存，下次再选 */ }
}
