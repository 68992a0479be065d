// 列表：第一栏是类别，按类别分组。知识产权逐项说明，材料选线下提交或随文件提交。
import { book, phrase } from "./book.js";
import { button, el, icon, newId, option, put } from "./dom.js";
import { scanned, Unfit } from "./scan.js";
import { bareName } from "./unit.js";
import { bare, sentence } from "./words.js";

export function listOf(ctx, field, holder, at, box) {
  const materials = field.key === "材料";
  const [kindField] = field.part;
  const node = el("fieldset", { class: "field kinds" }, el("legend", { class: "field__l" }, materials ? "报送材料" : field.title), el("p", { class: "field__h" }, materials
    ? phrase("page.scans", { where: book.separate ? "不公开部分" : "压缩包" }) : field.help));
  const error = el("p", { class: "field__e", hidden: true, tabindex: "-1" });
  const rows = el("div");
  node.append(rows, error);
  const list = holder[field.key];
  const widget = {
    at, node, field, fields: [], holder, focus: () => (node.querySelector("input") || error).focus(),
    refresh() { rows.querySelectorAll("[data-must]").forEach((mark) => { mark.textContent = "（" + ctx.mustProof(mark.dataset.must) + "）"; }); },
    show(found) {
      const said = [...new Set(found.flatMap((item) => [bare(field.key, item.message), item.hint]).filter(Boolean))].map((text) => text + "。").join("");
      error.hidden = !said;
      put(error, said, () => (said ? [icon("warn"), el("span", {}, said)] : []));
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
  const input = el("input", { type: "checkbox", checked: items.length > 0, onchange: () => {
    if (input.checked) added(field, list, kind);
    else list.splice(0, list.length, ...list.filter((item) => item[field.part[0].key] !== kind));
    ctx.changed(at());
    draw();
  } });
  const [, words] = box.options.find(([value]) => value === kind);
  return el("div", { class: "kind" }, option(input, words.replace(/[。，：]?(请说明：?)?$/, "")),
    items.map((item) => el("div", { class: "kind__row" }, patentNote(ctx, field, item, list, at, widget), items.length > 1 ? drop(ctx, list, item, at, draw) : "")),
    items.length ? button("再添一项" + kind, () => { added(field, list, kind); ctx.changed(at()); draw(); }, "linkish") : "");
}

function patentNote(ctx, field, item, list, at, owner) {
  const part = field.part[1];
  const made = ctx.build({ ...ctx, boxes: [] }, [part], item, () => [...at(), list.indexOf(item) + 1], {}, field.part)[0];
  made.owner = owner;
  return made.node;
}

const drop = (ctx, list, item, at, draw, words = "删去") => button(words, () => { list.splice(list.indexOf(item), 1); ctx.changed(at()); draw(); }, "linkish");

// 材料：每一类选线下提交或随文件提交。
function materialKind(ctx, { field, list, kind, at, widget, draw }) {
  const items = ofKind(field, list, kind);
  const title = kind === "其他" ? "其他材料" : kind + (kind === "能力证明" ? "材料" : "复印件");
  return el("fieldset", { class: "kind kind--file" }, el("legend", {}, title, el("span", { class: "must", "data-must": kind })),
    (items.length ? items : [null]).map((item) => materialRow(ctx, { field, list, kind, at, widget, draw, item })),
    items.length && kind !== "营业执照" ? button("再添一份" + kind, () => { added(field, list, kind, { 线下提交: "是" }); ctx.changed(at()); draw(); }, "linkish") : "");
}

function materialRow(ctx, { field, list, kind, at, widget, draw, item }) {
  const name = newId();
  const choose = (more) => () => {
    if (item) Object.assign(item, more);
    else added(field, list, kind, more);
    ctx.changed(at());
    draw();
    ctx.refocus(widget.node, kind, more);
  };
  const radio = (text, checked, more) => option(el("input", { type: "radio", name, checked, "data-kind": kind + text, onchange: choose(more) }), text);
  const offline = Boolean(item) && item.线下提交 === "是", file = Boolean(item) && !offline;
  return el("div", { class: "kind__row" }, el("div", { class: "checks" }, radio("线下提交", offline, { 线下提交: "是", 文件: "", ...travels("") }), radio("随文件提交", file, { 线下提交: "", ...travels("是") }),
    item ? drop(ctx, list, item, at, draw, "取消") : ""),
  file ? scanPicker(ctx, { field, list, item, at, widget, kind }) : "");
}

const travels = (yes) => (book.separate ? { 另交: yes } : {});

// 选一个扫描件；内容留在这台设备上，打包时放进 materials。
function scanPicker(ctx, { field, list, item, at, widget, kind }) {
  const id = newId(), where = () => [...at(), list.indexOf(item) + 1];
  const said = el("span", { class: "kind__name", role: "status" });
  const error = el("p", { class: "field__e", id: id + "-e", hidden: true });
  let trouble = "", cleaned = false;
  const input = el("input", { type: "file", class: "vh", id, tabindex: "-1", "aria-label": kind + "的扫描件", accept: ".pdf,.png,.jpg,.jpeg,image/*", onchange: async () => {
    const [file] = input.files, { key } = ctx.app;
    try {
      const scan = await scanned(file, kind, ctx.app.scans);
      if (ctx.app.key === key) await ctx.app.holdScan(scan.name, scan.bytes);
      if (ctx.app.key !== key) return; // 读着的时候换了一份草稿
      item.文件 = "materials/" + scan.name;
      [trouble, cleaned] = ["", scan.cleaned];
    } catch (problem) {
      if (!(problem instanceof Unfit || problem instanceof DOMException)) throw problem;
      trouble = problem instanceof Unfit ? problem.message : phrase("page.unread") + "。";
    }
    input.value = "";
    ctx.changed(where());
  } });
  const pick = button("", () => input.click(), "btn btn--line btn--small");
  pick.setAttribute("aria-describedby", id + "-e");
  const node = el("div", { class: "field field--file" }, el("p", { class: "kind__pick" }, pick, input, said), el("p", { class: "field__h" }, "PDF、PNG 或 JPEG，不超过 10 MiB"), error);
  ctx.widgets.push({
    at: where, node, field: { ...field.part[1], title: kind + "的扫描件" }, fields: [], holder: item, owner: widget, focus: () => pick.focus(), inner: true,
    refresh() {
      const name = bareName(item.文件), held = ctx.app.scans.get(name);
      pick.textContent = name ? "换一个文件" : "选择文件";
      said.textContent = !name ? "" : name + (!held ? "（还没有选它）" : "，" + sizeOf(held) + (cleaned ? "，已去掉拍摄时间、地点等信息" : "") + (ctx.app.loose ? phrase("page.scans.loose") : ""));
    },
    show(found) {
      const text = trouble || (found.length ? sentence("文件", found[0]) : "");
      error.hidden = !text;
      put(error, text, () => (text ? [icon("warn"), el("span", {}, text)] : []));
      node.classList.toggle("is-bad", Boolean(text));
    },
  });
  return node;
}

const sizeOf = (bytes) => (bytes.length < 2 ** 20 ? Math.ceil(bytes.length / 1024) + " KiB" : (bytes.length / 2 ** 20).toFixed(1) + " MiB");
