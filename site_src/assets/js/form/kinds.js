// 列表：第一栏是类别，按类别分组。知识产权逐项说明，材料选线下提交或随文件提交。
import { button, el, icon } from "./dom.js";
import { strip } from "./text.js";
import { bare, sentence } from "./words.js";

let serial = 0;

export function listOf(ctx, field, holder, at, box) {
  const materials = field.key === "材料";
  const [kindField] = field.part;
  const node = el("fieldset", { class: "field kinds" }, el("legend", { class: "field__l" }, materials ? "报送材料" : field.title), el("p", { class: "field__h" }, materials
    ? "扫描件若有印章、个人或客户信息，宜选“线下提交”：盖章的纸质件直接交市工信局。选“随文件提交”的，写上扫描件的文件名，把扫描件和这份表一起交；本页不上传文件。" : field.help));
  const error = el("p", { class: "field__e", hidden: true, tabindex: "-1" });
  const rows = el("div");
  node.append(rows, error);
  const list = holder[field.key];
  const widget = {
    at, node, field, fields: [], holder, focus: () => (node.querySelector("input") || error).focus(),
    refresh() { rows.querySelectorAll("[data-must]").forEach((mark) => { mark.textContent = ctx.mustProof(mark.dataset.must); }); },
    show(found) {
      error.hidden = !found.length;
      error.replaceChildren(...(found.length ? [icon("warn"), el("span", {}, [...new Set(found.flatMap((item) => [bare(field.key, item.message), item.hint]).filter(Boolean))].map((text) => text + "。").join(""))] : []));
      node.classList.toggle("is-bad", found.length > 0);
    },
  };
  const draw = () => {
    ctx.forget(widget);
    list.sort((a, b) => kindField.type.options.indexOf(a[kindField.key]) - kindField.type.options.indexOf(b[kindField.key]));
    rows.replaceChildren(...kindField.type.options.map((kind) => (materials ? materialKind : patentKind)(ctx, { field, list, kind, at, box, widget, draw })));
    ctx.refresh();
  };
  ctx.widgets.push(widget);
  ctx.later(draw);
  return widget;
}

const ofKind = (field, list, kind) => list.filter((item) => item[field.part[0].key] === kind);

function added(field, list, kind, more = {}) {
  const item = Object.fromEntries(field.part.map((part) => [part.key, ""]));
  list.push(Object.assign(item, { [field.part[0].key]: kind }, more));
}

// 知识产权：拥有的打勾，有几项写几项。
function patentKind(ctx, { field, list, kind, at, box, widget, draw }) {
  const items = ofKind(field, list, kind);
  const option = (box.options || []).find(([value]) => value === kind) || [kind, kind];
  const input = el("input", { type: "checkbox", checked: items.length > 0, onchange: () => {
    if (input.checked) added(field, list, kind);
    else list.splice(0, list.length, ...list.filter((item) => item[field.part[0].key] !== kind));
    ctx.changed(at());
    draw();
  } });
  const words = option[1].replace(/[。，：]?(请说明：?)?$/, "");
  return el("div", { class: "kind" }, el("label", { class: "opt" }, input, el("span", { class: "opt__box" }), el("span", { class: "opt__t" }, words)),
    items.map((item) => el("div", { class: "kind__row" }, note(ctx, field, item, list, at, widget), items.length > 1 ? drop(ctx, list, item, at, draw) : "")),
    items.length ? button("再添一项" + kind, () => { added(field, list, kind); ctx.changed(at()); draw(); }, "linkish") : "");
}

function note(ctx, field, item, list, at, owner) {
  const part = field.part[1];
  const made = ctx.build({ ...ctx, boxes: [] }, [part], item, () => [...at(), list.indexOf(item) + 1], {}, field.part)[0];
  made.owner = owner;
  return made.node;
}

const drop = (ctx, list, item, at, draw) => button("删去", () => { list.splice(list.indexOf(item), 1); ctx.changed(at()); draw(); }, "linkish");

// 材料：每一类选线下提交或随文件提交。
function materialKind(ctx, { field, list, kind, at, widget, draw }) {
  const items = ofKind(field, list, kind);
  const title = kind === "其他" ? "其他材料" : kind + (kind === "能力证明" ? "材料" : "复印件");
  return el("fieldset", { class: "kind kind--file" }, el("legend", {}, title, el("span", { class: "must", "data-must": kind })),
    (items.length ? items : [null]).map((item) => materialRow(ctx, { field, list, kind, at, widget, draw, item, only: items.length < 2 })),
    items.length ? button("再添一份" + kind, () => { added(field, list, kind, { 线下提交: "是" }); ctx.changed(at()); draw(); }, "linkish") : "");
}

function materialRow(ctx, { field, list, kind, at, widget, draw, item, only }) {
  const name = "m" + (serial += 1);
  const choose = (more) => () => {
    if (item) Object.assign(item, more);
    else added(field, list, kind, more);
    ctx.changed(at());
    draw();
    ctx.refocus(widget.node, kind, more);
  };
  const radio = (text, checked, more) => el("label", { class: "opt" }, el("input", { type: "radio", name, checked, "data-kind": kind + text, onchange: choose(more) }), el("span", { class: "opt__box opt__box--r" }), el("span", { class: "opt__t" }, text));
  const offline = Boolean(item) && item.线下提交 === "是", file = Boolean(item) && !offline;
  return el("div", { class: "kind__row" }, el("div", { class: "checks" }, radio("线下提交", offline, { 线下提交: "是", 文件: "" }), radio("随文件提交", file, { 线下提交: "", 文件: "" }),
    item ? button(only ? "不交这一类" : "删去", () => { list.splice(list.indexOf(item), 1); ctx.changed(at()); draw(); }, "linkish") : ""),
  file ? fileName(ctx, { field, list, item, at, widget }) : "");
}

function fileName(ctx, { field, list, item, at, widget }) {
  const id = "k" + (serial += 1);
  const where = () => [...at(), list.indexOf(item) + 1];
  const error = el("p", { class: "field__e", id: id + "-e", hidden: true });
  const input = el("input", {
    class: "input", id, value: item.文件.replace(/^materials\//, ""), autocomplete: "off", spellcheck: "false", maxlength: 200, "aria-describedby": id + "-h " + id + "-e",
    oninput: () => { const text = strip(input.value); item.文件 = text && "materials/" + text; ctx.changed(where()); }, onblur: () => ctx.left(where()),
  });
  const node = el("div", { class: "field field--file" }, el("label", { class: "field__l", for: id }, "文件名"), el("p", { class: "field__h", id: id + "-h" }, "PDF、PNG 或 JPEG，不超过 10 MiB。例如：licence.pdf"),
    input, error);
  ctx.widgets.push({
    at: where, node, field: { ...field.part[1], title: "材料的文件名" }, fields: [], holder: item, owner: widget, focus: () => input.focus(), refresh() {}, inner: true,
    show(found) {
      error.hidden = !found.length;
      node.classList.toggle("is-bad", found.length > 0);
      input.setAttribute("aria-invalid", String(found.length > 0));
      error.replaceChildren(...(found.length ? [icon("warn"), el("span", {}, sentence("文件", found[0]))] : []));
    },
  });
  return node;
}

