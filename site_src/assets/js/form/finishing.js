// 填好以后：检查，生成，打印。
import { phrase } from "./book.js";
import { el } from "./dom.js";
import { output } from "./output.js";
import { papers, wrongIn } from "./print.js";
import { inUse, verdicts } from "./unit.js";

export const finishing = {
  finish(at = this.verdicts.has(this.at) ? this.at : inUse(this.state)[0]) { // 不报的那份没有可查的
    if (at !== this.at) this.go(at);
    this.say("");
    this.asked.add(at);
    this.refresh();
    (wrongIn(this.verdicts, [at]) ? this.summary : this.out).focus();
  },

  drawOut(found) {
    const asked = this.asked.has(this.at) && this.verdicts.has(this.at), ready = asked && !found.some((item) => item.severity === "error");
    const now = ready ? JSON.stringify([this.state, [...this.verdicts], [...this.scans.keys()]]) : String(asked);
    this.out.hidden = !asked;
    if (this.outOf === now) return;
    this.outOf = now;
    this.out.replaceChildren(...(ready ? output(this) : [el("h2", { id: "formout" }, "生成文件"), el("p", { class: "formout__wait" }, phrase("page.wait"))]));
  },

  // 这几份表印成纸；正在打印别的（空白表），就印那个。
  paper(list) {
    document.querySelectorAll(".paper").forEach((old) => old.remove());
    papers(this.wanted || { state: this.state, list, verdicts: verdicts(this.state, this.scans), scans: this.scans });
    document.documentElement.classList.add("is-paper");
  },

  print(list, state = this.state) {
    const { scans } = this, found = verdicts(state, scans), wrong = wrongIn(found, list);
    if (state === this.state && wrong && !confirm(phrase("page.print", { wrong }))) return;
    this.wanted = { state, list, verdicts: found, scans };
    print();
    this.wanted = null;
  },

  printAll() { this.print(inUse(this.state)); },
};
