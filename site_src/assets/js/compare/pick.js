// 产品列表里的“对比”：每行一个勾选框，页底一条所选。所选写在地址里，换筛选、翻页都还在。
import { MOST, entry, picked, remember, withPicked } from "./keys.js";

const table = document.querySelector("table.list");
const tray = document.querySelector("[data-tray]");

if (table && tray) start(table.tBodies[0]);

function start(body) {
  const said = document.querySelector("[data-picked]");
  const go = tray.querySelector("[data-tray-go]");
  const names = new Map();
  let keys = picked(window.location.search);

  const keyOf = (row) => row.dataset.key.replace(/^products\/|\/$/g, "");

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
  }

  function addBox(row) {
    if (row.querySelector(".l-pick")) return;
    const key = keyOf(row);
    const name = row.dataset.name;
    names.set(key, name);
    const input = element("input", { type: "checkbox", value: key, "aria-label": "对比 " + name });
    const label = element("label", { class: "opt" }, input, element("span", { class: "opt__box" }), element("span", { class: "opt__t" }, "对比"));
    row.prepend(element("td", { role: "cell", class: "l-pick" }, label));
  }

  function boxes() {
    Array.from(body.rows).forEach(addBox);
    body.querySelectorAll(".l-pick input").forEach((input) => {
      input.checked = keys.includes(input.value);
      input.disabled = !input.checked && keys.length >= MOST;
    });
  }

  // 带着地址打开时，所选的产品可能不在这一页上：名称从它自己的数据里取，已撤下的去掉。
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
    const button = element("button", { type: "button", class: "chip", "aria-label": "不再对比 " + name }, name + " ×");
    button.addEventListener("click", () => {
      toggle(key, false);
      (tray.querySelector(".chip") || document.querySelector("[data-q]")).focus();
    });
    return element("li", {}, button);
  }

  function show() {
    remember(keys);
    boxes();
    tray.hidden = !keys.length;
    document.body.classList.toggle("has-tray", keys.length > 0);
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

  body.addEventListener("change", (event) => {
    event.stopPropagation(); // 勾选对比不是筛选
    toggle(event.target.value, event.target.checked);
  });
  new MutationObserver(boxes).observe(body, { childList: true });
  table.tHead.rows[0].prepend(element("th", { role: "columnheader", scope: "col", class: "l-pick" }, "对比"));
  window.addEventListener("popstate", () => { keys = picked(window.location.search); show(); });
  show();
  learn();
}
