"""Untrusted PDFs and pictures: what the worker finds in them, and that the sandbox survives what they do."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

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


CASES = {
    "plain pdf": (pdf(), []),
    "plain png": (image("PNG"), []),
    "plain jpeg": (image("JPEG"), []),
    "script on opening": (pdf(open_action), ["javascript"]),
    "script in an object stream": (pdf(names_tree, packed=True), ["javascript"]),
    "launch in a chain of actions": (pdf(chained), ["launch"]),
    "launch on a page": (pdf(page_launch), ["launch"]),
    "attachment": (pdf(attach), ["embedded"]),
    "scripted form": (pdf(forms), ["javascript"]),
    "user password": (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), ["encrypted"]),
    "owner password": (pdf(encryption=pikepdf.Encryption(owner="a", user="")), ["encrypted"]),
    "zip at the end of a pdf": (pdf() + b"PK\x03\x04zip", ["foreign"]),
    "page at the head of a pdf": (pdf().replace(b"\n", b"\n<script>1</script>\n", 1), ["broken", "foreign"]),
    "truncated pdf": (pdf()[:-200], ["broken"]),
    "pdf by name only": (b"%PDF-1.7\n", ["broken"]),
    "zip at the end of a png": (image("PNG") + b"PK\x03\x04zip", ["foreign"]),
    "program at the end of a jpeg": (image("JPEG") + b"\x7fELF", ["foreign"]),
    "truncated png": (image("PNG", 200)[:-60], ["broken"]),
    "truncated jpeg": (image("JPEG", 200)[:-60], ["broken"]),
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
        assert all(content.template.rule in ("material-unsafe", "material-type") for content in judged)


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


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at as Linux shows them")
def test_the_worker_has_no_environment_and_gains_no_rights(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GH_TOKEN", "secret")
    sandbox.close()
    sandbox.facts(pdf())
    assert sandbox._worker is not None
    process = Path(f"/proc/{sandbox._worker.pid}")
    names = {entry.partition("=")[0] for entry in (process / "environ").read_text().split("\0") if entry}
    assert names <= {"LD_LIBRARY_PATH"}
    assert "NoNewPrivs:\t1\n" in (process / "status").read_text()
    limits = {line[:25].strip(): line[25:].split()[:2] for line in (process / "limits").read_text().splitlines()}
    assert limits["Max processes"] == limits["Max file size"] == ["0", "0"]
    assert limits["Max open files"] == ["64", "64"]


@pytest.mark.parametrize(("name", "head", "words"), [
    ("a.pdf", b"%PDF-1.4", None),
    ("a.PDF", b"%PDF-1.4", None),
    ("a.jpeg", b"\xff\xd8\xff\xe0", None),
    ("a.pdf", b"PK\x03\x04", "Word、Excel 或压缩文件"),
    ("a.pdf", b"\x89PNG\r\n\x1a\n", "内容却是 PNG"),
    ("a.png", b"", "空文件"),
    ("a.jpg", b"GIF89a", "GIF"),
    ("a.docx", b"PK\x03\x04", "只收 PDF"),
    ("a", b"%PDF-1.4", "只收 PDF"),
])  # fmt: skip
def test_type_by_content(name: str, head: bytes, words: str | None) -> None:
    trouble = wrong_type(f"submissions/x/materials/{name}", head)
    assert trouble is None if words is None else trouble is not None and words in trouble.text


def test_shipped_materials_are_as_their_script_makes_them(sandbox: Sandbox) -> None:
    subprocess.run([sys.executable, "-m", "tools.make_materials", "--check"], cwd=ROOT, check=True, capture_output=True)
    for path in sorted((ROOT / "submissions").glob("*/*/materials/*")):
        assert sandbox.facts(path.read_bytes()) == [], path
