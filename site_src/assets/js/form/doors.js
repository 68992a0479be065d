// 开头：这是什么、要多久、先备好什么；三扇门：新填，接着填，修改或沿用已公布的条目。
import { book, phrase } from "./book.js";
import { button, el, save } from "./dom.js";
import { drafts, forget, fresh } from "./draft.js";
import { edit } from "./opening.js";
import { findUnits, units } from "./published.js";
import { blankProduct } from "./tabs.js";
import { place, unitName } from "./unit.js";
import { moment } from "./words.js";

export function doors(app) {
  return [
    el("p", { class: "formlede" }, phrase("page.lede")),
    el("div", { class: "formdoors__in" },
      door("新填", "new", el("p", {}, "从空白的表开始。"), el("p", { class: "formdoors__do" }, button("从企业（附件 1）填起", () => begin(app, false), "btn"), button("只报产品（附件 2）", () => begin(app, true)))),
      door("接着填", "resume", el("div", { class: "formdoors__kept" }, keptDrafts(app)),
        el("p", { class: "formdoors__do" }, button("打开存下的文件", () => app.file.click())), el("p", { class: "field__h" }, phrase("page.resume"))),
      app.options.home ? door("修改或沿用已公布的条目", "edit", unitPicker(app)) : ""),
    el("p", { class: "formdoors__more" }, "用纸填：", button("打印空白附件 1", () => app.print(["enterprise"], fresh(book.forms)), "linkish"), button("打印空白附件 2", () => app.print([0], withProduct(fresh(book.forms))), "linkish"),
      app.options.home ? el("a", { href: app.options.home + "submit/forms/" }, "下载空白的 Word 表") : ""),
  ];
}

// 这台设备上的草稿；别的窗口存了，只换这里。
export function keptDrafts(app) {
  const kept = drafts(book.forms);
  return kept.length ? el("ul", { class: "formdrafts" }, kept.map((draft) => draftLine(app, draft))) : el("p", {}, "这台设备上还没有草稿。");
}

const withProduct = (state) => ({ ...state, products: [blankProduct(state)] });

const door = (title, id, ...inside) => el("section", { class: "fs formdoor", "aria-labelledby": "door-" + id }, el("h2", { id: "door-" + id }, title), inside);

function begin(app, productOnly) {
  app.begin(fresh(book.forms));
  if (productOnly) app.addProduct();
  else app.focusFirst();
}

// 一份草稿：哪家单位，几份表，什么时候存的；读不出来的原样留着，可以存成文件交给技术人员。
function draftLine(app, draft) {
  const { key, text, saved, state } = draft;
  const when = saved.getTime() ? moment(saved) + " 存" : "";
  const remove = (name) => button("删去", () => { if (confirm(phrase("page.drop", { name }))) { forget(key); app.showDoors(); app.doors.focus({ preventScroll: true }); } }, "linkish");
  if (!state) {
    return el("li", {}, el("b", {}, "一份读不出来的草稿"), el("span", {}, phrase("page.unreadable")), button("存成文件", () => save("读不出来的草稿.txt", text, "text/plain;charset=utf-8"), "linkish"), remove("读不出来"));
  }
  const count = state.products.length, name = unitName(state);
  return el("li", {}, button(name, () => app.resume(draft), "formdrafts__go"), el("span", {}, [place(state).code, count ? count + " 个产品" : "", when].filter(Boolean).join("，")), remove(name));
}

function unitPicker(app) {
  const found = el("ul", { class: "formdrafts", "aria-live": "polite" });
  let list = null;
  const input = el("input", { class: "input", id: "formedit", autocomplete: "off", maxlength: 200, oninput: show, onfocus: async () => {
    try {
      list = list || await units(new URL(app.options.home, location.href));
      show();
    } catch {
      found.replaceChildren(el("li", {}, phrase("page.offline")));
    }
  } });
  function show() {
    if (!list) return;
    const hits = findUnits(list, input.value);
    found.replaceChildren(...(hits.length || !input.value.trim() ? hits : [["", "没有找到，请换几个字试试。", ""]]).map(([code, name, city]) =>
      el("li", {}, code ? button(name, () => edit(app, code), "formdrafts__go") : name, code && el("span", {}, city + "，" + code))));
  }
  return [el("label", { class: "field__l", for: "formedit" }, "单位名称"), el("p", { class: "field__h" }, phrase("page.edit")), input, found];
}
