"""``catalogue new``: a template that the validator knows to be a template, places that cannot be tricked, questions that judge."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schema.book.severity import Severity
from schema.forms.enterprise import Enterprise
from schema.forms.form import Form, asked, specs
from schema.forms.product import Product
from schema.reading.form_reading import read_form
from schema.reading.read import read
from scripts.check.pipeline import check
from scripts.cli import main
from scripts.new.command import new, next_steps
from scripts.new.interview import Interview
from scripts.new.place import InvalidAnswer, NewOptions, NotWritten, city_of, slug_of, suggested_slug
from scripts.new.repository import Repository
from scripts.new.talk import Talk
from scripts.new.template import help_of, template
from scripts.report.style import cells
from scripts.tree.disk import DiskTree
from scripts.writing.values import values_of
from tests.clerk import ANSWERS, CONTACT, FILE_TALK, GROWTH, MOBILE, NAME, PLANS, PLEDGES, PROFILE, Clerk, clerk_for
from tests.gitbox import git
from tests.surveys import ROOT
from tools.terminal import typed

CODE = "91370102EXAMPLE031"
FOLDER = f"submissions/jinan/{CODE}"
ENTERPRISE, PRODUCT = f"{FOLDER}/enterprise.yaml", f"{FOLDER}/products/hetong.yaml"
TODAY = date(2024, 6, 1)
SAMPLES = sorted((ROOT / "submissions").glob("*/*/enterprise.yaml")) + sorted(
    (ROOT / "submissions").glob("*/*/products/*.yaml")
)


@pytest.fixture(autouse=True)
def opened_once(one_sandbox: None, _sandbox: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans are opened by the same process as materials."""
    monkeypatch.setattr("scripts.new.scans.Sandbox", lambda: contextlib.nullcontext(_sandbox))


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
    line, example, _ = capsys.readouterr().err.split("\n")
    assert line.startswith("用法不对：缺少 ") and "在终端上运行会逐项询问" in line
    assert main([*example.replace("信用代码", CODE).split()[1:]]) == 0 and (root / "submissions/jinan").is_dir()
    shutil.rmtree(root / "submissions/jinan")
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


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (errno.EROFS, "磁盘是只读的"),
        (errno.ENOSPC, "磁盘满了"),
        (errno.ENOTDIR, "应是文件夹的地方是一个文件"),
        (errno.EPROTO, f"系统错误 {errno.EPROTO}"),
    ],
)
def test_a_disk_that_cannot_be_written(
    trouble: int, says: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(trouble, os.strerror(trouble))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert new_enterprise() == 1
    assert f"写不进 {ENTERPRISE}：{says}\n" in capsys.readouterr().err


def test_a_draft_that_cannot_be_kept_is_told_in_chinese(root: Path) -> None:
    (root / "build").write_bytes(b"")
    clerk = Clerk(企业名称=NAME)
    values_after(root, clerk)
    assert "  草稿存不下来（应是文件夹的地方是一个文件），中断会丢失填过的内容" in clerk.said


def test_another_root(root: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert main(["new", "enterprise", "--city", "jinan", "--code", CODE, "--root", str(elsewhere)]) == 2
    (elsewhere / "submissions").mkdir()
    assert main(["new", "enterprise", "--city", "jinan", "--code", CODE, "--root", str(elsewhere)]) == 0
    assert (elsewhere / ENTERPRISE).is_file()
    assert f"--root {elsewhere}" in capsys.readouterr().err
    assert list((root / "submissions").iterdir()) == []


# ---------- questions ----------


def interview(root: Path, clerk: Clerk, slug: str | None = None) -> Interview:
    kind = "product" if slug else "enterprise"
    return Interview(clerk.talk, Repository(root), NewOptions(kind, CODE, city_of("jinan"), slug), TODAY)


def values_after(root: Path, clerk: Clerk, slug: str | None = None) -> dict[str, Any]:
    """What was answered, whether or not it would be written."""
    if slug:
        clerk.answers.setdefault("大模型产品名称", ["示例·合同大模型"])
    talk = interview(root, clerk, slug)
    with contextlib.suppress(NotWritten):
        talk.run()
    assert talk.answers
    return talk.answers.values


def value_at(values: Any, label: str) -> Any:
    for step in label.split("，"):
        values = values[step]
    return values


@pytest.mark.parametrize(
    ("label", "wrong", "says", "right"),
    [
        ("企业名称", "泉", "现有 1 个字符", NAME),
        ("注册资金", "1.2亿", "12000", "12000"),
        ("单位注册地，区县", "兰山区", "临沂市", "历下区"),
        ("单位性质", "公司", "可选：企业", "企业"),
        ("手机号码", "1540000001", "10 位", "15400000001"),
        ("大模型产品研发服务团队情况，人员数量", "0", "人员数量", "42"),
        ("企业名称", "待补充", "没有写实际内容", NAME),
        ("企业名称", "~", "现有 1 个字符", NAME),
        ("企业名称", "示例\u202e公司", "看不见", "示例甲公司"),
        ("企业名称", "示例\ufffd公司", "读不出来", "示例公司"),
        ("企业名称", "示例\udcff公司", "读不出来", "示例公司"),
        ("承诺，信息可公开", "否", "不写“是”不能报送", "是"),
        ("承诺，真实合法", "随便", "没有承诺", "是"),
        ("经营范围", ["/", "."], "没有写实际内容", ["智能软件研发", "."]),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_and_asked_again(
    label: str, wrong: str | list[str], says: str, right: str | list[str], root: Path
) -> None:
    clerk = Clerk(
        **{label: [*([wrong] if isinstance(wrong, str) else wrong), *([right] if isinstance(right, str) else right)]}
    )
    assert value_at(values_after(root, clerk), label) == (right if isinstance(right, str) else right[0])
    assert len(clerk.refused) == 1
    assert says in clerk.refused[0]


@pytest.mark.parametrize(
    ("label", "wrong", "better"),
    [
        ("注册资金", "1.2亿", "12000"),
        ("注册资金", "５０００", "5000"),
        ("网址", "www.example.com", "https://www.example.com"),
        ("企业名称", "示例\u200b泉智科技有限公司", NAME),
        ("单位注册地，区县", "历夏区", "历下区"),
        ("手机号码", "154000", ""),
    ],
)
def test_enter_takes_the_mended_value(label: str, wrong: str, better: str, root: Path) -> None:
    clerk = Clerk(**{label: [wrong, "" if better else ">"]})
    values = values_after(root, clerk)
    assert (f"（回车即采用 {better}）> " in clerk.said) is bool(better)
    assert value_at(values, label) == better if better else label not in values


def test_the_code_in_lower_case_is_mended_by_enter(root: Path) -> None:
    clerk = clerk_for("enterprise", 统一社会信用代码=[CODE.lower(), ""], 要报什么="1")
    assert new(root, NewOptions(), clerk.talk).place.path == ENTERPRISE
    assert "（回车即 济南）> " in clerk.said


def test_several_lines_are_no_answer_of_one(root: Path) -> None:
    clerk = Clerk(企业名称=[f"{NAME}\n\n注册资金\t5000", ""])
    assert values_after(root, clerk)["企业名称"] == NAME
    assert "3 行" in clerk.refused[0]


@pytest.mark.parametrize(("typed", "taken"), [("y", "是"), ("Y", "是"), ("同意", "是"), ("１", "是"), ("是", "是")])
def test_a_pledge_is_written_as_the_one_word(typed: str, taken: str, root: Path) -> None:
    clerk = Clerk(**{"承诺，真实合法": typed})
    assert value_at(values_after(root, clerk), "承诺，真实合法") == taken
    assert ("  记作：是" in clerk.said) is (typed != taken)


def test_answers_are_judged_beside_each_other(root: Path) -> None:
    clerk = Clerk(企业年度收入="100", 企业大模型相关收入=["200", "80"], 单位性质=["事业单位", "企业"])
    values = values_after(root, clerk)
    assert (values["企业大模型相关收入"], values["单位性质"]) == ("80", "企业")
    assert "代码以 91 开头" in clerk.refused[0]
    assert "大于企业年度收入" in clerk.refused[1]


def test_a_refused_private_answer_is_not_repeated(root: Path) -> None:
    clerk = Clerk(手机号码=["1540000001", ">"])
    values_after(root, clerk)
    assert "1540000001" not in "".join(clerk.said)


@pytest.mark.parametrize(("number", "name"), [("1", "软件著作权"), ("２", "发明专利"), ("发明", "发明专利")])
def test_choices_by_number_or_name(number: str, name: str, root: Path) -> None:
    clerk = Clerk(**{"大模型产品知识产权情况，第 1 项，类型": ["0", "4", "9" * 30, number]})
    values = values_after(root, clerk, "x")
    assert values["大模型产品知识产权情况"] == [{"类型": name}]
    assert len(clerk.refused) == 3


def test_only_what_is_needed_is_asked(root: Path) -> None:
    clerk = Clerk(大模型产品所属种类="3", **{"大模型产品检测情况，是否检测": "否"})
    values_after(root, clerk, "x")
    assert {"应用所属场景", "材料：应用证明"} <= set(clerk.asked)
    assert not [label for label in clerk.asked if "行业" in label or "检测机构" in label or "检测报告" in label]


@pytest.mark.parametrize(("revenue", "asked"), [("499.9", True), ("500", False), ("0", True)])
def test_a_low_revenue_asks_for_its_reason(revenue: str, asked: bool, root: Path) -> None:
    clerk = clerk_for("enterprise", 企业大模型相关收入=revenue)
    judge, files = interview(root, clerk).run()
    assert ("高成长性说明" in clerk.asked) is asked
    assert (f"\n高成长性说明: {GROWTH}\n" in files[judge.place.path].decode()) is asked


def test_paragraphs_are_typed_in_lines(root: Path) -> None:
    assert values_after(root, clerk_for("enterprise"))["经营范围"] == "智能软件研发\n技术服务"


# ---------- back and forth ----------


def test_the_way_back_and_forward_keeps_the_answers(root: Path) -> None:
    clerk = Clerk(企业名称=[NAME, ""], 注册资金=["<", "5000", ">"], **{"单位注册地，区县": ["<", "1"]})
    values = values_after(root, clerk)
    assert clerk.asked[:6] == ["企业名称", "注册资金", "企业名称", "注册资金", "单位注册地，区县", "注册资金"]
    assert f"（回车保留 {NAME}）> " in clerk.said
    assert (values["企业名称"], values["注册资金"], values["单位注册地"]["区县"]) == (NAME, "5000", "历下区")


@pytest.mark.parametrize("sign", ["<", "＜", "《", "〈"])
def test_back_as_an_input_method_writes_it(sign: str, root: Path) -> None:
    clerk = Clerk(企业名称=[NAME], 注册资金=[sign])
    values_after(root, clerk)
    assert clerk.asked[:3] == ["企业名称", "注册资金", "企业名称"]


def test_back_at_the_first_question_asks_it_again(root: Path) -> None:
    clerk = Clerk(企业名称=["<", "<", NAME])
    assert values_after(root, clerk)["企业名称"] == NAME


def test_an_answer_is_taken_back(root: Path) -> None:
    patent = "大模型产品知识产权情况，第 {} 项，{}".format
    clerk = Clerk(**{
        "联系人": ["示例乙"], "联系方式": ["<"], "版本号": "V1",
        patent(1, "类型"): ["1", "-"], patent(1, "说明"): ["<"], patent(2, "类型"): [],
    })  # fmt: skip
    clerk.answers["联系人"].append("-")
    values = values_after(root, clerk, "x")
    assert not values["联系人"] and values["大模型产品知识产权情况"] == []


def test_another_level_asks_for_another_field(root: Path) -> None:
    clerk = clerk_for("product", 大模型产品所属种类=["3", "2"], 应用所属场景=["<"])
    judge, files = interview(root, clerk, "x").run()
    text = files[judge.place.path].decode()
    assert "应用所属行业:" in text and "应用所属场景" not in text
    assert not [one for one in judge.verdict(files) if one.severity is Severity.ERROR]


def test_the_place_can_be_changed_and_the_answers_stay(root: Path) -> None:
    clerk = clerk_for(
        "enterprise", 要报什么="1", 统一社会信用代码=CODE, 所在城市=["青岛", "济南"], 企业名称=["<", NAME]
    )
    assert new(root, NewOptions(), clerk.talk).place.path == ENTERPRISE


# ---------- the end ----------


@pytest.mark.parametrize("kind", ["enterprise", "product"])
def test_what_is_written_has_no_error(kind: str, root: Path) -> None:
    clerk = clerk_for(kind, 产品文件名="hetong", 要报什么="1" if kind == "enterprise" else "2", 统一社会信用代码=CODE)
    made = new(root, NewOptions(), clerk.talk)
    assert [one for one in told(root, made.place.path) if one.severity is Severity.ERROR] == []
    assert clerk.asked[-1] == "没有错误，可以写入"
    assert "已检查，没有错误" in next_steps(made, "")
    wide = [line for text in clerk.said for line in text.split("\n") if cells(line) > 80]
    assert wide == [], "on a terminal of 80 columns"


def test_what_was_put_off_is_asked_at_the_end(root: Path) -> None:
    clerk = clerk_for("enterprise", 企业名称=[">", NAME], 注册资金=[">", "5000"], 还不能写入="")
    interview(root, clerk).run()
    end = clerk.asked.index("还有 2 处不对：")
    assert clerk.asked[end + 1 :] == ["还不能写入", "企业名称", "注册资金", "填好了：", "没有错误，可以写入"]


@pytest.mark.parametrize("kind", ["enterprise", "product"])
def test_what_is_wrong_is_said_without_words_of_files(kind: str, root: Path, scans: Path) -> None:
    """Nearly everything is put off, one scan too, and one has gone when the form is to be written."""
    last, scan = {"enterprise": "能力证明", "product": "知识产权证书"}[kind], f"{scans}/licence.pdf"
    clerk = Clerk(**{
        "大模型产品名称": "示例·合同大模型", "大模型产品检测情况，是否检测": "是", "大模型产品所属种类": "3", "注册资金": "1.2亿", "网址": "无",
        "材料：营业执照": "2", f"材料：{last}": "2", f"材料：{last}，扫描件": scan,
    })  # fmt: skip
    talk, hear = interview(root, clerk, "x" if kind == "product" else None), clerk._hear

    def then_gone(prompt: str) -> str:
        if clerk.label == "承诺，真实合法":
            Path(scan).unlink(missing_ok=True)
        return hear(prompt)

    talk.talk = Talk(clerk._say, then_gone)
    with pytest.raises(NotWritten):
        talk.run()
    end = next(text for text in clerk.said if "处不对：" in text)
    said = re.sub(r"\n *", "", end)
    assert "第 1 份材料没有交→ 请附上文件，或写明交纸质件" in said and "请补交这份材料" in said
    told = [*clerk.refused, *end.split("\n")]
    assert [line for line in told if FILE_TALK.search(line) or re.search("删去这一行|重新发来|重新打包", line)] == []


def test_an_answer_is_changed_at_the_end_by_its_number(root: Path) -> None:
    clerk = clerk_for("enterprise", **{"没有错误，可以写入": ["99", "2"]}, 注册资金=["5000", "6000"])
    judge, files = interview(root, clerk).run()
    assert "\n注册资金: 6000\n" in files[judge.place.path].decode()


def test_a_revenue_made_smaller_is_led_back_to(root: Path) -> None:
    """Each answer was right when it was given; together they are not."""
    clerk = clerk_for("enterprise", 企业年度收入=["8600", "100"], 企业大模型相关收入=["3200", "50"])
    clerk.answers |= {"还不能写入": [""], "没有错误，可以写入": ["10", ""]}
    judge, files = interview(root, clerk).run()
    assert "\n企业大模型相关收入: 50\n" in files[judge.place.path].decode()
    assert f"高成长性说明: {GROWTH}" in files[judge.place.path].decode()


HOSTILE = (
    "", "<", ">", "-", "0", "1", "2", "99999", "是", "否", "y", "~", "null", "- x", "x: y", "示例: [&a *a] # !!x\" '%", "无", "待补充", "\u202e",
    "370102199003070008", "15400000001", "https://a:b@c", "2999-01", "行业级", "其他", "事业单位", ".", "/etc/passwd", "materials/x.pdf",
    "长" * 600, "a\tb", "\ufffd", "=1+1", "../x", "兰山区", "--", "示例\u3000公司", "｛｝", "'", '"', "|", ">-", "---", "...", "#", "%YAML",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["enterprise", "product"])
def test_whatever_is_written_has_no_error(kind: str, root: Path) -> None:
    """Hostile answers beside right ones, back and forth: what comes out of it passes ``validate``, or nothing does."""
    written = 0
    for seed in range(12):
        draw = random.Random(f"{kind} {seed}")
        clerk, turns = clerk_for(kind), iter(range(300))

        def hear(prompt: str, draw: random.Random = draw, clerk: Clerk = clerk, turns: Iterator[int] = turns) -> str:
            turn = next(turns)
            if turn < 60 and draw.random() < 0.4:
                return draw.choice(HOSTILE)
            if "单写一个句号" in prompt:
                return "."
            if known := ANSWERS[kind].get(clerk.label) or ("1" if clerk.label.startswith("材料：") else ""):
                return known if isinstance(known, str) else known[0]
            return "-" if "保留" in prompt else "" if "回车" in prompt else "软著登字第0000001号"

        slug = f"x-{seed}" if kind == "product" else None
        talk = Interview(
            Talk(clerk._say, hear), Repository(root), NewOptions(kind, CODE, city_of("jinan"), slug), TODAY
        )
        judge, files = talk.run()
        (root / judge.place.path).parent.mkdir(parents=True, exist_ok=True)
        (root / judge.place.path).write_bytes(files[judge.place.path])
        errors = [one for one in check(DiskTree(root), today=TODAY).findings if one.severity is Severity.ERROR]
        assert errors == [], (seed, clerk.said)
        (root / judge.place.path).unlink()
        talk.forget()
        written += 1
    assert written == 12


# ---------- scans ----------


@pytest.fixture
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scans")
    sample = ROOT / "tests/cases/base" / FOLDER / "materials"
    shutil.copy(sample / "zhizhao.pdf", folder / "营业 执照.pdf")
    shutil.copy(sample / "zhizhao.pdf", folder / "con.jpg")
    shutil.copy(sample / "ruanzhu.pdf", folder / "licence.pdf")
    (folder / "page.docx").write_bytes(b"PK\x03\x04")
    (folder / "huge.pdf").write_bytes(b"%PDF-1.4\n" + bytes(10 * 2**20))
    (folder / "torn.pdf").write_bytes(b"%PDF-1.4\n")
    return folder


SCAN = "材料：营业执照，扫描件"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("{}/营业 执照.pdf", "营业 执照.pdf"),
        ("'{}/营业 执照.pdf'", "营业 执照.pdf"),
        ("{}/营业\\ 执照.pdf", "营业 执照.pdf"),
        ("{}/con.jpg", "材料-con.pdf"),
    ],
)
def test_a_scan_is_copied_under_a_right_name(typed: str, name: str, root: Path, scans: Path) -> None:
    clerk = clerk_for("enterprise", **{"材料：营业执照": "2", SCAN: typed.format(scans), "所在城市": "济南"})
    made = new(root, NewOptions("enterprise", CODE), clerk.talk)
    assert (root / FOLDER / "materials" / name).read_bytes() == (scans / "营业 执照.pdf").read_bytes()
    assert f"materials/{name}" in (root / made.place.path).read_text("utf-8")
    assert [one for one in check(DiskTree(root), today=TODAY).findings if one.severity is Severity.ERROR] == []


def test_what_is_no_scan_is_refused(root: Path, scans: Path) -> None:
    wrong = [
        f"{scans}/none.pdf",
        str(scans),
        f"{scans}/page.docx",
        f"{scans}/huge.pdf",
        f"{scans}/torn.pdf",
        "a\0",
        "~" * 300,
    ]
    clerk = clerk_for("enterprise", **{"材料：营业执照": "2", SCAN: [*wrong, ">"]})
    values = values_after(root, clerk)
    assert values["材料"][0] == {"类别": "营业执照", "文件": ""}
    says = ["没有这个文件", "没有这个文件", "", "10 MiB", "", "看不见", "没有这个文件"]
    assert len(clerk.refused) == len(wrong)
    assert [one for one, words in zip(clerk.refused, says, strict=True) if words not in one] == []


def test_a_name_that_is_taken_is_numbered_and_the_same_file_taken_once(root: Path, scans: Path) -> None:
    """Another file of the same name lies under materials/; the licence of 附件1 is proposed for the product."""
    clerk = clerk_for("enterprise", **{"材料：营业执照": "2", SCAN: f"{scans}/licence.pdf", "所在城市": "济南"})
    new(root, NewOptions("enterprise", CODE), clerk.talk)
    (scans / "other").mkdir()
    shutil.copy(scans / "营业 执照.pdf", scans / "other/licence.pdf")
    proof = "材料：知识产权证书"
    clerk = clerk_for(
        "product", **{proof: "2", f"{proof}，扫描件": f"{scans}/other/licence.pdf", "材料：应用证明": "2"}
    )
    clerk.answers["材料：营业执照"] = []
    clerk.answers["材料：应用证明，扫描件"] = [f"{scans}/licence.pdf"]
    made = new(root, NewOptions("product", CODE, None, None), clerk.talk)
    text = (root / made.place.path).read_text("utf-8")
    assert re.findall("文件: (.*)", text) == [
        "materials/licence.pdf",
        "materials/licence-2.pdf",
        "materials/licence.pdf",
    ]
    assert sorted(path.name for path in (root / FOLDER / "materials").iterdir()) == ["licence-2.pdf", "licence.pdf"]


def test_one_more_proof_is_added(root: Path, scans: Path) -> None:
    clerk = clerk_for(
        "enterprise", 所在城市="济南", **{"材料，还要交的": ["能力证明", ""], "材料：能力证明": ["1", "2"]}
    )
    clerk.answers["材料：能力证明，扫描件"] = [f"{scans}/licence.pdf"]
    made = new(root, NewOptions("enterprise", CODE), clerk.talk)
    kinds = re.findall("(?m)^  - 类别: (.*)", (root / made.place.path).read_text("utf-8"))
    assert kinds == ["营业执照", "能力证明", "能力证明"]


def test_a_scan_that_has_gone_is_asked_for_again(root: Path, scans: Path) -> None:
    clerk = clerk_for(
        "enterprise", **{"材料：营业执照": "2", SCAN: [f"{scans}/licence.pdf", f"{scans}/con.jpg"], "还不能写入": ""}
    )
    talk = interview(root, clerk)
    hear = clerk._hear

    def then_gone(prompt: str) -> str:
        if clerk.label == "承诺，真实合法":
            (scans / "licence.pdf").unlink(missing_ok=True)
        return hear(prompt)

    talk.talk = Talk(clerk._say, then_gone)
    judge, files = talk.run()
    assert f"{FOLDER}/materials/材料-con.pdf" in files and "材料-con.pdf" in files[judge.place.path].decode()


def test_no_scan_is_written_through_a_link(root: Path, scans: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / "materials").symlink_to(outside)
    clerk = clerk_for("enterprise", **{"材料：营业执照": "2", SCAN: f"{scans}/licence.pdf"}, 所在城市="济南")
    with pytest.raises(NotWritten):
        new(root, NewOptions("enterprise", CODE), clerk.talk)
    assert list(outside.iterdir()) == [] and not (root / ENTERPRISE).exists()


# ---------- what is known already ----------


def test_a_product_knows_its_unit_and_proposes_the_contact(root: Path) -> None:
    new(root, NewOptions("enterprise", CODE), clerk_for("enterprise", 所在城市="济南").talk)
    clerk = clerk_for("product", 产品文件名="hetong", 联系人="", 联系方式="0531-00000101")
    new(root, NewOptions("product", CODE), clerk.talk)
    text = (root / PRODUCT).read_text("utf-8")
    assert f"\n报送单位: {NAME}\n" in text and f"\n联系人: {CONTACT}\n" in text
    assert "\n联系方式: 0531-00000101\n" in text, "only proposed"
    assert f"（回车保留 {MOBILE}）> " in clerk.said and "报送单位" not in clerk.asked
    assert main(["new", "product", "--code", CODE, "--slug", "b"]) == 0
    blank = (root / FOLDER / "products/b.yaml").read_text("utf-8")
    assert f"\n报送单位: {NAME}\n" in blank and f"\n联系方式: {MOBILE}\n" in blank


def test_a_taken_file_name_is_asked_again(root: Path) -> None:
    new_product()
    clerk = clerk_for("product", 产品文件名=["hetong", "../x", "hetong-2"])
    made = new(root, NewOptions("product", CODE), clerk.talk)
    assert made.place.slug == "hetong-2"
    assert "这家单位已在济南市" in "".join(clerk.said)
    assert len(clerk.refused) == 2


def test_a_code_whose_form_is_there_is_refused(root: Path) -> None:
    new_enterprise()
    clerk = clerk_for("enterprise", 统一社会信用代码=[CODE, "52370102EXAMPLE46F"], 单位性质="社会组织", 所在城市="济南")
    assert new(root, NewOptions("enterprise"), clerk.talk).place.code == "52370102EXAMPLE46F"
    assert "没有改动" in clerk.refused[0]


def test_a_name_known_but_wrong_is_asked(root: Path) -> None:
    """A product gives a name that no unit has; with another one in 附件1 the product is told, and nothing is written."""
    new_product()
    path = root / PRODUCT
    path.write_text(path.read_text("utf-8").replace("\n报送单位:", "\n报送单位: 泉"), encoding="utf-8")
    clerk = clerk_for("enterprise", 统一社会信用代码=CODE)
    with pytest.raises(NotWritten, match=DRAFT):
        new(root, NewOptions("enterprise"), clerk.talk)
    assert "企业名称" in clerk.asked
    assert f"{PRODUCT} 的 报送单位" in "".join(clerk.said)
    assert not (root / ENTERPRISE).exists()


# ---------- drafts ----------


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_who_breaks_off_at_once_leaves_nothing(stop: type[BaseException], root: Path) -> None:
    def hear(_: str) -> str:
        raise stop

    with pytest.raises(NotWritten, match="没有写入任何文件"):
        new(root, NewOptions("enterprise"), Talk(lambda _: None, hear))
    assert [path for path in root.rglob("*") if path.is_file()] == []


DRAFT = f"build/new/jinan-{CODE}-enterprise.json"


def broken_off(root: Path, scans: Path) -> None:
    """A conversation that ends before the pledges."""
    clerk = clerk_for("enterprise", 所在城市="济南", **{"材料：营业执照": "2", SCAN: f"{scans}/licence.pdf"})
    for label in PLEDGES:
        del clerk.answers[label]
    with pytest.raises(NotWritten, match=DRAFT):
        new(root, NewOptions("enterprise", CODE), clerk.talk)


def test_who_breaks_off_goes_on_another_day(root: Path, scans: Path) -> None:
    broken_off(root, scans)
    assert [path.name for path in (root / "submissions").iterdir()] == []
    clerk = Clerk(所在城市="济南", **PLEDGES)
    made = new(root, NewOptions("enterprise", CODE), clerk.talk)
    text = (root / made.place.path).read_text("utf-8")
    assert f"\n企业名称: {NAME}\n" in text and (root / FOLDER / "materials/licence.pdf").is_file()
    assert not (root / DRAFT).exists(), "it is written"


@pytest.mark.parametrize("same", [True, False])
def test_a_try_that_ended_between_two_files_is_taken_up(same: bool, root: Path, scans: Path) -> None:
    """The process was killed when the scan was copied and the form was not: the same bytes are no hindrance."""
    broken_off(root, scans)
    copied = root / FOLDER / "materials/licence.pdf"
    copied.parent.mkdir(parents=True)
    copied.write_bytes((scans / "licence.pdf").read_bytes()[: None if same else 100])
    clerk = Clerk(所在城市="济南", **PLEDGES)
    if same:
        assert new(root, NewOptions("enterprise", CODE), clerk.talk).place.path == ENTERPRISE
        assert (root / ENTERPRISE).is_file() and not (root / DRAFT).exists()
        return
    with pytest.raises(NotWritten, match=r"已有 .*licence\.pdf，内容与要写的不同，没有改动。请移开它"):
        new(root, NewOptions("enterprise", CODE), clerk.talk)
    assert copied.stat().st_size == 100 and not (root / ENTERPRISE).exists() and (root / DRAFT).exists()


def test_a_draft_is_kept_from_others_and_from_git(root: Path, scans: Path) -> None:
    git(root, "init", "-q")
    broken_off(root, scans)
    assert git(root, "status", "--porcelain", "--untracked-files=all", "build") == ""
    assert stat.S_IMODE((root / DRAFT).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"values": [], "scans": {}}',
        "[" * 100_000,
        "\0",
        r'{"values": {"企业名称": "\ud800"}, "scans": {}}',
    ],
)
def test_a_draft_that_cannot_be_read_is_set_aside(text: str, root: Path) -> None:
    (root / DRAFT).parent.mkdir(parents=True)
    (root / DRAFT).write_text(text, encoding="utf-8")
    clerk = clerk_for("enterprise", 所在城市="济南")
    assert new(root, NewOptions("enterprise", CODE), clerk.talk).place.path == ENTERPRISE
    assert (root / DRAFT).with_suffix(".old1").read_text("utf-8") == text
    assert "草稿读不出来" in "".join(clerk.said)


def test_a_draft_can_be_left_and_stays(root: Path, scans: Path) -> None:
    broken_off(root, scans)
    clerk = clerk_for("enterprise", 所在城市="济南", 接着上次的草稿填吗=["也许", "否"], 企业名称="示例另名科技有限公司")
    new(root, NewOptions("enterprise", CODE), clerk.talk)
    assert "企业名称: 示例另名" in (root / ENTERPRISE).read_text("utf-8")
    assert NAME in (root / DRAFT).with_suffix(".old1").read_text("utf-8")


def test_a_draft_of_odd_values_is_asked_again(root: Path) -> None:
    odd = {
        "企业名称": ["x"],
        "注册资金": {"a": 1},
        "材料": [1, {"类别": [], "文件": "../../x"}],
        "单位性质": "\u202e",
        "未知": "x",
    }
    (root / DRAFT).parent.mkdir(parents=True)
    (root / DRAFT).write_text(
        json.dumps({"values": odd, "scans": {"../../x": "/etc/passwd", "y": 1}}), encoding="utf-8"
    )
    new(root, NewOptions("enterprise", CODE), clerk_for("enterprise", 所在城市="济南").talk)
    assert [one for one in told(root, ENTERPRISE) if one.severity is Severity.ERROR] == []
    assert sorted(path.name for path in (root / FOLDER).iterdir()) == ["enterprise.yaml"]


@pytest.mark.parametrize("source", ["/dev/zero", "a\0b", "/etc", "none.pdf"])
def test_a_draft_whose_scan_is_no_file_is_asked_for_it(source: str, root: Path) -> None:
    (root / DRAFT).parent.mkdir(parents=True)
    draft = {"values": {"材料": [{"类别": "营业执照", "文件": "materials/a.pdf"}]}, "scans": {"a.pdf": source}}
    (root / DRAFT).write_text(json.dumps(draft), encoding="utf-8")
    clerk = clerk_for("enterprise", 所在城市="济南", **{"材料：营业执照": "", SCAN: ""})
    with pytest.raises(NotWritten):
        new(root, NewOptions("enterprise", CODE), clerk.talk)
    assert "表上写的材料没有一同交来" in "".join(clerk.said)


def test_no_line_can_be_smuggled_into_the_file(root: Path) -> None:
    hostile = "示例: [&a *a] # !!x\" '%"
    values = values_after(root, Clerk(企业名称=hostile, 联系人姓名="- 甲: {}"))
    text = template(Enterprise, values, ENTERPRISE)
    reading = read("x", text.encode())
    assert reading.findings == []
    assert reading.document and reading.document.root
    assert (reading.document.root["企业名称"], reading.document.root["联系人姓名"]) == (hostile, "- 甲: {}")


posix = pytest.mark.skipif(sys.platform == "win32", reason="要有伪终端")


@posix
def test_on_a_real_terminal(root: Path, scans: Path) -> None:
    """From the first question to the file, with a wrong code, bytes that are no text, a paste of two lines, and a way back."""
    first = [
        "1",
        "91370102EXAMPLE301",
        CODE.lower(),
        "",
        "",
        b"\xff\xfe",
        f"\x1b[200~{NAME}\r注册资金\r\x1b[201~",
        "",
        "<",
        "",
        "1.2亿",
        "",
        "1",
        "",
        "1",
        CONTACT,
        MOBILE,
    ]
    long = ["智能软件研发", ".", PROFILE, ".", "8600", "450", GROWTH, ".", "42", "分工明确", ".", PLANS, ".", ""]
    last = ["1", "2", f"{scans}/licence.pdf", "", "y", "1", ""]
    answers = [one if isinstance(one, bytes) else one.encode() for one in (*first, *long, *last)]
    shown, status = typed(["new"], [one + b"\n" for one in answers], root, kind="xterm")
    assert status == 0, shown
    assert "Traceback" not in shown
    assert "贴进来的有 2 行" in shown and f"（回车即采用 {NAME}）> " in shown
    assert "可能应为91370102EXAMPLE031" in re.sub(r"\s", "", shown) and f"（回车即采用 {CODE}）> " in shown
    assert (
        "读不出来的字符" in re.sub(r"\s", "", shown)
        and "（回车即 济南）> " in shown
        and f"（回车保留 {NAME}）> " in shown
    )
    assert NAME in (root / ENTERPRISE).read_text(encoding="utf-8")
    assert [one for one in check(DiskTree(root), today=TODAY).findings if one.severity is Severity.ERROR] == []


@posix
@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_keys_that_end_it(key: bytes, root: Path) -> None:
    answers = [f"{CODE}\n".encode(), b"\n", f"{NAME}\n".encode(), key]
    shown, status = typed(["new", "enterprise"], answers, root, 20)
    assert status == 1
    assert f"已中断，没有写入填报表。填过的留在 {DRAFT}" in shown
    assert "Traceback" not in shown
    assert list((root / "submissions").iterdir()) == []
