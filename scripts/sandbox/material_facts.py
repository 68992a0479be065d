"""Facts about an untrusted PDF or picture: what is dangerous, broken or private in it. Judges nothing; runs inside the worker."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping

import pikepdf
from PIL import Image, PngImagePlugin

MAX_PICTURE = 512 * 2**20  # bytes of a picture in memory: A3 in colour at 600 dpi takes 280 million
MAX_OBJECTS = 2_000_000  # of a PDF, direct ones included
Image.MAX_IMAGE_PIXELS = None  # pixels say too little: one takes one byte or four
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 2**20  # an editor's history in XMP; more is a bomb
_FOREIGN = re.compile(
    rb"PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf|%PDF-\d|<html|<script|<!doctype html|<\?php|\x7fELF|MZ\x90\x00",
    re.IGNORECASE,
)


def facts(data: bytes) -> list[str]:
    """What is found in a file, sorted; empty for one without any of them.

    javascript, launch, remote, embedded, encrypted, foreign, tail, huge: dangerous, or hiding something. broken: it cannot be
    opened; unclear: something in it could not be read. locked, licence-data: as e-licences are. located: a photo that says where
    it was taken.
    """
    try:
        return sorted(_image(data) if data.startswith((b"\x89PNG", b"\xff\xd8")) else _pdf(data))
    except MemoryError:
        return ["huge"]


# ---------- PDF ----------

# What qpdf warns of though it has read everything: slips of the program that wrote the file, which viewers overlook.
_HARMLESS = (
    "expected endobj",
    "reported number of objects",
    "object has offset 0",
    "stream keyword followed by",
    "extraneous whitespace seen before xref",
    "accepting invalid xref table entry",
    "Resources is missing or invalid",
    "MediaBox is undefined",
    "/Type key should be",
    "setting missing or invalid /Type",
)


def _pdf(data: bytes) -> set[str]:
    found = _around_pdf(data)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                found.add("locked")
            if not len(pdf.pages):
                found.add("broken")
            told = pdf.get_warnings()
            _Walk(found).over(pdf)
            if any(not any(known in str(warning) for known in _HARMLESS) for warning in told + pdf.get_warnings()):
                found.add("unclear")
    except pikepdf.PasswordError:
        found.add("encrypted")
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError, RecursionError):
        found.add("broken")
    return found


def _around_pdf(data: bytes) -> set[str]:
    """Facts about the bytes before the first object and after the last ``%%EOF``, where another format can hide."""
    end = data.rfind(b"%%EOF")
    if end < 0:
        return {"broken"}
    tail = data[end + 5 :]
    if (
        _FOREIGN.search(data[data.find(b"%PDF-") + 8 : 1024])
        or _FOREIGN.search(tail)
        or b"PK\x05\x06" in data[-66_000:]
    ):
        return {"foreign"}
    return set() if _is_text(tail) else {"tail"}


def _is_text(data: bytes) -> bool:
    """Whether bytes are blank or a line of text, such as a portal's note of the download."""
    try:
        text = data.strip(b"\0\x1a").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(text) <= 1024 and all(char.isprintable() or char.isspace() for char in text)


_BY_KEY = {"/JS": "javascript", "/JavaScript": "javascript", "/XFA": "javascript", "/RichMedia": "embedded"}
_ACTIONS = {
    "/JavaScript": "javascript",
    "/Rendition": "javascript",
    "/Launch": "launch",
    "/GoToR": "remote",
    "/GoToE": "remote",
    "/SubmitForm": "remote",
    "/ImportData": "remote",
    "/Thread": "remote",
}
Content = Mapping[str, object]
_KINDS = ("/S", "/Type", "/Subtype")


class _Walk:
    """A visit to every object of a PDF and the direct objects inside them; only attachments are inflated."""

    def __init__(self, found: set[str]) -> None:
        self.found = found
        self.attachments: set[tuple[int, int]] = set()
        self.licence_data: set[tuple[int, int]] = set()  # those of them that an e-licence has

    def over(self, pdf: pikepdf.Pdf) -> None:
        """Add what is found in a PDF."""
        objects = list(pdf.objects)
        stack: list[object] = [*objects, pdf.trailer]
        packed, seen = False, 0
        while stack:
            item = stack.pop()
            seen += 1
            if seen > MAX_OBJECTS:
                self.found.add("huge")
                return
            if isinstance(item, pikepdf.Array):
                stack.extend(child for child in item if isinstance(child, pikepdf.Object) and not child.is_indirect)
            elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
                content = {key: item.get(key) for key in item.keys()}  # noqa: SIM118 - pikepdf iterates keys only so
                self._note(item, content)
                packed = packed or content.get("/Type") == "/ObjStm"
                children = content.values()
                stack.extend(
                    c for c in children if isinstance(c, (pikepdf.Array, pikepdf.Dictionary)) and not c.is_indirect
                )
        if self.attachments - self.licence_data:
            self.found.add("embedded")
        if packed and None in objects:  # what an object stream was to hold and did not give
            self.found.add("unclear")

    def _note(self, item: pikepdf.Object, content: Content) -> None:
        self.found |= {fact for key, fact in _BY_KEY.items() if key in content}
        kinds = {key: str(content[key]) for key in _KINDS if isinstance(content.get(key), pikepdf.Name)}
        if fact := _ACTIONS.get(kinds.get("/S", "")):
            self.found.add(fact)
        if "/RichMedia" in kinds.values():
            self.found.add("embedded")
        if "/EmbeddedFile" in kinds.values():
            self.attachments.add(item.objgen)
        if "/EF" in content:
            self._note_attachment(content)

    def _note_attachment(self, holder: Content) -> None:
        """A file specification: the data of an e-licence or an e-invoice is told apart from other files."""
        files = holder["/EF"]
        streams = list(files.values()) if isinstance(files, pikepdf.Dictionary) else []
        name = str(holder.get("/UF") or holder.get("/F") or "").lower()
        if streams and all(isinstance(file, pikepdf.Stream) and _is_licence_data(name, file) for file in streams):
            self.found.add("licence-data")
            self.licence_data |= {file.objgen for file in streams}
        else:
            self.found.add("embedded")


def _is_licence_data(name: str, file: pikepdf.Object) -> bool:
    """Whether an attachment is XML or OFD, by its name and its content."""
    data = file.read_bytes()
    if name.endswith(".xml"):
        return data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<") and not _FOREIGN.search(data)
    return name.endswith(".ofd") and data.startswith(b"PK\x03\x04") and b"OFD.xml" in data


# ---------- pictures ----------


def _image(data: bytes) -> set[str]:
    found: set[str] = set()
    if _FOREIGN.search(data, _image_end(data)) or b"PK\x05\x06" in data[-66_000:]:
        found.add("foreign")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd tags, which no viewer minds
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height * (1 if picture.mode in ("1", "L", "P") else 4) > MAX_PICTURE:
                    return found | {"huge"}
                picture.load()
                if _is_located(picture):
                    found.add("located")
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError) as error:
        found.add("huge" if "MAX_TEXT" in str(error) or "Too much memory" in str(error) else "broken")
    return found


def _image_end(data: bytes) -> int:
    """Where the picture itself ends: its last end marker, 0 without one."""
    mark = data.rfind(b"IEND") if data.startswith(b"\x89PNG") else data.rfind(b"\xff\xd9")
    return max(mark, 0)


_GPS, _LATITUDE = 0x8825, 2


def _is_located(picture: Image.Image) -> bool:
    """Whether EXIF or XMP has the latitude at which a photo was taken."""
    try:
        if _LATITUDE in picture.getexif().get_ifd(_GPS):
            return True
    except Exception:  # noqa: S110 - whatever is odd in EXIF, the picture is whole
        pass
    notes = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return b"GPSLatitude" in (notes.encode() if isinstance(notes, str) else notes)
