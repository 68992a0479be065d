// 打开文件、取来已发布的条目、清除草稿：别处来的内容怎样进到表里。
import { book } from "./book.js";
import { button, el, save } from "./dom.js";
import { forget, fresh, restored } from "./draft.js";
import { contents } from "./files.js";
import { privateKeys, publishedUnit } from "./published.js";
import { strip } from "./text.js";
import { formOf, hasEnterprise, inUse, pathOf, unitName } from "./unit.js";
import { shaped } from "./values.js";
import { kindOf, readForm } from "./yaml_reader.js";

export function tools(app) {
  const file = el("input", { type: "file", class: "vh", id: "formfile", accept: ".yaml,.yml,.zip,.json", multiple: true, tabindex: "-1", "aria-label": "选择要打开的文件", onchange: () => { openFiles(app, file.files); file.value = ""; } });
  const name = el("input", { class: "input", id: "formedit", autocomplete: "off", maxlength: 100 });
  const fold = app.options.data && el("details", { class: "formedit" }, el("summary", {}, "修改已发布条目"),
    el("form", { onsubmit: (event) => { event.preventDefault(); edit(app, name.value); } },
      el("label", { class: "field__l", for: "formedit" }, "信用代码或单位全称"), el("p", { class: "field__h" }, "从网站公开的数据取来，填入公开的栏目。"),
      el("div", { class: "joinrow" }, name, el("button", { class: "btn btn--line", type: "submit" }, "取来"))));
  return el("div", { class: "formtools" }, el("div", { class: "formtools__row" }, button("打开文件", () => file.click()), file,
    button("存草稿为文件", () => saveDraft(app)), button("清除草稿", () => clear(app), "linkish"),
    el("span", { class: "formtools__note" }, "草稿文件拷到 U 盘，在另一台电脑上打开接着填。下载的 YAML、压缩包也能打开，拖到页面上也行。")), fold || "");
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
      const { forms, draft } = await contents(file);
      told.push(draft ? takeDraft(app, file.name, draft) : forms.map(([path, text]) => take(app, path, text)).join("　"));
    } catch (error) {
      told.push("没有打开 " + file.name.slice(0, 60) + "：" + error.message);
    }
  }
  app.changedAll();
  app.say(told.join("　"));
  app.status.scrollIntoView({ block: "nearest" }); // 拖放时页面可能停在别处
}

function takeDraft(app, name, draft) {
  if (app.used() && !confirm("页面上已填有内容，用草稿 " + name + " 的内容代替？")) return "没有打开 " + name + "。";
  app.state = restored(book.forms, draft);
  app.at = hasEnterprise(app.state) || !app.state.products.length ? "enterprise" : 0;
  return "已打开草稿 " + name + "，接着填吧。";
}

function saveDraft(app) {
  if (!app.used()) return app.say("还没有填写，没有可存的草稿。");
  const name = unitName(app.state) + "-未完成.json";
  save(name, JSON.stringify({ 说明: "填表页的草稿，不是报送文件。请在填表页点“打开文件”接着填。", ...app.state }, null, 1), "application/json");
  app.say("已存为 " + name + "。里面有联系电话等不公开的内容，请妥善保管。");
  return undefined;
}

function take(app, path, text) {
  const name = path.split("/").pop();
  const kind = kindOf(book.forms, text), values = shaped(book.forms[kind].fields, readForm(book.forms[kind], text));
  values.材料 = values.材料.filter((item) => item.文件 || item.线下提交); // 模板里还没有填的
  if (kind === "product") {
    const slug = name.replace(/\.ya?ml$/i, "").toLowerCase().replace(/[^a-z0-9-]/g, "-").replace(/^-+/, "").slice(0, 64);
    const old = app.state.products.findIndex((item) => item.slug === slug);
    if (old >= 0 && !confirm("已有文件名为 " + slug + " 的产品，用 " + name + " 的内容代替？")) return "没有打开 " + name + "。";
    app.at = old >= 0 ? old : app.state.products.length;
    app.state.products[app.at] = { slug, values };
    placed(app, path);
  } else {
    if (hasEnterprise(app.state) && !confirm("附件 1 已填有内容，用 " + name + " 的内容代替？")) return "没有打开 " + name + "。";
    app.state.enterprise = values;
    app.at = "enterprise";
  }
  return "已打开 " + name + "。";
}

// 压缩包里的路径写着市与信用代码；附件 2 没有这两栏。
function placed(app, path) {
  const [, slug, code] = /(?:^|\/)submissions\/([^/]+)\/([^/]+)\/products\//.exec(path) || [];
  const city = book.cities.find((item) => item.slug === slug);
  if (city) app.state.unit = { 市: city.name, 统一社会信用代码: code };
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
