// 边打边出的建议：ARIA 的组合框。上下键选，回车去，Esc 收。
import { library } from "./library.js";
import { element, typed } from "../dom.js";
import { marked } from "./show.js";

const EACH = window.matchMedia("(max-width: 47.99em)").matches ? 2 : 3; // 每一类几条
const WAIT = 90;

export function attach(input) {
  const form = input.form;
  const list = element("ul", "suggest");
  const status = element("span", "vh");
  let turn = 0;
  let at = -1;
  list.id = input.id + "-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "搜索建议");
  status.setAttribute("role", "status");
  input.after(list, status);
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })
    .forEach(([name, value]) => input.setAttribute(name, value));

  const cancel = typed(input, suggest, WAIT);

  function shut() {
    turn++;
    cancel();
    list.hidden = true;
    status.textContent = "";
    select(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function open(options, text) {
    list.replaceChildren(...options);
    options.forEach((option, index) => { option.id = list.id + "-" + index; });
    list.hidden = false;
    list.style.maxHeight = Math.max(160, window.innerHeight - list.getBoundingClientRect().top - 8) + "px"; // 不伸出屏幕，自己滚
    input.setAttribute("aria-expanded", "true");
    select(-1);
    status.textContent = text;
  }

  function select(index) {
    at = index;
    Array.from(list.children).forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  function option(href, cells, className) {
    const item = element("li", className || "", ...cells.map((parts) => element("span", "", ...parts)));
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.href = href;
    return item;
  }

  function all(text) {
    const target = new URL(form.getAttribute("action"), document.baseURI);
    target.searchParams.set("q", input.value.normalize("NFC").trim());
    return option(target.href, [[], [text], []], "suggest__all");
  }

  async function suggest() {
    const mine = ++turn;
    if (!input.value.trim()) return shut();
    try {
      const options = await choices();
      if (mine === turn) open(...options);
    } catch (error) {
      if (mine === turn) open([all("搜索用的数据没有取到，到搜索页再试")], "搜索用的数据没有取到");
    }
    return undefined;
  }

  async function choices() {
    const { ids, words, docs, manifest } = await library.find(input.value);
    const counts = {};
    const few = ids.filter((id) => (counts[docs.kinds[id]] = (counts[docs.kinds[id]] || 0) + 1) <= EACH);
    const kinds = Array.from(new Set(few.map((id) => docs.kinds[id]))); // 同类的排在一起，最好的一类在前
    few.sort((a, b) => kinds.indexOf(docs.kinds[a]) - kinds.indexOf(docs.kinds[b]));
    const options = (await library.cards(few)).map((card) => {
      const kind = manifest.kinds[docs.kinds[card.id]][0];
      const told = card.facts.slice(kind === "产品" ? 1 : 0).join("　");
      const name = card.version ? card.name + " " + card.version : card.name;
      return option(card.url, [[kind], marked(name, words), marked(told, words)]);
    });
    if (!words.length) return [[all("再多写几个字")], "再多写几个字"];
    const text = ids.length ? "查看全部 " + ids.length.toLocaleString("en-US") + " 条" : "没有找到，到搜索页看看怎样试";
    return [[...options, all(text)], ids.length ? options.length + " 条建议，用上下键选择" : "没有找到"];
  }

  function press(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden) { event.preventDefault(); suggest(); }
    if (list.hidden) return;
    if (step) {
      event.preventDefault();
      const size = list.children.length + 1; // 转一圈，中间停在输入框上
      select((at + 1 + step + size) % size - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      shut();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      window.location.assign(list.children[at].dataset.href);
    } else if (event.key === "Tab") shut();
  }

  input.addEventListener("keydown", press);
  input.addEventListener("blur", shut);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // 焦点留在输入框
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) window.location.assign(item.dataset.href);
  });
  if (input.value && document.activeElement === input) suggest();
}

