// 填表页：附件 1 一份、附件 2 若干份，边填边查，草稿自动存下。这里搭起架子，各件事在各自的模块里。
import { book, open } from "./book.js";
import { checking } from "./checking.js";
import { button, el, icon } from "./dom.js";
import { drafts, fresh, onOthers, opened } from "./draft.js";
import { drawing } from "./drawing.js";
import { finishing } from "./finishing.js";
import { edit, listen, openFiles, saveDraft } from "./opening.js";
import { watchHand } from "./settle.js";
import { hasEnterprise } from "./unit.js";
import { isEmpty } from "./values.js";
import { windows } from "./windows.js";

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
    this.doors = el("div", { class: "formdoors", tabindex: "-1", role: "group", "aria-label": "开头" });
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
    return el("div", { class: "formtools" }, button("回到开头", () => this.mayLeave() && this.showDoors(), "linkish"), button("打开文件", () => this.file.click(), "linkish"),
      button("存草稿为文件", () => saveDraft(this), "linkish"), this.kept);
  }

  say(text) { this.status.textContent = text; }

  used() { return hasEnterprise(this.state) || Object.values(this.state.unit).some(Boolean) || this.state.products.some((item) => !isEmpty(book.forms.product.fields, item.values)); }
}

Object.assign(App.prototype, windows, drawing, checking, finishing);
