// 第一次画出之前：地址里写着看表格的，先换好；脚本要照地址另摆的，摆好之前不露面（.is-coming），免得版面一跳。
(function () {
  "use strict";
  const root = document.documentElement;
  const asked = new URLSearchParams(window.location.search);
  if (asked.get("view") === "table") root.dataset.view = "table";
  asked.delete("view");
  if (asked.toString() || window.location.hash || document.currentScript.dataset.coming !== undefined) root.classList.add("is-coming");
})();
