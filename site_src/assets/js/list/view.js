// 地址里写着看表格的，页面第一次画出之前就换好，免得卡片一闪、版面一跳。
if (/[?&]view=table(&|$)/.test(window.location.search)) document.documentElement.dataset.view = "table";
