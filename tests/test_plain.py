"""The quick reader against libyaml: what it takes, it takes with the same values at the same places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.reading.plain import read_plain
from schema.reading.read import read
from tests.cases import BASE, UNIT, cases, parts
from tools import generator
from tools.fuzz.targets import plain

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "submissions").rglob("*.yaml"))
FORM = (BASE / UNIT / "enterprise.yaml").read_text(encoding="utf-8")
# Lines near those that it knows: each pair of them, in every order, is a place where a wrong guess would show.
PIECES = (
    "甲: 值", "甲: 值 # 注", "乙: 值: 值", "甲:", "甲:值", "甲: ", "乙: ~", "乙: null", "乙: '值'", '乙: "值"', '乙: "值" # 注', "乙: '值''值'",
    "乙: \"'\"", '乙: "\\u503c"', "乙: >-", "乙: |-", "乙: |", "乙: >+", "乙: >-2", "- 甲: 值", "- 甲:", "- 值", "-", "-  甲: 值", "- - 甲: 值",
    "# 注", "#", "", " ", "值", "值 值", "值:", "'甲': 值", "甲 : 值", "? 甲", ": 值", "---", "...", "%甲", "甲: [值]", "甲: {}", "甲: - 值", "甲: &a 值",
    "甲: *a", "甲: !值", "甲: ？值", "甲: “值”", "甲: 1.0", "甲: -1", "甲: 值:", "甲: 值 ", "甲: 值#", "甲: #", "<<: 值", "甲:\u3000值", "乙_丙: 值", "丁²: 值",
)  # fmt: skip


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_samples_are_read_quickly_and_as_libyaml_reads_them(path: Path) -> None:
    assert read_plain(path.read_text(encoding="utf-8"))
    plain(path.read_bytes())


def test_generated_forms_are_read_quickly_and_as_libyaml_reads_them(tmp_path: Path) -> None:
    generator.write(150, tmp_path)
    for path in tmp_path.rglob("*.yaml"):
        assert read_plain(path.read_text(encoding="utf-8"))
        plain(path.read_bytes())


def test_no_case_s_text_is_read_otherwise() -> None:
    for path in cases():
        text = parts(path.read_text(encoding="utf-8"))[0]
        plain("\n".join(line[2:] for line in text.split("\n") if line.startswith(("+ ", "  "))).encode())


@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from(PIECES)), min_size=1, max_size=9))
@settings(max_examples=1500)
def test_lines_put_together_are_read_as_libyaml_reads_them(lines: list[tuple[int, str]]) -> None:
    plain("\n".join(" " * blanks + piece for blanks, piece in lines).encode())


@given(
    st.integers(0, len(FORM)),
    st.integers(0, 4),
    st.text("甲1 \n\t:-#'\"\\>|~?&*!%@`[]{},\u3000\u200b\u2028：", max_size=4),
)
@settings(max_examples=800)
def test_a_form_with_an_edit_is_read_as_libyaml_reads_it(at: int, gone: int, come: str) -> None:
    plain((FORM[:at] + come + FORM[at + gone :]).encode())


@pytest.mark.parametrize("first", PIECES)
def test_three_lines_are_read_as_libyaml_reads_them(first: str) -> None:
    for second in PIECES:
        for column in range(4):
            for end in ("甲: 值", "  丙: 值", "    值", "- 丙: 值"):
                plain(f"{first}\n{' ' * column}{second}\n{end}".encode())


@pytest.mark.parametrize(
    "text",
    [
        "甲: >-\n  一\n\n  二\n\n\n  三\n",
        "甲: |-\n  一\n   二\n\n  三\n\n乙: 值\n",
        "甲: >-\n  一\n   二\n",
        "甲: >-\n  一 \n  二\n",
        "甲: >-\n\n  一\n",
        "甲: >-\n  一\n \n  二\n",
        "甲: >-\n  一\n\n \n  # 二",
        "甲: |-\n  一\n \n  乙: 二",
        "甲: |-\n  一\n   \n乙: 二\n",
        "甲: >-\n    一\n  二\n",
        "甲: >-\n乙: 值\n",
        "甲:\n  - 乙: 值\n    丙: >-\n      一\n  - 乙: 值\n丁: 值\n",
        "甲:\n- 乙: 值\n",
        "甲:\n    乙:\n      丙: 值\n    丁: 值\n",
        "甲:\n\n  # 注\n  乙: 值\n  # 注\n丙: 值",
        "甲: 值\n甲: 值\n",
        "",
        "# 注\n",
    ],
)
def test_blocks_and_levels_are_read_as_libyaml_reads_them(text: str) -> None:
    plain(text.encode())


@pytest.mark.parametrize("length", [40, 990, 997, 998, 999, 1000, 1023, 1024, 1025, 2000])
def test_long_keys_are_read_as_libyaml_reads_them(length: int) -> None:
    plain(f"{'甲' * length}: 值\n".encode())
    plain(f"乙:\n  - {'k' * length}:\n".encode())
    plain(f"乙:\n  - 丙: 值\n    {'k' * length}: >-\n      值\n".encode())


def test_paragraphs_of_a_folded_text_stay_parted() -> None:
    found = read_plain("甲: >-\n  一\n  二\n\n  三\n\n\n  四\n")
    assert found and found[0] == {"甲": "一 二\n\n三\n\n四"}


@pytest.mark.parametrize(
    "text", ["甲: 值\n乙: [值]\n", "甲: 值\n\t乙: 值\n", "甲: 值\u200b\n", "甲: 值\n  值\n", "甲: 1\n甲: 2\n"]
)
def test_what_it_does_not_know_is_left_to_libyaml(text: str) -> None:
    assert read_plain(text) is None
    reading = read("x.yaml", text.encode())
    assert reading.document
