// 字节：接起来，算 SHA-256（不是 https 的内网站点上，浏览器不给现成的）。
export function joined(pieces) {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) { out.set(piece, at); at += piece.length; }
  return out;
}

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// 前若干个质数的平方根、立方根的小数部分，各取 32 位。
function constants() {
  const found = [];
  for (let number = 2; found.length < 64; number += 1) if (found.every((prime) => number % prime)) found.push(number);
  const bits = (root) => found.map((prime) => ((root(prime) % 1) * 2 ** 32) >>> 0);
  return { start: bits(Math.sqrt).slice(0, 8), rounds: bits(Math.cbrt) };
}

let primes = null;
const SLICE = 2 ** 18; // 算到这么多字节歇一下

function* hashing(bytes) {
  primes = primes || constants();
  const size = Math.ceil((bytes.length + 9) / 64) * 64, padded = new Uint8Array(size), view = new DataView(padded.buffer);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  view.setUint32(size - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(size - 4, (bytes.length * 8) >>> 0);
  const hash = Uint32Array.from(primes.start), words = new Uint32Array(64);
  const turned = (word, by) => (word >>> by) | (word << (32 - by));
  for (let block = 0; block < size; block += 64) {
    if (block % SLICE === 0) yield;
    for (let at = 0; at < 16; at += 1) words[at] = view.getUint32(block + 4 * at);
    for (let at = 16; at < 64; at += 1) {
      const near = words[at - 15], late = words[at - 2];
      words[at] = words[at - 16] + (turned(near, 7) ^ turned(near, 18) ^ (near >>> 3)) + words[at - 7] + (turned(late, 17) ^ turned(late, 19) ^ (late >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let at = 0; at < 64; at += 1) {
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + primes.rounds[at] + words[at]) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => { hash[at] += word; });
  }
  const out = new DataView(new ArrayBuffer(32));
  hash.forEach((word, at) => out.setUint32(4 * at, word));
  return new Uint8Array(out.buffer);
}

export function sha256(bytes) {
  const run = hashing(bytes);
  for (let step = run.next(); ; step = run.next()) if (step.done) return step.value;
}

// 文件的摘要，算一次记着。大文件分几段算，页面不停；浏览器给现成的就用它。
const digests = new WeakMap();
export const digestOf = (bytes) => digests.get(bytes) || "";

export async function digested(bytes) {
  if (!digests.has(bytes)) digests.set(bytes, hex(crypto.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) : await bySlices(bytes)));
  return digests.get(bytes);
}

async function bySlices(bytes) {
  const run = hashing(bytes);
  for (let step = run.next(); ; step = run.next()) {
    if (step.done) return step.value;
    await new Promise((done) => { setTimeout(done); });
  }
}
