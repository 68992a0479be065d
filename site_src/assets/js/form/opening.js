// 打开文件、取来已发布的条目、清除草稿：别处来的内容怎样进到表里。
import { book } from "./book.js";
import { button, el } from "./dom.js";
import { forget, fresh, restored } from "./draft.js";
import { privateKeys, publishedUnit } from "./published.js";
import { strip } from "./text.js";
import { formOf, hasEnterprise, inUse, pathOf } from "./unit.js";
import { shaped } from "./values.js";
import { kindOf, readForm } from "./yaml_reader.js";

export function tools(app) {
  const file = el("input", { type: "file", class: "vh", id: "formfile", accept: ".yaml,.yml", multiple: true, tabindex: "-1", "aria-label": "选择要打开的 YAML 文件", onchange: () => { openFiles(app, file.files); file.value = ""; } });
  const name = el("input", { class: "input", id: "formedit", autocomplete: "off", maxlength: 100 });
  const fold = app.options.data && el("details", { class: "formedit" }, el("summary", {}, "修改已发布条目"),
    el("form", { onsubmit: (event) => { event.preventDefault(); edit(app, name.value); } },
      el("label", { class: "field__l", for: "formedit" }, "信用代码或单位全称"), el("p", { class: "field__h" }, "从网站公开的数据取来，填入公开的栏目。"),
      el("div", { class: "joinrow" }, name, el("button", { class: "btn btn--line", type: "submit" }, "取来"))));
  return el("div", { class: "formtools" }, el("div", { class: "formtools__row" }, button("打开文件", () => file.click()), file,
    button("清除草稿", () => clear(app), "linkish"), el("span", { class: "formtools__note" }, "也可以把本页存下的 YAML 文件拖到页面上。")), fold || "");
}

// 拖进来的文件、打印与离开。
export function listen(app) {
  const has = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => { if (has(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => { if (has(event)) { event.preventDefault(); openFiles(app, event.dataTransfer.files); } });
  addEventListener("beforeprint", () => { if (app.wanted || app.used()) app.paper(inUse(app.state)); });
  addEventListener("afterprint", () => { document.documentElement.classList.remove("is-paper"); document.querySelectorAll(".paper").forEach((old) => old.remove()); });
  addEventListener("pagehide", () => app.keepNow());
}

async function openFiles(app, files) {
  const told = [];
  for (const file of [...files].slice(0, 50)) {
    try {
      if (file.size > 256 * 1024) throw new Error("文件太大，不是一张表");
      told.push(take(app, file.name, new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer())));
    } catch (error) {
      told.push("没有打开 " + file.name.slice(0, 60) + "：" + (error instanceof TypeError ? "不是 UTF-8 编码的文字" : error.message));
    }
  }
  app.changedAll();
  app.say(told.join("　"));
  app.status.scrollIntoView({ block: "nearest" }); // 拖放时页面可能停在别处
}

function take(app, name, text) {
  const kind = kindOf(book.forms, text), values = shaped(book.forms[kind].fields, readForm(book.forms[kind], text));
  values.材料 = values.材料.filter((item) => item.文件 || item.线下提交); // 模板里还没有填的
  if (kind === "product") {
    app.state.products.push({ slug: name.replace(/\.ya?ml$/i, "").toLowerCase().replace(/[^a-z0-9-]/g, "-").replace(/^-+/, "").slice(0, 64), values });
    app.at = app.state.products.length - 1;
  } else {
    if (hasEnterprise(app.state) && !confirm("附件 1 已填有内容，用 " + name + " 的内容代替？")) return "没有打开 " + name;
    app.state.enterprise = values;
    app.at = "enterprise";
  }
  return "已打开 " + name + "。";
}

async function edit(app, text) {
  if (!strip(text)) return app.say("请填写信用代码或单位全称。");
  let found;
  try {
    found = await publishedUnit(book.forms, new URL(app.options.data, location.href), text);
  } catch {
    return app.say("没有取到网站的数据，请检查网络后再试。");
  }
  if (!found) return app.say("没有找到这家单位的已发布条目，请核对信用代码或全称。");
  if (app.used() && !confirm("页面上已填有内容，用已发布的内容代替？")) return undefined;
  app.state = restored(book.forms, found);
  app.at = hasEnterprise(app.state) ? "enterprise" : 0;
  app.state.published = inUse(app.state).map((at) => pathOf(app.state, at));
  app.changedAll();
  const keys = [...new Set(inUse(app.state).flatMap((at) => privateKeys(formOf(at).fields)))];
  app.say("已填入公开的栏目。下列各栏不公开，要重新填写：" + keys.join("、") + "。");
  return undefined;
}

function clear(app) {
  if (!confirm("清除这台电脑上的草稿？清除后不能恢复。")) return;
  app.state = fresh(book.forms);
  app.at = "enterprise";
  app.changedAll();
  clearTimeout(app.timer);
  app.timer = 0;
  forget();
  app.say("草稿已清除。");
}
