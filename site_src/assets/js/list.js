// 列表页：筛选、查找、排序、两种看法、下载所选。状态全在地址里；列表本身已在页面中写全。
//
// 行上的属性：data-f-<栏> 是筛选值，以空格隔开；data-key 是条目地址，也是 CSV 里“页面”一栏的值；
// 排序选项的 data-by 指行上的一个 data- 属性，没有这个属性就取类名为 l-<依据> 的格子里的字。
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

  const rows = Array.from(body.rows).map((element, index) => ({
    element,
    index,
    text: plain(element.textContent + " " + (element.dataset.hay || "")),
  }));
  const facets = all("[data-facet]").map((element) => {
    const key = element.dataset.facet;
    rows.forEach((row) => { row[key] = (row.element.getAttribute("data-f-" + key) || "").split(" "); });
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
    const search = url.toString();
    try {
      window.history.replaceState(null, "", search ? "?" + search : window.location.pathname);
    } catch (error) { /* 从本机文件打开时不许改地址 */ }
  }

  // ---- 筛选 ----
  const picked = (facet) => facet.options.filter((option) => option.input.checked).map((option) => option.input.value);

  function choose() {
    const words = plain(query.value).split(" ").filter(Boolean);
    const wanted = facets.map((facet) => ({ key: facet.key, values: picked(facet) }));
    const passes = (row, except) => words.every((word) => row.text.includes(word)) && wanted.every(
      (want) => want.key === except || !want.values.length || want.values.some((value) => row[want.key].includes(value)));
    rows.forEach((row) => { row.shown = passes(row); row.element.hidden = !row.shown; });
    facets.forEach((facet) => count(facet, rows.filter((row) => passes(row, facet.key))));
    return words.length > 0 || wanted.some((want) => want.values.length);
  }

  // 选项后的数：点下去会剩几条。没有条目的选项收起，整组都空的也收起。
  function count(facet, pool) {
    facet.options.forEach((option) => {
      const number = pool.filter((row) => row[facet.key].includes(option.input.value)).length;
      option.count.textContent = number;
      option.item.hidden = !number && !option.input.checked;
    });
    facet.element.hidden = facet.options.every((option) => option.item.hidden);
  }

  // ---- 排序 ----
  function order() {
    const option = sort.selectedOptions[0];
    const by = option.dataset.by;
    const sign = "desc" in option.dataset ? -1 : 1;
    const value = (row) => {
      const given = row.element.dataset[by];
      return given === undefined ? (row.element.querySelector(".l-" + by) || {}).textContent || "" : given;
    };
    const sorted = sort.selectedIndex === 0 ? rows.slice() : rows.map((row) => ({ row, value: value(row).trim() }))
      .sort((a, b) => sign * collator.compare(a.value, b.value) || a.row.index - b.row.index).map((pair) => pair.row);
    sorted.forEach((row) => body.appendChild(row.element));
  }

  // ---- 显示 ----
  function show(view) {
    if (!table.dataset.view) return;
    table.dataset.view = view;
    all("button[data-view]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.view === view));
  }

  function report(filtered) {
    const shown = rows.filter((row) => row.shown).length;
    const number = document.createElement("b");
    number.className = "num";
    number.textContent = shown;
    one("[data-count]").replaceChildren(filtered ? "筛选出 " : "显示全部 ", number, " " + noun);
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
    button.addEventListener("click", () => { undo(); draw(); query.focus(); });
    item.append(button);
    return item;
  }

  function draw() {
    report(choose());
    order();
    write();
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
    const shown = Array.from(body.rows).filter((element) => !element.hidden);
    const chosen = shown.map((element) => byKey.get(element.dataset.key)).filter(Boolean);
    const file = new Blob(["\ufeff", head, ...chosen], { type: "text/csv;charset=utf-8" });
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(file);
    anchor.download = link.href.split("/").pop().replace(".csv", "-selected.csv");
    anchor.click();
    window.setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
  }

  one("[data-csv]").addEventListener("click", (event) => {
    const link = event.currentTarget;
    if (rows.every((row) => row.shown) || link.dataset.whole !== undefined) return;
    event.preventDefault();
    download(link).catch(() => { link.dataset.whole = ""; link.click(); delete link.dataset.whole; }); // 取不到就给整份
  });
  one(".facets").addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("change", draw);
  query.addEventListener("input", draw);
  all("button[data-view]").forEach((button) => {
    button.addEventListener("click", () => { show(button.dataset.view); write(); });
  });
  window.addEventListener("popstate", () => { read(); draw(); });
  if (narrow.matches) one(".facets__fold").open = false;
  read();
  draw();
})();
