"""A catalogue of varied Chinese texts: words drawn by Zipf's law, so that no two entries are alike and some words are everywhere."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

from pypinyin.constants import PHRASES_DICT

from schema.public.projection import PublicSurvey, PublicUnit
from scripts.site.catalogue import Catalogue, catalogue
from tools.site_fixture import many, site_input

COMMON = "人工智能 大模型 数据 知识 能源 化工 物流 合同 评审 工业 智能体 部署 训练 平台 行业 应用 场景 服务 企业 系统 检测 推广 的 和 在 是 了 等"


class Prose:
    """Endless text, the same at each run."""

    def __init__(self) -> None:
        self.pick = random.Random(20240610)
        phrases = sorted(phrase for phrase in PHRASES_DICT if 2 <= len(phrase) <= 4)
        self.words = [*COMMON.split(), *self.pick.sample(phrases, 4000)]
        self.weights = list(itertools.accumulate(1 / (rank + 3) ** 0.95 for rank in range(len(self.words))))

    def text(self, size: int) -> str:
        """About ``size`` characters with punctuation."""
        words = self.pick.choices(self.words, cum_weights=self.weights, k=size // 2)
        marked = (word + "，，。"[number % 3] if number % 7 == 6 else word for number, word in enumerate(words))
        return "".join(marked)[:size]


def survey(entries: int) -> PublicSurvey:
    """``entries`` entries: half of them units, each with one product."""
    prose = Prose()

    def vary(unit: PublicUnit) -> PublicUnit:
        assert unit.enterprise
        name = f"示例{prose.text(4)}智能科技有限公司"
        form = replace(
            unit.enterprise,
            name=name,
            profile=prose.text(200),
            plans=prose.text(450),
            team_skills=prose.text(60),
            scope=prose.text(60),
        )
        product = replace(
            unit.products[0], name=f"示例{prose.text(4)}大模型", introduction=prose.text(150), prospects=prose.text(200)
        )
        return replace(unit, name=name, enterprise=form, products=(product,))

    plain = many(entries // 2)
    return replace(plain, units=tuple(map(vary, plain.units)))


def prose_catalogue(entries: int) -> Catalogue:
    """The survey as the site sees it."""
    return catalogue(site_input(survey(entries)))
