// 一个文件里的一份表：哪家单位的哪一份，写着什么。读不出来的，说单位该怎么办。
import { book } from "../form/book.js";
import { isCommitment, isSalt } from "../form/commitment.js";
import { locationOf, readHalf } from "../form/pairing.js";
import { cityNamed } from "../form/place.js";
import { strip } from "../form/text.js";
import { isValid } from "../form/uscc.js";
import { shaped } from "../form/values.js";
import { Unread } from "../form/yaml_reader.js";

const AGAIN = "请单位在填表页“打开文件”或重新填写，再点“打包下载”，把压缩包原样发来";

// 路径或文件名写着的：{ city, code, key }，key 是 enterprise 或产品的网址名；没有写的为空。
export function placeOf(path) {
  const { city, code } = locationOf(path), name = path.split("/").pop(), slug = name.replace(/^[0-9A-Z]{18}-/, "").replace(/(\.不公开)?\.ya?ml$/i, "");
  return { city: city || null, code: code && isValid(code) ? code : "", key: slug === "enterprise" || (/\.ya?ml$/i.test(name) && book.slugPattern.test(slug)) ? slug : "" };
}

export function textIn(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error("不是 UTF-8 编码的文字，读不出来；" + AGAIN);
  }
}

// 一份表，或它的不公开的一半：{ kind, key, code, city, raw, values, text, half }；raw 照文件写的，values 收进表的形状。
export function formIn({ path, bytes }) {
  const text = textIn(bytes), there = placeOf(path);
  try {
    const { kind, raw, half } = readHalf([path, text]), key = kind === "enterprise" ? kind : there.key === "enterprise" ? "" : there.key;
    if (half) return halfIn({ kind, key, raw, half, text, path }, there);
    const values = shaped(book.forms[kind].fields, raw), round = raw.批次 || String(book.firstRound);
    if (round !== String(book.round)) throw new Error("是 " + round.slice(0, 20) + " 年那一轮的表，不是本轮的；" + AGAIN);
    if (book.separate && !isCommitment(raw.不公开部分 || "")) throw new Error("没有分成公开和不公开的两部分；" + AGAIN);
    const own = kind === "enterprise" ? { code: strip(values.统一社会信用代码).toUpperCase() || there.code, city: cityNamed(strip(values.单位注册地.市)) || there.city } : there;
    return { kind, key, code: own.code, city: own.city, raw, values, text };
  } catch (error) {
    throw error instanceof Unread ? new Error(plain(error)) : error;
  }
}

// 不公开的一半：是哪家的哪一份，只看它放的位置或名字。
function halfIn(half, { code, city }) {
  if (!half.key || !code) throw new Error("是不公开部分，名字改过，看不出是哪家单位的；" + AGAIN);
  if (!isSalt(half.raw.盐 || "")) throw new Error("不公开部分的内容不完整；" + AGAIN);
  return { ...half, code, city };
}

// 单位看到的是填表页，不是文件里的行：不说第几行。
function plain({ message }) {
  return message.replace(/^第 \d+ 行：/, "").replace(/不是本页或.*$/, "不是填表页存下的样子，可能在别处改过").replace(/，没有打开.*$/, "") + "；" + AGAIN;
}
