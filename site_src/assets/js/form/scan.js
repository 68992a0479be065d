// 扫描件：看内容是什么、有多大，照片里的拍摄信息去掉，名字改成合规的。都在这台设备上做，不上传。与 schema/rules/material_files.py 同。
import { book, has, phrase, say } from "./book.js";
import { joined } from "./bytes.js";
import { hidden, points } from "./text.js";

const ENDINGS = { PDF: ".pdf", PNG: ".png", JPEG: ".jpg" };
const TEXTS = ["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]; // PNG 里记文字与时间的块

// 选来的文件：{ name, bytes, cleaned }；不收的抛出一句话。taken 是已经选了的：名字 → 内容。
export async function scanned(file, kind, taken) {
  tooBig(file.size);
  const bytes = new Uint8Array(await file.arrayBuffer()), type = typeOf(bytes, file.name);
  const clean = { PDF: (given) => given, PNG: bareChunks, JPEG: bareSegments }[type](bytes);
  if (!clean) throw refusal(say("material.broken"));
  return { name: free(valid(file.name, kind, ENDINGS[type]), clean, taken), bytes: clean, cleaned: clean.length < bytes.length };
}

// 压缩包里带来的：不收的抛出一句话，收的照原样。
export function accepted(name, bytes) {
  tooBig(bytes.length);
  typeOf(bytes, name);
}

function tooBig(size) {
  const { most } = book.scans;
  if (size > most) throw refusal({ ...say("size.material", { size: (size / 2 ** 20).toFixed(1), most: most / 2 ** 20 }), hint: phrase("page.too-big") });
}

function typeOf(bytes, name) {
  const type = sniff(bytes);
  if (!type) throw refusal(foreign(bytes, name));
  return type;
}

// 不收的文件。
export class Unfit extends Error {}

const refusal = ({ message, hint }) => new Unfit(message + "。" + hint + "。");
const latin = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

// 是 PDF、PNG、JPEG 里的哪一种，都不是为空。
export function sniff(bytes) {
  const head = latin(bytes.subarray(0, 1024));
  if (/^(?:\xef\xbb\xbf|[\0\r\n\t ])*%PDF-/.test(head)) return "PDF";
  return head.startsWith("\x89PNG\r\n\x1a\n") ? "PNG" : head.startsWith("\xff\xd8\xff") ? "JPEG" : "";
}

// 不是这几种的，说是什么、怎样办。
export function foreign(bytes, name) {
  const { signatures, brands, cures } = book.scans, head = latin(bytes.subarray(0, 64));
  const branded = head.slice(4, 8) === "ftyp" && Object.keys(brands).find((name) => brands[name].some((brand) => head.slice(8).includes(brand)));
  const found = signatures.find(([sign]) => head.startsWith(sign));
  const kind = branded || (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP" ? "kind.webp" : /\.ofd$/i.test(name) ? "kind.ofd" : found ? found[1] : "");
  return has(cures, kind) ? say("material.kind", { kind: phrase(kind), cure: phrase(cures[kind]) }) : say("material.ending");
}

// 名字：去掉看不见的和不能用的字，结尾照内容写，不长于 100 个字节。
function valid(name, kind, ending) {
  const { reserved, nameBytes } = book.scans, unfit = new RegExp(reserved[0], reserved[1]);
  let stem = name.normalize("NFC").replace(/\.[^.]*$/, "");
  hidden(stem).forEach(([sign]) => { stem = stem.split(sign).join(""); });
  stem = stem.replace(/[<>:"|?*\\/\s]+/g, "-").replace(/^[ .-]+|[ .-]+$/g, "");
  while (new TextEncoder().encode(stem + "-99" + ending).length > nameBytes) stem = points(stem).slice(0, -1).join("");
  return (unfit.test(stem + ending) || !stem ? kind : stem) + ending;
}

export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

// 同名而内容不同的，另起一个名字；内容也相同的就是同一份。
function free(name, bytes, taken) {
  const [, stem, ending] = /^(.*)(\.\w+)$/.exec(name);
  for (let number = 1; ; number += 1) {
    const tried = number > 1 ? stem + "-" + number + ending : name;
    const clash = [...taken.keys()].find((known) => known.toLowerCase() === tried.toLowerCase());
    if (!clash || same(taken.get(clash), bytes)) return clash || tried;
  }
}

// PNG 只留画面的块；读不下去的为 null。
function bareChunks(bytes) {
  const view = new DataView(bytes.buffer), kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at), name = latin(bytes.subarray(at + 4, at + 8));
    if (end > bytes.length) return null;
    if (!TEXTS.includes(name)) kept.push(bytes.subarray(at, end));
    if (name === "IEND") return joined(kept);
    at = end;
  }
  return null;
}

// JPEG 去掉拍摄信息（Exif、XMP、注释）和画面之后的东西，只留照片朝哪边；读不下去的为 null。
function bareSegments(bytes) {
  const view = new DataView(bytes.buffer), kept = [bytes.subarray(0, 2)];
  let turned = 1;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1], end = at + 2 + view.getUint16(at + 2);
    if (marker === 0xff) { at += 1; continue; }
    if (end > bytes.length) return null;
    if (marker === 0xda) {
      const last = picturesEnd(bytes, end);
      return last && joined([kept[0], ...(turned > 1 ? [orientation(turned)] : []), ...kept.slice(1), bytes.subarray(at, last)]);
    }
    if (marker === 0xe1) turned = turn(view, at + 4, end) || turned;
    else if (![0xed, 0xfe].includes(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}

function picturesEnd(bytes, from) {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) if (bytes[at + 1] === 0xd9) return at + 2;
  return 0;
}

// Exif 里的朝向（1 到 8），没有为 0。
function turn(view, at, end) {
  if (end - at < 20 || view.getUint32(at) !== 0x45786966) return 0;
  const start = at + 6, little = view.getUint16(start) === 0x4949, first = start + view.getUint32(start + 4, little);
  for (let entry = first + 2; first + 2 <= end && entry + 12 <= end && entry < first + 2 + 12 * view.getUint16(first, little); entry += 12) {
    if (view.getUint16(entry, little) === 0x0112) return Math.min(view.getUint16(entry + 8, little), 8);
  }
  return 0;
}

const orientation = (turned) => Uint8Array.from([0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0]);
