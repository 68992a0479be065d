// 边填边查：改了、离开了就查，结果归到各栏，走得到那里。
import { keepStill, afterPress } from "./settle.js";
import { drawSide, drawSummary } from "./sidebar.js";
import { named, showTabs } from "./tabs.js";
import { verdicts } from "./unit.js";
import { isMissing } from "./words.js";

export const checking = {
  changed(path) {
    if (path[0] === "大模型产品名称") this.nameProduct();
    this.keep();
    this.refresh();
  },

  nameProduct() {
    const { slug } = named(this.state, this.state.products[this.at]), widget = this.widgets.find((item) => item.field.key === "slug");
    widget.set(slug);
  },

  leave(path) {
    if (!this.ready) return; // 正在重画：离开的是换下去的那一栏
    this.touched.add(this.at + "/" + path.join("."));
    this.lastLeft = path.join(".");
    this.afterLeave = this.afterLeave || (() => { this.refresh(); this.hear(); });
    afterPress(this.afterLeave);
  },

  // 离开的那一栏有错，读屏软件念出来。
  hear() {
    const widget = this.widgets.find((item) => item.at().join(".") === this.lastLeft);
    const error = widget && widget.node.classList.contains("is-bad") && widget.node.querySelector(".field__e");
    this.heard.textContent = error ? widget.field.title + "：" + error.textContent : "";
  },

  refresh() {
    keepStill(() => {
      this.verdicts = verdicts(this.state, this.scans);
      const found = this.verdicts.get(this.at) || [];
      this.widgets.forEach((widget) => widget.refresh());
      this.widgets.forEach((widget) => { if (widget.show) widget.show(found.filter((item) => this.toldAt(widget, item) && this.visible(widget, item))); });
      drawSide(this, found);
      showTabs(this);
      drawSummary(this, found);
      this.drawOut(found);
    });
  },

  // 一条结果归哪个部件：同路径的；没有部件的，归最近的上级。
  toldAt(widget, item) {
    const path = widget.at().join(".");
    if (path === item.field) return true;
    return item.field.startsWith(path + ".") && !this.widgets.some((other) => other !== widget && other.show && (item.field === other.at().join(".") || (item.field.startsWith(other.at().join(".") + ".") && other.at().length > widget.at().length)));
  },

  visible(widget, item) { return this.asked.has(this.at) || (this.touched.has(this.at + "/" + widget.at().join(".")) && !isMissing(item)); },

  sectionOf(item) { return this.sections.find((each) => each.keys.includes(item.field.split(".")[0])); },

  labelOf(item) {
    const widget = this.widgetOf(item);
    return widget ? widget.field.title || widget.field.key : item.field;
  },

  widgetOf(item) { return this.widgets.filter((widget) => widget.focus && this.toldAt(widget, item)).pop(); },

  reach(item) {
    const widget = this.widgetOf(item);
    if (!widget) return;
    this.showStep(this.sections.indexOf(this.sectionOf(item)));
    widget.node.scrollIntoView({ block: "center" });
    widget.focus();
  },
};
