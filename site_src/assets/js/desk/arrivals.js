// 来件拆到底：文件夹、压缩包、邮件里的每个文件，是什么，或为什么没有读。来历不明的东西只按名字和头几个字节认。
import { withoutHidden } from "../form/text.js";
import { listed, storedIn } from "../form/zip.js";
import { canInflate, inflated } from "./inflate.js";
import { attachments } from "./mail.js";

const MIB = 2 ** 20, MOST = 300 * MIB, MOST_FILES = 3000, MOST_FORM = 256 * 1024, MOST_ONE = 64 * MIB, DEEPEST = 3, MOST_NAME = 500;
const UNPACK = "请先解压到一个文件夹，再把文件夹拖进来";
const JUNK = /^(?:~\$|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i;
const KINDS = [
  ["form", /\.ya?ml$/i], ["scan", /\.(?:pdf|png|jpe?g)$/i], ["office", /\.(?:docx?|wps|rtf|odt|xlsx?|et|ods|csv)$/i], ["register", /\.json$/i],
];
const OTHERS = [
  [/\.(?:rar|7z|tar|gz|bz2)$/i, "是别种压缩包，打不开；" + UNPACK], [/\.msg$/i, "是 Outlook 的邮件；请打开它，把附件另存出来，再拖进来"],
  [/\.(?:doc|dot|xls|xlt)m$/i, "是带宏的文件，不打开；请对方另存为普通的 Word 或 Excel 文件"], [/\.(?:heic|heif|webp|avif|tiff?|gif|bmp|jfif|ofd)$/i, "不是 PDF、PNG、JPEG；请对方另存为其中一种"],
];

// 拖进来、选来的文件：{ file, path }……，文件夹里的连同路径。
export async function given(transfer) {
  const roots = [...transfer.items].map((item) => (item.webkitGetAsEntry ? item.webkitGetAsEntry() : null)), out = [];
  if (!roots.length || roots.includes(null)) return picked(transfer.files);
  for (const root of roots) await walk(root, out);
  return capped(out);
}

export const picked = (files) => capped([...files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));

const capped = (list) => (list.length > MOST_FILES ? [...list.slice(0, MOST_FILES), { path: "其余的文件", why: "一次超过 " + MOST_FILES + " 个文件，后面的没有读；请分几次拖进来" }] : list);

async function walk(entry, out) {
  if (out.length > MOST_FILES || JUNK.test(entry.name)) return;
  if (entry.isFile) {
    const file = await new Promise((done) => { entry.file(done, () => done(null)); });
    out.push({ file, path: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = entry.createReader();
  for (;;) { // 一次最多给一百个
    const some = await new Promise((done) => { reader.readEntries(done, () => done([])); });
    if (!some.length) return;
    for (const inner of some) await walk(inner, out);
  }
}

// 一份来件里的各个文件：{ kind, path, name, group, when, bytes }，或 { path, name, trouble }。group 是一起来的标记，packed 是夹在压缩包、邮件里的。
export async function* unfolded({ file, path: given_, why = "系统不让读，没有读；请把它拷到桌面上，再拖进来" }) {
  const path = withoutHidden(given_);
  if (!file) return void (yield { path, name: last(path), trouble: why });
  const name = last(path), folder = path.slice(0, -name.length), kind = kindOf(name);
  if (JUNK.test(name)) return;
  const item = { kind, path, name, group: folder, when: new Date(file.lastModified) };
  if (kind === "office") return void (yield item);
  if (file.size > MOST) return void (yield { ...item, trouble: "超过 " + MOST / MIB + " MiB，没有读；" + UNPACK });
  try {
    item.bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return void (yield { ...item, trouble: "读不出来，可能已经移走或还没有下载完" });
  }
  yield* opened(item, 0, { files: 0, bytes: 0 });
}

const last = (path) => path.split("/").pop();
const kindOf = (name) => (KINDS.find(([, ending]) => ending.test(name)) || ["other"])[0];

async function* opened(item, depth, spent) {
  const begins = (...start) => start.every((byte, at) => item.bytes[at] === byte);
  if (begins(0x50, 0x4b) && item.kind !== "office") yield* unzipped(item, depth, spent);
  else if (/\.eml$/i.test(item.name)) yield* unmailed(item, depth, spent);
  else if (item.kind === "form" && item.bytes.length > MOST_FORM) yield { ...item, trouble: "文件太大，不是一张表" };
  else if (item.kind === "other") yield { ...item, trouble: (OTHERS.find(([ending]) => ending.test(item.name)) || [0, "不认识的文件；能读的是填表页打的压缩包、另存的邮件（.eml）和其中的文件"])[1] };
  else yield item;
}

async function* inside(item, members, depth, spent) {
  const tooMany = { ...item, trouble: "里面的文件超过 " + MOST_FILES + " 个，或解开后超过 " + MOST / MIB + " MiB，没有读完；" + UNPACK };
  if (depth === DEEPEST) return void (yield { ...item, trouble: "压缩包、邮件一层套一层，太深了；" + UNPACK });
  const group = depth ? item.group : item.path;
  for (const { name: within, read, trouble, when } of members) {
    const path = item.path + "/" + within, name = last(within), inner = { kind: kindOf(name), path, name, group, packed: true, when: later(when, item.when) };
    if (within.length > MOST_NAME) { yield { ...inner, path: item.path + "/" + within.slice(0, 40) + "…", trouble: "名字太长，没有读；请对方改短，重新发" }; continue; }
    if (within.split("/").some((step) => JUNK.test(step))) continue;
    spent.files += 1;
    if (spent.files > MOST_FILES) return void (yield tooMany);
    if (trouble) { yield { ...inner, trouble }; continue; }
    if (inner.kind === "office") { yield inner; continue; }
    const got = await read();
    if (got.trouble) { yield { ...inner, trouble: got.trouble }; continue; }
    spent.bytes += got.bytes.length;
    if (spent.bytes > MOST) return void (yield tooMany);
    yield* opened({ ...inner, bytes: got.bytes }, depth + 1, spent);
  }
}

// 什么时候的：填表页的压缩包只写到日，同一天的看压缩包本身。
const later = (within, whole) => (!within || within.toDateString() === whole.toDateString() ? whole : within);

// ---- 压缩包 ----
async function* unzipped(item, depth, spent) {
  const list = listed(item.bytes);
  if (!list) return void (yield { ...item, trouble: "压缩包不完整；请对方重新发，或" + UNPACK });
  const files = list.filter(({ title }) => title.length && ![47, 92].includes(title[title.length - 1])), names = namesOf(files);
  if (!files.length) return void (yield { ...item, trouble: "压缩包是空的；请对方重新发" });
  const office = names.some((name) => /^(?:word\/document|xl\/workbook)\.xml$/.test(name));
  if (office) return void (yield { ...item, kind: "office" });
  if (files.length > MOST_FILES || files.reduce((sum, { size }) => sum + size, 0) > MOST) {
    return void (yield { ...item, trouble: "里面有 " + files.length + " 个文件，超过 " + MOST_FILES + " 个，或解开后超过 " + MOST / MIB + " MiB，没有打开；" + UNPACK });
  }
  yield* inside(item, files.map((entry, at) => ({ name: safe(names[at]), when: entry.when, read: () => member(entry), trouble: barred(entry, names[at]) })), depth, spent);
}

function barred({ link, flags, method, size }, name) {
  if (!safe(name) || link) return "放在压缩包里不该在的位置，没有读；请在本机解压，看看是什么文件";
  if (flags & 1) return "设了密码，没有读；请对方去掉密码重新发，或" + UNPACK;
  if (![0, 8].includes(method)) return "压缩的方式读不了；" + UNPACK;
  if (method && !canInflate()) return "这个浏览器解不开重新压过的包；" + UNPACK;
  return size > (kindOf(name) === "form" ? MOST_FORM : MOST_ONE) ? "解开后太大，没有读" : "";
}

async function member(entry) {
  const bytes = entry.method ? await inflated(entry) : storedIn(entry);
  return bytes ? { bytes } : { trouble: "在压缩包里是坏的，读不出来；请对方重新发" };
}

// 没有注明 UTF-8 的，一包都是 UTF-8，否则都是 GBK（Windows）。
function namesOf(files) {
  const read = (charset, fatal) => files.map(({ title, flags }) => new TextDecoder(flags & 0x800 ? "utf-8" : charset, { fatal }).decode(title).normalize("NFC").replace(/\\/g, "/"));
  try {
    return read("utf-8", true);
  } catch {
    return read("gb18030", false);
  }
}

// 看不见的字符能把名字颠倒过来显示：去掉。
const safe = (name) => (/^\/|^[A-Za-z]:|(?:^|\/)\.\.(?:\/|$)|[\0-\x1f]/.test(name) ? "" : name.split("/").filter((step) => step && step !== ".").map(withoutHidden).join("/"));

// ---- 邮件 ----
async function* unmailed(item, depth, spent) {
  const mail = attachments(item.bytes);
  if (!mail) return void (yield { ...item, trouble: "不是邮件，只是改了名字；请在邮件软件里把附件另存出来，再拖进来" });
  if (!mail.parts.length) return void (yield { ...item, trouble: "邮件里没有附件" });
  yield* inside(item, mail.parts.map(({ name, bytes, trouble }) => ({ name: safe(name) || "附件", trouble, when: mail.when, read: async () => ({ bytes }) })), depth, spent);
}
