// 收件：选市，拖进来，读了什么；没有读成的、要转交的、别的市的，各列一处。
import { book } from "../form/book.js";
import { bar, button, copyText, el, put, save } from "../form/dom.js";
import { strip } from "../form/text.js";
import { registerName } from "./pack.js";
import { isForThem, refusal } from "./letters.js";
import { openless } from "./store.js";

const STEPS = [
  ["选本市，把来件拖进来", "单位发来的压缩包、另存的邮件（.eml），连文件夹一起拖到这一页上，不必先解压。网页填报的都读得出来，当场检查；要改的，给单位的话已经写好，复制就能发。"],
  ["收到盖章的纸件，勾一下", "照页脚的摘要输入，或在单位名下勾选。旧版的、有问题的看得出来；谁还欠什么，随时可以催办。"],
  ["截止那天，打印附件 3、附件 4", "填上表头，存成 Excel 或直接打印，盖章上报；再存一个压缩包给省厅。"],
];

export class Intake {
  constructor(app) {
    this.app = app;
    const pick = (props, text) => {
      const input = el("input", { type: "file", multiple: true, class: "vh", tabindex: "-1", "aria-label": text, onchange: () => { app.pick(input.files); input.value = ""; }, ...props });
      return [input, button(text, () => input.click())];
    };
    this.city = el("select", { class: "input select", id: "desk-city", onchange: () => app.choose(book.cities.find(({ slug }) => slug === this.city.value) || null) },
      el("option", { value: "" }, "请选择"), book.cities.map((city) => el("option", { value: city.slug }, city.name)));
    this.progress = bar();
    this.reading = el("p", { class: "desk__bar", hidden: true }, this.progress.svg, this.left = el("span"));
    this.found = el("div", { class: "desk__found" });
    this.register = el("p", { class: "desk__register" });
    this.teach = el("ol", { class: "desk__steps" }, STEPS.map(([title, text]) => el("li", {}, el("b", {}, title), el("span", {}, text))));
    this.node = el("section", { class: "fs", "aria-labelledby": "desk-in" }, el("h2", { id: "desk-in" }, "收件"),
      el("div", { class: "desk__top" }, el("div", { class: "field desk__city" }, el("label", { class: "field__l", for: "desk-city" }, "本市"), this.city),
        el("div", { class: "desk__zone" }, el("p", {}, "把压缩包、邮件、文件夹拖到这一页上，或"), el("p", { class: "desk__picks" }, pick({ id: "desk-files" }, "选文件"), pick({ id: "desk-folder", webkitdirectory: true }, "选文件夹")))),
      el("p", { class: "desk__safe" }, "来件只在这台设备的浏览器里读，不上传，关掉这一页就没有了；浏览器只记着勾选、摘要、日期和您写的说明。"),
      this.reading, this.teach, this.register, this.found);
  }

  show(done, all) {
    this.reading.hidden = !all;
    this.progress.to(all ? done / all : 0);
    this.left.textContent = all ? done + " / " + all : "";
  }

  refresh() {
    const { app } = this, { store, city, ledger } = app;
    this.city.value = city ? city.slug : "";
    const empty = !store.units.size && !store.told.length && !store.office.length;
    this.teach.hidden = !empty;
    this.node.classList.toggle("is-empty", empty);
    put(this.register, JSON.stringify([city && city.slug, ledger && ledger.dirty, ledger && ledger.kept, ledger && ledger.entries.size]), () => (city ? this.ledgerLine() : []));
    put(this.found, this.state(), () => [this.told(), this.office(), this.elsewhere(), this.strays(), this.halves(), this.notes()].filter(Boolean));
  }

  state() {
    const { store, city, unfetched } = this.app;
    return JSON.stringify([unfetched, openless(store), city && city.slug, store.told.length, store.office.length, store.strays.length, store.same, store.registers.length, store.units.size, store.halves.size, [...store.units.values()].map((unit) => unit.city && unit.city.slug)]);
  }

  ledgerLine() {
    const { app } = this, { ledger, city } = app, count = ledger.entries.size;
    const keep = button("存收件登记", () => {
      save(registerName(city), ledger.text(), "application/json");
      ledger.saved();
      app.refresh();
    }, "btn btn--line btn--small");
    return [count ? "收件登记 " + count + " 张" + (ledger.kept ? "，浏览器里记着" : "，这个浏览器不让存，关页前请存成文件") + (ledger.dirty ? "；上次存成文件以后又有改动。" : "。") : "还没有登记纸件；有存下的收件登记，拖进来接着用。", ...(count ? [" ", keep] : [])];
  }

  block(title, list, lead, extra = "") {
    return list.length ? el("details", { class: "desk__block", open: list.length < 9 }, el("summary", {}, title + "（" + list.length + "）"), lead && el("p", {}, lead), extra, el("ul", {}, list)) : null;
  }

  told() {
    const { store, city, header } = this.app, done = el("p", { class: "formout__say", role: "status" });
    const copy = (item) => button("复制给单位的话", async () => { done.textContent = (await copyText(refusal(item, city, header.values()))) ? "已复制，可以贴到邮件里。" : "没有复制成，请手动复制。"; }, "linkish");
    return this.block("没有读成", store.told.map((item) => el("li", {}, el("b", {}, item.path), "：" + item.why + "。 ", isForThem(item) ? [copy(item), "　"] : "", button("不再列出", () => this.app.dismiss(item), "linkish"))), "", done);
  }

  office() {
    const { office } = this.app.store, done = el("p", { class: "formout__say", role: "status" });
    const copy = office.length > 1 ? button("复制文件名", async () => { done.textContent = (await copyText(office.join("\n"))) ? "已复制。" : "没有复制成，请手动复制。"; }, "linkish") : "";
    return this.block("Word、Excel 表：交省厅或技术支撑单位录入", office.map((path) => el("li", {}, path)), "这一页不读 Word、Excel 表。请把下面的文件转给省厅或技术支撑单位，由他们录入。", el("p", {}, copy, done));
  }

  elsewhere() {
    const { store, city } = this.app, others = [...store.units.values()].filter((unit) => unit.used && unit.city !== city);
    return this.block("不是本市的", others.map((unit) => el("li", {}, unit.name + "：" + (unit.city ? unit.city.name : "没有写明市"))), city ? "不进本市的表；选错了市的，请在上面改选。" : "请先选市。");
  }

  strays() {
    const { strays } = this.app.store;
    return this.block("没有用上的扫描件", strays.map((scan) => el("li", {}, scan.path)), "各家的表上都没有写这些文件名，或有几家都写了，不知道是谁的。盖章的调研表扫描件也在这里，不必放进材料。");
  }

  halves() {
    const { store, home, unfetched } = this.app, beside = unfetched ? "没有取到网上公布的内容，请检查网络，再拖进来一次。" : home ? "来件里没有公开部分，网上也没有公布，核对不了，进不了汇总表。" : "这一页不联网，来件里没有公开部分，核对不了，进不了汇总表。公开部分已经在网上公布的，请改用网站上的收件台。";
    return this.block("只来了不公开部分", openless(store).map(({ code, key }) => el("li", {}, code + (key === "enterprise" ? "　附件 1" : "　附件 2（" + key + "）"))), beside + "还没有公布的，请单位把“公开部分”的压缩包也发来。");
  }

  notes() {
    const { same, registers } = this.app.store, said = [];
    if (same) said.push("重复的 " + same + " 份，内容一样，只算一份。");
    registers.forEach(({ path, count, kept }) => said.push("读入了收件登记 " + strip(path) + "，添上或更新了 " + count + " 张" + (kept ? "；另有 " + kept + " 张在这里登记得更晚，没有动。" : "。")));
    return said.length ? el("p", { class: "desk__note" }, said.join(" ")) : null;
  }
}
