// 列表页：筛选、查找、排序、两种看法、下载所选。状态全在地址里。
//
// 二百条以内，列表已在页面中写全。再多就分了页，本页只有前二百条：一旦要筛选、查找或换次序，
// 便取来 data-rows 所指的全部各行（与页面上同样写法的 HTML 文字），一次最多摆出二百条，其余按“再显示一些”。
//
// 行上的属性：data-f-<栏> 是筛选值，以空格隔开；data-key 是条目地址，也是 CSV 里“页面”一栏的值；
// data-hay 是另供查找的字；排序选项的 data-by 指行上的一个 data- 属性。
(function () {
  "use strict";
  const box = document.querySelector("[data-list]");
  if (!box) return;
  const one = (selector) => box.querySelector(selector);
  const all = (selector) => Array.from(box.querySelectorAll(selector));
  const noun = box.dataset.list;
  const table = one("table");
  const body = table.tBodies[0];
  const query = one("[data-q]");
  const sort = one("[data-sort]");
  const narrow = window.matchMedia("(max-width: 63.99em)");
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });
  const comma = (number) => number.toLocaleString("en-US");
  const STEP = 200;
  const pager = one("[data-pager]");
  const more = one("[data-more]");
  let limit = STEP;
  let partial = "";
  let loading = null;
  let rest = box.dataset.rows; // 其余各行在哪里；取来之后清空
  let rows = Array.from(body.rows).map((element, index) => {
    const data = {};
    Array.from(element.attributes).forEach((attribute) => { data[attribute.name] = attribute.value; });
    return row(index, data, element.textContent, element);
  });

  function row(index, data, text, element, html) {
    return { index, data, element, html, text: plain(text + " " + (data["data-hay"] || "")) };
  }

  const values = (item, key) => (item.data["data-f-" + key] || "").split(" ");

  // ---- 全部各行 ----
  const SIGNS = { amp: "&", lt: "<", gt: ">", "#34": '"', "#39": "'" };
  const unescape = (text) => text.replace(/&(amp|lt|gt|#34|#39);/g, (_, name) => SIGNS[name]);

  function parsed(html, index) {
    const data = {};
    for (const [, name, value] of html.slice(0, html.indexOf(">")).matchAll(/(data-[\w-]+)="([^"]*)"/g)) data[name] = unescape(value);
    return row(index, data, unescape(html.replace(/<[^>]*>/g, " ")), null, html);
  }

  function shownElement(item) {
    if (!item.element) {
      const holder = document.createElement("template");
      holder.innerHTML = item.html;
      item.element = holder.content.firstElementChild;
    }
    return item.element;
  }

  async function whole() {
    try {
      const answer = await fetch(rest);
      if (!answer.ok) throw new Error(String(answer.status));
      rows = (await answer.json()).rows.map(parsed);
    } catch (error) {
      partial = "没有取到全部条目，只在前 " + STEP + " 条中查找：";
    }
    rest = "";
    redraw();
  }

  const facets = all("[data-facet]").map((element) => {
    const key = element.dataset.facet;
    const options = Array.from(element.querySelectorAll("input")).map((input) => ({
      input,
      item: input.closest("li"),
      count: input.closest("li").querySelector("[data-n]"),
      label: input.closest("label").querySelector(".opt__t").textContent.trim(),
    }));
    return { key, element, options };
  });

  // ---- 地址 ⇄ 状态 ----
  function read() {
    const url = new URLSearchParams(window.location.search);
    facets.forEach((facet) => {
      const wanted = url.getAll(facet.key);
      facet.options.forEach((option) => { option.input.checked = wanted.includes(option.input.value); });
    });
    query.value = url.get("q") || "";
    const known = Array.from(sort.options).some((option) => option.value === url.get("sort"));
    sort.selectedIndex = 0;
    if (known) sort.value = url.get("sort");
    show(url.get("view") === "table" ? "table" : "cards");
  }

  function write() {
    const url = new URLSearchParams();
    facets.forEach((facet) => picked(facet).forEach((value) => url.append(facet.key, value)));
    if (query.value.trim()) url.set("q", query.value.trim());
    if (sort.selectedIndex > 0) url.set("sort", sort.value);
    if (table.dataset.view === "table") url.set("view", "table");
    new URLSearchParams(window.location.search).getAll("cmp").forEach((key) => url.append("cmp", key)); // 对比所选，见 compare/
    const search = url.toString().replace(/%2F/g, "/");
    try {
      window.history.replaceState(null, "", search ? "?" + search : window.location.pathname);
    } catch (error) { /* 从本机文件打开时不许改地址 */ }
  }

  // ---- 筛选 ----
  const picked = (facet) => facet.options.filter((option) => option.input.checked).map((option) => option.input.value);

  function choose() {
    const words = plain(query.value).split(" ").filter(Boolean);
    const wanted = facets.map((facet) => ({ key: facet.key, values: picked(facet) }));
    const passes = (item, except) => words.every((word) => item.text.includes(word)) && wanted.every(
      (want) => want.key === except || !want.values.length || want.values.some((value) => values(item, want.key).includes(value)));
    rows.forEach((item) => { item.shown = passes(item); });
    facets.forEach((facet) => count(facet, rows.filter((item) => passes(item, facet.key))));
  }

  // 选项后的数：点下去会剩几条。没有条目的选项收起，整组都空的也收起。
  function count(facet, pool) {
    const numbers = new Map();
    pool.forEach((item) => values(item, facet.key).forEach((value) => numbers.set(value, (numbers.get(value) || 0) + 1)));
    facet.options.forEach((option) => {
      const number = numbers.get(option.input.value) || 0;
      option.count.textContent = comma(number);
      option.item.hidden = !number && !option.input.checked;
    });
    facet.element.hidden = facet.options.every((option) => option.item.hidden);
  }

  // ---- 排序 ----
  function order() {
    const option = sort.selectedOptions[0];
    const by = option.dataset.by;
    const sign = "desc" in option.dataset ? -1 : 1;
    const passing = rows.filter((item) => item.shown);
    if (sort.selectedIndex === 0) return passing;
    const value = (item) => item.data["data-" + by] || "";
    return passing.sort((a, b) => sign * collator.compare(value(a), value(b)) || a.index - b.index);
  }

  // ---- 显示 ----
  function show(view) {
    table.dataset.view = view;
    all("button[data-view]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.view === view));
  }

  function report(filtered, shown) {
    const number = document.createElement("b");
    number.className = "num";
    number.textContent = comma(shown);
    one("[data-count]").replaceChildren(partial + (filtered ? "筛选出 " : shown > limit ? "共 " : "显示全部 "), number, " " + noun, shown > limit ? "，先显示 " + limit + " 条" : "");
    const ticked = facets.reduce((sum, facet) => sum + picked(facet).length, 0);
    one("[data-on]").textContent = ticked ? "已选 " + ticked + " 项" : "";
    one("[data-none]").hidden = shown > 0;
    one(".scroller").hidden = shown === 0;
    one("[data-csv]").hidden = shown === 0;
    one("[data-csv] span").textContent = filtered ? "下载所选 CSV" : "下载 CSV";
    [one("[data-chips]"), one("[data-none-chips]")].forEach(chips);
  }

  function chips(list) {
    list.textContent = "";
    const conditions = [];
    facets.forEach((facet) => facet.options.filter((option) => option.input.checked).forEach((option) => {
      conditions.push([option.label, () => { option.input.checked = false; }]);
    }));
    if (query.value.trim()) conditions.push(["“" + query.value.trim() + "”", () => { query.value = ""; }]);
    conditions.forEach(([text, undo]) => list.append(chip(text + " ×", "去掉" + text, undo)));
    if (conditions.length > 1) {
      list.append(chip("全部清除", "", () => conditions.forEach(([, undo]) => undo()), "chip--clear"));
    }
    list.hidden = !conditions.length;
  }

  function chip(text, label, undo, extra) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = extra ? "chip " + extra : "chip";
    button.textContent = text;
    if (label) button.setAttribute("aria-label", label);
    button.addEventListener("click", () => { undo(); redraw(); query.focus(); });
    item.append(button);
    return item;
  }

  const filtering = () => Boolean(query.value.trim()) || facets.some((facet) => picked(facet).length);

  // 只有按序的整份列表时，分页仍由页面自己写好的页码带路；其余由脚本摆出。
  function draw() {
    write();
    const filtered = filtering();
    if (rest && !filtered && sort.selectedIndex === 0) return;
    if (rest) {
      one("[data-count]").textContent = "正在取全部条目……";
      loading = loading || whole();
      return;
    }
    choose();
    const chosen = order();
    report(filtered, chosen.length);
    body.replaceChildren(...chosen.slice(0, limit).map(shownElement));
    more.hidden = chosen.length <= limit;
    if (pager) pager.hidden = true;
  }

  function redraw() {
    limit = STEP;
    draw();
  }

  // ---- 下载所选：从整份 CSV 里挑出显示着的各行，一字不改 ----
  function records(text) {
    return text.match(/(?:[^"\r\n]|"(?:[^"]|"")*")+(?:\r\n|$)/g) || [];
  }

  function last(record) {
    return record.trimEnd().replace(/^[^]*,/, "").replace(/^"|"$/g, "");
  }

  async function download(link) {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const [head, ...rest] = records((await answer.text()).replace(/^\ufeff/, ""));
    const byKey = new Map(rest.map((record) => [last(record), record]));
    const chosen = order().map((item) => byKey.get(item.data["data-key"])).filter(Boolean);
    const file = new Blob(["\ufeff", head, ...chosen], { type: "text/csv;charset=utf-8" });
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(file);
    anchor.download = link.href.split("/").pop().replace(".csv", "-selected.csv");
    anchor.click();
    window.setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
  }

  one("[data-csv]").addEventListener("click", (event) => {
    const link = event.currentTarget;
    if (!filtering() || link.dataset.whole !== undefined) return;
    event.preventDefault();
    download(link).catch(() => { link.dataset.whole = ""; link.click(); delete link.dataset.whole; }); // 取不到就给整份
  });
  one(".facets").addEventListener("submit", (event) => event.preventDefault());
  // 查找框在失去焦点时也报 change：那时重摆各行，会吃掉正落在某一行上的点击。
  box.addEventListener("change", (event) => { if (event.target !== query) redraw(); });
  query.addEventListener("input", redraw);
  more.addEventListener("click", () => {
    const first = limit;
    limit += STEP;
    draw();
    body.rows[first].querySelector("a").focus();
  });
  all("button[data-view]").forEach((button) => {
    button.addEventListener("click", () => { show(button.dataset.view); write(); });
  });
  window.addEventListener("popstate", () => { read(); redraw(); });
  const fold = one(".facets__fold");
  if (narrow.matches) fold.open = false;
  fold.classList.remove("is-early");
  read();
  draw();
})();
