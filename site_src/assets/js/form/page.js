// 填表页：附件 1 一份、附件 2 若干份，边填边查，草稿自动存下。
import { book, open } from "./book.js";
import { doors } from "./doors.js";
import { button, el, icon } from "./dom.js";
import { drafts, forget, fresh, holdOpen, keep, newKey, onOthers, opened, read } from "./draft.js";
import { clear, edit, listen, openFiles, saveDraft } from "./opening.js";
import { output } from "./output.js";
import { papers, wrongIn } from "./print.js";
import { keepStill, afterPress, watchHand } from "./settle.js";
import { drawSide, drawSummary, frameSide } from "./sidebar.js";
import { blankProduct, drawTabs, named, showTabs } from "./tabs.js";
import { withoutHidden } from "./text.js";
import { addressFields, formOf, hasEnterprise, inUse, unitName, valuesOf, verdicts } from "./unit.js";
import { isEmpty } from "./values.js";
import { build } from "./widgets.js";
import { isMissing, moment } from "./words.js";

export function start(box, data, options = {}) {
  open(data);
  const app = new App(box, options), asked = new URLSearchParams(location.search).get("edit");
  const last = drafts(book.forms).find((draft) => draft.state && draft.key === opened());
  app.showDoors();
  if (asked && options.home) edit(app, asked);
  else if (last) app.resume(last);
  box.hidden = false;
  return app;
}

class App {
  constructor(box, options) {
    Object.assign(this, { box, options, touched: new Set(), asked: new Set(), scans: new Map(), state: fresh(book.forms), key: "" });
    this.status = el("p", { class: "formsay", role: "status" });
    this.heard = el("p", { class: "vh", role: "status" });
    this.away = el("p", { class: "formaway", role: "alert", hidden: true });
    this.tabs = el("nav", { class: "forms formtabs", "aria-label": "选择表格" });
    this.count = el("span", { id: "summary-h" });
    this.list = el("ol");
    this.summary = el("div", { class: "summary", tabindex: "-1", role: "group", "aria-labelledby": "summary-h", hidden: true }, el("h2", {}, icon("warn"), this.count), this.list,
      this.mendAll = button("全部采用建议", () => this.widgets.forEach((widget) => widget.mend && widget.mend()), "btn btn--line btn--small"));
    this.body = el("form", { class: "form", novalidate: true, autocomplete: "off", onsubmit: (event) => event.preventDefault() });
    this.side = el("aside", { class: "formnav", "aria-label": "填写进度" });
    this.out = el("section", { class: "fs formout", tabindex: "-1", "aria-labelledby": "formout", hidden: true });
    this.doors = el("div", { class: "formdoors" });
    this.sheet = el("fieldset", { class: "formsheet", hidden: true }, el("legend", { class: "vh" }, "填表"), this.tools(), this.tabs,
      el("div", { class: "formgrid" }, el("div", {}, this.summary, this.body, this.out), this.side));
    box.append(this.status, this.away, this.heard, this.doors, this.sheet);
    this.file = el("input", { type: "file", class: "vh", id: "formfile", accept: ".yaml,.yml,.zip,.json", multiple: true, tabindex: "-1", "aria-label": "选择要打开的文件", onchange: () => { openFiles(this, this.file.files); this.file.value = ""; } });
    box.append(this.file);
    watchHand();
    listen(this);
    onOthers((key, gone) => this.otherWindow(key, gone));
  }

  get at() { return this.state.at; }

  set at(at) { this.state.at = at; }

  tools() {
    this.kept = el("span", { class: "formtools__note" });
    return el("div", { class: "formtools" }, button("回到开头", () => this.showDoors(), "linkish"), button("打开文件", () => this.file.click(), "linkish"),
      button("存草稿为文件", () => saveDraft(this), "linkish"), this.kept);
  }

  say(text) { this.status.textContent = text; }

  used() { return hasEnterprise(this.state) || this.state.products.some((item) => !isEmpty(book.forms.product.fields, item.values)); }

  // ---- 开头，与填哪一份草稿 ----
  showDoors() {
    this.key = "";
    holdOpen("");
    this.lock("");
    this.say("");
    this.sheet.hidden = true;
    this.doors.hidden = false;
    this.doors.replaceChildren(...doors(this));
  }

  // 打开一份内容：新填的，或别处来的；draft 是存着它的草稿。
  begin(state, draft) {
    Object.assign(this, { state, key: draft || newKey(), scans: new Map() });
    holdOpen(this.key);
    this.lock("");
    this.doors.hidden = true;
    this.sheet.hidden = false;
    this.kept.textContent = "";
    this.changedAll();
  }

  resume({ key, saved, state }) {
    this.begin(state, key);
    this.say("已恢复 " + (saved.getTime() ? moment(saved) + " 的" : "") + "草稿：" + unitName(state) + "。");
  }

  // 同一份草稿在别的窗口里填，这里就停下，免得互相覆盖。
  otherWindow(key, gone) {
    if (!this.doors.hidden) return this.showDoors();
    if (key !== this.key) return undefined;
    return this.lock(gone ? "这份草稿已在另一个窗口里清除。" : "这份草稿正在另一个窗口里填写，这里先停下，免得互相覆盖。", gone);
  }

  lock(why, gone) {
    this.sheet.disabled = Boolean(why);
    this.away.hidden = !why;
    this.away.replaceChildren(why, why && button(gone ? "把这里的内容重新存下" : "改在这里接着填", () => this.takeOver(gone), "btn btn--line btn--small"));
  }

  takeOver(gone) {
    if (!gone) this.state = read(book.forms, this.key).state || this.state;
    this.lock("");
    this.changedAll();
    this.say("已接过来，另一个窗口停下了。");
  }

  // ---- 哪一份表 ----
  changedAll() {
    this.touched.clear();
    this.asked.clear();
    this.draw();
    this.keep();
  }

  go(at) {
    this.at = at;
    this.say("");
    this.draw();
    this.keep();
  }

  addProduct() { this.add(blankProduct(this.state)); }

  add(product) {
    this.state.products.push(product);
    this.go(this.state.products.length - 1);
    this.focusFirst();
  }

  // ---- 画一份表 ----
  draw() {
    const form = formOf(this.at), later = [];
    this.widgets = [];
    this.step = 0;
    this.ctx = {
      widgets: this.widgets, boxes: form.boxes, build, withoutHidden, scans: this.scans,
      changed: (path) => this.changed(path), left: (path) => this.leave(path),
      refresh: () => this.ready && this.refresh(), later: (run) => later.push(run),
      forget: (owner) => this.widgets.splice(0, this.widgets.length, ...this.widgets.filter((item) => item.owner !== owner)),
      mustProof: (kind) => this.mustProof(kind),
      refocus: (node, kind, more) => { const item = [...node.querySelectorAll("[data-kind]")].find((input) => input.checked && input.dataset.kind.startsWith(kind)); if (item) item.focus(); else if (more) node.focus(); },
    };
    this.ready = false;
    const built = build(this.ctx, form.fields, valuesOf(this.state, this.at), () => []);
    this.sections = form.sections.map(({ title, from }, place) => section(title, "s" + place, from));
    let now = null;
    form.fields.forEach((field, place) => {
      now = this.sections.find((item) => item.from === field.key) || now;
      now.keys.push(field.key);
      const box = form.boxes.find((item) => item.key === field.key), last = now.node.lastElementChild;
      if (box && box.half && "half" in last.dataset) { last.append(built[place].node); delete last.dataset.half; }
      else now.node.append(box && box.half ? el("div", { class: "two", "data-half": true }, built[place].node) : built[place].node);
    });
    if (this.at !== "enterprise") this.drawPlace();
    this.body.replaceChildren(el("h2", { class: "formtitle" }, form.paper.replace(/(\d)/, " $1") + "　" + form.title), ...this.sections.map((item) => item.node), this.steps(), this.ending());
    frameSide(this);
    later.forEach((run) => run());
    drawTabs(this);
    this.ready = true;
    this.refresh();
    this.showStep(0);
  }

  // 附件 2 没有的几栏：归入哪家单位（只报产品的，放在最前），网址里的名字。
  drawPlace() {
    const { unit, slug } = addressFields(), ctx = { ...this.ctx, boxes: [] };
    const last = section("条目网址", "s9", ""), first = section("哪家单位", "s8", "");
    last.keys.push("slug");
    last.node.append(...build(ctx, slug, this.state.products[this.at], () => [], {}).map((item) => item.node));
    this.sections.push(last);
    if (hasEnterprise(this.state)) return;
    first.keys.push("unit");
    first.node.append(...build(ctx, unit, this.state.unit, () => ["unit"], {}).map((item) => item.node));
    this.sections.unshift(first);
  }

  // 手机上一次只看一部分。
  steps() {
    this.stepSaid = el("span");
    return el("p", { class: "formsteps" }, this.back = button("上一部分", () => this.goTo(this.sections[this.step - 1])), this.stepSaid, this.next = button("下一部分", () => this.goTo(this.sections[this.step + 1])));
  }

  showStep(step) {
    this.step = step;
    this.sections.forEach((item, place) => item.node.classList.toggle("is-now", place === step));
    this.stepSaid.textContent = step + 1 + " / " + this.sections.length;
    this.back.disabled = step === 0;
    this.next.disabled = step === this.sections.length - 1;
  }

  ending() {
    const at = this.at;
    return el("div", { class: "formend" }, button("检查并生成文件", () => this.finish(), "btn"), button("打印" + formOf(at).paper.replace(/(\d)/, " $1"), () => this.print([at])),
      at === "enterprise" ? "" : button("删去这个产品", () => this.remove(at), "linkish"), button("清除草稿", () => clear(this), "linkish"));
  }

  remove(at) {
    const name = this.state.products[at].values.大模型产品名称 || "这个产品";
    if (!confirm("删去" + name + "的附件 2？")) return;
    this.state.products.splice(at, 1);
    this.at = this.state.products.length ? Math.max(0, at - 1) : "enterprise";
    this.changedAll();
  }

  mustProof(kind) {
    const tested = this.at === "enterprise" ? "" : this.state.products[this.at].values.大模型产品检测情况.是否检测;
    const proof = formOf(this.at).proofs.find((item) => item.kinds[0] === kind || (item.kinds.includes(kind) && item.tested === false && tested === "否"));
    if (!proof) return "选交";
    if (proof.tested !== null && (tested === "" || proof.tested !== (tested === "是"))) return tested === "" ? "视检测情况" : "选交";
    return proof.kinds.length > 1 ? proof.kinds.join("、") + "至少交一种" : "必交";
  }

  // ---- 改动与检查 ----
  changed(path) {
    if (path[0] === "大模型产品名称") this.nameProduct();
    this.keep();
    this.refresh();
  }

  nameProduct() {
    const { slug } = named(this.state, this.state.products[this.at]), widget = this.widgets.find((item) => item.field.key === "slug");
    widget.set(slug);
  }

  leave(path) {
    if (!this.ready) return; // 正在重画：离开的是换下去的那一栏
    this.touched.add(this.at + "/" + path.join("."));
    this.lastLeft = path.join(".");
    this.afterLeave = this.afterLeave || (() => { this.refresh(); this.hear(); });
    afterPress(this.afterLeave);
  }

  // 离开的那一栏有错，读屏软件念出来。
  hear() {
    const widget = this.widgets.find((item) => item.at().join(".") === this.lastLeft);
    const error = widget && widget.node.classList.contains("is-bad") && widget.node.querySelector(".field__e");
    this.heard.textContent = error ? widget.field.title + "：" + error.textContent : "";
  }

  refresh() {
    keepStill(() => {
      this.verdicts = verdicts(this.state);
      const found = this.verdicts.get(this.at) || [];
      this.widgets.forEach((widget) => widget.refresh());
      this.widgets.forEach((widget) => { if (widget.show) widget.show(found.filter((item) => this.toldAt(widget, item) && this.visible(widget, item))); });
      drawSide(this, found);
      showTabs(this);
      drawSummary(this, found);
      this.drawOut(found);
    });
  }

  // 一条结果归哪个部件：同路径的；没有部件的，归最近的上级。
  toldAt(widget, item) {
    const path = widget.at().join(".");
    if (path === item.field) return true;
    return item.field.startsWith(path + ".") && !this.widgets.some((other) => other !== widget && other.show && (item.field === other.at().join(".") || (item.field.startsWith(other.at().join(".") + ".") && other.at().length > widget.at().length)));
  }

  visible(widget, item) { return this.asked.has(this.at) || (this.touched.has(this.at + "/" + widget.at().join(".")) && !isMissing(item)); }

  sectionOf(item) { return this.sections.find((each) => each.keys.includes(item.field.split(".")[0])); }

  labelOf(item) {
    const widget = this.widgetOf(item);
    return widget ? widget.field.title || widget.field.key : item.field;
  }

  widgetOf(item) { return this.widgets.filter((widget) => widget.focus && this.toldAt(widget, item)).pop(); }

  reach(item) {
    const widget = this.widgetOf(item);
    if (!widget) return;
    this.showStep(this.sections.indexOf(this.sectionOf(item)));
    widget.node.scrollIntoView({ block: "center" });
    widget.focus();
  }

  goTo(section) {
    this.showStep(this.sections.indexOf(section));
    section.node.scrollIntoView();
    section.node.querySelector("h2").focus();
  }

  focusFirst() {
    const [first] = this.widgets.filter((widget) => widget.focus && this.sections[0].node.contains(widget.node));
    if (first) first.focus();
  }

  // ---- 检查并生成 ----
  finish(at = this.at) {
    if (at !== this.at) this.go(at);
    this.say("");
    this.asked.add(at);
    this.refresh();
    (wrongIn(this.verdicts, [at]) ? this.summary : this.out).focus();
  }

  drawOut(found) {
    const asked = this.asked.has(this.at), ready = asked && !found.some((item) => item.severity === "error");
    const now = ready ? JSON.stringify([this.state, [...this.verdicts], [...this.scans.keys()]]) : String(asked);
    this.out.hidden = !asked;
    if (this.outOf === now) return;
    this.outOf = now;
    this.out.replaceChildren(...(ready ? output(this) : [el("h2", { id: "formout" }, "生成文件"), el("p", { class: "formout__wait" }, "改好上面列出的各处，这里就会生成文件。")]));
  }

  // ---- 打印 ----
  paper(list) {
    document.querySelectorAll(".paper").forEach((old) => old.remove());
    papers(this.wanted || { state: this.state, list, verdicts: verdicts(this.state) });
    document.documentElement.classList.add("is-paper");
  }

  print(list, state = this.state) {
    const found = verdicts(state), wrong = wrongIn(found, list);
    if (state === this.state && wrong && !confirm("还有 " + wrong + " 处要改。现在打印，页脚会写“未通过检查”，不能盖章报送。仍要打印？")) return;
    this.wanted = { state, list, verdicts: found };
    print();
    this.wanted = null;
  }

  printAll() { this.print(inUse(this.state)); }

  // ---- 草稿 ----
  keep() {
    if (this.sheet.disabled) return;
    if (!this.used()) return void forget(this.key);
    this.kept.textContent = keep(this.key, this.state) ? "草稿已存在这台设备的浏览器里（" + moment(new Date()) + "）" : "这个浏览器不能存草稿，关闭页面前请点“存草稿为文件”";
  }
}

const section = (title, id, from) => ({ title, id, from, keys: [], node: el("section", { class: "fs", id, "aria-labelledby": id + "-h" }, el("h2", { id: id + "-h", tabindex: "-1" }, title)) });
