"""Zips, mails and folders as firms send them: each file in them is read, said with its reason, or known as what systems leave behind."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from schema.layout.arrange import EntryKind, TreeEntry, arrange
from scripts.intake.incoming import given
from scripts.intake.storing import Outcome
from scripts.sandbox.client import Sandbox
from scripts.sandbox.refused import MAX_MAIL, Refused
from scripts.sandbox.wrappings import MAX_MAILS, read_mail, read_zip
from scripts.writing.material_names import valid_name
from tests.paper.clerks import CODE, make
from tests.paper.test_hostile import package
from tests.paper.told import told, whole
from tests.surveys import ROOT

UNIT = f"submissions/jinan/{CODE}"
ENTERPRISE = f"{UNIT}/enterprise.yaml"
OTHER = "submissions/qingdao/91370211EXAMPLE46L/enterprise.yaml"
PDF = b"%PDF-1.4\nx"
SYSTEM = {
    "Thumbs.db": b"x",
    "desktop.ini": b"x",
    "甲/.DS_Store": b"x",
    "__MACOSX/甲/._附件1.docx": b"x",
    "甲/~$附件1.docx": b"x",
    "甲/": b"",
}


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """附件1 and 附件2 in Word by the names of the clerks that filled them in."""
    return {path.stem[3:]: path.read_bytes() for path in make(tmp_path_factory.mktemp("forms"))}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root/submissions").mkdir(parents=True)
    return tmp_path / "root"


def packed(files: dict[str, bytes], *, codec: str = "") -> bytes:
    """A zip; with ``codec`` its names are as old programs write them, in that encoding and without a mark for it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            item = zipfile.ZipInfo(name.encode(codec).decode("cp437") if codec else name)
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, data)
    data = out.getvalue()
    return _unmarked(data) if codec else data


def _unmarked(data: bytes) -> bytes:
    """The zip with its names back in cp437 and without the flag for UTF-8."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            named = _Raw(item.filename)
            named.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(named, old.read(item))
    return made.getvalue()


class _Raw(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("cp437"), self.flag_bits & ~0x800


def mail(files: dict[str, bytes], *, forwarded: bytes = b"") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "shili@example.com", "报送材料"
    message.set_content("见附件。")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if forwarded:
        inner = EmailMessage()
        inner["From"], inner["Subject"] = "a@example.com", "转发"
        inner.set_content("x")
        inner.add_attachment(forwarded, maintype="application", subtype="octet-stream", filename="里面.zip")
        message.add_attachment(inner)
    return message.as_bytes()


def run(root: Path, name: str, data: bytes, unit: str | None = None) -> tuple[Outcome, str]:
    path = root.parent / name
    path.write_bytes(data)
    outcome, lines = told(root, [path], unit=unit)
    return outcome, "\n".join([lines, *whole(outcome)])


def wrapped(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return [
        ("a.zip", packed(files)),
        ("a.eml", mail(files)),
        ("b.eml", mail({}, forwarded=packed(files))),
        ("c.zip", packed({"里.zip": packed(files)})),
    ]


def names(data: bytes) -> list[str]:
    return [member.name for member in read_zip(data)]


# ---------- what comes out ----------


def test_a_form_and_its_scan_in_any_wrapping(root: Path, forms: dict[str, bytes]) -> None:
    for number, (name, data) in enumerate(wrapped({"附件1.docx": forms["plain"], "营业执照.pdf": PDF})):
        outcome, said = run(root, name, data)
        assert (outcome.written if number == 0 else outcome.same) == [ENTERPRISE] and not outcome.refused, said
        assert outcome.proofs == [f"{UNIT}/materials/营业执照.pdf"]
        assert number or f"按文件名写进了 {ENTERPRISE} 的材料，类别是营业执照，请核对" in said
    _, said = run(root, "b.zip", packed({"附件1.docx": forms["plain"], "扫描件1.pdf": PDF}))
    assert "请在“材料”里补上“文件: materials/扫描件1.pdf”和它的类别" in said
    text = (root / ENTERPRISE).read_text(encoding="utf-8")
    assert text.count("文件: materials/营业执照.pdf") == 1 and "扫描件1" not in text

    assert (root / UNIT / "materials/营业执照.pdf").read_bytes() == PDF


def test_what_systems_leave_behind_is_passed_over(root: Path, forms: dict[str, bytes]) -> None:
    outcome, said = run(root, "a.zip", packed({"甲/附件1.docx": forms["plain"], **SYSTEM}))
    assert outcome.written == [ENTERPRISE] and not outcome.refused and "Thumbs" not in said


@pytest.mark.parametrize("folder", ["", "济南 云岫/", "submissions/", "山东/submissions/", "济南/"])
@pytest.mark.parametrize("slash", ["/", "\\"])
def test_submissions_are_placed_wherever_they_lie(root: Path, folder: str, slash: str) -> None:
    product = next((ROOT / UNIT / "products").iterdir())
    below = f"jinan/{CODE}/" if "submissions" in folder else f"{CODE}/" if folder == "济南/" else ""
    files = {
        f"{below}enterprise.yaml": (ROOT / ENTERPRISE).read_bytes(),
        f"{below}products/{product.name}": product.read_bytes(),
    }
    outcome, said = run(
        root, "a.zip", packed({(folder + name).replace("/", slash): data for name, data in files.items()})
    )
    assert sorted(outcome.written) == [ENTERPRISE, f"{UNIT}/products/{product.name}"] and not outcome.refused, said
    assert (root / ENTERPRISE).read_bytes() == (ROOT / ENTERPRISE).read_bytes()


def test_a_submission_alone_is_placed_by_what_it_says(root: Path) -> None:
    product = next((ROOT / UNIT / "products").iterdir())
    assert run(root, "云岫.yaml", (ROOT / ENTERPRISE).read_bytes())[0].written == [ENTERPRISE]
    outcome, said = run(root, product.name, product.read_bytes())
    assert outcome.written == [f"{UNIT}/products/{product.name}"] and "由报送单位的名称在已有单位里查到" in said
    outcome, said = run(root, "坏.yaml", '企业名称: 示例甲\n经营范围: "未完\n'.encode())
    assert outcome.refused and "第 2 行" in said and "示例甲" not in said
    assert "不是附件1、附件2" in run(root, "别的.yaml", b"a: 1\n")[1]
    assert run(root, "odd.yaml", "企业名称: [a]\n单位注册地:\n  市: [b]\n统一社会信用代码: {c: d}\n".encode())[
        0
    ].refused


def test_a_draft_is_no_form(root: Path) -> None:
    outcome, said = run(root, "示例甲-未完成.json", json.dumps({"enterprise": {}, "products": []}).encode())
    assert outcome.refused and "还没有填完" in said and "打开文件" in said
    assert "不认识的文件类型" in run(root, "b.json", b"[" * 100_000)[1]


def test_a_city_s_folder_comes_whole(root: Path) -> None:
    """As ``catalogue pack`` hands it over: forms, materials and the bureau's header."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted((ROOT / "submissions/jinan").rglob("*"))
        if path.is_file()
    }
    outcome, said = run(root, "jinan.zip", packed(files))
    assert not outcome.refused and len(outcome.written) + len(outcome.proofs) == len(files), said
    assert "检查：没有问题" in said
    assert all((root / name).read_bytes() == data for name, data in files.items())


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "附件1.docx").write_bytes(b"x")
        (tmp_path / folder / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "甲/去.docx").symlink_to("/etc/passwd")
    links: list[str] = []
    for given_paths in (
        [tmp_path],
        [tmp_path / "乙", tmp_path / "甲"],
        [tmp_path / "乙/附件1.docx", tmp_path / "甲/附件1.docx"],
    ):
        found = given(given_paths, lambda item, reason: links.append(f"{item.origin} {reason[:3]}"))
        assert {item.origin for item in found} == {"甲/附件1.docx", "乙/附件1.docx"}
    assert links == ["甲/去.docx 是链接"] * 2


# ---------- names ----------


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
@pytest.mark.parametrize("name", ["附件1.docx", "镕基·示例㙍.pdf", "济南 云岫/营业执照（副本）.pdf"])
def test_names_of_programs_that_do_not_say_how_they_write(codec: str, name: str) -> None:
    assert names(packed({name: b"x", "b.txt": b"x"}, codec=codec)) == [name, "b.txt"]


def test_a_name_that_decodes_two_ways_is_read_as_chinese() -> None:
    both = next(char for char in map(chr, range(0x4E00, 0x9FA6)) if _is_both(char))
    assert names(packed({f"{both}.pdf": b"x"}, codec="gbk")) == [f"{both}.pdf"]


def _is_both(char: str) -> bool:
    try:
        return bool(char.encode("gbk").decode())
    except UnicodeError:
        return False


@pytest.mark.parametrize(
    "disposition",
    [
        'attachment; filename="=?utf-8?B?6ZmE5Lu2MS5kb2N4?="', 'attachment; filename="=?gb2312?B?uL28/jEuZG9jeA==?="', "attachment; filename*=UTF-8''%E9%99%84%E4%BB%B61.docx",
        "attachment; filename*=gb2312''%B8%BD%BC%FE1.docx", "attachment;\r\n filename*0*=utf-8''%E9%99%84;\r\n filename*1*=%E4%BB%B61.docx", 'attachment; filename="附件1.docx"',
    ],
)  # fmt: skip
@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_names_of_attachments_in_every_way(disposition: str, codec: str) -> None:
    text = (
        f"From: a@example.com\r\nContent-Type: application/octet-stream\r\nContent-Disposition: {disposition}\r\n\r\nx"
    )
    assert [(member.name, member.data) for member in read_mail(text.encode(codec))] == [("附件1.docx", b"x")]


@pytest.mark.parametrize(
    "name",
    [
        "a?b.pdf",
        "CON.pdf",
        "长" * 60 + ".pdf",
        " .pdf",
        "..pdf",
        "a\u202eb.pdf",
        'x"<>|*:.PDF',
        "e\u0301.png",
        ".jpg",
        "名.\t.jpeg",
    ],
)
def test_a_name_is_made_valid(name: str) -> None:
    path = f"{UNIT}/materials/{valid_name(unicodedata.normalize('NFC', name))}"
    assert not arrange([TreeEntry(path, EntryKind.FILE, 0)]).findings
    assert path.lower().endswith(name.rsplit(".")[-1].lower())


# ---------- scans ----------


def test_each_firm_s_scans_go_to_it(root: Path, forms: dict[str, bytes]) -> None:
    """Two firms' folders with files of the same names; a scan beside both is nobody's."""
    files = {
        "甲/附件1.docx": forms["plain"], "甲/材料/营业执照.pdf": PDF, "乙/x/enterprise.yaml": (ROOT / OTHER).read_bytes(), "乙/x/营业执照.pdf": PDF + b"2",
        "丙/营业执照.pdf": PDF, "总.pdf": PDF,
    }  # fmt: skip
    outcome, said = run(root, "来件.zip", packed(files))
    assert outcome.proofs == [f"{UNIT}/materials/营业执照.pdf", f"{OTHER.rpartition('/')[0]}/materials/营业执照.pdf"], (
        said
    )
    assert outcome.refused == ["来件.zip/丙/营业执照.pdf", "来件.zip/总.pdf"]


def test_a_scan_beside_a_form_that_could_not_be_read_is_nobody_s(root: Path, forms: dict[str, bytes]) -> None:
    outcome, said = run(root, "a.zip", packed({"附件1.docx": forms["plain"], "乙.doc": b"x", "营业执照.pdf": PDF}))
    assert (
        outcome.written == [ENTERPRISE]
        and not outcome.proofs
        and "a.zip/营业执照.pdf" in outcome.refused
        and "请放进" in said
    )


def test_the_sealed_form_is_no_proof(root: Path, forms: dict[str, bytes]) -> None:
    outcome, said = run(
        root, "a.zip", packed({"附件1.docx": forms["plain"], "附件1（盖章）.pdf": PDF, "调研表.jpg": b"\xff\xd8\xff"})
    )
    assert not outcome.proofs and len(outcome.refused) == 2 and "像是调研表的扫描件" in said


def test_a_scan_s_name_is_made_valid_and_told(root: Path, forms: dict[str, bytes]) -> None:
    outcome, said = run(root, "a.zip", packed({"附件1.docx": forms["plain"], "执照?（副本）.pdf": PDF}))
    assert outcome.proofs == [f"{UNIT}/materials/执照_（副本）.pdf"] and "已改名" in said


def test_materials_of_a_known_unit_come_alone(root: Path) -> None:
    run(root, "a.yaml", (ROOT / ENTERPRISE).read_bytes())
    outcome, _ = run(
        root,
        "a.zip",
        packed(
            {
                f"submissions/jinan/{CODE}/materials/a.pdf": PDF,
                "submissions/jinan/91370102EXAMPLE04X/materials/b.pdf": PDF,
            }
        ),
    )
    assert outcome.proofs == [f"{UNIT}/materials/a.pdf"] and len(outcome.refused) == 1


# ---------- other formats ----------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.doc", "另存为 .docx"), ("a.WPS", "另存为 .docx"), ("a.rtf", "另存为 .docx"), ("a.odt", "另存为 .docx"), ("a.xls", "另存为 .xlsx"), ("a.et", "另存为 .xlsx"),
        ("a.rar", "解压"), ("a.7z", "解压"), ("a.ofd", "OFD"), ("a.heic", "HEIC"), ("a.jfif", ".jpg"), ("a.msg", "附件另存"), ("a", "没有扩展名"), ("a.exe", "不认识"),
        ("a.pdf", "Word 文件"), ("a.txt", "没有找到"), ("a.eml", "不是邮件"), ("a.zip", "不是 .zip"),
    ],
)  # fmt: skip
def test_every_other_file_is_refused_with_a_way_out(root: Path, name: str, words: str) -> None:
    data = {"a.heic": b"\0\0\0\x18ftypheic\0\0\0\0", "a.ofd": b"PK\x03\x04OFD.xml", "a.jfif": b"\xff\xd8\xff"}.get(
        name, b"x"
    )
    outcome, said = run(root, name, data)
    assert outcome.refused and words in said


def test_many_of_other_formats_are_told_the_one_command(root: Path) -> None:
    _, said = run(root, "a.zip", packed({"甲.doc": b"x", "乙.wps": b"x", "丙.xls": b"x", "丁.doc": b"x"}))
    assert "soffice --headless --convert-to docx --outdir 转换后 *.doc *.wps\n" in said
    assert "soffice --headless --convert-to xlsx --outdir 转换后 *.xls" in said and "有 4 份" in said
    assert "soffice" not in run(root, "a.doc", b"x")[1]


def test_a_scan_pasted_into_word_is_told(root: Path) -> None:
    outcome, said = run(root, "a.docx", package("<w:p/>", {"word/media/image1.jpeg": b"\xff\xd8\xff"}))
    assert outcome.refused and "只有图片" in said and "原来填写的 Word 文件" in said


# ---------- hostile ----------


def nested(data: bytes, depth: int) -> bytes:
    for _ in range(depth):
        data = packed({"里.zip": data})
    return data


def mails(depth: int) -> bytes:
    message = EmailMessage()
    message["From"] = "a@example.com"
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="最里面.pdf")
    for _ in range(depth):
        outer = EmailMessage()
        outer["From"] = "a@example.com"
        outer.add_attachment(message)
        message = outer
    return message.as_bytes()


LINK = zipfile.ZipInfo("链接.docx")
LINK.external_attr = 0o120777 << 16


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(LINK, "/etc/passwd")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.zip", nested(packed({"附件1.docx": b"x"}), 8), "一层套一层"),
        ("a.zip", packed({f"{number}.txt": b"" for number in range(3001)}), "3001 个文件"),
        ("a.zip", packed({"Thumbs.db": b"x"}), "是空的"), ("a.zip", packed({}), "是空的"), ("a.zip", b"PK\x03\x04broken", "损坏"),
        ("a.zip", linked(), "是链接"),
        ("a.eml", mails(100), f"超过 {MAX_MAILS} 层"), ("a.eml", b"From: a@example.com\n\nx", "没有附件"),
        ("a.eml", b"From: a@example.com\nContent-Type: application/ms-tnef\n\nx", "Outlook"),
        ("a.eml", b"From: a@example.com\nContent-Type: image/png\nContent-ID: <1>\n\nx", "正文里的图片"),
        ("a.eml", b"From: a@example.com\nContent-Type: application/x\n\nx", "没有名字的附件"),
        ("a.eml", b"From: a@example.com\nContent-Disposition: attachment; filename=\"../../etc/cron.d/x.docx\"\n\nx", "路径不安全"),
        ("a.eml", b"From: a\nContent-Disposition: attachment; filename==?utf-8?B?!!?=.docx\n\nx", "没有导入 1 份"),
    ],
)  # fmt: skip
def test_hostile_wrappings(root: Path, name: str, data: bytes, words: str) -> None:
    outcome, said = run(root, name, data)
    assert outcome.refused and words in said and not outcome.written
    assert [path.name for path in root.rglob("*")] == ["submissions"]


def test_bombs_are_not_unfolded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({"a.pdf": b"x" * 2**20})
    monkeypatch.setattr("scripts.sandbox.wrappings.MAX_CONTENT", 2**20 - 1)
    with pytest.raises(Refused, match="像是压缩炸弹，没有打开；请先解压"):
        read_zip(data)
    monkeypatch.setattr("scripts.intake.incoming.MAX_BYTES", 3 * 2**20)  # of all that is in one
    outcome, said = run(root, "a.zip", packed({f"{number}.zip": data for number in range(9)}))
    assert "没有读完；请先解压" in said and len(outcome.refused) == 9


def test_what_is_nested_too_deep_ends_in_words(root: Path) -> None:
    parts = (f'Content-Type: multipart/mixed; boundary="{number}"\n\n--{number}\n' for number in range(3000))
    outcome, said = run(root, "a.eml", f"From: a@example.com\n{''.join(parts)}".encode())
    assert len(outcome.refused) == 1 and "太复杂" in said and "先把附件另存" in said


def test_a_mail_of_a_hundred_megabytes_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.eml").open("wb") as file:
        file.truncate(100 * 2**20)
    with Sandbox() as sandbox, pytest.raises(Refused, match="超过 60 MiB，没有打开；请先解压（邮件先把附件另存）"):
        sandbox.open(tmp_path / "a.eml", ".eml")
    assert MAX_MAIL < 100 * 2**20


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_files_of_one_name_none_is_lost(root: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(ENTERPRISE, (ROOT / ENTERPRISE).read_bytes())
        archive.writestr(ENTERPRISE, (ROOT / OTHER).read_bytes())
    outcome, said = run(root, "a.zip", out.getvalue())
    assert outcome.written == [ENTERPRISE] and outcome.refused == [f"a.zip/{ENTERPRISE}"] and "有两份" in said


def test_each_file_of_a_hostile_zip_is_told_and_the_good_one_read(root: Path, forms: dict[str, bytes]) -> None:
    bad = {
        "../../x.docx": b"x",
        "/etc/x.docx": b"x",
        "C:\\x.docx": b"x",
        "坏.docx": b"PK\x03\x04",
        "宏.docm": b"x",
        "\x1b[31m.docx": b"x",
        "深.zip": nested(b"x", 5),
    }
    outcome, said = run(root, "a.zip", packed({**bad, "好.docx": forms["plain"]}))
    assert outcome.written == [ENTERPRISE] and len(outcome.refused) == len(bad)
    assert all(word in said for word in ("路径不安全", "损坏", "带宏", "一层套一层"))
