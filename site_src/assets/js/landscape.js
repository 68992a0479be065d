// 产业图谱的挑选：城市、级别、检测。选了什么写在地址里；不合的格子隐去，位置不变。
const form = document.querySelector("[data-tools]");
const map = document.querySelector("[data-landscape]");

function start() {
  const said = form.querySelector("[data-said]");
  const choices = Array.from(form.querySelectorAll("select"));
  const boxes = Array.from(map.querySelectorAll("[data-box]"), (box) => ({
    number: box.querySelector("[data-n]"),
    spots: Array.from(box.querySelectorAll("li")),
  }));
  const all = boxes.reduce((sum, { spots }) => sum + spots.length, 0);

  function show() {
    const wanted = choices.filter((choice) => choice.value);
    let left = 0;
    boxes.forEach(({ number, spots }) => {
      const kept = spots.filter((spot) => {
        const fits = wanted.every((choice) => spot.dataset[choice.name] === choice.value);
        spot.classList.toggle("is-out", !fits);
        return fits;
      }).length;
      if (number) number.textContent = kept;
      left += kept;
    });
    said.textContent = wanted.length ? "选出 " + left + " 个，共 " + all + " 个" : "";
  }

  function read() {
    const query = new URLSearchParams(window.location.search);
    choices.forEach((choice) => {
      choice.value = query.get(choice.name) || "";
      if (choice.selectedIndex < 0) choice.value = "";
    });
    show();
  }

  function write() {
    const query = new URLSearchParams();
    choices.forEach((choice) => { if (choice.value) query.set(choice.name, choice.value); });
    const text = query.toString();
    window.history.pushState(null, "", window.location.pathname + (text ? "?" + text : "") + window.location.hash);
    show();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  choices.forEach((choice) => choice.addEventListener("change", write));
  window.addEventListener("popstate", read);
  read();
}

if (form && map) start();
window.requestAnimationFrame(() => document.documentElement.classList.remove("is-coming")); // 地址里的 # 指到的一格已经放大
