"""The open data: the public fields as JSON and CSV under the form's own keys, reproducible to the byte."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from schema.vocabulary.survey import constants
from scripts.site.catalogue import Catalogue
from scripts.site.columns import ENTERPRISE, LICENCE, PAGE, PRODUCT, RIGHTS, ROUND, VERSION, DataColumn, Value, cells
from scripts.site.views import ProductEntry, UnitEntry, industry_key

# First characters of a formula (OWASP, CSV injection); spreadsheets in CJK locales take the full-width ones too.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of entries: its file's name without ending, its title, columns and rows. ``json`` says whether there is JSON too."""

    name: str
    title: str
    columns: tuple[DataColumn, ...]
    entries: Sequence[Value]
    json: bool = True


def entries(cat: Catalogue, site_url: str = "") -> tuple[list[Value], list[Value]]:
    """Every 附件1 and every 附件2 as public data. With the site's own address, pages have whole addresses, here and below."""
    enterprises = [entry for unit in cat.units if (entry := enterprise(unit, site_url))]
    return enterprises, [product(item, site_url) for unit in cat.units for item in unit.products]


def tables(cat: Catalogue, site_url: str = "") -> tuple[DataTable, ...]:
    """The tables of entries: products, enterprises, 知识产权."""
    enterprises, products = entries(cat, site_url)
    return (
        DataTable("products", "产品", PRODUCT, products),
        DataTable("enterprises", "企业", ENTERPRISE, enterprises),
        DataTable("intellectual-property", "知识产权", RIGHTS, _rights(products), json=False),
    )


def head(cat: Catalogue) -> dict[str, Value]:
    """What is the same for all entries."""
    return {ROUND.key: cat.round, VERSION.key: cat.version, LICENCE.key: constants().licence}


def files(head: Mapping[str, Value], tables: Iterable[DataTable]) -> dict[str, bytes]:
    """File name → content, of tables as CSV and JSON."""
    out = {}
    for table in tables:
        out[f"{table.name}.csv"] = csv_bytes([column.key for column in table.columns], rows(head, table))
        if table.json:
            out[f"{table.name}.json"] = listed(head, table.entries)
    return out


def rows(head: Mapping[str, Value], table: DataTable) -> list[list[Value]]:
    """The rows of a table, with what is the same for all in each."""
    same = {key: head.get(key) for key in (VERSION.key, LICENCE.key)}
    return cells(table.columns, (entry | same for entry in table.entries))


def enterprise(unit: UnitEntry, site_url: str = "") -> dict[str, Value] | None:
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
        **dated(form.round, unit, site_url),
    }


def product(item: ProductEntry, site_url: str = "") -> dict[str, Value]:
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
        **dated(form.round, item, site_url),
    }


def dated(round: int, entry: UnitEntry | ProductEntry, site_url: str) -> dict[str, Value]:
    """An entry's round, dates and page."""
    first, last = (entry.dates.first, entry.dates.last) if entry.dates else (None, None)
    return {"批次": round, "首次公布": first, "最近更新": last, PAGE.key: site_url + entry.url}


def _rights(products: Iterable[Value]) -> list[Value]:
    """Every 知识产权 of every product, one an entry."""
    return [product | right for product in products for right in product["大模型产品知识产权情况"]]


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
