// 另存下来的邮件（.eml）：附件是什么。与 scripts/sandbox/wrappings.py 同。
import { has } from "../form/book.js";
import { joined } from "../form/bytes.js";

const DEEPEST = 10, MOST_PARTS = 3000, MOST_BOUNDARY = 200;
const SAVE = "请在邮件软件里把附件另存出来，再拖进来";
const PLAIN = ["text/plain", "text/html", "application/pgp-signature", "application/pkcs7-signature"];

// 每个字节一个字，高位的不动：x-user-defined 把 128 以上的字节放在 F780 起。
const raw = (bytes) => new TextDecoder("x-user-defined").decode(bytes);
const bytesOf = (text) => Uint8Array.from(text, (char) => char.charCodeAt(0) & 255);

// 返回 { when, parts: [{ name, bytes 或 trouble }] }；不是邮件的为 null。
export function attachments(bytes) {
  const mail = part(raw(bytes));
  if (!["from", "date", "received", "mime-version", "subject"].some((name) => has(mail.heads, name))) return null;
  const parts = [];
  gather(mail, 0, parts);
  const when = new Date(mail.heads.date || NaN);
  return { when: isNaN(when) ? null : when, parts };
}

// 一段：头与身子。续行接回一行，同名的头取第一个。
function part(text) {
  const gap = /\r?\n\r?\n/.exec(text), head = gap ? text.slice(0, gap.index) : text;
  const heads = {};
  head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/).forEach((line) => {
    const found = /^([\w-]+):\s*(.*)$/.exec(line);
    if (found && !has(heads, found[1].toLowerCase())) heads[found[1].toLowerCase()] = found[2];
  });
  const kind = (/^\s*([\w.+-]+\/[\w.+-]+)/.exec(heads["content-type"] || "") || [])[1];
  return { heads, kind: (kind || "text/plain").toLowerCase(), body: gap ? text.slice(gap.index + gap[0].length) : "" };
}

function gather(item, depth, out) {
  const { heads, kind, body } = item;
  if (out.length > MOST_PARTS) return;
  if (depth > DEEPEST) out.push({ name: "转发的邮件", trouble: "邮件里套的邮件太多层，里面的没有读；" + SAVE });
  else if (kind.startsWith("multipart/")) {
    const boundary = parameters(heads["content-type"]).boundary;
    if (!boundary || boundary.length > MOST_BOUNDARY) out.push({ name: "邮件", trouble: "邮件不完整，看不出附件在哪里；" + SAVE });
    else pieces(body, boundary).forEach((text) => gather(part(text), depth + 1, out));
  } else if (kind === "message/rfc822") gather(part(raw(decoded(item))), depth + 1, out);
  else leaf(item, out);
}

function pieces(body, boundary) {
  const line = new RegExp("\\r?\\n--" + boundary.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + "(?=(?:--)?[ \\t]*(?:\\r?\\n|$))");
  return ("\n" + body).split(line).slice(1).filter((text) => !text.startsWith("--")).map((text) => text.replace(/^[ \t]*\r?\n/, ""));
}

function leaf(item, out) {
  const { heads, kind } = item, name = fileName(heads), place = heads["content-disposition"] || "";
  if (!name && PLAIN.includes(kind)) return;
  const tell = (trouble, named = name) => out.push({ name: named, trouble });
  if (kind === "application/ms-tnef" || name.toLowerCase() === "winmail.dat") tell("是 Outlook 的专用格式，打不开；请对方改用“纯文本”或 HTML 格式重发", name || "winmail.dat");
  else if (kind === "application/pkcs7-mime") tell("是加密的邮件，打不开；" + SAVE, name || "加密的正文");
  else if (kind.startsWith("image/") && heads["content-id"] && !/attachment/i.test(place)) return; // 正文里的插图
  else if (!name) tell("没有名字，不知道是什么，没有读；" + SAVE, "没有名字的附件");
  else out.push({ name, bytes: decoded(item) });
}

function decoded({ heads, body }) {
  const way = (heads["content-transfer-encoding"] || "").trim().toLowerCase();
  if (way === "base64") return fromBase64(body);
  return bytesOf(way === "quoted-printable" ? unquoted(unpadded(body).replace(/=\r?\n/g, "")) : body);
}

// 行尾的空白；从空白前的一个字认起，一长串空白才不会一个一个重新试。
const unpadded = (text) => ("\n" + text).replace(/([^ \t])[ \t]+(?=\r?\n)/g, "$1").slice(1);
const unquoted = (text) => text.replace(/=([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));

function fromBase64(text) {
  const kept = text.replace(/[^A-Za-z0-9+/]/g, "");
  return bytesOf(atob(kept.slice(0, kept.length - (kept.length % 4 === 1 ? 1 : 0))));
}

// ---- 名字：各家邮件软件写中文名的办法 ----
function parameters(head = "") {
  const found = {}, line = /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;
  for (let at = line.exec(head); at; at = line.exec(head)) found[at[1].toLowerCase()] = at[2] === undefined ? at[3].trim() : at[2].replace(/\\(.)/g, "$1");
  return found;
}

function fileName(heads) {
  const all = { ...parameters(heads["content-type"]), ...parameters(heads["content-disposition"]) };
  const text = extended(all, "filename") || all.filename || extended(all, "name") || all.name || "";
  return words(text).split(/[\\/]/).pop().trim();
}

// RFC 2231：filename*=utf-8''%E9…，长的分成 filename*0*、filename*1*……
function extended(all, key) {
  const first = all[key + "*"] || all[key + "*0*"] || all[key + "*0"];
  if (first === undefined) return "";
  let charset = "", text = "";
  const add = (value, coded) => {
    if (!coded) { text += value; return; }
    const head = text ? null : /^([^']*)'[^']*'(.*)$/.exec(value);
    if (head) charset = head[1];
    text += (head ? head[2] : value).replace(/%([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  };
  if (all[key + "*"] !== undefined) add(all[key + "*"], true);
  else for (let at = 0; all[key + "*" + at + "*"] !== undefined || all[key + "*" + at] !== undefined; at += 1) add(all[key + "*" + at + "*"] || all[key + "*" + at], all[key + "*" + at + "*"] !== undefined);
  return inCharset(bytesOf(text), charset);
}

// RFC 2047：=?gb2312?B?…?=，相邻的接起来再认字；没有编码而直接写汉字的，是 UTF-8 或 GBK。
function words(text) {
  if (/[\u0100-\uf77f]/.test(text)) return text;
  const pieces_ = [], coded = /=\?([\w.:-]+)\?([bq])\?([^?]*)\?=/gi, plain = text.replace(/(\?=)\s+(=\?)/g, "$1$2");
  const add = (bytes, charset) => {
    const last = pieces_[pieces_.length - 1];
    if (last && last.charset === charset) last.bytes.push(bytes);
    else pieces_.push({ bytes: [bytes], charset });
  };
  let from = 0;
  for (let found = coded.exec(plain); found; found = coded.exec(plain)) {
    if (found.index > from) add(bytesOf(plain.slice(from, found.index)), "");
    add(/b/i.test(found[2]) ? fromBase64(found[3]) : bytesOf(unquoted(found[3].replace(/_/g, " "))), found[1].toLowerCase());
    from = found.index + found[0].length;
  }
  if (from < plain.length) add(bytesOf(plain.slice(from)), "");
  return pieces_.map(({ bytes, charset }) => inCharset(joined(bytes), charset)).join("");
}

function inCharset(bytes, charset) {
  for (const name of [charset || "utf-8", "gb18030"]) {
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch { /* 试下一种 */ }
  }
  return new TextDecoder().decode(bytes);
}
