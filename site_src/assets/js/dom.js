// 各页脚本共用的小件。送来的内容一律作文字节点放进页面，不会成为标签。
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null));
  return made;
}

// 名称：只在间隔号之后换行，别处不拆开。所在的元素用 .name 一类。
export const pieces = (name) => name.split("·").flatMap((piece, at) => (at ? ["·", document.createElement("wbr"), piece] : [piece]));
export const named = (name) => element("span", "name", ...pieces(name));

export const comma = (number) => number.toLocaleString("en-US");

// 把文字存成文件。
export function saveText(name, ...parts) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
  anchor.download = name;
  anchor.click();
  window.setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}

// 输入框里的字一改就做一件事；输入法还没有选定字的时候不算。wait：停手多少毫秒才做。返回“不必再做”。
export function typed(input, act, wait = 0) {
  let timer = 0;
  const cancel = () => window.clearTimeout(timer);
  const later = (event) => {
    if (event.isComposing) return;
    cancel();
    if (wait) timer = window.setTimeout(act, wait); else act();
  };
  input.addEventListener("input", later);
  input.addEventListener("compositionend", later);
  return cancel;
}
