"""Laws that hold for any input: normal forms are stable, reading never fails, nothing private gets out."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.fields.amount import Amount, plain_decimal
from schema.fields.phone import normalise_number, split_numbers
from schema.fields.uscc import ALPHABET, check_character, is_valid, normalise
from schema.forms.bureau import Bureau
from schema.forms.enterprise import Enterprise
from schema.layout.arrange import EntryKind, TreeEntry, UnitFiles, arrange
from schema.public.projection import project
from schema.reading.form_reading import read_form
from schema.reading.read import read
from schema.reading.unit import read_form_file, read_unit
from schema.rules import judge
from schema.text.words import FOLD, count_words, tidy
from scripts.check.pipeline import Checked, check, summarise
from scripts.report import FORMATS
from scripts.report.lines import report
from scripts.report.style import Style
from scripts.tree.disk import DiskTree
from tests.cases import BASE, PRIVATE, UNIT
from tests.profiles import examples
from tests.surveys import CANARIES, GROWTH, copy_samples, mark_private

DANGEROUS = "企业名称统一社会信用代码:：-？?*&!@#%|>[]{}\"'`,，\\~<= \t\n\r\u3000\u200b\u2028\ufeff0123456789xXnull示例是否\x00\x85📦"
yamlish = st.text(alphabet=DANGEROUS, max_size=200)
FORM = (BASE / UNIT / "enterprise.yaml").read_text(encoding="utf-8")
_CODE = ((ALPHABET, 2), ("0123456789", 6), (ALPHABET, 9))  # a code without its check character
BUREAU = "submissions/jinan/bureau.yaml"
FILES = {
    path: (BASE / path).read_bytes()
    for path in (f"{UNIT}/enterprise.yaml", f"{UNIT}/products/hetong.yaml", f"{UNIT}/products/xiangsu.yaml", BUREAU)
}


@given(st.text(alphabet="0123456789０１２３+-（）() 转ext分机/、,8640086\u3000", max_size=30))
def test_a_phone_s_normal_form_is_its_own(text: str) -> None:
    number = normalise_number(text)
    if number is not None:
        assert normalise_number(number) == number
        assert split_numbers(number) == [number]


@given(st.text(alphabet=st.sampled_from(ALPHABET + ALPHABET.lower() + " -０Ａ"), max_size=24))
def test_a_code_s_normal_form_is_its_own(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(
    st.tuples(*(st.text(signs, min_size=size, max_size=size) for signs, size in _CODE)).map("".join),
    st.integers(0, 17),
    st.sampled_from(ALPHABET),
)
def test_one_wrong_character_never_passes(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    assert is_valid(code)
    wrong = code[:place] + other + code[place + 1 :]
    assert is_valid(wrong) is (wrong == code)


@given(st.text(alphabet="示例文字，。“”— abc12\n\u3000", max_size=80))
def test_tidying_a_paragraph_twice_is_once_and_changes_no_count(text: str) -> None:
    assert all(tidy(part) == part.strip() for part in tidy(text).split("\n"))
    assert count_words(tidy(text)) == count_words(text)


@given(st.text(alphabet="示例，。“”—a1x😀㐀\U00020000 \u3000\xa0", min_size=1, max_size=12).map(str.strip).filter(bool))
def test_the_quick_way_to_tidy_a_line_gives_what_the_pattern_gives(text: str) -> None:
    assert tidy(text) == FOLD.sub("", text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_words_of_two_texts_are_the_words_of_both(first: str, second: str) -> None:
    assert count_words(f"{first} {second}") == count_words(first) + count_words(second)
    assert count_words(f"{first} 📦") == count_words(first) + 1


@given(st.decimals(min_value=0, max_value=10**12, places=4, allow_nan=False))
def test_an_amount_s_plain_text_is_read_as_itself(value) -> None:  # type: ignore[no-untyped-def]
    assert Amount().read(plain_decimal(value)) == value


@given(st.binary(max_size=300) | yamlish.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_a_document_or_say_why_not(data: bytes) -> None:
    reading = read("x.yaml", data)
    assert reading.parsed or reading.findings
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in reading.findings:
        assert finding.line is not None and 1 <= finding.line <= len(lines)
        assert finding.column is not None and 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert finding.message and finding.hint


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> bytes:
    """A valid form with one or two mistakes: junk put in, signs changed, a key misspelt, a line lost, moved or joined."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 2))):
        row = draw(st.integers(0, len(lines) - 1))
        line, column = lines[row], draw(st.integers(0, min(60, len(lines[row]))))
        lines[row : row + 1] = draw(
            st.sampled_from([
                [line.replace(": ", "：", 1)], [line.replace(": ", ":", 1)], [line.replace(":", "", 1)], [line.replace(": ", ": \"", 1)],
                [line.replace(": ", ": [", 1)], [line.replace(": ", ": &a ", 1)], [line.replace(": ", " ", 1).replace(" ", ": ", 1)],
                [line[:column] + line[column + 1 :]], [], [line.lstrip()], ["  " + line], ["\t" + line], ["\u3000" + line], ["- " + line],
                [line, line], [line[:column], line[column:]], [f"{{{line}}}"], [line.replace(": ", ": {", 1)],
            ])
            | st.builds(lambda junk, head, tail: [head + junk + tail], yamlish, st.just(line[:column]), st.just(line[column:]))
        )  # fmt: skip
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", FILES)
@examples(150)
@given(data=st.data())
def test_a_spoilt_form_is_judged_and_tells_nothing_private(name: str, data: st.DataObject) -> None:
    contents = FILES | {name: data.draw(spoilt(FILES[name].decode()))}
    found = [TreeEntry(path, EntryKind.FILE, len(content)) for path, content in contents.items()]
    files = UnitFiles("jinan", UNIT.rsplit("/", 1)[-1], found[0], found[1:3])
    unit, findings = read_unit(files, contents.__getitem__)
    findings += judge(unit, date(2024, 6, 10))
    findings += read_form_file(Bureau, found[3], contents.__getitem__)[1]
    text = contents[name].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in findings:
        assert finding.line is None or finding.path != name or 1 <= finding.line <= len(text)
    told = report(Checked(findings, summarise(1, [], findings)), values=False)
    for render in FORMATS.values():
        shown = render(told, Style())
        assert [secret for secret in PRIVATE if secret in shown] == []


@given(
    st.lists(
        st.text(alphabet="abcA.济-/ \u202e\n示yamlEnterpriseproductsmaterials", min_size=1, max_size=30), max_size=8
    )
)
def test_any_names_are_arranged(names: list[str]) -> None:
    entries = [TreeEntry(f"submissions/{name}", EntryKind.FILE, 1) for name in dict.fromkeys(names)]
    arrangement = arrange(entries)
    placed = sum(
        bool(unit.enterprise) + len(unit.products) + len(unit.materials) for unit in arrangement.units.values()
    )
    assert arrangement.files == len(entries)
    assert placed + len(arrangement.bureaus) >= len(entries) or arrangement.findings


def test_the_public_projection_has_no_private_value(tmp_path: Path) -> None:
    root = copy_samples(tmp_path)
    mark_private(root)
    units = check(DiskTree(root), keep=True).units
    shown = repr(asdict(project(units)))
    assert len(units) > 10
    assert [secret for secret in (*CANARIES.values(), "87.65", GROWTH[:6], "materials/") if secret in shown] == []


def test_the_base_form_is_whole() -> None:
    document = read("x.yaml", FORM.encode()).document
    assert document is not None
    assert read_form(Enterprise, document).whole
    assert re.search(r"[一-鿿]", FORM)
