// 填得怎样：侧栏逐部分说，摘要先逐处列出填错的，再逐部分列出没填的。
import { button, el, sync } from "./dom.js";
import { isMissing, sentence } from "./words.js";

export function frameSide(app) {
  app.sections.forEach((section) => { section.line = el("li", {}, el("a", { href: "#" + section.id }, section.title), el("span")); });
  app.side.replaceChildren(el("ol", {}, app.sections.map((section) => section.line)), el("p", {}, button("检查并生成文件", () => app.finish(), "btn")));
}

export function drawSide(app, found) {
  const errors = found.filter((item) => item.severity === "error"), asked = app.asked.has(app.at), used = app.verdicts.has(app.at);
  app.sections.forEach((section) => {
    const left = errors.filter((item) => app.sectionOf(item) === section).length;
    section.line.className = left ? (asked ? "is-bad" : "") : used ? "is-ok" : "";
    section.line.lastElementChild.textContent = left ? (asked ? left + " 处要改" : "还差 " + left + " 项") : used ? "已填好" : "";
  });
}

export function drawSummary(app, found) {
  const order = (item) => app.widgets.indexOf(app.widgetOf(item));
  const errors = found.filter((item) => item.severity === "error").sort((a, b) => order(a) - order(b));
  const show = app.asked.has(app.at) && errors.length > 0;
  app.summary.hidden = !show;
  app.mendAll.hidden = app.widgets.filter((widget) => widget.mend).length < 2;
  app.count.textContent = "还有 " + errors.length + " 处要改";
  document.title = (show ? "错误：" : "") + document.title.replace(/^错误：/, "");
  if (!show) return;
  const wrong = errors.filter((item) => !isMissing(item)).map((item) => [app.labelOf(item) + "：" + sentence(item.field.split(".").pop(), item).split("。")[0], item]);
  const missing = app.sections.map((section) => [section, errors.filter((item) => isMissing(item) && app.sectionOf(item) === section)]).filter(([, items]) => items.length)
    .map(([section, items]) => [section.title + "：还没填" + [...new Set(items.map((item) => app.labelOf(item)))].join("、"), items[0]]);
  const old = new Map([...app.list.children].map((node) => [node.dataset.key, node]));
  const line = ([text, item]) => old.get(item.field + text) || el("li", { "data-key": item.field + text }, el("a", { href: "#", onclick: (event) => { event.preventDefault(); app.reach(item); } }, text));
  sync(app.list, [...wrong, ...missing].map(line));
}
