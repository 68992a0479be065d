"""Write the fictional materials (PDF, PNG, JPEG) that the shipped samples name.

    python -m tools.make_materials            writes every file
    python -m tools.make_materials --check    compares the tree with what would be written

What to write is read from the samples' own 材料 lists, and only in units whose code holds EXAMPLE, so that a real
unit's scans are never touched. The encoders are written by hand on the standard library: the same form gives the same
bytes on every machine, which a compressor's version would not promise.
"""

import argparse
import hashlib
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tools import ROOT

CATEGORIES = {
    "营业执照": "business licence",
    "能力证明": "proof of capability",
    "知识产权证书": "intellectual property certificate",
    "检测报告": "test report",
    "应用证明": "statement of use",
    "其他": "other document",
}
NOTICE = (
    "This page is a fictional sample. It stands where a scan with a seal would stand,",
    "shows no real organisation, person, certificate or laboratory, and proves nothing.",
    "It was drawn by a program of this repository and may be drawn again at any time.",
)
GLYPHS = {
    "S": ("01111", "10000", "10000", "01110", "00001", "00001", "11110"),
    "A": ("01110", "10001", "10001", "11111", "10001", "10001", "10001"),
    "M": ("10001", "11011", "10101", "10101", "10001", "10001", "10001"),
    "P": ("11110", "10001", "10001", "11110", "10000", "10000", "10000"),
    "L": ("10000", "10000", "10000", "10000", "10000", "10000", "11111"),
    "E": ("11111", "10000", "10000", "11110", "10000", "10000", "11111"),
}
COLUMNS, ROWS = 48, 66  # the picture's grid, near A4's proportions


class Material(NamedTuple):
    """One file that a sample names: where it is, what it stands for and whose it is."""

    path: Path
    category: str
    unit: str

    @property
    def title(self) -> str:
        """The line that names the file inside itself, in ASCII."""
        return f"SAMPLE - {CATEGORIES[self.category]} - {self.unit}"


def sample_materials(root: Path) -> list[Material]:
    """Every file named by a sample's 材料 list, once each, sorted by path."""
    found: dict[Path, Material] = {}
    for unit in sorted((root / "submissions").glob("*/*EXAMPLE*")):
        for form in [unit / "enterprise.yaml", *sorted((unit / "products").glob("*.yaml"))]:
            if not form.is_file():
                continue
            data: dict[str, Any] = yaml.load(form.read_text("utf-8"), yaml.BaseLoader)
            for entry in data["材料"]:
                if "文件" in entry:
                    path = unit / entry["文件"]
                    found.setdefault(path, Material(path, entry["类别"], unit.name))
    return [found[path] for path in sorted(found)]


def pdf(material: Material) -> bytes:
    """One A4 page of Helvetica text in a frame."""
    content = b"\n".join(page_operators(material))
    title = pdf_string(material.title)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R\n"
        b"   /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Title %s /Producer (sample materials of the catalogue) >>" % title,
    ]
    return pdf_file(objects)


def page_operators(material: Material) -> Iterator[bytes]:
    """The page's drawing operators: a frame, the title, what the file is, the notice."""
    yield b"0.55 G 1.2 w 40 40 515 762 re S"
    yield b"0.9 G 0.6 w 40 690 m 555 690 l S"
    lines = [
        ("F2", 15, 735, material.title),
        ("F1", 11, 712, f"File: {material.path.name}"),
        ("F1", 11, 655, f"Unit: {material.unit}"),
        ("F1", 11, 635, f"Document: {CATEGORIES[material.category]}"),
        *(("F1", 11, 595 - 18 * number, text) for number, text in enumerate(NOTICE)),
    ]
    for font, size, y, text in lines:
        yield b"BT /%s %d Tf 1 0 0 1 60 %d Tm %s Tj ET" % (font.encode(), size, y, pdf_string(text))


def pdf_string(text: str) -> bytes:
    """A PDF literal string of ASCII text."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("ascii") + b")"


def pdf_file(objects: list[bytes]) -> bytes:
    """A PDF of the numbered objects (the first is the catalogue, the last the information) with its cross-reference."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def picture(material: Material) -> list[list[bool]]:
    """The scan's stand-in on a coarse grid, True where dark: a frame, SAMPLE, ruled lines, a pattern of its own."""
    grid = [[False] * COLUMNS for _ in range(ROWS)]
    for y in range(1, ROWS - 1):
        for x in range(1, COLUMNS - 1):
            grid[y][x] = y in (1, ROWS - 2) or x in (1, COLUMNS - 2)
    for place, letter in enumerate("SAMPLE"):
        for y, row in enumerate(GLYPHS[letter]):
            for x, bit in enumerate(row):
                grid[8 + y][6 + 6 * place + x] = bit == "1"
    for y in range(22, 44, 4):
        grid[y][6:42] = [True] * 36
    bits = int.from_bytes(hashlib.sha256(f"{material.title} {material.path.name}".encode()).digest()[:12], "big")
    for place in range(96):
        grid[50 + place // 12][30 + place % 12] = bool(bits >> place & 1)
    return grid


def png(material: Material, scale: int = 3) -> bytes:
    """A black-and-white PNG of the picture; its data is stored, not compressed."""
    raw = bytearray()
    for row in picture(material):
        bits = "".join(("0" if dark else "1") * scale for dark in row)
        raw += (b"\x00" + int(bits, 2).to_bytes(COLUMNS * scale // 8, "big")) * scale
    header = struct.pack(">IIBBBBB", COLUMNS * scale, ROWS * scale, 1, 0, 0, 0, 0)
    chunks = [
        (b"IHDR", header),
        (b"tEXt", b"Title\x00" + material.title.encode("ascii")),
        (b"IDAT", stored_deflate(bytes(raw))),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(kind, data) for kind, data in chunks)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk: length, kind, data and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def stored_deflate(data: bytes) -> bytes:
    """A zlib stream with one stored block (at most 65,535 bytes)."""
    block = struct.pack("<BHH", 1, len(data), len(data) ^ 0xFFFF)
    return b"\x78\x01" + block + data + struct.pack(">I", zlib.adler32(data))


def jpeg(material: Material) -> bytes:
    """A baseline grey JPEG of the picture: each cell is one flat block of 8 by 8, so only DC differences are coded."""
    comment = material.title.encode("ascii")
    segments = [
        (0xE0, b"JFIF\x00\x01\x01\x01" + struct.pack(">HHBB", 72, 72, 0, 0)),
        (0xFE, comment),
        (0xDB, b"\x00" + b"\x08" * 64),  # every quantum is 8: a flat block's DC is then its grey less 128
        (0xC0, struct.pack(">BHHB", 8, ROWS * 8, COLUMNS * 8, 1) + b"\x01\x11\x00"),
        (0xC4, b"\x00" + bytes([0, 0, 0, 9]) + bytes(12) + bytes(range(9))),  # DC: size n has the 4-bit code n
        (0xC4, b"\x10" + bytes([1]) + bytes(15) + b"\x00"),  # AC: the end of a block is the code 0
        (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    ]
    head = b"".join(struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data for kind, data in segments)
    return b"\xff\xd8" + head + jpeg_scan(picture(material)) + b"\xff\xd9"


def jpeg_scan(grid: list[list[bool]], dark: int = -80, light: int = 120) -> bytes:
    """The entropy-coded data: per block the size and bits of the DC difference, then the end of the block."""
    bits = []
    previous = 0
    for cell in (cell for row in grid for cell in row):
        level = dark if cell else light
        difference, previous = level - previous, level
        size = abs(difference).bit_length()
        value = difference if difference >= 0 else difference + (1 << size) - 1
        bits.append(f"{size:04b}" + (f"{value:0{size}b}" if size else "") + "0")
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\x00")


ENCODERS = {".pdf": pdf, ".png": png, ".jpg": jpeg, ".jpeg": jpeg}


def encode(material: Material) -> bytes:
    """The file's bytes, by its ending."""
    return ENCODERS[material.path.suffix.lower()](material)


def differences(root: Path, materials: list[Material]) -> list[str]:
    """What in the tree is absent, different from what would be written, or named by no sample."""
    problems = []
    for material in materials:
        if not material.path.is_file():
            problems.append(f"absent: {material.path.relative_to(root)}")
        elif material.path.read_bytes() != encode(material):
            problems.append(f"different: {material.path.relative_to(root)}")
    present = set((root / "submissions").glob("*/*EXAMPLE*/materials/*"))
    unnamed = present - {material.path for material in materials}
    return problems + [f"named by no sample: {path.relative_to(root)}" for path in sorted(unnamed)]


def write(materials: list[Material]) -> None:
    """Write every file, making the folders that are not there."""
    for material in materials:
        material.path.parent.mkdir(exist_ok=True)
        material.path.write_bytes(encode(material))


def main(argv: list[str] | None = None) -> int:
    """Write or check; 1 when the tree does not match."""
    parser = argparse.ArgumentParser(description="Write the fictional materials that the samples name.")
    parser.add_argument("--check", action="store_true", help="only compare the tree with what would be written")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository (default: this one)")
    options = parser.parse_args(argv)
    materials = sample_materials(options.root)
    if not options.check:
        write(materials)
    problems = differences(options.root, materials)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(materials)} materials, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
