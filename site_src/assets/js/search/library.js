// 索引的取用：要什么取什么，取过的留着。取不到就报错，下一次再取。
import * as core from "./core.js";
import { Help } from "./help.js";
import { spelling } from "./sound.js";

export const SITE = new URL("../../../", import.meta.url);
const HOME = new URL("search/", SITE);

async function fetched(name, kind, options) {
  const answer = await fetch(new URL(name, HOME), options);
  if (!answer.ok) throw new Error(name + " " + answer.status);
  return kind === "bytes" ? new Uint8Array(await answer.arrayBuffer()) : answer[kind]();
}

const hits = (best) => best.reduce((sum, grade) => sum + (grade !== core.NONE), 0);

class Library {
  constructor() {
    this.kept = new Map();
  }

  keep(key, make) {
    if (!this.kept.has(key)) {
      const promise = make();
      this.kept.set(key, promise);
      promise.catch(() => this.kept.delete(key));
    }
    return this.kept.get(key);
  }

  manifest() {
    return this.keep("index", () => fetched("index.json", "json", { cache: "no-cache" }));
  }

  async file(name, kind, parse = (content) => content) {
    const { folder } = await this.manifest();
    return this.keep(name, async () => parse(await fetched(folder + "/" + name, kind)));
  }

  docs() {
    return this.manifest().then((manifest) => this.file("docs.bin", "bytes", (bytes) => core.table(bytes, manifest)));
  }

  // 网站刚更新过，旧索引就取不到了：换新的再找一次。
  async find(query) {
    try {
      return await this.look(query);
    } catch (error) {
      this.kept.clear();
      return this.look(query);
    }
  }

  // 找到的文件，最好的在前，连同各栏。
  async look(query) {
    const list = core.words(query);
    const manifest = await this.manifest();
    const [docs, perWord] = await Promise.all([this.docs(), Promise.all(list.map((word) => this.word(word, manifest)))]);
    const counts = perWord.map(hits);
    await Promise.all(list.map(async (word, at) => { // 繁体字的词，换成简体再找
      const plain = counts[at] ? word : (await this.help()).simplified(word);
      if (plain === word) return;
      list[at] = plain;
      perWord[at] = await this.word(plain, manifest);
      counts[at] = hits(perWord[at]);
    }));
    const ids = list.length ? core.order(perWord, docs.count) : [];
    return { ids, words: list, counts, docs, manifest };
  }

  help() {
    return this.file("help.json", "json", (data) => new Help(data));
  }

  // 没有结果时的提议：读音相同的写法，连同其余各词。
  async proposals({ words, counts }) {
    const help = await this.help();
    return words.flatMap((word, at) => (counts[at] ? [] : help.alike(word).map((other) => words.map((own, place) => (place === at ? other : own)).join(" "))));
  }

  sounds() {
    return this.file("pinyin.txt", "text", core.soundLines);
  }

  async word(word, manifest) {
    const names = Array.from(new Set(core.lookups(word).flatMap((lookup) => core.shards(lookup, manifest))));
    const plain = spelling(word);
    const [docs, sounds, ...files] = await Promise.all([
      this.docs(),
      plain ? this.sounds() : [],
      ...names.map((name) => this.file(name, "bytes", core.blocks)),
    ]);
    const parsed = new Map(names.map((name, index) => [name, files[index]]));
    const best = core.ranks(core.places(word, manifest, parsed), docs);
    if (plain) core.soundRanks(plain, sounds, best);
    return best;
  }

  // 要显示的几条：名称、单位等。
  async cards(ids) {
    const { cards } = await this.manifest();
    return Promise.all(ids.map(async (id) => {
      const part = await this.file("cards/" + Math.floor(id / cards) + ".json", "json");
      const [url, name, version, facts, more, lead] = part[id % cards];
      return { id, url: new URL(url, SITE).href, code: url, name, version, facts, more, lead };
    }));
  }

  async texts(id) {
    const { texts } = await this.manifest();
    return (await this.file("texts/" + Math.floor(id / texts) + ".json", "json"))[id % texts];
  }
}

export const library = new Library();
