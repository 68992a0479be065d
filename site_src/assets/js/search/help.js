// 一个词什么也没找到时：换成简体再找，或提议读音相同的写法。数据见 scripts/site/search_help.py。
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

  // 读音相同的写法，出现在最多的名称里的在前。
  alike(word) {
    const sounds = (text) => Array.from(text, (char) => this.sound.get(char) || char);
    const wanted = sounds(word);
    if (wanted.length < 2 || !Array.from(word).every((char) => this.sound.has(char))) return [];
    const counts = new Map();
    this.terms.forEach((term) => {
      const heard = sounds(term);
      for (let at = 0; at + wanted.length <= heard.length; at++) {
        if (!wanted.every((syllable, place) => heard[at + place] === syllable)) continue;
        const found = term.slice(at, at + wanted.length);
        if (found !== word) counts.set(found, (counts.get(found) || 0) + 1);
      }
    });
    return Array.from(counts).sort((a, b) => b[1] - a[1]).map(([text]) => text).slice(0, PROPOSALS);
  }
}
