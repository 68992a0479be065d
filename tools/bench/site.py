"""Writing the site against plain mkdocs with Material and against Hugo: the same entries as pages, none with a search index.

Ours starts from the checked survey, theirs from one Markdown file an entry; reading and checking submissions is timed by
``validate`` and ``build``. Ours writes more: lists with filters, data files, feed, JSON of each entry; theirs pages only, Hugo's with
plain lists. ``growth`` measures ours alone. Judge by processor time where the machine is shared; MiB are of the largest process.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from schema.public.projection import PublicEnterprise, PublicProduct, PublicSurvey, PublicUnit
from tools import ROOT
from tools.bench.measure import Job, compare, table
from tools.bench.peers import hugo
from tools.bench.prose import survey
from tools.browser import chromium, served

ADDRESS = "https://example.org/catalogue/"
PAINT = """() => new Promise((done) => {
  let last = 0;
  new PerformanceObserver((list) => { last = list.getEntries().pop().startTime; }).observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done(last), 500);
})"""
_HEAD = "<!doctype html><html lang=zh><head><meta charset=utf-8><title>{{ .Title }}</title><link rel=stylesheet href={{ `style.css` | relURL }}></head>"
_TOP = "<body><header><nav><a href={{ `/` | relURL }}>首页</a> <a href={{ `products/` | relURL }}>产品</a> <a href={{ `enterprises/` | relURL }}>企业</a></nav></header><main><h1>{{ .Title }}</h1>"
_END = "</main><footer>山东大模型名录</footer></body></html>"
_LIST = "<ul>{{ range (.Paginate .Pages 200).Pages }}<li><a href={{ .RelPermalink }}>{{ .Title }}</a></li>{{ end }}</ul>{{ template `_internal/pagination.html` . }}"


def run(folder: Path, units: int, runs: int) -> str:
    """``units`` is the number of entries, half of them products; then ours alone as it grows."""
    figures = compare(_jobs(folder, units), runs)
    growth = grown(folder, [0, max(10, units // 10), units], runs)
    return "\n".join([table(f"site：{units} 条", figures, "ours"), growth, *_paints(folder / "ours")])


def grown(folder: Path, counts: Sequence[int], runs: int) -> str:
    """Ours alone at several numbers of entries, against the last of them, of which it leaves the site."""
    jobs = {f"ours, {count} entries": _ours(folder, count) for count in counts}
    return table("site：随条数增长", compare(jobs, runs), f"ours, {counts[-1]} entries")


def grow(folder: Path, units: int, runs: int) -> str:
    """``growth``: a hundredth, a tenth and all of ``units`` entries."""
    return grown(folder, [units // 100, units // 10, units], runs)


def _paints(site: Path) -> Iterator[str]:
    """Largest contentful paint of some pages, each in a fresh browser context on localhost."""
    entry = next((site / "products").glob("91*/*/index.html")).parent.relative_to(site).as_posix() + "/"
    yield "| page | largest paint, ms |\n| --- | --- |"
    with served(site) as address, chromium() as browser:
        for path in (
            "",
            "products/",
            entry,
            entry.replace("products/", "enterprises/").rsplit("/", 2)[0] + "/",
            "stats/",
        ):
            page = browser.new_context(locale="zh-CN").new_page()
            page.goto(address + path)
            yield f"| /{path} | {page.evaluate(PAINT):.0f} |"
    yield ""


def _jobs(folder: Path, entries: int) -> dict[str, Job]:
    public = survey(entries)
    jobs = {"ours": _ours(folder, entries, public), "plain mkdocs, Material": _mkdocs(folder / "mkdocs", public)}
    binary = hugo()
    if binary is None:
        print("没有 Hugo 的安装包，略去这一项", file=sys.stderr)
    else:
        jobs["Hugo"] = _hugo(folder / "hugo", public, binary)
    return jobs


def _ours(folder: Path, entries: int, public: PublicSurvey | None = None) -> Job:
    kept = folder / f"survey-{entries}.pickle"
    if not kept.exists():
        kept.write_bytes(pickle.dumps(public or survey(entries)))
    child = [sys.executable, "-m", "tools.bench.site_child", str(kept), str(folder / "ours"), ADDRESS]
    return Job([child], ROOT)


def _mkdocs(folder: Path, public: PublicSurvey) -> Job:
    _write_pages(folder / "docs", public, lambda title: f"# {title}\n")
    (folder / "docs/index.md").write_text("# 山东大模型名录\n", encoding="utf-8")
    settings = (
        "site_name: 山东大模型名录\nplugins: []\nnav: [index.md]\ntheme: {name: material, language: zh, font: false}\n"
    )
    extensions = "markdown_extensions: [admonition, attr_list, def_list, md_in_html, tables, pymdownx.superfences]\n"
    (folder / "mkdocs.yml").write_text(f"{settings}site_url: {ADDRESS}\n{extensions}", encoding="utf-8")
    return Job([[str(Path(sys.executable).with_name("mkdocs")), "build", "--quiet"]], folder)


def _hugo(folder: Path, public: PublicSurvey, binary: Path) -> Job:
    _write_pages(folder / "content", public, lambda title: f'---\ntitle: "{title}"\n---\n')
    for section in ("enterprises", "products"):
        (folder / f"content/{section}/_index.md").write_text(f"---\ntitle: {section}\n---\n", encoding="utf-8")
    layouts = folder / "layouts"
    layouts.mkdir()
    (layouts / "single.html").write_text(f"{_HEAD}{_TOP}{{{{ .Content }}}}{_END}", encoding="utf-8")
    (layouts / "list.html").write_text(f"{_HEAD}{_TOP}{_LIST}{_END}", encoding="utf-8")
    settings = f'baseURL = "{ADDRESS}"\ntitle = "山东大模型名录"\ndisableKinds = ["taxonomy", "term"]\n'
    (folder / "hugo.toml").write_text(settings, encoding="utf-8")
    return Job([[str(binary), "--quiet", "--destination", "out"]], folder)


def _write_pages(folder: Path, public: PublicSurvey, head: Callable[[str], str]) -> None:
    for place, unit in enumerate(public.units):
        near = public.units[place - 1]
        assert unit.enterprise
        _page(folder / "enterprises" / unit.code, head(unit.name), _unit(unit, unit.enterprise))
        for product in unit.products:
            _page(folder / "products" / unit.code / product.slug, head(product.name), _product(unit, product, near))


def _page(folder: Path, head: str, parts: Iterator[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.md").write_text("\n".join([head, *parts, ""]), encoding="utf-8")


def _unit(unit: PublicUnit, form: PublicEnterprise) -> Iterator[str]:
    yield f"{unit.nature}　{form.city_name}{form.district}\n"
    yield f"| 公开产品 | 团队 | 注册资金 | 信用代码 |\n| --- | --- | --- | --- |\n| {len(unit.products)} | {form.team_size} | {form.capital} | {unit.code} |\n"
    yield "## 大模型产品\n"
    for product in unit.products:
        yield f"- [{product.name}](../../products/{unit.code}/{product.slug}/index.md) {product.version}：{product.introduction[:60]}"
    texts = {"企业简介": form.profile, "发展规划": form.plans, "团队": form.team_skills, "经营范围": form.scope}
    yield from (f"\n## {title}\n\n{text}" for title, text in texts.items())


def _product(unit: PublicUnit, product: PublicProduct, near: PublicUnit) -> Iterator[str]:
    field = product.industry.text if product.industry else product.scenario
    yield f"{product.level}　{product.version}　[{unit.name}](../../../enterprises/{unit.code}/index.md)\n"
    yield f"| 应用 | 知识产权 | 检测 |\n| --- | --- | --- |\n| {field} | {len(product.patents)} 项 | {product.testing.lab or '未检测'} |\n"
    yield f"## 介绍\n\n{product.introduction}\n\n## 推广前景\n\n{product.prospects}\n\n## 知识产权\n"
    yield "| 类型 | 说明 |\n| --- | --- |"
    yield from (f"| {patent.kind} | {patent.note or ''} |" for patent in product.patents)
    other = near.products[0]
    yield f"\n## 相近产品\n\n- [{other.name}](../../{near.code}/{other.slug}/index.md) {other.introduction[:60]}"
