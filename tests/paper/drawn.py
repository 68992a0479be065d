"""Hypothesis strategies: any valid submission, as values."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from schema.forms.enterprise import NATURES, Enterprise
from schema.forms.form import Form, specs
from schema.forms.product import LEVELS, PATENT_KINDS, Product
from schema.reading.form_reading import read_form
from schema.reading.read import read
from schema.text.placeholder import is_placeholder
from schema.text.words import tidy
from scripts.writing.values import Values, tidied
from scripts.writing.yaml_writer import write_form

_CHARS = "示例大模型产品研发的一了在有中人工业数据，。、；：“”（）《》·—…！？AaZz09.,:;-+=#&*!|>'\"%@`{}[]~/\\ \u3000"
_FILL = "示例单位为虚构的企业，从事大模型的研制与服务，"


def _clean(text: str) -> str:
    return re.sub(r"[ \t]*\n[ \t]*", "\n", tidied(text))


def lines(least: int = 1, most: int = 40) -> st.SearchStrategy[str]:
    """A text of one line."""
    return (
        st.text(_CHARS, min_size=least, max_size=most)
        .map(tidy)
        .filter(lambda text: len(text) >= least and not is_placeholder(text))
    )


def passages(words: int) -> st.SearchStrategy[str]:
    """A text of about so many 字, in one or more paragraphs."""
    filler = (_FILL * (words // len(_FILL) + 1))[:words]
    return st.tuples(st.text(_CHARS + "\n", max_size=60), st.text(_CHARS + "\n", max_size=30)).map(
        lambda ends: _clean(f"示{ends[0]}{filler}{ends[1]}例")
    )


def amounts() -> st.SearchStrategy[str]:
    """An amount in plain digits."""
    return st.tuples(st.integers(0, 10**8), st.sampled_from(["", ".5", ".25", ".000001"])).map(
        lambda parts: f"{parts[0]}{parts[1]}"
    )


def _materials(kinds: tuple[str, ...]) -> st.SearchStrategy[Any]:
    kind, file = st.sampled_from(kinds), st.sampled_from(["materials/证书.pdf", "materials/a b.PNG"])
    offline = st.sampled_from(["是", "否"])
    item = st.one_of(  # a 类别 alone is no proof
        st.fixed_dictionaries({"类别": kind, "文件": file}, optional={"线下提交": offline}),
        st.fixed_dictionaries({"类别": kind, "线下提交": offline}),
    )
    return st.lists(item, min_size=1, max_size=6)


_PLEDGE = st.just({"信息可公开": "是", "真实合法": "是"})
_SITE = st.sampled_from(["https://www.example.com/a?b=1", "https://shili.example"])


@st.composite
def enterprises(draw: Any) -> Values:
    """附件1."""
    nature = draw(st.sampled_from(NATURES))
    revenue = draw(amounts())
    values: Values = {
        "企业名称": draw(lines(2, 60)),
        "统一社会信用代码": "91370102EXAMPLE031",
        "注册资金": draw(amounts()),
        "单位注册地": draw(
            st.fixed_dictionaries(
                {"市": st.sampled_from(["济南市", "德州", "烟台市"]), "区县": lines(2, 12)},
                optional={"地址": lines(2, 20)},
            )
        ),
        "单位性质": nature,
        "联系人姓名": draw(lines(2, 10)),
        "手机号码": "15400000001",
        "经营范围": draw(passages(30)),
        "企业简介": draw(passages(120)),
        "企业年度收入": revenue,
        "企业大模型相关收入": draw(amounts()),
        "大模型产品研发服务团队情况": {"人员数量": str(draw(st.integers(1, 9999))), "团队能力": draw(passages(20))},
        "大模型产品研发情况及相关业务发展规划": draw(passages(220)),
        "材料": draw(_materials(("营业执照", "能力证明", "其他"))),
        "承诺": draw(_PLEDGE),
    }
    if nature == "其他":
        values["单位性质说明"] = draw(lines(2, 12))
    if float(values["企业大模型相关收入"]) < 500:
        values["高成长性说明"] = draw(passages(30))
    if draw(st.booleans()):
        values["网址"] = draw(_SITE)
    return settled(Enterprise, values)


@st.composite
def products(draw: Any) -> Values:
    """附件2."""
    level = draw(st.sampled_from(LEVELS))
    values: Values = {
        "报送单位": draw(lines(2, 60)),
        "联系人": draw(lines(2, 10)),
        "联系方式": draw(st.sampled_from(["15400000001", "0531-00000001转801、15400000002", "400-123-4567"])),
        "大模型产品名称": draw(lines(2, 50)),
        "版本号": draw(lines(1, 20)),
        "大模型产品知识产权情况": draw(st.lists(_patents(), min_size=1, max_size=5)),
        "大模型产品检测情况": draw(_testings()),
        "大模型产品所属种类": level,
        "大模型产品介绍及应用情况": draw(passages(110)),
        "大模型产品主要应用领域及可适用推广前景": draw(passages(110)),
        "材料": draw(_materials(("营业执照", "知识产权证书", "检测报告", "应用证明", "其他"))),
        "承诺": draw(_PLEDGE),
    }
    if level == "行业级":
        sector = st.sampled_from(["工业", "生产性服务业", "生活性服务业", "其它"])
        words = st.one_of(lines(2, 12), st.sampled_from(["汽车行业", "橡胶轮胎", "工业", "其它服务"]))
        values["应用所属行业"] = {"门类": draw(sector), "行业": draw(words)}
    if level == "场景级":
        values["应用所属场景"] = draw(lines(2, 30))
    return settled(Product, values)


@st.composite
def _patents(draw: Any) -> Values:
    kind = draw(st.sampled_from(PATENT_KINDS))
    return {"类型": kind} | ({"说明": draw(lines(2, 20))} if kind == "其他" or draw(st.booleans()) else {})


@st.composite
def _testings(draw: Any) -> Values:
    if draw(st.booleans()):
        return {"是否检测": "否"}
    return {
        "是否检测": "是",
        "检测机构": draw(lines(2, 20)),
        "检测时间": draw(st.sampled_from(["2024-03", "2023-12-31"])),
        "机构具备资质": draw(st.sampled_from("是否")),
    }


def settled(cls: type[Form], values: Values) -> Values:
    """Values in the form's order."""
    return {key: values[key] for key in (spec.label for spec in specs(cls)) if key in values}


def form_of(cls: type[Form], values: Values) -> Any:
    """The form that the written values give; it must be whole."""
    reading = read("form.yaml", write_form(cls, values).encode())
    assert reading.document is not None and not reading.findings, reading.findings
    found = read_form(cls, reading.document)
    assert found.whole, found.findings
    return found.form
