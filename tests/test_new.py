"""``catalogue new``: a template that the validator knows to be a template, places that cannot be tricked, questions that judge."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schema.forms.enterprise import Enterprise
from schema.forms.form import Form, asked, specs
from schema.forms.product import Product
from schema.layout.paths import FormPath
from schema.reading.form_reading import read_form
from schema.reading.read import read
from scripts.check.pipeline import check
from scripts.cli import main
from scripts.new.command import new
from scripts.new.interview import ask_fields
from scripts.new.judging import Judge
from scripts.new.place import (
    InvalidAnswer,
    NewOptions,
    NotWritten,
    Repository,
    city_of,
    slug_of,
    suggested_slug,
)
from scripts.new.talk import Talk
from scripts.new.template import help_of, template
from scripts.tree.disk import DiskTree
from scripts.writing.values import values_of
from tests.surveys import ROOT
from tools.terminal import typed

CODE = "91370102EXAMPLE031"
FOLDER = f"submissions/jinan/{CODE}"
ENTERPRISE, PRODUCT = f"{FOLDER}/enterprise.yaml", f"{FOLDER}/products/hetong.yaml"
TODAY = date(2024, 6, 1)
SAMPLES = sorted((ROOT / "submissions").glob("*/*/enterprise.yaml")) + sorted(
    (ROOT / "submissions").glob("*/*/products/*.yaml")
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "submissions").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(root: Path, path: str) -> list[Any]:
    return [finding for finding in check(DiskTree(root), today=TODAY).findings if finding.path == path]


def new_enterprise(*more: str) -> int:
    return main(["new", "enterprise", "--city", "jinan", "--code", CODE, *more])


def new_product(*more: str) -> int:
    return main(["new", "product", "--city", "济南", "--code", CODE, "--slug", "hetong", *more])


def required(cls: type[Form], above: str = "") -> Iterator[str]:
    """The fields that a blank form lacks, as findings name them."""
    for spec in specs(cls):
        if spec.label in ("材料", "大模型产品知识产权情况") or not spec.entry.required:
            continue
        if spec.part is None:
            yield above + spec.label
        else:
            yield from required(spec.part, f"{above}{spec.label}.")


# ---------- the template ----------


def test_each_blank_is_told_as_missing_at_its_line(root: Path) -> None:
    assert new_enterprise() == 0
    assert new_product() == 0
    given = {ENTERPRISE: {"统一社会信用代码", "单位注册地.市"}, PRODUCT: set()}
    lists = {
        ENTERPRISE: {"材料.1", "材料.2"},
        PRODUCT: {"材料.1", "材料.2", "材料.3", "材料.3.类别", "大模型产品知识产权情况.1.类型"},
    }
    for path, cls in ((ENTERPRISE, Enterprise), (PRODUCT, Product)):
        found = told(root, path)
        assert {finding.rule for finding in found} == {"field-missing", "pledge-missing"}
        assert {finding.field for finding in found} == set(required(cls)) - given[path] | lists[path]
        lines = (root / path).read_text(encoding="utf-8").split("\n")
        for finding in found:
            key = finding.field.split(".")[-1]
            assert lines[finding.line - 1].strip().lstrip("- ").startswith("类别" if key.isdigit() else key), finding


@pytest.mark.parametrize("path", [ENTERPRISE, PRODUCT])
def test_the_first_line_points_at_the_schema(root: Path, path: str) -> None:
    new_enterprise()
    new_product()
    text = (root / path).read_text(encoding="utf-8")
    pointed = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert pointed
    name = "enterprise" if path == ENTERPRISE else "product"
    assert Path(os.path.normpath(ROOT / Path(path).parent / pointed[1])) == ROOT / "schema" / f"{name}.schema.json"


@pytest.mark.parametrize("cls", [Enterprise, Product])
def test_every_field_stands_below_its_help(cls: type[Form]) -> None:
    text = template(cls, {}, ENTERPRISE)
    for spec in asked(cls):
        assert re.search(rf"^(?:# )?{spec.label}:", text, re.MULTILINE), spec.label
        parts = help_of(spec).replace(" ", "")
        comments = re.sub(r"\n *# ?", "", text).replace(" ", "")
        assert parts in comments, spec.label
    assert not [line for line in text.split("\n") if line != line.rstrip()]
    assert "20 至 500" in text.replace("\n", "") or cls is Product  # the range, where the help does not tell it


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parts[-2]}/{path.name}")
def test_a_filled_template_reads_as_it_was_filled(path: Path) -> None:
    cls = Enterprise if path.name == "enterprise.yaml" else Product
    reading = read("x", path.read_bytes())
    assert reading.document
    values = values_of(read_form(cls, reading.document).form)
    again = read("x", template(cls, values, ENTERPRISE).encode())
    assert again.document
    found = read_form(cls, again.document)
    assert (again.findings, found.findings) == ([], [])
    assert values_of(found.form) == values


@pytest.mark.parametrize(
    ("level", "absent", "present"),
    [
        ("基础级", ["应用所属行业", "应用所属场景"], []),
        ("行业级", ["应用所属场景"], ["\n应用所属行业:\n"]),
        ("场景级", ["应用所属行业"], ["\n应用所属场景:\n"]),
        ("", [], ["\n# 应用所属行业:\n", "\n应用所属场景:\n"]),
    ],
)
def test_what_the_level_does_not_ask_for_is_left_out(level: str, absent: list[str], present: list[str]) -> None:
    text = template(Product, {"大模型产品所属种类": level}, PRODUCT)
    assert [key for key in absent if key in text] == []
    assert [part for part in present if part not in text] == []


def test_a_commented_part_is_right_once_it_is_uncommented() -> None:
    text = template(Product, {}, PRODUCT)
    start = text.index("# 应用所属行业:")
    lines = text[start:].split("\n")[:3]
    opened = [line.removeprefix("# ") for line in lines]
    assert opened == ["应用所属行业:", "  门类:", "  行业:"]
    assert f"下面 {len(lines)} 行" in text


@pytest.mark.parametrize(("tested", "kind"), [("是", "检测报告"), ("否", "应用证明")])
def test_the_proof_follows_the_test(tested: str, kind: str) -> None:
    text = template(Product, {"大模型产品检测情况": {"是否检测": tested}}, PRODUCT)
    assert f"  - 类别: {kind}\n" in text
    assert ("检测机构:" in text) is (tested == "是")


# ---------- places ----------


def test_the_path_is_printed_and_the_way_on_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_enterprise() == 0
    printed = capsys.readouterr()
    assert printed.out == f"{ENTERPRISE}\n"
    missing = len(told(root, ENTERPRISE))
    assert f"还有 {missing} 处要填" in printed.err
    assert f"catalogue validate {FOLDER}" in printed.err
    assert "catalogue new product" in printed.err


@pytest.mark.parametrize("again", [new_enterprise, new_product])
def test_never_overwrites(again: Any, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert again() == 0
    path = root / (ENTERPRISE if again is new_enterprise else PRODUCT)
    path.write_text("企业名称: 改过\n", encoding="utf-8")
    assert again() == 1
    assert path.read_text(encoding="utf-8") == "企业名称: 改过\n"
    assert "没有改动" in capsys.readouterr().err


def test_a_product_of_a_known_unit_has_its_name_and_city(root: Path) -> None:
    new_enterprise()
    path = root / ENTERPRISE
    text = path.read_text(encoding="utf-8").replace("\n企业名称:", "\n企业名称: 示例泉智科技有限公司")
    path.write_text(text, encoding="utf-8")
    assert main(["new", "product", "--code", CODE, "--slug", "a"]) == 0
    assert "\n报送单位: 示例泉智科技有限公司\n" in (root / FOLDER / "products/a.yaml").read_text(encoding="utf-8")


def test_an_enterprise_of_a_unit_with_products_has_its_name(root: Path) -> None:
    new_product()
    path = root / PRODUCT
    path.write_text(
        path.read_text(encoding="utf-8").replace("报送单位:", "报送单位: 示例泉智科技有限公司"), encoding="utf-8"
    )
    assert new_enterprise() == 0
    assert "\n企业名称: 示例泉智科技有限公司\n" in (root / ENTERPRISE).read_text(encoding="utf-8")


def test_what_is_no_name_is_not_copied(root: Path) -> None:
    new_enterprise()
    (root / ENTERPRISE).write_text('企业名称: "示例\\u001b[31m\\n\\n公司"\n', encoding="utf-8")
    assert new_product() == 0
    assert "\n报送单位:\n" in (root / PRODUCT).read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["企业名称: [\n", "", "\0", "a" * 300_000, "- x\n", "企业名称: {a: b}\n"])
def test_a_broken_neighbour_is_no_hindrance(text: str, root: Path) -> None:
    new_enterprise()
    (root / ENTERPRISE).write_text(text, encoding="utf-8")
    assert new_product() == 0


def test_a_unit_stays_in_its_city(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_enterprise()
    assert main(["new", "product", "--code", CODE, "--city", "青岛市", "--slug", "a"]) == 1
    assert "已在济南市" in capsys.readouterr().err
    assert not (root / "submissions/qingdao").exists()


@pytest.mark.parametrize("text", ["济南", "济南市", "jinan", "JINAN", " jinan ", "ｊｉｎａｎ"])
def test_a_city_by_any_of_its_names(text: str) -> None:
    assert city_of(text).slug == "jinan"


@pytest.mark.parametrize("text", ["", "上海", "../jinan", "370100", "jinan/..", "\x1b[31m"])
def test_no_other_city(text: str) -> None:
    with pytest.raises(InvalidAnswer, match="jinan"):
        city_of(text)


@pytest.mark.parametrize(
    "text", ["../x", "a/b", "a\\b", "/etc/x", "", ".", "-a", "A", "合同", "a b", "a.b", "a" * 65, "con/", "a\n", "a\0b"]
)
def test_no_trick_with_the_file_name(text: str, root: Path) -> None:
    if text == "a\n":  # a line break at the end is none of the name
        assert slug_of(text) == "a"
        return
    with pytest.raises(InvalidAnswer, match="小写英文字母"):
        slug_of(text)
    assert main(["new", "product", "--city", "jinan", "--code", CODE, f"--slug={text}"]) == 2
    assert list((root / "submissions").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("海若·合同评审大模型", "hetongpingshen"),
        ("知业・铝业大模型", "lvye"),
        ("Qwen 3 大模型", "qwen-3"),
        ("示例", "shili"),
        ("大模型", "chanpin"),
        ("", "chanpin"),
        ("🙂", "chanpin"),
        ("鑫" * 60, ("xin" * 60)[:64]),
    ],
)
def test_a_file_name_is_suggested_from_the_products(name: str, slug: str) -> None:
    assert suggested_slug(name) == slug
    assert slug_of(slug) == slug


@pytest.mark.parametrize(
    ("arguments", "lacks"),
    [
        ([], ["enterprise 或 product", "--code", "--city"]),
        (["enterprise"], ["--code", "--city"]),
        (["enterprise", "--code", CODE], ["--city"]),
        (["product", "--city", "jinan", "--code", CODE], ["--slug"]),
    ],
)
def test_a_script_is_told_what_is_missing(
    arguments: list[str], lacks: list[str], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", *arguments]) == 2
    line = capsys.readouterr().err.split("\n")[0]
    assert line.startswith("用法不对：缺少 ")
    assert [name for name in ("enterprise 或 product", "--code", "--city", "--slug") if name in line] == lacks
    assert list((root / "submissions").iterdir()) == []


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("91370102EXAMPLE301", "可能应为 91370102EXAMPLE031"),
        ("91370102example031", f"请改为 {CODE}"),
        ("913701", "应为 18 位"),
        ("../../../../etc/xx", "不会出现"),
    ],
)
def test_a_wrong_code_is_mended(code: str, says: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "enterprise", "--city", "jinan", "--code", code]) == 2
    assert says in capsys.readouterr().err
    assert list((root / "submissions").iterdir()) == []


def test_a_slug_is_for_products(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_enterprise("--slug", "a") == 2
    assert "只用于产品" in capsys.readouterr().err


@pytest.mark.parametrize("step", ["submissions/jinan", FOLDER, f"{FOLDER}/products", PRODUCT])
def test_nothing_is_written_through_a_link(
    step: str, root: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (root / step).parent.mkdir(parents=True, exist_ok=True)
    (root / step).symlink_to(outside / "new.yaml" if step == PRODUCT else outside)
    assert new_product() == 1
    assert "是链接" in capsys.readouterr().err
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("step", ["submissions/jinan", FOLDER, f"{FOLDER}/products"])
def test_a_file_where_a_folder_belongs(step: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / step).parent.mkdir(parents=True, exist_ok=True)
    (root / step).write_bytes(b"")
    assert new_product() == 1
    assert f"{step} 不是文件夹" in capsys.readouterr().err


def test_a_folder_where_the_file_belongs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / ENTERPRISE).mkdir(parents=True)
    assert new_enterprise() == 1
    assert f"{ENTERPRISE} 不是文件" in capsys.readouterr().err


@pytest.mark.parametrize("trouble", [errno.EROFS, errno.ENOSPC, errno.EACCES])
def test_a_disk_that_cannot_be_written(
    trouble: int, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(trouble, os.strerror(trouble))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert new_enterprise() == 1
    assert f"写不进 {ENTERPRISE}" in capsys.readouterr().err


def test_another_root(root: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert main(["new", "enterprise", "--city", "jinan", "--code", CODE, "--root", str(elsewhere)]) == 2
    (elsewhere / "submissions").mkdir()
    assert main(["new", "enterprise", "--city", "jinan", "--code", CODE, "--root", str(elsewhere)]) == 0
    assert (elsewhere / ENTERPRISE).is_file()
    assert f"--root {elsewhere}" in capsys.readouterr().err
    assert list((root / "submissions").iterdir()) == []


# ---------- questions ----------


class Clerk:
    """Answers by the question's label; what has no answer is skipped. Notes what was asked and refused."""

    def __init__(self, **answers: str | list[str]) -> None:
        self.answers = {label: [text] if isinstance(text, str) else list(text) for label, text in answers.items()}
        self.said: list[str] = []
        self.label = ""

    @property
    def talk(self) -> Talk:
        return Talk(self._say, self._hear)

    @property
    def refused(self) -> list[str]:
        return [line.strip() for line in self.said if line.startswith("  ×")]

    def _say(self, text: str) -> None:
        self.said.append(text)
        if text.startswith("\n"):
            self.label = text.split("\n")[1]

    def _hear(self, prompt: str) -> str:
        waiting = self.answers.get(self.label, [])
        return waiting.pop(0) if waiting else ""


def judge(root: Path, slug: str | None = None) -> Judge:
    repository = Repository(root)
    return Judge(repository, repository.check_free(FormPath("jinan", CODE, slug)), TODAY)


def values_after(root: Path, clerk: Clerk, slug: str | None = None, **known: Any) -> dict[str, Any]:
    place = {} if slug else {"单位注册地": {"市": "济南市"}}
    return ask_fields(clerk.talk, judge(root, slug), {**place, **known})


@pytest.mark.parametrize(
    ("label", "wrong", "says", "right"),
    [
        ("企业名称", "泉", "现有 1 个字符", "示例泉智科技有限公司"),
        ("注册资金", "1.2亿", "12000", "12000"),
        ("单位注册地，区县", "兰山区", "临沂市", "历下区"),
        ("单位性质", "公司", "可选：企业", "企业"),
        ("手机号码", "1540000001", "10 位", "15400000001"),
        ("大模型产品研发服务团队情况，人员数量", "0", "人员数量", "42"),
        ("网址", "www.example.com", "https", "https://example.com"),
        ("企业名称", "待补充", "没有写实际内容", "示例泉智科技有限公司"),
        ("企业名称", "示例\u202e公司", "看不见", "示例公司"),
        ("企业名称", "示例\ufffd公司", "读不出来", "示例公司"),
    ],
)
def test_a_wrong_answer_is_told_and_asked_again(label: str, wrong: str, says: str, right: str, root: Path) -> None:
    clerk = Clerk(**{label: [wrong, right]})
    values = values_after(root, clerk)
    for step in label.split("，")[:-1]:
        values = values[step]
    assert values[label.split("，")[-1]] == right
    assert len(clerk.refused) == 1
    assert says in clerk.refused[0]


def test_answers_are_judged_beside_each_other(root: Path) -> None:
    clerk = Clerk(企业年度收入="100", 企业大模型相关收入=["200", "80"], 单位性质=["事业单位", "企业"])
    values = values_after(root, clerk, 统一社会信用代码=CODE)
    assert (values["企业大模型相关收入"], values["单位性质"]) == ("80", "企业")
    assert "代码以 91 开头" in clerk.refused[0]
    assert "大于企业年度收入" in clerk.refused[1]


def test_a_private_answer_is_not_repeated(root: Path) -> None:
    clerk = Clerk(手机号码=["1540000001", ""])
    values_after(root, clerk)
    assert "1540000001" not in "".join(clerk.said)


@pytest.mark.parametrize(("number", "name"), [("1", "软件著作权"), ("２", "发明专利"), ("发明专利", "发明专利")])
def test_choices_by_number_or_name(number: str, name: str, root: Path) -> None:
    clerk = Clerk(**{"大模型产品知识产权情况，第 1 项，类型": ["0", "4", "9" * 30, number]})
    values = values_after(root, clerk, "x")
    assert values["大模型产品知识产权情况"] == [{"类型": name}]
    assert len(clerk.refused) == 3


def test_only_what_is_needed_is_asked(root: Path) -> None:
    clerk = Clerk(大模型产品所属种类="3", **{"大模型产品检测情况，是否检测": "否"})
    values_after(root, clerk, "x")
    asked = {text.split("\n")[1] for text in clerk.said if text.startswith("\n")}
    assert "应用所属场景" in asked
    assert "材料：应用证明" in asked
    assert not [label for label in asked if "行业" in label or "检测机构" in label or "介绍" in label]


def test_answers_and_skips_make_a_file_that_lacks_only_what_was_skipped(root: Path) -> None:
    clerk = Clerk(
        要报什么="1", 统一社会信用代码=["91370102EXAMPLE301", CODE], 企业名称="示例泉智科技有限公司", 注册资金="5000",
        单位性质="1", 联系人姓名="示例甲", 手机号码="15400000001", 企业年度收入="8600", 企业大模型相关收入="3200", 承诺="",
        **{
            "单位注册地，区县": "1", "大模型产品研发服务团队情况，人员数量": "42", "材料：营业执照": "1", "材料：能力证明": "1",
            "承诺，信息可公开": "是", "承诺，真实合法": "1",
        },
    )  # fmt: skip
    made = new(root, NewOptions(), clerk.talk)
    assert made.place.path == ENTERPRISE
    assert {finding.field for finding in told(root, ENTERPRISE)} == {
        "经营范围", "企业简介", "大模型产品研发服务团队情况.团队能力", "大模型产品研发情况及相关业务发展规划",
    }  # fmt: skip
    assert "可能应为" in clerk.refused[0]


def test_a_taken_file_name_is_asked_again(root: Path) -> None:
    new_product()
    clerk = Clerk(大模型产品名称="示例·合同大模型", 产品文件名=["hetong", "../x", "hetong-2"])
    made = new(root, NewOptions("product", CODE), clerk.talk)
    assert made.place.slug == "hetong-2"
    assert "这家单位已在济南市" in "".join(clerk.said)
    assert len(clerk.refused) == 2


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_who_gives_up_leaves_nothing(stop: type[BaseException], root: Path) -> None:
    def hear(_: str) -> str:
        raise stop

    with pytest.raises(NotWritten, match="没有写入任何文件"):
        new(root, NewOptions("enterprise"), Talk(lambda _: None, hear))
    assert list((root / "submissions").iterdir()) == []


def test_no_line_can_be_smuggled_into_the_file(root: Path) -> None:
    hostile = "示例: [&a *a] # !!x\" '%"
    clerk = Clerk(企业名称=hostile, 联系人姓名="- 甲: {}")
    values = values_after(root, clerk)
    text = template(Enterprise, values, ENTERPRISE)
    reading = read("x", text.encode())
    assert reading.findings == []
    assert reading.document and reading.document.root
    assert (reading.document.root["企业名称"], reading.document.root["联系人姓名"]) == (hostile, "- 甲: {}")


posix = pytest.mark.skipif(sys.platform == "win32", reason="要有伪终端")


@posix
def test_on_a_real_terminal(root: Path) -> None:
    answers = [
        b"1\n",
        b"91370102EXAMPLE301\n",
        f"{CODE}\n".encode(),
        b"\n",
        b"\xff\xfe\n",
        "示例泉智科技有限公司\n".encode(),
        *[b"\n"] * 20,
    ]
    shown, status = typed(["new"], answers, root)
    assert status == 0, shown
    assert "Traceback" not in shown
    assert "可能应为 91370102EXAMPLE031" in shown
    assert "读不出来" in shown
    assert "（回车即 济南）" in shown
    assert "\n企业名称: 示例泉智科技有限公司\n" in (root / ENTERPRISE).read_text(encoding="utf-8")


@posix
@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_keys_that_end_it(key: bytes, root: Path) -> None:
    shown, status = typed(["new", "enterprise"], [f"{CODE}\n".encode(), key], root)
    assert status == 1
    assert "已中断，没有写入任何文件" in shown
    assert "Traceback" not in shown
    assert list((root / "submissions").iterdir()) == []
