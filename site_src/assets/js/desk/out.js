// 汇总与上报：表头，附件 3、附件 4 存成 Excel 或打印，零报告；给省厅的压缩包。
import { button, el, put, save } from "../form/dom.js";
import { fresh } from "../form/draft.js";
import { book } from "../form/book.js";
import { blank } from "../form/values.js";
import { paperOf } from "./letters.js";
import { packed, packs } from "./pack.js";
import { sheetFoot, sheetRows } from "./rows.js";
import { sheetPage } from "./sheet.js";
import { unreadOf } from "./store.js";
import { placeIn } from "./units.js";
import { openTemplate, workbook } from "./workbook.js";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export class Out {
  constructor(app) {
    Object.assign(this, { app, opened: {} });
    this.done = el("p", { class: "formout__say", role: "status" });
    this.sheets = el("div", { class: "desk__sheets" });
    this.zero = el("p", { class: "desk__zero" }, app.header.zeroBox);
    this.province = el("div");
    this.node = el("section", { class: "fs", "aria-labelledby": "desk-out", hidden: true }, el("h2", { id: "desk-out" }, "汇总与上报"),
      el("h3", {}, "表头"), app.header.node, app.header.after, this.zero, el("h3", {}, "附件 3、附件 4"), this.sheets, el("h3", {}, "给省厅的压缩包"), this.province, this.done);
    addEventListener("beforeprint", () => { if (!document.querySelector(".paper")) this.lay(Object.keys(app.desk.templates)); });
    addEventListener("afterprint", () => this.clear());
  }

  template(mark) {
    this.opened[mark] = this.opened[mark] || openTemplate(this.app.desk.templates[mark]);
    return this.opened[mark];
  }

  // 进汇总表的：不纳入的那几份拿掉，不算待补报。
  unitsIn() {
    const { app } = this;
    return app.list.filter(({ sample }) => !sample).map((unit) => {
      const out = unit.used.filter((at) => paperOf(app.ledger, unit, at).state === "不纳入"), places = unit.state.products.map((_, at) => at).filter((at) => !out.includes(at));
      if (!out.length) return { state: unit.state, code: unit.code, city: unit.city.slug, valid: unit.valid, stamps: unit.stamps };
      const state = { ...fresh(book.forms), unit: unit.state.unit, enterprise: out.includes("enterprise") ? blank(book.forms.enterprise.fields) : unit.state.enterprise, products: places.map((at) => unit.state.products[at]) };
      const now = (at) => (at === "enterprise" ? at : places.indexOf(at)), kept = unit.used.filter((at) => !out.includes(at));
      return kept.length ? { state, code: unit.code, city: unit.city.slug, valid: unit.valid.filter((at) => kept.includes(at)).map(now), stamps: new Map(kept.map((at) => [now(at), unit.stamps.get(at)])) } : null;
    }).filter(Boolean);
  }

  // 本市没有读成的表，算在待补报里；不知道是哪家的也算。
  unread(mark) {
    const { store, city } = this.app, none = { forms: new Map() };
    const lost = store.told.filter((item) => item.city === city && unreadOf(store, { ...(store.units.get(item.code) || none), code: item.code }).includes(item));
    return lost.filter(({ key }) => (key === "enterprise") === (mark === "附件3")).length;
  }

  parts(mark) {
    const { app } = this, template = this.template(mark), units = this.unitsIn(), head = { ...app.header.values(), 城市: app.city };
    return [template, { ...head, 零报告: head.零报告 === "是" }, sheetRows(mark, units), sheetFoot(template.layout, head.零报告 === "是" ? { ...head, 零报告: true } : { ...head, 零报告: false }, units, { waiting: this.unread(mark) })];
  }

  async saveSheet(mark) {
    const parts = this.parts(mark);
    save(parts[0].layout.file, await workbook(...parts), XLSX);
    this.done.textContent = "已存为 " + parts[0].layout.file + "。里面有联系人和电话，请妥善保管。";
  }

  print(mark) {
    this.clear();
    this.lay([mark]);
    print();
  }

  // 排到纸上；从浏览器的菜单打印，两张都印。
  lay(marks) {
    if (!this.app.city) return;
    marks.forEach((mark) => sheetPage(...this.parts(mark)));
    document.documentElement.classList.add("is-paper");
  }

  clear() {
    document.documentElement.classList.remove("is-paper");
    document.querySelectorAll(".paper").forEach((old) => old.remove());
  }

  // ---- 画 ----
  refresh() {
    const { app } = this;
    this.node.hidden = !app.city || app.busy;
    if (this.node.hidden) return;
    this.zero.hidden = app.list.length > 0;
    const lines = Object.keys(app.desk.templates).map((mark) => ({ mark, parts: this.parts(mark) }));
    put(this.sheets, JSON.stringify(lines.map(({ parts: [, , rows, foot] }) => [rows.length, foot])), () => lines.map(({ mark, parts }) => this.line(mark, parts)));
    const all = this.packs();
    put(this.province, JSON.stringify([app.city.slug, all.map(({ name, files, units }) => [name, files.length, units]), this.left()]), () => this.packing(all));
  }

  line(mark, [{ layout }, , rows, foot]) {
    return el("div", { class: "desk__sheet" }, el("p", {}, el("b", {}, mark.replace(/(\d)/, " $1") + "　" + layout.title), el("span", {}, rows.length + " " + layout.counter), foot.notes.map((note) => el("span", { class: "is-warn" }, note)), el("small", {}, foot.right)),
      el("p", {}, button("存成 Excel", () => this.saveSheet(mark)), button("打印", () => this.print(mark))));
  }

  left() { return this.app.list.reduce((sum, unit) => sum + unit.used.length - unit.valid.length, 0); }

  packs() {
    const { app } = this, head = { ...app.header.values(), 零报告: app.list.length ? "" : app.header.values().零报告 };
    const inside = app.list.flatMap((unit) => unit.valid.map((at) => placeIn(unit, at))), known = inside.some((path) => app.ledger.of(path)); // 登记只带包里有的表：省厅收下表才收得了它的登记
    return packs({ form: app.desk.bureau, city: app.city, head, units: app.list.filter(({ sample }) => !sample), register: known ? app.ledger.text(inside) : "" });
  }

  packing(all) {
    const left = this.left(), several = all.length > 1 ? "材料多，分成 " + all.length + " 包，都要交。" : "";
    const what = "里面是查过没有错的各份表、它们的扫描件、表头和收件登记；省厅整包收下，不必解开。" + several;
    return [el("p", {}, what), left ? el("p", { class: "is-warn" }, "还有 " + left + " 份要改的表不在里面，改好后再交一次。") : "",
      el("p", { class: "desk__packs" }, all.map((pack) => button("存 " + pack.name + "（" + pack.units + " 家，" + pack.files.length + " 个文件）", () => this.savePack(pack), "btn"))), el("p", { class: "desk__note" }, "里面有联系人、电话和收入，请走内网或当面交接。")];
  }

  savePack(pack) {
    const { app } = this, fresh_ = this.packs().find(({ name }) => name === pack.name) || pack;
    save(pack.name, packed(fresh_), "application/zip");
    this.done.textContent = "已存为 " + pack.name + "。";
  }
}
