"""``summaries --zip``: one package a city to mail, of what was just written for it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from schema.vocabulary.survey import constants
from scripts.bureau.checklist import CHECKLIST, DataState
from scripts.bureau.packages import NOTE, NotOurs, former_packages, write_packages
from scripts.bureau.sheets import PAPERS, Header
from scripts.cli import main
from scripts.writing.zipping import write_zip
from tests.surveys import copy_samples

CITY = constants().cities["qingdao"]
STATE = DataState(2024, date(2024, 6, 10), "2024-06-05（版本 0123abc）")


def packed(path: Path) -> dict[str, str]:
    """The names in a package and the text of its note; the workbooks in it are those that lie beside it."""
    with ZipFile(path) as package:
        names = package.namelist()
        assert all(
            package.read(name) == (path.parent / "qingdao" / name).read_bytes() for name in names if name != NOTE
        )
        assert all(entry.flag_bits & 0x800 for entry in package.infolist()), "names are marked as UTF-8"
        note = package.read(NOTE).decode("utf-8-sig")
    assert note.count("\n") == note.count("\r\n") > 3
    return dict.fromkeys(names, "") | {NOTE: note}


@pytest.mark.parametrize(
    ("day", "name"), [(date(2024, 6, 5), "青岛市-2024-06-05.zip"), (None, "青岛市.zip")], ids=["dated", "blank"]
)
def test_a_city_has_one_package(tmp_path: Path, day: date | None, name: str) -> None:
    books = [tmp_path / folder / f"{CHECKLIST}.xlsx" for folder in ("qingdao", "zibo", "全省")]
    for book in books:
        book.parent.mkdir()
        book.write_bytes(book.parent.name.encode())
    strangers = {"青岛市材料.zip", "淄博市.zip", "青岛市-2024-06-02.zip"}  # the last is what the city mailed
    for former in ("青岛市.zip", "青岛市-2024-06-01.zip", "青岛市-2024-06-05.zip"):
        write_zip(tmp_path / former, [(f"{CHECKLIST}.xlsx", b""), (NOTE, b"")])
    for stranger in strangers:
        write_zip(tmp_path / stranger, [("甲公司/附件1.docx", b""), (NOTE, b"")])
    header = Header(CITY.bureau, date=day)
    for old in former_packages(tmp_path, CITY.name, header):
        old.unlink()
    [path] = write_packages(tmp_path, [(CITY, header)], books, STATE)
    assert {file.name for file in tmp_path.glob("*.zip")} == {name, *strangers}
    assert set(packed(path)) == {f"{CHECKLIST}.xlsx", NOTE}
    made = path.read_bytes()
    assert write_packages(tmp_path, [(CITY, header)], books, STATE)[0].read_bytes() == made
    path.write_bytes(b"mails")
    with pytest.raises(NotOurs, match="没有覆盖"):
        former_packages(tmp_path, CITY.name, header)
    assert path.read_bytes() == b"mails"


def test_the_command_packs_what_it_has_just_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, out = copy_samples(tmp_path / "root"), tmp_path / "out"
    form = root / "submissions/qingdao/91370211EXAMPLE46L/products/xiangsu.yaml"
    form.write_text(
        re.sub("^大模型产品所属种类.*\n", "", form.read_text("utf-8"), flags=re.MULTILINE), encoding="utf-8"
    )
    command = ["summaries", "--root", str(root), "--out", str(out), "--city", "青岛", "--zip"]
    assert main(command) == 1
    told = packed(out / "青岛市-2024-06-07.zip")
    assert set(told) == {f"{CHECKLIST}.xlsx", NOTE}
    assert "附件3、附件4 没有生成" in told[NOTE]
    assert main([*command, "--skip-invalid"]) == 0
    assert "打成 1 个压缩包" in capsys.readouterr().err
    told = packed(out / "青岛市-2024-06-07.zip")
    assert set(told) == {f"{name}.xlsx" for name in (*(paper.name for paper in PAPERS), CHECKLIST)} | {NOTE}
    assert "青岛市工业和信息化局" in told[NOTE]
    assert "没有生成" not in told[NOTE]
    assert sorted(path.name for path in out.iterdir()) == ["qingdao", "青岛市-2024-06-07.zip"]
