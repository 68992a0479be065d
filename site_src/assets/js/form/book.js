// 从 schema 导出的一切：栏目、词表、正则、话术。本目录的各模块自己不写范围、选项与措辞。
export const book = {};

export const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

// 前面须是、或不能是什么字的正则：旧浏览器没有这种写法，找到一处，自己往前看。match、replace、split 照常用它。
class Pattern extends RegExp {
  constructor(source, flags, before = source.before) {
    super(source, flags);
    this.before = before;
  }

  exec(text) {
    for (;;) {
      const found = super.exec(text);
      if (!found || this.before.every(([behind, wanted]) => behind.test(text.slice(Math.max(0, found.index - 8), found.index)) === wanted)) return found;
      if (this.sticky) return null;
      this.lastIndex = found.index + (text.codePointAt(found.index) > 0xffff ? 2 : 1);
    }
  }
}

// 末尾写成 (?![^])：$ 在扩展区的汉字之后，Chromium 156 认不出。
const looking = (before, flags) => before.map(([source, wanted]) => [new RegExp("(?:" + source + ")(?![^])", flags), wanted]);

// 装入 form.json 的内容。正则在这里一次编好：whole.x 要整段相符，part.x 在文字里找。
export function open(data) {
  const whole = {}, part = {};
  Object.entries(data.patterns).forEach(([name, patterns]) => {
    whole[name] = {};
    part[name] = {};
    Object.entries(patterns).forEach(([key, [source, flags, before]]) => {
      whole[name][key] = new RegExp("^(?:" + source + ")$", flags);
      part[name][key] = before ? new Pattern(source, flags + "g", looking(before, flags)) : new RegExp(source, flags + "g");
    });
  });
  const blank = "[" + data.blank + "]";
  Object.assign(book, data, {
    whole, part,
    blanks: new RegExp(blank + "+", "gu"),
    blankSign: new RegExp(blank, "u"),
    slugPattern: new RegExp("^(?:" + data.slug[0] + ")$", data.slug[1]),
    tail: new RegExp(data.industryTail[0], data.industryTail[1]),
  });
  return book;
}

const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

// 一条话：规则、说的话、怎样改、轻重。
export function say(name, values = {}) {
  const [rule, message, hint, severity] = book.messages[name];
  return { rule, message: filled(message, values), hint: filled(hint, values), severity };
}

// 一条话归到一栏。
export function tell(run, at, said, extra = {}) {
  run.findings.push({ ...said, field: at.join("."), ...extra });
}

// 几条话共用的一截。
export const phrase = (name, values = {}) => filled(book.phrases[name], values);

// 加引号的所填内容。
export const quoted = (text) => phrase("quoted", { text });

// 一个值读不成时抛出的东西；fix 是可以一键改成的写法。
export class Refusal extends Error {
  constructor(name, values = {}, fix = "") {
    super(name);
    Object.assign(this, { said: say(name, values), fix });
  }
}
