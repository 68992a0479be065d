// 填表页的脚本打不开（浏览器太旧）或迟迟不来时，把写好的另外几条路亮出来。这一段旧浏览器也读得懂。
(function () {
  "use strict";
  var late = document.querySelector("[data-form-late]");
  function show() { if (document.querySelector("[data-form-app]").hidden) late.hidden = false; }
  window.addEventListener("error", show, true);
  window.setTimeout(show, 5000);
})();
