// 结尾：核对所填，三步交出去，收好回执；文件与 Git 的事收在最后。
import { book, phrase } from "./book.js";
import { button, copyText, el, icon, save } from "./dom.js";
import { settled } from "./values.js";
import { filesOf, hiddenFilesOf, openFilesOf, scansOf } from "./packing.js";
import { bareName, formOf, inUse, pathOf, place, receiptOf, stampOf, unitName, valuesOf, yamlOf } from "./unit.js";
import { wrongIn } from "./print.js";
import { nameOf } from "./tabs.js";
import { sentence } from "./words.js";
import { zip } from "./zip.js";

export function output(app) {
  const paper = formOf(app.at).paper.replace(/(\d)/, " $1");
  const wrong = inUse(app.state).filter((at) => wrongIn(app.verdicts, [at]));
  return [
    el("h2", { id: "formout" }, icon("check"), paper + "已填好"), ...warnings(app), answers(app),
    ...(wrong.length ? [el("p", { class: "formout__wait" }, "要报送，还须改好：", wrong.map((at, place_) => [place_ ? "、" : "", button(nameOf(app.state, at).replace("　", " "), () => app.finish(at), "linkish")]))] : steps(app)),
    ...(book.separate && wrong.length ? [] : [forGit(app)]), // 分两半的，哪家单位定了才算得出承诺
  ];
}

function warnings(app) {
  const told = app.verdicts.get(app.at).filter((item) => item.severity !== "error");
  if (!told.length) return [];
  return [el("p", {}, "有 " + told.length + " 处提醒，不妨碍报送，由市工信局判断："), el("ul", { class: "formout__warn" }, told.map((item) => el("li", {}, app.labelOf(item) + "：" + sentence(item.field.split(".").pop(), item))))];
}

// 一栏的内容用一段话说。
function said(field, value) {
  if (field.key === "材料") return value.map((item) => item.类别 + "：" + (bareName(item.文件 || "") || "线下提交")).join("；");
  if (field.key === "承诺") return "已承诺";
  if (field.many) return value.map((item) => Object.values(item).join("，")).join("；");
  if (field.part) return field.part.filter((part) => value[part.key]).map((part) => part.title + "：" + said(part, value[part.key])).join("；");
  return value + (field.unit || "");
}

// 核对：照报送的样子列出来，逐部分可以回去改。
function answers(app) {
  const form = formOf(app.at), values = settled(form.fields, valuesOf(app.state, app.at));
  const rows = app.sections.map((section) => [section, form.fields.filter((field) => section.keys.includes(field.key) && values[field.key])]).filter(([, fields]) => fields.length);
  return el("details", { class: "formout__answers" }, el("summary", {}, "核对所填的内容"), rows.map(([section, fields]) => [
    el("h3", {}, section.title, button("修改", () => app.goTo(section), "linkish")),
    el("dl", {}, fields.map((field) => [el("dt", {}, field.title), el("dd", {}, said(field, values[field.key]))])),
  ]));
}

function steps(app) {
  const { state, scans } = app, used = inUse(state), { city } = place(state), receipt = receiptOf(state, scans), name = unitName(state), subject = "附件1、附件2：" + name + "，回执 " + receipt;
  const { held, absent, size } = scansOf(state, app.scans);
  const over = size > book.scans.mostOfUnit ? phrase("page.scans.over", { size: (size / 2 ** 20).toFixed(1), most: book.scans.mostOfUnit / 2 ** 20 }) : "";
  // 打成一包，存下，说下一步；连点两下只下载一次，焦点还在按钮上。
  const packer = (label, which, files, next, style) => {
    const said = el("p", { class: "formout__say", role: "status" });
    let last = 0;
    const pack = button(label, () => {
      if (Date.now() - last < 1000) return;
      last = Date.now();
      const file = name + which + "-回执" + receipt + ".zip";
      save(file, zip(files(state, scans), "回执 " + receipt), "application/zip");
      said.textContent = phrase("page.packed", { file, next });
    }, style);
    pack.disabled = Boolean(over);
    return el("div", {}, pack, said);
  };
  const all = packer("打包下载（" + used.length + " 份表" + (held.length ? "、" + held.length + " 个扫描件" : "") + "）", "", filesOf, "发给" + city.bureau, "btn");
  return [el("h3", {}, "下一步"), el("ol", { class: "formout__steps" },
    el("li", {}, all, book.separate && el("p", {}, phrase("page.halves")), absent.length ? el("p", { class: "formout__wait" }, phrase("page.scans.absent", { names: absent.join("、") })) : "", over && el("p", { class: "formout__wait" }, over)),
    el("li", {}, phrase("page.mail", city), contact(city, subject)),
    el("li", {}, el("p", {}, phrase("page.seal", { bureau: city.bureau, address: city.address ? "（" + city.address + "）" : "" })), el("p", {}, button("打印全部 " + used.length + " 份表", () => app.printAll()), " ", used.length > 1 ? button("只打印这一份", () => app.print([app.at]), "linkish") : ""))),
  ...(book.separate ? halvesApart(city, packer, contact(city, subject)) : []),
  el("p", { class: "formout__receipt" }, "回执码 ", el("b", {}, receipt), phrase("page.receipt.where"), used.map((at, number) => (number ? "；" : "") + nameOf(state, at).replace("　", " ") + " " + stampOf(state, at, scans)), "。", phrase("page.receipt"))];
}

// 分两半的，也可以分开交：各有各的去处。
function halvesApart(city, packer, whom) {
  const way = (label, which, files, next, where, ...more) => el("li", {}, packer(label, which, files, next, "btn btn--line"), el("p", {}, where), more);
  return [el("h3", {}, phrase("page.apart")), el("ul", { class: "formout__apart" },
    way("公开部分，交到网上", "-公开部分", openFilesOf, phrase("page.apart.next"), phrase("page.apart.open")),
    way("不公开部分，发给市工信局", "-不公开部分", hiddenFilesOf, "发给" + city.bureau, phrase("page.apart.hidden", city), whom))];
}

// 市局公布的邮箱、电话、地址；没有公布的，说该问谁。
function contact(city, subject) {
  const lines = [];
  if (city.mail) lines.push(["邮箱", el("a", { href: "mailto:" + encodeURIComponent(city.mail).replace("%40", "@") + (subject ? "?subject=" + encodeURIComponent(subject) : "") }, city.mail), ...copyButton(city.mail)]);
  if (city.phone) lines.push(["电话", city.phone]);
  if (city.address) lines.push(["地址", city.address]);
  if (!lines.length) return el("p", {}, phrase("page.nobody", city));
  return el("dl", { class: "formout__to" }, lines.map(([label, ...said]) => [el("dt", {}, label), el("dd", {}, said)]));
}

function copyButton(text) {
  const done = el("span", { class: "formout__say", role: "status" });
  const copy = async () => { done.textContent = (await copyText(text)) ? "已复制 " + text + "。" : "没有复制成，请手动复制。"; };
  return [button("复制", copy, "linkish"), " ", done];
}

// ---- 给会用 Git 的人 ----
const gitHubUrl = () => (/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/.test(book.repository.url) ? book.repository.url : "");

function forGit(app) {
  const { state, at } = app, path = pathOf(state, at), text = yamlOf(state, at, app.scans), copied = el("p", { class: "formout__say", role: "status" });
  return el("details", { class: "formout__git" }, el("summary", {}, "给会用 Git 的人"),
    book.separate && el("p", {}, phrase("page.git.open")), el("p", {}, phrase("page.git.place"), el("code", {}, path.split("/").flatMap((part, number) => (number ? ["/", el("wbr"), part] : [part])))),
    el("p", { class: "formout__ways" }, button("下载 YAML", () => save(path.split("/").pop(), text, "text/yaml;charset=utf-8")),
      button("复制全文", async () => { copied.textContent = (await copyText(text)) ? phrase("page.git.all") : phrase("page.git.none"); }), gitHub(state, path, text, copied)),
    copied, el("pre", { tabindex: "0", role: "region", "aria-label": "文件内容" }, el("code", {}, text)));
}

// 地址里只放文件名：地址会被记录，长文也放不下；全文走剪贴板。
function gitHub(state, path, text, copied) {
  const url = gitHubUrl(), { branch } = book.repository;
  if (!url) return "";
  const old = state.published.includes(path), first = pathOf(state, inUse(state)[0]) === path;
  const href = old ? url + "/edit/" + branch + "/" + path : url + "/new/" + branch + "?filename=" + encodeURIComponent(path).replace(/%2F/g, "/");
  const after = async () => {
    copied.textContent = (await copyText(text)) ? phrase("page.git.copied", { all: old ? "全选原文后" : "" }) + (first ? "" : phrase("page.git.branch")) : phrase("page.git.uncopied");
  };
  return el("a", { class: "btn btn--line", href, target: "_blank", rel: "noopener noreferrer", onclick: after }, old ? "在 GitHub 上修改文件" : "在 GitHub 上新建文件");
}
