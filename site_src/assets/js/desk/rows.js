// 附件3、附件4 的内容：哪些行、什么次序、摘要、表下与页脚的话。与 scripts/bureau/sheets.py 同。
// 单位：{ state, code, city, valid, stamps }，state 是填表页的草稿，valid 是没有错误、可以入表的各份表（"enterprise" 或产品的序号），stamps 是已经算好的摘要，可以没有。
// 行：{ cells, stamp }，不带序号；stamp 是那份表的摘要。版式 layout 是 scripts/bureau/template.py 写的。
import { book } from "../form/book.js";
import { isBlank, readValue } from "../form/judge.js";
import { shortened } from "../form/receipt.js";
import { formOf, inUse, stampOf, valuesOf } from "../form/unit.js";
import { settled } from "../form/values.js";
import { gbk } from "./gbk.js";

const APART = "〔另存〕"; // 不公开部分还没有收到

export const sheetRows = (paper, units) => (paper === "附件3" ? enterprises(units) : products(units)).map(({ cells, stamp }) => ({ cells, stamp }));

export const sheetDigest = (paper, city, units, rows = sheetRows(paper, units)) => shortened(JSON.stringify([paper, String(book.round), city, rows.map((row) => row.stamp)]));

// 这些单位里，有错误、没有入表的有几家（附件3）、几个产品（附件4）。
export const waitingIn = (paper, units) => units.reduce((sum, { state, valid }) => sum + inUse(state).filter((at) => belongs(paper, at) && !valid.includes(at)).length, 0);

const belongs = (paper, at) => (at === "enterprise") === (paper === "附件3");

function read(state, at) {
  const { fields } = formOf(at), values = valuesOf(state, at);
  return (key) => {
    const field = fields.find((one) => one.key === key), kept = settled([field], values);
    return isBlank(kept[key]) ? APART : readValue(field, kept[key]);
  };
}

const of = (paper, units) => units.flatMap(({ state, code, valid, stamps }) => inUse(state).filter((at) => belongs(paper, at) && valid.includes(at)).map((at) => ({ state, code, at, stamp: stamps ? stamps.get(at) : stampOf(state, at) })));

function enterprises(units) {
  const rows = of("附件3", units).map(({ state, code, at, stamp }) => {
    const value = read(state, at), name = value("企业名称");
    return { cells: [name, value("联系人姓名"), phones(value("手机号码"))], stamp, order: [gbk(name), code] };
  });
  return sorted(rows);
}

function products(units) {
  const rows = of("附件4", units).map(({ state, code, at, stamp }) => {
    const value = read(state, at), level = value("大模型产品所属种类"), unit = value("报送单位");
    const name = (value("大模型产品名称") + " " + value("版本号")).trim();
    const { options } = formOf(at).fields.find((field) => field.key === "大模型产品所属种类").type;
    return {
      cells: [level, name, unit, value("联系人"), phones(value("联系方式"))], stamp,
      order: [String(options.indexOf(level)), gbk(unit), gbk(name), code, state.products[at].slug],
    };
  });
  return sorted(rows);
}

const sorted = (rows) => rows.sort((a, b) => {
  const at = a.order.findIndex((key, place) => key !== b.order[place]);
  return at < 0 ? 0 : a.order[at] < b.order[at] ? -1 : 1;
});

// 几个号码一行一个，免得在座机的横线处折行。
export const phones = (value) => (Array.isArray(value) ? value : String(value).split(/[、，,；;/\n]/)).map((number) => number.trim()).filter(Boolean).join("；\n");

const said = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

// 表下与页脚的话：{ notes, left, right, blank }，blank 是要不要空行。
// head：{ 城市: { slug, name, bureau }, 填报单位, 联系人, 联系方式, 填报日期, 零报告 }，空着的留给笔填；version 是数据的版本，可以没有；
// waiting 另给的，是连表都读不出来、不在 units 里的。
export function sheetFoot(layout, head, units, { version = "", waiting = 0 } = {}) {
  const { notes: words, counter, mark } = layout, { slug, name } = head.城市;
  const rows = sheetRows(mark, units), left = waitingIn(mark, units) + waiting;
  const nothing = !units.some(({ state }) => inUse(state).length) && !waiting;
  const notes = rows.some((row) => row.cells.includes(APART)) ? [words.absent] : [];
  if (left) notes.push(said(words.waiting, { count: left, counter }));
  else if (!rows.length) notes.push(said(head.零报告 && nothing ? words.zero : words.none, { city: name }));
  return {
    notes, blank: !rows.length && !left,
    left: said(words.left, { round: book.round, city: name, count: rows.length, counter }),
    right: said(words.digest, { digest: sheetDigest(mark, slug, units, rows) }) + (version ? said(words.version, { version }) : ""),
  };
}

// 表上方的两行：[{ start, span, room, pieces }……]……，pieces 里的数是留给笔填的空白有几个字宽。
export function headLines(layout, head) {
  const values = { 填报单位: head.填报单位 || head.城市.bureau, 填报日期: inWords(head.填报日期), 联系人: head.联系人, 联系方式: phones(head.联系方式 || "") };
  return layout.lead.map((line) => line.map(({ key, pieces, ...place }) => {
    const value = (values[key] || "").trim(), label = pieces[0].slice(0, pieces[0].indexOf("：") + 1), seal = pieces.filter((piece) => piece === "（盖章）");
    return { ...place, pieces: value ? [label, value, ...seal] : pieces };
  }));
}

function inWords(day) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day || "");
  return found ? Number(found[1]) + "年" + Number(found[2]) + "月" + Number(found[3]) + "日" : "";
}
