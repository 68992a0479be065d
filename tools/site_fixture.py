"""Public surveys made by hand for the site's tests: seven sample units, filler units, many units, hostile units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from schema.public.projection import (
    PublicEnterprise,
    PublicIndustry,
    PublicPatent,
    PublicProduct,
    PublicSurvey,
    PublicTesting,
    PublicUnit,
)
from schema.vocabulary.survey import TextRange, constants
from scripts.site.catalogue import SiteInput
from scripts.site.views import Dates

CITIES = tuple(constants().cities.values())

# The tables of the statistics, but for the amounts.
FIGURES = ("cities", "industries", "scenarios", "testing", "patents", "natures", "teams", "months")

SAMPLES = (
    PublicUnit(
        code="91370102EXAMPLE031",
        city="jinan",
        name="示例泉智科技有限公司",
        nature="企业",
        sample=True,
        enterprise=PublicEnterprise(
            name="示例泉智科技有限公司",
            capital=Decimal("5000"),
            city_name="济南市",
            district="历下区",
            nature="企业",
            nature_note=None,
            team_size=86,
            scope=(
                "人工智能基础软件开发；人工智能应用软件开发；软件开发；数据处理服务；技术服务、技术开发、技术咨询（示"
                "例文字，请按营业执照填写）。"
            ),
            profile=(
                "示例泉智科技有限公司是为演示填报流程而虚构的单位，设定为二〇一九年在济南市历下区注册，主要从事通用大"
                "模型的训练、推理与工程化服务。公司设算法、数据、平台、交付四个部门，自建数据清洗与标注流程，面向政务"
                "、制造、教育等领域的客户提供模型私有化部署、知识库问答和智能体开发服务，已形成从数据治理、模型训练到"
                "上线运维的完整能力，并建立了内容安全审核与模型评测制度。本段内容均为虚构，不对应任何真实企业。"
            ),
            team_skills=(
                "算法研究 28 人，数据工程 22 人，平台研发 20 人，交付与运维 16 人；具备分布式训练、模"
                "型压缩、检索增强和安全评测能力。"
            ),
            plans=(
                "研发情况：公司已完成两代通用大模型的训练，现行版本支持长文本理解、工具调用和多轮对话，配套提供数据清"
                "洗工具、评测平台和推理服务框架，可在国产算力和通用算力上部署。训练数据来自合法授权的公开语料与自建语"
                "料，建立了数据来源登记、去重、脱敏和抽检制度，每次版本升级均开展能力评测与安全评测，评测记录留存备查"
                "。应用方面，已在政务服务问答、制造业设备知识库、教育辅助三个方向开展试点。发展规划：第一年完善模型的"
                "行业适配工具链，降低中小企业使用门槛；第二年建设面向全省的模型服务平台，提供按量调用和私有化两种交付"
                "方式；第三年与高校、产业园区共建联合实验室，培养算法与数据人才，形成可复制的行业解决方案。以上内容均"
                "为演示用的虚构文字。"
            ),
            website="https://www.example.com/quanzhi",
            round=2024,
        ),
        products=(
            PublicProduct(
                slug="jichu",
                name="示例泉智基础大模型",
                version="V2.0",
                level="基础级",
                patents=(
                    PublicPatent("软件著作权", "软著登字第0000001号（示例）"),
                    PublicPatent("发明专利", "ZL000000000001.X（示例）"),
                ),
                testing=PublicTesting(True, "示例软件检验检测中心", "2024-03-18", True),
                industry=None,
                scenario=None,
                introduction=(
                    "示例泉智基础大模型 V2.0 为虚构的通用大模型，支持文本生成、知识问答、长文本理解和工具调用，提供"
                    "接口调用与私有化部署两种方式，在示例政务服务中心和示例制造企业开展了知识问答试点应用。"
                ),
                prospects=(
                    "该产品可作为行业级、场景级大模型产品的底座，主要应用于政务服务、工业制造、教育培训、企业办公等领域。"
                    "通过提供微调工具链和评测平台，行业用户可以用较少的数据完成适配，降低研发成本和周期。产品支持在多种算"
                    "力环境部署，便于在市、县两级单位推广，预计可在公文写作、设备运维、客服问答等方面形成可复制的应用案例"
                    "，具有较好的推广前景。本段为虚构文字。"
                ),
                website=None,
                round=2024,
            ),
        ),
    ),
    PublicUnit(
        code="91371302EXAMPLEE8M",
        city="linyi",
        name="示例沂蒙物流智能科技有限公司",
        nature="企业",
        sample=True,
        enterprise=PublicEnterprise(
            name="示例沂蒙物流智能科技有限公司",
            capital=Decimal("1234.5678"),
            city_name="临沂市",
            district="兰山区",
            nature="企业",
            nature_note=None,
            team_size=31,
            scope="供应链管理服务；软件开发；数据处理和存储支持服务（示例文字，请按营业执照填写）。",
            profile=(
                "示例沂蒙物流智能科技有限公司是虚构单位，设定为从事商贸物流数字化的软件企业，为物流园区和专线企业提供"
                "调度、结算和客服系统。公司在多年业务数据基础上开发行业大模型，用于货源描述理解、线路推荐和异常件处理"
                "，配有数据治理和安全管理人员，业务系统通过等级保护测评后再上线运行。本段内容均为虚构，仅用于演示填报"
                "，不对应任何真实企业。"
            ),
            team_skills="算法 9 人，物流业务 7 人，研发 15 人；熟悉商贸物流业务流程。",
            plans=(
                "研发情况：公司围绕商贸物流的下单、调度、运输、签收四个环节整理了业务语料和规则库，在开源模型基础上完"
                "成行业微调，实现货源描述的结构化、线路和车型推荐、异常件原因归纳以及客服应答辅助。模型与既有业务系统"
                "通过接口连接，建议结果由调度人员确认后生效，并记录采纳情况用于改进。数据方面，对收发货人的姓名、电话"
                "和地址先作脱敏处理，训练数据不含个人信息。发展规划：第一，扩大试点园区数量，形成统一的数据接口规范；"
                "第二，完善模型对大件、冷链等特殊货物的支持；第三，面向个体司机和小微专线推出手机端助手，降低使用门槛"
                "；第四，配合行业协会制定应用指南，逐步向周边城市推广。以上内容均为演示用的虚构文字。"
            ),
            website=None,
            round=2024,
        ),
        products=(
            PublicProduct(
                slug="wuliu",
                name="示例商路·物流大模型",
                version="V3.0",
                level="行业级",
                patents=(
                    PublicPatent("软件著作权", "软著登字第0000006号（示例）"),
                    PublicPatent("发明专利", "ZL000000000006.7（示例）"),
                ),
                testing=PublicTesting(True, "示例信息系统检测有限公司", "2023-12", True),
                industry=PublicIndustry("生产性服务业", "物流", None, None),
                scenario=None,
                introduction=(
                    "面向物流园区和专线企业提供货源结构化、线路推荐、异常件处理和客服辅助，在一个示例园区的 12 家专线"
                    "试用。"
                ),
                prospects=(
                    "产品主要应用于商贸物流园区、零担专线和城市配送企业，可用于订单录入、车辆调度、异常处理和客户服务等岗"
                    "位，减少人工录入和沟通成本。产品通过接口接入现有系统，不改变业务流程，上线周期约为两周。省内物流园区"
                    "分布广、业务模式相近，数据接口可以复用，适合先在一个园区形成样板，再向其他城市推广，并可延伸到仓储和"
                    "供应链金融等服务。本段为虚构文字。"
                ),
                website=None,
                round=2024,
            ),
        ),
    ),
    PublicUnit(
        code="91370211EXAMPLE46L",
        city="qingdao",
        name="示例海纳工业智能有限公司",
        nature="企业",
        sample=True,
        enterprise=PublicEnterprise(
            name="示例海纳工业智能有限公司",
            capital=Decimal("2000.00"),
            city_name="青岛市",
            district="青岛西海岸新区",
            nature="企业",
            nature_note=None,
            team_size=42,
            scope="工业互联网数据服务；人工智能行业应用系统集成服务；软件开发（示例文字，请按营业执照填写）。",
            profile=(
                "示例海纳工业智能有限公司是虚构单位，设定为注册在青岛西海岸新区的工业智能企业，面向橡胶轮胎、家电、装"
                "备等行业提供大模型应用产品。公司把工艺机理与语言模型结合，开发了生产知识问答、质量缺陷归因、合同评审"
                "等产品，服务流程涵盖需求调研、数据治理、模型微调、现场部署和持续运维。公司设有质量与安全小组，负责数"
                "据分级、权限控制和上线前评测。本段内容均为虚构，仅用于演示填报。"
            ),
            team_skills="算法 14 人，工艺专家 8 人，工程交付 20 人；熟悉橡塑加工工艺和工业现场系统集成。",
            plans=(
                "研发情况：公司以开源基础模型为底座，围绕橡胶和塑料制品行业建设了工艺知识库和缺陷样本库，完成行业级大"
                "模型的微调和检索增强，实现配方问答、工艺参数建议和质量问题归因；同时面向企业法务与采购部门开发了合同"
                "评审智能体，支持条款比对、风险提示和修改建议。两个产品均可在企业内网部署，数据不出厂，所有建议由人工"
                "确认后执行。发展规划：一是继续扩充行业数据，计划与三家示例工厂共建样本标注规范；二是完善产品的权限、"
                "审计和评测功能，满足中大型企业的管理要求；三是面向中小企业推出轻量版本，降低部署成本；四是与本地高校"
                "合作开展工艺机理与模型融合研究，逐步把经验推广到家电、装备等行业。以上内容均为演示用的虚构文字。"
            ),
            website=None,
            round=2024,
        ),
        products=(
            PublicProduct(
                slug="hetong",
                name="示例海纳·合同评审大模型",
                version="1.0",
                level="场景级",
                patents=(PublicPatent("其他", "软件著作权已受理，受理号：示例-2024-0001"),),
                testing=PublicTesting(False, None, None, None),
                industry=None,
                scenario="企业采购与销售合同评审",
                introduction=(
                    "以智能体形式提供合同条款比对、风险提示和修改建议，在一家示例企业的采购部门试用，评审意见由法务人员确"
                    "认。"
                ),
                prospects=(
                    "产品适用于企业法务、采购、销售等部门，以及律师事务所和园区的公共法律服务。它以智能体和接口两种方式提"
                    "供，可嵌入现有办公系统，上传合同后自动比对范本条款、标出风险并给出修改建议，所有意见均需人工确认。合"
                    "同评审是各类企业普遍存在的需求，产品不依赖特定行业数据，可以按行业替换范本库，推广成本较低。本段为虚"
                    "构文字。"
                ),
                website=None,
                round=2024,
            ),
            PublicProduct(
                slug="xiangsu",
                name="示例海纳·橡塑大模型",
                version="V1.10",
                level="行业级",
                patents=(PublicPatent("软件著作权", "软著登字第0000002号（示例）"),),
                testing=PublicTesting(True, "示例工业软件检测有限公司", "2024-04", True),
                industry=PublicIndustry("工业", "橡胶轮胎", "29", "橡胶和塑料制品业"),
                scenario=None,
                introduction=(
                    "示例海纳·橡塑大模型面向橡胶和塑料制品行业，提供工艺问答、参数建议和缺陷归因，在两家示例工厂的密炼和"
                    "成型工序试用。"
                ),
                prospects=(
                    "产品主要应用于轮胎、胶管、塑料制品等生产企业的工艺、质量和设备管理环节，可用于新员工培训、现场问题处"
                    "置和质量追溯。产品采用内网部署，数据不出企业，接入现有的生产管理系统即可使用，实施周期短。橡塑行业企"
                    "业数量多、工艺相近，样本和规则可以复用，适合在产业集群内推广，也可以扩展到纺织、建材等流程相近的行业"
                    "。本段为虚构文字。"
                ),
                website=None,
                round=2024,
            ),
        ),
    ),
    PublicUnit(
        code="91370602EXAMPLE89M",
        city="yantai",
        name="示例芝光智能科技有限公司",
        nature="企业",
        sample=True,
        enterprise=PublicEnterprise(
            name="示例芝光智能科技有限公司",
            capital=Decimal("300"),
            city_name="烟台市",
            district="烟台经济技术开发区",
            nature="企业",
            nature_note=None,
            team_size=15,
            scope="人工智能应用软件开发；信息系统集成服务（示例文字，请按营业执照填写）。",
            profile=(
                "示例芝光智能科技有限公司是虚构的初创企业，设定为二〇二二年成立，专注于港口与文旅场景的大模型应用。公"
                "司以智能体为主要产品形态，为客户提供现场问答、单证核对和客服辅助等功能，团队以算法和产品人员为主，采"
                "用小步快跑的方式迭代，重视数据安全和用户隐私，所有上线功能均经过人工评测。本段内容均为虚构，仅用于演"
                "示填报。"
            ),
            team_skills="算法 6 人，产品与设计 4 人，工程 5 人；具备智能体编排和多模态识别能力。",
            plans=(
                "研发情况：公司基于开源模型开发了港口单证核对智能体和景区客服智能体，完成提示编排、知识检索、工具调用"
                "和人工复核流程建设，能够识别常见单证的字段并提示不一致之处。为保证结果可靠，产品对每条提示给出依据，"
                "不确定时转人工处理，系统保留完整日志。公司建立了数据最小化和定期删除制度，不保存与业务无关的个人信息"
                "。发展规划：今年完成产品的检测和软件著作权登记，与两家示例客户签订正式服务合同；明年扩充单证类型，推"
                "出面向中小货代企业的订阅版本；后年把智能体平台开放给合作伙伴，由其按场景自行配置。同时计划扩充算法团"
                "队，与本地高校共建实习基地，逐步把相关收入提高到一千万元以上。以上内容均为演示用的虚构文字。"
            ),
            website=None,
            round=2024,
        ),
        products=(
            PublicProduct(
                slug="danzheng",
                name="示例芝光·港口单证核对大模型",
                version="V1.2",
                level="场景级",
                patents=(PublicPatent("软件著作权", "软著登字第0000004号（示例）"),),
                testing=PublicTesting(False, None, None, None),
                industry=None,
                scenario="港口进出口单证核对",
                introduction=(
                    "以智能体形式核对提单、装箱单、发票等单证字段，标出不一致之处并转人工确认，在一家示例货代企业试用三个"
                    "月。"
                ),
                prospects=(
                    "产品主要应用于港口、货代和外贸企业的单证处理岗位，可减少重复核对工作，降低因单证错误造成的延误。产品"
                    "以网页和接口两种方式提供，不需要改造现有系统，支持按单证类型逐步启用。省内沿海城市港口和外贸企业较多"
                    "，单证格式相近，规则和样本可以复用，先在一个港区试点后即可向其他港区推广，并可扩展到仓储和保税业务。"
                    "本段为虚构文字。"
                ),
                website=None,
                round=2024,
            ),
        ),
    ),
    PublicUnit(
        code="12370705EXAMPLE2X3",
        city="weifang",
        name="示例潍坊数字农业研究所",
        nature="事业单位",
        sample=True,
        enterprise=None,
        products=(
            PublicProduct(
                slug="zhongzhi",
                name="示例蔬语·设施蔬菜种植大模型",
                version="V0.9",
                level="行业级",
                patents=(
                    PublicPatent("软件著作权", "软著登字第0000003号（示例）"),
                    PublicPatent("其他", "自建设施蔬菜病虫害图文数据集（示例）"),
                ),
                testing=PublicTesting(False, None, None, None),
                industry=PublicIndustry("其它", "设施农业", "01", "农业"),
                scenario=None,
                introduction="面向设施蔬菜种植户提供病虫害识别问答、水肥管理建议和农事记录，在三个示例大棚园区试用一个生长季。",
                prospects=(
                    "产品主要应用于日光温室和拱棚蔬菜生产，服务对象包括种植户、农民专业合作社和基层农技推广人员。用户通过"
                    "手机提交文字或图片，即可获得病虫害识别、水肥管理和农事安排建议，重要建议附有来源并提示咨询当地农技人"
                    "员。设施蔬菜在省内种植面积大、技术需求相近，产品可以按作物和地区更换知识库，适合依托农技推广体系逐步"
                    "推广。本段为虚构文字。"
                ),
                website=None,
                round=2024,
            ),
        ),
    ),
    PublicUnit(
        code="51370602EXAMPLE38H",
        city="yantai",
        name="示例胶东医疗人工智能促进会",
        nature="社会组织",
        sample=True,
        enterprise=None,
        products=(
            PublicProduct(
                slug="jiankang",
                name="示例康问·健康管理大模型",
                version="V1.0",
                level="行业级",
                patents=(PublicPatent("发明专利", "ZL000000000005.2（示例）"),),
                testing=PublicTesting(True, "示例医疗软件检测中心", "2024-01-09", True),
                industry=PublicIndustry("生活性服务业", "健康服务", None, None),
                scenario=None,
                introduction="面向社区健康管理人员提供健康宣教材料生成和随访提纲整理，不提供诊断意见，在两家示例社区服务站试用。",
                prospects=(
                    "产品主要应用于社区卫生服务和健康管理机构，帮助工作人员生成健康宣教材料、整理随访提纲和归纳常见问题，"
                    "不作诊断和处方。所有内容在使用前由专业人员审核，个人健康信息在本地处理并按规定删除。社区健康管理工作"
                    "量大、流程相近，产品可按病种更换知识库，适合在城市社区和乡镇卫生院逐步推广，也可用于企业员工健康服务"
                    "。本段为虚构文字。"
                ),
                website=None,
                round=2024,
            ),
        ),
    ),
)

# Code, city, name, nature, then (name, level, 门类, industry or scenario) of each product.
_FILLER = (
    (
        "91370202EXAMPLE38Q",
        "qingdao",
        "示例泗数智能科技有限公司",
        "企业",
        (("纺织", "行业级", "工业", "纺织业"), ("客服", "场景级", "", "景区与酒店客服")),
    ),
    (
        "91370303EXAMPLE542",
        "zibo",
        "示例淄云智能科技有限公司",
        "企业",
        (("陶瓷", "行业级", "工业", "非金属矿物制品业"),),
    ),
    (
        "91370502EXAMPLE70K",
        "dongying",
        "示例渤数智能科技有限公司",
        "企业",
        (("油气勘探", "行业级", "工业", "石油和天然气开采业"),),
    ),
    (
        "12370102EXAMPLE036",
        "jinan",
        "示例泉城人工智能研究院",
        "事业单位",
        (
            ("政务", "行业级", "其它", "公共管理、社会保障和社会组织"),
            ("公文写作", "场景级", "", "机关公文起草与核校"),
        ),
    ),
    (
        "93371302EXAMPLE62L",
        "linyi",
        "示例沭河数字农业专业合作社",
        "其他",
        (("农技问答", "场景级", "", "基层农技推广问答"),),
    ),
    ("91371002EXAMPLEC1E", "weihai", "示例威海云智能科技有限公司", "企业", ()),
)


def _filler(
    code: str, city: str, name: str, nature: str, products: tuple[tuple[str, str, str, str], ...]
) -> PublicUnit:
    base = SAMPLES[1]
    assert base.enterprise is not None
    form = replace(
        base.enterprise,
        name=name,
        city_name=next(c.name for c in CITIES if c.slug == city),
        district="示例区",
        capital=Decimal(1000),
    )
    made = tuple(
        replace(
            base.products[0],
            slug=f"p{number}",
            name=f"{name[:4]}·{idea}大模型",
            level=level,
            industry=PublicIndustry(sector, field, None, None) if level == "行业级" else None,
            scenario=field if level == "场景级" else None,
            introduction=f"面向{field}提供知识问答、资料整理和辅助决策，所有输出由人工确认后使用，在一家示例单位试用。",
        )
        for number, (idea, level, sector, field) in enumerate(products, 1)
    )
    return PublicUnit(code, city, name, nature, True, form if nature == "企业" else None, made)


def survey() -> PublicSurvey:
    """Twelve fictional units in eight cities; some report products only, one reports none."""
    units = [*SAMPLES, *(_filler(*row) for row in _FILLER)]
    codes = {city.slug: city.code for city in CITIES}
    return PublicSurvey(2024, tuple(sorted(units, key=lambda unit: (codes[unit.city], unit.code))))


def dates(of: PublicSurvey) -> Mapping[str, Dates]:
    """A first and a last date for each entry, all different days."""
    keys = [unit.code for unit in of.units if unit.enterprise]
    keys += [f"{unit.code}/{product.slug}" for unit in of.units for product in unit.products]
    return {
        key: Dates(f"2024-05-{number % 28 + 1:02d}", f"2024-06-{number % 9 + 1:02d}") for number, key in enumerate(keys)
    }


def site_input(of: PublicSurvey | None = None, *, dated: bool = True, version: str | None = "2024-06-09") -> SiteInput:
    """The input of a build."""
    of = of if of is not None else survey()
    texts = {
        "企业简介": TextRange(100, 300, advised=False),
        "大模型产品介绍及应用情况": TextRange(100, None, advised=True),
    }
    return SiteInput(of, CITIES, date(2024, 6, 10), dates(of) if dated else {}, version, Decimal(500), texts)


def many(count: int) -> PublicSurvey:
    """``count`` units with one product each."""
    base = next(unit for unit in SAMPLES if len(unit.products) == 2)
    assert base.enterprise is not None
    units = []
    for number in range(count):
        city = CITIES[number * 16 // count]
        code, name = f"91{city.code}EX{number:08d}", f"示例第{number}号智能科技有限公司"
        form = replace(base.enterprise, name=name, city_name=city.name)
        product = replace(base.products[number % 2], slug="p", name=f"示例第{number}号大模型")
        units.append(replace(base, code=code, city=city.slug, name=name, enterprise=form, products=(product,)))
    return PublicSurvey(2024, tuple(units))


HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}}{% raw %}",
    '"><img src=x onerror=alert(1)>',
    "'][x](javascript:alert(1)) **重** `码`",
    "]]></script><!-- &amp; &lt; -->",
    "⟦body⟧⟦title⟧ =HYPERLINK(1)",
)


def hostile() -> PublicSurvey:
    """A unit and a product whose every text is hostile."""
    bad = " ".join(HOSTILE)
    form = PublicEnterprise(bad, Decimal(1), bad, bad, "企业", bad, bad, bad, 1, bad, bad, "javascript:alert(1)", 2024)
    product = PublicProduct(
        "bad", bad, bad, "行业级", (PublicPatent("其他", bad),), PublicTesting(True, bad, bad, True),
        PublicIndustry("工业", bad, None, bad), None, bad, bad, "https://user:pass@example.com/\"><script>", 2024,
    )  # fmt: skip
    scene = replace(product, slug="scene", level="场景级", industry=None, scenario=bad, website="data:text/html,x")
    unit = PublicUnit("91370102EXAMPLE031", "jinan", bad, bad, False, form, (product, scene))
    bare = replace(
        unit, code="91370112EXAMPLE11B", enterprise=None, products=(replace(product, level="基础级", industry=None),)
    )
    return PublicSurvey(2024, (unit, bare))
