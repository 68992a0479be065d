// 一包里有什么：各份表与选好的扫描件。分两半的，公开与不公开的各在一个文件夹里，互不相套。
import { book } from "./book.js";
import { bareName, inUse, pathOf, valuesOf, written, yamlOf } from "./unit.js";

// 各份表提到的扫描件：选好了的、还没有选的（名字），与选好的共多少字节。
export function scansOf(state, scans) {
  const named = inUse(state).flatMap((at) => valuesOf(state, at).材料).filter((item) => item.文件).map((item) => bareName(item.文件));
  const names = [...new Set(named)], held = names.filter((name) => scans.has(name));
  return { held, absent: names.filter((name) => !scans.has(name)), size: held.reduce((sum, name) => sum + scans.get(name).length, 0) };
}

const scansAt = (state, scans) => {
  const folder = pathOf(state, inUse(state)[0]).split("/").slice(0, 3).join("/");
  return scansOf(state, scans).held.map((name) => [folder + "/materials/" + name, scans.get(name)]);
};

// 放到网上的：[路径, 文字]……
export const openFilesOf = (state, scans) => inUse(state).map((at) => [pathOf(state, at), yamlOf(state, at, scans)]);

// 只交市工信局的：不公开的一半与扫描件。
export const hiddenFilesOf = (state, scans) => [...inUse(state).map((at) => [pathOf(state, at), written(state, at, scans).text]), ...scansAt(state, scans)].map(([path, content]) => [path.replace("submissions", "不公开部分"), content]);

// 发给市工信局的一包里的全部文件：[路径, 文字或字节]……
export function filesOf(state, scans) {
  const open = openFilesOf(state, scans);
  return book.separate ? [...open.map(([path, text]) => ["公开部分/" + path, text]), ...hiddenFilesOf(state, scans)] : [...open, ...scansAt(state, scans)];
}
