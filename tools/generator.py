"""Generates surveys of any size from the shipped samples: ``python -m tools.generator 1000 /tmp/survey``.

Each unit has an enterprise.yaml and one product, texts varied so that no two files are alike; everything is fictional, with
EXAMPLE codes whose check digits are right. Materials are 线下提交, so that sizes are those of text.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path

from schema.fields.uscc import ALPHABET, check_character
from schema.vocabulary.survey import constants

SAMPLES = Path(__file__).parents[1] / "submissions"
_REGIONS = {
    "jinan": "370102",
    "qingdao": "370202",
    "zibo": "370303",
    "yantai": "370602",
    "weifang": "370705",
    "linyi": "371302",
}
_DISTRICTS = {
    "jinan": "历下区",
    "qingdao": "市南区",
    "zibo": "张店区",
    "yantai": "芝罘区",
    "weifang": "奎文区",
    "linyi": "兰山区",
}
_MARKS = "岱麓泉沂汶洙泗齐稷潮鸢渤昆嵛蓬岚沭湖运黄琅峄蒙徂徕汇衡章海岳砚松淄潍棣墨"


def code(number: int, region: str) -> str:
    """The ``number``-th sample code of a division: EXAMPLE, two free characters, then the check character.

    Beyond the room of two characters the division's last digits vary too.
    """
    rest, tail = divmod(number, 961)
    body = f"91{region[:4]}{(int(region[4:]) + rest) % 100:02d}EXAMPLE{ALPHABET[tail // 31]}{ALPHABET[tail % 31]}"
    return body + check_character(body)


def units(count: int) -> Iterator[tuple[str, str, str, str]]:
    """(city, code, enterprise.yaml, product yaml) of each generated unit."""
    enterprises = sorted(SAMPLES.glob("*/91*/enterprise.yaml"))
    products = sorted(SAMPLES.glob("*/91*/products/*.yaml"))
    pick = random.Random(20240610)
    cities = list(_REGIONS)
    for number in range(count):
        city = cities[number % len(cities)]
        uscc = code(number // len(cities), _REGIONS[city])
        name = f"示例{_MARKS[number % len(_MARKS)]}{_MARKS[number // 37 % len(_MARKS)]}第{number}智能科技有限公司"
        yield (
            city,
            uscc,
            _enterprise(pick.choice(enterprises), name, uscc, city),
            _product(pick.choice(products), name, number),
        )


def _enterprise(source: Path, name: str, uscc: str, city: str) -> str:
    text = source.read_text(encoding="utf-8")
    text = _set(text, "企业名称", name)
    text = _set(text, "统一社会信用代码", uscc)
    text = re.sub(r"^  市: .*$", f"  市: {constants().cities[city].name}", text, flags=re.MULTILINE)
    text = re.sub(r"^  区县: .*$", f"  区县: {_DISTRICTS[city]}", text, flags=re.MULTILINE)
    text = _set(text, "单位性质", "企业")
    return _offline(text)


def _product(source: Path, name: str, number: int) -> str:
    text = _set(source.read_text(encoding="utf-8"), "报送单位", name)
    return _offline(_set(text, "大模型产品名称", f"示例第{number}号大模型"))


def _set(text: str, key: str, value: str) -> str:
    return re.sub(rf"^{key}: .*$", f"{key}: {value}", text, count=1, flags=re.MULTILINE)


def _offline(text: str) -> str:
    return re.sub(r"^    文件: .*$", "    线下提交: 是", text, flags=re.MULTILINE)


def write(count: int, root: Path) -> None:
    """Write ``count`` units under ``root/submissions``."""
    for city, uscc, enterprise, product in units(count):
        folder = root / "submissions" / city / uscc
        (folder / "products").mkdir(parents=True, exist_ok=True)
        (folder / "enterprise.yaml").write_text(enterprise, encoding="utf-8")
        (folder / "products" / "moxing.yaml").write_text(product, encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("root", type=Path)
    options = parser.parse_args()
    write(options.count, options.root)


if __name__ == "__main__":
    main()
