// The pages in one browser: `node run.mjs chromium|firefox ADDRESS FOLDER`. FOLDER holds a unit's files for the form to open.
// Prints a line for each step, and exits with 1 at the first that fails.
import { chmodSync, createReadStream, createWriteStream, existsSync, readdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const [kind, site, folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const PAIR = "cmp=91370211EXAMPLE46L/xiangsu&cmp=91370211EXAMPLE46L/hetong";
const WAIT = { timeout: 20000, polling: 100 };

async function unpack(archive, to) {
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(to));
}

// chrome-aws-lambda packs Chromium with Brotli, and beside it the software renderer that it needs without a screen.
async function oldChromium() {
  const packed = new URL("node_modules/chrome-aws-lambda/bin/", import.meta.url).pathname;
  const path = new URL("chromium", import.meta.url).pathname;
  if (!existsSync(path)) {
    await unpack(packed + "swiftshader.tar.br", path + ".tar");
    spawnSync("tar", ["xf", path + ".tar", "-C", new URL(".", import.meta.url).pathname]);
    await unpack(packed + "chromium.br", path);
    chmodSync(path, 0o755);
  }
  const args = ["--no-sandbox", "--disable-gpu", "--lang=zh-CN"];
  return require("puppeteer-core").launch({ executablePath: path, args, headless: true });
}

async function firefox() {
  const { default: puppeteer } = await import("puppeteer-new");
  return puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr", headless: true });
}

const browser = await (kind === "firefox" ? firefox() : oldChromium());
console.log(await browser.version());
const page = await browser.newPage();
const errors = [];
page.on("pageerror", (error) => errors.push(String(error.message || error)));
page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });

page.on("dialog", (dialog) => dialog.accept()); // the form asks before a file takes the place of a draft

const go = (path) => page.goto(site + path, { waitUntil: "load" });
const until = (test, ...values) => page.waitForFunction(test, WAIT, ...values);
const shows = (selector, text) => until((wanted, part) => Array.from(document.querySelectorAll(wanted))
  .some((element) => element.getClientRects().length && element.textContent.includes(part)), selector, text);
const press = (text) => page.evaluate((wanted) => {
  const found = Array.from(document.querySelectorAll("button")).filter((button) => button.getClientRects().length && button.textContent.includes(wanted));
  if (!found.length) throw new Error("no button " + wanted);
  found[found.length - 1].click();
}, text);
const name = () => page.evaluateHandle(() => document.querySelector(".form input[type=text], .form input:not([type]), .form textarea"));

async function step(what, act) {
  try {
    await act();
    if (errors.length) throw new Error(errors.join("; "));
    console.log("ok      " + what);
  } catch (error) {
    console.log("FAILED  " + what + ": " + error.message);
    await browser.close();
    process.exit(1);
  }
}

await step("home and suggestions", async () => {
  await go("");
  await page.type("#q", "橡塑");
  await shows(".suggest li", "示例海纳");
  await until(() => !document.querySelector(".old").getClientRects().length);
});
await step("list: filter, words, table", async () => {
  await go("products/");
  await page.evaluate(() => document.querySelector('input[name="level"][value="scenario"]').click());
  await shows("[data-count]", "筛选出 5");
  await page.type("[data-q]", "hetong");
  await shows("[data-count]", "筛选出 1");
  await page.evaluate(() => document.querySelector('button[data-view="table"]').click());
  await shows("th .l-sort", "产品");
});
await step("search, and a word that only sounds right", async () => {
  await go("search/?q=" + encodeURIComponent("物流"));
  await shows(".hit__name a", "物流");
  await go("search/?q=" + encodeURIComponent("像胶"));
  await shows("[data-alike] a", "橡胶");
});
await step("compare", async () => {
  await go("compare/?" + PAIR);
  await shows(".cmp thead th", "合同评审");
});
await step("entry", async () => {
  await go("products/91370211EXAMPLE46L/xiangsu/");
  await shows("h1", "橡塑");
});
await step("form: fill, keep a draft, reload", async () => {
  await go("submit/");
  await shows(".formdoors", "新填");
  await press("从企业（附件 1）填起");
  await shows(".form .field", "企业名称");
  await (await name()).type("示例草稿有限公司");
  await until(() => Object.values(window.localStorage).some((kept) => kept.includes("示例草稿有限公司")));
  await page.reload({ waitUntil: "load" });
  await until(() => Array.from(document.querySelectorAll(".form input, .form textarea")).some((input) => input.value === "示例草稿有限公司"));
});
await step("form: open files", async () => {
  const files = ["enterprise.yaml", ...readdirSync(folder + "/products").map((file) => "products/" + file)].map((file) => folder + "/" + file);
  await (await page.$("#formfile")).uploadFile(...files);
  await shows(".formsay", "已打开");
});
await step("form: a chosen scan outlives a reload", async () => {
  const held = () => until(() => Array.from(document.querySelectorAll(".kind__name")).some((said) => said.textContent.includes("licence.jpg，")));
  await page.evaluate(() => document.querySelector('[data-kind="营业执照随文件提交"]').click());
  await (await page.$(".field--file input")).uploadFile(folder + "/materials/business-licence.jpg");
  await held();
  await page.reload({ waitUntil: "load" });
  await held();
});
await step("form: check, pack, print", async () => {
  await page.evaluate(() => {
    window.packed = 0;
    window.printed = "";
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { window.packed = blob.size; return make.call(URL, blob); };
    window.print = () => {
      window.dispatchEvent(new Event("beforeprint"));
      window.printed = document.querySelector(".paper").textContent;
    };
  });
  await press("检查并生成文件");
  await shows(".formout", "打包下载");
  await press("打包下载");
  await until(() => window.packed > 1000);
  await press("打印");
  await until(() => window.printed.includes("示例海纳工业智能有限公司"));
});
await step("desk: read a unit, write its sheet, print it", async () => {
  await go("bureau/");
  await shows("#desk-in", "收件");
  const files = ["enterprise.yaml", ...["products", "materials"].flatMap((name) => readdirSync(folder + "/" + name).map((file) => name + "/" + file))];
  await (await page.$("#desk-files")).uploadFile(...files.map((file) => folder + "/" + file));
  await shows(".desk__unit", "示例海纳工业智能有限公司");
  await page.evaluate(() => document.querySelector(".desk__unit").click());
  await shows(".desk__form h3", "附件 1");
  await page.evaluate(() => {
    window.saved = 0;
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { window.saved = blob.size; return make.call(URL, blob); };
    window.print = () => { window.printed = document.querySelector(".paper").textContent; };
  });
  await press("存成 Excel");
  await until(() => window.saved > 5000);
  await press("打印");
  await until(() => window.printed.includes("大模型产品汇总表"));
});
await browser.close();
