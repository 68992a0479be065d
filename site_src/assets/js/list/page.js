// 列表页：筛选、查找、排序、两种看法、下载所选。状态全在地址里，每改一次筛选，历史里记一笔，“后退”就退一步。
//
// 一页以内，列表已在页面中写全。再多就分了页：一旦要筛选、查找或换次序，便取来 data-rows 所指的全部各行，
// 一次摆出一页，其余按“再显示一些”。
import { comma, element, typed } from "../dom.js";
import { Facets } from "../facets.js";
import { download } from "./csv.js";
import { choose, fromElement, fromText, shownElement, sorted } from "./rows.js";

const box = document.querySelector("[data-list]");
const one = (selector) => box.querySelector(selector);
const all = (selector) => Array.from(box.querySelectorAll(selector));
const noun = box.dataset.list;
const STEP = Number(box.dataset.step);
const SOON = 16; // 打字时先摆出这几行，看得见的都在里面；其余等画完这几行再摆
const root = document.documentElement;
const body = one("table").tBodies[0];
const query = one("[data-q]");
const sort = one("[data-sort]");
const total = document.querySelector(".listhead p");
const pager = one("[data-pager]");
const more = one("[data-more]");
const facets = new Facets(one(".facets"));
const heads = all("thead [data-by]");
let reversed = false; // 次序与选项所写的相反
let limit = STEP;
let partial = "";
let loading = null;
let rest = box.dataset.rows; // 其余各行在哪里；取来之后清空
let rows = Array.from(body.rows).map(fromElement);
let chosen = rows;
let turn = 0; // 第几次摆出各行，过时的不再接着摆
let help = null;
let asked = null;
let typing = false; // 上一次改的就是查找框：接着打字，历史里仍是同一笔

async function whole() {
  try {
    const answer = await fetch(rest);
    if (!answer.ok) throw new Error(String(answer.status));
    rows = (await answer.json()).rows.map(fromText);
  } catch (error) {
    partial = "没有取到全部条目，只在前 " + rows.length + " 条中查找：";
  }
  rest = "";
  draw();
}

// ---- 地址 ⇄ 状态 ----
function read() {
  const url = new URLSearchParams(window.location.search);
  facets.read(url);
  query.value = url.get("q") || "";
  const known = Array.from(sort.options).some((option) => option.value === url.get("sort"));
  sort.selectedIndex = 0;
  if (known) sort.value = url.get("sort");
  reversed = url.get("order") === "reverse";
  show(url.get("view") === "table" ? "table" : "cards");
}

function write(fromTyping) {
  const url = new URLSearchParams();
  facets.write(url);
  if (query.value.trim()) url.set("q", query.value.trim());
  if (sort.selectedIndex > 0) url.set("sort", sort.value);
  if (reversed) url.set("order", "reverse");
  if (root.dataset.view === "table") url.set("view", "table");
  const search = url.toString().replace(/%2F/g, "/");
  const address = search ? "?" + search : window.location.pathname;
  if (address === (window.location.search || window.location.pathname)) return;
  try {
    if (fromTyping && typing) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
  } catch (error) { /* 从本机文件打开时不许改地址 */ }
  typing = fromTyping;
}

// ---- 显示 ----
function show(view) {
  root.dataset.view = view;
  all("button[data-view]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.view === view));
  one(".scroller").tabIndex = view === "table" ? 0 : -1;
  heads.forEach((head) => { head.querySelector("button").tabIndex = view === "table" ? 0 : -1; });
}

function mark() {
  const option = sort.selectedOptions[0];
  const down = "desc" in option.dataset !== reversed;
  heads.forEach((head) => {
    if (head.dataset.by === option.dataset.by) head.setAttribute("aria-sort", down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  return { by: option.dataset.by, down };
}

const filtering = () => Boolean(query.value.trim()) || facets.ticked().length > 0;

function report(filtered) {
  const shown = chosen.length;
  one("[data-count]").replaceChildren(partial + (filtered ? "筛选出 " : shown > limit ? "共 " : "显示全部 "), element("b", "num", comma(shown)), " " + noun, shown > limit ? "，先显示 " + limit + " 条" : "");
  one("[data-none]").hidden = shown > 0;
  total.classList.toggle("noprint", filtered); // 纸上只有一个数
  one(".scroller").hidden = shown === 0;
  one("[data-csv]").hidden = shown === 0;
  one("[data-csv] span").textContent = filtered ? "下载所选 CSV" : "下载 CSV";
  [one("[data-chips]"), one("[data-none-chips]")].forEach(chips);
}

function chips(list) {
  list.textContent = "";
  const conditions = facets.ticked().map(({ input, label }) => [label, () => { input.checked = false; }]);
  if (query.value.trim()) conditions.push(["“" + query.value.trim() + "”", () => { query.value = ""; }]);
  conditions.forEach(([text, undo]) => list.append(chip(text + " ×", "去掉" + text, undo)));
  if (conditions.length > 1) list.append(chip("全部清除", "", () => conditions.forEach(([, undo]) => undo()), "chip--clear"));
  list.hidden = !conditions.length;
}

function chip(text, label, undo, extra) {
  const button = element("button", extra ? "chip " + extra : "chip", text);
  button.type = "button";
  if (label) button.setAttribute("aria-label", label);
  button.addEventListener("click", () => { undo(); change(); query.focus(); });
  return element("li", "", button);
}

// 只有按序的整份列表时，分页仍由页面自己写好的页码带路；其余由脚本摆出。
function draw(fromTyping = false) {
  const filtered = filtering();
  const { by, down } = mark();
  const asWritten = sort.selectedIndex === 0 && !reversed;
  if (rest && !filtered && asWritten) {
    root.classList.remove("is-coming");
    return;
  }
  if (rest) {
    one("[data-count]").textContent = "正在取全部条目……";
    loading = loading || whole();
    return;
  }
  const wanted = facets.all.map((facet) => ({ key: facet.key, values: facets.picked(facet) }));
  const answer = found(wanted);
  chosen = asWritten ? answer.chosen : sorted(answer.chosen, by, down);
  facets.all.forEach((facet) => facets.show(facet, (value) => answer.counts.get(facet.key).get(value) || 0));
  report(filtered);
  lay(chosen.slice(0, limit), fromTyping ? SOON : limit);
  more.hidden = chosen.length <= limit;
  if (pager) pager.hidden = true;
  root.classList.remove("is-coming");
}

// 照原字一行也没有的，换成简体再找；繁简对照到这时才取来，取不到就只照原字。
function found(wanted) {
  const answer = choose(rows, query.value, wanted);
  if (answer.chosen.length || !/[^\0-\x7f]/.test(query.value)) return answer;
  if (help) return choose(rows, help.simplified(query.value), wanted);
  asked = asked || import("../search/library.js").then(({ library }) => library.help()).then((told) => { help = told; draw(); }).catch(() => undefined);
  return answer;
}

function lay(items, soon) {
  const mine = ++turn;
  const rest = () => { if (mine === turn) body.append(...items.slice(soon).map(shownElement)); };
  body.replaceChildren(...items.slice(0, soon).map(shownElement));
  if (items.length > soon) window.requestAnimationFrame(() => window.setTimeout(rest));
}

function change(fromTyping = false) {
  limit = STEP;
  write(fromTyping);
  draw(fromTyping);
}

// 表头：点一下照这一栏排，再点反过来。
function sortable(head) {
  const button = element("button", "l-sort", ...head.childNodes);
  button.type = "button";
  button.addEventListener("click", () => {
    const option = Array.from(sort.options).find((one) => one.dataset.by === head.dataset.by);
    reversed = sort.selectedOptions[0] === option ? !reversed : false;
    option.selected = true;
    change();
  });
  head.append(button);
}

one("[data-csv]").addEventListener("click", (event) => {
  const link = event.currentTarget;
  if (!filtering() || link.dataset.whole !== undefined) return;
  event.preventDefault();
  const keys = chosen.map((item) => item.data["data-key"]);
  download(link.href, keys).catch(() => { link.dataset.whole = ""; link.click(); delete link.dataset.whole; }); // 取不到就给整份
});
one(".facets").addEventListener("change", () => change());
sort.addEventListener("change", () => { reversed = false; change(); });
typed(query, () => change(true)); // 一页只摆几十行，不必等停手
more.addEventListener("click", () => {
  const first = limit;
  limit += STEP;
  draw();
  body.rows[first].querySelector("a").focus();
});
all("button[data-view]").forEach((button) => {
  button.addEventListener("click", () => { show(button.dataset.view); write(false); });
});
window.addEventListener("popstate", () => { limit = STEP; typing = false; read(); draw(); });
heads.forEach(sortable);
read();
draw();
