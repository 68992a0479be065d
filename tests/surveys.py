"""Surveys for tests: copies of the shipped samples, and the same with every private value made recognisable."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Each private value of the forms, as a text that stands nowhere else.
CANARIES = {
    "联系人姓名": "示例隐甲秘",
    "联系人": "示例隐乙秘",
    "手机号码": "15400009876",
    "联系方式": "0531-00009876转4321",
    "企业年度收入": "98765.43",
    "企业大模型相关收入": "87654.32",
    "地址": "示例隐丙路九十九号",
}
GROWTH = "示例隐丁增长说明，近三年收入由二十万元增至三百余万元，在手合同充足。"
PROOF = "yin-wu-cailiao"


def copy_samples(target: Path, *cities: str) -> Path:
    """A repository in ``target`` with the shipped samples, or those of some cities, and the site's sources."""
    for city in cities or ("",):
        shutil.copytree(ROOT / "submissions" / city, target / "submissions" / city)
    shutil.copytree(ROOT / "site_src", target / "site_src")
    shutil.copy(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    return target


def mark_private(root: Path) -> None:
    """Put the canaries in place of every private value under ``root/submissions``."""
    for path in sorted((root / "submissions").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        for key, value in CANARIES.items():
            text = re.sub(rf"^( *){key}: .*$", rf"\g<1>{key}: {value}", text, flags=re.MULTILINE)
        text = re.sub(r"^高成长性说明: (?:>-\n(?:  .*\n)+|.*\n)", "", text, flags=re.MULTILINE)
        if path.name == "enterprise.yaml" and "9137" in str(path):
            text = re.sub(
                r"^(企业大模型相关收入: ).*$", rf"\g<1>87.65\n高成长性说明: {GROWTH}", text, flags=re.MULTILINE
            )
            text = (
                re.sub(r"^  区县: (.*)$", rf"  区县: \1\n  地址: {CANARIES['地址']}", text, flags=re.MULTILINE)
                if "地址:" not in text
                else text
            )
        path.write_text(text, encoding="utf-8")
    for unit in {path.parents[1] for path in (root / "submissions").rglob("materials/*")}:
        _rename_materials(unit)


def _rename_materials(unit: Path) -> None:
    names = {path.name: f"{PROOF}-{path.name}" for path in (unit / "materials").iterdir()}
    for old, new in names.items():
        (unit / "materials" / old).rename(unit / "materials" / new)
    for form in unit.rglob("*.yaml"):
        text = form.read_text(encoding="utf-8")
        for old, new in names.items():
            text = text.replace(f"materials/{old}\n", f"materials/{new}\n")
        form.write_text(text, encoding="utf-8")
