// 对比的共用部分：选了哪些产品，一项是“信用代码/产品”。
//
// 所选放在篮子里（本机浏览器，一天），看条目、换筛选、开新标签页都还在；对比页的地址里也写着，可以转给别人看。

export const MOST = 4;
const KEY = /^[0-9A-Z]{18}\/[a-z0-9][a-z0-9-]{0,63}$/;
const NAME = "compare";
const DAY = 86400000;

const valid = (keys) => Array.from(new Set(keys.filter((key) => KEY.test(key)))).slice(0, MOST);

// 地址里写着的。
export function picked(search) {
  return valid(new URLSearchParams(search).getAll("cmp"));
}

// 把所选写进一段查询，其余各项不动。
export function withPicked(search, keys) {
  const query = new URLSearchParams(search);
  query.delete("cmp");
  keys.forEach((key) => query.append("cmp", key));
  const text = query.toString().replace(/%2F/g, "/");
  return text ? "?" + text : window.location.pathname;
}

export function remember(keys) {
  window.history.replaceState(null, "", withPicked(window.location.search, keys));
}

// 篮子。不许存、存的不成样子，就当是空的。
export function basket() {
  try {
    const { keys, at } = JSON.parse(window.localStorage.getItem(NAME));
    return Date.now() - at < DAY ? valid(keys) : [];
  } catch (error) {
    return [];
  }
}

export function keep(keys) {
  try {
    window.localStorage.setItem(NAME, JSON.stringify({ keys, at: Date.now() }));
  } catch (error) { /* 不许存：所选只在这一页 */ }
}

// 别的标签页改了篮子。
export function onKept(act) {
  window.addEventListener("storage", (event) => { if (event.key === NAME) act(basket()); });
}

// 添上几个；放不下就挤掉最早的。
export function joined(keys, more) {
  return valid([...keys.filter((key) => !more.includes(key)), ...more].slice(-MOST));
}

// 一个产品的 entry.json；没有这个产品时为 null。
export async function entry(key) {
  const answer = await fetch(new URL("../../../products/" + key + "/entry.json", import.meta.url));
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
