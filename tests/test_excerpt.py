"""The source line of a report: what it shows of a public value, and that it shows none of a private one, however it is typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schema.forms.enterprise import Enterprise
from schema.layout.arrange import EntryKind, TreeEntry
from schema.reading.excerpt import LABELS, PRIVATE_LABELS, PUBLIC_LABELS, excerpt
from schema.reading.unit import read_form_file
from scripts.check.pipeline import check
from scripts.report import FORMATS
from scripts.report.style import Style, cells
from scripts.tree.disk import DiskTree

SECRETS = ("某甲某乙", "15400000001", "8612", "无名路", "zhizhao")


def shown(text: str) -> list[str]:
    """Every line of a text as a report would show it."""
    return [excerpt(text, line) or "" for line in range(1, text.count("\n") + 2)]


@pytest.mark.parametrize("label", sorted(PUBLIC_LABELS - {"单位注册地"}))
def test_a_public_value_is_shown(label: str) -> None:
    for line in (
        f"{label}: 示例内容",
        f"  {label}: 示例内容",
        f"  - {label}: 示例内容",
        f"{label}：示例内容",
        f"{label}:示例内容",
        f"{label} 示例内容",
    ):
        assert excerpt(line, 1) == line


@pytest.mark.parametrize("label", sorted(PRIVATE_LABELS))
@pytest.mark.parametrize(
    "line",
    ["{}: 某甲某乙", "{}： 某甲某乙", "{}：某甲某乙", "{}:某甲某乙", "{} : 某甲某乙", "{} 某甲某乙", "  - {}: 某甲某乙", '"{}": 某甲某乙', "'{}': 某甲某乙",
     "\u3000{}: 某甲某乙", "\t{}: 某甲某乙", "-{}: 某甲某乙", "- {}：某甲某乙", "{}: &a 某甲某乙", "{}: |- 某甲某乙", "{}: # 某甲某乙", "{}:\u3000某甲某乙"],
)  # fmt: skip
def test_a_private_value_is_masked(label: str, line: str) -> None:
    found = excerpt(line.format(label), 1)
    assert found is not None
    assert "某甲" not in found
    assert label in found


@pytest.mark.parametrize(
    "text",
    [
        "联系人性名: 某甲某乙",
        "联系入姓名：某甲某乙",
        "联系入姓名 某甲某乙",
        "联系人姓名某甲某乙",
        "姓名: 某甲某乙",
        "法人: 某甲某乙",
        "手机号玛: 15400000001",
        "154 0000 0001: 是",
        "contact: 某甲某乙",
        "某甲某乙",
        "# 联系人是某甲某乙",
        "? 某甲某乙",
        "- 某甲某乙",
        "单位性质: 企业\n- 某甲某乙",
        "企业简介: >-\n- 某甲某乙",
        "单位注册地:\n  区县: 历下区\n  - 某甲某乙",
        "单位注册地: 济南市历下区无名路1号",
        "单位注册地: [济南市, 历下区, 无名路1号]",
        "单位注册地: {市: 济南市, 无名路1号: 是}",
        "<<<<<<< 某甲某乙",
        ">>>>>>> 8612",
        "某甲某乙: 是",
        "联系人姓名:\n某甲某乙: 15400000001",
        "[某甲某乙",
    ],
)
def test_what_no_public_label_governs_is_masked(text: str) -> None:
    assert not any(secret in line for line in shown(text) for secret in SECRETS)


@pytest.mark.parametrize(
    "text",
    [
        "单位注册地: {市: 济南市, 地址: 无名路1号}",
        "单位注册地: {市: 济南市, 地趾: 无名路1号}",
        "单位注册地: {市: 济南市, 地址：无名路1号}",
        "单位注册地: {市: 济南市,\n  地址: 无名路1号}",
        "单位注册地: {\n  市: 济南市, 地趾: 无名路1号}",
        "单位注册地:\n  市: 济南市\n  地趾: 无名路1号",
        "单位注册地:\n  市: 济南市\n  地址无名路1号",
        "单位注册地:\n  市: 济南市\n  无名路1号",
        "{联系人姓名: 某甲某乙, 手机号码: 15400000001}",
        "{企业名称: 示例, 联系入: 某甲某乙}",
        "材料: [{类别: 营业执照, 文件: materials/zhizhao.pdf}]",
        "材料:\n  - 类别: 营业执照\n    文件名: materials/zhizhao.pdf",
        "材料:\n- 文件: materials/zhizhao.pdf",
        "材料:\n  - materials/zhizhao.pdf",
    ],
)
def test_private_values_inside_maps_and_lists(text: str) -> None:
    assert not any(secret in line for line in shown(text) for secret in SECRETS)


@pytest.mark.parametrize(
    "text",
    [
        "高成长性说明: >-\n  去年收入 8612 万元",
        "高成长性说明: |\n  去年: 8612 万元\n\n    其中: 8612",
        "高成长性说明: >-\n  说明: 去年 8612 万元",
        "高成长性说明: >-\n  市场收入\n    8612 万元",
        "高成长性说明: >-\n  第一行\n去年营收：8612 万元",
        "高成长性说明: >-\n  第一行\n去年营收: 8612 万元",
        "高成长性说明: >-\n  第一行\n去年 8612 万元",
        '高成长性说明: "第一行\n去年 8612 万元"',
        "高成长性说明: 第一行\n  8612 万元",
        "高成长性说明：>-\n  去年 8612 万元",
        "高成长性说明:\n  去年 8612 万元",
        "企业简介: >-\n  示例公司\n\u3000企业度收入: 8612",
        "高成长性说明: >-\n  第一行\n# 注\n  去年 8612 万元",
        "高成长性说明: >-\n  第一行\n第二行\n  去年 8612 万元",
        "联系人姓名:\n  某甲某乙",
        "联系人姓名: >-\n  某甲某乙",
        "单位性质: 企业\n  联系人姓名: 某甲某乙",
        "单位性质: 企业\n联系入姓名 某甲某乙",
        "企业年度收入: >-\n\n\n  8612.5",
        "报送单位: 示例\n\t{联系人: 某甲某乙",
        "填报单位: 示例\n\t0:联系人: 某甲某乙",
        "高成长性说明: >-\n" + "  第一行\n" * 600 + "  去年 8612 万元",
    ],
)
def test_private_values_on_more_than_one_line(text: str) -> None:
    assert not any(secret in line for line in shown(text) for secret in SECRETS)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("经营范围: 软件开发，15400000001", "15400000001"),
        ("经营范围: 软件开发，154 0000 0001", "0000 0001"),
        ("经营范围: 软件开发，１５４０００００００１", "００００"),
        ("经营范围: 软件开发，0531-00000001", "00000001"),
        ("经营范围: 软件开发，370102199003070008", "19900307"),
        ("经营范围: 软件开发，370102 19900307 0008", "19900307"),
        ("经营范围: 软件开发，lisi@quanzhi.example", "lisi"),
        ("企业简介: >-\n  联系方式：某甲某乙", "某甲"),
        ("企业简介: >-\n  负责人 15400000001 某", "15400000001"),
        ("企业名称: 示例 联系人: 某甲某乙", "某甲"),
    ],
)
def test_personal_data_in_a_public_text_is_masked(text: str, secret: str) -> None:
    assert secret not in "\n".join(shown(text))


@pytest.mark.parametrize(
    "text",
    [
        "企业简介: >-\n  第一行：示例公司\n  第二行，注: 以上为虚构",
        "企业简介: |\n  第一段\n\n  第二段",
        "单位注册地:\n  市: 济南市\n  区县: 历下区",
        "单位注册地: {市: 济南市, 区县: 历下区}",
        "大模型产品知识产权情况:\n  - 类型: 软件著作权\n    说明: 示例",
        "承诺:\n  信息可公开: 否",
        "网址: https://www.quanzhi.example/",
        "统一社会信用代码: 91370102EXAMPLE031",
        "---\n企业名称: 示例",
        "<<<<<<< HEAD\n企业名称: 示例\n=======\n企业名称: 示例二\n>>>>>>> other",
    ],
)
def test_public_text_is_shown_whole(text: str) -> None:
    assert shown(text) == text.split("\n")


def test_a_misspelt_key_is_shown_without_its_value() -> None:
    assert excerpt("企业名 称: 示例公司", 1) == "企业名 称: ＊＊＊＊"


def test_a_mask_is_as_wide_as_what_it_hides() -> None:
    line = "联系人姓名: 某甲 A1"
    found = excerpt(line, 1)
    assert found == "联系人姓名: ＊＊ **"
    assert cells(found) == cells(line)


def test_lines_outside_the_text_and_long_lines() -> None:
    assert excerpt("企业名称: 示例", 0) is None
    assert excerpt("企业名称: 示例", 2) is None
    assert excerpt("", 1) == ""
    assert len(excerpt("企业名称: " + "示" * 10_000, 1) or "") <= 400


def test_every_label_is_on_one_side() -> None:
    assert PUBLIC_LABELS | PRIVATE_LABELS == LABELS
    assert not PUBLIC_LABELS & PRIVATE_LABELS


@pytest.mark.parametrize(
    "text",
    [
        "联系人姓名: &zhangsan 某甲某乙",
        "联系人姓名: !zhangsan 某甲某乙",
        "联系人姓名: *zhangsan",
        "联系人姓名: @zhangsan",
        "联系人姓名 zhangsan:",
        "联系人姓名zhangsan 填报日期: 2024-06-06",
        "zhangsan 联系人姓名: 甲",
        "联系人姓名: [zhangsan",
        "? [zhangsan]\n: 甲",
        "高成长性说明: >-\n  第一行\nzhangsan：130 万元\n企业名称: 示例",
        "高成长性说明: zhangsan: 130 万元",
        "材料: [{类别: 营业执照, 文件：zhangsan.pdf}]",
        "联系人姓名: 甲\n联系人姓名: zhangsan",
        '联系人姓名: "zhangsan',
        "联系人姓名: zhangsan\x00",
        "联系人姓名: zhangsan\u200b",
        "\tzhangsan",
        "zhangsan",
        "联系人姓名:zhangsan",
        "-联系人姓名: zhangsan",
    ],
)
def test_no_finding_tells_a_private_value(text: str) -> None:
    data = text.encode()
    _, findings = read_form_file(Enterprise, TreeEntry("enterprise.yaml", EntryKind.FILE, len(data)), lambda _: data)
    told = [f"{finding.field} {finding.message} {finding.hint} {finding.excerpt}" for finding in findings]
    assert not any("zhangsan" in text for text in told)


@pytest.mark.parametrize(
    "line", ["0联系人 示例丁", "1、联系人 示例松", "其联系人 示例松", "联系人示例松", "示例松 联系人"]
)
@pytest.mark.parametrize("format_", ["text", "json", "github", "markdown"])
def test_no_report_shows_a_name_on_a_line_that_is_not_yaml(tmp_path: Path, line: str, format_: str) -> None:
    path = tmp_path / "submissions/jinan/bureau.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"填报单位: 济南市工业和信息化局\n\t{line}\n", encoding="utf-8")
    checked = check(DiskTree(tmp_path))
    report = FORMATS[format_](checked, Style())
    assert checked.blocked
    assert not re.search("示例[丁松]", report)
