// 一栏一个部件：标签、说明、输入、字数、消息。全部由导出的栏目造出来。
import { controlFor } from "./controls.js";
import { button, el, icon, newId, put } from "./dom.js";
import { listOf } from "./kinds.js";
import { asked, mustHave } from "./values.js";
import { helpOf, sentence } from "./words.js";

// 一张表的各个部件，登记在 ctx.widgets。ctx 另有：changed(path) 有改动，left(path) 离开，later(run) 画完再做，forget(owner) 撤下。
// siblings 是同一组的全部栏目，条件在其中找。
export function build(ctx, wanted, holder, path, box, fields = wanted) {
  return wanted.map((field) => {
    const at = () => [...path(), field.key];
    const own = box || ctx.boxes.find((item) => item.key === field.key);
    if (field.many) return listOf(ctx, field, holder, at, own);
    if (field.part) return group(ctx, fields, field, holder, at, own);
    return single(ctx, fields, field, holder, at, own);
  });
}

function group(ctx, fields, field, holder, at, box) {
  const pledge = field.key === "承诺";
  const inner = build(ctx, field.part, holder[field.key], at, box || {});
  const node = el("fieldset", { class: "field group" + (pledge ? " group--pledge" : "") }, el("legend", { class: "field__l" }, field.title),
    field.help && !pledge ? el("p", { class: "field__h" }, field.help) : "", el("div", { class: field.key === "单位注册地" ? "three" : "" }, inner.map((item) => item.node)));
  return register(ctx, { at, node, field, fields, holder, refresh: () => { node.hidden = !asked(field, fields, holder); } });
}

function register(ctx, widget) {
  ctx.widgets.push(widget);
  return widget;
}

// ---- 一栏 ----
function single(ctx, fields, field, holder, at, box) {
  const id = newId();
  const kind = field.type.kind;
  const made = controlFor(field, at().join("."))({ id, field, fields, holder, at, box, changed: () => ctx.changed(at()), left: () => ctx.left(at()) });
  const help = kind !== "Pledged" && !made.listed && helpOf(field, box);
  const optional = el("span", { class: "field__opt" });
  const error = el("p", { class: "field__e", id: id + "-e", hidden: true });
  const mend = button("", () => widget.mend(true), "btn btn--line btn--small");
  const fix = el("p", { class: "field__fix", hidden: true }, mend);
  const label = kind === "Pledged" ? "" : [field.title, optional];
  const tag = made.several ? "fieldset" : "div";
  const head = label && (made.several ? el("legend", { class: "field__l" }, label) : el("label", { class: "field__l", for: id }, label));
  const node = el(tag, { class: "field" + (made.size ? " field--" + made.size : ""), role: made.several && !made.plain ? "radiogroup" : null }, head,
    help ? el("p", { class: "field__h", id: id + "-h" }, help) : "", made.node, made.meter || "", error, fix);
  const described = [help && id + "-h", made.meter && id + "-c", id + "-e"].filter(Boolean).join(" ");
  (made.several ? [node] : [made.input]).forEach((item) => item.setAttribute("aria-describedby", described));
  const widget = {
    at, node, field, fields, holder, set: made.set, focus: made.focus || (() => made.input.focus()),
    refresh() {
      node.hidden = !asked(field, fields, holder);
      const must = mustHave(field, fields, holder);
      optional.textContent = must ? "" : "（选填）";
      (made.several && !made.plain ? node : made.input).setAttribute("aria-required", String(must));
      made.refresh();
    },
    show(found) {
      const worst = found.find((item) => item.severity === "error") || found.find((item) => item.severity === "warning") || found[0];
      node.classList.toggle("is-bad", Boolean(worst) && worst.severity === "error");
      node.classList.toggle("is-warn", Boolean(worst) && worst.severity !== "error");
      if (made.input && !made.several) made.input.setAttribute("aria-invalid", String(Boolean(worst) && worst.severity === "error"));
      error.hidden = !worst;
      put(error, worst ? worst.severity + sentence(field.key, worst) : "", () => (worst ? [icon(worst.severity === "error" ? "warn" : "info"), el("span", {}, sentence(field.key, worst))] : []));
      const mended = found.find((item) => item.fix || item.hidden), better = mended && (mended.hidden ? ctx.withoutHidden(holder[field.key]) : mended.fix);
      fix.hidden = !mended;
      if (mended) mend.textContent = mended.hidden ? "删去看不见的字符" : "改为 " + better + (field.unit || "");
      widget.mend = mended ? (focus) => {
        holder[field.key] = better;
        made.set(better);
        if (focus) made.input.focus();
        ctx.changed(at());
      } : null;
    },
  };
  return register(ctx, widget);
}
