// 汇总表的表头：填报单位、联系人、联系方式、填报日期。空着的印成横线，打印后手写；愿意时才记在浏览器里。
import { book, phrase, Refusal, say } from "../form/book.js";
import { el } from "../form/dom.js";
import { isBlank, readValue } from "../form/judge.js";
import { strip } from "../form/text.js";
import { shaped } from "../form/values.js";
import { readForm } from "../form/yaml_reader.js";
import { textIn } from "./reading.js";

const KEY = "catalogue-desk-head:";
const SHOWN = ["填报单位", "联系人", "联系方式", "填报日期"];

export class Header {
  constructor(app) {
    Object.assign(this, { app, form: app.desk.bureau, other: {}, boxes: new Map(), errors: new Map() });
    this.hold = el("input", { type: "checkbox", onchange: () => this.keep() });
    this.zero = el("input", { type: "checkbox", onchange: () => { this.keep(); app.refresh(); } });
    this.zeroBox = el("label", { class: "opt" }, this.zero, el("span", { class: "opt__box" }), el("span", { class: "opt__t" }, "本市没有单位要报送，作零报告"));
    this.node = el("div", { class: "two desk__head" }, SHOWN.map((key) => this.box(key)));
    this.after = el("label", { class: "opt" }, this.hold, el("span", { class: "opt__box" }), el("span", { class: "opt__t" }, "在这台设备的浏览器里记住表头"));
  }

  box(key) {
    const field = this.field(key), id = "head-" + SHOWN.indexOf(key), error = el("p", { class: "field__e", id: id + "-e", hidden: true });
    const input = el("input", { class: "input", id, type: key === "填报日期" ? "date" : "text", autocomplete: "off", "aria-describedby": id + "-e", oninput: () => this.changed(key), onchange: () => this.changed(key) });
    this.boxes.set(key, input);
    this.errors.set(key, error);
    return el("div", { class: "field" }, el("label", { class: "field__l", for: id }, key, el("span", { class: "field__opt" }, "可以空着，打印后手写")), input, error);
  }

  field(key) { return this.form.fields.find((field) => field.key === key); }

  // 填好的各栏，写错的不算。
  values() {
    const typed = Object.fromEntries([...this.boxes].map(([key, input]) => [key, this.fault(key) ? "" : strip(input.value)]));
    return { ...this.other, ...typed, 零报告: this.zero.checked ? "是" : "" };
  }

  fault(key) {
    const text = strip(this.boxes.get(key).value);
    try {
      if (!isBlank(text)) readValue(this.field(key), text);
      return "";
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return phrase("of", { label: key, message: error.said.message }) + "。" + error.said.hint + "。";
    }
  }

  // 写得对，却不像这一轮的日期：提醒，不拦。与 schema/rules/bureau.py 同。
  doubt(key) {
    const date = strip(this.boxes.get(key).value), { round, deadline } = book;
    if (key !== "填报日期" || !date) return "";
    const found = date > deadline ? say("date.late", { date, deadline }) : Number(date.slice(0, 4)) < round ? say("date.other-year", { date, round }) : null;
    return found ? found.message + "。" + found.hint + "。" : "";
  }

  told(key) {
    const wrong = this.fault(key), doubt = wrong ? "" : this.doubt(key), error = this.errors.get(key), input = this.boxes.get(key), box = input.closest(".field");
    error.textContent = wrong || doubt;
    error.hidden = !error.textContent;
    input.setAttribute("aria-invalid", String(Boolean(wrong)));
    box.classList.toggle("is-bad", Boolean(wrong));
    box.classList.toggle("is-warn", Boolean(doubt));
  }

  changed(key) {
    this.told(key);
    this.keep();
    this.app.out.refresh();
  }

  show(values) {
    this.boxes.forEach((input, key) => { input.value = values[key] || ""; });
    this.other = Object.fromEntries(Object.entries(values).filter(([key]) => !this.boxes.has(key) && key !== "零报告"));
    this.zero.checked = values.零报告 === "是";
    this.boxes.forEach((_, key) => this.told(key));
  }

  // 换了市：记着的表头，没有就是市局的名称。
  load() {
    const { city } = this.app;
    let given = null;
    try {
      given = city && JSON.parse(localStorage.getItem(KEY + city.slug));
    } catch { /* 当作没有记着 */ }
    this.hold.checked = Boolean(given);
    this.show(given ? shaped(this.form.fields, given) : { 填报单位: city ? city.bureau : "" });
  }

  keep() {
    const { city } = this.app;
    if (!city) return;
    try {
      if (this.hold.checked) localStorage.setItem(KEY + city.slug, JSON.stringify(this.values()));
      else localStorage.removeItem(KEY + city.slug);
    } catch { /* 不让存，这次用过就算 */ }
  }

  // 来件里的 bureau.yaml。
  take(leaf, refuse) {
    try {
      const values = shaped(this.form.fields, readForm(this.form, textIn(leaf.bytes))), slug = (/(?:^|\/)([a-z]+)\/bureau\.yaml$/.exec(leaf.path) || [])[1];
      const city = book.cities.find((one) => one.slug === slug);
      if (!this.app.city && city) this.app.choose(city);
      if (this.app.city && city && city !== this.app.city) refuse("是" + city.name + "的表头，没有用");
      else this.show({ ...this.values(), ...Object.fromEntries(Object.entries(values).filter(([, text]) => !isBlank(text))) }); // 分两半的，两份各有几栏
    } catch (error) {
      refuse("是汇总表的表头，读不出来：" + error.message);
    }
  }
}
