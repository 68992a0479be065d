"""The form page's two halves (联系信息: 另交) are the project's own: the same parts, the same bytes, the same commitment and digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schema.forms.registry import ENTERPRISE, PRODUCT, FormKind
from schema.layout.paths import FormPath
from schema.reading.form_reading import read_form
from schema.reading.read import read
from scripts.writing.digest import digest
from scripts.writing.halves import bind, parted
from scripts.writing.values import Values
from scripts.writing.yaml_writer import write_form, write_private
from tests.cases import BASE, UNIT
from tests.form_modules import Run, modules
from tests.paper.drawn import enterprises, products
from tests.profiles import examples
from tests.separate import surveyed

_few = settings(examples(6), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
SALT = "ABCDEFGHIJKLMNOPQRSTUVWX2Q"
PLACES = {
    ENTERPRISE: FormPath("jinan", "91370102EXAMPLE031"),
    PRODUCT: FormPath("heze", "91370102EXAMPLE031", "hetong"),
}


@pytest.fixture(scope="module")
def js(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The modules with the data of a survey in two halves, which this process has too."""
    names = ("bytes", "commitment", "halves", "judge", "receipt", "unit", "values", "yaml", "yaml_reader")
    with surveyed(联系信息="另交"), modules(browser, tmp_path_factory.mktemp("modules"), *names) as evaluate:
        yield evaluate


def test_the_vectors_hold(js: Run) -> None:
    vectors = json.loads((Path(__file__).parent / "data/commitments.json").read_text("utf-8"))
    assert js("(all) => all.map(({ of }) => m.commit(of))", vectors) == [vector["commitment"] for vector in vectors]


def test_salts_differ_and_have_the_form(js: Run) -> None:
    made = js("() => Array.from({ length: 50 }, m.newSalt)")
    assert len(set(made)) == 50 and js("(all) => all.every(m.isSalt)", made)


@pytest.mark.parametrize("subtle", [True, False])
def test_a_file_has_one_digest_with_and_without_the_browsers_help(js: Run, *, subtle: bool) -> None:
    sizes = [0, 1, 55, 56, 64, 119, 120, 70_000, 300_000]
    got = js(
        """async ([sizes, subtle]) => {
          if (!subtle) Object.defineProperty(crypto, "subtle", { value: undefined, configurable: true });
          const made = sizes.map((size) => Uint8Array.from({ length: size }, (_, at) => at * 7));
          const out = await Promise.all(made.map(m.digested));
          return [out, made.map(m.digestOf), made.map((bytes) => m.hex(m.sha256(bytes)))];
        }""",
        [sizes, subtle],
    )
    expected = [hashlib.sha256(bytes(at * 7 % 256 for at in range(size))).hexdigest() for size in sizes]
    assert got == [expected] * 3


MADE = """([name, salt, place, all]) => all.map((values) => {
  const form = m.book.forms[name], digestOf = (file) => m.hex(m.sha256(new TextEncoder().encode(file)));
  const { open, text } = m.halves(form, values, salt, place, digestOf);
  const hidden = m.readForm(m.privateForm(form), text), whole = m.joinHalves(form.fields, m.readForm(form, m.writeForm(form, open)), hidden);
  return {
    open: m.writeForm(form, open), text, again: m.commitmentTo(form, hidden, m.travelling(open), place, digestOf),
    whole: m.writeForm(form, m.settled(form.fields, whole)), stamp: m.digest(form, m.judge(form, m.checked(form.fields, values)).values, { 不公开部分: open.不公开部分 }),
  };
})"""


def check_made(js: Run, kind: FormKind, drawn: list[Values]) -> None:
    """``drawn`` are whole values of valid forms."""
    place = PLACES[kind]
    named = {"year": 2024, "city": place.city, "code": place.code, "form": place.slug or "enterprise"}
    for values, got in zip(drawn, js(MADE, [kind.name, SALT, named, drawn]), strict=True):
        ours, theirs = parted(kind.cls, values)
        private = write_private(kind.cls, {"盐": SALT} | theirs)
        lines = [position for position, item in enumerate(ours["材料"], 1) if item.get("另交")]
        ours["不公开部分"] = bind(place, 2024, SALT, private, lines, str.encode)
        assert got["text"] == private
        assert got["open"] == write_form(kind.cls, ours)
        assert got["again"] == ours["不公开部分"]
        items = [item | ({"另交": "是"} if "文件" in item else {}) for item in values["材料"]]
        assert got["whole"] == write_form(kind.cls, values | {"材料": items})
        document = read(place.path, got["open"].encode()).document
        assert document is not None
        assert got["stamp"] == digest(read_form(kind.filed, document).form)


@given(st.lists(enterprises(), min_size=12, max_size=12))
@_few
def test_an_enterprise_is_parted_as_the_commands_part_it(js: Run, drawn: list[Values]) -> None:
    check_made(js, ENTERPRISE, drawn)


@given(st.lists(products(), min_size=12, max_size=12))
@_few
def test_a_product_is_parted_as_the_commands_part_it(js: Run, drawn: list[Values]) -> None:
    check_made(js, PRODUCT, drawn)


def test_a_half_that_others_wrote_is_read_as_it_stands(js: Run) -> None:
    """Folded otherwise than the page folds, with a file that is not there yet: hashed is what the file says."""
    text = f'# x\n盐: {SALT}\n联系人: "示例\\n乙"\n联系方式: >-\n  0531-00000003\n\n  转801\n材料:\n  -\n  - 文件: materials/a.pdf\n'
    got = js(
        """([text, place]) => {
          const form = m.book.forms.product, hidden = m.readForm(m.privateForm(form), text);
          return [hidden, m.commitmentTo(form, hidden, [2, 5], place, () => "ab")];
        }""",
        [text, {"year": 2024, "city": "heze", "code": "91370102EXAMPLE031", "form": "hetong"}],
    )
    document = read("x.yaml", text.encode()).document
    assert document is not None and document.root is not None
    assert got[0] == document.root | {"材料": [{"文件": ""}, {"文件": "materials/a.pdf"}]}
    assert js("(of) => m.commit(of)", {
        "year": 2024, "city": "heze", "code": "91370102EXAMPLE031", "form": "hetong", "salt": SALT,
        "values": {"联系人": "示例\n\n乙", "联系方式": "0531-00000003\n\n转801", "材料.5.文件": "ab"},
    }) == got[1]  # fmt: skip


def test_products_that_name_one_proof_or_one_number_are_told(js: Run) -> None:
    document = read("x.yaml", (BASE / UNIT / "products/xiangsu.yaml").read_bytes()).document
    assert document is not None and document.root is not None
    told = js(
        """(values) => {
          const product = (slug) => ({ slug, values: m.shaped(m.book.forms.product.fields, values) });
          const state = { unit: { 市: "", 统一社会信用代码: "" }, enterprise: m.blank(m.book.forms.enterprise.fields), products: ["a", "b"].map(product) };
          return m.verdicts(state, new Map()).get(1).map(({ rule, severity, field, message }) => [rule, severity, field, message]);
        }""",
        document.root,
    )
    shared = [found for found in told if found[0] in ("material-shared", "page")]
    assert shared == [
        ["page", "warning", "大模型产品知识产权情况.1.说明", "与第 1 个产品写的相同"],
        ["material-shared", "warning", "材料.2.文件", "另一个产品（第 1 个产品）也用了这个文件"],
        ["material-shared", "warning", "材料.3.文件", "另一个产品（第 1 个产品）也用了这个文件"],
    ]
