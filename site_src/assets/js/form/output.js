// 填好之后：看、存、复制、上 GitHub、打印、打包。
import { book } from "./book.js";
import { button, copyText, el, icon, save } from "./dom.js";
import { formOf, inUse, pathOf, place, unitName, yamlOf } from "./unit.js";
import { sentence } from "./words.js";
import { zip } from "./zip.js";

export function output(app) {
  const { state, at } = app, path = pathOf(state, at), text = yamlOf(state, at), paper = formOf(at).paper.replace(/(\d)/, " $1");
  const copied = el("p", { class: "formout__say", role: "status" });
  const mailed = !gitHubUrl(), packed = pack(app, copied, mailed ? "btn" : undefined);
  const buttons = el("div", { class: "formout__ways" }, mailed && packed,
    button("下载 YAML", () => save(path.split("/").pop(), text, "text/yaml;charset=utf-8"), mailed ? undefined : "btn"),
    button("复制", async () => { copied.textContent = (await copyText(text)) ? "已复制全文。" : "没有复制成，请在下面选中全文复制。"; }),
    gitHub(state, path, text, copied), button("打印" + paper, () => app.print([at])), !mailed && packed);
  return [
    el("h2", { id: "formout" }, icon("check"), paper + "已填好"), ...warnings(app),
    el("p", {}, "文件放在仓库的这个位置：", el("code", {}, path.split("/").flatMap((part, number) => (number ? ["/", el("wbr"), part] : [part])))),
    buttons, copied,
    el("details", { class: "formout__yaml", open: true }, el("summary", {}, "文件内容"), el("pre", { tabindex: "0", role: "region", "aria-label": "文件内容" }, el("code", {}, text))),
  ];
}

function warnings(app) {
  const told = app.verdicts.get(app.at).filter((item) => item.severity !== "error");
  if (!told.length) return [];
  return [el("p", {}, "有 " + told.length + " 处提醒，不妨碍报送，由市工信局判断："), el("ul", { class: "formout__warn" }, told.map((item) => el("li", {}, app.labelOf(item) + "：" + sentence(item.field.split(".").pop(), item))))];
}

// 收报送的仓库；没有配置的为空，那里的办法是打包发邮件。
const gitHubUrl = () => (/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/.test(book.repository.url) ? book.repository.url : "");

// 地址里只放文件名：地址会被记录，长文也放不下；全文走剪贴板。
function gitHub(state, path, text, copied) {
  const url = gitHubUrl(), { branch } = book.repository;
  if (!url) return "";
  const old = state.published.includes(path);
  const href = old ? url + "/edit/" + branch + "/" + path : url + "/new/" + branch + "?filename=" + encodeURIComponent(path).replace(/%2F/g, "/");
  const after = async () => {
    copied.textContent = (await copyText(text)) ? "全文已复制：在打开的页面里" + (old ? "全选原文后" : "") + "粘贴，点 Commit changes，再点 Create pull request。" : "请先点“复制”，再到打开的页面里粘贴。";
  };
  return el("a", { class: "btn btn--line", href, target: "_blank", rel: "noopener noreferrer", onclick: after }, old ? "在 GitHub 上修改文件" : "在 GitHub 上新建文件");
}

function pack(app, copied, style) {
  const { state } = app, used = inUse(state);
  const wrong = used.filter((at) => app.verdicts.get(at).some((item) => item.severity === "error"));
  if (wrong.length) return el("p", { class: "formout__wait" }, "要打包发邮件，还须改好：" + wrong.map((at) => app.nameOf(at).replace("　", " ")).join("、"));
  const { city } = place(state);
  return button("打包下载，发邮件给市工信局（" + used.length + " 份表）", () => {
    const files = used.map((at) => [pathOf(state, at), yamlOf(state, at)]);
    save(unitName(state) + ".zip", zip(files), "application/zip");
    const scans = files.some(([, text]) => text.includes("文件: materials/"));
    copied.textContent = "已打包。请用电子邮件发给" + city.bureau + (scans ? "，选了“随文件提交”的扫描件一并附上。" : "。");
  }, style);
}
