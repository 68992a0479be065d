// 公开的一半里的“不公开部分”：由不公开的内容和一个随机数算出，只与那一份对得上。与 schema/forms/commitment.py 同。
import { sha256 } from "./bytes.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) || []).map((five) => DIGITS[parseInt(five.padEnd(5, "0"), 2)]).join("");
}

export const newSalt = () => base32(crypto.getRandomValues(new Uint8Array(16)));
export const isSalt = (text) => /^[A-Z2-7]{26}$/.test(text);
export const isCommitment = (text) => /^[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}$/.test(text);

// form 是 enterprise 或产品的 slug；values 是不公开的各项，按表上的次序。
export function commit({ year, city, code, form, salt, values }) {
  const hashed = JSON.stringify([String(year), city, code, form, salt, values]);
  return base32(sha256(new TextEncoder().encode(hashed)).subarray(0, 20)).match(/.{4}/g).join(" ");
}
