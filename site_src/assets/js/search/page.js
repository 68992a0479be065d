// 搜索页：边打边出，条件都在地址里。
import { has } from "./core.js";
import { library } from "./library.js";
import { element, hit, missing, passage } from "./show.js";

const FIRST = 4; // 先摆出这几条，不等其余
const SHOWN = 20;
const WAIT = 90;
const box = document.querySelector("[data-search-page]");
const one = (selector) => box.querySelector(selector);
const input = one("[data-query]");
const list = one("[data-hits]");
const status = one("[data-state]");
const more = one("[data-more]");
const fold = one(".facets__fold");
const facets = Array.from(box.querySelectorAll("[data-facet]"), (field) => ({
  key: field.dataset.facet,
  field,
  options: Array.from(field.querySelectorAll("input"), (option) => ({
    option,
    item: option.closest("li"),
    count: option.closest("li").querySelector("[data-n]"),
  })),
}));
let turn = 0; // 每一次查找的序号，过时的回答不用
let found = null;
let chosen = [];
let shown = 0;

// ---- 地址 ⇄ 条件 ----
const picked = (facet) => facet.options.map(({ option }) => option).filter((option) => option.checked)
  .map((option) => option.value);

function read() {
  const url = new URLSearchParams(window.location.search);
  input.value = (url.get("q") || "").slice(0, 200);
  facets.forEach(({ key, options }) => options.forEach(({ option }) => {
    option.checked = url.getAll(key).includes(option.value);
  }));
}

function write() {
  const url = new URLSearchParams();
  const query = input.value.normalize("NFC").trim();
  if (query) url.set("q", query);
  facets.forEach((facet) => picked(facet).forEach((value) => url.append(facet.key, value)));
  const text = url.toString();
  try {
    window.history.replaceState(null, "", text ? "?" + text : window.location.pathname);
  } catch (error) { /* 从本机文件打开时不许改地址 */ }
}

// ---- 查找 ----
async function search() {
  const mine = ++turn;
  write();
  if (!input.value.trim()) return show("start", "");
  list.setAttribute("aria-busy", "true");
  const slow = window.setTimeout(() => { if (mine === turn) tell("正在查找…"); }, 500);
  try {
    const answer = await library.find(input.value);
    if (mine !== turn) return undefined;
    found = answer;
    return await draw();
  } catch (error) {
    return mine === turn ? show("error", "搜索暂时用不了") : undefined;
  } finally {
    window.clearTimeout(slow);
    if (mine === turn) list.removeAttribute("aria-busy");
  }
}

// 四种局面：还没输入、有结果、没有结果、取不到索引。
function show(what, text) {
  one("[data-start]").hidden = what !== "start";
  one("[data-empty]").hidden = what !== "empty";
  one("[data-error]").hidden = what !== "error";
  one("[data-browse]").hidden = what !== "start" && what !== "empty";
  one(".facets").hidden = what !== "hits" && what !== "narrow";
  one("[data-narrow]").hidden = what !== "narrow";
  if (what !== "hits") {
    list.textContent = "";
    more.hidden = true;
  }
  tell(text, what === "hits" || what === "start" ? "" : "vh"); // 标题已经说了的，只再说给读屏
}

function tell(text, className = "") {
  status.className = className;
  if (status.textContent !== text) status.textContent = text;
}

// ---- 分面：每份文件在每一面上是一组二进位，选项是其中一位 ----
const BITS = {
  kind: ({ kinds }, id) => 1 << kinds[id],
  level: ({ levels }, id) => levels[id],
  city: ({ cities }, id) => (cities[id] < 31 ? 1 << cities[id] : 0),
};
const BIT = {
  kind: (manifest, value) => 1 << Number(value),
  level: ({ levels }, value) => 1 << levels.findIndex(([slug]) => slug === value),
  city: ({ cities }, value) => 1 << cities.findIndex(([slug]) => slug === value),
};

const comma = (number) => number.toLocaleString("en-US");
const bit = (facet, value) => BIT[facet.key](found.manifest, value);

function narrowed(except) {
  const wanted = facets.filter((facet) => facet !== except)
    .map((facet) => [BITS[facet.key], picked(facet).reduce((mask, value) => mask | bit(facet, value), 0)])
    .filter(([, mask]) => mask);
  return wanted.length ? found.ids.filter((id) => wanted.every(([bits, mask]) => bits(found.docs, id) & mask)) : found.ids;
}

// 选项后的数：点下去会剩几条。没有的收起。
function count(facet) {
  const bits = Int32Array.from(narrowed(facet), (id) => BITS[facet.key](found.docs, id));
  facet.options.forEach(({ option, item, count: label }) => {
    const mask = bit(facet, option.value);
    const number = bits.reduce((sum, value) => (value & mask ? sum + 1 : sum), 0);
    label.textContent = comma(number);
    item.hidden = !number && !option.checked;
  });
  facet.field.hidden = facet.options.filter(({ item }) => !item.hidden).length < 2 && !picked(facet).length;
}

// ---- 结果 ----
async function draw() {
  chosen = narrowed();
  one("[data-term]").textContent = input.value.trim();
  if (!found.ids.length) return show("empty", "没有找到“" + input.value.trim() + "”");
  const mine = turn;
  const coming = [render(chosen.slice(0, FIRST)), render(chosen.slice(FIRST, SHOWN))]; // 先去取，取的时候再数
  coming[1].catch(() => undefined); // 前一批已经会报错
  facets.forEach(count);
  const ticked = facets.reduce((sum, facet) => sum + picked(facet).length, 0);
  one("[data-on]").textContent = ticked ? "已选 " + ticked + " 项" : "";
  const items = await coming[0];
  if (mine !== turn) return undefined;
  if (!items.length) return show("narrow", "找到 " + comma(found.ids.length) + " 条，没有符合所选条件的");
  list.replaceChildren(...items);
  show("hits", status.textContent);
  const rest = await coming[1];
  if (mine !== turn) return undefined;
  list.append(...rest);
  shown = items.length + rest.length;
  more.hidden = shown >= chosen.length;
  return tell(told());
}

function told() {
  const rest = shown < chosen.length ? "，显示前 " + comma(shown) + " 条" : "";
  return (chosen.length < found.ids.length ? "筛选出 " : "找到 ") + comma(chosen.length) + " 条" + rest;
}

async function render(ids) {
  const { words, docs, manifest } = found;
  return (await library.cards(ids)).map((card) => {
    const kind = manifest.kinds[docs.kinds[card.id]];
    const badge = kind[0] === "产品" ? badges[Math.log2(docs.levels[card.id])].cloneNode(true) : element("span", "tag", kind[0]);
    const item = hit(card, words, badge);
    const absent = missing(card, words).filter((word) => !card.more.some((text) => has(text, word)));
    if (absent.some((word) => !has(card.lead, word))) quote(item, card.id, kind[1], words);
    return item;
  });
}

// 词在正文深处：取来正文，换上含词的一截。取不到就留着开头。
function quote(item, id, labels, words) {
  library.texts(id).then((texts) => {
    const parts = passage(texts, labels, words);
    if (parts) item.lastElementChild.replaceChildren(...parts);
  }).catch(() => undefined);
}

async function grow() {
  const mine = turn;
  const items = await render(chosen.slice(shown, shown + SHOWN)).catch(() => null);
  if (mine !== turn) return;
  if (!items) { show("error", "搜索暂时用不了"); return; }
  list.append(...items);
  shown += items.length;
  more.hidden = shown >= chosen.length;
  status.textContent = told();
  items[0].querySelector("a").focus();
}

// ---- 键盘：上下键在输入框与各条结果之间走，Esc 回到输入框 ----
function walk(event) {
  const stops = [input, ...list.querySelectorAll(".hit__name a")];
  const at = stops.indexOf(document.activeElement);
  if (event.key === "Escape" && at > 0) input.focus();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || at < 0 || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  stops[Math.min(stops.length - 1, Math.max(0, at + step))].focus();
}

const badges = Array.from(one("template").content.children);
let timer = 0;
function later(event) {
  if (event.isComposing) return; // 输入法还没有定字
  window.clearTimeout(timer);
  timer = window.setTimeout(search, WAIT);
}

input.addEventListener("input", later);
input.addEventListener("compositionend", later);
box.addEventListener("keydown", walk);
box.addEventListener("submit", (event) => {
  event.preventDefault();
  window.clearTimeout(timer);
  search();
});
one(".facets").addEventListener("change", () => {
  write();
  turn++;
  draw().catch(() => show("error", "搜索暂时用不了"));
});
one("[data-clear]").addEventListener("click", () => {
  facets.forEach(({ options }) => options.forEach(({ option }) => { option.checked = false; }));
  search();
  input.focus();
});
more.addEventListener("click", grow);
one("[data-retry]").addEventListener("click", search);
window.addEventListener("popstate", () => { read(); search(); });
if (window.matchMedia("(max-width: 63.99em)").matches) fold.open = false;
fold.classList.remove("is-early");
read();
if (!input.value) input.focus({ preventScroll: true });
search();
