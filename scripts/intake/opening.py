"""Files from outside → drafts, submissions and scans, by what each file is. A bad one never stops the rest."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schema.forms.registry import RECEIVED
from schema.layout.paths import FormPath
from schema.rules.material_files import wrong_type
from scripts.intake.bundle import submission
from scripts.intake.desk_file import is_desk_file
from scripts.intake.draft import Draft, drafts_of_docx, drafts_of_sheets
from scripts.intake.half_places import is_half
from scripts.intake.incoming import WRAPPINGS, Incoming, Unpacker, given
from scripts.intake.proofs import is_proof
from scripts.intake.storing import Outcome
from scripts.sandbox.client import Sandbox
from scripts.sandbox.refused import Refused
from scripts.tree.trouble import trouble

# What is read, by its ending, and how the sandbox calls it.
_FORMS = {".docx": ".docx", ".xlsx": ".xlsx", ".csv": ".csv", ".txt": ".csv", ".tsv": ".csv"}
# What LibreOffice makes of older formats and of others, by their ending.
_CONVERTED = {
    ".doc": "docx",
    ".wps": "docx",
    ".rtf": "docx",
    ".odt": "docx",
    ".xls": "xlsx",
    ".et": "xlsx",
    ".ods": "xlsx",
}
_NAMED = {
    ".doc": "旧版 Word 文件", ".wps": "WPS 文字文件", ".rtf": "RTF 文件", ".odt": "ODF 文字文件", ".xls": "旧版 Excel 文件",
    ".et": "WPS 表格文件", ".ods": "ODF 表格文件",
}  # fmt: skip
_PROGRAMS = {"docx": "Word 或 WPS", "xlsx": "Excel 或 WPS"}
_UNPACK = "请先解压到一个文件夹，再导入那个文件夹"
_OTHERS = {
    ".docm": "带宏的 Word 文件，不打开；请另存为 .docx", ".xlsm": "带宏的 Excel 文件，不打开；请另存为 .xlsx",
    ".dotm": "带宏的模板，不打开；请另存为 .docx", ".dotx": "Word 模板；请另存为 .docx", ".xltx": "Excel 模板；请另存为 .xlsx",
    ".rar": f"RAR 压缩包；{_UNPACK}", ".7z": f"7z 压缩包；{_UNPACK}", ".tar": f"TAR 压缩包；{_UNPACK}", ".gz": f"GZ 压缩包；{_UNPACK}",
    ".msg": "Outlook 的邮件；请打开它，把附件另存到一个文件夹，再导入那个文件夹", ".mht": "网页文件；请用 Word 或 WPS 打开后另存为 .docx",
    ".html": "网页文件；请用 Word 或 WPS 打开后另存为 .docx", ".htm": "网页文件；请用 Word 或 WPS 打开后另存为 .docx",
    ".pages": "苹果 Pages 文件；请导出为 .docx", ".numbers": "苹果 Numbers 文件；请导出为 .xlsx",
}  # fmt: skip
_PICTURES = (".heic", ".heif", ".webp", ".avif", ".tif", ".tiff", ".gif", ".bmp", ".jfif", ".ofd")
_MANY = 2  # files of other formats, from which on one command is less work than saving each


@dataclass(slots=True)
class Batch:
    """What was read: drafts, submissions with their places, scans, private halves.

    ``failed`` are the folders of files that may have been forms and could not be read, ``bound`` the public halves that came with their
    commitment.
    """

    drafts: list[Draft] = field(default_factory=list)
    files: list[tuple[Incoming, FormPath, bytes]] = field(default_factory=list)
    proofs: list[Incoming] = field(default_factory=list)
    halves: list[tuple[Incoming, bytes]] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    other_formats: list[str] = field(default_factory=list)


def read_all(paths: Sequence[Path], spool: Path, outcome: Outcome) -> Batch:
    """Read every file given, and every file in a folder or a wrapping; what was not read goes to the outcome."""
    with Sandbox() as sandbox:
        opener = _Opener(sandbox, outcome)
        unpacker = Unpacker(sandbox, spool, opener.refuse)
        files = list(given(paths, opener.refuse))
        for number, file in enumerate(files, 1):
            _progress(number, len(files))
            for item in unpacker.files(file):
                opener.open(item)
    outcome.notes += [("", line) for line in _how_to_convert(opener.batch.other_formats)]
    return opener.batch


class _Opener:
    """Opens one file after another into ``batch``."""

    def __init__(self, sandbox: Sandbox, outcome: Outcome) -> None:
        self.batch, self._sandbox, self._outcome = Batch(), sandbox, outcome

    def refuse(self, item: Incoming, reason: str) -> None:
        """Note a file that was not read, and why."""
        self._outcome.add(item.origin).reject(reason)
        if not is_proof(item.name) and item.kind not in (".txt", *_PICTURES):
            self.batch.failed.add(item.folder)

    def open(self, item: Incoming) -> None:
        """Read a file, or note why not."""
        try:
            self._read(item)
        except Refused as refused:
            self.refuse(item, str(refused))
        except OSError as error:
            self.refuse(item, f"打不开（{trouble(error)}）")
        except Exception as error:
            if os.environ.get("CATALOGUE_DEBUG"):
                raise
            self.refuse(item, f"程序读不懂这份文件（{type(error).__name__}），请告诉维护者；其余文件照常导入")

    def _read(self, item: Incoming) -> None:
        if is_proof(item.name):
            self.batch.proofs.append(item)
        elif item.kind in (".yaml", ".yml"):
            data = item.path.read_bytes()
            if item.name == RECEIVED.file:
                return self._leave_register(item)
            if is_half(item, data):
                return self.batch.halves.append((item, data))
            found = submission(item, data)
            if isinstance(found, Draft):
                found.folder = item.folder
                self.batch.drafts.append(found)
            else:
                self.batch.files.append((item, found, data))
        elif item.kind in _FORMS:
            self._read_forms(item)
        elif item.kind == ".json" and is_desk_file(item.path):
            self._leave_register(item)
        else:
            if item.kind in _CONVERTED:
                self.batch.other_formats.append(item.kind)
            raise Refused(_way_out(item))

    def _leave_register(self, item: Incoming) -> None:
        self._outcome.notes.append(
            (item.origin, "是收件登记，不是填报表；确是市局交来的，请用 catalogue receive 收，加 --from-bureau")
        )

    def _read_forms(self, item: Incoming) -> None:
        content = self._sandbox.open(item.path, _FORMS[item.kind])
        drafts, outside = (drafts_of_docx if item.kind == ".docx" else drafts_of_sheets)(item.origin, content)
        if "sheets" in content or not drafts:  # a Word form's remarks stand in its own receipt
            self._outcome.notes += [(item.origin, remark) for remark in content["remarks"]]
        if not drafts:
            raise Refused(_no_form(item, pictures=content.get("pictures", 0), words=bool(outside)))
        for draft in drafts:
            draft.folder = item.folder
        self.batch.drafts += drafts
        self._outcome.outside += [(item.origin, where, text) for where, text in outside]


def _no_form(item: Incoming, *, pictures: int, words: bool) -> str:
    if item.kind != ".docx":
        return "没有找到附件1或附件2的表格（表头要有栏目名称）"
    if pictures and not words:
        return "里面只有图片，像是扫描件，读不出栏目；请导入原来填写的 Word 文件。没有原件的，照着图片在网页上填，图片另存为 PDF 或 JPEG 当作材料"
    return "没有找到附件1或附件2的表格"


def _way_out(item: Incoming) -> str:
    """What a file is that is not read, and what to do with it."""
    if item.kind in _CONVERTED:
        return f"{_this_is(_NAMED[item.kind])}；请用 {_PROGRAMS[_CONVERTED[item.kind]]} 另存为 .{_CONVERTED[item.kind]}"
    if item.kind in _OTHERS:
        return _this_is(_OTHERS[item.kind])
    data = item.path.read_bytes()[:MAX_DRAFT]
    if item.kind in _PICTURES and (wrong := wrong_type(item.name, data)):
        return f"{wrong.text}；{wrong.hint}"
    if item.kind == ".json" and _is_draft(data):
        return "这是填表页存下的草稿，还没有填完；请单位在「参与报送」页点「打开文件」接着填，检查通过后打包再发来"
    return f"不认识的文件类型 {item.kind or '（没有扩展名）'}；可导入 {'、'.join([*_FORMS, *WRAPPINGS, '.yaml'])} 和材料（PDF、PNG、JPEG）"


def _this_is(what: str) -> str:
    return f"这是{' ' if what[0].isascii() else ''}{what}"


MAX_DRAFT = 4 * 2**20


def _is_draft(data: bytes) -> bool:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and {"enterprise", "products"} <= set(content)


def _how_to_convert(kinds: Sequence[str]) -> Iterator[str]:
    if len(kinds) < _MANY:
        return
    yield f"有 {len(kinds)} 份文件要另存后才能读。装了 LibreOffice 的，在放它们的文件夹里运行下面的命令，再导入「转换后」这个文件夹："
    counts = Counter(_CONVERTED[kind] for kind in kinds)
    for target in counts:
        sources = " ".join(f"*{kind}" for kind in dict.fromkeys(kinds) if _CONVERTED[kind] == target)
        yield f"  soffice --headless --convert-to {target} --outdir 转换后 {sources}"


def _progress(done: int, total: int) -> None:
    if total >= 3 and sys.stderr.isatty():
        bar = "█" * (done * 30 // total)
        print(f"\r读取 {bar:<30} {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
