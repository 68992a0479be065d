"""The form page's YAML is the project's own, byte for byte; its reader reads that and refuses all else; its texts are read alike."""

from __future__ import annotations

import gzip
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schema.fields.phone import normalise_number
from schema.fields.text import Text
from schema.fields.uscc import check_character, repairs
from schema.forms.enterprise import Enterprise
from schema.forms.form import Form, asked, specs
from schema.forms.product import Product
from schema.reading.read import read
from schema.text.hidden import hidden_characters
from schema.text.lookalikes import with_ideographs
from schema.text.names import fold_name, fold_version
from schema.text.numerals import read_numeral
from schema.text.personal import emails, id_cards, mobiles
from schema.text.placeholder import is_placeholder
from schema.text.words import count_words, tidy
from schema.vocabulary.industries import classify
from scripts.site import form_bundle, script_bundle
from scripts.site.form_data import form_json
from scripts.site.js_pattern import js_pattern
from scripts.writing.values import tidied
from scripts.writing.yaml_writer import scalar, write_form
from tests.cases import BASE, UNIT, apply, cases, edits, parts
from tests.form_modules import MODULES, Run, modules
from tests.paper.drawn import enterprises, products
from tests.profiles import examples
from tests.surveys import ROOT

_few = settings(examples(12), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
FORMS: dict[str, type[Form]] = {"enterprise": Enterprise, "product": Product}


@pytest.fixture(scope="module")
def js(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    names = ("text", "uscc", "phone", "place", "amount", "judge", "values", "yaml", "yaml_reader")
    with modules(browser, tmp_path_factory.mktemp("modules"), *names) as evaluate:
        yield evaluate


# ---------- the modules themselves ----------

_PLAIN = re.compile(
    r'import \{ \w+(?:, \w+)* \} from "(?:\./|\.\./form/)[a-z_]+\.js";|export (?:async )?(?:function|const|class)\b'
)
_UNSAFE = re.compile(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval)\b|import\(")


def test_the_modules_can_be_put_into_one_file() -> None:
    source = ROOT / "site_src"
    every = {f"form/{path.name}" for path in MODULES.glob("*.js")}
    assert every == set(script_bundle.modules(source, "form/start.js"))
    for name in every:
        text = (source / script_bundle.FOLDER / name).read_text("utf-8")
        assert all(_PLAIN.match(line) for line in text.splitlines() if re.match(r"import|export", line)), name
        assert len(list(script_bundle.imported(name, text))) == len(re.findall(r"^import", text, re.MULTILINE)), name
        assert not _UNSAFE.search(text), name


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / script_bundle.FOLDER / "form"
    folder.mkdir(parents=True)
    for name, other in (("a", "b"), ("b", "a")):
        (folder / f"{name}.js").write_text(f'import {{ x }} from "./{other}.js";\n', "utf-8")
    with pytest.raises(ValueError, match=r"form/a\.js imports itself"):
        script_bundle.bundle(tmp_path, "form/a.js")


def test_modules_share_one_scope_and_take_no_name_of_another(tmp_path: Path) -> None:
    folder = tmp_path / script_bundle.FOLDER / "form"
    folder.mkdir(parents=True)
    (folder / "a.js").write_text('import { b } from "./b.js";\nconst own = 1;\nexport const a = b + own;\n', "utf-8")
    (folder / "b.js").write_text("const own = 2;\nexport const b = own;\n", "utf-8")
    script = script_bundle.bundle(tmp_path, "form/a.js", "a;")
    assert script.startswith("const own=2;const b=own;") and "const { a } = (() => {\nconst own=1;" in script
    assert "= (() => {\n" not in form_bundle.site_script(ROOT / "site_src")  # to wrap one costs bytes
    (folder / "b.js").write_text("export const b = 2;\nexport const a = 3;\n", "utf-8")
    with pytest.raises(
        ValueError, match=r"form/a\.js and form/b\.js both export a|form/b\.js and form/a\.js both export a"
    ):
        script_bundle.bundle(tmp_path, "form/a.js")


def test_a_squeezed_script_has_its_texts_and_patterns_whole() -> None:
    text = """
// a note
const a = (b) => / (c : d) [/ ] /.test(b) ? " e , f " : ' ; ';
  // another
  if (a + +b && c / d) { return / * /; } // the last
const g = `{ x }`
const h = [ a , b ];
"""
    squeezed = """
const a=(b)=>/ (c : d) [/ ] /.test(b)?" e , f ":' ; ';if(a + +b&&c / d){return / * /;}
const g=`{ x }`
const h=[a,b];"""
    assert script_bundle.squeezed(text) == squeezed


def test_the_script_is_small() -> None:
    assert len(gzip.compress(form_bundle.site_script(ROOT / "site_src").encode(), 9)) < 45_000


def test_the_oldest_browsers_can_read_it() -> None:
    """Chromium 86, Firefox 78 and Safari 14, which refuse a whole script for one look-behind."""
    script = form_bundle.site_script(ROOT / "site_src") + form_json()
    assert not re.search(r"\(\?<[=!]|Object\.hasOwn\b|structuredClone|\.at\(-|randomUUID|\.toSorted|\?\?=", script)
    for inside in ("a(?<=b)c", "(?:(?<!a)b)", "a|(?<=b)c"):
        with pytest.raises(ValueError, match="look-behind"):
            js_pattern(re.compile(inside))
    assert js_pattern(re.compile(r"(?<=\d)(?<![ab])x", re.ASCII)) == ["x", "u", [[r"\d", True], ["[ab]", False]]]


# ---------- YAML ----------

WRITE = "([kind, all]) => all.map((values) => m.writeForm(m.book.forms[kind], values))"
READ = """([kind, all]) => all.map((text) => {
  try { return { kind: m.kindOf(m.book.forms, text, 3), values: m.readForm(m.book.forms[kind], text) }; }
  catch (error) { return { refused: error.message, expected: error.constructor.name === "Unread" }; }
})"""


def check_written(js: Run, kind: str, drawn: list[dict[str, Any]]) -> None:
    expected = [write_form(FORMS[kind], values) for values in drawn]
    for ours, text in zip(js(WRITE, [kind, drawn]), expected, strict=True):
        assert ours.split("\n") == text.split("\n")
    for values, text, got in zip(drawn, expected, js(READ, [kind, expected]), strict=True):
        assert "values" in got, f"{got}\n{text}"
        assert (got["kind"], pruned(got["values"])) == (kind, values), text


def pruned(value: Any) -> Any:
    """Without what is empty: the page has every field, filled in or not."""
    if isinstance(value, dict):
        return {key: kept for key, inner in value.items() if (kept := pruned(inner)) not in ("", {}, [], None)}
    return [pruned(item) for item in value] if isinstance(value, list) else value


@given(st.lists(enterprises(), min_size=20, max_size=20))
@_few
def test_an_enterprise_is_written_as_the_commands_write_it(js: Run, drawn: list[Any]) -> None:
    check_written(js, "enterprise", drawn)


@given(st.lists(products(), min_size=20, max_size=20))
@_few
def test_a_product_is_written_as_the_commands_write_it(js: Run, drawn: list[Any]) -> None:
    check_written(js, "product", drawn)


_SIGNS = " \n\u3000:#-?!&*|>'\"%@`{}[],.~/\\=<_ab1示例大，。；—“”（）é😀𠀀\u00d7\ufffe\u200d\ufe0f"


def nasty(seed: int, count: int) -> list[str]:
    dice = random.Random(seed)
    made = ["".join(dice.choices(_SIGNS, k=dice.choice([1, 2, 3, 5, 9, 40, 90, 200]))) for _ in range(count)]
    return [
        *made,
        "null",
        "~",
        "NULL",
        "- x",
        "-",
        "---",
        "? a",
        ":a",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "yes",
        "0531",
        "1.10",
        "<<<<<<< x\ny",
        "a\n=======\nb",
    ]


def test_any_text_is_written_alike(js: Run) -> None:
    typed = js("(all) => all.map(m.typedText)", nasty(7, 1500))
    assert [tidied(text) for text in typed] == typed
    expected = [scalar(text, "  ") for text in typed]
    assert js("(all) => all.map((text) => m.scalar(text, '  '))", typed) == expected


def files() -> Iterator[tuple[str, bytes]]:
    """Every form file of the samples and of the cases."""
    for path in sorted((ROOT / "submissions").rglob("*.yaml")):
        if path.name != "bureau.yaml":
            yield path.name, path.read_bytes()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        work = Path(folder) / "case"
        for case in cases():
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(BASE, work)
            for edit in edits(parts(case.read_text("utf-8"))[0]):
                apply(edit, work)
            for path in [work / UNIT / "enterprise.yaml", *sorted((work / UNIT / "products").glob("*.yaml"))]:
                if path.is_file() and path.stat().st_size < 300_000:
                    yield path.name, path.read_bytes()


def test_a_file_is_read_whole_or_refused_whole(js: Run) -> None:
    given = list(dict.fromkeys(files()))
    opened = refused = 0
    for kind in FORMS:
        mine = [data for name, data in given if (name == "enterprise.yaml") is (kind == "enterprise")]
        for data, got in zip(
            mine, js(READ, [kind, [data.decode("utf-8-sig", "replace") for data in mine]]), strict=True
        ):
            if "values" not in got:
                assert got["expected"] and got["refused"].strip(), got
                refused += 1
                continue
            reading = read("x.yaml", data)
            document = reading.document
            assert document is not None and reading.parsed
            assert [f.rule for f in reading.findings if f.rule != "file-encoding"] == [], data.decode()
            assert pruned(got["values"]) == pruned(plain(FORMS[kind], document.root or {})), data.decode()
            opened += 1
    assert opened > 250 and refused > 100, (opened, refused)


def plain(cls: type[Form], root: dict[str, Any]) -> dict[str, Any]:
    """What Python reads, tidied as the page keeps it."""
    out: dict[str, Any] = {}
    known = {spec.label: spec for spec in specs(cls)}
    assert set(root) <= set(known)
    for key, value in root.items():
        spec = known[key]
        if isinstance(value, str):
            readings = getattr(spec.scalar, "readings", {})
            text = spec.scalar.read(value) if isinstance(spec.scalar, Text) and value.strip() else value.strip()
            out[key] = readings.get(text, text)
        elif spec.part and value:
            out[key] = [plain(spec.part, item) for item in value] if spec.many else plain(spec.part, value)
    return out


def empty(cls: type[Form]) -> dict[str, Any]:
    """Every field of a form, left blank."""
    return {
        spec.label: ([empty(spec.part)] if spec.many else empty(spec.part)) if spec.part else "" for spec in asked(cls)
    }


@pytest.mark.parametrize("kind", FORMS)
def test_a_commented_template_opens_blank(js: Run, kind: str) -> None:
    cls = FORMS[kind]
    remarks = {(spec.label,): f"必填。{spec.entry.help}\n例如 {spec.entry.example}: #" for spec in asked(cls)}
    text = write_form(cls, empty(cls), title="说明\n写法：冒号用半角", remarks=remarks)
    long = {spec.label for spec in specs(cls) if getattr(spec.scalar, "words", False)}
    text = re.sub(rf"^({'|'.join(long)}):$", r"\1: >-", text, flags=re.M)
    (got,) = js(READ, [kind, [text]])
    assert pruned(got["values"]) in ({}, {"材料": [{}]}, {"材料": [{}], "大模型产品知识产权情况": [{}]}), got
    half = text.replace(f"{asked(cls)[0].label}:", f"{asked(cls)[0].label}: 示例泉智科技有限公司")
    (got,) = js(READ, [kind, [half]])
    assert got["values"][asked(cls)[0].label] == "示例泉智科技有限公司"


def test_what_was_not_written_by_us_is_refused_by_name(js: Run) -> None:
    text = (BASE / UNIT / "enterprise.yaml").read_text("utf-8")
    broken = {
        "不认识的栏目“企业全称”": text.replace("企业名称:", "企业全称:"),
        "“注册资金”写了两次": text.replace("单位性质: 企业", "注册资金: 1"),
        "不认识的栏目“城市”（在“单位注册地”之下）": text.replace("  市: ", "  城市: "),
        "不是本页": text.replace("企业名称: ", "企业名称: &a "),
        "看不见的字符": text.replace("企业名称: ", "企业名称: \u200b"),
        "不是附件 1 或附件 2": "version: 2\njobs:\n  - x\n",
    }
    for told, text in broken.items():
        (got,) = js(READ, ["enterprise", [text]])
        assert told in got.get("refused", ""), (told, got)


# ---------- single values ----------


def test_texts_are_measured_alike(js: Run) -> None:
    texts = [*nasty(11, 1200), "a\u200bb", "👨‍👩‍👧 好", "5️⃣", "©️ ®", "é́x", "𠮷野家"]
    got = js(
        "(all) => all.map((text) => [m.countWords(text), m.tidy(text), m.isPlaceholder(text), m.hidden(text).length])",
        texts,
    )
    assert [tuple(item) for item in got] == [
        (count_words(text), tidy(text), is_placeholder(text), len(hidden_characters(text))) for text in texts
    ]


def test_numbers_are_found_alike(js: Run) -> None:
    dice = random.Random(3)
    signs = "0123456789- +（）()转.x@例a 　１８6"
    texts = ["".join(dice.choices(signs, k=dice.choice([6, 11, 12, 14, 18, 25]))) for _ in range(1500)]
    texts += [
        "+86 154 0000 0001",
        "+86-531-00000001",
        "（0531）00000001转8",
        "400-123-4567",
        "0531—00000001",
        "11010519491231002X",
        "1101051949123l002X",
        "a.b@c.d",
    ]
    got = js(
        "(all) => all.map((text) => [m.normalNumber(text), m.mobiles(text).length, m.emails(text).length, m.idCards(text).length])",
        texts,
    )
    for text, answer in zip(texts, got, strict=True):
        assert answer == [normalise_number(text), len(mobiles(text)), len(emails(text)), len(id_cards(text))], text


def test_codes_are_mended_alike(js: Run) -> None:
    dice, codes = random.Random(5), (ROOT / "tests/data/uscc_samples.csv").read_text("utf-8").split()[1:]
    given = [line.split(",")[0] for line in codes]
    for _ in range(300):
        code = list(dice.choice(given))
        code[dice.randrange(18)] = dice.choice("0123456789ABCDEFGHJKLMNPQRTUWXY")
        given.append("".join(code))
    given = [code for code in given if len(code) == 18 and code.isalnum() and not set(code) & set("IOSVZ")]
    assert len(given) > 300
    got = js("(all) => all.map((code) => [m.checkCharacter(code), m.repairs(code)])", given)
    assert got == [[check_character(code), repairs(code)] for code in given]


def test_names_and_numerals_are_read_alike(js: Run) -> None:
    dice = random.Random(8)
    signs = "V.v ·•・‧∙⋅ＡａA⼤⻓エ工ロカ人示1２\u3000\xa0İß"
    texts = ["".join(dice.choices(signs, k=dice.choice([1, 2, 4, 8]))) for _ in range(800)]
    got = js("(all) => all.map((text) => [m.foldName(text), m.foldVersion(text), m.withIdeographs(text)])", texts)
    assert got == [[fold_name(text), fold_version(text), with_ideographs(text)] for text in texts]
    numerals = [
        "".join(dice.choices("零〇一二两三九十百千万亿壹拾佰仟x", k=dice.choice([1, 2, 3, 5, 8]))) for _ in range(800)
    ]
    small = [text for text in numerals if (read_numeral(text) or 0) < 2**53]
    assert js("(all) => all.map(m.readNumeral)", small) == [read_numeral(text) for text in small]


def test_industries_are_classed_alike(js: Run) -> None:
    words = [
        "汽车",
        "橡胶轮胎",
        "政务",
        "软件业",
        "金融",
        "示例",
        "教育、医疗",
        "设施农业",
        "ＡＩ",
        "汽车行业",
        "工业",
        "家居",
        "物流与供应链",
    ]
    pairs = [[sector, word] for sector in ("工业", "生产性服务业", "生活性服务业", "其它") for word in words]
    got = js(
        "(all) => all.map(([sector, word]) => { const found = m.classify(sector, word); return found && found.name; })",
        pairs,
    )
    assert got == [(row.name if (row := classify(sector, word)) else None) for sector, word in pairs]


def test_amounts_are_moved_exactly(js: Run) -> None:
    assert js("() => [m.shifted('1.2', 4), m.shifted('5000000', -4), m.shifted('0.5', -4), m.shifted('0012.50', 0)]", None) == [
        "12000", "500", "0.00005", "12.5",
    ]  # fmt: skip
