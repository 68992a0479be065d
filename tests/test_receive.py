"""``catalogue receive``: ticks of a returned checklist, the desk's register, private halves; and what follows for sheets and reminders."""

from __future__ import annotations

import contextlib
import html
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from schema.forms.received import PaperState
from schema.reading.received import Register
from scripts.build import summaries
from scripts.bureau.check_tables import OPINION, STAMP, TICKS
from scripts.bureau.checklist import CHECKLIST
from scripts.bureau.marks import _line
from scripts.check.pipeline import check
from scripts.cli import main
from scripts.receiving.receive import NeedsPrivate, Reception, receive
from scripts.receiving.returned import _ticked
from scripts.site.input import published
from scripts.tree.disk import DiskTree
from scripts.tree.private import PrivateFolder, beside
from scripts.writing.splitting import split
from tests.gitbox import commit, git
from tests.separate import part, surveyed
from tests.surveys import CANARIES, ROOT
from tests.test_checklist import rows

CODE, CITY = "91370211EXAMPLE46L", "qingdao"
UNIT, NAME = f"submissions/{CITY}/{CODE}", "示例海纳工业智能有限公司"
FORMS = [f"{UNIT}/enterprise.yaml", f"{UNIT}/products/hetong.yaml", f"{UNIT}/products/xiangsu.yaml"]
DAY = date(2024, 6, 3)


@pytest.fixture(autouse=True)
def quick(one_sandbox: None, _sandbox: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker for all that is received."""
    monkeypatch.setattr("scripts.receiving.receive.Sandbox", lambda: contextlib.nullcontext(_sandbox))
    monkeypatch.setattr("scripts.intake.opening.Sandbox", lambda: contextlib.nullcontext(_sandbox))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the samples of one unit of Qingdao."""
    (tmp_path / "root/submissions" / CITY).mkdir(parents=True)
    shutil.copytree(ROOT / UNIT, tmp_path / "root" / UNIT)
    shutil.copy(ROOT / f"submissions/{CITY}/bureau.yaml", tmp_path / f"root/submissions/{CITY}/bureau.yaml")
    return tmp_path / "root"


@pytest.fixture
def halves(root: Path, tmp_path: Path) -> Iterator[tuple[Path, PrivateFolder, Path]]:
    """The same in two halves, within 另交: the repository, an empty folder for the private ones, and the folder where those are."""
    with surveyed(联系信息="另交"):
        away, desk = tmp_path / "away", tmp_path / "desk"
        desk.mkdir()
        part(root, away)
        yield root, PrivateFolder(desk, "desk"), away


def known(root: Path, private: PrivateFolder | None = None) -> Register:
    checked = check(beside(DiskTree(root), private), keep=True)
    assert not checked.blocked, checked.findings
    return checked.received


def states(root: Path, private: PrivateFolder | None = None) -> dict[str, tuple[str, str, str | None]]:
    papers = known(root, private).papers
    return {path.rpartition("/")[2]: (one.state, one.date, one.note) for path, one in papers.items()}


def printed(root: Path, tmp_path: Path, private: PrivateFolder | None = None) -> Path:
    assert summaries(root, tmp_path / "out", CITY, private=private)
    return tmp_path / "out" / CITY / f"{CHECKLIST}.xlsx"


def filled(source: Path, target: Path, *edits: tuple[int, str, str], sheet: str = "材料核对") -> Path:
    """A checklist with words in rows (from 1) and columns of a sheet."""
    book = load_workbook(source)
    table = book[sheet]
    head = next(row for row in table.iter_rows() if row[0].value == "序号")
    columns = {cell.value: cell.column for cell in head}
    for number, column, words in edits:
        table.cell(head[0].row + number, columns[column], words)
    book.save(target)
    return target


def desk_file(root: Path, *entries: dict[str, str], **more: Any) -> dict[str, Any]:
    """A register as the desk page writes it."""
    return {"说明": "收件登记", "批次": "2024", "城市": CITY, "收件": list(entries)} | more


def entry(path: str, state: str, day: str = "2024-06-03", **more: str) -> dict[str, str]:
    return {"文件": path, "摘要": "0123456789", "状态": state, "日期": day} | more


def take(root: Path, tmp_path: Path, content: Any, private: PrivateFolder | None = None) -> Reception:
    path = tmp_path / "收件登记-青岛市.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return receive([path], root, private, DAY)


# ---------- a returned checklist ----------


def test_ticks_come_back_and_are_there_the_next_time(root: Path, tmp_path: Path) -> None:
    blank = printed(root, tmp_path)
    table = rows(blank, "材料核对")
    assert [row[5] for row in table] == ["□收到 □已核对"] * 3
    back = filled(
        blank,
        tmp_path / "核对表回.xlsx",
        (1, TICKS, "☑收到 □已核对"),
        (2, TICKS, "√收到 √已核对"),
        (3, OPINION, "不纳入：不是大模型产品"),
    )
    outcome = receive([back], root, None, DAY)
    assert outcome.complete and len(outcome.entered) == 3
    assert states(root) == {
        "enterprise.yaml": ("收到", "2024-06-03", None),
        "hetong.yaml": ("已核对", "2024-06-03", None),
        "xiangsu.yaml": ("不纳入", "2024-06-03", "不是大模型产品"),
    }
    text = (root / f"submissions/{CITY}/received.yaml").read_text("utf-8")
    assert receive([back], root, None, date(2024, 6, 5)).entered == []
    assert (root / f"submissions/{CITY}/received.yaml").read_text("utf-8") == text
    again = printed(root, tmp_path)
    assert [(row[4], row[5], row[7]) for row in rows(again, "材料核对")] == [
        ("已收到", "☑收到 □已核对", None),
        ("已核对", "☑收到 ☑已核对", None),
        ("不纳入", "□收到 □已核对", "不纳入：不是大模型产品"),
    ]
    assert rows(again, "材料核对")[1][6].startswith("☑营业执照（章）")
    assert receive([again], root, None, date(2024, 6, 6)).entered == [], "what is printed ticked is nothing new"
    assert receive([blank], root, None, date(2024, 6, 6)).entered == [], "an older list takes nothing back"


def test_who_has_sent_everything_is_not_urged_and_a_form_left_out_is_on_no_sheet(root: Path, tmp_path: Path) -> None:
    blank = printed(root, tmp_path)
    assert len(rows(blank, "催办名单")) == 1
    everything = [(number, TICKS, "☑收到 □已核对") for number in (1, 2)]
    back = filled(blank, tmp_path / "回.xlsx", *everything, (3, OPINION, "不纳入，收入不足"))
    receive([back], root, None, DAY)
    after = printed(root, tmp_path)
    assert rows(after, "催办名单") == []
    names = [str(row[2]) for row in rows(after.with_name("附件4 大模型产品汇总表.xlsx"), "青岛市")]
    assert any("合同评审" in name for name in names) and not any("橡塑" in name for name in names)
    total = rows(after, "进度")[0]
    assert total[3:12] == (1, 0, 0, 1, 0, 0, 2, 0, 1)


def test_a_paper_of_an_older_version_is_told_and_asked_for_again(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    back = filled(printed(root, tmp_path), tmp_path / "回.xlsx", (1, TICKS, "☑收到 □已核对"))
    form = root / FORMS[0]
    form.write_text(form.read_text("utf-8").replace("注册资金: ", "注册资金: 1"), "utf-8")
    monkeypatch.setattr("scripts.report.style.shows_values", lambda _: True)
    assert main(["receive", str(back), "--root", str(root)]) == 0
    out = capsys.readouterr().out
    assert "收到 1 张，其中盖章旧版 1 张" in out and "盖章的是旧版（摘要 " in out and f"{NAME}（{CODE}）附件1" in out
    after = printed(root, tmp_path)
    assert rows(after, "材料核对")[0][4:6] == ("盖章旧版", "□收到 □已核对")
    assert "盖章件是旧版，请重新打印盖章后送交：附件1。" in rows(after, "催办名单")[0][4]


def test_what_cannot_be_told_is_not_taken_and_said(root: Path, tmp_path: Path) -> None:
    blank = printed(root, tmp_path)
    back = filled(
        blank,
        tmp_path / "回.xlsx",
        (1, TICKS, "随便"),
        (2, OPINION, "不纳入"),
        (3, OPINION, "已电话核实"),
        (3, STAMP, "12"),
    )
    outcome = receive([back], root, None, DAY)
    told = [words for _, words in outcome.troubles]
    assert len(told) == 3 and not outcome.entered and not outcome.complete
    assert "看不出" in told[0] and "没有写原因" in told[1] and "没有登记收到" in told[2]
    assert not (root / f"submissions/{CITY}/received.yaml").exists()
    other = tmp_path / "别的.xlsx"
    shutil.copy(blank.with_name("附件3 大模型企业汇总表.xlsx"), other)
    assert "不是材料核对表" in receive([other], root, None, DAY).troubles[0][1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("□收到 □已核对", None), ("■收到 □已核对", "收到"), ("收到√ 已核对□", "收到"), ("√", "收到"), ("已收到", "收到"), ("v收到 □已核对", "收到"),
        ("√收到√已核对", "已核对"), ("口收到 √已核对", "已核对"), ("未收到", None), ("未收到 □已核对", None), ("收到√已核对", ""), ("收到 □已核对", ""),
        ("×收到 □已核对", ""), ("×收到 ×已核对", ""), ("☑收到 ☒已核对", "收到"), ("☒收到 □已核对", "收到"), ("下周送来", ""), ("下周收到", ""),
    ],
)  # fmt: skip
def test_ticks_however_they_are_made(typed: str, meant: str | None) -> None:
    assert _ticked(typed) == meant


def test_two_versions_of_a_product_are_two_forms(root: Path, tmp_path: Path) -> None:
    text = (root / FORMS[1]).read_text("utf-8")
    (root / FORMS[1]).with_name("hetong-2.yaml").write_text(re.sub("(?m)^版本号:.*", "版本号: V9", text), "utf-8")
    table = [row for row in rows(printed(root, tmp_path), "材料核对") if "合同" in row[2]]
    assert len({row[2] for row in table}) == 2 and any("（V9）" in row[2] for row in table)
    assert [row[6].count("知识产权证书") for row in table] == [1, 1]


def test_an_opinion_on_a_warning_is_kept_with_its_form(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(ROOT / "submissions/yantai", root / "submissions/yantai")
    assert summaries(root, tmp_path / "out", "yantai")
    blank = tmp_path / f"out/yantai/{CHECKLIST}.xlsx"
    row = next(
        number
        for number, row in enumerate(rows(blank, "材料核对"), 1)
        if row[1:3] == (rows(blank, "待判断")[0][1], "附件1")
    )
    ticked = filled(blank, tmp_path / "一.xlsx", (row, TICKS, "☑收到 □已核对"))
    back = filled(ticked, tmp_path / "二.xlsx", (1, OPINION, "高成长，保留"), sheet="待判断")
    receive([back], root, None, DAY)
    assert [(one.state, one.note) for one in known(root).papers.values()] == [("收到", "高成长，保留")]


# ---------- the desk's register ----------


def test_the_later_day_counts(root: Path, tmp_path: Path) -> None:
    assert take(
        root, tmp_path, desk_file(root, entry(FORMS[0], "已核对"), entry(FORMS[1], "有问题", 说明="没有盖章"))
    ).complete
    second = take(root, tmp_path, desk_file(root, entry(FORMS[0], "收到", "2024-06-01"), entry(FORMS[1], "收到")))
    assert (len(second.entered), second.known) == (1, 1)
    assert states(root) == {
        "enterprise.yaml": ("已核对", "2024-06-03", None),
        "hetong.yaml": ("收到", "2024-06-03", None),
    }


HOSTILE = [
    ("[" * 100_000, "读不出来"),
    ('{"收件": 3, "批次": "2024", "城市": "qingdao"}', "读不出来"),
    ({"批次": "2023"}, "不是 2024 年这一轮"),
    ({"城市": "../etc"}, "没有写明是哪个市"),
]


@pytest.mark.parametrize(("content", "told"), HOSTILE, ids=["deep", "no list", "another round", "another place"])
def test_a_register_that_is_none_is_refused(content: Any, told: str, root: Path, tmp_path: Path) -> None:
    outcome = take(root, tmp_path, content if isinstance(content, str) else desk_file(root, **content))
    words = [words for _, words in outcome.troubles]
    assert len(words) == 1 and (told in words[0] or "没有收" in words[0]) and not outcome.written


@pytest.mark.parametrize(
    ("one", "told"),
    [
        ([], "写法不对"),
        ({"状态": "收到"}, "缺少“文件”"),
        (entry(FORMS[0], "未收"), "不在选项之内"),
        (entry(FORMS[0], "收到", "昨天"), "日期"),
        (entry(FORMS[0], "收到", "2030-01-01"), "还没有到"),
        (entry(FORMS[0], "收到", 摘要="x"), "应是 10 位摘要"),
        (entry(FORMS[0], "不纳入"), "要写明说明"),
        (entry("../../etc/passwd", "收到"), "不是这个市一张表的位置"),
        (entry(f"submissions/jinan/{CODE}/enterprise.yaml", "收到"), "不是这个市一张表的位置"),
        (entry(f"{UNIT}/products/none.yaml", "收到"), "仓库里没有"),
        (entry(FORMS[0], "收到", 说明={"a": 1}), "文字"),  # type: ignore[arg-type]
        (entry(FORMS[0], "有问题", 说明="甲\u202e乙"), "看不见"),
        (entry(FORMS[0], "有问题", 说明="\ud800"), "UTF-8"),
        (entry(FORMS[0], "有问题", 说明="11010519491231002X"), "身份证"),
        (entry(FORMS[0], "收到", 说明="长" * 501), "超过 500"),
    ],
)
def test_a_wrong_entry_is_told_and_the_others_are_taken(one: Any, told: str, root: Path, tmp_path: Path) -> None:
    outcome = take(root, tmp_path, desk_file(root, one, entry(FORMS[1], "收到")))
    assert [paper.path for _, paper in outcome.entered] == [FORMS[1]]
    assert len(outcome.troubles) == 1 and told in outcome.troubles[0][1]


def test_a_pipe_gets_figures_alone(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "收件登记-青岛市.json"
    note = "示例隐甲秘说要撤"
    content = desk_file(root, entry(FORMS[0], "有问题", 说明=note), entry(f"{UNIT}/products/none.yaml", "收到"))
    path.write_text(json.dumps(content), encoding="utf-8")
    assert main(["receive", str(path), "--root", str(root)]) == 1
    told = capsys.readouterr()
    assert "登记：有问题 1 张，其中盖章旧版 1 张，没有收下 1 处。" in told.out
    assert note not in told.out + told.err and CODE not in told.out and NAME not in told.out


def test_a_register_with_errors_is_not_written_over(root: Path, tmp_path: Path) -> None:
    path = root / f"submissions/{CITY}/received.yaml"
    path.write_text("收件:\n  - 文件: x\n", "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(desk_file(root, entry(FORMS[0], "收到"))), "utf-8")
    assert main(["receive", str(tmp_path / "a.json"), "--root", str(root)]) == 1
    assert path.read_text("utf-8") == "收件:\n  - 文件: x\n"
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere.yaml")
    assert main(["receive", str(tmp_path / "a.json"), "--root", str(root)]) == 1
    assert not (tmp_path / "elsewhere.yaml").exists()
    assert main(["receive", str(tmp_path / "gone.json"), "--root", str(root)]) == 2
    path.unlink()
    endless = tmp_path / "endless.xlsx"
    endless.symlink_to("/dev/zero")
    assert "不是普通文件" in receive([endless], root, None, DAY).troubles[0][1]


# ---------- in two halves ----------


def packed(target: Path, away: Path, root: Path, *, public: bool = True, flat: bool = False) -> Path:
    """A unit's package: both parts in their folders, or the private half of 附件1 ``flat`` under the name that it travels by."""
    with ZipFile(target, "w") as archive:
        if public:
            for path in sorted((root / UNIT).rglob("*.yaml")):
                archive.write(path, f"公开部分/{path.relative_to(root).as_posix()}")
        if not flat:
            archive.write(away / CITY / "bureau.yaml", f"不公开部分/{CITY}/bureau.yaml")
        for path in sorted((away / CITY / CODE).rglob("*")):
            if flat and path.name in (
                "enterprise.yaml",
                *(file.name for file in (away / CITY / CODE / "materials").iterdir()),
            ):
                archive.write(path, f"{CODE}-enterprise.不公开.yaml" if path.suffix == ".yaml" else path.name)
            elif path.is_file() and not flat:
                archive.write(path, f"不公开部分/{path.relative_to(away).as_posix()}")
    return target


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_private_halves_find_their_places(halves: tuple[Path, PrivateFolder, Path], tmp_path: Path) -> None:
    root, desk, away = halves
    package = packed(tmp_path / "一包.zip", away, root)
    outcome = receive([package], root, desk, DAY)
    assert outcome.complete and len(outcome.filed) == 4 and outcome.for_import == 3, outcome.troubles
    assert below(away) == below(desk.path)
    register = known(root, desk)
    assert not register.papers and set(register.halves) == set(FORMS)
    told = _line(FORMS[0], (root / FORMS[0]).read_bytes(), register)
    assert told == f"收件登记：{FORMS[0]}　不公开部分收到（2024-06-03）。"
    again = receive([package], root, desk, DAY)
    assert again.complete and not again.written
    (desk.path / CITY / "bureau.yaml").write_text("联系人: 示例丁\n", "utf-8")
    other = receive([package], root, desk, DAY)
    assert [words[:13] for _, words in other.troubles] == ["已有一份内容不同的表头，没"], "no contact is written over"
    text = (root / f"submissions/{CITY}/received.yaml").read_text("utf-8")
    assert not any(secret in text for secret in (*CANARIES.values(), "示例乙", "15400000002"))


def test_a_half_under_another_name_is_known_by_its_commitment(
    halves: tuple[Path, PrivateFolder, Path], tmp_path: Path
) -> None:
    root, desk, away = halves
    folder = tmp_path / "邮件附件"
    folder.mkdir()
    shutil.copy(away / CITY / CODE / "products/hetong.yaml", folder / "不公开的(1).yaml")
    for proof in (away / CITY / CODE / "materials").iterdir():
        shutil.copy(proof, folder)
    outcome = receive([folder], root, desk, DAY)
    assert [form.path for form, _ in outcome.filed] == [FORMS[1]]
    assert f"{CITY}/{CODE}/products/hetong.yaml" in below(desk.path)
    assert outcome.troubles, "scans that no half names are told"


def test_what_does_not_match_is_not_filed(halves: tuple[Path, PrivateFolder, Path], tmp_path: Path) -> None:
    root, desk, away = halves
    half = away / CITY / CODE / "enterprise.yaml"
    text = half.read_text("utf-8")
    half.write_text(text.replace("15400000002", "15400000003"), "utf-8")
    outcome = receive([packed(tmp_path / "改过.zip", away, root, flat=True, public=False)], root, desk, DAY)
    assert "对不上" in outcome.troubles[0][1] and not below(desk.path)
    half.write_text(text, "utf-8")
    alone = tmp_path / f"{CODE}-enterprise.不公开.yaml"
    shutil.copy(half, alone)
    assert "材料文件没有一同交来" in receive([alone], root, desk, DAY).troubles[0][1] and not below(desk.path)
    other = tmp_path / "91370102EXAMPLE031-enterprise.不公开.yaml"
    other.write_text("盐: ABCDEFGHIJKLMNOPQRSTUVWXYZ\n联系人姓名: 某\n", "utf-8")
    assert "还没有它的公开部分" in receive([other], root, desk, DAY).troubles[0][1]
    other.write_text("盐: [\n", "utf-8")
    assert "读不出来" in receive([other], root, desk, DAY).troubles[0][1]
    header = tmp_path / f"来件/不公开部分/{CITY}/bureau.yaml"
    header.parent.mkdir(parents=True)
    header.write_text("- 联系人\n", "utf-8")
    assert "读不全" in receive([tmp_path / "来件"], root, desk, DAY).troubles[0][1] and not below(desk.path)


def test_a_units_folder_is_taken_as_it_is(halves: tuple[Path, PrivateFolder, Path]) -> None:
    root, desk, away = halves
    outcome = receive([away / CITY / CODE], root, desk, DAY)
    assert outcome.complete and below(desk.path) == {path for path in below(away) if CODE in path}, outcome.troubles


def test_another_half_takes_the_place_of_one_that_fits_no_more(
    halves: tuple[Path, PrivateFolder, Path], tmp_path: Path
) -> None:
    root, desk, away = halves
    old = desk.path / CITY / CODE / "enterprise.yaml"
    old.parent.mkdir(parents=True)
    old.write_text("盐: ABCDEFGHIJKLMNOPQRSTUVWXYZ\n联系人姓名: 某\n", "utf-8")
    outcome = receive([packed(tmp_path / "包.zip", away, root)], root, desk, DAY)
    assert {item.state for _, item in outcome.filed} == {"已写入", "已修改"} and outcome.complete
    assert old.read_text("utf-8") == (away / CITY / CODE / "enterprise.yaml").read_text("utf-8")


def test_halves_and_decisions_want_a_folder(halves: tuple[Path, PrivateFolder, Path], tmp_path: Path) -> None:
    root, desk, away = halves
    at = ["--root", str(root)]
    package = packed(tmp_path / "包.zip", away, root)
    assert main(["receive", str(package), *at]) == 2
    path = tmp_path / "收件登记.json"
    path.write_text(
        json.dumps(desk_file(root, entry(FORMS[0], "收到"), entry(FORMS[1], "不纳入", 说明="收入不足"))), "utf-8"
    )
    assert main(["receive", str(path), *at]) == 2
    assert not (root / f"submissions/{CITY}/received.yaml").exists()
    assert main(["receive", str(path), *at, "--private", str(desk.path)]) == 0
    public = (root / f"submissions/{CITY}/received.yaml").read_text("utf-8")
    assert "收到" in public and "不纳入" not in public and "hetong" not in public and "说明" not in public
    assert states(root, desk)["hetong.yaml"] == ("不纳入", "2024-06-03", "收入不足")
    later = receive([_json(tmp_path, desk_file(root, entry(FORMS[1], "收到")))], root, None, DAY)
    assert later.complete and states(root, desk)["hetong.yaml"][0] == "不纳入", (
        "a decision stands until it is changed where it lies"
    )
    receive([_json(tmp_path, desk_file(root, entry(FORMS[1], "已核对")))], root, desk, DAY)
    assert states(root, desk)["hetong.yaml"][0] == "已核对" and not (desk.path / CITY / "received.yaml").exists()


def test_a_register_from_elsewhere_speaks_of_its_own_city(root: Path, tmp_path: Path) -> None:
    for city in ("jinan", CITY):
        path = tmp_path / f"来件/submissions/{city}/received.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(f"收件:\n  - {{文件: {FORMS[0]}, 摘要: 3f9a0c71de, 状态: 收到, 日期: 2024-06-03}}\n", "utf-8")
    outcome = receive([tmp_path / "来件"], root, None, DAY)
    assert len(outcome.entered) == 1 and [words for _, words in outcome.troubles] == [
        f"{FORMS[0]} 不是济南市的表，没有登记"
    ]


def _json(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "收件登记-青岛市.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_ticks_need_no_folder_and_decisions_do(halves: tuple[Path, PrivateFolder, Path], tmp_path: Path) -> None:
    root, desk, _ = halves
    blank = printed(root, tmp_path)
    ticked = filled(blank, tmp_path / "回.xlsx", (1, TICKS, "☑收到 ☑已核对"))
    assert receive([ticked], root, None, DAY).complete
    decided = filled(ticked, tmp_path / "再回.xlsx", (2, OPINION, "有问题：没有盖章"))
    with pytest.raises(NeedsPrivate):
        receive([decided], root, None, DAY)
    assert receive([decided], root, desk, DAY).complete
    assert {name: one[:2] for name, one in states(root, desk).items()} == {
        "enterprise.yaml": ("已核对", "2024-06-03"),
        "hetong.yaml": ("有问题", "2024-06-03"),
    }
    assert "没有盖章" not in (root / f"submissions/{CITY}/received.yaml").read_text("utf-8")


def test_a_decision_in_git_is_an_error_where_everybody_reads_it(halves: tuple[Path, PrivateFolder, Path]) -> None:
    root, _, _ = halves
    path = root / f"submissions/{CITY}/received.yaml"
    lines = [
        "收件:",
        f"  - 文件: {FORMS[0]}",
        "    摘要: 0123456789",
        "    状态: 不纳入",
        "    日期: 2024-06-03",
        "    说明: 收入不足",
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    found = check(DiskTree(root)).findings
    assert [(one.rule, one.field) for one in found] == [
        ("private-here", "收件.1.状态"),
        ("private-here", "收件.1.说明"),
    ]
    assert not any("收入" in one.message + one.hint for one in found)


def test_import_files_both_halves_and_leaves_the_register(
    halves: tuple[Path, PrivateFolder, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, desk, away = halves
    package = packed(tmp_path / "包.zip", away, root)
    with ZipFile(package, "a") as archive:
        archive.writestr("收件登记-青岛市.json", json.dumps(desk_file(root, entry(FORMS[0], "收到"))))
    before = {path: (root / path).read_bytes() for path in FORMS}
    shutil.rmtree(root / UNIT)
    assert main(["import", str(package), "--root", str(root), "--private", str(desk.path)]) == 0, (
        capsys.readouterr().out
    )
    out = capsys.readouterr().out
    assert "是收件登记" in out and "catalogue receive" in out
    assert {path: (root / path).read_bytes() for path in FORMS} == before, "no commitment is written anew"
    assert {path for path in below(away) if CODE in path} == {path for path in below(desk.path) if CODE in path}
    at = ["--root", str(root), "--private", str(desk.path)]
    assert main(["receive", str(package), *at]) == 1
    assert FORMS[0] not in known(root, desk).papers, "a firm may not say what the bureau got"
    assert main(["receive", str(package), *at, "--from-bureau"]) == 0
    assert known(root, desk).papers[FORMS[0]].state == PaperState.CAME


# ---------- what else knows of it ----------


def test_a_proposal_is_told_what_was_received_of_its_forms(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = rows(printed(root, tmp_path), "材料核对")[1][3]
    git(root, "init", "-q", "-b", "main")
    take(
        root,
        tmp_path,
        desk_file(root, entry(FORMS[1], "已核对", 摘要=stamp), entry(FORMS[0], "有问题", 说明="示例隐情")),
    )
    commit(root, "base")
    git(root, "checkout", "-q", "-b", "proposal")
    for path in FORMS[:2]:
        form = root / path
        form.write_text(re.sub("^(注册资金|版本号): ", r"\g<0>1", form.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    register = root / f"submissions/{CITY}/received.yaml"
    register.write_text(register.read_text("utf-8").replace("有问题", "收到"), "utf-8")
    commit(root, "proposal")
    monkeypatch.setenv("CI", "true")
    assert main(["validate", "--root", str(root), "--base", "main", "--head", "proposal", "--format", "markdown"]) == 0
    out = html.unescape(capsys.readouterr().out)
    assert f"收件登记：{FORMS[0]}　盖章件有问题（2024-06-03）。" in out, (
        "as main has it, whatever the proposal says of itself"
    )
    assert f"收件登记：{FORMS[1]}　盖章件已核对（2024-06-03），是旧版" in out
    assert "示例隐情" not in out and "收件登记由市工信局写" in out


@pytest.mark.parametrize(("condition", "shown"), [("不限", 3), ("收到", 2), ("已核对", 1)])
def test_the_site_can_wait_for_the_paper(
    condition: str, shown: int, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stamps = [row[3] for row in rows(printed(root, tmp_path), "材料核对")]
    said = [entry(FORMS[0], "收到", 摘要=stamps[0]), entry(FORMS[1], "已核对", 摘要=stamps[1]), entry(FORMS[2], "收到")]
    take(root, tmp_path, desk_file(root, *said))
    checked = check(DiskTree(root), keep=True)
    with surveyed(公布条件=condition):
        units = published(checked.units, checked.received)
    assert sum(len(list(unit.forms())) for unit in units) == shown
    told = capsys.readouterr().err
    assert f"有 {3 - shown} 张表这一版的盖章件还没有{condition}" in told if shown < 3 else "公布条件" not in told
    take(root, tmp_path, desk_file(root, entry(FORMS[1], "不纳入", 说明="收入不足", 摘要=stamps[1])))
    checked = check(DiskTree(root), keep=True)
    with surveyed(公布条件=condition):
        units = published(checked.units, checked.received)
    assert FORMS[1] not in {filed.path for unit in units for filed in unit.forms()}
    assert "“不纳入”的 1 张表没有放进公开目录" in capsys.readouterr().err


def test_what_was_received_ends_with_its_round(root: Path, tmp_path: Path) -> None:
    take(root, tmp_path, desk_file(root, entry(FORMS[0], "收到"), entry(FORMS[1], "不纳入", 说明="收入不足")))
    assert main(["pack", "--root", str(root), "--city", CITY, "--out", str(tmp_path / "city.zip")]) == 0
    assert f"submissions/{CITY}/received.yaml" in ZipFile(tmp_path / "city.zip").namelist()
    with surveyed(批次="2025"):
        assert main(["renew", "--root", str(root), FORMS[1], "--pledged"]) == 0
        assert set(known(root).papers) == {FORMS[0]}


def test_a_split_takes_the_register_out_of_git(root: Path, tmp_path: Path) -> None:
    take(root, tmp_path, desk_file(root, entry(FORMS[1], "不纳入", 说明="收入不足")))
    halves = split(root)
    assert f"{CITY}/received.yaml" in halves.private and not any("received" in path for path in halves.public)


def test_an_odd_day_of_the_sheets_is_remarked(root: Path, tmp_path: Path) -> None:
    header = root / f"submissions/{CITY}/bureau.yaml"
    header.write_text("填报日期: 2023-06-05\n", "utf-8")
    assert [one.rule for one in check(DiskTree(root)).findings] == ["date-round"]
    lines = [row[0] for row in load_workbook(printed(root, tmp_path))["进度"].iter_rows(values_only=True)]
    assert "青岛市：填报日期 2023-06-05 不是 2024 年的。请改为本轮的日期，或删去，打印后手写。" in lines


@pytest.mark.parametrize("command", ["receive", "import"])
def test_whole_forms_have_no_private_half(
    command: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    half = tmp_path / f"{CODE}-enterprise.不公开.yaml"
    half.write_text(f"盐: ABCDEFGHIJKLMNOPQRSTUVWXYZ\n手机号码: {CANARIES['手机号码']}\n", "utf-8")
    assert main([command, str(half), "--root", str(root)]) == 1
    told = capsys.readouterr()
    assert CANARIES["手机号码"] not in told.out + told.err + (root / FORMS[0]).read_text("utf-8")
    assert command == "receive" or "联系信息明文的轮次没有不公开部分" in told.out


@pytest.mark.parametrize(
    "name",
    [
        "../../../../x",
        "materials/" + "长" * 300 + ".pdf",
        "materials/a/b.pdf",
        "/etc/passwd",
        "materials/",
        "materials/con.pdf",
    ],
)
def test_a_half_cannot_name_a_file_elsewhere(
    name: str, halves: tuple[Path, PrivateFolder, Path], tmp_path: Path
) -> None:
    root, desk, away = halves
    half = away / CITY / CODE / "enterprise.yaml"
    text = half.read_text("utf-8")
    half.write_text(re.sub("文件: .*", f"文件: {name}", text, count=1), "utf-8")
    outcome = receive([packed(tmp_path / "包.zip", away, root)], root, desk, DAY)
    assert not outcome.complete and f"{CITY}/{CODE}/enterprise.yaml" not in below(desk.path)
    assert below(desk.path) < below(away)
    assert not (tmp_path / "x").exists()


def test_halves_come_by_mail(halves: tuple[Path, PrivateFolder, Path], tmp_path: Path) -> None:
    root, desk, away = halves
    mail = EmailMessage()
    mail.set_content("见附件")
    data = packed(tmp_path / "附件.zip", away, root, public=False).read_bytes()
    mail.add_attachment(data, maintype="application", subtype="zip", filename="材料.zip")
    (tmp_path / "来信.eml").write_bytes(mail.as_bytes())
    outcome = receive([tmp_path / "来信.eml"], root, desk, DAY)
    assert outcome.complete and len(outcome.filed) == 4
