// 打开文件、取来已公布的条目、存出与清除草稿：别处来的内容怎样进到表里。
import { book, phrase } from "./book.js";
import { digested, digestOf } from "./bytes.js";
import { save } from "./dom.js";
import { forget, fresh, restored } from "./draft.js";
import { contents } from "./files.js";
import { pair, readHalf, filledIn } from "./pairing.js";
import { privateKeys, publishedUnit } from "./published.js";
import { accepted, same } from "./scan.js";
import { named } from "./tabs.js";
import { bareName, formOf, hasEnterprise, holderOf, inUse, pathOf, place, unitName, valuesOf } from "./unit.js";
import { blank } from "./values.js";

// 拖进来的文件与打印。
export function listen(app) {
  const has = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => { if (has(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => { if (has(event)) { event.preventDefault(); openFiles(app, event.dataTransfer.files); } });
  addEventListener("pageshow", (event) => { if (event.persisted && !app.unkept) location.reload(); }); // 浏览器后退时留着的页，草稿可能在别处改过了
  addEventListener("beforeunload", (event) => { if (app.unkept) { event.preventDefault(); event.returnValue = ""; } });
  addEventListener("beforeprint", () => app.paper(app.used() ? inUse(app.state) : ["enterprise"]));
  addEventListener("afterprint", () => { document.documentElement.classList.remove("is-paper"); document.querySelectorAll(".paper").forEach((old) => old.remove()); });
}

export async function openFiles(app, files) {
  if (app.sheet.disabled) return void app.away.scrollIntoView({ block: "nearest" }); // 在别的窗口里填着，存不下
  const told = [], forms = [], scans = new Map();
  const tried = async (name, run) => {
    try {
      await run();
    } catch (error) {
      told.push("没有打开 " + name.slice(0, 60) + "：" + (error instanceof DOMException ? phrase("page.unread") : error.message));
    }
  };
  for (const file of [...files].slice(0, 50)) {
    await tried(file.name, async () => {
      const found = await contents(file);
      if (found.draft) told.push(takeDraft(app, file.name, found.draft));
      else forms.push(...found.forms.map((form) => [...form, file.name]));
      for (const [name, bytes] of found.scans || []) await tried(name, () => { accepted(name, bytes); scans.set(name, bytes); });
    });
  }
  for (const bytes of book.separate ? scans.values() : []) await digested(bytes);
  const read = [];
  for (const form of forms) await tried(form[2].endsWith(".zip") ? form[2] : form[0], () => read.push(readHalf(form)));
  if (read.length) told.push(...takeForms(app, read, (file) => digestOf(scans.get(bareName(file)) || app.scans.get(bareName(file)))));
  const { key } = app;
  if (key) {
    app.changedAll(); // 马上照新的画：存扫描件要等，等的时候也许已在填了
    for (const [name, bytes] of scans) {
      if (app.key !== key) break;
      if (app.scans.has(name) && !same(app.scans.get(name), bytes)) told.push(phrase("page.scans.replaced", { name }));
      await app.holdScan(name, bytes);
    }
    if (app.key === key) app.refresh();
  }
  app.say(told.join("　"));
  app.status.scrollIntoView({ block: "nearest" }); // 拖放时页面可能停在别处
}

function takeDraft(app, name, draft) {
  if (!app.mayLeave()) return "没有打开 " + name + "。";
  app.begin(restored(book.forms, draft));
  return phrase("page.draft", { name });
}

export function saveDraft(app) {
  if (!app.used()) return app.say(phrase("page.draft.none"));
  const name = unitName(app.state) + "-草稿.json";
  save(name, JSON.stringify({ 说明: phrase("page.draft.what"), ...app.state }, null, 1), "application/json");
  app.say(phrase("page.draft.saved", { name }));
  return undefined;
}

// 几份表一起打开；是另一家单位的，另开一份草稿。公开与不公开的两半凭承诺合成一份。
function takeForms(app, read, digestOfFile) {
  const opens = read.filter(({ half }) => !half).map((form) => ({ ...form, values: filledIn(form) }));
  const mine = place(app.state).code, codes = opens.map(({ raw, code }) => raw.统一社会信用代码 || code).filter(Boolean);
  const other = app.key && app.used() && mine && codes.some((code) => code !== mine);
  if (other && !app.mayLeave()) return ["没有打开 " + read.map(({ path }) => path.split("/").pop()).join("、") + "。"];
  if (!app.key || other) app.begin(fresh(book.forms));
  const paired = pair(read.filter(({ half }) => half), [...opens, ...app.used() ? halfOpen(app.state) : []], digestOfFile);
  return [other ? phrase("page.other-unit") : "", ...opens.map((form) => take(app, form)), ...paired.map(([half, why]) => ofHalf(half, why))].filter(Boolean);
}

// 先前打开了公开的一半、还在等不公开的一半的表。
function halfOpen(state) {
  const { city, code } = place(state);
  return inUse(state).filter((at) => holderOf(state, at).commitment).map((at) => {
    const holder = holderOf(state, at), values = valuesOf(state, at);
    return { kind: at === "enterprise" ? at : "product", slug: holder.slug || "", city, code, raw: { ...values, 不公开部分: holder.commitment }, values,
      set joined(half) { holder[at === "enterprise" ? at : "values"] = this.values; holder.salt = this.salt; } };
  });
}

function ofHalf({ path }, why) {
  const name = path.split("/").pop();
  if (why === "alone") return phrase("page.half.alone", { name });
  if (why === "mismatch") return phrase("page.half.mismatch", { name });
  return "已打开不公开部分 " + name + "。" + (why && phrase("page.half.unsure"));
}

function take(app, { path, kind, values, slug, city, code, raw, salt, joined }) {
  const name = path.split("/").pop(), { 不公开部分: commitment, 批次: round } = raw, bond = { ...(salt ? { salt } : {}), ...(commitment ? { commitment } : {}) };
  const earlier = Number(round || book.firstRound) < book.round;
  if (earlier) values.承诺 = blank(formOf(kind).fields).承诺;
  if (kind === "product") {
    const old = app.state.products.findIndex((item) => slug && item.slug === slug);
    if (old >= 0 && !confirm("已有网址名字为 " + slug + " 的产品，用 " + name + " 的内容代替？")) return "没有打开 " + name + "。";
    app.at = old >= 0 ? old : app.state.products.length;
    app.state.products[app.at] = { ...(slug ? { slug } : named(app.state, { slug, values })), values, ...bond };
    if (city) app.state.unit = { 市: city.name, 统一社会信用代码: code };
  } else {
    if (hasEnterprise(app.state) && !confirm(phrase("page.replace", { name }))) return "没有打开 " + name + "。";
    Object.assign(app.state, { enterprise: values, salt, commitment });
    app.at = "enterprise";
  }
  return "已打开 " + name + "。" + (commitment && !joined ? fillAgain([formOf(app.at)], phrase("page.half.open")) : "") + (earlier ? renewed(round || book.firstRound) : "");
}

// 取不来的栏目要重新填写。
const fillAgain = (forms, lead) => lead + "重新填写不公开的各栏：" + [...new Set(forms.flatMap((form) => privateKeys(form.fields)))].join("、") + "。";

// 以前各轮的，沿用到本轮。
const renewed = (old) => phrase("page.renewed", { old, round: book.round });

// 取来一家单位已公布的条目，另开一份草稿。
export async function edit(app, code) {
  let found;
  try {
    found = await publishedUnit(book.forms, new URL(app.options.home, location.href), code);
  } catch {
    return app.say(phrase("page.offline"));
  }
  if (!found) return app.say(phrase("page.no-entry", { code: code.slice(0, 40) }));
  const state = restored(book.forms, found);
  state.at = hasEnterprise(state) ? "enterprise" : 0;
  state.published = inUse(state).map((at) => pathOf(state, at));
  app.begin(state);
  history.replaceState(null, "", location.pathname); // 刷新就接着填这一份，不再取一次
  app.say(fillAgain(inUse(state).map(formOf), phrase("page.fetched")) + (found.round < book.round ? renewed(found.round) : ""));
  return undefined;
}

export function clear(app) {
  if (!confirm(phrase("page.clear", { name: unitName(app.state) }))) return;
  forget(app.key);
  app.state = fresh(book.forms);
  app.showDoors();
  app.say("草稿已清除。");
}
