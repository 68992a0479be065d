// 全站脚本：配色、菜单、搜索框、复制、打印。没有它，页面照样可读可走。
(function () {
  "use strict";
  const root = document.documentElement;
  const home = document.currentScript.src;
  root.classList.replace("no-js", "js");

  function stored(action) {
    try { return action(window.localStorage); } catch (error) { return null; } // 不许存，就只管本页
  }

  function theme() {
    const saved = stored((store) => store.getItem("theme"));
    if (saved === "dark" || saved === "light") root.dataset.theme = saved;
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    document.querySelectorAll("[data-theme-toggle]").forEach((button) => {
      button.hidden = false;
      button.setAttribute("aria-pressed", dark());
      button.addEventListener("click", () => {
        root.dataset.theme = dark() ? "light" : "dark";
        button.setAttribute("aria-pressed", dark());
        stored((store) => store.setItem("theme", root.dataset.theme));
      });
    });
  }

  // 窄屏的菜单：Esc 收起，点到别处、焦点去了别处也收起。
  function menu() {
    const box = document.querySelector(".head__menu");
    if (!box) return;
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.open) return;
      box.open = false;
      box.querySelector("summary").focus();
    });
    box.addEventListener("focusout", (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) box.open = false; });
    document.addEventListener("click", (event) => { if (!box.contains(event.target)) box.open = false; });
  }

  // 页首的“报送”：悬停时展开的菜单，按 Esc 收起，移开再来才又展开。
  function drops() {
    document.querySelectorAll("[data-drop]").forEach((box) => {
      const again = () => box.classList.remove("is-shut");
      document.addEventListener("keydown", (event) => { if (event.key === "Escape") box.classList.add("is-shut"); });
      box.addEventListener("mouseenter", again);
      box.addEventListener("focusin", again);
    });
  }

  // 按钮随脚本出现：没有脚本、或浏览器做不到，就不摆出来。
  function reveal(button) {
    button.hidden = false;
    const item = button.closest("[data-needs-script]");
    if (item) item.hidden = false;
  }

  function say(button, text) {
    const label = button.querySelector("span") || button;
    if (!label.dataset.text) label.dataset.text = label.textContent;
    label.textContent = text;
    window.setTimeout(() => { label.textContent = label.dataset.text; }, 1600);
  }

  // 看得懂的地址：汉字照写。
  function address() {
    try { return decodeURI(window.location.href); } catch (error) { return window.location.href; }
  }

  function copies(selector, text) {
    if (!navigator.clipboard) return;
    document.querySelectorAll(selector).forEach((button) => {
      reveal(button);
      button.addEventListener("click", () => {
        navigator.clipboard.writeText(text(button)).then(() => say(button, "已复制"), () => say(button, "请手动复制"));
      });
    });
  }

  // 斜杠键到搜索框；建议到用时才取来。
  function searching() {
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const boxes = Array.from(document.querySelectorAll("[data-query], .bigsearch [data-suggest], .head__search [data-suggest]"));
      const box = boxes.filter((input) => input.getClientRects().length).sort((a, b) => a.matches(".head__search *") - b.matches(".head__search *"))[0];
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
    document.querySelectorAll("[data-suggest]").forEach((input) => {
      const load = () => import(new URL("search/suggest.js", home)).then((module) => module.attach(input), () => undefined);
      if (document.activeElement === input) load();
      else input.addEventListener("focus", load, { once: true });
    });
  }

  // 本页目录：读到哪一节，标出哪一节。
  function places() {
    const marks = Array.from(document.querySelectorAll(".toc a[href^='#']"))
      .map((link) => ({ link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))) })).filter((mark) => mark.heading);
    if (!marks.length) return;
    const mark = () => {
      const passed = marks.filter(({ heading }) => heading.getBoundingClientRect().top < window.innerHeight / 4);
      const here = passed[passed.length - 1];
      marks.forEach((one) => { if (one === here) one.link.setAttribute("aria-current", "true"); else one.link.removeAttribute("aria-current"); });
    };
    let waiting = false;
    window.addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      window.requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }

  // 窄屏上“报送”各页排不下一行：所在的一页移到看得见处。
  function current() {
    const here = document.querySelector(".subnav [aria-current]");
    if (!here) return;
    const row = here.closest("ul");
    row.scrollLeft += here.getBoundingClientRect().right - row.getBoundingClientRect().right + row.clientWidth / 3;
  }

  // 最低 Chromium 86、Firefox 78、Safari 14：这个方法恰在这三版出现。
  if (!Element.prototype.replaceChildren) document.querySelectorAll("[data-old]").forEach((box) => box.classList.add("is-old"));
  theme();
  menu();
  drops();
  places();
  current();
  searching();
  copies("[data-copy]", (button) => button.dataset.copy);
  // 引用里的日期与本站地址，打开的时候才知道；纸上写明哪一天、从哪个地址打印。
  const today = new Date();
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  document.querySelectorAll("[data-printed]").forEach((line) => {
    window.addEventListener("beforeprint", () => {
      line.textContent = day + " 打印自 " + address();
      line.hidden = false;
    });
    window.addEventListener("afterprint", () => { line.hidden = true; });
  });
  document.querySelectorAll("[data-cite]").forEach((text) => {
    text.textContent = text.textContent.replace(/([[{])引用日期([\]}])/, "$1" + day + "$2").replace("https://<本站地址>/", new URL("../../", home).href);
  });
  copies("[data-copy-of]", (button) => document.getElementById(button.dataset.copyOf).textContent);
  copies("[data-copy-url]", () => window.location.href);
  document.querySelectorAll("[data-print]").forEach((button) => {
    reveal(button);
    button.addEventListener("click", () => window.print());
  });
})();
