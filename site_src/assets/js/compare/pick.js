// 产品列表里的“对比”：每行一个勾选框，页底一条所选。
import { element } from "../dom.js";
import { MOST, basket, entry, joined, keep, onKept, picked, remember, withPicked } from "./keys.js";

const table = document.querySelector("table.list");
const tray = document.querySelector("[data-tray]");

if (table && tray) start(table.tBodies[0]);

function start(body) {
  const said = document.querySelector("[data-picked]");
  const go = tray.querySelector("[data-tray-go]");
  const names = new Map();
  let keys = joined(basket(), picked(window.location.search)); // 条目页的“与其他产品对比”把自己写在地址里

  const keyOf = (row) => row.dataset.key.replace(/^products\/|\/$/g, "");

  function addBox(row) {
    if (row.querySelector(".l-pick")) return;
    const key = keyOf(row);
    const name = row.dataset.name;
    names.set(key, name);
    const input = Object.assign(element("input"), { type: "checkbox", value: key });
    input.setAttribute("aria-label", "对比 " + name);
    const cell = element("td", "l-pick", element("label", "opt", input, element("span", "opt__box"), element("span", "opt__t", "对比")));
    cell.setAttribute("role", "cell");
    row.prepend(cell);
  }

  function boxes() {
    Array.from(body.rows).forEach((row) => {
      addBox(row);
      const input = row.querySelector(".l-pick input");
      input.checked = keys.includes(input.value);
      input.disabled = !input.checked && keys.length >= MOST;
    });
  }

  // 所选的产品可能不在这一页上：名称从它自己的数据里取，已撤下的去掉。
  async function learn() {
    const unknown = keys.filter((key) => !names.has(key));
    await Promise.all(unknown.map(async (key) => {
      const found = await entry(key).catch(() => undefined);
      if (found) names.set(key, found["条目"]["大模型产品名称"]);
      if (found === null) keys = keys.filter((other) => other !== key);
    }));
    if (unknown.length) show();
  }

  function chip(key) {
    const name = names.get(key) || key;
    const button = element("button", "chip", name + " ×");
    button.type = "button";
    button.setAttribute("aria-label", "不再对比 " + name);
    button.addEventListener("click", () => {
      toggle(key, false);
      (tray.querySelector(".chip") || document.querySelector("[data-q]")).focus();
    });
    return element("li", "", button);
  }

  function show() {
    keep(keys);
    boxes();
    tray.hidden = !keys.length;
    document.documentElement.classList.toggle("has-tray", keys.length > 0);
    tray.querySelector("[data-tray-list]").replaceChildren(...keys.map(chip));
    tray.querySelector("[data-tray-hint]").textContent = keys.length < 2 ? "再选一个即可对比" : keys.length >= MOST ? "最多 " + MOST + " 个" : "";
    go.hidden = keys.length < 2;
    go.textContent = "对比 " + keys.length + " 个产品";
    go.search = withPicked("", keys);
  }

  function toggle(key, on) {
    keys = on ? [...keys, key].slice(0, MOST) : keys.filter((other) => other !== key);
    show();
    said.textContent = keys.length ? "对比已选 " + keys.length + " 个产品，最多 " + MOST + " 个" : "没有选要对比的产品";
  }

  body.addEventListener("change", (event) => toggle(event.target.value, event.target.checked));
  new MutationObserver(boxes).observe(body, { childList: true });
  const head = element("th", "l-pick", "对比");
  head.setAttribute("role", "columnheader");
  head.scope = "col";
  table.tHead.rows[0].prepend(head);
  onKept((others) => { keys = others; show(); learn(); });
  if (picked(window.location.search).length) remember([]); // 已经进了篮子
  show();
  learn();
}
