// 筛选栏：列表页与搜索页共用。选了哪些写在地址里；没有条目的选项变淡、点不动，位置不变。
import { comma } from "./dom.js";

export class Facets {
  constructor(form) {
    this.on = form.querySelector("[data-on]");
    this.all = Array.from(form.querySelectorAll("[data-facet]"), (field) => ({
      key: field.dataset.facet,
      list: field.querySelector("ul"),
      options: Array.from(field.querySelectorAll("input"), (input) => {
        const item = input.closest("label");
        return { input, count: item.querySelector("[data-n]"), label: item.querySelector(".opt__t").textContent.trim() };
      }),
    }));
    const fold = form.querySelector(".facets__fold");
    if (window.matchMedia("(max-width: 63.99em)").matches) fold.open = false;
    fold.classList.remove("is-early");
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  read(query) {
    this.all.forEach(({ key, options }) => {
      const wanted = query.getAll(key);
      options.forEach(({ input }) => { input.checked = wanted.includes(input.value); });
    });
  }

  write(query) {
    this.all.forEach((facet) => this.picked(facet).forEach((value) => query.append(facet.key, value)));
  }

  picked(facet) {
    return facet.options.filter(({ input }) => input.checked).map(({ input }) => input.value);
  }

  ticked() {
    return this.all.flatMap(({ options }) => options.filter(({ input }) => input.checked));
  }

  clear() {
    this.ticked().forEach(({ input }) => { input.checked = false; });
  }

  // 选项后的数：点下去会剩几条。正拿着焦点的不停用，免得焦点落空。
  show(facet, number) {
    facet.options.forEach(({ input, count }) => {
      const left = number(input.value);
      count.textContent = comma(left);
      input.disabled = !left && !input.checked && input !== document.activeElement;
    });
    if (facet.options.every(({ input }) => input.disabled)) facet.list.tabIndex = 0; // 里面没有停得住焦点的，长的一列也要能用键盘滚
    else facet.list.removeAttribute("tabindex");
    const ticked = this.ticked().length;
    this.on.textContent = ticked ? "已选 " + ticked + " 项" : "";
  }
}
