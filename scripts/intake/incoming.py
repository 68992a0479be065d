"""Files as they come: alone, in folders, packed, attached to mails. Each is opened by itself; none is lost without a word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schema.layout.arrange import is_made_by_programs
from scripts.sandbox.client import Sandbox
from scripts.sandbox.refused import Refused
from scripts.tree.trouble import trouble
from scripts.writing.values import shorten

WRAPPINGS = (".zip", ".eml")
MAX_DEPTH = 3  # of a zip in a zip in a mail
MAX_FILES, MAX_BYTES = 3000, 300 * 2**20  # that one file given may unfold to


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file: where it was found; how a receipt names it from there, such as 来件.zip/甲公司/附件1.docx; and where its bytes are."""

    root: str
    origin: str
    path: Path

    @property
    def name(self) -> str:
        """Its own name."""
        return self.origin.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """The folder or the wrapping that it lay in."""
        return f"{self.root}/{self.origin}".rpartition("/")[0]

    @property
    def packed(self) -> bool:
        """Whether it came out of a zip or a mail."""
        return Path(self.root, self.origin) != self.path

    @property
    def kind(self) -> str:
        """The ending of its name in lower case, "" without one."""
        return Path(self.name).suffix.lower()


Refuse = Callable[[Incoming, str], None]  # with the reason


class Unpacker:
    """Unfolds what was given to files. What is in a wrapping is written into ``spool``, a folder of its own; troubles go to ``refuse``."""

    def __init__(self, sandbox: Sandbox, spool: Path, refuse: Refuse) -> None:
        self._sandbox, self._spool, self._refuse = sandbox, spool, refuse
        self._written = 0
        self._files = self._bytes = 0  # of the file given last

    def files(self, item: Incoming) -> Iterator[Incoming]:
        """The file itself, or the files in it."""
        self._files = self._bytes = 0
        yield from self._unfold(item, 0)

    def _unfold(self, item: Incoming, depth: int) -> Iterator[Incoming]:
        if item.kind not in WRAPPINGS:
            yield item
            return
        try:
            inner = list(self._members(item, depth))
        except Refused as refused:
            self._refuse(item, str(refused))
            return
        except OSError as error:
            self._refuse(item, f"打不开（{trouble(error)}）")
            return
        for member in inner:
            yield from self._unfold(member, depth + 1)

    def _members(self, item: Incoming, depth: int) -> Iterator[Incoming]:
        if depth == MAX_DEPTH:
            raise Refused(
                f"压缩包、邮件一层套一层，超过 {MAX_DEPTH} 层，没有打开；请先解压到一个文件夹，再导入那个文件夹"
            )
        content = False
        for name, data, reason in self._sandbox.open(item.path, item.kind)["files"]:
            steps = _steps(name)
            if steps and ("__MACOSX" in steps or is_made_by_programs(steps[-1])):
                continue
            content = True
            if not steps:
                reason = "路径不安全（带有 .. 或盘符），没有读；请在本机解压，看看是什么文件"
            origin = f"{item.origin}/{'/'.join(steps) if steps else shorten(name, 60)}"
            if reason:
                self._refuse(Incoming(item.root, origin, item.path), reason)
            else:
                yield Incoming(item.root, origin, self._write(data))
        if not content:
            raise Refused(
                "邮件里没有附件；请把正文里的表另存为 .docx 后导入" if item.kind == ".eml" else "压缩包是空的"
            )

    def _write(self, data: bytes) -> Path:
        self._files, self._bytes = self._files + 1, self._bytes + len(data)
        if self._files > MAX_FILES or self._bytes > MAX_BYTES:
            raise Refused(
                f"里面的文件超过 {MAX_FILES} 个或 {MAX_BYTES // 2**20} MiB，没有读完；请先解压到一个文件夹，再导入那个文件夹"
            )
        self._written += 1
        path = self._spool / f"{self._written:06}"
        path.write_bytes(data)
        return path


def given(paths: Sequence[Path], refuse: Refuse) -> Iterator[Incoming]:
    """The files given and every file in the folders given, but for those that systems put there. Names tell them apart."""
    names = Counter(path.name for path in paths)
    for path in paths:
        if not path.is_dir():
            base = path.parent if names[path.name] == 1 else path.parent.parent
            item = Incoming(base.as_posix(), path.relative_to(base).as_posix(), path)
            if path.is_file():
                yield item
            else:
                refuse(item, "不是普通文件，没有读")
            continue
        base = path if len(paths) == 1 else path.parent
        for inner in sorted(path.rglob("*")):
            if inner.is_dir() or is_made_by_programs(inner.name) or inner.name.startswith("."):
                continue
            item = Incoming(base.as_posix(), inner.relative_to(base).as_posix(), inner)
            if inner.is_symlink() or not inner.is_file():
                refuse(item, "是链接，不是文件，没有读")
            else:
                yield item


def _steps(name: str) -> list[str]:
    """The steps of a path in a wrapping, whichever slash it has; none for one that leads out of it."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    steps = [step.strip() for step in name.split("/")]
    if name.startswith("/") or ".." in steps or re.match("[A-Za-z]:", name):
        return []
    return [shorten(step, 120) for step in steps if step not in ("", ".")]
