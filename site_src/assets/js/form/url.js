// 网址。与 schema/fields/url.py 同。
import { book, phrase, Refusal } from "./book.js";
import { halfwidth, isAscii, points } from "./text.js";

export function readUrl(text) {
  const fault = faultOf(text);
  if (fault) throw new Refusal(fault[0], { advice: fault[1] || "" }, fault[2]);
  return text;
}

function parsed(text) {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text);
  const rest = scheme ? text.slice(scheme[0].length) : text;
  const place = rest.startsWith("//") ? rest.slice(2).split(/[/?#]/)[0] : "";
  const host = /^(?:.*@)?(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(place);
  const odd = /\[|\]/.test(place) ? !/^(?:.*@)?\[.*\](?::.*)?$/.test(place) : /[/?#@:]/.test(halfwidth(place.replace(/[@:]/g, "")));
  const port = host ? host[2] : "";
  return { scheme: scheme ? scheme[1].toLowerCase() : "", place, host: host ? host[1].toLowerCase() : "", odd: odd || !host || (port && !(/^\d+$/.test(port) && Number(port) < 65536)) };
}

function faultOf(text) {
  const { scheme, place, host, odd } = parsed(text);
  if (odd) return ["url.form"];
  if (place.includes("@")) return ["url.user"];
  if (scheme !== "http" && scheme !== "https") {
    const half = halfwidth(text);
    const better = [...(scheme ? [] : ["https://" + text]), ...(half === text ? [] : [half])].find((cure) => !faultOf(cure)) || "";
    return ["url.scheme", better ? phrase("fix", { corrected: better }) : phrase("url.form"), better];
  }
  if (text.search(book.blanks) >= 0) return ["url.blank"];
  if (!isAscii(text)) return ["url.wide"];
  return book.whole.url.host.test(host) && points(text).length <= 500 && book.whole.url.rest.test(text) ? null : ["url.other"];
}
