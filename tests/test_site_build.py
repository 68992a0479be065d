"""The built site: every page and link, stamped against rendered, sub-paths, hostile values, equal bytes."""

from __future__ import annotations

import json
import logging
import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib  # type: ignore[import-untyped]
import pytest

from schema.book.rule_book import rule_book
from schema.public.projection import PublicSurvey
from scripts.intake.templates import NAME
from scripts.site import desk_page, form_bundle, single_file
from scripts.site.build import SiteError, build_site
from tools import site_fixture
from tools.desk_pictures import DESK, PICTURES
from tools.site_fixture import FIGURES, site_input

ROOT = Path(__file__).parents[1]
OWN = "https://www.example.com/quanzhi"
COUNT = 12  # units of the site with long lists
DATA_BLOCK = {"type": "application/ld+json"}  # not a script: no browser runs it, so no policy forbids it


SINGLE = (form_bundle.URI, desk_page.URI)


class Tags(HTMLParser):
    """Start tags with their attributes, ids, and the text of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def links(self) -> Iterator[str]:
        for _, attrs in self.tags:
            yield from (attrs[name] for name in ("href", "src", "action") if name in attrs)

    def ids(self) -> set[str]:
        return {attrs["id"] for _, attrs in self.tags if "id" in attrs}


def tree(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def pages(site: Path) -> dict[str, Tags]:
    """Every page but the single files, which stand by themselves: the tests of their pages look at them."""
    names = [name for name in tree(site) if name.endswith(".html") and name not in SINGLE]
    return {name: Tags((site / name).read_text("utf-8")) for name in names}


def test_shells_with_two_engines_are_asked_for_the_new_one(site: Path) -> None:
    """Before the title and the styles, and in the single files too."""
    for name in ("index.html", "submit/index.html", *SINGLE):
        head = (site / name).read_text("utf-8").split("<title>")[0]
        assert '<meta name="renderer" content="webkit">' in head and 'content="IE=edge,chrome=1"' in head, name


def test_every_page_is_html_without_an_error(site: Path, hostile_site: Path) -> None:
    entries = [*sorted(site.glob("*/*/index.html")), *sorted(site.glob("products/*/*/index.html"))]
    others = set(site.rglob("*.html")) - set(entries)
    for page in (*sorted(others), *entries[::10], *sorted(hostile_site.glob("products/*/*/index.html"))):
        parser = html5lib.HTMLParser()
        parser.parse(page.read_bytes(), transport_encoding="utf-8")
        assert parser.errors == [], page


def test_every_entry_has_its_page(site: Path) -> None:
    survey = site_fixture.survey()
    for unit in survey.units:
        assert unit.name in (site / "enterprises" / unit.code / "index.html").read_text("utf-8")
        for product in unit.products:
            page = (site / "products" / unit.code / product.slug / "index.html").read_text("utf-8")
            assert f"<title>{product.name} {product.version}｜山东大模型名录</title>" in page


def test_nothing_else_is_published(site: Path) -> None:
    names = {
        name
        for name in tree(site)
        if not re.match(r"(enterprises|products|cities|levels)/.+/(index\.html|entry\.json)", name)
    }
    names = {re.sub(r"^search/[0-9a-f]{12}/([a-z]+/)?[0-9a-z-]+\.(bin|json|txt)$", "search/…", name) for name in names}
    assert names == {
        *("index.html", "404.html", "products/index.html", "enterprises/index.html", "cities/index.html"),
        "rounds/index.html",
        *("submit/index.html", "data/index.html", "assets/mark.svg", "assets/js/site.js"),
        *(f"assets/js/{name}.js" for name in ("dom", "facets", "lost", "list/page", "list/rows", "list/csv", "early")),
        "compare/index.html",
        *(f"assets/css/{path.name}" for path in (ROOT / "site_src/assets/css").iterdir()),
        *(f"assets/js/compare/{name}.js" for name in ("keys", "page", "pick")),
        *(f"data/{kind}.{form}" for kind in ("enterprises", "products") for form in ("csv", "json")),
        *("assets/js/landscape.js", "landscape/index.html"),
        *(f"{page}/index.html" for page in ("industries", "stats", "rules", "fields", "guide")),
        *(f"assets/guide/{name}.png" for name in ("check", "new", "web", "word")),
        *(f"data/stats/{name}.csv" for name in FIGURES),
        *(f"data/schema/{form}.schema.json" for form in ("enterprise", "product", "bureau")),
        *("guide/bureau/index.html", "guide/privacy/index.html", "about/index.html"),
        *(f"assets/guide/bureau/{name}" for name in (*PICTURES, *DESK)),
        *("data/catalogue.xlsx", "data/catalogue.jsonld"),
        *("data/intellectual-property.csv", "data/csv-metadata.json"),
        "assets/js/rules.js",
        "assets/js/sortable.js",
        *(f"rules/{name}/index.html" for name in rule_book()),
        *("search/index.html", "search/index.json", "search/…"),
        *(f"assets/js/search/{name}.js" for name in ("core", "help", "library", "page", "show", "sound", "suggest")),
        *(f"submit/forms/{name}" for name in ("index.html", "附件1.docx", "附件2.docx", NAME)),
        *(
            "submit/form.json",
            "submit/units.json",
            *SINGLE,
            "assets/js/form.js",
            *single_file.PLAIN,
        ),
        *("bureau/index.html", "bureau/desk.json", "assets/css/desk.css", "assets/css/sheet.css", "assets/js/desk.js"),
    }
    assert not any("shell" in name for name in tree(site))


def test_lists_are_whole_without_scripts(site: Path) -> None:
    links = set(Tags((site / "products/index.html").read_text("utf-8")).links())
    for unit in site_fixture.survey().units:
        assert all(f"../products/{unit.code}/{product.slug}/" in links for product in unit.products)
    links = set(Tags((site / "enterprises/index.html").read_text("utf-8")).links())
    assert all(f"../enterprises/{unit.code}/" in links for unit in site_fixture.survey().units)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site in pages of five entries: each list has three of them."""
    out = tmp_path_factory.mktemp("crowd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scripts.site.paging.PER_PAGE", 5)
        build_site(ROOT, out, site_input(site_fixture.many(COUNT)))
    return out


def test_long_lists_are_whole_in_pages(crowd: Path) -> None:
    units = site_fixture.many(COUNT).units
    for base, wanted in (
        ("products", {f"products/{unit.code}/p/" for unit in units}),
        ("enterprises", {f"enterprises/{unit.code}/" for unit in units}),
        ("industries", {f"products/{unit.code}/p/" for unit in units if unit.products[0].industry}),
        ("levels/scenario", {f"products/{unit.code}/p/" for unit in units if not unit.products[0].industry}),
    ):
        first = crowd / base
        found: list[str] = []
        for path in [first / "index.html", *sorted(first.glob("page/*/index.html"))]:
            links = [
                posixpath.normpath(posixpath.join(path.relative_to(crowd).parent.as_posix(), link))
                for link in Tags(path.read_text("utf-8")).links()
            ]
            entries = [link + "/" for link in links if link + "/" in wanted]
            assert 0 < len(entries) <= 5
            found += entries
        assert sorted(found) == sorted(wanted), base
    assert not (crowd / "cities/jinan/page").exists()


def test_all_rows_are_the_pages_rows(crowd: Path) -> None:
    for base in ("products", "enterprises"):
        rows = json.loads((crowd / base / "rows.json").read_text("utf-8"))["rows"]
        assert len(rows) == COUNT
        assert all(row in (crowd / base / "index.html").read_text("utf-8") for row in rows[:5])


def test_links_of_long_lists_resolve(crowd: Path) -> None:
    links_resolve(crowd)


def test_links_resolve(site: Path) -> None:
    links_resolve(site)


def links_resolve(site: Path) -> None:
    all_pages, files = pages(site), tree(site)
    for name, page in all_pages.items():
        for link in page.links():
            parts = urlsplit(link)
            if parts.scheme or (name == "404.html" and parts.path.endswith("assets/js/lost.js")):
                continue
            target = name
            if parts.path:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
                target = (
                    posixpath.normpath(f"{target}/index.html")
                    if link.split("?")[0].split("#")[0].endswith("/")
                    else target
                )
            assert target in files, f"{name}: {link}"
            if parts.fragment:
                assert unquote(parts.fragment) in all_pages[target].ids(), f"{name}: {link}"


def test_no_address_leaves_the_site_or_starts_at_a_root(site: Path) -> None:
    for name, page in pages(site).items():
        outside = [link for link in page.links() if re.match(r"/|[a-z]+:", link, re.I)]
        assert set(outside) <= {OWN}, name


def test_scripts_and_styles_fit_the_policy(site: Path) -> None:
    for name, page in pages(site).items():
        for tag, attrs in page.tags:
            assert tag != "style" and "style" not in attrs, name
            assert tag != "script" or "src" in attrs or attrs == DATA_BLOCK, name
            assert not any(key.startswith("on") for key in attrs), name
        assert "Content-Security-Policy" in str(page.tags)


def test_each_page_says_what_it_is(site: Path) -> None:
    seen: dict[str, str] = {}
    for name, page in pages(site).items():
        described = [
            attrs["content"] for tag, attrs in page.tags if tag == "meta" and attrs.get("name") == "description"
        ]
        assert len(described) == 1 and described[0], name
        assert [tag for tag, _ in page.tags].count("h1") == 1, name
        html = (site / name).read_text("utf-8")
        title = re.findall(r"<title>(.*?)</title>", html)
        assert len(title) == 1
        assert title[0] not in seen, f"{name} = {seen.get(title[0])}"
        seen[title[0]] = name


def test_hostile_values_are_inert(hostile_site: Path) -> None:
    for name, page in pages(hostile_site).items():
        assert not any(attrs.get("src") == "x" or "onerror" in attrs for _, attrs in page.tags), name
        scripts = [attrs for tag, attrs in page.tags if tag == "script" and attrs != DATA_BLOCK]
        assert all(attrs.get("src", "").endswith(".js") for attrs in scripts), name
        assert not any(urlsplit(link).scheme for link in page.links()), name
    bad = " ".join(site_fixture.HOSTILE)
    for entry in (
        "enterprises/91370102EXAMPLE031",
        "products/91370102EXAMPLE031/bad",
        "products/91370102EXAMPLE031/scene",
    ):
        page = Tags((hostile_site / entry / "index.html").read_text("utf-8"))
        assert bad in page.text
        assert "49" not in re.sub(r"\d{4}-\d\d-\d\d", "", page.text.replace(bad, ""))


def test_hostile_tags_stay_text(hostile_site: Path, site: Path) -> None:
    expected = {tag for page in pages(site).values() for tag, _ in page.tags}
    assert {tag for page in pages(hostile_site).values() for tag, _ in page.tags} <= expected


def test_same_input_same_bytes_without_a_word(site: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    build_site(ROOT, tmp_path / "again", site_input())
    assert capfd.readouterr() == ("", "")
    assert tree(tmp_path / "again") == tree(site)
    assert logging.getLogger("mkdocs").propagate


def test_with_an_address(addressed_site: Path) -> None:
    entry = (addressed_site / "products/91370211EXAMPLE46L/xiangsu/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/catalogue/products/91370211EXAMPLE46L/xiangsu/">' in entry
    lost = Tags((addressed_site / "404.html").read_text("utf-8"))
    assert all(link.startswith(("/catalogue/", "#")) for link in lost.links())
    assert (
        "https://example.org/catalogue/enterprises/91370211EXAMPLE46L/" in (addressed_site / "sitemap.xml").read_text()
    )


def test_without_an_address(site: Path) -> None:
    assert not any(name.startswith("sitemap") for name in tree(site))
    assert "canonical" not in (site / "index.html").read_text("utf-8")
    assert all(not link.startswith("/") for link in Tags((site / "404.html").read_text("utf-8")).links())


def test_a_page_with_nothing_leads_on(site: Path) -> None:
    city = Tags((site / "cities/zaozhuang/index.html").read_text("utf-8"))
    assert "../../cities/linyi/" in set(city.links()) and "枣庄市工业和信息化局" in city.text
    compare = set(Tags((site / "compare/index.html").read_text("utf-8")).links())
    assert any(link.count("cmp=") == 3 for link in compare)


def test_samples_are_marked_only_where_all_are_samples(site: Path, hostile_site: Path) -> None:
    assert all("示例数据" in page.text for page in pages(site).values())
    assert not any(
        attrs.get("class") == "sample-note" for page in pages(hostile_site).values() for _, attrs in page.tags
    )


def test_an_empty_survey_still_makes_a_site(tmp_path: Path) -> None:
    build_site(ROOT, tmp_path, site_input(PublicSurvey(2024, ()), version=None))
    assert "还没有收录产品" in (tmp_path / "products/index.html").read_text("utf-8")
    assert "还没有收录单位" in (tmp_path / "enterprises/index.html").read_text("utf-8")
    assert "数据版本" not in (tmp_path / "index.html").read_text("utf-8")


def test_without_dates_none_are_shown(tmp_path: Path) -> None:
    build_site(ROOT, tmp_path, site_input(dated=False))
    home = (tmp_path / "index.html").read_text("utf-8")
    assert "部分产品" in home and "最近收录" not in home
    everything = "".join(
        page.text for name, page in pages(tmp_path).items() if name != "data/index.html"
    )  # it tells the columns
    assert "首次公布" not in everything and "最近更新" not in everything
    assert "最近收录" not in (tmp_path / "products/index.html").read_text("utf-8")


def test_constants_reach_the_hand_written_pages(site: Path) -> None:
    texts = [Tags((site / f"{page}/index.html").read_text("utf-8")).text for page in ("submit", "guide")]
    assert "2024 年 6 月 10 日" in texts[0]
    assert "不低于 500 万元" in texts[1] and "100 至 300 字" in texts[1]
    assert not any("{{" in text or "{%" in text for text in texts)


def test_faults_come_as_one_error(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="没有找到网站配置"):
        build_site(tmp_path, tmp_path / "out", site_input())
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: nothing\n", encoding="utf-8")
    with pytest.raises(SiteError, match="网站没有生成"):
        build_site(tmp_path, tmp_path / "out", site_input())
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    with pytest.raises(SiteError, match="要写上 catalogue"):
        build_site(tmp_path, tmp_path / "out", site_input())


def test_hooks_of_a_repository_are_not_run(tmp_path: Path) -> None:
    (tmp_path / "site_src").symlink_to(ROOT / "site_src")
    (tmp_path / "hook.py").write_text("raise SystemExit('ran')", "utf-8")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"{settings}\nhooks: [hook.py]\n", "utf-8")
    build_site(tmp_path, tmp_path / "out", site_input())
    assert (tmp_path / "out/index.html").is_file()


def test_the_publisher_is_named_where_set(tmp_path: Path, site: Path) -> None:
    assert "foot__pub" not in (site / "index.html").read_text("utf-8")
    for name in ("site_src", "submissions"):
        (tmp_path / name).symlink_to(ROOT / name)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    extra = (
        "extra:\n  publisher: {主办: 示例<单位>, 联系: 0531-00000000, 网站标识码: 3700000000, ICP 备案: 鲁ICP备00000000号, "
        "隐私: about/#privacy, 无障碍: 'javascript:alert(1)'}\n"
    )
    (tmp_path / "mkdocs.yml").write_text(settings + extra, "utf-8")
    build_site(tmp_path, tmp_path / "out", site_input())
    page = (tmp_path / "out/stats/index.html").read_text("utf-8")
    assert "主办：示例&lt;单位&gt;" in page and "鲁ICP备00000000号" in page and "承办：" not in page
    links = list(Tags(page).links())
    assert links.count("../about/#privacy") == 2 and "https://beian.miit.gov.cn/" in links
    assert not any(link.startswith("javascript") for link in links)
    for wrong in ("示例单位", "[示例单位]", "{主办: [示例单位]}"):
        (tmp_path / "mkdocs.yml").write_text(f"{settings}extra:\n  publisher: {wrong}\n", "utf-8")
        with pytest.raises(SiteError, match="要一行写一项"):
            build_site(tmp_path, tmp_path / "out", site_input())
