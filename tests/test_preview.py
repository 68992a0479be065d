"""``catalogue preview``: entries as they will look, in one file that holds public fields only and does nothing."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from schema.layout.paths import ROOT as SUBMISSIONS
from scripts.cli import main
from scripts.site import preview as previewing
from scripts.site.gaps import GAP
from scripts.site.preview import Preview, preview
from scripts.tree.disk import DiskTree
from tests.gitbox import commit, git
from tests.separate import part, surveyed
from tests.surveys import CANARIES, GROWTH, PROOF, ROOT, mark_private

UNIT = "submissions/jinan/91370102EXAMPLE031"
FORM = f"{UNIT}/enterprise.yaml"
PRODUCT = f"{UNIT}/products/gongwen.yaml"
ALONE = "submissions/weifang/12370705EXAMPLE2X3"  # reports products only
SOURCES = ROOT / "site_src"


class Tags(HTMLParser):
    """What a page's tags are and would do."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples of three units, with a canary in place of every private value."""
    root = tmp_path_factory.mktemp("preview") / "root"
    for unit in (UNIT, ALONE, "submissions/zibo/91370303EXAMPLE542"):
        shutil.copytree(ROOT / unit, root / unit)
    mark_private(root)
    return root


@pytest.fixture
def tree(samples: Path, tmp_path: Path) -> Path:
    shutil.copytree(samples, tmp_path / "tree")
    return tmp_path / "tree"


def edit(root: Path, path: str, *changes: tuple[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for pattern, new in changes:
        text, count = re.subn(pattern, lambda _, new=new: new, text, count=1, flags=re.MULTILINE)  # type: ignore[misc]
        assert count == 1, pattern
    (root / path).write_text(text, encoding="utf-8")


def look(root: Path, *paths: str) -> Preview:
    made = preview(DiskTree(root), paths, SOURCES)
    assert_inert(made.html)
    return made


def assert_inert(html: str) -> None:
    """One file: no script, nothing fetched, a policy that allows the styles in it and nothing else."""
    tags = Tags(html)
    assert tags.names.isdisjoint({"script", "img", "iframe", "object", "embed", "form", "base", "link", "video"})
    assert not [name for name, _ in tags.attributes if name.startswith("on") or name in ("src", "style", "srcset")]
    addresses = [value for name, value in tags.attributes if name == "href"]
    assert all(re.match(r"#|https://[a-z.-]+\.example(/|$)|entry\.json$", address) for address in addresses), addresses
    [styles] = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    [policy] = [value for name, value in tags.attributes if name == "content" and "default-src" in value]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;")
    assert "url(" not in styles


def assert_public(html: str) -> None:
    assert not [secret for secret in (*CANARIES.values(), "87.65", GROWTH[:8], PROOF) if secret in html]


def titles(made: Preview) -> list[str]:
    return [item.path for item in made.shown]


# ---------- entries without mistakes ----------


def test_a_unit_looks_as_on_the_site(samples: Path) -> None:
    made = look(samples, UNIT, ALONE)
    products = sorted(path.relative_to(samples).as_posix() for path in (samples / UNIT / "products").iterdir())
    assert titles(made)[:4] == [FORM, *products]
    assert titles(made)[4] == ALONE
    assert made.hidden == ()
    assert_public(made.html)
    text = Tags(made.html).text
    form = (samples / PRODUCT).read_text(encoding="utf-8")
    for label in ("大模型产品名称", "版本号"):
        [value] = re.findall(rf"^{label}: (.+)$", form, re.MULTILINE)
        assert value.strip('"') in text
    assert "该单位只报送了产品" in text
    places = {value for name, value in Tags(made.html).attributes if name == "id"}
    assert f"products/{Path(UNIT).name}/gongwen/" in places
    assert f'href="#products/{Path(UNIT).name}/gongwen/"' in made.html


def test_what_the_site_styles_is_styled(samples: Path) -> None:
    """The site gives each type of page its own styles: those of an entry's page must all be in the file."""
    html = look(samples, UNIT, ALONE).html
    used = {name for key, value in Tags(html).attributes if key == "class" for name in value.split()}

    def styled(text: str) -> set[str]:
        return {name for name in used if re.search(rf"\.{re.escape(name)}(?![\w-])", text)}

    site = "".join(path.read_text(encoding="utf-8") for path in (SOURCES / "assets/css").glob("*.css"))
    assert {"card", "entry", "facts", "badge"} <= used
    assert styled(site) <= styled("".join(re.findall("<style>(.*?)</style>", html, re.DOTALL)))


@pytest.mark.parametrize("path", [FORM, PRODUCT])
def test_a_form_alone(samples: Path, path: str) -> None:
    assert titles(look(samples, path)) == [path]


def test_there_is_an_end(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "MOST", 2)
    made = look(samples, SUBMISSIONS)
    assert (len(made.shown), made.more > 2) == (2, True)
    assert f"另有 {made.more} 个条目没有列出" in made.html


def test_the_public_half_is_enough(samples: Path, tree: Path, tmp_path: Path) -> None:
    plain = look(samples, UNIT, ALONE)
    with surveyed(联系信息="另交"):
        part(tree, tmp_path / "private")
        made = look(tree, UNIT, ALONE)
    assert [item.body for item in made.shown] == [item.body for item in plain.shown]
    assert [item.errors for item in made.shown] == [0] * len(plain.shown)
    assert_public(made.html)


# ---------- entries with mistakes ----------


def test_what_cannot_be_read_is_a_gap(tree: Path) -> None:
    edit(
        tree, FORM, ("^注册资金: .*", "注册资金: 1.2亿"), ("^单位性质: .*", "单位性质: 公司"), ("^  人员数量: .*\n", "")
    )
    edit(tree, FORM, ("^  区县: .*", "  区县: 历下曲"), ("^手机号码: .*", "手机号码: 12"))
    edit(tree, PRODUCT, ("^大模型产品名称: .*\n", ""), ("^应用所属(行业|场景):(.*\n)(  .*\n)*", ""))
    made = look(tree, FORM, PRODUCT)
    assert [(item.path, item.errors) for item in made.shown] == [(FORM, 5), (PRODUCT, 2)]
    assert made.hidden == ()
    assert "有 5 处错误，改正后才能公开" in made.html
    assert str(made.shown[0].body).count(GAP) >= 4
    assert re.search(rf"<h1>(<[^>]*>)?{GAP}", str(made.shown[1].body))
    assert "1.2亿" not in made.html


@pytest.mark.parametrize(("change", "reason"), [
    (("^大模型产品所属种类: .*\n", ""), "看不出所属种类"),
    (("^  是否检测: .*", "  是否检测: 大概"), "是否检测"),
    (("^大模型产品名称: .*", "大模型产品名称: [甲, 乙"), "读不出来"),
    (("^大模型产品名称: .*", "大模型产品名称: 甲\u202e乙"), "看不见的内容"),
    (("^大模型产品名称: .*", "大模型产品名称: 示例 370102199003070008"), "不能公开"),
], ids=["level", "tested", "syntax", "hidden", "identity"])  # fmt: skip
def test_what_cannot_be_shown_is_named(tree: Path, change: tuple[str, str], reason: str) -> None:
    edit(tree, PRODUCT, change)
    made = look(tree, UNIT)
    [(path, told)] = made.hidden
    assert path == PRODUCT and reason in told
    assert PRODUCT not in titles(made) and len(made.shown) == 3
    assert "370102199003070008" not in made.html and "\u202e" not in made.html


def test_a_unit_whose_form_cannot_be_read_does_not_look_like_one_without(tree: Path) -> None:
    edit(tree, FORM, ("^企业名称: .*", "企业名称: ["))
    made = look(tree, UNIT)
    assert [path for path, _ in made.hidden] == [FORM]
    assert len(made.shown) == 3 and "只报送了产品" not in made.html


def test_a_folder_that_is_no_code_has_no_page(tree: Path) -> None:
    (tree / UNIT).rename((tree / UNIT).with_name("91370102example031"))
    (tree / ALONE).rename((tree / ALONE).with_name("示例\u202e公司"))
    made = look(tree, SUBMISSIONS)
    assert len(made.hidden) > 4 and {told for _, told in made.hidden} == {"文件夹名不是有效的信用代码，改正后才能预览"}
    assert made.shown and "\u202e" not in made.html


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}⟦body⟧"


def test_hostile_values_are_text(tree: Path) -> None:
    quoted = '"' + HOSTILE.replace('"', '\\"') + '"'
    edit(tree, FORM, ("^企业名称: .*", f"企业名称: {quoted}"), ("^网址: .*", "网址: javascript:alert(1)"))
    edit(tree, PRODUCT, ("^版本号: .*", f"版本号: {quoted}"), ("^报送单位: .*", f"报送单位: {quoted}"))
    made = look(tree, UNIT)
    assert Tags(made.html).text.count(HOSTILE) >= 3
    assert "49" not in {item.title for item in made.shown}


# ---------- the command ----------


def test_the_command_writes_one_file(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "site_src").symlink_to(SOURCES)
    assert main(["preview", "--root", str(tree), f"{tree}/{UNIT}"]) == 0
    told = capsys.readouterr()
    assert told.out == f"{tree}/build/preview.html\n"
    assert told.err == "4 个条目。用浏览器打开这个文件。\n"
    assert_inert((tree / "build/preview.html").read_text(encoding="utf-8"))
    edit(tree, FORM, ("^单位性质: .*", "单位性质: 公司"))
    edit(tree, PRODUCT, ("^大模型产品所属种类: .*\n", ""))
    assert main(["preview", "--root", str(tree), f"{tree}/{UNIT}", "--out", str(tree / "x/y.html")]) == 0
    assert "3 个条目，其中 1 个有错误，1 个不能预览" in capsys.readouterr().err
    assert (tree / "x/y.html").is_file()


WRONG_USE: list[Callable[[Path], list[str]]] = [
    lambda _: [],
    lambda tree: [f"{tree}/{FORM}", "--base", "main"],
    lambda tree: [f"{tree}/{FORM}", "--head", "main"],
    lambda tree: [f"{tree}/{FORM}", "--out", f"{tree}/x.txt"],
    lambda tree: [f"{tree}/nowhere"],
]


@pytest.mark.parametrize("arguments", WRONG_USE)
def test_wrong_use(tree: Path, arguments: Callable[[Path], list[str]]) -> None:
    (tree / "site_src").symlink_to(SOURCES)
    assert main(["preview", "--root", str(tree), *arguments(tree)]) == 2
    assert not (tree / "build").exists()


def test_a_proposal_shows_what_it_changes(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "site_src").symlink_to(SOURCES)
    git(tree, "init", "-q", "-b", "main")
    base = commit(tree, "base")
    edit(tree, PRODUCT, ("^版本号: .*", "版本号: V9.9"))
    (tree / ALONE / "products").rename(tree / ALONE / "gone")
    head = commit(tree, "head")
    command = ["preview", "--root", str(tree), "--base", base, "--head"]
    git(tree, "checkout", "-q", "main")
    assert main([*command, head]) == 0
    made = (tree / "build/preview.html").read_text(encoding="utf-8")
    assert re.findall('<section class="preview" id="([^"]+)"', made) == [f"products/{Path(UNIT).name}/gongwen/"]
    assert "V9.9" in made
    (tree / "build/preview.html").unlink()
    assert main([*command, base]) == 0
    assert not (tree / "build/preview.html").exists()
    assert "没有改动填报表" in capsys.readouterr().err
    assert main([*command, "nothing"]) == 1
