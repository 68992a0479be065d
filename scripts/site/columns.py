"""The columns of the open data's tables: key, meaning and datatype. An entry of an older archive may lack some."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import Any, TypeAlias

from scripts.site.vocabulary import UNCLASSED

Value: TypeAlias = Any  # what json.dumps takes


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of the CSV: dotted key, meaning, and where needed how to flatten the value of the JSON.

    ``kind`` is the datatype of its cells, by XML Schema.
    """

    key: str
    meaning: str
    flat: Callable[[Value], Value] | None = None
    kind: str = "string"

    def reader(self) -> Callable[[Value], Value]:
        """A function from an entry's JSON to the cell's value, None where the entry has none."""
        first, _, second = self.key.partition(".")
        if second:
            return lambda entry: (entry.get(first) or {}).get(second)
        flat = self.flat
        return methodcaller("get", first) if flat is None else lambda entry: flat(entry.get(first) or ())


def cells(columns: Sequence[DataColumn], entries: Iterable[Value]) -> list[list[Value]]:
    """The entries as rows."""
    readers = [column.reader() for column in columns]
    return [[read(entry) for read in readers] for entry in entries]


def _patents(value: Value) -> str:
    return "；".join(f"{item['类型']}：{item['说明']}" if item["说明"] else item["类型"] for item in value)


# The same for all entries: once at the top of JSON, a column of every other table.
VERSION = DataColumn("版本", "数据版本：日期和提交号；JSON 里写在开头")
LICENCE = DataColumn("许可", "以什么许可供人使用；JSON 里写在开头")
ROUND = DataColumn("批次", "哪一年的摸底", kind="gYear")
PAGE = DataColumn("页面", "条目的网址；网站不知道自己的网址时，从网站根目录算起", kind="anyURI")
DATED = (
    ROUND,
    DataColumn("首次公布", "年月日；没有历史时为空", kind="date"),
    DataColumn("最近更新", "年月日；没有历史时为空", kind="date"),
    VERSION,
    LICENCE,
    PAGE,
)
ENTERPRISE = (
    DataColumn("企业名称", "按营业执照"),
    DataColumn("统一社会信用代码", "18 位，唯一标识一家单位"),
    DataColumn("注册资金", "单位：万元", kind="decimal"),
    DataColumn("单位注册地.市", "十六市之一"),
    DataColumn("单位注册地.区县", "区、县或县级市"),
    DataColumn("行政区划代码", "所在市的代码，6 位"),
    DataColumn("单位性质", "企业、事业单位、社会组织、其他"),
    DataColumn("单位性质说明", "单位性质为其他时填写"),
    DataColumn("经营范围", "按营业执照"),
    DataColumn("企业简介", "单位自述"),
    DataColumn("大模型产品研发服务团队情况.人员数量", "单位：人", kind="integer"),
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


RIGHTS = (
    DataColumn("报送单位", "单位名称"),
    DataColumn("统一社会信用代码", "报送单位的代码"),
    DataColumn("大模型产品名称", "不含版本号"),
    DataColumn("版本号", "原样照录，是文字，不是数"),
    DataColumn("类型", "软件著作权、发明专利、其他"),
    DataColumn("说明", "编号或说明，按填报"),
    ROUND,
    VERSION,
    LICENCE,
    PAGE,
)
