// 填得怎样：侧栏逐部分说，摘要逐处列出。
import { button, el, sync } from "./dom.js";
import { pathOf } from "./unit.js";
import { sentence } from "./words.js";

export function frameSide(app) {
  app.sections.forEach((section) => { section.line = el("li", {}, el("a", { href: "#" + section.id }, section.title), el("span")); });
  app.path = el("code");
  app.side.replaceChildren(el("ol", {}, app.sections.map((section) => section.line)), el("p", {}, button("检查并生成文件", () => app.finish(), "btn")),
    el("p", { class: "formnav__file" }, "将存为", el("br"), app.path));
}

// 侧栏：各部分填得怎样，文件放在哪里。
export function drawSide(app, found) {
  const errors = found.filter((item) => item.severity === "error"), asked = app.asked.has(app.key());
  app.sections.forEach((section) => {
    const left = errors.filter((item) => app.sectionOf(item) === section).length;
    section.line.className = left ? (asked ? "is-bad" : "") : "is-ok";
    section.line.lastElementChild.textContent = left ? (asked ? left + " 处要改" : "还差 " + left + " 项") : "已填好";
  });
  const path = pathOf(app.state, app.at);
  if (app.path.textContent !== path) app.path.replaceChildren(...path.split("/").flatMap((part, place) => (place ? ["/", el("wbr"), part] : [part])));
}

export function drawSummary(app, found) {
  const order = (item) => app.widgets.indexOf(app.widgetOf(item));
  const errors = found.filter((item) => item.severity === "error").sort((a, b) => order(a) - order(b));
  const show = app.asked.has(app.key()) && errors.length > 0;
  app.summary.hidden = !show;
  if (!show) return;
  const text = (item) => app.labelOf(item) + "：" + sentence(item.field.split(".").pop(), item).split("。")[0];
  const old = new Map([...app.list.children].map((node) => [node.dataset.key, node]));
  const line = (item) => old.get(item.field + text(item)) || el("li", { "data-key": item.field + text(item) }, el("a", { href: "#", onclick: (event) => { event.preventDefault(); app.reach(item); } }, text(item)));
  app.count.textContent = "还有 " + errors.length + " 处要改";
  sync(app.list, errors.map(line));
}
