// 画一份表：各部分、各栏目，手机上一次一部分；换一份，添一份，删一份。
import { button, el, inherit } from "./dom.js";
import { clear } from "./opening.js";
import { frameSide } from "./sidebar.js";
import { blankProduct, drawTabs } from "./tabs.js";
import { withoutHidden } from "./text.js";
import { addressFields, formOf, hasEnterprise, valuesOf } from "./unit.js";
import { build } from "./widgets.js";

export const drawing = {
  changedAll() {
    this.touched.clear();
    this.asked.clear();
    this.draw();
    this.keep();
  },

  go(at) {
    this.at = at;
    this.say("");
    this.draw();
    this.keep();
  },

  addProduct() { this.add(blankProduct(this.state)); },

  add(product) {
    this.state.products.push(product);
    this.go(this.state.products.length - 1);
    this.focusFirst();
  },

  draw() {
    const form = formOf(this.at), later = [];
    this.widgets = [];
    this.step = 0;
    this.ctx = {
      widgets: this.widgets, boxes: form.boxes, build, withoutHidden, app: this,
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
    this.body.replaceChildren(el("h2", { class: "formtitle", tabindex: "-1" }, form.paper.replace(/(\d)/, " $1") + "　" + form.title), ...this.sections.map((item) => item.node), this.steps(), this.ending());
    frameSide(this);
    later.forEach((run) => run());
    drawTabs(this);
    this.ready = true;
    this.refresh();
    this.showStep(0);
    inherit(this.body.firstElementChild);
  },

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
  },

  // 手机上一次只看一部分。
  steps() {
    this.stepSaid = el("span");
    return el("p", { class: "formsteps" }, this.back = button("上一部分", () => this.goTo(this.sections[this.step - 1])), this.stepSaid, this.next = button("下一部分", () => this.goTo(this.sections[this.step + 1])));
  },

  showStep(step) {
    this.step = step;
    this.sections.forEach((item, place) => item.node.classList.toggle("is-now", place === step));
    this.stepSaid.textContent = step + 1 + " / " + this.sections.length;
    this.back.disabled = step === 0;
    this.next.disabled = step === this.sections.length - 1;
  },

  ending() {
    const at = this.at;
    return el("div", { class: "formend" }, button("检查并生成文件", () => this.finish(), "btn"), button("打印" + formOf(at).paper.replace(/(\d)/, " $1"), () => this.print([at])),
      at === "enterprise" ? "" : button("删去这个产品", () => this.remove(at), "linkish"), button("清除草稿", () => clear(this), "linkish"));
  },

  remove(at) {
    const name = this.state.products[at].values.大模型产品名称 || "这个产品";
    if (!confirm("删去" + name + "的附件 2？")) return;
    this.state.products.splice(at, 1);
    this.at = this.state.products.length ? Math.max(0, at - 1) : "enterprise";
    this.changedAll();
    this.sheet.scrollIntoView();
  },

  mustProof(kind) {
    const tested = this.at === "enterprise" ? "" : this.state.products[this.at].values.大模型产品检测情况.是否检测;
    const proof = formOf(this.at).proofs.find((item) => item.kinds[0] === kind || (item.kinds.includes(kind) && item.tested === false && tested === "否"));
    if (!proof) return "选交";
    if (proof.tested !== null && (tested === "" || proof.tested !== (tested === "是"))) return tested === "" ? "视检测情况" : "选交";
    return proof.kinds.length > 1 ? proof.kinds.join("、") + "至少交一种" : "必交";
  },

  focusFirst() {
    const [first] = this.widgets.filter((widget) => widget.focus && this.sections[0].node.contains(widget.node));
    if (first) first.focus();
  },

  goTo(section) {
    this.showStep(this.sections.indexOf(section));
    section.node.scrollIntoView();
    section.node.querySelector("h2").focus();
  },
};

const section = (title, id, from) => ({ title, id, from, keys: [], node: el("section", { class: "fs", id, "aria-labelledby": id + "-h" }, el("h2", { id: id + "-h", tabindex: "-1" }, title)) });
