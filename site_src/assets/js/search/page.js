// 搜索页：边打边出，条件都在地址里。
import { comma, element, saveText, typed } from "../dom.js";
import { Facets } from "../facets.js";
import { has } from "./core.js";
import { library } from "./library.js";
import { hit, missing, passage } from "./show.js";

const FIRST = 4; // 先摆出这几条，不等其余
const SHOWN = 20;
const WAIT = 90;
const box = document.querySelector("[data-search-page]");
const one = (selector) => box.querySelector(selector);
const input = one("[data-query]");
const list = one("[data-hits]");
const status = one("[data-state]");
const more = one("[data-more]");
const sort = one("[data-sort]");
const facets = new Facets(one(".facets"));
let settled = false; // 地址里的这一次查找是按过回车、或带着来的：再改就另记一笔
let turn = 0; // 每一次查找的序号，过时的回答不用
let found = null;
let chosen = [];
let shown = 0;

// ---- 地址 ⇄ 条件 ----
function read() {
  const url = new URLSearchParams(window.location.search);
  input.value = (url.get("q") || "").slice(0, 200);
  facets.read(url);
  const known = Array.from(sort.options).some((option) => option.value === url.get("sort"));
  if (known) sort.value = url.get("sort"); else sort.selectedIndex = 0;
}

// 每改一次条件，历史里记一笔；接着打字仍是同一笔，按过回车的另起一笔。
function write(push) {
  const url = new URLSearchParams();
  const query = input.value.normalize("NFC").trim();
  if (query) url.set("q", query);
  facets.write(url);
  if (sort.selectedIndex > 0) url.set("sort", sort.value);
  const address = url.toString() ? "?" + url : window.location.pathname;
  if (address === (window.location.search || window.location.pathname)) return;
  try {
    if (push) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  } catch (error) { /* 从本机文件打开时不许改地址 */ }
}

// ---- 查找 ----
async function search() {
  const mine = ++turn;
  const before = window.location.search;
  write(settled);
  if (window.location.search !== before) settled = false;
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
  one("[data-csv]").hidden = what !== "hits";
  sort.closest("label").hidden = what !== "hits";
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

// ---- 分面与次序：一份文件在每一面上的值 ----
const VALUES = {
  kind: ({ docs }, id) => [String(docs.kinds[id])],
  level: ({ docs, manifest }, id) => manifest.levels.filter((_, bit) => docs.levels[id] & 1 << bit).map(([slug]) => slug),
  city: ({ docs, manifest }, id) => (manifest.cities[docs.cities[id]] || []).slice(0, 1),
  industry: ({ docs, manifest }, id) => manifest.industries.slice(docs.industries[id], docs.industries[id] + 1),
  test: ({ docs }, id) => (docs.tests[id] < 2 ? [String(docs.tests[id])] : []),
};

function narrowed(except) {
  const wanted = facets.all.filter((facet) => facet !== except)
    .map((facet) => [VALUES[facet.key], facets.picked(facet)]).filter(([, values]) => values.length);
  return found.ids.filter((id) => wanted.every(([values, picked]) => values(found, id).some((value) => picked.includes(value))));
}

function count(facet) {
  const numbers = new Map();
  narrowed(facet).forEach((id) => VALUES[facet.key](found, id).forEach((value) => numbers.set(value, (numbers.get(value) || 0) + 1)));
  facets.show(facet, (value) => numbers.get(value) || 0);
}

// 相关程度是找到时的次序；其余各种，一样的仍照那个次序。
async function sorted(ids) {
  const { docs } = found;
  const sounds = sort.value === "name" ? await library.sounds() : [];
  const by = {
    name: (a, b) => (sounds[a].line < sounds[b].line ? -1 : sounds[a].line > sounds[b].line ? 1 : 0),
    city: (a, b) => docs.cities[a] - docs.cities[b],
    level: (a, b) => (docs.levels[a] || 8) - (docs.levels[b] || 8),
  }[sort.value];
  return by ? ids.slice().sort(by) : ids;
}

// ---- 结果 ----
async function draw() {
  const mine = turn;
  one("[data-term]").textContent = input.value.trim();
  if (!found.words.length) return show("start", "请再多写几个字：一个汉字，或两个以上的字母、数字");
  if (!found.ids.length) return nothing(mine);
  chosen = await sorted(narrowed());
  if (mine !== turn) return undefined;
  const coming = [render(chosen.slice(0, FIRST)), render(chosen.slice(FIRST, SHOWN))]; // 先去取，取的时候再数
  coming[1].catch(() => undefined); // 前一批已经会报错
  facets.all.forEach(count);
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

// 没有结果：每个词各有几条；读音相同的写法。
async function nothing(mine) {
  const { words, counts } = found;
  const each = words.length > 1 ? words.map((word, at) => [word, word, counts[at] ? comma(counts[at]) + " 条" : "没有"]) : [];
  const alike = await library.proposals(found).catch(() => []);
  if (mine !== turn) return;
  links("[data-each]", each);
  links("[data-alike]", alike.map((text) => [text, text, ""]));
  show("empty", alike.length ? "没有结果，您是不是要找 " + alike.join("、") : "没有结果");
}

function links(selector, items) {
  const list = one(selector);
  list.querySelector("ul").replaceChildren(...items.map(([query, text, told]) => {
    const link = element("a", "", text);
    link.href = "?q=" + encodeURIComponent(query);
    return element("li", "", link, told ? " " + told : "");
  }));
  list.hidden = !items.length;
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

// ---- 下载所得：一条一行 ----
async function save() {
  const { manifest, docs } = found;
  const rows = (await library.cards(chosen)).map((card) => [manifest.kinds[docs.kinds[card.id]][0], card.name, card.version, card.facts.join("；"), card.url]);
  const safe = (text) => '"' + (/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replace(/"/g, '""') + '"'; // 表格软件不把它当公式
  saveText("search.csv", "\ufeff" + [["类型", "名称", "版本号", "说明", "页面"], ...rows].map((row) => row.map(safe).join(",") + "\r\n").join(""));
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
const cancel = typed(input, search, WAIT);
box.addEventListener("keydown", walk);
box.addEventListener("submit", (event) => {
  event.preventDefault();
  cancel();
  search();
  settled = true;
});

function change() {
  write(true);
  settled = true;
  turn++;
  draw().catch(() => show("error", "搜索暂时用不了"));
}

one(".facets").addEventListener("change", change);
sort.addEventListener("change", change);
one("[data-csv]").addEventListener("click", () => { save().catch(() => show("error", "搜索暂时用不了")); });
one("[data-clear]").addEventListener("click", () => {
  facets.clear();
  search();
  input.focus();
});
more.addEventListener("click", grow);
one("[data-retry]").addEventListener("click", search);
window.addEventListener("popstate", () => { read(); search(); settled = true; });
read();
if (!input.value) input.focus({ preventScroll: true });
search();
settled = Boolean(input.value);
