// 一个文件里的一份表：哪家单位的哪一份，写着什么。读不出来的，说单位该怎么办。
import { book } from "../form/book.js";
import { isCommitment, isSalt } from "../form/commitment.js";
import { privateForm } from "../form/halves.js";
import { cityNamed } from "../form/place.js";
import { strip } from "../form/text.js";
import { isValid } from "../form/uscc.js";
import { shaped } from "../form/values.js";
import { kindOf, readForm, Unread } from "../form/yaml_reader.js";

const AGAIN = "请单位在填表页“打开文件”或重新填写，再点“打包下载”，把压缩包原样发来";

// 路径里写着的市、信用代码与哪一份表；没有写的为空。
export function locationOf(path) {
  const [, slug, code, at] = /(?:^|\/)(?:submissions|不公开部分)\/([^/]+)\/([^/]+)\/(enterprise|products\/[^/]+)\.yaml$/.exec(path) || [];
  const alone = /(?:^|\/)([0-9A-Z]{18})-([a-z0-9][a-z0-9-]*)\.不公开\.yaml$/.exec(path) || [];
  const key = (at || alone[2] || "").replace("products/", ""), known = code || alone[1] || "";
  return { city: book.cities.find((item) => item.slug === slug) || null, code: isValid(known) ? known : "", key: key === "enterprise" || book.slugPattern.test(key) ? key : "" };
}

export function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error("不是 UTF-8 编码的文字，读不出来；" + AGAIN);
  }
}

// 一份表：{ kind, key, code, city, read, values, text }；read 照文件写的，values 收进表的形状。code、city 表里和路径里都没有的为空。
export function formIn({ path, bytes }) {
  const text = decoded(bytes), there = locationOf(path);
  try {
    if (book.separate && /^盐:/m.test(text)) return { ...halfIn(text, there), text };
    const kind = kindOf(book.forms, text), read = readForm(book.forms[kind], text), values = shaped(book.forms[kind].fields, read), round = read.批次 || String(book.firstRound);
    if (round !== String(book.round)) throw new Error("是 " + round.slice(0, 20) + " 年那一轮的表，不是本轮的；" + AGAIN);
    if (book.separate && !isCommitment(read.不公开部分 || "")) throw new Error("没有分成公开和不公开的两部分；" + AGAIN);
    if (kind === "enterprise") return { kind, key: kind, code: strip(values.统一社会信用代码).toUpperCase() || there.code, city: cityNamed(strip(values.单位注册地.市)) || there.city, read, values, text };
    return { kind, key: there.key === "enterprise" ? "" : there.key || slugOf(path), code: there.code, city: there.city, read, values, text };
  } catch (error) {
    throw error instanceof Unread ? new Error(plain(error)) : error;
  }
}

// 不公开的一半：是哪家的哪一份，只看它放的位置或名字。
function halfIn(text, { key, code, city }) {
  if (!key || !code) throw new Error("是不公开部分，名字改过，看不出是哪家单位的；" + AGAIN);
  const kind = key === "enterprise" ? key : "product", read = readForm(privateForm(book.forms[kind]), text);
  if (!isSalt(read.盐)) throw new Error("不公开部分的内容不完整；" + AGAIN);
  return { half: true, kind, key, code, city, read };
}

// 单独一个产品文件，名字就是网址里的名字。
function slugOf(path) {
  const stem = path.split("/").pop().replace(/\.ya?ml$/i, "");
  return book.slugPattern.test(stem) ? stem : "";
}

function plain({ line, message }) {
  const where = line ? "第 " + line + " 行读不出来" : "", what = message.replace(/^第 \d+ 行：/, "").replace(/不是本页或.*$/, "").replace(/，没有打开.*$/, "");
  return [where, what || "不是填表页存下的样子，可能在别处改过"].filter(Boolean).join("：") + "；" + AGAIN;
}
