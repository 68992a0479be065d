"""The form page says what the validator says: every case whose file could be typed into the page is judged by both."""

from __future__ import annotations

import copy
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import schema.reading.read
from schema.book.finding import Finding
from schema.book.wording import templates
from schema.forms.enterprise import Enterprise
from schema.forms.form import Form, specs
from schema.forms.product import Product
from schema.reading.document import BROKEN
from schema.reading.read import read
from scripts.check.pipeline import check
from scripts.site.form_data import form_data
from scripts.tree.disk import DiskTree
from scripts.writing.yaml_writer import write_form
from tests.cases import BASE, FOLDER, TODAY, UNIT, Expected, cases, expected, lay_out, parts
from tests.form_modules import MODULES, Run, modules

# What the page cannot know, or cannot come to: these are left to the validator.
BEYOND = {
    "path-unknown": "页面自己定文件的位置",
    "path-unit": "页面自己定文件夹名，它就是信用代码",
    "path-name": "页面自己定文件名；材料的文件名要看文件夹",
    "file-link": "页面只写文字",
    "file-size": "要看磁盘上的文件",
    "file-encoding": "页面只写 UTF-8；打开的文件由浏览器解码",
    "yaml-syntax": "页面自己写 YAML；不是它写的样子，按行号拒绝打开",
    "yaml-feature": "同上",
    "yaml-duplicate-key": "同上",
    "field-unknown": "页面上没有不认识的栏目；打开的文件里有，按名拒绝",
    "text-lost": "注释是 YAML 里的事",
    "uscc-folder": "文件夹名就是表上的代码",
    "date-round": "填报日期在市局的表头里",
    "received-form": "收件登记由程序写，不在填报表里",
    "division-city": "市的文件夹由表上的市定",
    "unit-name": "要看别的文件",
    "round-unknown": "页面不问批次",
    "round-earlier": "同上",
    "private-here": "明文的页面没有两部分",
    "private-form": "同上",
    "private-missing": "同上",
    "private-mismatch": "同上",
    "unit-duplicate": "要看别的文件",
    "product-duplicate": "要看别的文件",
    "material-type": "要看材料文件本身",
    "material-unsafe": "要看材料文件本身",
    "material-personal": "要看材料文件本身",
    "material-shared": "要看别的文件",
    "material-unlisted": "要看材料文件夹",
    "sample-mixed": "要看别的单位",
    "pr-scope": "要看 Git",
    "pr-removal": "要看 Git",
    "pr-conflict": "合并请求才有",
    "pr-deadline": "要看 Git",
}
ABSENT = "找不到这个材料文件"  # of material-file: whether a file is there cannot be known either
Told = tuple[str, str, str, str]  # rule, severity, field, message


class Typed(NamedTuple):
    """A file of a case as it would be typed: its form, its values, and what the validator said of it."""

    case: str
    kind: str
    values: dict[str, Any]
    told: Sequence[Finding | Expected]
    edited: bool  # else the case says nothing of it, but its telephone numbers count


def untypable(cls: type[Form], values: Any) -> bool:
    """Whether values have a shape that no page can give: a map where text belongs, an unknown key."""
    if not isinstance(values, dict) or set(values) - {spec.label for spec in specs(cls)}:
        return True
    for spec in specs(cls):
        value = values.get(spec.label)
        if value in (None, BROKEN, ""):
            if value is BROKEN:
                return True
        elif spec.part is None:
            if not isinstance(value, str):
                return True
        elif spec.many:
            if not isinstance(value, list) or any(untypable(spec.part, item) for item in value):
                return True
        elif untypable(spec.part, value):
            return True
    return False


@cache
def _base() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in (BASE / UNIT).rglob("*.yaml"))


def files_of(case: Path, left: Counter[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Typed]]:
    """The files of one case that can be typed, together; why others cannot is counted."""
    with tempfile.TemporaryDirectory() as root:
        told_of, wanted = parts(case.read_text(encoding="utf-8"))
        lay_out(told_of, Path(root))
        found = list(expected(wanted))
        unit = Path(root) / UNIT
        paths = [unit / "enterprise.yaml", *sorted((unit / "products").glob("*.yaml"))]
        out = []
        for path in paths:
            if not path.is_file() or path.is_symlink():
                continue
            told = [finding for finding in found if finding.path == path.relative_to(root).as_posix()]
            with monkeypatch.context() as patch:  # hidden characters stay in the values, as they would when pasted
                patch.setattr(schema.reading.read, "hidden_characters", lambda *_: [])
                reading = read("x.yaml", path.read_bytes())
            cls: type[Form] = Enterprise if path.name == "enterprise.yaml" else Product
            document = reading.document
            if document is None or not reading.parsed or any(f.rule != "text-lost" for f in reading.findings):
                left["不是页面能写出的 YAML"] += 1
            elif not document.root:
                left["空文件"] += 1
            elif untypable(cls, document.root):
                left["栏目的形状页面给不出（列表、下级栏目、不认识的栏目）"] += 1
            elif any(finding.rule == "text-hidden" and not finding.field for finding in told):
                left["看不见的字符在注释里"] += 1
            elif any(finding.rule == "text-personal" and not finding.field for finding in told):
                left["身份证号码在注释里"] += 1
            else:
                out.append(
                    Typed(
                        case.relative_to(FOLDER).as_posix(),
                        cls.__name__.lower(),
                        document.root,
                        told,
                        path.read_bytes() not in _base(),
                    )
                )
        yield out


def of_python(typed: Typed) -> set[Told]:
    return {
        (finding.rule, str(finding.severity), finding.field or "", words(finding.rule, finding.message))
        for finding in typed.told
        if finding.rule not in BEYOND and finding.message != ABSENT
    }


def words(rule: str, message: str) -> str:
    """What was said; of hidden characters the validator speaks by lines, the page by fields."""
    return "" if rule == "text-hidden" else message


JUDGE = """(units) => units.map((files) => {
  const form = (file) => m.book.forms[file.kind];
  const own = files.flatMap((file) => m.ownNumbers(m.judge(form(file), file.values).values));
  return files.map((file) => m.judge(form(file), file.values, { own, today: "%s" }).findings);
})"""


@pytest.fixture(scope="module")
def js(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with modules(browser, tmp_path_factory.mktemp("modules"), "form_rules", "judge", "text", "uscc") as evaluate:
        yield evaluate


def test_the_page_agrees_with_the_validator(js: Run, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    left: Counter[str] = Counter()
    units = [unit for case in cases() for unit in files_of(case, left, monkeypatch) if unit]
    sent = [[{"kind": typed.kind, "values": typed.values} for typed in unit] for unit in units]
    answers = js(JUDGE % TODAY.isoformat(), sent)
    pairs = [
        pair
        for unit, said in zip(units, answers, strict=True)
        for pair in zip(unit, said, strict=True)
        if pair[0].edited
    ]
    wrong, rules = [], Counter[str]()
    for typed, said in pairs:
        expected = of_python(typed)
        actual = {
            (item["rule"], item["severity"], item["field"], words(item["rule"], item["message"])) for item in said
        }
        rules.update(rule for rule, *_ in expected)
        if expected != actual:
            wrong.append((typed.case, typed.kind, sorted(expected - actual), sorted(actual - expected)))
    named = {typed.case for typed, _ in pairs}
    with capsys.disabled():
        print(
            f"\n页面与检查程序相比：{len(cases())} 例中 {len(named)} 例、{len(pairs)} 份文件可在页面上填出，"
            f"{sum(rules.values())} 条结果分属 {len(rules)} 条规则，规则、轻重、栏目、措辞都相同；"
            f"其余文件：{'，'.join(f'{why} {count}' for why, count in left.most_common())}"
        )
    assert wrong == [], "\n".join(map(str, wrong))
    assert len(named) > 250 and sum(rules.values()) > 200 and len(rules) > 20


JUNK = (
    "", "无", "请填写", "１２", "1.2亿", "5000000元", "约500", "-3", "5e2", "1,20", "1,200.5", "0", "499.999999", "500", "1e9", "abc", "x y",
    "示例" * 160, "示例" * 40, "一", "2023-13", "2023年3月", "2024/3/5", "2099-01-01", "2024-02-30", "1540000000", "154000000011", "138****1234",
    "0531-00000001转8", "53100000001", "15400000001、15400000002", "15400000001 15400000002", "a@b.example", "400-123-4567", "http://x.example",
    "www.x.example", "https://u:p@x.example", "https://x.example:8443/", "https://例.example", "91370102EXAMPLE032", "91370102example031",
    "9137010OEXAMPLE031", "12370102EXAMPLE036", "11010519491231002X", "913701021234567", "11000000EXAMPLE03W", "济南", "兰山区", "高新区", "上海市", "历城",
    "五千万元", "一百二十六人", "￥5000", "500万美元", "5千万", "5000（万元）", "45352", "2024—03—18", "4006-123-456", "86-531-00000001",
    "50000000", "99999999.123456", "126000", "详见营业执照", "单击或点击此处输入文字。", "正在申请", "已受理", "示例甲、示例乙", "经理", "示例科技公司（盖章）", "泉智", "AI Ltd",
    "⼈工智能⻓城", "人エ智能", "软件&nbsp;开发", "软件锟斤拷开发", "软件????开发", "äº§å“äº§å“", "HTTP://x.example",
    "其他", "其它", "基础大模型", "行业大模型", "是", "否", "有", "联系 154 0000 0001", "联系 13912345678 或 a@b.example", "materials/../x.pdf", "materials/a/b.pdf",
    "C:\\\\x.pdf", "/etc/x", "materials/证书.pdf", "营业执照", "检测报告",
)  # fmt: skip


def leaves_of(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every text of some values: what holds it, and under which key."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, str):
            yield value, key
        else:
            yield from leaves_of(inner)


def spoilt(seed: int, count: int) -> list[tuple[str, dict[str, Any]]]:
    """The base's forms with one to three of their texts replaced by junk or taken out."""
    dice = random.Random(seed)
    forms = [(path.name, read(path.name, path.read_bytes()).document) for path in sorted((BASE / UNIT).rglob("*.yaml"))]
    out = []
    for number in range(count):
        name, document = forms[number % len(forms)]
        assert document is not None and document.root is not None
        values = copy.deepcopy(document.root)
        for _ in range(dice.choice([1, 1, 2, 3])):
            holder, key = dice.choice(list(leaves_of(values)))
            holder[key] = dice.choice(JUNK)
        out.append(("enterprise" if name == "enterprise.yaml" else "product", values))
    return out


@pytest.mark.usefixtures("one_sandbox")
def test_the_page_agrees_on_what_was_typed_at_random(js: Run, tmp_path: Path, capsys: Any) -> None:
    drawn, units, told = spoilt(17, 600), [], 0
    unit = tmp_path / UNIT
    (unit / "products").mkdir(parents=True)
    for kind, values in drawn:
        for old in unit.rglob("*.yaml"):
            old.unlink()
        path = unit / ("enterprise.yaml" if kind == "enterprise" else "products/x.yaml")
        path.write_text(write_form(Enterprise if kind == "enterprise" else Product, values), "utf-8")
        found = check(DiskTree(tmp_path), today=TODAY).findings
        document = read("x.yaml", path.read_bytes()).document
        assert document is not None and document.root is not None
        units.append(Typed(kind, kind, document.root, [f for f in found if f.path.endswith(path.name)], True))
    answers = js(JUDGE % TODAY.isoformat(), [[{"kind": typed.kind, "values": typed.values}] for typed in units])
    wrong = []
    for typed, (said,) in zip(units, answers, strict=True):
        expected = of_python(typed)
        actual = {
            (item["rule"], item["severity"], item["field"], words(item["rule"], item["message"])) for item in said
        }
        told += len(expected)
        if expected != actual:
            wrong.append((typed.kind, sorted(expected - actual), sorted(actual - expected)))
    with capsys.disabled():
        print(f"\n随手乱填 {len(units)} 份，{told} 条结果相同")
    assert wrong == [], "\n".join(map(str, wrong[:20]))
    assert told > 600


def test_what_is_left_to_the_validator_is_left_for_a_reason() -> None:
    from schema.book.rule_book import rule_book

    assert set(BEYOND) <= set(rule_book())
    texts = {text for path in MODULES.glob("*.js") for text in re.findall('"([^"]*)"', path.read_text("utf-8"))}
    judged = {templates()[name].rule for name in texts & set(templates())}
    assert set(rule_book()) == judged | set(BEYOND)


def named_on_the_page() -> set[str]:
    """The messages and phrases that the page's script names."""
    pattern = r'(?<!\.)\b(?:say|phrase|Refusal)\((?:[^()"]*\? )?"([^"]+)"'
    return {name for path in MODULES.glob("*.js") for name in re.findall(pattern, path.read_text("utf-8"))}


def test_every_name_of_a_message_is_exported() -> None:
    data = form_data()
    exported = {*data["messages"], *data["phrases"]}
    assert named_on_the_page() and named_on_the_page() <= exported, named_on_the_page() - exported
