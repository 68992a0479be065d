// 页面上的话：检查结果与说明在一栏下面怎样说。
// 消息里不必再说一遍栏名：就在这一栏下面。
export function sentence(key, found) {
  if (found.rule === "pledge-missing") return "没有勾选。同意后请勾选；不勾选不能报送。";
  const said = found.message.replace(new RegExp("^“" + key.replace(/[^\p{L}\d]/gu, "") + "”(?:：|(?=没有|现有|只写|会))", "u"), "");
  return said + "。" + (found.hint ? found.hint + "。" : "");
}

// 说明：纸面上的括注与栏目的帮助，已经看得见的不再说。
export function helpOf(field, box) {
  const notes = box && box.note && box.key === field.key && !box.parts && !box.unit ? box.note.replace(/^（|）$/g, "") : "";
  const shown = field.type.options || field.type.kind === "YesNo" ? [] : [field.help.replace(/^选填，/, ""), notes]; // 选项都摆着，不必再说
  const kept = shown.filter((text, at) => text && !plainly(field.title).includes(plainly(text)) && !(at && plainly(shown[0]).includes(plainly(text))));
  const said = kept.filter((text, at) => !kept.some((other, place) => place > at && plainly(other).includes(plainly(text)))).join("；");
  return said + (field.example && shown.length ? (said && "。") + "例如：" + field.example : "");
}

const plainly = (text) => text.replace(/[\s。，；]/g, "");
