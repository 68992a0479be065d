// 一个词什么也没找到时：换成简体再找，或提议读音相同的写法、拼音只差一个字母的。数据见 scripts/site/search_help.py。
const PROPOSALS = 3;

export class Help {
  constructor({ syllables, simplified, terms }) {
    const [from, to] = simplified.map((text) => Array.from(text));
    this.plain = new Map(from.map((char, at) => [char, to[at]]));
    this.sound = new Map(Object.entries(syllables).flatMap(([syllable, chars]) => Array.from(chars, (char) => [char, syllable])));
    this.terms = terms;
  }

  simplified(word) {
    return Array.from(word, (char) => this.plain.get(char) || char).join("");
  }

  sounds(text) {
    return Array.from(text, (char) => this.sound.get(char) || char);
  }

  // 读音相同的写法，或拼音与它差一个字母的；出现在最多的名称里的在前。
  alike(word) {
    if (/^[a-z]{4,}$/.test(word)) return this.best(word, [2, 3, 4], (syllables) => oneOff(syllables.join(""), word));
    const wanted = this.sounds(word);
    if (wanted.length < 2 || !Array.from(word).every((char) => this.sound.has(char))) return [];
    return this.best(word, [wanted.length], (syllables) => syllables.every((syllable, place) => wanted[place] === syllable));
  }

  // 各名称里几个字一段、合乎要求的。
  best(word, sizes, fits) {
    const counts = new Map();
    this.terms.forEach((term) => {
      const heard = this.sounds(term);
      sizes.forEach((size) => {
        for (let at = 0; at + size <= heard.length; at++) {
          const found = term.slice(at, at + size);
          if (found !== word && fits(heard.slice(at, at + size))) counts.set(found, (counts.get(found) || 0) + 1);
        }
      });
    });
    return Array.from(counts).sort((a, b) => b[1] - a[1]).map(([text]) => text).slice(0, PROPOSALS);
  }
}

// 两个拼音只差一个字母：多一个、少一个、错一个，或相邻两个颠倒。
function oneOff(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let left = 0;
  while (left < Math.min(a.length, b.length) - from && a[a.length - 1 - left] === b[b.length - 1 - left]) left++;
  const [one, other] = [a.slice(from, a.length - left), b.slice(from, b.length - left)];
  return Math.max(one.length, other.length) <= 1 || (one.length === 2 && other === one[1] + one[0]);
}
