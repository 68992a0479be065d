"""Tables for the field types: what is typed, and what is read or refused."""

from __future__ import annotations

import csv
import random
import re
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from schema.fields.amount import Amount, Count, plain_decimal
from schema.fields.date import DateText, first_day
from schema.fields.phone import Mobile, Phones
from schema.fields.problem import Unreadable
from schema.fields.url import Url
from schema.fields.uscc import (
    ALPHABET,
    Uscc,
    check_character,
    is_likely,
    is_sample,
    is_valid,
    normalise,
    prefixes,
    repairs,
)
from schema.reading.read import read
from schema.rules.material_files import wrong_type
from schema.text.hidden import HIDDEN, hidden_characters
from schema.text.lookalikes import with_ideographs
from schema.text.names import contact_fault, fold_name, fold_version, is_pending, unit_fault
from schema.text.numerals import read_numeral
from schema.text.personal import emails, id_cards, mobiles
from schema.text.placeholder import is_placeholder
from schema.text.similar import nearest
from schema.text.words import count_words, tidy
from schema.vocabulary import divisions as division
from schema.vocabulary.industries import SECTORS, classify, industries
from schema.vocabulary.survey import constants

SAMPLE = "91370102EXAMPLE031"


def refused(read: Callable[[Any], Any], raw: Any, *, values: bool = True) -> tuple[str, str, str]:
    """The rule, message and hint with which a value is refused."""
    with pytest.raises(Unreadable) as caught:
        read(raw)
    content = caught.value.content
    return content.template.rule, *content.render(values=values)


# ---------- 字数 ----------

WORDS = {
    "": 0,
    " \n\u3000\t": 0,
    "山东省": 3,
    "山东省，大模型。": 8,
    "ABC": 1,
    "A B C": 3,
    "GPT-4o": 1,
    "V2.10": 1,
    "a,b": 1,
    "GPT大模型": 4,
    "大 模 型": 3,
    "大模型V2.0发布": 6,
    "12,345.6": 1,
    "50%": 1,
    "https://www.example.com/a?b=c": 1,
    "“引号”": 4,
    "‘单’": 3,
    "破折——号": 5,
    "省略……号": 5,
    "海若·合同": 5,
    "3×4": 3,
    "±5": 2,
    "25℃": 2,
    "25°C": 3,
    "100㎡": 2,
    "①②": 2,
    "Ⅳ": 1,
    "αβ": 1,
    "ＡＢＣ": 3,
    "１２３": 3,
    "（）": 2,
    "、。《》": 4,
    "ｱｲｳ": 1,
    "アイウ": 3,
    "한국": 2,
    "𠮷𪚥𰻝": 3,
    "㐀䶵": 2,
    "葛\U000e0100城": 2,
    "cafe\u0301 au lait": 3,
    "😀": 1,
    "😀😀": 2,
    "👍🏽": 1,
    "❤️": 1,
    "👩‍💻": 1,
    "👨‍👩‍👧‍👦": 1,
    "🇨🇳": 1,
    "🇨🇳🇨🇳": 2,
    "1️⃣": 1,
    "a😀b": 3,
    "a\u200bb": 1,
    "e\u0301te\u0301": 1,
    "a\u2028b": 2,
    "大\u200b模": 2,
    "soft\u00adware": 1,
    "~!@#": 1,
    "→": 1,
    "★☆": 2,
    "\ufeff大": 1,
}


@pytest.mark.parametrize(("text", "count"), WORDS.items())
def test_count_words(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  大模型  ", "大模型"),
        ("第一行 第二行", "第一行第二行"),
        ("第一行，\n第二行", "第一行，第二行"),
        ("第一行\u3000第二行", "第一行第二行"),
        ("大模型 V2.0 发布", "大模型 V2.0 发布"),
        ("large model", "large model"),
        ("第一段。\n\n第二段。", "第一段。\n第二段。"),
        ("第一段。\n \n\u3000\u3000第二段。", "第一段。\n第二段。"),
        ("“甲” “乙”", "“甲”“乙”"),
        ("甲 —— 乙", "甲——乙"),
        ("42 人，\n28 人", "42 人，\n28 人"),
        ("a\nb", "a\nb"),
        ("", ""),
    ],
)
def test_tidy(typed: str, shown: str) -> None:
    assert tidy(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("键: >-\n  第一段，\n  接着写。\n\n  第二段，\n  写完。\n", "第一段，接着写。\n第二段，写完。"),
        ("键: >-\n  第一段。\n\n\n  第二段。\n", "第一段。\n第二段。"),
        ("键: >\n  第一段，\n  接着写。\n", "第一段，接着写。"),
        ("键: >-\n  有两点：\n    一是快\n    二是好\n", "有两点：\n一是快\n二是好"),
        ("键: 第一段，\n  接着写。\n\n  第二段。\n", "第一段，接着写。\n第二段。"),
        ('键: "第一段，\n  接着写。\n\n  第二段。"\n', "第一段，接着写。\n第二段。"),
        ('键: "第一段。\\n第二段。"\n', "第一段。\n第二段。"),
        ("键: |-\n  第一段，\n  接着写。\n\n  第二段。\n", "第一段，接着写。\n第二段。"),
    ],
)
def test_paragraphs_survive_and_wrapped_lines_join(typed: str, shown: str) -> None:
    document = read("a.yaml", typed.encode()).document
    assert document is not None and document.root is not None
    assert tidy(document.root["键"]) == shown


# ---------- hidden characters ----------


def test_hidden_class_is_the_contracts() -> None:
    """All of Cc, Cf, Co, Cs, Zl, Zp but line breaks and the tab; what this Python's Unicode does not know yet is left out."""
    wanted = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    wrong = [
        f"U+{code:04X}"
        for code in range(sys.maxunicode + 1)
        if (category := unicodedata.category(chr(code))) != "Cn"
        and (category in wanted and chr(code) not in "\t\n\r") != bool(HIDDEN.match(chr(code)))
    ]
    assert wrong == []


@pytest.mark.parametrize("text", ["👩‍💻", "❤️‍🔥", "👩🏽‍🚒", "葛\U000e0100", "一行\n两行", "普通文字", "☎︎", "1️⃣"])
def test_not_hidden(text: str) -> None:
    assert hidden_characters(text) == []


@pytest.mark.parametrize(
    "text",
    ["大\u200d模", "a\u200d😀", "😀\u200db", "\u200d", "😀\u200d", "大\u200b", "\ufeff", "\x1b[0m", "\u2066", "\ue000"],
)
def test_hidden(text: str) -> None:
    assert len(hidden_characters(text)) == 1


# ---------- personal data in text ----------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("370102199003070008", 1),
        ("身份证370102199003070008。", 1),
        ("37010219901207000X", 1),
        ("37010219901207000x", 1),
        ("370102 19900307 0008", 1),
        ("370102-19900307-0008", 1),
        ("３７０１０２１９９００３０７０００８", 1),
        ("No370102199003070008", 1),
        ("370102199003070008、37010219901207000X", 2),
        ("370102199003070009", 0),
        ("370102199013070008", 0),
        ("370102199002300008", 0),
        ("370102179003070008", 0),
        ("970102199003070008", 0),
        ("1370102199003070008", 0),
        ("3701021990030700081", 0),
        ("37010219900307000", 0),
        (SAMPLE, 0),
        ("", 0),
    ],
)
def test_id_cards(text: str, count: int) -> None:
    assert len(id_cards(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("15400000001", 1), ("154 0000 0001", 1), ("154-0000-0001", 1), ("+8615400000001", 1), ("电话15400000001转1", 1),
        ("15400000001、15400000002", 2), ("154000000011", 0), ("１５４０００００００１", 1), ("12400000001", 0), ("登记号20154000000012", 0),
    ],
)  # fmt: skip
def test_mobiles_in_text(text: str, count: int) -> None:
    assert len(mobiles(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a@b.example", 1),
        ("邮箱lisi@quanzhi.example。", 1),
        ("a@b", 0),
        ("@提到", 0),
        ("a@b.example、c.d@e.f.example", 2),
    ],
)
def test_emails_in_text(text: str, count: int) -> None:
    assert len(emails(text)) == count


PLACEHOLDERS = [
    "＿＿＿＿", "____", "XXX", "xx", "××", "请填写", "请填写企业名称", "（请填写）", "【此处填写】", "暂无", "无", "待补充", "待定", "/", "／", "-", "——", "…",
    "……", "N/A", "n/a", "TBD", "同上", "同上。", "详见营业执照", "见营业执照", "同营业执照", "以营业执照为准", "与营业执照一致", "（同上）", "如下",
    "单击或点击此处输入文字。", "单击此处输入文字", "点击此处添加正文", "单击或点击以输入日期。", "选择一项。", "Click or tap here to enter text.",
    "Choose an item.", "略", "见附件", "详见附件", "  无  ", "?", "？？", "空", "没有", "null",
]  # fmt: skip
NOT_PLACEHOLDERS = [
    "无人机",
    "无锡示例公司",
    "1",
    "是",
    "否",
    "甲",
    "X",
    "V1",
    "许可项目：无",
    "大模型",
    "0",
    "详见附件三所列的说明文字",
    "同济大学",
    "以营业执照登记的人工智能软件开发为主",
    "选择性激光烧结",
    "企业表",
]


@pytest.mark.parametrize(
    ("text", "number"),
    [("一百二十六", 126), ("五千万", 50_000_000), ("壹亿贰仟万", 120_000_000), ("一亿二千万", 120_000_000), ("十二", 12), ("一百零五", 105),
     ("两千", 2000), ("零", 0), ("三五", None), ("二〇二四", None), ("几十", None), ("126", None), ("", None), ("亿" * 30, None)],
)  # fmt: skip
def test_numerals(text: str, number: int | None) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("海若·合同", "海若•合同"),
        ("海若・合同", "海若 ‧ 合同"),
        ("ＡＩ（山东）", "ai(山东)"),
        ("⻓城⼤模型", "长城大模型"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_versions_that_are_the_same() -> None:
    assert len({fold_version(text) for text in ("V2.0", "v 2.0", "2.0", "Ｖ２.０", "v.2.0")}) == 1
    assert fold_version("VIP") == "vip" and fold_version("V2.0") != fold_version("V20")


def test_every_lookalike_has_its_ideograph() -> None:
    assert with_ideographs("⼤⼈⼯⽤⻓⻔⻋⻬人エ智能") == "大人工用长门车齐人工智能"
    assert with_ideographs("カラオケ，〇一二，﨎") == "カラオケ，〇一二，﨎"
    for sign in map(
        chr, [*range(0x2E80, 0x2FD6), *range(0x31C0, 0x31E4), *range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E)]
    ):
        named = unicodedata.name(sign, "")
        if named and sign != "\u2e80" and unicodedata.normalize("NFKC", sign) != sign:
            assert with_ideographs(sign) == unicodedata.normalize("NFKC", sign)


@pytest.mark.parametrize(
    ("name", "fault"),
    [("示例甲", None), ("买买提·示例", None), ("示例和平", None), ("示例甲 0531-00000001", "number"), ("a@b.example", "number"), ("经理", "title"),
     ("示总", "title"), ("示例甲主任", "title"), ("示例甲、示例乙", "several"), ("示例甲/示例乙", "several"), ("示例甲和示例乙", "several")],
)  # fmt: skip
def test_contacts(name: str, fault: str | None) -> None:
    assert contact_fault(name) == fault


@pytest.mark.parametrize(
    ("name", "fault"),
    [("示例泉智科技有限公司", None), ("示例大学", None), ("示例厂", None), ("示例泉智", "short"), ("Shili Ltd", "latin"), ("示例公司（盖章）", "seal"),
     ("“示例”公司", "quoted"), ("示例AI公司", None)],
)  # fmt: skip
def test_unit_names(name: str, fault: str | None) -> None:
    assert unit_fault(name) == fault


@pytest.mark.parametrize(
    ("note", "pending"),
    [("正在申请", True), ("已受理", True), ("申请中", True), ("审核中，预计六月下证", True), ("软著登字第0000001号", False),
     ("中国版权保护中心登记", False), ("发明专利 ZL000000000000.0", False)],
)  # fmt: skip
def test_pending_rights(note: str, pending: bool) -> None:
    assert is_pending(note) is pending


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", NOT_PLACEHOLDERS)
def test_not_placeholder(text: str) -> None:
    assert not is_placeholder(text)


# ---------- phones ----------

MOBILES = {
    "15400000001": "15400000001",
    " 15400000001 ": "15400000001",
    "154 0000 0001": "15400000001",
    "154-0000-0001": "15400000001",
    "154—0000—0001": "15400000001",
    "１５４０００００００１": "15400000001",
    "+8615400000001": "15400000001",
    "+86 154 0000 0001": "15400000001",
    "+86-15400000001": "15400000001",
    "（+86）15400000001": "15400000001",
    "008615400000001": "15400000001",
    "8615400000001": "15400000001",
    "13000000000": "13000000000",
    "19900000000": "19900000000",
}
PHONES = {
    "0531-00000001": ("0531-00000001",),
    "053100000001": ("0531-00000001",),
    "0531 00000001": ("0531-00000001",),
    "(0531)00000001": ("0531-00000001",),
    "（0531）00000001": ("0531-00000001",),
    "（0531）-00000001": ("0531-00000001",),
    "0531—00000001": ("0531-00000001",),
    "０５３１－００００００００": ("0531-00000000",),
    "0533-0000001": ("0533-0000001",),
    "010-00000001": ("010-00000001",),
    "021-00000001": ("021-00000001",),
    "+86 0531 00000001": ("0531-00000001",),
    "+86-531-00000001": ("0531-00000001",),
    "+86 531 00000001转801、0086-10-00000001": ("0531-00000001转801", "010-00000001"),
    "0531-00000001转801": ("0531-00000001转801",),
    "0531-00000001 转 801": ("0531-00000001转801",),
    "0531-00000001-801": ("0531-00000001转801",),
    "0531-00000001 ext. 801": ("0531-00000001转801",),
    "0531-00000001 EXT801": ("0531-00000001转801",),
    "0531-00000001（分机801）": ("0531-00000001转801",),
    "0531-00000001（分机：801）": ("0531-00000001转801",),
    "400-000-0000": ("400-000-0000",),
    "4000000000": ("400-000-0000",),
    "400-0000-000": ("400-000-0000",),
    "800-000-0000": ("800-000-0000",),
    "15400000001": ("15400000001",),
    "15400000001、15400000002": ("15400000001", "15400000002"),
    "15400000001，15400000002": ("15400000001", "15400000002"),
    "15400000001；15400000002": ("15400000001", "15400000002"),
    "15400000001;15400000002": ("15400000001", "15400000002"),
    "15400000001/15400000002": ("15400000001", "15400000002"),
    "15400000001 15400000002": ("15400000001", "15400000002"),
    "15400000001 0531-00000001": ("15400000001", "0531-00000001"),
    "0531-00000001转801、400-000-0000": ("0531-00000001转801", "400-000-0000"),
    "15400000001、15400000001": ("15400000001",),
}
NOT_PHONES = [
    "1540000000", "154000000011", "12400000001", "154****0001", "154xxxx0001", "1.54E+10", "86000004", "000-1234", "abc", "a@b.example",
    "微信 shili", "15400000001、1234", "0531-000001", "0531-000000001", "10086", "95588", "示例 15400000001", "٠١٢٣٤٥٦٧٨٩", "1٥400000001",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "number"), MOBILES.items())
def test_mobile(typed: str, number: str) -> None:
    assert Mobile().read(typed) == number
    assert Phones().read(typed) == (number,)


@pytest.mark.parametrize(("typed", "numbers"), PHONES.items())
def test_phones(typed: str, numbers: tuple[str, ...]) -> None:
    assert Phones().read(typed) == numbers


@pytest.mark.parametrize("typed", NOT_PHONES)
def test_not_phones(typed: str) -> None:
    rule, message, hint = refused(Phones().read, typed, values=False)
    assert rule == "phone-format"
    assert not [run for run in re.findall(r"\w{4,}", typed) if run in (message + hint).replace("0531-", "")], (
        "a private value is told"
    )


@pytest.mark.parametrize("typed", ["0531-00000001", "400-000-0000", "15400000001、15400000002", *NOT_PHONES])
def test_not_a_mobile(typed: str) -> None:
    assert refused(Mobile().read, typed)[0] == "phone-format"


# ---------- amounts ----------

AMOUNTS = {
    "0": "0", "0.0": "0", "500": "500", "500.00": "500", "0500": "500", "1,200": "1200", "1,234,567.89": "1234567.89", "0.000001": "0.000001",
    " 500 ": "500", "8600.5": "8600.5", "123456789012345": "123456789012345", "100,000": "100000",
}  # fmt: skip
CONVERTED = {
    "1.2亿": "12000", "1.2 亿元": "12000", "500万元": "500", "500万": "500", "5000000元": "500", "50元": "0.005", "人民币500万元": "500", "¥500万": "500",
    "￥5000000元": "500", "RMB500万元": "500", "５００": "500", "500．５": "500.5", "1，200": "1,200", "5 000": "5000", "1,200万元": "1200", "500万圆整": "500",
}  # fmt: skip
NOT_AMOUNTS = [
    "-5", "(500)", "（500）", "－5", "−5", "1e5", "1.5E+10", "5e2", "1,2,3", "1200,000", "12,00", "1.2.3", ".5", "5.", "+5", "约500", "500以上", "300-500",
    "300～500", "五百", "伍佰万元", "保密", "$500", "500美元", "500k", "NaN", "inf", "0x10", "1_000", "1.1234567", "1234567890123456", "٥٠٠", "½",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "amount"), AMOUNTS.items())
def test_amount(typed: str, amount: str) -> None:
    assert Amount().read(typed) == Decimal(amount)
    assert plain_decimal(Amount().read(typed)) == amount


@pytest.mark.parametrize(("typed", "better"), CONVERTED.items())
def test_amount_converted(typed: str, better: str) -> None:
    rule, message, hint = refused(Amount().read, typed)
    assert (rule, hint) == ("amount-format", f"请改为 {better}")
    assert typed.strip() in message
    Amount().read(better)


@pytest.mark.parametrize("typed", [*CONVERTED, *NOT_AMOUNTS])
def test_private_amount_is_not_told(typed: str) -> None:
    _, message, hint = refused(Amount(private=True).read, typed, values=False)
    digits = re.findall(r"\d{2,}", typed)
    assert not [
        run for run in digits if run in message + hint.replace("8600", "").replace("8,600.5", "").replace("10000", "")
    ]


@pytest.mark.parametrize("typed", NOT_AMOUNTS)
def test_not_an_amount(typed: str) -> None:
    negative = typed[0] in "-(（－−"
    assert refused(Amount().read, typed)[0] == ("amount-range" if negative else "amount-format")


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("0", "amount-range"), ("-1", "amount-range"), ("－3", "amount-range"), ("86人", "field-type"), ("86.5", "field-type"), ("８６", "field-type"),
     ("约80", "field-type"), ("八十", "field-type"), ("1,000", "field-type"), ("12345678", "field-type"), ("٥", "field-type")],
)  # fmt: skip
def test_not_a_count(typed: str, rule: str) -> None:
    assert refused(Count().read, typed)[0] == rule


def test_count() -> None:
    assert [Count().read(typed) for typed in ("1", "0086", " 9999999 ")] == [1, 86, 9999999]


# ---------- 统一社会信用代码 ----------

with (Path(__file__).parent / "data" / "uscc_samples.csv").open(encoding="utf-8", newline="") as table:
    CODES = list(csv.DictReader(table))


@pytest.mark.parametrize("row", CODES, ids=lambda row: str(row["uscc"]))
def test_sample_codes(row: dict[str, str]) -> None:
    code = row["uscc"]
    assert Uscc().read(code) == code
    assert is_valid(code) and is_sample(code) and check_character(code) == code[17]
    assert prefixes()[row["prefix"]].nature == row["单位性质"]
    others = [code[:17] + char for char in ALPHABET if char != code[17]]
    assert not any(is_valid(other) for other in others)


def test_there_are_forty_sample_codes() -> None:
    assert len({row["uscc"] for row in CODES}) == 40
    assert {row["city_slug"] for row in CODES} == set(constants().cities)


def test_every_single_wrong_character_and_swap_is_found() -> None:
    """GB 32100's check finds each changed character and each swap of unlike neighbours, as 31 is prime."""
    changed = [SAMPLE[:at] + char + SAMPLE[at + 1 :] for at in range(18) for char in ALPHABET if char != SAMPLE[at]]
    swapped = [
        SAMPLE[:at] + SAMPLE[at + 1] + SAMPLE[at] + SAMPLE[at + 2 :] for at in range(17) if SAMPLE[at] != SAMPLE[at + 1]
    ]
    assert not any(is_valid(code) for code in changed + swapped)


@pytest.mark.parametrize(
    ("typed", "rule", "told"),
    [
        ("91370102example031", "uscc-format", SAMPLE),
        ("９１３７０１０２ＥＸＡＭＰＬＥ０３１", "uscc-format", SAMPLE),
        ("9137 0102 EXAM PLE0 31", "uscc-format", SAMPLE),
        ("91370102-EXAMPLE031", "uscc-format", SAMPLE),
        ("9137O102EXAMPLE031", "uscc-format", SAMPLE),
        ("91370IO2EXAMPLE031", "uscc-format", SAMPLE),
        ("91370102EXAMPLE03", "uscc-format", "17 位"),
        ("91370102EXAMPLE04911", "uscc-format", "20 位"),
        ("370102000000001", "uscc-format", "工商注册号"),
        ("EXAMPLE03", "uscc-format", "组织机构代码"),
        ("9.1370102E+17", "uscc-format", "科学计数法"),
        ("370102199003070008", "uscc-format", "身份证"),
        ("91370102EXAMPLE03*", "uscc-format", "第 18 位"),
        ("91370102EXAMPLE零31", "uscc-format", "第 16 位"),
        ("91370102EXAMPLE032", "uscc-check-digit", "“1”"),
        ("91370102EXAMPLE301", "uscc-check-digit", SAMPLE),
    ],
)
def test_wrong_code(typed: str, rule: str, told: str) -> None:
    found, message, hint = refused(Uscc().read, typed)
    assert found == rule
    assert told in message + hint


def test_an_id_card_as_code_is_never_echoed() -> None:
    assert "370102199003070008" not in "".join(refused(Uscc().read, "370102 19900307 0008"))


def test_a_swap_is_repaired_by_likely_codes_only() -> None:
    for row in CODES:
        code = row["uscc"]
        for at in range(17):
            wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            found = repairs(wrong)
            assert all(is_likely(better) for better in found)
            assert wrong == code or not is_likely(code) or code in found


def test_a_random_slip_is_hardly_ever_repaired_wrongly() -> None:
    dice, right, wrong = random.Random(2), 0, 0
    codes = [row["uscc"] for row in CODES if is_likely(row["uscc"])]
    assert len(codes) > 30
    for _ in range(2000):
        code, at = dice.choice(codes), dice.randrange(18)
        slipped = code[:at] + dice.choice(ALPHABET) + code[at + 1 :]
        found = repairs(slipped) if not is_valid(slipped) else []
        right, wrong = right + (found == [code]), wrong + (len(found) == 1 and found != [code])
    assert right > wrong and wrong < 2000 * 0.05


def test_a_code_of_no_known_prefix_is_not_proposed() -> None:
    assert repairs("91371302MACX945A3D") == []  # 9L371302MACX945A3D would have a right check character


@pytest.mark.parametrize("text", ["统一社会信用代码91370102EXAMPLE031", "91370102EXAMPLE031。", "91370102EXAMPLE0311"])
def test_a_code_among_other_characters_is_found(text: str) -> None:
    assert "请改为 91370102EXAMPLE031" in "".join(refused(Uscc().read, text))


def test_normalise_codes() -> None:
    assert [normalise(text) for text in ("91370102example031", " ９１３7-0102 EXAMPLE031 ")] == [SAMPLE, SAMPLE]


# ---------- dates ----------


@pytest.mark.parametrize("text", ["2024-03-18", "2024-02-29", "1900-01-01", "2024-12-31"])
def test_day(text: str) -> None:
    assert DateText().read(text) == text
    assert DateText(month=True).read(f" {text} ") == text
    assert first_day(text) == date.fromisoformat(text)


def test_month() -> None:
    assert DateText(month=True).read("2024-03") == "2024-03"
    assert first_day("2024-03") == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("typed", "better"),
    [("2024.3.18", "2024-03-18"), ("2024/03/18", "2024-03-18"), ("2024年3月18日", "2024-03-18"), ("2024年3月18号", "2024-03-18"), ("20240318", "2024-03-18"),
     ("２０２４－０３－１８", "2024-03-18"), ("2024 - 3 - 18", "2024-03-18"), ("2024-3-8", "2024-03-08"), ("2024-03-18 08:30", "2024-03-18"),
     ("2024年3月", "2024-03"), ("2024.3", "2024-03"), ("2024/03", "2024-03"), ("2024-3", "2024-03")],
)  # fmt: skip
def test_date_corrected(typed: str, better: str) -> None:
    assert refused(DateText(month=True).read, typed)[::2] == ("date-format", f"请改为 {better}")


@pytest.mark.parametrize(
    "typed",
    [
        "2023-02-29",
        "2024-13",
        "2024-00-10",
        "2024",
        "24-03-18",
        "18-03-2024",
        "去年",
        "1899-12-31",
        "2024-Q1",
        "2024-03-18~2024-04",
        "٢٠٢٤-٠٣",
    ],
)
def test_not_a_date(typed: str) -> None:
    rule, message, hint = refused(DateText(month=True).read, typed)
    assert rule == "date-format" and typed in message and "2024-03-18 或 2024-03" in hint
    assert first_day(typed) is None


def test_a_month_is_no_day() -> None:
    assert refused(DateText().read, "2024-06")[:2] == ("date-format", "“2024-06”缺日")


# ---------- addresses ----------


@pytest.mark.parametrize(
    "text",
    ["http://example.com/a", "https://www.example.com", "https://example.com/", "HTTPS://Example.COM/a?b=c#d", "https://a.b.c.example/x/y.html", "https://xn--fiq228c.example/",
     "https://example.com/%E4%B8%AD", "https://example.com:8443/"],
)  # fmt: skip
def test_url(text: str) -> None:
    assert Url().read(text) == text


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("www.example.com", "https://www.example.com"), ("example.com", "https://example.com"),
     ("https：//example.com", "https://example.com"), ("ｈttps://example.com", "https://example.com")],
)  # fmt: skip
def test_url_corrected(typed: str, hint: str) -> None:
    assert refused(Url().read, typed)[::2] == ("url-format", f"请改为 {hint}")


@pytest.mark.parametrize(
    "typed",
    ["https://user:pass@example.com", "https://user@example.com", "https://@example.com", "ftp://example.com", "javascript:alert(1)", "data:text/html,x",
     "//example.com", "https://", "https://example", "https://localhost/", "https://192.0.2.1/", "https://[2001:db8::1]/",
     "https://exa mple.com", "https://example.com/a b", "https://例子.example", "https://-a.example", "https://a..example", "https://example.com/<script>",
     'https://example.com/"x', "https://example.com/\\", "https://[", "https://example.com:99999/", "https://example.com/" + "a" * 500, "公众号"],
)  # fmt: skip
def test_not_a_url(typed: str) -> None:
    assert refused(Url().read, typed)[0] == "url-format"


# ---------- divisions ----------

with files("schema").joinpath("divisions.csv").open(encoding="utf-8", newline="") as table:
    DIVISIONS = list(csv.DictReader(table))


@pytest.mark.parametrize("row", DIVISIONS, ids=lambda row: f"{row['city_slug']}-{row['division_name']}")
def test_every_division_resolves_within_its_city(row: dict[str, str]) -> None:
    city, name = row["city_slug"], row["division_name"]
    found = division.find(city, name)
    assert found == division.Division(city, name, row["kind"])
    assert city in division.cities_with(name)
    for alias in filter(None, row["aliases"].split("|")):
        assert division.find(city, alias) is not None


def test_counts_of_divisions() -> None:
    kinds = [row["kind"] for row in DIVISIONS]
    assert (kinds.count("区"), kinds.count("县级市"), kinds.count("县")) == (58, 26, 52)
    assert {row["city_slug"] for row in DIVISIONS} == set(constants().cities)


@pytest.mark.parametrize(
    ("city", "text", "name"),
    [("jinan", "历下", "历下区"), ("jinan", "平阴", "平阴县"), ("qingdao", "胶州", "胶州市"), ("jinan", "市中", "市中区"), ("zaozhuang", "市中区", "市中区"),
     ("heze", "曹县", "曹县"), ("heze", "单县", "单县")],
)  # fmt: skip
def test_division_spellings(city: str, text: str, name: str) -> None:
    found = division.find(city, text)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    ("city", "text"),
    [("jinan", "兰山区"), ("jinan", "曹"), ("heze", "曹"), ("jinan", ""), ("jinan", "区"), ("jinan", "济南市")],
)
def test_not_a_division(city: str, text: str) -> None:
    assert division.find(city, text) is None


def test_ambiguous_zones_stay_within_their_city() -> None:
    zones = {city: division.find(city, "高新区") for city in division.cities_with("高新区")}
    assert len(zones) > 1
    assert all(zone is not None and zone.city == city for city, zone in zones.items())


def test_cities_by_name() -> None:
    for slug, city in constants().cities.items():
        assert constants().city_named(city.name) == constants().city_named(city.short) == city
        assert city.slug == slug
    assert constants().city_named("北京市") is None


# ---------- industries ----------


@pytest.mark.parametrize("row", industries(), ids=lambda row: f"{row.code}-{row.name}")
def test_every_industry_is_its_own(row: Any) -> None:
    assert classify(row.sector, row.name) == row


@pytest.mark.parametrize(
    ("sector", "text", "name"),
    [("工业", "橡胶轮胎", "橡胶和塑料制品业"), ("工业", "轮胎行业", "橡胶和塑料制品业"), ("工业", "煤炭开采和洗选", "煤炭开采和洗选业"),
     ("工业", "煤矿、医药", "煤炭开采和洗选业"), ("工业", "量子占星", None), ("工业", "业", None), ("工业", "", None)],
)  # fmt: skip
def test_classify(sector: str, text: str, name: str | None) -> None:
    found = classify(sector, text)
    assert (found.name if found else None) == name


def test_sectors_of_the_table() -> None:
    assert {row.sector for row in industries()} == set(SECTORS)


# ---------- choices, materials, labels ----------


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [("国有企业", ("企业", "事业单位"), "企业"), ("服务业", ("生产性服务业", "生活性服务业"), None), ("所属种类", ("大模型产品所属种类",), "大模型产品所属种类"),
     ("单位性", ("单位性质", "单位性质说明"), "单位性质"), ("济楠市", ("济南市", "济宁市"), "济南市"), ("济某市", ("济南市", "济宁市"), None),
     ("力成区", ("历城区", "槐荫区"), "历城区"), ("联系人信名", ("联系人姓名", "手机号码"), "联系人姓名"), ("", ("乙",), "乙"), ("xyz", ("企业",), None)],
)  # fmt: skip
def test_nearest(text: str, options: tuple[str, ...], found: str | None) -> None:
    assert nearest(text, options) == found


@pytest.mark.parametrize(
    ("name", "head", "right"),
    [("a.pdf", b"%PDF-1.7", True), ("A.PDF", b"%PDF-1.4", True), ("a.png", b"\x89PNG\r\n\x1a\n", True), ("a.jpg", b"\xff\xd8\xff\xe0", True),
     ("a.JPEG", b"\xff\xd8\xff\xdb", True), ("a.pdf", b"\x89PNG\r\n\x1a\n", False), ("a.png", b"\xff\xd8\xff", False), ("a.pdf", b"", False),
     ("a.pdf", b" %PDF-", True), ("a.pdf", b"x %PDF-", False), ("a.docx", b"PK\x03\x04", False), ("a", b"%PDF-", False), ("a.pdf.exe", b"MZ", False)],
)  # fmt: skip
def test_material_type(name: str, head: bytes, right: bool) -> None:
    assert (wrong_type(name, head) is None) == right
