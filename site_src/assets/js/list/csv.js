// 下载所选：从整份 CSV 里挑出显示着的各行，一字不改。
import { saveText } from "../dom.js";

function records(text) {
  return text.match(/(?:[^"\r\n]|"(?:[^"]|"")*")+(?:\r\n|$)/g) || [];
}

function last(record) {
  return record.trimEnd().replace(/^[^]*,/, "").replace(/^"|"$/g, "");
}

// address：整份 CSV；keys：各行“页面”一栏的值，就照这个次序。
export async function download(address, keys) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const [head, ...rest] = records((await answer.text()).replace(/^\ufeff/, ""));
  const depth = keys.length ? keys[0].split("/").length : 0; // “页面”可能是完整的网址，只看末几段
  const byKey = new Map(rest.map((record) => [last(record).split("/").slice(-depth).join("/"), record]));
  saveText(address.split("/").pop().replace(".csv", "-selected.csv"), "\ufeff", head, ...keys.map((key) => byKey.get(key)).filter(Boolean));
}
