// 网站上的收件台：取来填表页的数据与自己的，开始。
import { start } from "./page.js";

const box = document.querySelector("[data-form-app]");
const wait = document.querySelector("[data-form-wait]");

const got = (url) => fetch(url).then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); });

Promise.all([got(box.dataset.json), got(box.dataset.desk)])
  .catch(() => { wait.firstElementChild.textContent = "收件台没有取到它的数据，请检查网络后刷新，或用下面的单文件版。"; })
  .then((data) => { if (data) { start(box, data[0], data[1], "../"); wait.remove(); } });
