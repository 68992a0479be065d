// 造页面上的东西：只用 textContent 与属性，来历不明的文字进不了标记。
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  Object.entries(props).forEach(([key, value]) => {
    if (value === false || value === null || value === undefined) return;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  });
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

const PATHS = { warn: "M12 3 22 20H2zM12 9v5M12 16.800v.4", check: "M5 12.500l4.500 4.500L19 7", info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v6M12 7v.4" };

function drawn(tag, props, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(props).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
}

export const icon = (name) => drawn("svg", { class: "i", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, drawn("path", { d: PATHS[name] }));

export function bar() {
  const rect = drawn("rect", { height: "4" });
  return { svg: drawn("svg", { viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" }, rect), to: (share) => rect.setAttribute("width", Math.min(100, 100 * share)) };
}

// 一个选项：方框或圆圈，后面是字。
export const option = (input, text) => el("label", { class: "opt" }, input, el("span", { class: "opt__box" + (input.type === "radio" ? " opt__box--r" : "") }), el("span", { class: "opt__t" }, text));

// 换成这些子节点，留着的不动：按下鼠标与松开之间被挪走的东西，点了没有反应。
export function sync(parent, nodes) {
  [...parent.childNodes].forEach((node) => { if (!nodes.includes(node)) node.remove(); });
  nodes.forEach((node, at) => { if (parent.childNodes[at] !== node) parent.insertBefore(node, parent.childNodes[at] || null); });
}

// 内容变了才换：没有变而换掉，正要点、正在念的就没了。
export function put(node, now, made) {
  if (node.dataset.now === now) return;
  node.dataset.now = now;
  node.replaceChildren(...made());
}

// 焦点在换下去、收起来的东西上的，移到这里。
export function inherit(node) {
  const { activeElement } = document;
  if (!activeElement || activeElement === document.body || !activeElement.getClientRects().length) node.focus({ preventScroll: true });
}

let serial = 0;
export const newId = () => "f" + (serial += 1);

export const button = (text, onclick, style = "btn btn--line") => el("button", { type: "button", class: style, onclick }, text);

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el("textarea", { class: "vh", readonly: true, value: text });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export function save(name, bytes, type) {
  const link = el("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
