// 一家单位的一行，点开是它的各份表：查出什么、纸件收到没有、给单位的话。
import { say } from "../form/book.js";
import { button, copyText, el, put } from "../form/dom.js";
import { isValid } from "../form/uscc.js";
import { letter, paperOf, told } from "./letters.js";
import { contactOf, districtOf, errorsOf, formName, keyOf, LEVELS, STATES, UNSEEN } from "./units.js";
import { chosen, sourceOf } from "./store.js";

const REASON = { 有问题: "有什么问题，要单位做什么", 不纳入: "为什么不纳入" };

export class UnitView {
  constructor(app, unit) {
    Object.assign(this, { app, unit, open: false, drafts: new Map() });
    const id = "unit-" + unit.code.replace(/[^0-9A-Z]/g, "") + "-" + Math.random().toString(36).slice(2, 8);
    this.toggle = el("button", { type: "button", class: "desk__unit", "aria-expanded": "false", "aria-controls": id, onclick: () => this.turn() });
    this.cells = [0, 1, 2, 3].map(() => el("td"));
    this.head = el("tr", {}, el("th", { scope: "row" }, this.toggle, this.small = el("small")), this.cells);
    this.box = el("div");
    this.detail = el("tr", { class: "desk__detail", id }, el("td", { colspan: "5" }, this.box));
  }

  rows() { return this.open ? [this.head, this.detail] : [this.head]; }

  turn() {
    this.open = !this.open;
    this.toggle.setAttribute("aria-expanded", String(this.open));
    this.app.refresh();
  }

  refresh(unit) {
    this.unit = unit;
    const { ledger } = this.app, papers = unit.used.map((at) => paperOf(ledger, unit, at)), products = unit.used.filter((at) => at !== "enterprise");
    put(this.toggle, unit.name, () => [unit.name]);
    put(this.small, districtOf(unit) + unit.code, () => [[districtOf(unit), unit.code].filter(Boolean).join("　")]);
    const levels = LEVELS.map((level) => [level, products.filter((at) => unit.state.products[at].values.大模型产品所属种类.includes(level.slice(0, 2))).length]).filter(([, count]) => count);
    const texts = [unit.used.includes("enterprise") ? "1 份" : "—", products.length ? products.length + " 份" + (levels.length ? "（" + levels.map(([level, count]) => level + " " + count).join("、") + "）" : "") : "—"];
    texts.forEach((text, at) => put(this.cells[at], text, () => [text]));
    this.drawCheck(this.cells[2]);
    this.drawPapers(this.cells[3], papers);
    if (this.open) this.drawDetail();
  }

  drawCheck(cell) {
    const { unit } = this, wrong = unit.used.length - unit.valid.length + unit.unread.length, all = unit.used.flatMap((at) => unit.verdicts.get(at)), warned = all.filter((item) => item.severity === "warning").length;
    const half = all.some((item) => item.rule === "private-missing" && item.severity === "warning"), more = [...unit.forms.values()].some(({ versions }) => versions.length > 1);
    const same = unit.twins.length > 0, { sample } = unit, online = [...unit.bound.values()].some((form) => form.online);
    put(cell, JSON.stringify([wrong, warned, half, more, same, sample, online]), () => [
      wrong ? el("span", { class: "is-bad" }, wrong + " 份要改") : half ? el("span", { class: "is-warn" }, "缺不公开部分") : el("span", { class: "is-good" }, "✓ 没有错"),
      warned && !half ? el("small", {}, warned + " 处请看") : "", online ? el("small", {}, "公开部分已在网上") : "", more ? el("small", {}, "收到几版") : "", same ? el("small", {}, "有同名单位") : "", sample ? el("small", {}, "示例，不进汇总表") : "",
    ]);
  }

  drawPapers(cell, papers) {
    const left = papers.filter(({ state }) => state === "不纳入").length, due = papers.length - left, came = papers.filter(({ state, old }) => ["收到", "已核对"].includes(state) && !old).length;
    const notes = [papers.some(({ old }) => old) && "有旧版", papers.some(({ state }) => state === "有问题") && "有问题", left && "不纳入 " + left].filter(Boolean);
    put(cell, JSON.stringify([due, came, notes]), () => [due ? el("span", { class: due === came ? "is-good" : "" }, "收到 " + came + " / " + due) : "—", ...notes.map((note) => el("small", { class: note === "有旧版" || note === "有问题" ? "is-bad" : "" }, note))]);
  }

  // ---- 点开 ----
  drawDetail() {
    const { unit } = this, parts = unit.used.map((at) => [at, keyOf(unit, at), unit.stamps.get(at), unit.forms.get(keyOf(unit, at))]);
    const shape = JSON.stringify([unit.twins, unit.unread, parts.map(([at, key, stamp, kept]) => [at, key, stamp, kept && kept.versions.length, kept && kept.chosen, unit.verdicts.get(at).map((item) => item.message), this.stateOf(at)])]);
    put(this.box, shape, () => {
      const focus = document.activeElement && this.box.contains(document.activeElement) ? document.activeElement.id : "";
      if (focus) setTimeout(() => { const again = document.getElementById(focus); if (again && again !== document.activeElement) again.focus(); });
      return [this.contact(), this.twins(), ...unit.unread.map(({ key, why }) => el("p", { class: "is-bad" }, (key === "enterprise" ? "附件 1" : "附件 2（" + key + "）") + "没有读成：" + why + "。")), ...parts.map(([at, , , kept]) => this.form(at, kept)), ...this.ending()];
    });
    put(this.words, letter(this.app.ledger, unit, this.app.header.values()), () => this.letter());
  }

  contact() {
    const { name, phone } = contactOf(this.unit);
    return el("p", { class: "desk__contact" }, [name && "联系人 " + name, phone].filter(Boolean).join("　") || "没有读出联系人");
  }

  // 另一家单位也叫这个名称。
  twins() {
    const { twins } = this.unit;
    return twins.length ? el("p", { class: "is-warn" }, twins.map((folder) => { const { message, hint } = say("unit.same-name", { folder }); return message + "。" + hint + "。"; })) : "";
  }

  stateOf(at) { return this.drafts.get(at) || paperOf(this.app.ledger, this.unit, at).state; }

  form(at, kept) {
    const { unit } = this, found = unit.verdicts.get(at), errors = errorsOf(unit, at), others = found.filter((item) => item.severity === "warning");
    const line = (item) => el("li", {}, told(unit, at, item).replace(/^：/, ""));
    return el("section", { class: "desk__form" },
      el("h3", {}, formName(unit, at), el("small", {}, "摘要 ", el("span", { class: "code" }, unit.stamps.get(at)))),
      kept && kept.versions.length > 1 ? this.versions(at, kept) : kept ? el("p", { class: "desk__from" }, "来自 " + sourceOf(chosen(kept).path)) : "",
      errors.length ? el("div", { class: "desk__errors" }, el("p", {}, errors.length + " 处要改，改好前不进汇总表："), el("ul", {}, errors.map(line))) : "",
      others.length ? el("details", { class: "desk__warnings" }, el("summary", {}, others.length + " 处请市局看一看，不妨碍汇总"), el("ul", {}, others.map(line))) : "",
      this.paper(at, kept && unit.forms.size > 1 ? button("移出这份表", () => { if (confirm("把" + formName(unit, at) + "移出这一页？来件还在您的文件夹里。")) this.app.remove(unit, kept.key); }, "linkish") : ""));
  }

  // 收到几版：用日期新的，可以改用另一版。
  versions(at, kept) {
    const { unit } = this, name = "v-" + Math.random().toString(36).slice(2, 8);
    return el("fieldset", { class: "desk__versions" }, el("legend", {}, "收到 " + kept.versions.length + " 版，内容不同，用哪一版："), kept.versions.map((form, number) => el("label", { class: "opt" },
      el("input", { type: "radio", name, id: name + number, checked: number === kept.chosen, onchange: () => this.app.choosing(unit, kept.key, number) }),
      el("span", { class: "opt__box opt__box--r" }), el("span", { class: "opt__t" }, sourceOf(form.path) + "（" + dayOf(form.when) + "）"))));
  }

  // 纸件：收到没有；有问题、不纳入的要写说明。
  paper(at, more) {
    if (!isValid(this.unit.code)) return el("div", { class: "desk__paper" }, el("span", {}, "附件 1 的信用代码改好以后，才能登记纸件。"), more); // 登记按信用代码记
    const { app, unit } = this, now = paperOf(app.ledger, unit, at), state = this.stateOf(at), id = this.detail.id + "-" + at;
    const select = el("select", { class: "input select", id, onchange: () => this.choose(at, select.value) }, [UNSEEN, ...STATES].map((name) => el("option", { value: name === UNSEEN ? "" : name }, name)));
    select.value = state;
    const note = REASON[state] && el("input", { class: "input", id: id + "-n", maxlength: "200", autocomplete: "off", value: now.note, onchange: () => this.explain(at, note.value), onkeydown: (event) => { if (event.key === "Enter" && !event.isComposing) this.explain(at, note.value); } });
    return el("div", { class: "desk__paper" }, el("label", { for: id }, "盖章的纸件"), select, now.state && !this.drafts.get(at) ? el("span", { class: "desk__day num" }, now.day) : "",
      note ? el("label", { class: "desk__why", for: id + "-n" }, REASON[state] + "（必填）", note) : "", more,
      now.old ? el("p", { class: "is-bad" }, "登记以后内容又改过：手上的纸件是旧版，请单位重新打印、盖章。") : "");
  }

  choose(at, state) {
    const now = paperOf(this.app.ledger, this.unit, at);
    this.drafts.delete(at);
    if (REASON[state] && !(now.state === state && now.note)) {
      this.drafts.set(at, state);
      this.app.refresh();
      const note = document.getElementById(this.detail.id + "-" + at + "-n");
      if (note) note.focus();
      return;
    }
    this.app.mark(this.unit, at, state, REASON[state] ? now.note : "");
  }

  explain(at, text) {
    const state = this.stateOf(at), note = text.trim().slice(0, 200);
    if (!note) return this.app.say(state + "要写说明，写了才登记。");
    this.drafts.delete(at);
    this.app.mark(this.unit, at, state, note);
    return undefined;
  }

  ending() {
    this.words = el("div", { class: "desk__words" });
    return [this.words, el("p", {}, button("移出这家", () => { if (confirm("把“" + this.unit.name + "”移出这一页？来件还在您的文件夹里。")) this.app.remove(this.unit); }, "linkish"))];
  }

  letter() {
    const text = letter(this.app.ledger, this.unit, this.app.header.values());
    if (!text) return [el("p", { class: "is-good" }, "都齐了，不必催办。")];
    const done = el("span", { class: "formout__say", role: "status" });
    return [el("p", { class: "desk__wordshead" }, el("b", {}, "给单位的话"), button("复制", async () => { done.textContent = (await copyText(text)) ? "已复制，可以贴到邮件、短信里。" : "没有复制成，请选中下面的字复制。"; }, "btn btn--line btn--small"), done), el("pre", { tabindex: "0", role: "region", "aria-label": "给单位的话" }, text)];
  }
}

const dayOf = (when) => when.getFullYear() + "-" + String(when.getMonth() + 1).padStart(2, "0") + "-" + String(when.getDate()).padStart(2, "0");
