// 一条结果怎样显示。
import { element, pieces } from "../dom.js";
import { has, snippet, spans } from "./core.js";

// 原文，其中的词包在 <mark> 里。parts：一段文字成为哪几个节点。
export function marked(text, words, parts = (part) => [part]) {
  const out = [];
  let at = 0;
  for (const [start, end] of spans(text, words)) {
    out.push(...parts(text.slice(at, start)), element("mark", "", ...parts(text.slice(start, end))));
    at = end;
  }
  out.push(...parts(text.slice(at)));
  return out;
}

// 一条结果里还没露面的词。
export function missing(card, words) {
  const shown = [card.name, card.version, ...card.facts];
  return words.filter((word) => !shown.some((text) => has(text, word)));
}

// 名称一行、事实一行；正文一行留给 passage。
export function hit(card, words, badge) {
  const link = element("a", "name", ...marked(card.name, words, pieces));
  link.href = card.url;
  const head = element("div", "hit__name", element("h2", "", link));
  if (card.version) head.append(element("span", "ver", ...marked(card.version, words)));
  if (badge) head.append(badge);
  const facts = element("p", "hit__facts", ...card.facts.map((fact) => element("span", "", ...marked(fact, words))));
  const absent = missing(card, words);
  card.more.filter((text) => absent.some((word) => has(text, word)))
    .forEach((text) => facts.append(element("span", "", ...marked(text, words))));
  return element("li", "", head, facts, element("p", "hit__text", ...marked(card.lead, words)));
}

// 正文里含词的一截，前面说明出自哪一栏。
export function passage(texts, labels, words) {
  const counts = texts.map((text) => words.filter((word) => has(text, word)).length);
  const most = Math.max(0, ...counts);
  if (!most) return null;
  const which = counts.indexOf(most);
  return [element("span", "hit__where", labels[which]), ...marked(snippet(texts[which], words), words)];
}
