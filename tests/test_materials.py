"""Untrusted PDFs and pictures: what the worker finds in them, and that the sandbox survives what they do."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

from schema.book.severity import Severity
from schema.rules.material_files import judge_facts, wrong_type
from scripts.sandbox.client import Sandbox

ROOT = Path(__file__).parents[1]
Change = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def pdf(change: Change | None = None, encryption: pikepdf.Encryption | None = None, packed: bool = False) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        document.save(out, encryption=encryption or False, object_stream_mode=mode)
    return out.getvalue()


def image(kind: str, size: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("L", (size, size)).save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 3751 * 30_000, 9)) + chunk(b"IEND", b"")


def open_action(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def names_tree(document: pikepdf.Pdf) -> None:
    script = document.make_indirect(Dictionary(S=Name.JavaScript, JS=String("1")))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


def chained(document: pikepdf.Pdf) -> None:
    action = Dictionary(
        S=Name.GoTo, Next=Array([Dictionary(S=Name.URI), Dictionary(S=Name.Launch, F=String("cmd.exe"))])
    )
    document.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action)])


def attach(document: pikepdf.Pdf) -> None:
    document.attachments["a.exe"] = b"MZ"


def forms(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(XFA=String("<xdp/>"))


def page_launch(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch))


def action(name: str) -> Change:
    """A PDF whose link does something."""

    def change(document: pikepdf.Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name(f"/{name}")))
        document.pages[0].obj.Annots = Array([link])

    return change


def attachment(name: str, data: bytes) -> Change:
    """A PDF with a file in it."""

    def change(document: pikepdf.Pdf) -> None:
        document.attachments[name] = data

    return change


def signed(document: pikepdf.Pdf) -> None:
    """A signature's field and value, as an e-licence has them."""
    seal = document.make_indirect(
        Dictionary(
            Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 1, 2, 3]), Contents=String(b"\x30\x82")
        )
    )
    field = document.make_indirect(Dictionary(FT=Name.Sig, T=String("Seal"), V=seal, Subtype=Name.Widget))
    document.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def unspecified(document: pikepdf.Pdf) -> None:
    """An embedded file of which no specification says what it is."""
    document.Root.PieceInfo = document.make_stream(b"MZ", Type=Name.EmbeddedFile)


def thread(document: pikepdf.Pdf) -> None:
    """The articles of a magazine, which are no actions."""
    document.Root.Threads = Array([Dictionary(Type=Name.Thread)])


def stored(document: pikepdf.Pdf) -> None:
    """A stream that nothing but its length tells the end of."""
    document.Root.PieceInfo = document.make_stream(b"q Q q Q")


def packed_away(size: int) -> bytes:
    """A PDF whose script lies in an object stream that inflates to ``size`` bytes."""
    body, squeeze = b"4 0 << /S /JavaScript /JS (1) >>", zlib.compressobj(9)
    stream = squeeze.compress(body) + b"".join(squeeze.compress(b" " * 2**20) for _ in range(size // 2**20))
    stream += squeeze.flush()
    head = b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
        5: b"<< /Type /ObjStm /N 1 /First 4 " + head,
    }
    out, rows = bytearray(b"%PDF-1.5\n"), {0: b"\0" + bytes(4), 4: b"\2" + struct.pack(">I", 5)}
    for number, text in objects.items():
        rows[number] = b"\1" + struct.pack(">I", len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    rows[6] = b"\1" + struct.pack(">I", len(out))
    table = b"".join(rows[number] + b"\0" for number in range(7))
    return bytes(out) + (
        b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(table), table, len(out))
    )


def photo(kind: str, tags: dict[int, object], **settings: object) -> bytes:
    """A picture with GPS tags in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    exif.get_ifd(0x8825).update(tags)
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, kind, exif=exif, **settings)
    return out.getvalue()


def commented(size: int) -> bytes:
    """A PNG with a compressed text of ``size`` bytes, as an editor's history in XMP is."""
    about = PngImagePlugin.PngInfo()
    about.add_itxt("XML:com.adobe.xmp", " " * size, zip=True)
    out = io.BytesIO()
    Image.new("L", (20, 20)).save(out, "PNG", pnginfo=about)
    return out.getvalue()


def two_pictures() -> bytes:
    """A JPEG of two pictures, as phones write HDR photos."""
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (20, 20))])
    return out.getvalue()


def scan(width: int, height: int) -> bytes:
    """A black-and-white PNG."""
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


PLACE: dict[int, object] = {1: "N", 2: (36.0, 40.0, 0.0), 3: "E", 4: (117.0, 0.0, 0.0)}
PHOTO = photo("JPEG", {})
OFD = b"PK\x03\x04\x14\0\0\0\0\0OFD.xml<ofd:OFD/>"

CASES = {
    "plain pdf": (pdf(), []),
    "plain png": (image("PNG"), []),
    "plain jpeg": (image("JPEG"), []),
    "script on opening": (pdf(open_action), ["javascript"]),
    "script in an object stream": (pdf(names_tree, packed=True), ["javascript"]),
    "launch in a chain of actions": (pdf(chained), ["launch"]),
    "launch on a page": (pdf(page_launch), ["launch"]),
    **{
        f"action {name}": (pdf(action(name)), ["remote"])
        for name in ("GoToR", "GoToE", "SubmitForm", "ImportData", "Thread")
    },
    **{f"action {name}": (pdf(action(name)), []) for name in ("GoTo", "URI", "Named")},
    "threads of articles": (pdf(thread), []),
    "attachment": (pdf(attach), ["embedded"]),
    "attachment of no name": (pdf(unspecified), ["embedded"]),
    "data of an e-licence": (
        pdf(attachment("licence.xml", b"\xef\xbb\xbf<?xml version='1.0'?><a/>")),
        ["licence-data"],
    ),
    "picture of an e-licence": (pdf(attachment("licence.OFD", OFD)), ["licence-data"]),
    "data and another attachment": (
        pdf(lambda document: (attachment("a.xml", b"<a/>")(document), attach(document))[0]),
        ["embedded", "licence-data"],
    ),
    "program that is called data": (pdf(attachment("a.xml", b"MZ")), ["embedded"]),
    "page that is called data": (pdf(attachment("a.xml", b"<html></html>")), ["embedded"]),
    "zip that is called ofd": (pdf(attachment("a.ofd", b"PK\x03\x04a.exe")), ["embedded"]),
    "scripted form": (pdf(forms), ["javascript"]),
    "user password": (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), ["encrypted"]),
    "owner password": (pdf(encryption=pikepdf.Encryption(owner="a", user="")), ["locked"]),
    "owner password over a script": (
        pdf(open_action, pikepdf.Encryption(owner="a", user="")),
        ["javascript", "locked"],
    ),
    "signed pdf": (pdf(signed), []),
    "signed pdf with an owner password": (pdf(signed, pikepdf.Encryption(owner="a", user="")), ["locked"]),
    "byte order mark before a pdf": (b"\xef\xbb\xbf" + pdf(), []),
    "blanks before a pdf": (b"\r\n  " + pdf(), []),
    "note behind a pdf": (pdf() + "\n<!-- 下载于某市政务服务网 -->\n".encode(), []),
    "bytes behind a pdf": (pdf() + b"\x01\x02\xff", ["tail"]),
    "book behind a pdf": (pdf() + b"x" * 2000, ["tail", "unclear"]),
    "zip at the end of a pdf": (pdf() + b"PK\x03\x04zip", ["foreign"]),
    "page at the head of a pdf": (pdf().replace(b"\n", b"\n<script>1</script>\n", 1), ["foreign", "unclear"]),
    "truncated pdf": (pdf()[:-200], ["broken", "unclear"]),
    "pdf by name only": (b"%PDF-1.7\n", ["broken"]),
    "pdf with a wrong count": (pdf().replace(b"/Size 4", b"/Size 9"), []),
    "pdf with a wrong length": (
        re.sub(rb"(?<=/Length )\d+", lambda found: b"1" * len(found[0]), pdf(stored)),
        ["unclear"],
    ),
    "script in an object stream that is padded": (packed_away(2**20), ["javascript"]),
    "script in an object stream too large to inflate": (packed_away(700 * 2**20), ["unclear"]),
    "zip at the end of a png": (image("PNG") + b"PK\x03\x04zip", ["foreign"]),
    "program at the end of a jpeg": (image("JPEG") + b"\x7fELF", ["foreign"]),
    "truncated png": (image("PNG", 200)[:-60], ["broken"]),
    "truncated jpeg": (image("JPEG", 200)[:-60], ["broken"]),
    "photo": (PHOTO, []),
    "photo with odd tags": (PHOTO.replace(b"Phone", b"\xff\xfe\0\0\0").replace(b"II*\0\x08", b"II*\0\x09"), []),
    "photo of two pictures": (two_pictures(), []),
    "photo of two pictures, one cut off": (two_pictures().replace(b"MPF\0II", b"MPF\0XX"), []),
    "photo with its place": (photo("JPEG", PLACE), ["located"]),
    "png with its place": (photo("PNG", PLACE), ["located"]),
    "photo with its place in xmp": (photo("JPEG", {}, xmp=b"<x exif:GPSLatitude='36,40N'/>"), ["located"]),
    "photo taken without a signal": (photo("JPEG", {0: b"\2\3\0\0"}), []),
    "png with much xmp": (commented(3 * 2**20), []),
    "png with a bomb of a text": (commented(40 * 2**20), ["huge"]),
    "licence of A3 at 600 dpi": (scan(9921, 7016), []),
    "bomb": (bomb(), ["huge"]),
}


@pytest.mark.parametrize("name", CASES)
def test_facts(name: str, sandbox: Sandbox) -> None:
    data, expected = CASES[name]
    assert sandbox.facts(data) == expected


def test_every_fact_has_its_words() -> None:
    for _, expected in CASES.values():
        judged = judge_facts(expected)
        assert bool(judged) is bool(expected)
        assert all(content.template.rule.startswith("material-") and content.hint for content in judged)


def test_an_e_licence_is_left_to_the_bureau() -> None:
    assert {content.template.severity for content in judge_facts(["licence-data", "locked"])} == {Severity.WARNING}
    assert [content.name for content in judge_facts(["embedded", "locked"])] == ["unsafe.embedded"]


def test_the_worker_is_restarted_when_it_dies(sandbox: Sandbox) -> None:
    sandbox.facts(pdf())
    assert sandbox._worker is not None
    sandbox._worker.kill()
    sandbox._worker.wait()
    assert sandbox.facts(pdf(attach)) == ["embedded"]


def test_a_file_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.sandbox.client.COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr("scripts.sandbox.client.WALL_SECONDS", 0.3)
    with Sandbox() as slow:
        assert slow.facts(pdf()) == ["huge"]


@pytest.mark.parametrize("command", [("-c", ""), ("-c", "print('[]', end='')"), ("-m", "scripts.sandbox.nothing")])
def test_a_worker_that_does_not_work_finds_nothing_clean(
    command: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.sandbox.client.COMMAND", (sys.executable, *command))
    with Sandbox() as broken:
        assert broken.facts(pdf()) == ["huge"]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are set on Linux only")
def test_memory_is_bounded() -> None:
    script = "from scripts.sandbox.limits import limit_process; limit_process(); bytearray(2**31)"
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True)
    assert b"MemoryError" in done.stderr


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.pdf", b"%PDF-1.4", ""),
    ("a.PDF", b"%PDF-1.4", ""),
    ("a.pdf", b"\xef\xbb\xbf\r\n%PDF-1.4", ""),
    ("a.pdf", b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4", "开头多了别的内容的 PDF"),
    ("a.jpeg", b"\xff\xd8\xff\xe0", ""),
    ("a.pdf", b"PK\x03\x04", "Word、Excel 或压缩文件"),
    ("a.pdf", b"\x89PNG\r\n\x1a\n", "内容却是 PNG"),
    ("a.png", b"", "空文件"),
    ("a.jpg", b"GIF89a", "GIF 图片→请用“画图”"),
    ("a.jpg", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC 照片（苹果手机的格式）→请在相册里导出为 JPEG"),
    ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "这是 HEIC 照片"),
    ("a.HEIC", b"\xff\xd8\xff\xe0", "请把文件名的结尾改为 .jpg"),
    ("a.avif", b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "这是 AVIF 图片"),
    ("a.jpg", b"RIFF\x24\0\0\0WEBPVP8 ", "WebP 图片"),
    ("a.tif", b"II*\0\x08\0\0\0", "这是 TIFF 图片"),
    ("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isom", "只收 PDF"),
    ("a.ofd", OFD, "这是 OFD 文件，材料只收 PDF、PNG 和 JPEG→请用 OFD 阅读器导出为 PDF"),
    ("a.pdf", OFD, "内容却是 OFD 文件"),
    ("a.jfif", b"\xff\xd8\xff\xe0", "内容是 JPEG，文件名的结尾却不是 .jpg→请把文件名的结尾改为 .jpg"),
    ("a.docx", b"PK\x03\x04", "只收 PDF"),
    ("a", b"%PDF-1.4", "请把文件名的结尾改为 .pdf"),
])  # fmt: skip
def test_type_by_content(name: str, data: bytes, words: str) -> None:
    trouble = wrong_type(f"submissions/x/materials/{name}", data)
    assert words in f"{trouble.text}→{trouble.hint}" if words and trouble else trouble is None and not words


def test_shipped_materials_are_as_their_script_makes_them(sandbox: Sandbox) -> None:
    subprocess.run([sys.executable, "-m", "tools.make_materials", "--check"], cwd=ROOT, check=True, capture_output=True)
    for path in sorted((ROOT / "submissions").glob("*/*/materials/*")):
        assert sandbox.facts(path.read_bytes()) == [], path
