// 填报规则：查找，按程度挑选；地址里 # 指到的一条自己打开。没有脚本，各条照样点得开。
import { typed } from "./dom.js";

const box = document.querySelector("[data-rules]");
const form = box.querySelector("[data-find]");
const query = form.querySelector("[type=search]");
const levels = Array.from(form.querySelectorAll("[name=level]"));
const folded = (text) => text.normalize("NFKC").toLowerCase();
const rules = Array.from(box.querySelectorAll("details")).map((node) => ({ node, text: folded(node.textContent), levels: node.dataset.level.split(" ") }));

function find() {
  const words = folded(query.value).split(/\s+/).filter(Boolean);
  const wanted = levels.filter((input) => input.checked).map((input) => input.value);
  let shown = 0;
  rules.forEach((rule) => {
    const fits = words.every((word) => rule.text.includes(word)) && (!wanted.length || rule.levels.some((level) => wanted.includes(level)));
    rule.node.hidden = !fits;
    shown += fits;
  });
  box.querySelectorAll("[data-group]").forEach((group) => { group.hidden = !group.querySelector("details:not([hidden])"); });
  box.querySelector("[data-none]").hidden = shown > 0;
  form.querySelector("[data-said]").textContent = words.length || wanted.length ? "找到 " + shown + " 条" : "";
}

function open() {
  const target = box.querySelector(":target");
  const rule = target && target.closest("details");
  if (!rule) return;
  if (rule.hidden) { query.value = ""; levels.forEach((input) => { input.checked = false; }); find(); }
  rule.open = true;
  rule.scrollIntoView();
}

form.addEventListener("submit", (event) => event.preventDefault());
typed(query, find, 60);
levels.forEach((input) => input.addEventListener("change", find));
window.addEventListener("hashchange", open);
open();
