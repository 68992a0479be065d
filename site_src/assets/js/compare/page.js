// 对比页：取来各产品自己的 entry.json，按调研表的栏目并排。文字一律作文字放进页面。
import { element, named } from "../dom.js";
import { MOST, basket, entry, keep, picked, remember, withPicked } from "./keys.js";

const box = document.querySelector("[data-compare]");
const root = new URL("../../../", import.meta.url);
const get = (selector) => box.querySelector(selector);

function link(address, text, outside) {
  const made = element("a", "", text);
  made.href = address;
  if (outside) made.rel = "external nofollow noopener noreferrer";
  return made;
}

function badge(level) {
  const template = Array.from(document.querySelectorAll("template[data-badge]")).find((one) => one.dataset.badge === level);
  return template ? template.content.cloneNode(true) : level;
}

const texts = (text) => (text || "").split("\n").filter((part) => part.trim()).map((part) => element("p", "", part));
const patents = (items) => items.map((item) => element("p", "", item["类型"], item["说明"] ? element("small", "", item["说明"]) : null));

function website(address) {
  let url;
  try { url = new URL(address); } catch (error) { return [address]; }
  return url.protocol === "https:" && !url.username ? [link(url.href, url.hostname, true)] : [address];
}

function field(item) {
  const industry = item["应用所属行业"];
  if (industry) return [industry["行业"], element("small", "", industry["门类"])];
  return [item["应用所属场景"] || "通用底座"];
}

// 栏目：名称、摆出来的样子、用来比较的值。长文各不相同是当然的，不参与“相同”。
const FIELDS = [
  ["级别", (item) => [badge(item["大模型产品所属种类"])], (item) => item["大模型产品所属种类"]],
  ["行业或场景", field, (item) => JSON.stringify([item["应用所属行业"], item["应用所属场景"]])],
  ["报送单位", (item) => [link(new URL("enterprises/" + item["统一社会信用代码"] + "/", root), item["报送单位"])], (item) => item["统一社会信用代码"]],
  ["城市", (item) => [item["市"]], (item) => item["市"]],
  ["版本号", (item) => [item["版本号"]], (item) => item["版本号"]],
  ["知识产权", (item) => patents(item["大模型产品知识产权情况"]), (item) => Array.from(new Set(item["大模型产品知识产权情况"].map((one) => one["类型"]))).sort().join()],
  ["检测", (item) => [item["大模型产品检测情况"]["是否检测"] === "是" ? "已出具报告" : "未检测"], (item) => item["大模型产品检测情况"]["是否检测"]],
  ["检测机构", (item) => [item["大模型产品检测情况"]["检测机构"]], (item) => item["大模型产品检测情况"]["检测机构"]],
  ["检测时间", (item) => [item["大模型产品检测情况"]["检测时间"]], (item) => item["大模型产品检测情况"]["检测时间"]],
  ["网址", (item) => (item["网址"] ? website(item["网址"]) : []), (item) => item["网址"]],
  ["介绍及应用情况", (item) => texts(item["大模型产品介绍及应用情况"])],
  ["应用领域及推广前景", (item) => texts(item["大模型产品主要应用领域及可适用推广前景"])],
];

// 手机上各格一行一行排，表格的角色要写明，每格前面有产品名。
function cell(children, name) {
  const shown = children.filter((child) => child !== null && child !== undefined && child !== "");
  const made = shown.length ? element("td", "", element("div", "", ...shown)) : element("td", "cmp__none", "无");
  made.dataset.name = name;
  return part(made, "cell");
}

function part(made, role) {
  made.setAttribute("role", role);
  return made;
}

function row([label, show, value], items) {
  const same = Boolean(value) && items.length > 1 && items.every((item) => value(item) === value(items[0]));
  const differs = Boolean(value) && items.length > 1 && !same;
  const head = element("th", "", label + " ", same || differs ? element("small", "", same ? "相同" : "不同") : null);
  head.scope = "row";
  const made = element("tr", same ? "is-same" : differs ? "is-diff" : "", part(head, "rowheader"), ...items.map((item) => cell(show(item), item["大模型产品名称"])));
  if (!value) made.classList.add("cmp__long");
  return part(made, "row");
}

function column(item, key) {
  const name = item["大模型产品名称"];
  const remove = element("button", "cmp__drop", "移出");
  remove.type = "button";
  remove.setAttribute("aria-label", "移出 " + name);
  remove.addEventListener("click", () => draw(picked(window.location.search).filter((other) => other !== key), true));
  const head = element("th", "", link(new URL("products/" + key + "/", root), named(name)), element("span", "ver", item["版本号"]), remove);
  head.scope = "col";
  return part(head, "columnheader");
}

function table(found) {
  const items = found.map(({ item }) => item);
  const corner = part(element("td", "", element("span", "vh", "栏目")), "cell");
  const head = part(element("thead", "", part(element("tr", "", corner, ...found.map(({ item, key }) => column(item, key))), "row")), "rowgroup");
  const caption = element("caption", "vh", "产品对比");
  const made = part(element("table", "cmp", caption, head, part(element("tbody", "", ...FIELDS.map((one) => row(one, items))), "rowgroup")), "table");
  made.dataset.count = items.length;
  return made;
}

function report(made, found, missing, failed) {
  const count = (name) => made.querySelectorAll("tr." + name).length;
  const parts = [];
  if (found.length > 1) parts.push(count("is-diff") + " 栏不同，" + count("is-same") + " 栏相同");
  else if (found.length) parts.push("只有一个产品，再选一个即可对比");
  if (missing) parts.push("有 " + missing + " 个产品没有找到，可能已撤下");
  if (failed) parts.push("有 " + failed + " 个产品没有取到，请稍后刷新");
  get("[data-said]").textContent = parts.join("；");
}

function only(made) {
  const toggle = get("[data-only]");
  made.classList.toggle("cmp--only", toggle.checked);
  const query = new URLSearchParams(window.location.search);
  if (toggle.checked) query.set("only", "1"); else query.delete("only");
  window.history.replaceState(null, "", withPicked(query.toString(), picked(window.location.search)));
}

async function draw(keys, moved) {
  remember(keys);
  if (moved) keep(keys);
  const answers = await Promise.all(keys.map((key) => entry(key).then((told) => ({ key, told }), () => ({ key, failed: true }))));
  const found = answers.filter((one) => one.told).map(({ key, told }) => ({ key, item: told["条目"] }));
  const failed = answers.filter((one) => one.failed).length;
  const made = table(found);
  get("[data-table]").replaceChildren(made);
  get("[data-table]").hidden = !found.length;
  get("[data-empty]").hidden = found.length > 0;
  get("[data-only]").closest("label").hidden = found.length < 2;
  get("[data-more]").hidden = !found.length || keys.length >= MOST;
  box.querySelectorAll("[data-list-link]").forEach((one) => { one.search = keys.length ? withPicked("", keys) : ""; });
  report(made, found, keys.length - found.length - failed, failed);
  only(made);
  document.documentElement.classList.remove("is-coming");
  if (moved) (get(".cmp__drop") || get("[data-empty] [data-list-link]")).focus();
}

get("[data-only]").checked = new URLSearchParams(window.location.search).has("only");
get("[data-only]").addEventListener("change", () => only(get("table")));
const wanted = picked(window.location.search);
draw(wanted.length ? wanted : basket(), false);
