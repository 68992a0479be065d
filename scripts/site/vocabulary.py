"""The site's fixed terms: the three levels as 附件2 defines them, and the cities' places on the cartogram."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """A level of products. ``rank`` 1 is the lowest layer; ``text`` is the form's own definition."""

    name: str
    slug: str
    rank: int
    text: str

    @property
    def url(self) -> str:
        """The level's page."""
        return f"levels/{self.slug}/"


LEVELS = (
    Level(
        "基础级",
        "foundation",
        1,
        "参数量大、结构复杂、处理力强的通用大模型产品，能为行业级、场景级大模型产品研发提供适配灵活、稳定性高的底座支撑。",
    ),
    Level("行业级", "industry", 2, "面向某个特定行业或领域需求，采用大规模数据训练和先进算法的深度学习模型。"),
    Level(
        "场景级",
        "scenario",
        3,
        "面向具体应用场景，表现为智能体、应用程序（APP）、模型即服务（MaaS）等形式的大模型产品。",
    ),
)

UNCLASSED = "未归类"  # an industry that fits no row of the 建议行业目录
SECTORS = ("工业", "生产性服务业", "生活性服务业", "其它")
NATURES = ("企业", "事业单位", "社会组织", "其他")
PATENTS = ("软件著作权", "发明专利", "其他")

_TEAMS = ((1, 9), (10, 49), (50, 199), (200, None))


def _team(low: int, high: int | None) -> str:
    return f"{low} 人及以上" if high is None else f"不足 {high + 1} 人" if low == 1 else f"{low} 至 {high} 人"


TEAMS = tuple(_team(low, high) for low, high in _TEAMS)  # bands of 人员数量, in words


def team_of(size: int) -> str:
    """The band of a team's size."""
    return TEAMS[max(place for place, (low, _) in enumerate(_TEAMS) if size >= low or not place)]


# Row and column of each city on the cartogram, roughly as they lie.
PLACES = {
    "jinan": (2, 2),
    "qingdao": (2, 5),
    "zibo": (2, 3),
    "zaozhuang": (4, 3),
    "dongying": (1, 3),
    "yantai": (1, 5),
    "weifang": (2, 4),
    "jining": (4, 2),
    "taian": (3, 2),
    "weihai": (1, 6),
    "rizhao": (3, 4),
    "linyi": (3, 3),
    "dezhou": (1, 1),
    "liaocheng": (2, 1),
    "binzhou": (1, 2),
    "heze": (4, 1),
}
