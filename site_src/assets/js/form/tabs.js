// 选哪一份表：附件 1 与各个附件 2，各带填得怎样；添加产品。
import { book } from "./book.js";
import { button, el } from "./dom.js";
import { slugOf } from "./pinyin.js";
import { strip } from "./text.js";
import { blank, shaped } from "./values.js";

export function nameOf(state, at) {
  if (at === "enterprise") return "附件 1　企业";
  const name = strip(state.products[at].values.大模型产品名称);
  return "附件 2　" + (name ? (name.length > 12 ? name.slice(0, 12) + "…" : name) : "产品 " + (at + 1));
}

export function drawTabs(app) {
  const { products } = app.state;
  const tab = (at) => el("button", { type: "button", "aria-current": app.at === at ? "page" : null, onclick: () => app.go(at) }, el("span"), el("small"));
  app.tabs.replaceChildren(...["enterprise", ...products.keys()].map(tab),
    button("＋ 添加产品", () => app.addProduct(), "formtabs__add"),
    products.length ? button("复制上一产品", () => app.add(copied(app.state)), "formtabs__add") : "");
}

// 各份表填得怎样：检查过的说几处要改，没有的说还差几项。
export function showTabs(app) {
  ["enterprise", ...app.state.products.keys()].forEach((at, place) => {
    const [name, state] = app.tabs.children[place].children, found = app.verdicts.get(at);
    const left = found ? found.filter((item) => item.severity === "error").length : 0;
    name.textContent = nameOf(app.state, at);
    state.textContent = !found ? "（不报）" : !left ? "✓" : app.asked.has(at) ? left + " 处要改" : "还差 " + left + " 项";
    state.className = !left ? (found ? "is-ok" : "") : app.asked.has(at) ? "is-bad" : "";
  });
}

export function blankProduct(state) {
  const values = blank(book.forms.product.fields), { enterprise } = state, [first] = state.products;
  values.报送单位 = enterprise.企业名称 || (first ? first.values.报送单位 : "");
  values.联系人 = enterprise.联系人姓名 || (first ? first.values.联系人 : "");
  values.联系方式 = enterprise.手机号码 || (first ? first.values.联系方式 : "");
  return named(state, { slug: "", values });
}

// 各产品不同的不抄：名称、版本、知识产权、检测、介绍、前景、承诺，与分别提交的材料。
function copied(state) {
  const { fields } = book.forms.product, empty = blank(fields);
  const values = shaped(fields, state.products[state.products.length - 1].values);
  for (const key of ["大模型产品名称", "版本号", "大模型产品知识产权情况", "大模型产品检测情况", "大模型产品介绍及应用情况", "大模型产品主要应用领域及可适用推广前景", "承诺"]) values[key] = empty[key];
  values.材料.forEach((item) => { if (item.类别 !== "营业执照") item.文件 = ""; });
  return named(state, { slug: "", values });
}

// 网址里的名字：从产品名称的拼音来，填表人自己改过的不动。
export function named(state, product) {
  if (product.slug && product.slug !== product.named) return product;
  const others = state.products.filter((item) => item !== product).map((item) => item.slug);
  const base = slugOf(product.values.大模型产品名称) || "product";
  let number = base === "product" ? others.length + 1 : 1;
  const written = () => (number > 1 || base === "product" ? base + "-" + number : base);
  while (others.includes(written())) number += 1;
  product.slug = product.named = written();
  return product;
}
