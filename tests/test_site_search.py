"""The search index and its readers: exact against a plain scan, by pinyin too, the same bytes, nothing that is not public."""

from __future__ import annotations

import random
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schema.public.projection import PublicIndustry, PublicSurvey
from schema.text.pinyin import syllables
from scripts.site import search_index
from scripts.site.catalogue import Catalogue, catalogue
from scripts.site.search import SearchDocument, documents, fold
from tests.form_modules import evaluate
from tests.search_reader import Reader, scan, sounds
from tools import site_fixture
from tools.browser import served

ROOT = Path(__file__).parents[1]
ODD = [
    "𠮷野家·𪚥𪚥智能体", "ＡＢＣ全角Ｖ２.０", "İstanbul Straße ΣΊΣΥΦΟΣ", "①㎡℃㈱ﬁ", "C++/C# 与 .NET 8.0", "𝒳-Net（α版）",
    "e\u0301clair café", "“引号”——破折号……省略号", "50%～80%", "a\u3000b\u00a0c", "ｱｲｳ アイウ", "<script>alert(1)</script>",
    "&amp;{{7*7}}", "渤海·轮胎", "铝", "é", "々〇",
]  # fmt: skip
CHOSEN = [
    "大模型", "物流", "合同评审", "知识问答", "铝", "的", "，", "。", "·", "·物", "V3.0", "v1.10", "Ｖ２", "2024", "12 家", "91370211EXAMPLE46L",
    "example46l", "济南", "济南市", "济南 物流", "青岛 橡塑", "橡胶轮胎", "工业", "场景级", "基础级 泉智", "智能体", "MaaS", "maas", "APP", "（示例）",
    "(示例)", "ZL000000000001.X", "软著登字第0000001号", "𪚥", "𪚥𪚥", "𠮷野家", "abc全角v2.0", "straße", "STRASSE", "σίσυφος", "i̇stanbul", "1m2°c",
    "c++/c#", ".net 8.0", "x-net(α版)", "éclair", "CAFÉ", "<script>alert(1)</script>", "{{7*7}}", "&amp;", "80%", "アイウ", "不在此处的词", "大模型 大 模型 型",
    "模大型", "家·𪚥", "〇", "a", "1", "-", "/", "'", "\u0301", "…", "...", "——", "研究院 公文",
]  # fmt: skip


def texts(pick: random.Random, size: int) -> str:
    whole = "".join(unit.enterprise.plans + unit.enterprise.scope for unit in site_fixture.SAMPLES if unit.enterprise)
    pieces = []
    while sum(map(len, pieces)) < size:
        at = pick.randrange(len(whole) - 9)
        pieces.append(pick.choice(ODD) if pick.random() < 0.1 else whole[at : at + pick.randint(2, 9)])
    return "".join(pieces)


def varied() -> Catalogue:
    """The sample units, hostile ones, and others of pieces, so that words begin and end anywhere."""
    pick = random.Random(7)
    base = site_fixture.SAMPLES[1]
    units = list(site_fixture.survey().units)
    for number in range(30):
        assert base.enterprise
        form = replace(base.enterprise, name=f"某{texts(pick, 5)}公司", plans=texts(pick, 300), profile=texts(pick, 90))
        product = replace(
            base.products[0], name=texts(pick, 6), version=pick.choice(ODD), prospects="\n\n".join(texts(pick, 50) for _ in "ab"),
            introduction=pick.choice(ODD), industry=PublicIndustry("工业", pick.choice(ODD), None, None),
        )  # fmt: skip
        units.append(
            replace(base, code=f"91370000EX{number:08d}", name=form.name, enterprise=form, products=(product,))
        )
    return catalogue(site_fixture.site_input(PublicSurvey(2024, (*units, *site_fixture.hostile().units[1:]))))


def queries(held: list[SearchDocument]) -> list[str]:
    """200 pieces of fields, some across a field's end, some with two characters changed about, some as two words."""
    pick = random.Random(11)
    out = []
    for number in range(200):
        text = pick.choice([text for document in [pick.choice(held)] for text in document.ranks if text.strip()])
        at = pick.randrange(len(text))
        piece = text[at : at + pick.randint(1, 8)]
        if number % 5 == 1:
            piece = piece.replace("\n", "")
        if number % 5 == 2:
            piece = piece[::-1]
        if number % 5 == 3:
            piece = f"{piece[:2]} {pick.choice(held).name[:3]}"
        out.append(piece.upper() if number % 2 else piece)
    return out


def looked_for(query: str) -> list[str]:
    """The words of a query that the browser looks for: quotes and marks at its ends are none of a word, a letter alone is no word."""
    words = fold(query).translate(dict.fromkeys(map(ord, '"“”„‟«»「」『』〝〞《》〈〉'), " ")).split()
    words = [word.strip("。、,;:!?…()[]【】") for word in words]
    kept = (word for word in words if any(unicodedata.category(char)[0] in "LN" for char in word))
    return [word for word in kept if not re.fullmatch("[a-z]", word)]


@pytest.fixture(scope="module")
def held() -> list[SearchDocument]:
    return list(documents(varied()))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An index in small files, so that characters are split over many; beside it the scripts that read it."""
    folder = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "SHARD", 150)
        patch.setattr(search_index, "ALONE", 80)
        search_index.write(folder / "search", varied())
    shutil.copytree(ROOT / "site_src" / "assets" / "js", folder / "assets" / "js")
    (folder / "index.html").write_text("<!doctype html><meta charset=utf-8><title>x</title>", encoding="utf-8")
    yield folder


@pytest.fixture
def page(browser: Any, index: Path) -> Iterator[Any]:
    """A page of the served index, from which its modules can be imported."""
    with served(index) as address:
        opened = browser.new_page()
        opened.goto(address)
        yield opened
        opened.close()


def test_exact(index: Path, held: list[SearchDocument]) -> None:
    reader, asked = Reader(index / "search"), [*CHOSEN, *queries(held)]
    assert len(reader.manifest["split"]) > 50 and max(reader.manifest["split"].values()) > 5
    for query in asked:
        assert reader.find(query) == scan(held, query), query
    assert sum(bool(scan(held, query)) for query in asked) > 150


def test_exact_in_the_browser(index: Path, held: list[SearchDocument], page: Any) -> None:
    asked = [*CHOSEN, *queries(held), "jinan", "slslwldmx", "ji'nan", "shi", "n"]
    lines = Reader(index / "search").files["pinyin.txt"].decode().splitlines()
    found = page.evaluate(
        """async (queries) => {
          const { library } = await import("./assets/js/search/library.js");
          return Promise.all(queries.map(async (query) => (await library.find(query)).ids));
        }""",
        asked,
    )
    for query, ids in zip(asked, found, strict=True):
        expected = [scan(held, word) | sounds(lines, word.replace("'", "")) for word in looked_for(query)]
        assert set(ids) == (set.intersection(*expected) if expected else set()), query
        assert len(ids) == len(set(ids))


def test_both_sides_fold_alike(page: Any) -> None:
    known = [
        chr(point) for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point)) not in ("Cn", "Cs", "Co")
    ]
    mixed = ["ΑΣ ΑΣΑ", "e\u0301", "가", "ﾊﾟ", "ΐ", "ǅ", "ﷺ"]
    told = evaluate(
        page,
        'async (texts) => { const core = await import("./assets/js/search/core.js"); return texts.map(core.fold); }',
        known + mixed,
    )
    gaps = evaluate(
        page,
        'async (texts) => { const core = await import("./assets/js/search/core.js"); return texts.map((t) => core.words("甲" + t + "乙").length); }',
        known,
    )
    assert [text for text, folded in zip(known + mixed, told, strict=True) if fold(text) != folded] == []
    assert [text for text, count in zip(known, gaps, strict=True) if len(looked_for(f"甲{text}乙")) != count] == []


def test_where_nothing_is_found_the_same_sound_is_proposed(page: Any) -> None:
    """Homophones are the typing errors of Chinese; traditional characters are simplified where they stand for nothing else."""
    told = page.evaluate(
        """async (queries) => {
          const { library } = await import("./assets/js/search/library.js");
          const out = [];
          for (const query of queries) {
            const found = await library.find(query);
            out.push([found.words.join(" "), found.counts.map(Boolean), await library.proposals(found)]);
          }
          return out;
        }""",
        [
            "像胶轮胎",
            "公闻写作",
            "物流 像胶",
            "政務",
            "示例 纺之",
            "火箭发动机",
            "abcq",
            "魑",
            "wului",
            "wuuliu",
            "wulliu",
            "wluiu",
            "wxxiu",
        ],
    )
    assert told == [
        ["像胶轮胎", [False], ["橡胶轮胎"]],
        ["公闻写作", [False], ["公文写作"]],
        ["物流 像胶", [True, False], ["物流 橡胶"]],
        ["政务", [True], []],
        ["示例 纺之", [True, False], ["示例 纺织"]],
        ["火箭发动机", [False], []],
        ["abcq", [False], []],
        ["魑", [False], []],
        ["wului", [False], ["物流"]],
        ["wuuliu", [False], ["物流"]],
        ["wulliu", [False], ["物流"]],
        ["wluiu", [False], ["物流"]],
        ["wxxiu", [False], []],
    ]


@pytest.mark.parametrize(("word", "among"), [("工业智能", {0, 1}), ("物流", {0, 3}), ("橡胶", {2, 3})])
def test_names_come_first(page: Any, held: list[SearchDocument], word: str, among: set[int]) -> None:
    ids = page.evaluate(
        'async (word) => (await (await import("./assets/js/search/library.js")).library.find(word)).ids', word
    )
    ranks = [next(rank for rank, text in enumerate(held[number].ranks) if word in text) for number in ids]
    assert ranks == sorted(ranks) and set(ranks) >= among


def test_marks_stand_on_the_written_text(page: Any) -> None:
    cases = {
        ("示例ＡＢＣ大模型", "abc"): [[2, 5]], ("Straße", "ss"): [[4, 5]], ("㎡与m2", "m2"): [[0, 1], [2, 4]], ("大大大", "大大"): [[0, 3]],
        ("e\u0301x", "éx"): [[0, 3]], ("a𪚥b", "𪚥"): [[1, 3]], ("物流物流", "流"): [[1, 2], [3, 4]], ("无", "有"): [],
    }  # fmt: skip
    told = page.evaluate(
        'async (cases) => { const core = await import("./assets/js/search/core.js"); return cases.map(([t, w]) => core.spans(t, core.words(w))); }',
        [list(case) for case in cases],
    )
    assert dict(zip(cases, told, strict=True)) == cases


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单县", "shan xian"), ("济南长清智能", "ji nan chang qing zhi neng"), ("乐陵市", "lao ling shi"), ("昌乐县", "chang le xian"),
        ("东阿阿胶", "dong e e jiao"), ("莘县", "shen xian"), ("台儿庄", "tai er zhuang"), ("鄄城", "juan cheng"), ("芝罘区", "zhi fu qu"),
        ("重庆银行", "chong qing yin hang"), ("行业大模型V2.0", "hang ye da mo xing v2 0"), ("临朐", "lin qu"), ("昆嵛山", "kun yu shan"),
        ("长岛", "chang dao"), ("茌平", "chi ping"), ("曲阜", "qu fu"), ("兖州", "yan zhou"), ("郯城", "tan cheng"), ("", ""), ("·—", ""),
    ],
)  # fmt: skip
def test_pinyin(name: str, pinyin: str) -> None:
    assert " ".join(syllables(fold(name))) == pinyin


def test_same_input_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        search_index.write(tmp_path / name, varied())
    trees = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in "ab"
    ]
    assert trees[0] == trees[1] and len(trees[0]) > 10


def test_an_empty_survey(tmp_path: Path) -> None:
    search_index.write(tmp_path, catalogue(site_fixture.site_input(PublicSurvey(2024, ()))))
    reader = Reader(tmp_path)
    assert reader.manifest["documents"] == 19 and len(reader.find("菏泽")) == 1 and reader.find("x") == set()


def test_files_are_of_middling_size(tmp_path: Path) -> None:
    """At a few hundred units no file is large, and lists are in few files."""
    search_index.write(tmp_path, catalogue(site_fixture.site_input(site_fixture.many(300))))
    reader = Reader(tmp_path)
    assert max(map(len, reader.files.values())) < 150_000
    assert len([name for name in reader.files if name.endswith(".bin")]) < 60
