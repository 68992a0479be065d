// 材料与两张表各自的检查。与 schema/rules/materials.py、forms.py 同。
import { micro, shifted } from "./amount.js";
import { book, phrase, say, tell } from "./book.js";
import { firstDay } from "./date.js";
import { citiesWith, cityNamed, classify, districtNamed } from "./place.js";
import { cut, digitsOf, isPlaceholder, strip } from "./text.js";
import { holdsOwn, inName } from "./text_rules.js";

export function materials(run, raw, values) {
  const items = values.材料;
  if (!items) return;
  if (items.every((item) => item && item.类别 !== null)) {
    const tested = values.大模型产品检测情况 ? values.大模型产品检测情况.是否检测 : null;
    for (const proof of run.form.proofs) {
      const asked = proof.tested === null || proof.tested === tested;
      if (asked && !items.some((item) => proof.kinds.includes(item.类别))) {
        tell(run, ["材料"], say("material.missing", { proof: proof.title, kind: proof.kinds[0] }), { kind: proof.kinds[0] });
      }
    }
  }
  items.forEach((item, place) => item && materialLine(run, ["材料", place + 1], item, raw.材料[place]));
}

function materialLine(run, at, item, given) {
  const filled = (key) => Boolean(strip(given[key] || ""));
  if (!filled("文件") && (!filled("线下提交") || item.线下提交 === false)) tell(run, at, say("material.neither", { position: at[1] }));
  else if (filled("文件") && item.线下提交) tell(run, [...at, "线下提交"], say("material.both"));
  if (item.文件 === null) return;
  const name = item.文件;
  if (/^[/\\~]|\\|^.:|:\/\//s.test(name)) tell(run, [...at, "文件"], say("material.absolute"));
  else if (!/^materials\/(?!\.{0,2}$)[^/]+$/s.test(name)) tell(run, [...at, "文件"], say("material.outside"));
}

// ---- 企业 ----
export function enterpriseRules(run, raw, values) {
  codes(run, values);
  places(run, values.单位注册地);
  revenues(run, raw, values);
  magnitudes(run, raw, values);
}

function codes(run, { 统一社会信用代码: code, 单位性质: nature }) {
  if (code === null) return;
  if (code.slice(2, 4) !== "37") tell(run, ["统一社会信用代码"], say("uscc.region", { region: code.slice(2, 8) }));
  if (nature === null) return;
  const prefix = code.slice(0, 2), known = book.prefixes[prefix];
  if (!known) tell(run, ["统一社会信用代码"], say("uscc.kind-unknown", { prefix }));
  else if (known[1] !== nature) {
    const said = say("uscc.kind", { nature, prefix, kind: known[0], right: known[1] });
    tell(run, ["单位性质"], { ...said, severity: book.surePrefixes.includes(prefix) ? said.severity : "warning" });
  }
}

// 占位的字和本单位的号码另有规则说。
const toldOf = (run, text) => isPlaceholder(text) || holdsOwn(run, text);

function places(run, location) {
  if (!location || location.市 === null) return;
  const city = cityNamed(location.市), text = cut(location.市, 40);
  if (!city && !toldOf(run, location.市)) {
    const owners = citiesWith(location.市);
    const near = owners.length === 1 && phrase("place.in-district", { city: owners[0].name, text });
    const advice = near ? phrase("place.near", { near }) : phrase("place.any", { names: book.cities.map((known) => known.name).join("、") });
    tell(run, ["单位注册地", "市"], say("city.unknown", { text, advice }));
  } else if (city && location.区县 !== null && !districtNamed(city, location.区县) && !toldOf(run, location.区县)) {
    const others = citiesWith(location.区县).filter((other) => other !== city).map((other) => other.name).join("、");
    const district = cut(location.区县, 40);
    const advice = others ? phrase("district.elsewhere", { cities: others, text: district }) : phrase("district.any");
    tell(run, ["单位注册地", "区县"], say("district.unknown", { city: city.name, text: district, advice }));
  }
}

function revenues(run, raw, { 企业年度收入: whole, 企业大模型相关收入: part }) {
  const at = ["企业大模型相关收入"];
  if (part === null) return;
  if (whole !== null && part > whole) return void tell(run, at, say("revenue.over"));
  if (part >= micro(book.threshold)) return;
  const given = raw.高成长性说明;
  if (typeof given === "string" && isPlaceholder(given)) return;
  tell(run, at, say(!strip(given || "") ? "revenue.low" : "revenue.explained", { threshold: book.threshold }));
}

// 像是按“元”填写的。
function magnitudes(run, raw, { 注册资金: capital, 企业年度收入: whole, 企业大模型相关收入: part, 大模型产品研发服务团队情况: team }) {
  const { most } = book, size = team ? team.人员数量 : null;
  const divided = (key) => shifted(strip(raw[key]).replace(/,/g, ""), -4);
  const advised = (text) => (book.whole.amount.plain.test(text) ? [phrase("fix", { corrected: text }), { fix: text }] : [phrase("amount.divide"), {}]);
  if (capital !== null && capital >= micro(String(most.capital))) {
    const amount = divided("注册资金"), [advice, extra] = advised(amount);
    tell(run, ["注册资金"], say("yuan.capital", { amount: phrase("yuan.amount", { amount }), advice }), extra);
  }
  if (size !== null && size > most.people) tell(run, ["大模型产品研发服务团队情况", "人员数量"], say("count.many", { most: most.people }));
  for (const [label, revenue] of [["企业年度收入", whole], ["企业大模型相关收入", part]]) {
    if (size === null || revenue === null || revenue <= micro(String(most.perHead * size)) || (label === "企业大模型相关收入" && whole !== null && part > whole)) continue;
    const [advice, extra] = advised(divided(label));
    tell(run, [label], say("yuan.revenue", { label, most: most.perHead, advice }), extra);
  }
}

// ---- 产品 ----
export function productRules(run, raw, values) {
  const testing = values.大模型产品检测情况, industry = values.应用所属行业, { today } = run.context;
  const date = testing && testing.检测时间;
  if (date && today && firstDay(date) > today) tell(run, ["大模型产品检测情况", "检测时间"], say("date.future", { date, today }));
  (values.大模型产品知识产权情况 || []).forEach((item, place) => {
    if (item && item.类型 !== null && item.类型 !== "其他" && item.说明 !== null && inName("pending", item.说明)) {
      tell(run, ["大模型产品知识产权情况", place + 1, "说明"], say("right.pending", { kind: item.类型 }));
    }
  });
  if (values.大模型产品所属种类 === "行业级" && industry && industry.行业 !== null && industry.门类 !== null && !classify(industry.门类, industry.行业)) {
    tell(run, ["应用所属行业", "行业"], say("industry", { text: cut(industry.行业, 40) }));
  }
}

// 一张表里的联系号码，只留数字：公开的文字里不应有它们。
export function ownNumbers(values) {
  const all = [values.手机号码, ...(values.联系方式 || [])].filter(Boolean);
  return all.map((number) => number.split("转")[0].replace(/[^0-9]/g, "")).filter((number) => digitsOf(number));
}
