// 页面上的话：检查结果与说明在一栏下面怎样说。
import { phrase } from "./book.js";

export const isMissing = (item) => ["field-missing", "material-missing", "pledge-missing"].includes(item.rule);

// 11-28 20:05；不是今年的带上年。
export function moment(date) {
  const two = (number) => String(number).padStart(2, "0"), year = date.getFullYear();
  return (year === new Date().getFullYear() ? "" : year + "-") + two(date.getMonth() + 1) + "-" + two(date.getDate()) + " " + two(date.getHours()) + ":" + two(date.getMinutes());
}

// 检查的话照文件说；这里没有行、没有文件夹，改说页面上怎样做。
export function onPage(item, form, values) {
  const line = /^材料\.(\d+)/.exec(item.field), kind = line && values.材料[line[1] - 1].类别;
  if (item.field === "材料" && item.rule === "field-missing") return { ...item, message: phrase("page.materials", { wanted: wantedOf(form, values) }), hint: phrase("page.choose") };
  if (item.rule === "material-missing") return { ...item, hint: phrase("page.choose") };
  if (line && item.rule === "field-missing") return { ...item, message: phrase("page.no-file", { kind }), hint: phrase("page.no-file.hint") };
  if (line && item.rule === "material-file") return { ...item, message: phrase("page.file-name", { kind }), hint: phrase("page.file-name.hint") };
  return { ...item, hint: reworded(form.fields).reduce((hint, field) => hint.replace(field.help, field.screen), item.hint).replace("没有就删去这一行", "没有就空着") };
}

// 帮助另有页面说法的栏目。
const reworded = (fields) => fields.flatMap((field) => [field, ...reworded(field.part || [])]).filter((field) => field.screen);

// 这张表一定要交的材料。
function wantedOf(form, values) {
  const { 是否检测: tested } = values.大模型产品检测情况 || {};
  const asked = form.proofs.filter((proof) => proof.tested === null || (tested && proof.tested === (tested === "是")));
  return asked.map((proof) => proof.kinds.join("或")).join("、");
}

// 消息里不必再说一遍栏名：就在这一栏下面。
export const bare = (key, message) => message.replace(new RegExp("^“" + key.replace(/[^\p{L}\d]/gu, "") + "”(?:：|(?=没有|现有|只写|会))", "u"), "");

export function sentence(key, found) {
  if (found.rule === "pledge-missing") return phrase("page.pledge");
  return bare(key, found.message) + "。" + (found.hint ? found.hint + "。" : "");
}

// 说明：纸面上的括注与栏目的帮助，已经看得见的不再说。
export function helpOf(field, box) {
  const notes = box && box.note && box.key === field.key && !box.parts && !box.unit ? box.note.replace(/^（|）$/g, "") : "";
  const shown = field.type.options || field.type.kind === "YesNo" ? [] : [(field.screen || field.help).replace(/^选填，/, ""), notes]; // 选项都摆着，不必再说
  const kept = shown.filter((text, at) => text && !plainly(field.title).includes(plainly(text)) && !(at && plainly(shown[0]).includes(plainly(text))));
  const said = kept.filter((text, at) => !kept.some((other, place) => place > at && plainly(other).includes(plainly(text)))).join("；");
  return said + (field.example && shown.length ? (said && "。") + "例如：" + field.example : "");
}

const plainly = (text) => text.replace(/[\s。，；]/g, "");
