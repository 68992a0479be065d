"""One reader for every layout: the same labels and answers in a Word table, a list, a sheet and lines give the same values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.intake.draft import Draft, drafts_of_docx, drafts_of_sheets
from scripts.intake.options import pick
from scripts.intake.rich import Rich
from scripts.paper.wording import BOXES
from scripts.sandbox.refused import Refused
from scripts.writing.values import Values, leaves
from tests.paper.clerks import ENTERPRISE, PRODUCT, SECTORS
from tests.profiles import examples

TITLE = "山东省大模型企业摸底调研表"
_Table = Sequence[Sequence[str]]


def word(*tables: _Table, title: str = TITLE, lines: Sequence[str] = ()) -> dict[str, Any]:
    """A Word file as the sandbox reads it."""
    blocks: list[Any] = [["p", [[title, False, False]]]]
    for table in tables:
        rows = [
            [
                {"c": place, "s": 1, "v": "", "p": [[[line, False, False]] for line in text.split("\n")]}
                for place, text in enumerate(row)
            ]
            for row in table
        ]
        blocks.append(["t", rows])
    blocks += [["p", [[line, False, False]]] for line in lines]
    return {"blocks": blocks, "footer": "", "remarks": []}


def sheet(table: _Table, signs: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A workbook as the sandbox reads it; ``signs`` by text."""
    return {
        "sheets": [{"name": "名单", "rows": [[[text, (signs or {}).get(text, "")] for text in row] for row in table]}]
    }


def beside(rows: Mapping[str, str]) -> list[list[str]]:
    """Labels left, answers right."""
    return [[label, text] for label, text in rows.items()]


def only(result: tuple[list[Draft], Any]) -> Draft:
    (draft,) = result[0]
    return draft


def read(rows: Mapping[str, str], title: str = TITLE) -> Draft:
    return only(drafts_of_docx("表", word(beside(rows), title=title)))


def told(draft: Draft) -> str:
    """Everything that the receipt says beside the values."""
    receipt = draft.receipt
    return "\n".join(
        [*receipt.before.values(), *(text for _, text in receipt.unread), *(word for words in receipt.remarks.values() for word in words), *receipt.notes]
    )  # fmt: skip


# ---------- the same in every layout ----------


@pytest.mark.parametrize("rows", [ENTERPRISE, PRODUCT], ids=["enterprise", "product"])
def test_every_layout_gives_the_same(rows: Mapping[str, str]) -> None:
    expected = read(rows).values
    assert len(expected) >= 10
    lines = [part for label, text in rows.items() for part in (f"{label}：{text}").split("\n")]
    assert only(drafts_of_docx("表", word([list(rows), list(rows.values())]))).values == expected
    assert only(drafts_of_sheets("表", sheet([["一览表"], list(rows), list(rows.values())]))).values == expected
    assert only(drafts_of_sheets("表", sheet(beside(rows)))).values == expected
    assert only(drafts_of_docx("表", word([[f"{label}：{text}"] for label, text in rows.items()]))).values == expected
    assert only(drafts_of_docx("表", word(lines=lines))).values == expected


def test_labels_are_known_in_other_words() -> None:
    rows = {
        "1.企 业 名 称\n（盖章）": "示例甲有限公司", "★统一信用代码": "91370102EXAMPLE031", "注册资本（万元）*": "5000", "注册地址（省市区）": "济南市历下区示例路1号",
        "企业性质": "企业", "联系人": "示例甲", "手机": "15400000001", "2023年度收入（万元）": "8600", "其中：大模型相关收入（万元）": "3200",
        "大模型研发情况及发展规划": "研发情况：略",
    }  # fmt: skip
    values = read(rows).values
    assert values["企业年度收入"] == "8600" and values["企业大模型相关收入"] == "3200" and values["注册资金"] == "5000"
    assert values["手机号码"] == "15400000001" and values["单位注册地"]["区县"] == "历下区"
    assert "大模型产品研发情况及相关业务发展规划" in values
    product = read(PRODUCT | {"产品类别": "场景级大模型"}, title="大模型产品表")
    assert product.values["大模型产品所属种类"] == "行业级" and "场景级" in told(product)


def test_a_head_of_two_rows() -> None:
    table = [
        ["序号", "企业名称", "统一社会信用代码", "单位注册地", "", "", "联系人", "", "收入（万元）", ""],
        ["", "", "", "市", "区县", "地址", "姓名", "手机号码", "企业年度收入", "企业大模型相关收入"],
        ["1", "示例甲有限公司", "91370102EXAMPLE031", "济南市", "历下区", "示例路1号", "示例甲", "15400000001", "8600", "3200"],
        ["合计", "1"],
        ["填表人：示例丙", "", "", "联系电话：0531-00000101"],
        ["注：由各县区汇总"],
    ]  # fmt: skip
    drafts, outside = drafts_of_sheets("表", sheet(table))
    (draft,) = drafts
    assert draft.values["单位注册地"] == {"市": "济南市", "区县": "历下区", "地址": "示例路1号"}
    assert draft.values["联系人姓名"] == "示例甲" and draft.values["企业大模型相关收入"] == "3200"
    assert not draft.receipt.unread
    assert [text.split()[0] for _, text in outside] == ["合计", "填表人：示例丙", "注：由各县区汇总"]


def test_a_list_keeps_what_excel_spoils_and_what_has_no_column() -> None:
    table = [["报送单位", "统一社会信用代码", "大模型产品名称", "版本号", "备注"], ["示例甲有限公司", "9.1E+17", "=A1", "2", "加急"], ["", "", "", "", ""]]  # fmt: skip
    draft = only(drafts_of_sheets("表", sheet(table, {"9.1E+17": "long", "=A1": "formula", "2": "number"})))
    assert set(draft.values) == {"报送单位", "版本号"}
    assert all(words in told(draft) for words in ("15 位以后", "公式", "备注：加急", "末尾的 0"))


def test_cells_merged_downwards_are_one_cell_in_every_layout() -> None:
    top, below = [["示例甲公司", "", "restart"]], [["", "", "continue"]]
    names = [[["一号大模型", ""], ["场景级", ""]], [["二号大模型", ""], ["行业级", ""]]]
    head = [[text, ""] for text in ("报送单位", "大模型产品名称", "大模型产品所属种类")]
    listed = [head, top + names[0], below + names[1], below]
    drafts, _ = drafts_of_sheets("表", {"sheets": [{"name": "名单", "rows": listed}]})
    assert [(draft.unit_name, draft.product_name[0]) for draft in drafts] == [
        ("示例甲公司", "一号大模型"),
        ("示例甲公司", "二号大模型"),
    ]
    label, text = ["大模型产品所属种类", "", "restart"], ["介绍一段。", "", "restart"]
    laid = [
        [["报送单位", ""], ["示例甲公司", ""]],
        [label, ["□基础级", ""]], [["", "", "continue"], ["√行业级", ""]], [["", "", "continue"], ["□场景级", ""]],
        [["大模型产品介绍及应用情况", "", "restart"], text, ["大模型产品名称", ""], ["示例大模型", ""]],
        [["", "", "continue"], ["", "", "continue"], ["网址", ""], ["https://example.com", ""]],
    ]  # fmt: skip
    draft = only(drafts_of_sheets("表", {"sheets": [{"name": "附件2 大模型摸底", "rows": laid}]}))
    assert draft.values["大模型产品所属种类"] == "行业级" and draft.values["大模型产品介绍及应用情况"] == "介绍一段。"
    assert draft.values["网址"] == "https://example.com" and not draft.receipt.unread
    assert "勾选" not in told(draft)


def test_a_long_table_of_something_else_is_told_in_one_line() -> None:
    drafts, outside = drafts_of_sheets("表", sheet([["日期", "事项"], *[["今天", "开会"]] * 5000]))
    assert not drafts and [text for _, text in outside] == ["没有认出栏目，整张表没有读（10002 格）"]


# ---------- never guess ----------


def test_what_follows_an_answer_is_never_part_of_it() -> None:
    table = [
        ["企业名称", "示例甲有限公司", "法定代表人", "示例孙", "成立时间", "2017年5月"],
        ["统一社会信用代码", *"91370102EXAMPLE031"],
        ["联系人", "示例甲", "职务", "副总经理", "手机号码", "15400000001"],
        ["注册资金", "2000", "万元", "占地情况", "自有"],
        ["单位注册地", "山东省", "济南市", "历下区", "示例路1号", "邮编", "250000"],
        ["大模型产品研发服务团队情况", "人员数量", "30", "团队能力", "算法12人"],
        ["大模型产品研发情况及相关业务发展规划", "研发情况：略", "见附页"],
    ]
    draft = only(drafts_of_docx("表", word(table)))
    assert draft.values == {
        "企业名称": "示例甲有限公司", "统一社会信用代码": "91370102EXAMPLE031", "联系人姓名": "示例甲", "手机号码": "15400000001",
        "注册资金": "2000", "单位注册地": {"市": "济南市", "区县": "历下区", "地址": "示例路1号"},
        "大模型产品研发服务团队情况": {"人员数量": "30", "团队能力": "算法12人"}, "大模型产品研发情况及相关业务发展规划": "研发情况：略",
    }  # fmt: skip
    assert all(text in told(draft) for text in ("法定代表人：示例孙", "成立时间：2017年5月", "职务：副总经理", "占地情况：自有", "邮编：250000", "见附页"))  # fmt: skip


def test_two_pairs_in_one_row_of_a_table() -> None:
    table = [
        ["企业名称：示例甲有限公司", "统一社会信用代码：91370102EXAMPLE031"],
        ["联系人：示例甲　手机号码：15400000001"],
        ["企业大模型相关收入：3200", "大模型产品研发情况及相关业务发展规划：略"],
    ]
    values = only(drafts_of_docx("表", word(table))).values
    assert values["企业名称"] == "示例甲有限公司" and values["统一社会信用代码"] == "91370102EXAMPLE031"
    assert values["联系人姓名"] == "示例甲" and values["手机号码"] == "15400000001"


@pytest.mark.parametrize("row", [["填表人", "示例周", "联系电话", "15400000099"], ["填表人：示例周", "联系电话：15400000099"], ["填表人：示例周　联系电话：15400000099"]])  # fmt: skip
@pytest.mark.parametrize("first", [True, False])
def test_another_person_s_telephone_is_not_the_contact_s(row: list[str], first: bool) -> None:
    table = beside(ENTERPRISE)
    draft = only(drafts_of_docx("表", word([row, *table] if first else [*table, row])))
    assert draft.values == read(ENTERPRISE).values
    assert "示例周" in told(draft) and "15400000099" in told(draft)


def test_a_telephone_below_another_person_is_not_the_contact_s() -> None:
    rows = beside({label: text for label, text in ENTERPRISE.items() if label != "手机号码"})
    draft = only(drafts_of_docx("表", word([*rows, ["法定代表人", "示例周"], ["联系电话", "15400000099"]])))
    assert "手机号码" not in draft.values and "法定代表人 联系电话：15400000099" in told(draft)


def test_a_label_of_the_other_form_ends_an_answer() -> None:
    lines = [f"{label}：{text}" for label, text in PRODUCT.items() for text in [text.replace("\n", " ")]]
    draft = only(drafts_of_docx("表", word(lines=[*lines, "单位性质：企业", "法定代表人：示例孙"])))
    assert draft.values["大模型产品主要应用领域及可适用推广前景"] == PRODUCT["大模型产品主要应用领域及可适用推广前景"]
    assert "单位性质：企业" in told(draft) and "法定代表人：示例孙" in told(draft)


def test_what_comes_twice_stays_as_it_was_first() -> None:
    table = [*beside(ENTERPRISE), ["联系电话", "15400000099"], ["手机", "15400000001"]]
    draft = only(drafts_of_docx("表", word(table)))
    assert draft.values["手机号码"] == "15400000001"
    assert "“手机号码”出现了两次，取前一处；后一处：15400000099" in told(draft)
    assert told(draft).count("出现了两次") == 1  # the same answer again is no contradiction


@pytest.mark.parametrize("label", ["企业名称（中文）", "联系人姓名"])
def test_a_name_of_two_lines_is_not_written(label: str) -> None:
    draft = read(ENTERPRISE | {label: "示例甲\n示例乙"})
    assert label.removesuffix("（中文）") not in draft.values and "示例甲\n示例乙" in told(draft)


def test_a_second_form_in_a_table_is_a_form_of_its_own() -> None:
    other = {"企业名称（中文）": "示例另一家有限公司", "统一社会信用代码": "91370112EXAMPLE11B"}
    drafts, _ = drafts_of_docx("表", word([*beside(ENTERPRISE), *beside(other)]))
    assert [draft.unit_name for draft in drafts] == [ENTERPRISE["企业名称（中文）"], "示例另一家有限公司"]


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("山东省专精特新中小企业申报表", ENTERPRISE),
        ("企业信息表", {"企业名称": "示例甲", "统一社会信用代码": "91370102EXAMPLE031", "注册地址": "济南", "联系人": "示例甲", "年度收入": "1"}),
        ("大模型产品汇总表", PRODUCT),
    ],
)  # fmt: skip
def test_a_form_of_another_survey_is_refused(title: str, rows: Mapping[str, str]) -> None:
    with pytest.raises(Refused, match="没有导入"):
        drafts_of_docx("表", word(beside(rows), title=title))


def test_a_foreign_table_behind_ours_adds_nothing() -> None:
    other = {"企业名称": "示例甲", "统一社会信用代码": "91370112EXAMPLE11B", "联系人": "示例丙", "手机": "15400000088"}
    drafts, outside = drafts_of_docx("表", word(beside(ENTERPRISE), beside(other)))
    assert [draft.values for draft in drafts] == [read(ENTERPRISE).values]
    assert "15400000088" in "".join(text for _, text in outside)


def test_an_empty_form_beside_a_filled_one_is_no_form() -> None:
    blank = dict.fromkeys(PRODUCT, "") | {"大模型产品所属种类": "", "应用所属行业": ""}
    drafts, outside = drafts_of_docx("表", word(beside(ENTERPRISE), beside(blank)))
    assert len(drafts) == 1 and "附件2是空的，没有读" in [text for _, text in outside]


# ---------- ticks ----------


def options(label: str) -> Any:
    return next(box for boxes in BOXES.values() for box in boxes if box.label == label).options


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("企业  √事业单位  社会组织  其他", ["事业单位"]),
        ("企业\n√事业单位\n社会组织\n其他", ["事业单位"]),
        ("企业/√事业单位/社会组织/其他", ["事业单位"]),
        ("企业、事业单位、√社会组织、其他", ["社会组织"]),
        ("企业、事业单位√、社会组织、其他", ["事业单位"]),
        ("口企业 √事业单位 口社会组织 口其他", ["事业单位"]),
        ("囗企业囗事业单位√社会组织囗其他", ["社会组织"]),
        ("ロ企业 ロ事业单位 √社会组织", ["社会组织"]),
        ("〇企业 √事业单位 〇社会组织", ["事业单位"]),
        ("__企业 √事业单位 __社会组织", ["事业单位"]),
        ("×企业 √事业单位 ×社会组织", ["事业单位"]),
        ("✘企业 ✔事业单位", ["事业单位"]),
        ("（√）企业 （x）事业单位", ["企业"]),
        ("（V）企业 （ ）事业单位", ["企业"]),
        ("1.企业 √2.事业单位 3.社会组织", ["事业单位"]),
        ("企业  事业单位√", ["事业单位"]),
        ("□企业 事业单位√□社会组织", ["事业单位"]),
        ("□企业√ □事业单位 □社会组织 □其他", ["企业"]),
        ("企业（√） 事业单位（ ） 社会组织（ ）", ["企业"]),
        ("企业：是；事业单位：否；社会组织：否；其他：否", ["企业"]),
        ("请在□内打√：□企业 ☑事业单位", ["事业单位"]),
        ("企业（民营）", ["企业"]),
        # undecided
        ("企业√事业单位 社会组织 其他", []),
        ("企业 √ 事业单位 社会组织", []),
        ("企业\n√\n事业单位", []),
        ("□企业√□事业单位□社会组织", []),
        ("□企业 √ □事业单位 □社会组织", []),
        ("×企业 ×事业单位", []),
        ("企业法人", []),
        ("非企业", []),
        ("出口企业", []),
    ],
)
def test_a_tick_belongs_to_the_option_that_it_touches(text: str, chosen: list[str]) -> None:
    found = pick(options("单位性质"), Rich.bare(text))
    assert found.chosen == chosen
    assert chosen or "√" not in text or any("看不出" in words for words in found.unread)


@pytest.mark.parametrize(
    ("text", "patents"),
    [
        ("口拥有软件著作权。√拥有发明专利。口其他，请说明：", [{"类型": "发明专利"}]),
        ("软件著作权3项、发明专利2项", [{"类型": "软件著作权", "说明": "3项"}, {"类型": "发明专利", "说明": "2项"}]),
        ("软件著作权3项，发明专利0项", [{"类型": "软件著作权", "说明": "3项"}]),
        ("拥有软件著作权，没有发明专利", [{"类型": "软件著作权"}]),
        ("已取得软件著作权2项，发明专利正在申请", [{"类型": "软件著作权", "说明": "2项"}]),
        ("☑拥有软件著作权。☑拥有发明专利。□其他，请说明：", [{"类型": "软件著作权"}, {"类型": "发明专利"}]),
    ],
)
def test_rights(text: str, patents: list[Values]) -> None:
    draft = read(PRODUCT | {"大模型产品知识产权情况": text}, title="大模型产品表")
    assert draft.values["大模型产品知识产权情况"] == patents


@pytest.mark.parametrize(
    ("text", "industry"),
    [
        ("工业：纺织", {"门类": "工业", "行业": "纺织"}),
        ("纺织行业", {"门类": "工业", "行业": "纺织"}),
        ("工业、√生产性服务业（软件）、生活性服务业", {"门类": "生产性服务业", "行业": "软件"}),
        (SECTORS.replace("□工业，请说明：____行业", "√工业，请说明：纺织行业"), {"门类": "工业", "行业": "纺织"}),
        ("工业互联网平台", None),
    ],
)
def test_industry(text: str, industry: Values | None) -> None:
    draft = read(PRODUCT | {"行业级大模型产品应用所属行业": text}, title="大模型产品表")
    assert draft.values.get("应用所属行业") == industry
    assert industry or "互联网平台" in told(draft)


@pytest.mark.parametrize(
    ("text", "pledge"),
    [
        ("信息可公开  √真实合法", {"真实合法": "是"}),
        ("信息可公开√真实合法", None),
        ("信息可公开 √ 真实合法", None),
        ("信息可公开、真实合法", None),
        ("☑信息可公开 ☑真实合法", {"信息可公开": "是", "真实合法": "是"}),
    ],
)
def test_no_pledge_is_made_for_anybody(text: str, pledge: Values | None) -> None:
    draft = read(ENTERPRISE | {"承诺": text})
    assert draft.values.get("承诺") == pledge and (pledge or told(draft))


# ---------- answers by their field ----------


@pytest.mark.parametrize(
    ("text", "testing"),
    [
        ("由示例软件评测中心于2023年12月检测并出具报告", {"是否检测": "是", "检测机构": "示例软件评测中心", "检测时间": "2023-12"}),
        ("是，示例信通院，2024.03", {"是否检测": "是", "检测机构": "示例信通院", "检测时间": "2024-03"}),
        ("未检测", {"是否检测": "否"}),
        ("正在检测", None),
        ("未由具备资质的检验检测中心进行检测", None),
    ],
)  # fmt: skip
def test_testing(text: str, testing: Values | None) -> None:
    draft = read(PRODUCT | {"大模型产品检测情况": text}, title="大模型产品表")
    assert draft.values.get("大模型产品检测情况") == testing and text in told(draft)


@pytest.mark.parametrize(
    ("text", "level"),
    [("场景级大模型产品", "场景级"), ("3.场景级", "场景级"), ("行业级、场景级", None), ("不是基础级", None)],
)
def test_level(text: str, level: str | None) -> None:
    draft = read(PRODUCT | {"大模型产品所属种类": text}, title="大模型产品表")
    assert draft.values.get("大模型产品所属种类") == level and (level or text in told(draft))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("崂山区示例路73号", {"市": "青岛市", "区县": "崂山区", "地址": "示例路73号"}),
        ("山东省青岛市西海岸新区示例路1号", {"市": "青岛市", "区县": "西海岸新区", "地址": "示例路1号"}),
        ("市中区示例路1号", None),  # Jinan and Zaozhuang have one
        ("示例路1号", None),
    ],
)
def test_place(text: str, place: Values | None) -> None:
    draft = read(ENTERPRISE | {"单位注册地": text})
    assert draft.values.get("单位注册地") == place and (place or text in told(draft))


@pytest.mark.parametrize(
    ("text", "amount", "words"),
    [
        ("1.2亿元", "12000", "1.2亿元"),
        ("5000000元", "500", "5000000元"),
        ("伍仟万元整", "5000", "伍仟万元整"),
        ("9600万元（未审计）", "9600", "未审计"),
        ("约500万元", "约500万元", ""),
        ("￥5000", "￥5000", ""),
        ("500万美元", "500万美元", ""),
    ],
)
def test_amounts(text: str, amount: str, words: str) -> None:
    draft = read(ENTERPRISE | {"注册资金": text})
    assert draft.values["注册资金"] == amount and words in told(draft)


def test_look_alike_characters_stay() -> None:
    assert read(ENTERPRISE | {"企业名称（中文）": "示例⼤模型有限公司"}).values["企业名称"] == "示例⼤模型有限公司"


# ---------- nothing is lost ----------

_TEXTS = st.text("丙丁戊己庚辛一二三工业企业√□×:：；，。、（）()1234567890 \n联系人", min_size=1, max_size=14)
_LABELS = st.sampled_from(
    [
        *ENTERPRISE,
        *PRODUCT,
        "备注",
        "法定代表人",
        "填表人",
        "联系电话",
        "市",
        "人员数量",
        "版本号",
        "承诺",
        "材料",
        "职务",
    ]
)
_CELLS = st.one_of(_TEXTS, _LABELS, st.just(""), st.builds("{}：{}".format, _LABELS, _TEXTS))


@examples(120)
@given(st.sampled_from([ENTERPRISE, PRODUCT]), st.lists(st.lists(_CELLS, max_size=6), max_size=7), st.booleans())
def test_each_text_is_in_a_value_or_in_the_receipt(rows: Mapping[str, str], extra: _Table, in_sheet: bool) -> None:
    table = [*beside(rows), *extra]
    drafts, outside = drafts_of_sheets("表", sheet(table)) if in_sheet else drafts_of_docx("表", word(table))
    kept = [text for _, text in outside]
    for draft in drafts:
        kept += [*(leaf.text for leaf in leaves(draft.kind.cls, draft.values)), told(draft), draft.code, draft.slug]
    for text in (text for row in extra for text in row):
        assert set(text) & set("丙丁戊己庚辛") <= set("".join(kept)), text
