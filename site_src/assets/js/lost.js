// 404 页在哪一层都会送出，页面自己不知道网站在哪个路径下；这个脚本从哪里取到，就知道网站的根在哪里。
// 页面把几层上级都试一遍（见 404.html），先到的一份接上样式与全站脚本，把相对地址改成从根算起。
(function () {
  "use strict";
  const html = document.documentElement;
  if (html.dataset.found) return;
  html.dataset.found = "";
  const root = new URL("../../", document.currentScript.src);
  const mend = (name) => document.querySelectorAll("[" + name + "]").forEach((element) => {
    const address = element.getAttribute(name);
    if (!/^(#|[a-z]+:)/i.test(address)) element.setAttribute(name, new URL(address, root).href);
  });
  mend("href");
  mend("action");
  ["tokens", "catalogue", "carto", "lost"].forEach((name) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("assets/css/" + name + ".css", root).href;
    document.head.append(style);
  });
  const script = document.createElement("script");
  script.src = new URL("assets/js/site.js", root).href;
  document.head.append(script);
})();
