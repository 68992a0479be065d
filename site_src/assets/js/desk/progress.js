// 进度：几家、几个产品、要改几份、纸件收到几张；按纸件筛选；照页脚的摘要收纸件。一家一行，点开看各份表。
import { button, copyText, el, put, save, sync } from "../form/dom.js";
import { receipt } from "../form/receipt.js";
import { letter, paperOf } from "./letters.js";
import { districtOf, formName, isWrong, LEVELS, placeIn, STATES, UNSEEN } from "./units.js";
import { UnitView } from "./unit_view.js";

const ALL = "全部", WRONG = "要改的", OWING = "还欠着的";

// 整个单位的回执码。
const receiptIn = ({ stamps }) => receipt([...stamps.values()]);

export class Progress {
  constructor(app) {
    Object.assign(this, { app, filter: ALL, views: new Map() });
    this.figures = el("dl", { class: "keys desk__keys" });
    this.filters = el("fieldset", { class: "checks desk__filters" }, el("legend", { class: "vh" }, "只看"));
    this.query = el("input", { class: "input", id: "desk-q", type: "search", autocomplete: "off", placeholder: "名称、区县、代码", oninput: () => this.refresh() });
    this.body = el("tbody");
    this.table = el("table", { class: "plain plain--wide desk__table" }, el("caption", { class: "vh" }, "各单位的进度"),
      el("thead", {}, el("tr", {}, ["单位", "附件 1", "附件 2", "检查", "盖章的表"].map((title) => el("th", { scope: "col" }, title)))), this.body);
    this.none = el("p", { class: "desk__none", role: "status" });
    this.done = el("p", { class: "formout__say", role: "status" });
    this.node = el("section", { class: "fs", "aria-labelledby": "desk-progress", hidden: true }, el("h2", { id: "desk-progress" }, "进度"), this.figures, this.stampBox(),
      el("div", { class: "desk__find" }, this.filters, el("div", { class: "desk__q" }, el("label", { class: "vh", for: "desk-q" }, "找单位"), this.query)), this.none, el("div", { class: "scroller" }, this.table),
      el("p", { class: "desk__urge" }, button("复制全部催办", () => this.copyAll()), button("存成文字文件", () => this.saveAll(), "linkish")), this.done);
  }

  // 照页脚输入摘要，回车就登记。
  stampBox() {
    this.digest = el("input", { class: "input code", id: "desk-stamp", autocomplete: "off", maxlength: "40", spellcheck: "false" });
    this.answer = el("p", { class: "desk__answer", role: "status" });
    const form = el("form", { class: "desk__stamp", onsubmit: (event) => { event.preventDefault(); this.stamp(); } },
      el("label", { class: "field__l", for: "desk-stamp" }, "收纸件：照页脚输入 10 位摘要"), el("span", { class: "desk__code" }, this.digest, el("button", { class: "btn btn--line", type: "submit" }, "登记收到")), this.answer);
    return form;
  }

  stamp() {
    const { app } = this, code = this.digest.value.normalize("NFKC").toLowerCase().replace(/[^0-9a-z]/g, "");
    const answer = (text, bad) => { this.answer.textContent = text; this.answer.className = "desk__answer " + (bad ? "is-bad" : "is-good"); };
    this.digest.select();
    if (!/^[0-9a-f]{10}$/.test(code)) return answer("摘要是 10 位，由数字和 a 到 f 组成，在表的页脚“摘要”两个字后面。", true);
    for (const unit of app.list) for (const at of unit.used) {
      if (unit.stamps.get(at) !== code) continue;
      const paper = paperOf(app.ledger, unit, at), name = unit.name + "　" + formName(unit, at);
      if (unit.verdicts.get(at).some((item) => item.severity === "error")) return answer(name + "：电子版还要改，改好后要重新打印、盖章，没有登记。", true);
      if (paper.state && !paper.old && paper.state !== "有问题") return answer(name + "：已经登记为“" + paper.state + "”（" + paper.day + "）。", false);
      app.mark(unit, at, "收到");
      return answer("已登记：" + name + "，收到。", false);
    }
    return answer(...this.unknown(code));
  }

  unknown(code) {
    const { app } = this, unit = app.list.find((one) => receiptIn(one) === code), path = app.ledger.pathOf(code);
    if (unit) return ["这是" + unit.name + "的回执码，不是一张表的摘要；请输入页脚“摘要”后面的。", true];
    const owner = path && app.list.find((one) => one.used.some((at) => placeIn(one, at) === path));
    if (owner) return ["这张是" + owner.name + "的旧版：后来改过内容，请单位重新打印、盖章。没有登记。", true];
    return ["来件里没有这个摘要：可能输错了，或这张表的电子版还没有来。没有登记。", true];
  }

  // ---- 画 ----
  refresh() {
    const { app } = this, units = app.list;
    this.node.hidden = !units.length;
    if (!units.length) { sync(this.body, []); this.views.clear(); return; }
    this.drawFigures(units);
    this.drawFilters(units);
    const text = this.query.value.trim().toLowerCase(), shown = units.filter((unit) => this.matches(unit, this.filter) && (!text || (unit.name + districtOf(unit) + unit.code.toLowerCase()).toLowerCase().includes(text)));
    const known = new Set(units.map(({ code }) => code));
    [...this.views.keys()].forEach((code) => { if (!known.has(code)) this.views.delete(code); });
    const rows = shown.flatMap((unit) => {
      if (!this.views.has(unit.code)) this.views.set(unit.code, new UnitView(app, unit));
      const view = this.views.get(unit.code);
      view.refresh(unit);
      return view.rows();
    });
    sync(this.body, rows);
    this.table.hidden = !shown.length;
    this.none.textContent = shown.length ? "" : "没有这样的单位。";
  }

  statesOf(unit) { return unit.used.map((at) => paperOf(this.app.ledger, unit, at).state || UNSEEN); }

  matches(unit, filter) {
    if (filter === ALL) return true;
    if (filter === WRONG) return isWrong(unit);
    return filter === OWING ? Boolean(letter(this.app.ledger, unit, {})) : this.statesOf(unit).includes(filter);
  }

  drawFigures(units) {
    const counted = units.flatMap((unit) => unit.used.map((at) => ({ unit, at, ok: unit.valid.includes(at), paper: paperOf(this.app.ledger, unit, at) })));
    const enterprises = counted.filter(({ at, ok }) => at === "enterprise" && ok).length, products = counted.filter(({ at, ok }) => at !== "enterprise" && ok);
    const levels = LEVELS.map((level) => [level, products.filter(({ unit, at }) => unit.state.products[at].values.大模型产品所属种类.includes(level.slice(0, 2))).length]).filter(([, count]) => count);
    const due = counted.filter(({ paper }) => paper.state !== "不纳入"), came = due.filter(({ paper }) => ["收到", "已核对"].includes(paper.state) && !paper.old).length, wrong = counted.filter(({ ok }) => !ok).length;
    const figure = (title, count, note) => el("div", {}, el("dt", {}, title), el("dd", {}, el("b", {}, String(count)), note && el("small", {}, note)));
    put(this.figures, JSON.stringify([units.length, enterprises, products.length, levels, due.length, came, wrong]), () => [
      figure("单位", units.length, "家"), figure("附件 1 可汇总", enterprises, "份"), figure("附件 2 可汇总", products.length, levels.map(([level, count]) => level + " " + count).join("　") || "份"),
      figure("要改", wrong, "份表"), figure("盖章的表收到", came, "/ 应收 " + due.length + " 张"),
    ]);
  }

  drawFilters(units) {
    const names = [ALL, WRONG, OWING, UNSEEN, ...STATES], counts = names.map((name) => units.filter((unit) => this.matches(unit, name)).length);
    put(this.filters, JSON.stringify([counts, this.filter]), () => {
      const focused = this.filters.contains(document.activeElement);
      const made = names.map((name, at) => {
        const input = el("input", { type: "radio", name: "desk-filter", checked: name === this.filter, onchange: () => { this.filter = name; this.refresh(); } });
        if (focused && name === this.filter) setTimeout(() => input.focus());
        return el("label", { class: "opt" }, input, el("span", { class: "opt__box opt__box--r" }), el("span", { class: "opt__t" }, name), el("span", { class: "opt__n num" }, String(counts[at])));
      });
      return [this.filters.firstElementChild || el("legend", { class: "vh" }, "只看"), ...made];
    });
  }

  // ---- 催办 ----
  letters() {
    const { app } = this;
    return app.list.map((unit) => letter(app.ledger, unit, app.header.values())).filter(Boolean);
  }

  async copyAll() {
    const all = this.letters();
    if (!all.length) { this.done.textContent = "没有要催办的：都齐了。"; return; }
    this.done.textContent = (await copyText(all.join("\n\n"))) ? "已复制 " + all.length + " 家的催办，一家一段。" : "没有复制成，请点“存成文字文件”。";
  }

  saveAll() {
    const all = this.letters();
    if (!all.length) { this.done.textContent = "没有要催办的：都齐了。"; return; }
    const name = "催办-" + this.app.city.name + ".txt";
    save(name, "\ufeff" + all.join("\r\n\r\n").replace(/\r?\n/g, "\r\n"), "text/plain;charset=utf-8");
    this.done.textContent = "已存为 " + name + "。里面有联系人，请妥善保管。";
  }
}
