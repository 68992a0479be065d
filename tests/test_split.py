"""``catalogue split``: whole forms become two halves; the public ones keep every other byte, and nothing private stays in them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from schema.layout.paths import FormPath
from scripts.check.pipeline import check
from scripts.cli import main
from scripts.tree.disk import DiskTree
from scripts.tree.private import TwoTrees
from scripts.writing.editor import Unchangeable
from scripts.writing.parting import part
from tests.cases import BASE, UNIT
from tests.gitbox import git
from tests.separate import surveyed
from tests.surveys import CANARIES, GROWTH, PROOF, copy_samples, mark_private

pytestmark = pytest.mark.usefixtures("one_sandbox")
HERE = UNIT.removeprefix("submissions/")


def split(root: Path, folder: Path) -> int:
    return main(
        ["split", "--root", str(root), "--public", str(folder / "public"), "--private", str(folder / "private")]
    )


# ---------- the samples ----------


def test_the_samples_in_two_halves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_samples(tmp_path / "root")
    mark_private(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert split(root, tmp_path) == 0
    assert "永远不要公开" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before

    public, private = tmp_path / "public", tmp_path / "private"
    for path in public.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not [one for one in (*CANARIES.values(), GROWTH[:10], PROOF, "文件:") if one in text], path
            whole = (root / path.relative_to(public)).read_text(encoding="utf-8").split("\n")
            new = ("不公开部分: ", "    另交: 是")
            kept = iter(whole)
            assert all(line in kept for line in text.split("\n") if not line.startswith(new)), path
    assert {path.name for path in private.rglob("materials/*")} == {path.name for path in root.rglob("materials/*")}
    with surveyed(联系信息="另交"):
        alone, both = check(DiskTree(public)), check(TwoTrees(DiskTree(public), private, "DIR"))
        assert (alone.summary.errors, both.summary.errors) == (0, 0)
        assert not {found.rule for found in both.findings} & {"private-missing", "private-mismatch"}
    whole_check = check(DiskTree(root))
    told = [(found.rule, found.field) for found in whole_check.findings]
    assert sorted(map(str, told)) == sorted(str((found.rule, found.field)) for found in both.findings)


def test_the_same_where_the_survey_says_so_already(tmp_path: Path) -> None:
    with surveyed(联系信息="另交"):
        assert split(BASE, tmp_path) == 0
        tree = TwoTrees(DiskTree(tmp_path / "public"), tmp_path / "private", "DIR")
        assert check(tree).findings == []


def test_two_runs_bind_with_other_salts(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert split(BASE, tmp_path / name) == 0
    one, other = ((tmp_path / name / "public" / UNIT / "enterprise.yaml").read_text("utf-8") for name in ("a", "b"))
    assert one != other
    assert re.sub("不公开部分: .*", "", one) == re.sub("不公开部分: .*", "", other)


# ---------- what it refuses ----------


def test_errors_in_the_tree_are_listed_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "root"
    shutil.copytree(BASE, root)
    form = root / UNIT / "enterprise.yaml"
    form.write_text(form.read_text("utf-8").replace("注册资金: 5000", "注册资金: 5000万元"), "utf-8")
    assert split(root, tmp_path) == 1
    told = capsys.readouterr().err
    assert "amount-format" in told and "没有分开" in told
    assert not (tmp_path / "public").exists() and not (tmp_path / "private").exists()


def test_folders_that_hold_something_each_other_or_what_git_keeps(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(BASE, root)

    def status(public: Path, private: Path) -> int:
        return main(["split", "--root", str(root), "--public", str(public), "--private", str(private)])

    (tmp_path / "full").mkdir()
    (tmp_path / "full/a").write_text("")
    (tmp_path / "tracked").mkdir()
    git(tmp_path / "tracked", "init", "-q")
    assert status(root, tmp_path / "x") == 2, "the tree itself is not touched"
    assert status(tmp_path / "p", tmp_path / "full") == 2
    assert status(tmp_path / "p", tmp_path / "p/x") == 2
    assert status(tmp_path / "x/p", tmp_path / "x") == 2
    assert status(tmp_path / "p", tmp_path / "tracked/x") == 2
    assert status(tmp_path / "p", root / "submissions/x") == 2
    assert status(tmp_path / "p", tmp_path) == 2
    assert not (tmp_path / "p").exists() and not (tmp_path / "x").exists()
    assert status(tmp_path / "tracked", tmp_path / "x") == 0


# ---------- one file, in other styles ----------

PLACE = FormPath("jinan", "91370102EXAMPLE031", "hetong")
BASE_PRODUCT = (BASE / UNIT / "products/hetong.yaml").read_text(encoding="utf-8")


def parted(text: str, place: FormPath = PLACE) -> tuple[str, str]:
    halves = part(place, text.encode(), lambda name: name.encode())
    return halves.public.decode(), (halves.private or b"").decode()


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("联系人: ", "# 王经理，每周一在\n联系人: ", "王经理"),
        ("联系人: 示例甲", "联系人: 示例甲  # 王经理", "王经理"),
        ("联系人: 示例甲", '"联系人": "示例甲"', "示例甲"),
        ("联系人: 示例甲", "联系人: >-\n  示例\n  甲", "示例"),
        ("联系人: 示例甲", "联系人:\n  示例甲", "示例甲"),
        ("联系人: 示例甲", "联系人: |\n  示例甲\n", "示例甲"),
    ],
)
def test_a_private_line_goes_with_its_comments(old: str, new: str, gone: str) -> None:
    base = re.sub("报送单位: .*", "报送单位: 某某公司", BASE_PRODUCT)
    base = re.sub("^联系人: .*", "联系人: 示例甲", base, flags=re.MULTILINE).split("大模型产品名称")[0]
    assert old in base
    public, private = parted(base.replace(old, new))
    assert gone not in public and "联系人" not in public and "联系方式" not in public
    assert gone in private.replace("\n  ", "")
    rest = re.sub("(?m)^(联系人|联系方式|不公开部分).*\n", "", base)
    assert re.sub("(?m)^不公开部分.*\n", "", public).strip() == rest.strip()


@pytest.mark.parametrize("crlf", [False, True])
def test_the_rest_stays_byte_by_byte(crlf: bool) -> None:
    text = "# 头\n报送单位: 甲公司   # 公司\n\n\n联系人: 示例甲\n联系方式: 0531-00000001\n# 名\n大模型产品名称: '某'\n材料:\n  # 第一份\n  - 文件: materials/a.pdf\n    类别: 营业执照\n  - 类别: 应用证明  # 甲\n    线下提交: 是\n\n# 完\n"
    want = "# 头\n报送单位: 甲公司   # 公司\n\n\n# 名\n大模型产品名称: '某'\n材料:\n  # 第一份\n  - 另交: 是\n    类别: 营业执照\n  - 类别: 应用证明  # 甲\n    线下提交: 是\n不公开部分: X\n\n# 完\n"
    public, private = parted("\ufeff" + text.replace("\n", "\r\n") if crlf else text)
    public = re.sub("不公开部分: [A-Z2-7 ]+", "不公开部分: X", public)
    assert public == ("\ufeff" + want.replace("\n", "\r\n") if crlf else want)
    assert re.sub("盐: .*", "", private).split("\n")[2:] == [
        "联系人: 示例甲", "联系方式: 0531-00000001", "材料:", "  - 文件: materials/a.pdf", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "{报送单位: 甲公司, 联系人: 示例甲}\n",
        "报送单位: 甲公司\n材料: [{类别: 营业执照, 文件: materials/a.pdf}]\n",
        "报送单位: 甲公司\n材料:\n  - {类别: 营业执照, 文件: materials/a.pdf}\n",
        "报送单位: 甲公司\n联系人: 示例甲\n# 示例甲不在时找示例乙\n版本号: V1\n",
        "报送单位: 甲公司\n联系方式: 0531-00000001\n版本号: V1 # 打0531-00000001\n",
        "报送单位: 甲公司\n# 154 0000 9876\n版本号: V1\n",
        "报送单位: 甲公司\n应用所属场景: 打15400009876\n",
        "报送单位: 甲公司\n  联系人: 示例甲\n",
        "报送单位: 甲公司\n? 联系人\n: 示例甲\n",
        "报送单位: [\n",
    ],
)
def test_what_cannot_be_parted_safely_is_refused(text: str) -> None:
    with pytest.raises(Unchangeable, match="请"):
        parted(text)


def test_a_bureau_s_header() -> None:
    place = FormPath("jinan")
    text = "填报单位: 示例局\n联系人: 示例甲\n联系方式: 15400000001\n填报日期: 2024-06-01\n报送电话: 15400000009\n"
    public, private = parted(text, place)
    assert public == "填报单位: 示例局\n填报日期: 2024-06-01\n报送电话: 15400000009\n"
    assert private.split("\n")[1:] == ["联系人: 示例甲", "联系方式: 15400000001", ""]
    assert parted("填报单位: 示例局\n", place) == ("填报单位: 示例局\n", "")
    assert part(place, b"", lambda _: b"").private is None
