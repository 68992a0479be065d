"""What the notice's tables print, word for word: labels, notes and options, each with the field that it belongs to.

``catalogue forms`` prints it, and ``catalogue import`` recognises it. Fields are named by path; what a field is, the forms define.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schema.forms.registry import ENTERPRISE, PRODUCT
from schema.public.projection import PublicBureau
from schema.vocabulary.survey import City, constants, range_words


@dataclass(frozen=True, slots=True)
class Option:
    """A box to tick: the value it stands for, the text printed behind it, and the short names that clerks use."""

    value: str
    printed: str
    names: tuple[str, ...] = ()
    blank: str = ""  # the words before a blank to fill in
    tail: str = ""  # the words behind it


@dataclass(frozen=True, slots=True)
class Box:
    """A labelled box of a table.

    ``note`` is printed in the box; ``options`` are boxes to tick; ``parts`` are its parts in the printed order; ``extra`` boxes stand
    on the 补充页.
    """

    label: str
    field: str = ""  # the field that it holds, where that has another label
    note: str = ""
    other: tuple[str, ...] = ()  # other labels that clerks write
    options: tuple[Option, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()  # (field label, printed words)
    half: bool = False  # two such boxes share a row
    extra: bool = False
    unit: str = ""
    long: bool = False  # asks for a text of many words

    @property
    def key(self) -> str:
        """The label of its field."""
        return self.field or self.label


def _range_note(label: str) -> str:
    return f"（{range_words(label).replace(' ', '')}）"


_ENTERPRISE = (
    Box(
        "企业名称（中文）", field="企业名称", other=("企业名称", "单位名称", "企业全称", "公司名称", "企业名称（全称）")
    ),
    Box("统一社会信用代码", other=("社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码证号")),
    Box("注册资金", note="（万元）", other=("注册资本", "注册资本金"), unit="万元"),
    Box("单位注册地", other=("注册地", "注册地址", "单位注册地址", "企业注册地")),
    Box(
        "单位性质",
        other=("企业性质",),
        options=(
            Option("企业", "企业"),
            Option("事业单位", "事业单位"),
            Option("社会组织", "社会组织（社会团体、民办非企业单位）", ("社会组织",)),
            Option("其他", "其他，请说明", ("其他", "其它"), blank="请说明"),
        ),
    ),
    Box("联系人姓名", other=("联系人", "姓名"), half=True),
    Box(
        "手机号码",
        other=(
            "手机",
            "手机号",
            "联系方式",
            "联系电话",
            "电话",
            "移动电话",
            "联系人电话",
            "联系人手机",
            "联系手机",
            "手机（联系人）",
        ),
        half=True,
    ),
    Box("经营范围", note="（按照营业执照等法人证书填写）", long=True),
    Box("企业简介", note=_range_note("企业简介"), other=("单位简介", "公司简介", "单位情况简介"), long=True),
    Box(
        "企业年度收入",
        note="（单位：万元）",
        other=("年度收入", "年收入", "企业年收入", "单位年度收入", "年度总收入"),
        unit="万元",
        half=True,
    ),
    Box(
        "企业大模型相关收入",
        note="（单位：万元）",
        other=(
            "大模型相关收入",
            "大模型收入",
            "企业大模型收入",
            "大模型业务收入",
            "大模型相关业务收入",
            "大模型产品收入",
        ),
        unit="万元",
        half=True,
    ),
    Box(
        "大模型产品研发服务团队情况",
        note="（需注明人员数量、团队能力情况）",
        other=("研发服务团队情况", "研发团队情况", "团队情况", "大模型研发团队情况"),
        parts=(("人员数量", "人员数量"), ("团队能力", "团队能力")),
    ),
    Box(
        "大模型产品研发情况及相关业务发展规划",
        note=_range_note("大模型产品研发情况及相关业务发展规划"),
        other=(
            "大模型产品研发情况及业务发展规划",
            "研发情况及相关业务发展规划",
            "研发情况及发展规划",
            "大模型研发情况及发展规划",
            "大模型研发情况及相关业务发展规划",
            "大模型产品研发情况及发展规划",
        ),
        long=True,
    ),
    Box("高成长性说明", note=f"（大模型相关收入不足{constants().threshold}万元的填写）", extra=True, long=True),
)

_SECTOR_BLANK = {"blank": "请说明", "tail": "行业"}
_PRODUCT = (
    Box("报送单位", other=("单位名称", "企业名称", "申报单位", "填报单位", "报送单位名称")),
    Box("联系人", other=("联系人姓名", "姓名"), half=True),
    Box(
        "联系方式",
        other=("联系电话", "电话", "手机号码", "手机", "手机号", "移动电话", "联系人电话", "联系人手机"),
        half=True,
    ),
    Box(
        "大模型产品名称及版本号",
        field="大模型产品名称",
        note="例如：基础级大模型：盘古大模型、九天大模型；行业级大模型：知业·铝业大模型；场景级大模型：海若·合同评审大模型。",
        other=(
            "大模型产品名称",
            "产品名称",
            "产品名称及版本号",
            "大模型名称及版本号",
            "产品名称及版本",
            "大模型产品名称及版本",
            "产品名称和版本号",
            "大模型名称",
        ),
        parts=(("大模型产品名称", "产品名称"), ("版本号", "版本号")),
    ),
    Box(
        "大模型产品知识产权情况",
        other=("知识产权情况", "产品知识产权情况", "知识产权", "产品知识产权"),
        options=(
            Option("软件著作权", "拥有软件著作权。", ("拥有软件著作权", "软件著作权")),
            Option("发明专利", "拥有发明专利。", ("拥有发明专利", "发明专利")),
            Option("其他", "其他，请说明：", ("其他", "其它"), blank="请说明"),
        ),
    ),
    Box(
        "大模型产品检测情况",
        note="（需注明是否由具备资质的检验检测机构进行检测并出具报告，注明检测机构名称及检测时间）",
        other=("检测情况", "产品检测情况", "产品检测"),
        parts=(
            ("是否检测", "是否由检验检测机构检测并出具报告"),
            ("检测机构", "检测机构名称"),
            ("检测时间", "检测时间"),
            ("机构具备资质", "检测机构是否具备资质"),
        ),
    ),
    Box(
        "大模型产品所属种类",
        other=(
            "所属种类",
            "产品种类",
            "产品所属种类",
            "大模型产品种类",
            "产品类别",
            "产品类型",
            "大模型类别",
            "大模型产品类别",
            "级别",
        ),
        options=(
            Option(
                "基础级",
                "基础大模型：参数量大、结构复杂、处理力强的通用大模型产品，能为行业级、场景级大模型产品研发提供适配灵活、稳定性高的底座支撑。",
                ("基础大模型", "基础级大模型", "基础级", "基础类"),
            ),
            Option(
                "行业级",
                "行业大模型：面向某个特定行业或领域需求，采用大规模数据训练和先进算法的深度学习模型。",
                ("行业大模型", "行业级大模型", "行业级", "行业类"),
            ),
            Option(
                "场景级",
                "场景大模型：面向具体应用场景，表现为智能体、应用程序（APP）、模型即服务（MaaS）等形式的大模型产品。",
                ("场景大模型", "场景级大模型", "场景级", "场景类"),
            ),
        ),
    ),
    Box(
        "行业级大模型产品应用所属行业",
        field="应用所属行业",
        other=("应用所属行业", "所属行业", "行业级大模型应用所属行业"),
        options=(
            Option("工业", "工业，请说明：", ("工业",), **_SECTOR_BLANK),
            Option("生产性服务业", "生产性服务业，请说明：", ("生产性服务业",), **_SECTOR_BLANK),
            Option("生活性服务业", "生活性服务业，请说明：", ("生活性服务业",), **_SECTOR_BLANK),
            Option("其它", "其它，请说明：", ("其它", "其他"), **_SECTOR_BLANK),
        ),
        note="参考附表",
    ),
    Box("场景级大模型产品应用所属场景", field="应用所属场景", other=("应用所属场景", "所属场景", "应用场景")),
    Box(
        "大模型产品介绍及应用情况",
        other=("产品介绍及应用情况", "大模型产品介绍", "产品介绍及应用", "大模型产品介绍及应用", "产品介绍"),
        long=True,
    ),
    Box(
        "大模型产品主要应用领域及可适用推广前景",
        note=_range_note("大模型产品主要应用领域及可适用推广前景"),
        other=("主要应用领域及可适用推广前景", "主要应用领域及推广前景", "应用领域及推广前景"),
        long=True,
    ),
    Box("统一社会信用代码", note="（报送单位的代码）", other=("社会信用代码", "信用代码"), extra=True),
    Box("知识产权明细", note="（类型写软件著作权、发明专利或其他，说明写登记号、专利号）", extra=True),
)

_COMMON = (
    Box("网址", note="（选填）", extra=True, other=("网站",)),
    Box(
        "报送材料",
        field="材料",
        note="（有扫描件的写文件名；交纸质件的在“线下提交”写“是”）",
        extra=True,
        other=("材料", "证明材料"),
    ),
    Box(
        "承诺",
        extra=True,
        options=(
            Option(
                "信息可公开",
                "提供的摸底信息为可公开内容",
                ("提供的摸底信息为可公开内容", "摸底信息为可公开内容", "信息可公开"),
            ),
            Option("真实合法", "对报送材料真实性、合法性负责", ("对报送材料真实性、合法性负责", "真实合法")),
        ),
    ),
)

BOXES: Mapping[str, tuple[Box, ...]] = {ENTERPRISE.paper: _ENTERPRISE + _COMMON, PRODUCT.paper: _PRODUCT + _COMMON}
EXTRA_TITLE = "补充页"
EXTRA_NOTE = "（通知附表未列、报送所需的内容）"
SEAL = "（单位公章）"
DRAFT = "草稿　有错误，不能盖章"
BOND = "不公开部分：{}"  # the commitment of a form in two halves
PLACE = ("山东省", "市", "区（县/市）")  # the printed words around the three blanks of 单位注册地
MATERIAL_COLUMNS = ("类别", "文件", "线下提交")
PATENT_COLUMNS = ("类型", "说明")


def handed_to(city: City, contact: PublicBureau) -> str:
    """Where the sealed paper goes; "" where the bureau made no address public."""
    ways = {"邮箱": contact.mail, "电话": "、".join(contact.phones), "地址": contact.address}
    told = "　".join(f"{label} {text}" for label, text in ways.items() if text)
    return told and f"交到：{city.bureau}　{told}"
