"""The open data: the public fields as JSON and CSV under the form's own keys, reproducible to the byte."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any, TypeAlias

from scripts.site.catalogue import Catalogue
from scripts.site.views import ProductEntry, UnitEntry, industry_key
from scripts.site.vocabulary import UNCLASSED

Value: TypeAlias = Any  # what json.dumps takes
# First characters of a formula (OWASP, CSV injection); spreadsheets in CJK locales take the full-width ones too.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of the CSV: dotted key, meaning, and where needed how to flatten the value of the JSON."""

    key: str
    meaning: str
    flat: Callable[[Value], Value] | None = None

    def reader(self) -> Callable[[Value], Value]:
        """A function from an entry's JSON to the cell's value, None where the entry has none."""
        first, _, second = self.key.partition(".")
        if second:
            return lambda entry: (entry[first] or {}).get(second)
        flat = self.flat
        return itemgetter(first) if flat is None else lambda entry: flat(entry[first])


def cells(columns: Sequence[DataColumn], entries: Iterable[Value]) -> list[list[Value]]:
    """The entries as rows."""
    readers = [column.reader() for column in columns]
    return [[read(entry) for read in readers] for entry in entries]


def _patents(value: Value) -> str:
    return "；".join(f"{item['类型']}：{item['说明']}" if item["说明"] else item["类型"] for item in value)


NAMES = ("enterprises.json", "enterprises.csv", "products.json", "products.csv")
SOURCE = "版本"  # a column of every CSV; once, at the top, in JSON
DATED = (
    DataColumn("批次", "哪一年的摸底"),
    DataColumn("首次公布", "年月日；没有历史时为空"),
    DataColumn("最近更新", "年月日；没有历史时为空"),
    DataColumn("页面", "条目在本站的地址，从网站根目录算起"),
)
ENTERPRISE = (
    DataColumn("企业名称", "按营业执照"),
    DataColumn("统一社会信用代码", "18 位，唯一标识一家单位"),
    DataColumn("注册资金", "单位：万元"),
    DataColumn("单位注册地.市", "十六市之一"),
    DataColumn("单位注册地.区县", "区、县或县级市"),
    DataColumn("行政区划代码", "所在市的代码，6 位"),
    DataColumn("单位性质", "企业、事业单位、社会组织、其他"),
    DataColumn("单位性质说明", "单位性质为其他时填写"),
    DataColumn("经营范围", "按营业执照"),
    DataColumn("企业简介", "单位自述"),
    DataColumn("大模型产品研发服务团队情况.人员数量", "单位：人"),
    DataColumn("大模型产品研发服务团队情况.团队能力", "单位自述"),
    DataColumn("大模型产品研发情况及相关业务发展规划", "单位自述"),
    DataColumn("网址", "选填"),
    *DATED,
)
PRODUCT = (
    DataColumn("报送单位", "单位名称"),
    DataColumn("统一社会信用代码", "报送单位的代码，可与企业表关联"),
    DataColumn("市", "报送单位所在市"),
    DataColumn("行政区划代码", "所在市的代码，6 位"),
    DataColumn("单位性质", "报送单位的；只报送产品的，照信用代码的开头"),
    DataColumn("大模型产品名称", "不含版本号"),
    DataColumn("版本号", "原样照录，是文字，不是数"),
    DataColumn("大模型产品所属种类", "基础级、行业级、场景级"),
    DataColumn("应用所属行业.门类", "行业级填写：工业、生产性服务业、生活性服务业、其它"),
    DataColumn("应用所属行业.行业", "行业级填写，按原文"),
    DataColumn("建议行业.门类", "按建议行业目录归入的门类，统计用它；未归类的照填报"),
    DataColumn("建议行业.行业", f"按建议行业目录归入的行业，或“{UNCLASSED}”"),
    DataColumn("应用所属场景", "场景级填写"),
    DataColumn("大模型产品知识产权情况", "各项类型与说明，以分号隔开", _patents),
    DataColumn("大模型产品检测情况.是否检测", "是、否"),
    DataColumn("大模型产品检测情况.检测机构", "已检测时填写"),
    DataColumn("大模型产品检测情况.检测时间", "年月或年月日"),
    DataColumn("大模型产品检测情况.机构具备资质", "是、否"),
    DataColumn("大模型产品介绍及应用情况", "单位自述"),
    DataColumn("大模型产品主要应用领域及可适用推广前景", "单位自述"),
    DataColumn("网址", "选填"),
    *DATED,
)


def entries(cat: Catalogue) -> tuple[list[Value], list[Value]]:
    """Every 附件1 and every 附件2 as public data."""
    enterprises = [entry for unit in cat.units if (entry := enterprise(unit))]
    return enterprises, [product(item) for unit in cat.units for item in unit.products]


def files(cat: Catalogue, enterprises: Sequence[Value], products: Sequence[Value]) -> dict[str, bytes]:
    """File name → content, of the entries as JSON and CSV."""
    head = {"批次": cat.round, "版本": cat.version}
    contents = (
        listed(head, enterprises),
        _csv(cat, ENTERPRISE, enterprises),
        listed(head, products),
        _csv(cat, PRODUCT, products),
    )
    return dict(zip(NAMES, contents, strict=True))


def enterprise(unit: UnitEntry) -> dict[str, Value] | None:
    """A unit's 附件1 as public data; None where it reports products only."""
    form = unit.enterprise
    if form is None:
        return None
    return {
        "企业名称": form.name,
        "统一社会信用代码": unit.code,
        "注册资金": _number(form.capital),
        "单位注册地": {"市": form.city_name, "区县": form.district},
        "行政区划代码": unit.city.code,
        "单位性质": form.nature,
        "单位性质说明": form.nature_note,
        "经营范围": form.scope,
        "企业简介": form.profile,
        "大模型产品研发服务团队情况": {"人员数量": form.team_size, "团队能力": form.team_skills},
        "大模型产品研发情况及相关业务发展规划": form.plans,
        "网址": form.website,
        **_dated(form.round, unit),
    }


def product(item: ProductEntry) -> dict[str, Value]:
    """A product's 附件2 as public data."""
    form, testing = item.data, item.data.testing
    return {
        "报送单位": item.unit,
        "统一社会信用代码": item.code,
        "市": item.city.name,
        "行政区划代码": item.city.code,
        "单位性质": item.nature,
        "大模型产品名称": form.name,
        "版本号": form.version,
        "大模型产品所属种类": form.level,
        "应用所属行业": {"门类": form.industry.sector, "行业": form.industry.text} if form.industry else None,
        "建议行业": dict(zip(("门类", "行业"), industry_key(item), strict=True)) if form.industry else None,
        "应用所属场景": form.scenario,
        "大模型产品知识产权情况": [{"类型": patent.kind, "说明": patent.note} for patent in form.patents],
        "大模型产品检测情况": {
            "是否检测": _yes(testing.tested),
            "检测机构": testing.lab,
            "检测时间": testing.date,
            "机构具备资质": _yes(testing.qualified),
        },
        "大模型产品介绍及应用情况": form.introduction,
        "大模型产品主要应用领域及可适用推广前景": form.prospects,
        "网址": form.website,
        **_dated(form.round, item),
    }


def _dated(round: int, entry: UnitEntry | ProductEntry) -> dict[str, Value]:
    """An entry's round, dates and page."""
    first, last = (entry.dates.first, entry.dates.last) if entry.dates else (None, None)
    return {"批次": round, "首次公布": first, "最近更新": last, "页面": entry.url}


RIGHTS = ("报送单位", "统一社会信用代码", "大模型产品名称", "版本号", "类型", "说明", "页面")
RIGHTS_NAME = "intellectual-property.csv"


def rights_csv(cat: Catalogue) -> bytes:
    """Every 知识产权 of every product, one a row."""
    rows = (
        (item.unit, item.code, item.data.name, item.data.version, right.kind, right.note, item.url, item.round)
        for unit in cat.units
        for item in unit.products
        for right in item.data.patents
    )
    return csv_bytes((*RIGHTS, "批次", "版本"), ((*row, cat.version) for row in rows))


def compact_json(value: Value) -> bytes:
    """JSON without blanks, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def safe_cell(value: Value) -> str:
    """A cell's text, with a leading ' where a spreadsheet would take it for a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in _FORMULA else text


def listed(head: Mapping[str, Value], entries: Iterable[Value]) -> bytes:
    """Entries as JSON, one a line."""
    return b"".join(
        (compact_json(head)[:-1], ',"条目":[\n'.encode(), b",\n".join(map(compact_json, entries)), b"\n]}\n")
    )


def _csv(cat: Catalogue, columns: Sequence[DataColumn], entries: Iterable[Value]) -> bytes:
    *most, page = (column.key for column in columns)
    rows = ([*row[:-1], cat.version, row[-1]] for row in cells(columns, entries))
    return csv_bytes([*most, SOURCE, page], rows)


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file for Excel: UTF-8 with BOM, CRLF, no cell a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _yes(value: bool | None) -> str | None:
    return None if value is None else "是" if value else "否"
