// 网站上的填表页：取来数据，开始。
import { start } from "./page.js";

const box = document.querySelector("[data-form-app]");
const wait = document.querySelector("[data-form-wait]");

fetch(box.dataset.json)
  .then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); })
  .catch(() => { wait.firstElementChild.textContent = "填表页没有取到它的数据，请检查网络后刷新；也可以用下面的其他方式。"; })
  .then((data) => { if (data) { start(box, data, { home: box.dataset.home }); wait.remove(); } });
