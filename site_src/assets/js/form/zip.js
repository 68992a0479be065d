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
export const zip = (files, remark = "", day = new Date()) => joined(pieces(files, remark, day));

// 压缩包的各段，依次接起来就是它。内容也可以是 sealed 过的：大文件不必都放在内存里。
export function pieces(files, remark = "", day = new Date()) {
  const encoder = new TextEncoder();
  const date = ((day.getFullYear() - 1980) << 9) | ((day.getMonth() + 1) << 5) | day.getDate();
  const bodies = [], directory = [];
  let at = 0;
  for (const [name, given] of files) {
    const title = encoder.encode(name), { body, size, sum } = given.body ? given : sealed(typeof given === "string" ? encoder.encode(given) : given);
    const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, date], [4, sum], [4, size], [4, size], [2, title.length], [2, 0]];
    const head = packed([[4, 0x04034b50], ...common]);
    directory.push(packed([[4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), title);
    bodies.push(head, title, body);
    at += head.length + title.length + size;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const said = encoder.encode(remark);
  const end = packed([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, said.length]]);
  return [...bodies, ...directory, end, said];
}

// 一份内容连同它的大小与校验和；body 可以换成同样内容的 Blob。
export const sealed = (bytes) => ({ body: bytes, size: bytes.length, sum: crc32(bytes) });

function packed(numbers) {
  const out = [];
  for (const [width, number] of numbers) for (let byte = 0; byte < width; byte += 1) out.push((number >>> (8 * byte)) & 255);
  return Uint8Array.from(out);
}

// 目录里的每一份：名字的字节 title、注明的写法与压法、压着的内容 packed、原来的大小与校验和、日期。不完整的返回 null。
export function listed(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    let end = bytes.length - 22;
    const least = end - 0xffff; // 注释最多这么长
    while (view.getUint32(end, true) !== 0x06054b50) if ((end -= 1) < least) return null;
    const list = [];
    let at = view.getUint32(end + 16, true), read = 0;
    for (let left = view.getUint16(end + 10, true); left; left -= 1) {
      if (view.getUint32(at, true) !== 0x02014b50) return null;
      const two = (place) => view.getUint16(at + place, true), four = (place) => view.getUint32(at + place, true);
      const title = bytes.subarray(at + 46, at + 46 + two(28)), head = four(42);
      const from = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
      const packed = bytes.subarray(from, from + four(20));
      read += packed.length; // 几项指着同一段的，不是谁打的包
      if (read > bytes.length) return null;
      list.push({ title, flags: two(8), method: two(10), packed, size: four(24), sum: four(16), link: (four(38) >>> 28) === 10,
        when: new Date(1980 + (two(14) >> 9), ((two(14) >> 5) & 15) - 1, two(14) & 31, two(12) >> 11, (two(12) >> 5) & 63) });
      at += 46 + two(28) + two(30) + two(32);
    }
    return list;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

// 没有压、没有加密的内容；与注明的不符为 undefined，别的为 null。
export function storedIn({ flags, method, packed: data, size, sum }) {
  if (method || flags & 1) return null;
  return data.length === size && crc32(data) === sum ? data : undefined;
}

// 本页打的包：{ name, data }……；压缩过的、加密的 data 为 null。不完整的返回 null。
export function entries(bytes) {
  const list = listed(bytes), read = list && list.map((entry) => ({ name: new TextDecoder().decode(entry.title), data: storedIn(entry) }));
  return read && read.every(({ data }) => data !== undefined) ? read : null;
}
