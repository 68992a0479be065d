// 打开文件、取来已公布的条目、存出与清除草稿：别处来的内容怎样进到表里。
import { book } from "./book.js";
import { save } from "./dom.js";
import { forget, fresh, restored } from "./draft.js";
import { contents } from "./files.js";
import { privateKeys, publishedUnit } from "./published.js";
import { formOf, hasEnterprise, inUse, pathOf, place, unitName } from "./unit.js";
import { shaped } from "./values.js";
import { kindOf, readForm } from "./yaml_reader.js";

// 拖进来的文件与打印。
export function listen(app) {
  const has = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => { if (has(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => { if (has(event)) { event.preventDefault(); openFiles(app, event.dataTransfer.files); } });
  addEventListener("beforeprint", () => app.paper(app.used() ? inUse(app.state) : ["enterprise"]));
  addEventListener("afterprint", () => { document.documentElement.classList.remove("is-paper"); document.querySelectorAll(".paper").forEach((old) => old.remove()); });
}

export async function openFiles(app, files) {
  const told = [];
  for (const file of [...files].slice(0, 50)) {
    try {
      const { forms, scans, draft } = await contents(file);
      told.push(draft ? takeDraft(app, file.name, draft) : takeForms(app, forms));
      (scans || []).forEach(([name, bytes]) => app.scans.set(name, bytes));
    } catch (error) {
      told.push("没有打开 " + file.name.slice(0, 60) + "：" + error.message);
    }
  }
  if (app.key) app.changedAll();
  app.say(told.join("　"));
  app.status.scrollIntoView({ block: "nearest" }); // 拖放时页面可能停在别处
}

function takeDraft(app, name, draft) {
  app.begin(restored(book.forms, draft));
  return "已打开草稿 " + name + "，接着填吧。";
}

export function saveDraft(app) {
  if (!app.used()) return app.say("还没有填写，没有可存的草稿。");
  const name = unitName(app.state) + "-草稿.json";
  save(name, JSON.stringify({ 说明: "填表页的草稿，不是报送文件。请在填表页点“打开文件”接着填。", ...app.state }, null, 1), "application/json");
  app.say("已存为 " + name + "。里面有联系电话等不公开的内容，请妥善保管；选好的扫描件不在里面。");
  return undefined;
}

// 几份表一起打开；是另一家单位的，另开一份草稿。
function takeForms(app, forms) {
  const read = forms.map(([path, text]) => {
    const kind = kindOf(book.forms, text), values = shaped(book.forms[kind].fields, readForm(book.forms[kind], text));
    values.材料 = values.材料.filter((item) => item.文件 || item.线下提交); // 模板里还没有填的
    return { path, kind, values };
  });
  const mine = place(app.state).code, codes = read.map(({ path, values }) => values.统一社会信用代码 || locationOf(path).code).filter(Boolean);
  const other = app.key && app.used() && mine && codes.some((code) => code !== mine);
  if (!app.key || other) app.begin(fresh(book.forms));
  return (other ? "这是另一家单位的，另开了一份草稿；原来的在开头的“接着填”里。" : "") + read.map((form) => take(app, form)).join("　");
}

function take(app, { path, kind, values }) {
  const name = path.split("/").pop();
  if (kind === "product") {
    const slug = name.replace(/\.ya?ml$/i, "").toLowerCase().replace(/[^a-z0-9-]/g, "-").replace(/^-+/, "").slice(0, 64);
    const old = app.state.products.findIndex((item) => item.slug === slug);
    if (old >= 0 && !confirm("已有网址名字为 " + slug + " 的产品，用 " + name + " 的内容代替？")) return "没有打开 " + name + "。";
    app.at = old >= 0 ? old : app.state.products.length;
    app.state.products[app.at] = { slug, values };
    const { city, code } = locationOf(path);
    if (city) app.state.unit = { 市: city.name, 统一社会信用代码: code };
  } else {
    if (hasEnterprise(app.state) && !confirm("附件 1 已填有内容，用 " + name + " 的内容代替？")) return "没有打开 " + name + "。";
    app.state.enterprise = values;
    app.at = "enterprise";
  }
  return "已打开 " + name + "。";
}

// 压缩包里的路径写着市与信用代码；附件 2 没有这两栏。
function locationOf(path) {
  const [, slug, code] = /(?:^|\/)submissions\/([^/]+)\/([^/]+)\/products\//.exec(path) || [];
  return { city: book.cities.find((item) => item.slug === slug), code };
}

// 取来一家单位已公布的条目，另开一份草稿。
export async function edit(app, code) {
  let found;
  try {
    found = await publishedUnit(book.forms, new URL(app.options.home, location.href), code);
  } catch {
    return app.say("没有取到网站的数据，请检查网络后再试。");
  }
  if (!found) return app.say("没有找到信用代码是 " + code.slice(0, 40) + " 的已公布条目，请在下面按名称找。");
  const state = restored(book.forms, found);
  state.at = hasEnterprise(state) ? "enterprise" : 0;
  state.published = inUse(state).map((at) => pathOf(state, at));
  app.begin(state);
  const keys = [...new Set(inUse(state).flatMap((at) => privateKeys(formOf(at).fields)))];
  app.say("已填入公开的栏目。下列各栏不公开，要重新填写：" + keys.join("、") + "。");
  return undefined;
}

export function clear(app) {
  if (!confirm("清除“" + unitName(app.state) + "”的草稿？清除后不能恢复。")) return;
  forget(app.key);
  app.state = fresh(book.forms);
  app.showDoors();
  app.say("草稿已清除。");
}
