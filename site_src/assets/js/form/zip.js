// 不压缩的 zip：几份文字或扫描件，名字是 UTF-8。写，也读回来。
import { joined } from "./bytes.js";

let sums = null;

function crc32(bytes) {
  sums = sums || Uint32Array.from({ length: 256 }, (_, number) => {
    for (let bit = 0; bit < 8; bit += 1) number = number & 1 ? (number >>> 1) ^ 0xedb88320 : number >>> 1;
    return number;
  });
  let sum = -1;
  for (const byte of bytes) sum = (sum >>> 8) ^ sums[(sum ^ byte) & 255];
  return (sum ^ -1) >>> 0;
}

// files：[名字, 文字或字节]……；remark 是整个压缩包的注释。
export function zip(files, remark = "", day = new Date()) {
  const encoder = new TextEncoder();
  const date = ((day.getFullYear() - 1980) << 9) | ((day.getMonth() + 1) << 5) | day.getDate();
  const bodies = [], directory = [];
  let at = 0;
  for (const [name, text] of files) {
    const title = encoder.encode(name), data = typeof text === "string" ? encoder.encode(text) : text;
    const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, date], [4, crc32(data)], [4, data.length], [4, data.length], [2, title.length], [2, 0]];
    const head = packed([[4, 0x04034b50], ...common]);
    directory.push(packed([[4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), title);
    bodies.push(head, title, data);
    at += head.length + title.length + data.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const said = encoder.encode(remark);
  const end = packed([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, said.length]]);
  return joined([...bodies, ...directory, end, said]);
}

function packed(numbers) {
  const out = [];
  for (const [width, number] of numbers) for (let byte = 0; byte < width; byte += 1) out.push((number >>> (8 * byte)) & 255);
  return Uint8Array.from(out);
}

// 读目录：{ name, data }……；压缩过的、加密的 data 为 null。不完整的返回 null。
export function entries(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    let end = bytes.length - 22;
    while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
    const list = [];
    let at = view.getUint32(end + 16, true), read = 0;
    for (let left = view.getUint16(end + 10, true); left; left -= 1) {
      if (view.getUint32(at, true) !== 0x02014b50) return null;
      const [title, more, remark] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + title));
      const data = storedAt(bytes, view, at);
      read += data ? data.length : 0; // 几项指着同一段的，不是谁打的包
      if (read > bytes.length || (data && crc32(data) !== view.getUint32(at + 16, true))) return null;
      list.push({ name, data });
      at += 46 + title + more + remark;
    }
    return list;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function storedAt(bytes, view, at) {
  if (view.getUint16(at + 10, true) || view.getUint16(at + 8, true) & 1) return null;
  const head = view.getUint32(at + 42, true), size = view.getUint32(at + 24, true);
  const from = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
  return bytes.subarray(from, from + size);
}
