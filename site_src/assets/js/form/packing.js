// 一包里有什么：各份表与选好的扫描件，按仓库里的位置放。
import { inUse, pathOf, valuesOf, yamlOf } from "./unit.js";

// 各份表提到的扫描件：选好了的、还没有选的（名字），与选好的共多少字节。
export function scansOf(state, scans) {
  const named = inUse(state).flatMap((at) => valuesOf(state, at).材料).filter((item) => item.文件).map((item) => item.文件.replace(/^materials\//, ""));
  const names = [...new Set(named)], held = names.filter((name) => scans.has(name));
  return { held, absent: names.filter((name) => !scans.has(name)), size: held.reduce((sum, name) => sum + scans.get(name).length, 0) };
}

// 压缩包里的文件：[路径, 文字或字节]……
export function filesOf(state, scans) {
  const used = inUse(state), folder = pathOf(state, used[0]).split("/").slice(0, 3).join("/");
  return [...used.map((at) => [pathOf(state, at), yamlOf(state, at)]), ...scansOf(state, scans).held.map((name) => [folder + "/materials/" + name, scans.get(name)])];
}
