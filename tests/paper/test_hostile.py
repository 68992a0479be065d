"""Files made to harm: refused with a reason, within limits, and without stopping the rest."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from scripts import cli
from scripts.intake.importer import import_files
from scripts.intake.storing import ImportOptions
from scripts.sandbox.csv_reader import read_csv
from scripts.sandbox.docx_reader import read_docx
from scripts.sandbox.refused import Refused
from scripts.sandbox.xlsx_reader import read_xlsx
from tests.paper.clerks import make

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MAIN = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(
    body: str = "", more: dict[str, str | bytes] | None = None, *, document: str | bytes | None = None
) -> bytes:
    out = io.BytesIO()
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": MAIN,
        "word/document.xml": document or f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in (parts | (more or {})).items():
            made.writestr(name, data)
    return out.getvalue()


def relation(kind: str, target: str) -> str:
    return RELS.format(f'<Relationship Id="r" Type="{KIND}/{kind}" Target="{target}" TargetMode="External"/>')


ENTITY = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package(document=ENTITY), "DOCTYPE"),
        (package(document=LAUGHS), "DOCTYPE"),
        (package(document=ENTITY.encode("utf-16")), "DOCTYPE"),
        (package(document='<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE l+AD4'), "编码"),
        (package(more={"word/vbaProject.bin": b"x"}), "宏"),
        (package(more={"[Content_Types].xml": TYPES.replace("/>", "><Override PartName='/w' ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>")}), "宏"),
        (package(more={"word/_rels/document.xml.rels": relation("image", "http://evil.example/t.png")}), "链接的图片"),
        (package(more={"word/_rels/document.xml.rels": relation("oleObject", "file://evil/x")}), "链接的对象"),
        (package(more={"_rels/.rels": MAIN.replace("word/document", "../../../etc/document")}), "不是 Word"),
        (package(more={"_rels/.rels": MAIN.replace("word/document.xml", "[Content_Types].xml")}), "不是 Word"),
        (package("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60), "嵌套"),
        (package("<w:p><w:r><w:t>x</w:r></w:p>"), "损坏"),
        (package("<w:tbl><w:tr>" + "<w:tc/>" * 30_000 + "</w:tr></w:tbl>"), "格子太多"),
        (package("<w:p/>" * 200_000), "段落太多"),
        (package("<w:p>" + "<w:r><w:t>x</w:t></w:r>" * 200_000 + "</w:p>"), "段落太多"),
        (package(more={f"word/m{number}.xml": "" for number in range(4000)}), "部件"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "旧版"),
        (b"{\\rtf1}", "RTF"), (b"%PDF-1.7", "PDF"), (b"", "空"), (b"hello", "不是"), (b"PK\x03\x04broken", "损坏"),
    ],
)  # fmt: skip
def test_hostile_word(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read_docx(data)


def test_hyperlinks_are_no_harm() -> None:
    assert (
        read_docx(package(more={"word/_rels/document.xml.rels": relation("hyperlink", "https://www.example.com")}))[
            "blocks"
        ]
        == []
    )


def bomb(name: str) -> bytes:
    """A part of 300 MB in a file of 300 KB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        with made.open(name, "w") as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def test_bombs_are_not_inflated() -> None:
    word, excel = bomb("word/document.xml"), bomb("xl/worksheets/sheet1.xml")
    start = time.monotonic()
    with pytest.raises(Refused, match="解压后超过"):
        read_docx(word)
    with pytest.raises(Refused, match="解压后超过"):
        read_xlsx(excel)
    assert time.monotonic() - start < 2


def test_a_lie_about_the_size_is_no_way_round() -> None:
    data = bytearray(bomb("word/document.xml"))
    true = (300_000_000).to_bytes(4, "little")
    while (place := data.find(true)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(Refused):
        read_docx(bytes(data))


S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOOK = f'<workbook {S} xmlns:r="{KIND}"><sheets><sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>'
RELATED = RELS.format(
    "".join(f'<Relationship Id="r{n}" Type="{KIND}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate([("worksheet", "sheet1.xml"), ("sharedStrings", "shared.xml")], 1))
)  # fmt: skip


def workbook(sheet: str, more: dict[str, str | bytes] | None = None) -> bytes:
    """A workbook of one sheet, by the XML of what stands in it."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": MAIN.replace("word/document.xml", "xl/workbook.xml"),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATED,
        "xl/sheet1.xml": f"<worksheet {S}>{sheet}</worksheet>",
    }
    return package(more=parts | (more or {}))


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in cells) + "</row>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (workbook("", {"xl/externalLinks/externalLink1.xml": "<x/>"}), "其他工作簿"), (workbook("", {"xl/vbaProject.bin": b"x"}), "宏"),
        (workbook("", {"xl/shared.xml": LAUGHS}), "DOCTYPE"), (package(), "不是 Excel"), (workbook("<sheetData>"), "损坏"),
        (workbook("<sheetData>" + "".join(row(number, "x") for number in range(1, 13_000)) + "</sheetData>"), "12000 行"),
        (workbook(f"<sheetData>{row(1_048_576, 'x')}</sheetData>"), "1048576 行"),
        (workbook("<sheetData>" + " " * 25 * 2**20 + "</sheetData>"), "24 MiB"),
    ],
    ids=["links", "macros", "laughs", "word", "broken", "rows", "far", "big"],
)  # fmt: skip
def test_hostile_workbooks(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read_xlsx(data)


def test_rows_that_are_only_formatted_are_none() -> None:
    """Excel writes hundreds of thousands of them where somebody has formatted whole columns."""
    found = read_xlsx(workbook("<sheetData>" + row(1, "企业名称") + "<row/>" * 300_000 + "</sheetData>"))
    assert found["sheets"][0]["rows"] == [[["企业名称", ""]]]
    text = "企业名称,注册资金\r\n" + ",\r\n" * 300_000
    assert read_csv(text.encode())["sheets"][0]["rows"] == [[["企业名称", ""], ["注册资金", ""]]]


def test_a_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    """Through the limited worker: one that grows beyond the memory, one that is macro-laden by name, one that is good."""
    (tmp_path / "submissions").mkdir()
    folder = tmp_path / "in"
    good = make(tmp_path / "made")[0]
    folder.mkdir()
    (folder / "z-good.docx").write_bytes(good.read_bytes())
    (folder / "a-deep.docx").write_bytes(package("<w:p><w:ins>" * 50_000))
    (folder / "b-bomb.docx").write_bytes(bomb("word/document.xml"))
    (folder / "c.docm").write_bytes(package())
    (folder / "d-wide.docx").write_bytes(package("<w:p/>" * 2_000_000))
    (folder / "e.txt").write_text("x", encoding="utf-8")
    lines: list[str] = []
    start = time.monotonic()
    outcome = import_files([folder], ImportOptions(tmp_path), lines.append)
    assert len(outcome.written) == 1 and len(outcome.refused) == 5
    assert time.monotonic() - start < 20


def test_a_receipt_steers_no_terminal_and_no_runner(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names and values of a stranger's zip are printed: their control characters are shown as codes, commands are broken up."""
    unit = "submissions/jinan/91370102EXAMPLE031"
    (tmp_path / "submissions").mkdir()
    with zipfile.ZipFile(tmp_path / "hostile.zip", "w") as archive:
        archive.writestr("submissions/\x1b[31mX\x1b]0;pwn\x07.yaml", "a: b")
        archive.writestr(
            f"{unit}/enterprise.yaml", '企业名称: 示例泉智科技有限公司\n单位性质: "\\e]0;pwn\\a ##[error]"\n'
        )
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    cli.main(["import", "--root", str(tmp_path), str(tmp_path / "hostile.zip")])
    said = "".join(capsys.readouterr())
    assert "第 1 个文件夹/" in said and "hostile" not in said
    assert not any(char in said for char in "\x1b\x07") and "##[" not in said and "\n::" not in said
