"""``validate --fix``: what has one right answer is mended in place, and nothing else; doing it twice is doing it once."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from schema.forms.enterprise import Enterprise
from schema.layout.paths import FormPath
from scripts.cli import main
from scripts.writing.fixing import Mended, mend
from tests.test_mending import FAULTS, FORMS, ROOT, spoil

FORM = "submissions/jinan/91370102EXAMPLE031/enterprise.yaml"
RIGHT = (ROOT / FORM).read_text(encoding="utf-8")


def fixed(text: str) -> str:
    return mend(Enterprise, FORM, text.encode()).data.decode()


def twice(path: str, data: bytes) -> Mended:
    """A form mended; mending it again changes nothing."""
    place = FormPath.parse(path)
    assert place
    outcome = mend(place.kind.cls, path, data)
    assert mend(place.kind.cls, path, outcome.data) == Mended(outcome.data, doubtful=outcome.doubtful)
    return outcome


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_of_every_sample_is_mended_back(name: str) -> None:
    for path in FORMS:
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        for at, line in spoil(lines, FAULTS[name]).items():
            lines[at] = line
        outcome = twice(path.relative_to(ROOT).as_posix(), "\n".join(lines).encode())
        assert outcome.data.decode() == text or not outcome.changes  # YAML may read it as it stands


def test_files_as_windows_saves_them() -> None:
    wrong = RIGHT.replace("\n", "  \r\n").replace(": ", "：")
    for data in (b"\xef\xbb\xbf" + wrong.encode(), wrong.encode("gb18030")):
        assert twice(FORM, data).data.decode() == RIGHT.replace("server: ", "server：")


@pytest.mark.parametrize(
    ("old", "typed", "right"),
    [
        ("注册资金: 5000", "注册资金: 1.2亿", "注册资金: 12000"),
        ("注册资金: 5000", "注册资金: '５０００'  # 万元", "注册资金: '5000'  # 万元"),
        ("注册资金: 5000", "注册资金：5000万元", "注册资金: 5000"),
        ("企业年度收入: 8600", "企业年度收入: 八千六百万元", "企业年度收入: 8600"),
        ("人员数量: 86", "人员数量: ８６人", "人员数量: 86"),
        ("91370102EXAMPLE031", "９１３７０１０２example031", "91370102EXAMPLE031"),
        ("单位性质: 企业", '单位性质: "企业”', '单位性质: "企业"'),
        ("统一社会信用代码", "批次: ２０２４年\n统一社会信用代码", "批次: 2024\n统一社会信用代码"),
        ("经营范围: >-", '经营范围: "口号“以人为本”\n企业简介: >-', '经营范围: "口号“以人为本”\n企业简介: >-'),
        ("人员数量: 86", "人员数量: 约86", "人员数量: 约86"),
        ("注册资金: 5000", "注册资金: 约1.2亿", "注册资金: 约1.2亿"),
        ("注册资金: 5000", "注册资金: 5 000", "注册资金: 5 000"),
        ("单位性质: 企业", "单位性质: 公司", "单位性质: 公司"),
        ("单位性质: 企业", "单位性质: “企业”", "单位性质: “企业”"),
        ("单位性质: 企业", "单位类别：企业", "单位类别：企业"),
        ("91370102EXAMPLE031", "91370102EXAMPLE032", "91370102EXAMPLE032"),
        ("手机号码: 15400000001", "手机号码: 1540000001", "手机号码: 1540000001"),
        ("示例甲", "示例\u200b甲", "示例\u200b甲"),
    ],
)  # fmt: skip
def test_values(old: str, typed: str, right: str) -> None:
    assert fixed(RIGHT.replace(old, typed)) == RIGHT.replace(old, right)


def test_a_revenue_that_then_asks_for_another_field_is_mended_all_the_same() -> None:
    assert "企业大模型相关收入: 320\n" in fixed(
        RIGHT.replace("企业大模型相关收入: 3200", "企业大模型相关收入: 320万元")
    )


def test_what_stays_wrong_does_not_keep_the_rest_from_being_mended() -> None:
    broken = RIGHT.replace("单位性质: 企业", '单位性质: "企业').replace("注册资金: ", "注册资金：")
    assert fixed(broken) == broken.replace("注册资金：", "注册资金: ")


@pytest.mark.parametrize(
    "text",
    [
        "|\n  　　网址：www.a.cn\n  　市：济南",
        ">-\n  　联系方式：见网站\n  　网址：www.a.cn",
        "甲\n  　网址：www.a.cn",
        '"本公司的口号是“以人为本”\n  网址：www.a.cn”\n  。"',
        "'示例''\n  　市：济南'",
    ],
)
@pytest.mark.parametrize("broken", ['"企业', "[企业", "企: 业", "@企业"])
def test_a_text_is_left_beside_what_cannot_be_read(text: str, broken: str) -> None:
    wrong = RIGHT.replace("单位性质: 企业", f"单位性质: {broken}").replace(
        "经营范围: >-", f"经营范围: {text}\n企业简介: >-", 1
    )
    assert fixed(wrong) == wrong


@pytest.mark.parametrize("style", ["|", ">", ">-", "|2-"])
def test_a_text_that_looks_like_faults_is_left(style: str) -> None:
    text = "  联系方式：见网站\n  -类别:甲\n  　　网址：www\n  市:济南"
    assert fixed(RIGHT.replace("经营范围: >-", f"经营范围: {style}\n{text}")) == RIGHT.replace(
        "经营范围: >-", f"经营范围: {style}\n{text}"
    )


def test_a_file_of_another_encoding_is_left() -> None:
    for data in (RIGHT.encode("utf-16"), "會社名：サンプル".encode("shift-jis"), b"\xff\xfe\x00", b"PK\x03\x04"):
        assert mend(Enterprise, FORM, data) == Mended(data)


def test_any_junk_is_mended_once() -> None:
    dice = random.Random(5)
    signs = "：: -\t\u3000\u00a0\n\"'“”{[|>&*#１a市甲\r"
    for _ in range(300):
        text = list(RIGHT)
        for _ in range(dice.randint(1, 12)):
            text.insert(dice.randrange(len(text)), dice.choice(signs))
        twice(FORM, "".join(text).encode())


# ---------- the command ----------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    form = tmp_path / FORM
    form.parent.mkdir(parents=True)
    form.write_text(RIGHT.replace(": ", "：").replace("8600", "８６００万元"), encoding="utf-8")
    form.chmod(0o640)
    (form.parent / "materials").symlink_to(ROOT / Path(FORM).parent / "materials")
    return tmp_path


def test_the_command_prints_each_change_then_checks(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["validate", "--root", str(tree), "--fix", "--values", "--format", "text"])
    shown = capsys.readouterr().out
    assert f"{FORM}:3　“企业名称”后面的冒号是全角“：”，已改正" in shown
    assert f"{FORM}:22　企业年度收入　“８６００万元” → 8600" in shown
    assert "yaml-syntax" not in shown and "amount-format" not in shown
    assert (tree / FORM).stat().st_mode & 0o777 == 0o640
    assert {path.name for path in (tree / FORM).parent.iterdir()} == {"enterprise.yaml", "materials"}
    main(["validate", "--root", str(tree), "--fix", "--format", "text"])
    assert "没有可以直接改好的地方" in capsys.readouterr().out


def test_values_are_told_by_their_shape_only_and_json_stays_json(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["validate", "--root", str(tree), "--fix", "--format", "json"])
    shown = capsys.readouterr()
    json.loads(shown.out)
    assert f"{FORM}:22　企业年度收入　（一个数）已改正" in shown.err
    assert "8600" not in shown.out + shown.err


def test_links_large_files_and_other_paths_are_left(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form, wrong = tree / FORM, (tree / FORM).read_bytes()
    outside = tree / "outside.yaml"
    form.rename(outside)
    form.symlink_to(outside)
    large = form.parent / "products/a.yaml"
    large.parent.mkdir()
    large.write_bytes(wrong + b"#" * (256 * 1024))
    main(["validate", "--root", str(tree), "--fix"])
    assert outside.read_bytes() == wrong and large.stat().st_size > 256 * 1024 and form.is_symlink()
    form.unlink()
    outside.rename(form)
    (tree / "submissions/zibo").mkdir()
    (tree / "submissions/zibo/bureau.yaml").write_text("填报单位: 示例局\n", encoding="utf-8")
    main(["validate", "--root", str(tree), "--fix", str(tree / "submissions/zibo")])
    assert form.read_bytes() == wrong


def test_a_check_says_how_much_can_be_mended(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = "其中 26 处只有一种正确写法，运行 catalogue validate --fix 可直接改好。"
    main(["validate", "--root", str(tree), "--format", "text"])
    assert capsys.readouterr().out.endswith(f"{line}\n")
    for name in ("json", "github", "markdown"):
        main(["validate", "--root", str(tree), "--format", name])
        assert "--fix" not in "".join(capsys.readouterr())
    (tree / FORM).write_bytes(RIGHT.encode("gb18030"))
    main(["validate", "--root", str(tree), "--format", "text"])
    assert "其中 1 处" in capsys.readouterr().out
    main(["validate", "--root", str(tree), "--format", "text", "--fix"])
    assert "其中" not in capsys.readouterr().out
    assert (tree / FORM).read_text(encoding="utf-8") == RIGHT


# Each took minutes once: lines without end, quotes that never close, thousands of edits of one line.
@pytest.mark.parametrize(
    ("head", "many", "tail"),
    [
        ('材料: {"a', '\\"', "\n市：甲\n"),
        ("市", " ", "：甲\n"),
        ("材料: {", "类别：甲,", "}\n"),
        ("材料: {\n", "类别：甲,\n", "}\n"),
        ("", "市：'甲\n", ""),
        ("单位注册地：\n", "\t甲\n", ""),
    ],
)
def test_a_large_file_takes_no_long_time(head: str, many: str, tail: str) -> None:
    started = time.process_time()
    mend(Enterprise, FORM, (head + many * (60_000 // len(many.encode())) + tail).encode())
    assert time.process_time() - started < 8


def test_a_proposal_is_not_mended(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--root", str(ROOT), "--fix", "--base", "HEAD"]) == 2
    assert "--fix" in capsys.readouterr().err
