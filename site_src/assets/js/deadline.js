// 截止日期是活的：还有几天，或已经截止，按山东的日子算。没有脚本时，页面上写着的日期照样对。
(function () {
  "use strict";
  var now = new Date(Date.now() + 8 * 3600000), today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  Array.prototype.forEach.call(document.querySelectorAll("[data-deadline]"), function (node) {
    var parts = node.getAttribute("data-deadline").split("-").map(Number), left = Math.round((Date.UTC(parts[0], parts[1] - 1, parts[2]) - today) / 86400000);
    var day = parts[0] + " 年 " + parts[1] + " 月 " + parts[2] + " 日";
    if (node.hasAttribute("data-closed")) left = -1; // 摸底已经结束，不论截止日期
    node.textContent = left > 0 ? "报送中：各市 " + day + "前报省，还有 " + left + " 天；单位报市局的时间以市局通知为准" : left === 0 ? "报送中：今天（" + day + "）各市报省，截止" : "本轮" + (node.hasAttribute("data-closed") ? "已结束" : "已于 " + day + "截止") + "；还要报送或更正的，请先问市工信局";
    node.classList.toggle("is-past", left < 0);
  });
})();
