"""``build --timings``: every stage by its name, in its order, and their sum."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from scripts.build import Options, build
from scripts.timings import Timings
from tests.surveys import ROOT

STAGES = [
    *(
        "读取与检查",
        "Git 历史",
        "装载主题，整理条目",
        "数据文件、条目数据、搜索索引",
        "列表与其余页面",
        "条目页",
        "列表的全部行",
    ),
    *("离线填报页", "等待同时写的部分", "汇总表", "换上新的结果", "合计"),
]
LINE = re.compile(r" *(\d+\.\d\d) 秒（处理器 (\d+\.\d\d) 秒）  (.+)")


def test_a_lap_is_what_passed_since_the_one_before() -> None:
    timings = Timings()
    time.sleep(0.02)
    timings.lap("等待")
    sum(range(200_000))
    timings.lap("计算")
    (first, waited, idle), (second, worked, busy) = timings.stages
    assert (first, second) == ("等待", "计算")
    assert waited >= 0.02 > idle and 0 < busy <= worked + 0.05
    assert [match[3] for line in timings.lines() if (match := LINE.fullmatch(line))] == ["等待", "计算", "合计"]


@pytest.mark.parametrize("asked", [True, False])
def test_a_build_tells_its_stages_where_asked(asked: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(Options(ROOT, tmp_path / "dist", timings=asked))
    told = [match for line in capsys.readouterr().err.splitlines() if (match := LINE.fullmatch(line))]
    assert [match[3] for match in told] == (STAGES if asked else [])
    if asked:
        assert sum(float(match[1]) for match in told[:-1]) == pytest.approx(float(told[-1][1]), abs=0.1)
