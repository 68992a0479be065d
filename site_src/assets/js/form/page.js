// 填表页：附件 1 一份、附件 2 若干份，边填边查，草稿自动存下。
import { book, open } from "./book.js";
import { button, el, icon } from "./dom.js";
import { forget, fresh, keep, load } from "./draft.js";
import { listen, tools } from "./opening.js";
import { output } from "./output.js";
import { papers } from "./print.js";
import { drawSide, drawSummary, frameSide } from "./sidebar.js";
import { strip, withoutHidden } from "./text.js";
import { formOf, hasEnterprise, valuesOf, verdicts } from "./unit.js";
import { blank, isEmpty, shaped } from "./values.js";
import { build } from "./widgets.js";

export function start(box, data, options = {}) {
  open(data);
  const app = new App(box, options);
  app.draw();
  box.hidden = false;
  return app;
}

class App {
  constructor(box, options) {
    Object.assign(this, { box, options, at: "enterprise", touched: new Set(), asked: new Set() });
    this.state = load(book.forms) || fresh(book.forms);
    if (!hasEnterprise(this.state) && this.state.products.length) this.at = 0;
    this.status = el("p", { class: "formsay", role: "status" });
    this.tabs = el("nav", { class: "forms formtabs", "aria-label": "选择表格" });
    this.count = el("span");
    this.list = el("ol");
    this.summary = el("div", { class: "summary", tabindex: "-1", hidden: true }, el("h2", {}, icon("warn"), this.count), this.list);
    this.body = el("form", { class: "form", novalidate: true, autocomplete: "off", onsubmit: (event) => { event.preventDefault(); this.finish(); } });
    this.side = el("aside", { class: "formnav", "aria-label": "填写进度" });
    this.out = el("section", { class: "fs formout", tabindex: "-1", "aria-labelledby": "formout", hidden: true });
    box.append(tools(this), this.tabs, this.status, el("div", { class: "formgrid" }, el("div", {}, this.summary, this.body, this.out), this.side));
    listen(this);
  }

  say(text) { this.status.textContent = text; }

  used() { return hasEnterprise(this.state) || this.state.products.some((item) => !isEmpty(book.forms.product.fields, item.values)); }

  // ---- 哪一份表 ----
  changedAll() {
    this.touched.clear();
    this.asked.clear();
    this.draw();
    this.keepSoon();
  }

  go(at) {
    this.at = at;
    this.out.hidden = !this.asked.has(this.key());
    this.say("");
    this.draw();
  }

  add(values) {
    let number = this.state.products.length + 1;
    while (this.state.products.some((item) => item.slug === "product-" + number)) number += 1;
    this.state.products.push({ slug: "product-" + number, values });
    this.go(this.state.products.length - 1);
    this.keepSoon();
    this.focusFirst();
  }

  blankProduct() {
    const values = blank(book.forms.product.fields);
    const { enterprise } = this.state, [first] = this.state.products;
    values.报送单位 = enterprise.企业名称 || (first ? first.values.报送单位 : "");
    values.联系人 = enterprise.联系人姓名 || (first ? first.values.联系人 : "");
    values.联系方式 = enterprise.手机号码 || (first ? first.values.联系方式 : "");
    return values;
  }

  // 各产品不同的不抄：名称、版本、介绍、前景、承诺，与分别提交的材料文件。
  copied() {
    const values = shaped(book.forms.product.fields, this.state.products[this.state.products.length - 1].values);
    values.材料.forEach((item) => { if (item.类别 !== "营业执照") item.文件 = ""; });
    return Object.assign(values, { 大模型产品名称: "", 版本号: "", 大模型产品介绍及应用情况: "", 大模型产品主要应用领域及可适用推广前景: "", 承诺: blank(book.forms.product.fields.find((field) => field.key === "承诺").part) });
  }

  remove(at) {
    const name = strip(this.state.products[at].values.大模型产品名称) || "这个产品";
    if (!confirm("删去" + name + "的附件 2？")) return;
    this.state.products.splice(at, 1);
    this.at = this.state.products.length ? Math.max(0, at - 1) : "enterprise";
    this.changedAll();
  }

  nameOf(at) { return at === "enterprise" ? "附件 1　企业" : "附件 2　" + (strip(this.state.products[at].values.大模型产品名称).slice(0, 12) || "产品 " + (at + 1)); }

  drawTabs() {
    const tab = (at) => el("button", { type: "button", "aria-current": this.at === at ? "page" : null, onclick: () => this.go(at) }, this.nameOf(at));
    this.tabs.replaceChildren(...["enterprise", ...this.state.products.keys()].map(tab),
      el("button", { type: "button", class: "formtabs__add", onclick: () => this.add(this.blankProduct()) }, "＋ 添加产品"),
      this.state.products.length ? el("button", { type: "button", class: "formtabs__add", onclick: () => this.add(this.copied()) }, "复制上一产品") : "");
  }

  // ---- 画一份表 ----
  draw() {
    const form = formOf(this.at), later = [];
    this.widgets = [];
    this.ctx = {
      widgets: this.widgets, boxes: form.boxes, build, withoutHidden,
      changed: (path) => this.changed(path), left: (path) => this.leave(path),
      refresh: () => this.ready && this.refresh(), later: (run) => later.push(run),
      forget: (owner) => this.widgets.splice(0, this.widgets.length, ...this.widgets.filter((item) => item.owner !== owner)),
      mustProof: (kind) => this.mustProof(kind),
      refocus: (node, kind, more) => { const item = [...node.querySelectorAll("[data-kind]")].find((input) => input.checked && input.dataset.kind.startsWith(kind)); if (item) item.focus(); else if (more) node.focus(); },
    };
    this.ready = false;
    const built = build(this.ctx, form.fields, valuesOf(this.state, this.at), () => []);
    this.sections = form.sections.map(({ title, from }, place) => ({ title, id: "s" + place, from, node: el("section", { class: "fs", id: "s" + place, "aria-labelledby": "s" + place + "-h" }, el("h2", { id: "s" + place + "-h" }, title)), keys: [] }));
    let section = null;
    form.fields.forEach((field, place) => {
      section = this.sections.find((item) => item.from === field.key) || section;
      section.keys.push(field.key);
      const box = form.boxes.find((item) => item.key === field.key), last = section.node.lastElementChild;
      if (box && box.half && "half" in last.dataset) { last.append(built[place].node); delete last.dataset.half; }
      else section.node.append(box && box.half ? el("div", { class: "two", "data-half": true }, built[place].node) : built[place].node);
    });
    if (this.at !== "enterprise") this.drawPlace();
    this.body.replaceChildren(el("h2", { class: "formtitle" }, form.paper.replace(/(\d)/, " $1") + "　" + form.title), ...this.sections.map((item) => item.node), this.ending());
    frameSide(this);
    later.forEach((run) => run());
    this.drawTabs();
    this.ready = true;
    this.refresh();
  }

  // 产品归入哪家单位、存成什么文件名：附件 2 没有这几栏。
  drawPlace() {
    const product = this.state.products[this.at], section = { title: "存为哪个文件", id: "s9", keys: ["slug", "unit"], from: "" };
    section.node = el("section", { class: "fs", id: "s9", "aria-labelledby": "s9-h" }, el("h2", { id: "s9-h" }, section.title));
    const text = { key: "", part: undefined, required: true, see: "public" };
    const fields = [{ ...text, key: "slug", title: "文件名", help: "小写字母、数字和连字符；它是条目网址的一部分，公开以后不宜再改", type: { kind: "Slug" } }];
    const made = build({ ...this.ctx, boxes: [] }, fields, product, () => [], {});
    if (!hasEnterprise(this.state)) {
      const unit = [
        { ...text, key: "市", title: "单位注册地所在市", help: "附件 2 没有此栏，用来把产品归到单位名下", type: { kind: "Text" } },
        { ...text, key: "统一社会信用代码", title: "统一社会信用代码", help: "营业执照上的 18 位代码", type: { kind: "Uscc" } },
      ];
      made.unshift(...build({ ...this.ctx, boxes: [] }, unit, this.state.unit, () => ["unit"], {}));
    }
    section.node.append(...made.map((item) => item.node));
    this.sections.push(section);
  }

  ending() {
    const at = this.at;
    this.kept = el("p", {}, this.keptText || "");
    return el("div", { class: "formend" }, el("button", { class: "btn", type: "submit" }, "检查并生成文件"), button("打印" + formOf(at).paper.replace(/(\d)/, " $1"), () => this.print([at])),
      at === "enterprise" ? "" : button("删去这个产品", () => this.remove(at), "linkish"), this.kept);
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
    if (path[0] === "大模型产品名称") this.drawTabs();
    this.keepSoon();
    this.refresh();
  }

  leave(path) {
    if (!this.ready) return; // 正在重画：离开的是换下去的那一栏
    this.touched.add(this.key() + "/" + path.join("."));
    this.refresh();
  }

  key() { return String(this.at); }

  refresh() {
    this.verdicts = verdicts(this.state);
    const found = this.verdicts.get(this.at) || [];
    this.widgets.forEach((widget) => widget.refresh());
    this.widgets.forEach((widget) => { if (widget.show) widget.show(found.filter((item) => this.toldAt(widget, item) && this.visible(widget, item))); });
    drawSide(this, found);
    drawSummary(this, found);
    if (!this.out.hidden) this.drawOut();
  }

  // 一条结果归哪个部件：同路径的；没有部件的，归最近的上级。
  toldAt(widget, item) {
    const path = widget.at().join(".");
    if (path === item.field) return true;
    return item.field.startsWith(path + ".") && !this.widgets.some((other) => other !== widget && other.show && (item.field === other.at().join(".") || (item.field.startsWith(other.at().join(".") + ".") && other.at().length > widget.at().length)));
  }

  visible(widget, item) {
    if (this.asked.has(this.key())) return true;
    const path = this.key() + "/" + widget.at().join(".");
    const missing = ["field-missing", "material-missing", "pledge-missing"].includes(item.rule);
    return this.touched.has(path) && !missing;
  }

  sectionOf(item) { return this.sections.find((section) => section.keys.includes(item.field.split(".")[0])); }

  labelOf(item) {
    const widget = this.widgetOf(item);
    return widget ? widget.field.title || widget.field.key : item.field;
  }

  widgetOf(item) { return this.widgets.filter((widget) => widget.focus && this.toldAt(widget, item)).pop(); }

  reach(item) {
    const widget = this.widgetOf(item);
    if (!widget) return;
    widget.node.scrollIntoView({ block: "center" });
    widget.focus();
  }

  focusFirst() {
    const [first] = this.widgets.filter((widget) => widget.focus);
    if (first) first.focus();
  }

  // ---- 检查并生成 ----
  finish() {
    this.say("");
    this.asked.add(this.key());
    this.out.hidden = false;
    this.refresh();
    const errors = (this.verdicts.get(this.at) || []).filter((item) => item.severity === "error");
    (errors.length ? this.summary : this.out).focus();
  }

  drawOut() {
    const found = this.verdicts.get(this.at) || [{ severity: "error" }];
    const ready = this.asked.has(this.key()) && !found.some((item) => item.severity === "error");
    const now = ready ? JSON.stringify([this.at, this.state, found]) : "";
    this.out.hidden = !this.asked.has(this.key());
    if (this.outOf === now) return;
    this.outOf = now;
    this.out.replaceChildren(...(ready ? output(this) : [el("h2", { id: "formout" }, "生成文件"), el("p", { class: "formout__wait" }, "改好上面列出的各处，这里就会生成文件。")]));
  }

  // ---- 打印 ----
  paper(list) {
    document.querySelectorAll(".paper").forEach((old) => old.remove());
    document.body.append(papers(this.state, this.wanted || list));
    document.documentElement.classList.add("is-paper");
  }

  print(list) {
    this.wanted = list;
    print();
    this.wanted = null;
  }

  // ---- 草稿 ----
  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keepNow(), 400);
  }

  keepNow() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.used()) return void forget();
    this.keptText = keep(this.state) ? "草稿已存在这台电脑的浏览器里" : "这个浏览器不能存草稿，关闭页面前请下载文件";
    if (this.kept) this.kept.textContent = this.keptText;
  }
}

