"""Where forms stand: paths built and parsed."""

from __future__ import annotations

import pytest

from schema.forms.registry import BUREAU, ENTERPRISE, PRODUCT, FormKind, kind_of
from schema.layout.paths import FormPath, UnitPath

CODE = "91370102EXAMPLE031"


@pytest.mark.parametrize(
    ("path", "place", "kind"),
    [
        ("submissions/jinan/bureau.yaml", FormPath("jinan"), BUREAU),
        (f"submissions/jinan/{CODE}/enterprise.yaml", FormPath("jinan", CODE), ENTERPRISE),
        (f"submissions/jinan/{CODE}/products/gongwen.yaml", FormPath("jinan", CODE, "gongwen"), PRODUCT),
    ],
)
def test_a_form_has_one_place(path: str, place: FormPath, kind: FormKind) -> None:
    assert FormPath.parse(path) == place
    assert place.path == path
    assert place.kind is kind is kind_of(kind.cls)


@pytest.mark.parametrize(
    "path",
    [
        "", "submissions", "submissions/jinan", f"submissions/jinan/{CODE}", f"submissions/jinan/{CODE}/materials/a.pdf",
        f"submissions/jinan/{CODE}/products/a.yml", f"submissions/jinan/{CODE}/products/a/b.yaml", "rounds/2024/bureau.yaml",
    ],
)  # fmt: skip
def test_no_form_stands_elsewhere(path: str) -> None:
    assert FormPath.parse(path) is None


@pytest.mark.parametrize("below", ["", "/enterprise.yaml", "/products/a.yaml", "/materials/a.pdf"])
def test_a_unit_holds_its_folder(below: str) -> None:
    assert UnitPath.holding(f"submissions/jinan/{CODE}{below}") == UnitPath("jinan", CODE)
    assert UnitPath("jinan", CODE).folder == f"submissions/jinan/{CODE}"


@pytest.mark.parametrize("path", ["submissions/jinan/bureau.yaml", "submissions/jinan", f"elsewhere/jinan/{CODE}/a"])
def test_no_unit_holds_what_lies_elsewhere(path: str) -> None:
    assert UnitPath.holding(path) is None
