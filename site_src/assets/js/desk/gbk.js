// 汉字的 GB 18030 编码：常用字照编码排就是拼音的次序，占几个字节就占几个半角的宽。浏览器只会解码，这里倒过来查；与 Python 的 gb18030 同。
// 2005、2022 年的标准把十九个码位改给了正式的字符，新旧浏览器不一，一律照改之前的私用区字符。
const NOW = Array.from("\u1e3f\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb");
const BEFORE = Array.from("\ue7c7\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864");
const SPARE = "\ue5e5"; // A3A0：浏览器当作又一个全角空格

let doubles = null, ranks = null;

// 两个字节的字查表；基本平面上其余的字是四个字节，照码位一个一个往下数。
function open() {
  const bytes = [];
  for (let lead = 0x81; lead <= 0xfe; lead += 1) for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) bytes.push(lead, trail);
  doubles = new Map();
  Array.from(new TextDecoder("gb18030").decode(Uint8Array.from(bytes))).forEach((char, at) => {
    const moved = NOW.indexOf(char), own = moved >= 0 ? BEFORE[moved] : doubles.has(char) ? SPARE : char;
    doubles.set(own, String.fromCharCode(bytes[2 * at], bytes[2 * at + 1]));
  });
  ranks = new Uint16Array(0x10000);
  for (let code = 0x80, rank = 0; code < 0x10000; code += 1) {
    ranks[code] = rank;
    if (!isSurrogate(code) && !doubles.has(String.fromCharCode(code))) rank += 1;
  }
}

const isSurrogate = (code) => code >= 0xd800 && code <= 0xdfff;

const four = (rank, lead) => String.fromCharCode(lead + Math.floor(rank / 12600), 0x30 + (Math.floor(rank / 1260) % 10), 0x81 + (Math.floor(rank / 10) % 126), 0x30 + (rank % 10));

function encoded(char) {
  const code = char.codePointAt(0);
  if (code < 0x80) return char;
  if (isSurrogate(code)) return "?";
  return doubles.get(char) || (code > 0xffff ? four(code - 0x10000, 0x90) : four(ranks[code], 0x81));
}

// 一段文字的编码，一个字节写成一个字符：可以用 < 比先后，长度就是占几个半角。
export function gbk(text) {
  if (!doubles) open();
  return Array.from(text, encoded).join("");
}
