// 对比的共用部分：选了哪些产品，写在地址的 cmp 里，一项是“信用代码/产品”。列表页与对比页用同样的写法。

export const MOST = 4;
const KEY = /^[0-9A-Z]{18}\/[a-z0-9][a-z0-9-]{0,63}$/;

export function picked(search) {
  const keys = new URLSearchParams(search).getAll("cmp").filter((key) => KEY.test(key));
  return Array.from(new Set(keys)).slice(0, MOST);
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

// 一个产品的 entry.json；没有这个产品时为 null。
export async function entry(key) {
  const answer = await fetch(new URL("../../../products/" + key + "/entry.json", import.meta.url));
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
