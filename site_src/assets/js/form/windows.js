// 填哪一份：开头与草稿，几个窗口各填各的，存下与取回。
import { book, phrase } from "./book.js";
import { digested } from "./bytes.js";
import { button } from "./dom.js";
import { doors, keptDrafts } from "./doors.js";
import { forget, holdOpen, keep, newKey, read } from "./draft.js";
import { keepScan, keptScans } from "./keeping.js";
import { inUse, saltOf, unitName } from "./unit.js";
import { moment } from "./words.js";

export const windows = {
  showDoors() {
    const back = Boolean(this.key);
    Object.assign(this, { key: "", unkept: false });
    holdOpen("");
    this.lock("");
    this.say("");
    this.sheet.hidden = true;
    this.doors.hidden = false;
    this.doors.replaceChildren(...doors(this));
    if (!back) return;
    this.box.scrollIntoView();
    this.doors.focus({ preventScroll: true });
  },

  // 打开一份内容：新填的，或别处来的；draft 是存着它的草稿。
  begin(state, draft) {
    Object.assign(this, { state, key: draft || newKey(), scans: new Map(), loose: false });
    holdOpen(this.key);
    this.lock("");
    this.doors.hidden = true;
    this.sheet.hidden = false;
    this.kept.textContent = "";
    this.changedAll();
  },

  resume({ key, saved, state }) {
    this.begin(state, key);
    this.bringScans();
    this.say("已恢复 " + (saved.getTime() ? moment(saved) + " 的" : "") + "草稿：" + unitName(state) + "。");
  },

  // 同一份草稿在别的窗口里填，这里就停下，免得互相覆盖。
  otherWindow(key, gone) {
    if (!this.doors.hidden) return this.doors.querySelector(".formdoors__kept").replaceChildren(keptDrafts(this));
    if (key !== this.key) return undefined;
    return this.lock(gone ? phrase("page.window.cleared") : phrase("page.window"), gone);
  },

  lock(why, gone) {
    this.sheet.disabled = Boolean(why);
    this.away.hidden = !why;
    this.away.replaceChildren(why, why && button(gone ? phrase("page.window.renew") : phrase("page.window.take"), () => this.takeOver(gone), "btn btn--line btn--small"));
  },

  takeOver(gone) {
    if (!gone) this.state = read(book.forms, this.key).state || this.state;
    this.lock("");
    this.changedAll();
    if (gone) this.scans.forEach((bytes, name) => this.holdScan(name, bytes)); // 随草稿清除了
    this.bringScans();
    this.say("已接过来，另一个窗口停下了。");
  },

  keep() {
    if (this.sheet.disabled || !this.key) return;
    this.unkept = false;
    if (!this.used()) return void forget(this.key);
    if (book.separate) inUse(this.state).forEach((at) => saltOf(this.state, at));
    this.unkept = !keep(this.key, this.state);
    this.kept.textContent = this.unkept ? phrase("page.window.unkept") : phrase("page.window.kept", { when: moment(new Date()) });
  },

  // 没有存成的，放下之前先问。
  mayLeave() { return !this.unkept || confirm(phrase("page.window.leave")); },

  // 选好的扫描件：记着摘要，随草稿存下；存不成的说明。
  async holdScan(name, bytes) {
    const { key, scans } = this;
    if (book.separate) await digested(bytes);
    scans.set(name, bytes);
    if (!(await keepScan(key, name, bytes))) this.loose = true;
  },

  // 草稿接着填时，从前选好的扫描件取回来。
  async bringScans() {
    const { key, scans } = this;
    for (const [name, bytes] of await keptScans(key)) {
      if (book.separate) await digested(bytes);
      if (!scans.has(name)) scans.set(name, bytes);
    }
    if (this.key === key && this.ready) this.refresh();
  },
};
