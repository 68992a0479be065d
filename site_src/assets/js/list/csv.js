// 下载所选：从整份 CSV 里挑出显示着的各行，一字不改。
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
  const byKey = new Map(rest.map((record) => [last(record), record]));
  const file = new Blob(["\ufeff", head, ...keys.map((key) => byKey.get(key)).filter(Boolean)], { type: "text/csv;charset=utf-8" });
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(file);
  anchor.download = address.split("/").pop().replace(".csv", "-selected.csv");
  anchor.click();
  window.setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}
