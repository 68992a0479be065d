"""不公开部分 written into a public half: the commitment to the private half that lies under ``--private``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from schema.fields.commitment import Salt
from schema.fields.problem import Unreadable
from schema.layout.arrange import EntryKind
from schema.layout.paths import FormPath
from schema.reading.read import read
from schema.vocabulary.survey import constants
from scripts.check.pipeline import touched
from scripts.tree.disk import DiskTree
from scripts.tree.private import PrivateFolder
from scripts.writing.editor import Editor, Unchangeable
from scripts.writing.halves import bind

LABEL = "不公开部分"


def bound(place: FormPath, public: bytes, private: bytes, read_proof: Callable[[str], bytes]) -> bytes:
    """The public half with the commitment to the private one, every other byte kept; ``read_proof`` gives what 材料 names.

    Raises ``Unchangeable`` where either cannot be read, or the line cannot be written.
    """
    ours, theirs = read(place.path, public), read(place.path, private)
    if not (ours.parsed and ours.document and ours.document.root and theirs.parsed and theirs.document):
        raise Unchangeable("公开或不公开的一半读不出来")
    root, items = ours.document.root, ours.document.root.get("材料")
    lines = [
        position
        for position, item in enumerate(items if isinstance(items, list) else (), 1)
        if isinstance(item, dict) and item.get("另交") == "是"
    ]
    try:
        salt = Salt().read((theirs.document.root or {}).get("盐") or "")
        year = int(root.get("批次") or constants().first_round)
        text = bind(place, year, salt, private.decode("utf-8-sig"), lines, read_proof)
    except (Unreadable, ValueError, OSError) as error:
        raise Unchangeable("不公开的一半没有盐，或有写着的文件不在") from error
    editor = Editor(ours.document, public)
    if LABEL not in root:
        last = (list(root)[-1],)
        editor.insert_after(last, [f"{editor.indent(last)}{LABEL}: {text}"])
    else:
        editor.replace_entry((LABEL,), f"{LABEL}: {text}")
    return editor.result()


def bind_halves(root: Path, private: PrivateFolder, paths: Sequence[str], again: Collection[str] = ()) -> Iterator[str]:
    """Write 不公开部分 into each public half under ``paths`` that lacks it, and into those to bind ``again``, whose private half is there.

    Yields the paths of those that were written.
    """
    tree = DiskTree(root)
    for entry in sorted(tree.entries()):
        place = FormPath.parse(entry.path)
        if not (place and place.code and entry.kind is EntryKind.FILE and touched(entry.path, paths)):
            continue
        half = private.at(place.private_path)
        data = tree.read(entry.path)
        document = read(entry.path, data).document
        is_bound = document is None or (document.root or {}).get(LABEL) is not None
        if half.is_symlink() or not half.is_file() or (is_bound and entry.path not in again):
            continue
        with suppress(Unchangeable):
            (root / entry.path).write_bytes(bound(place, data, half.read_bytes(), _reader(half, place)))
            yield entry.path


def _reader(half: Path, place: FormPath) -> Callable[[str], bytes]:
    """What gives the bytes of a file that lies in materials/ beside a private half."""
    unit = half.parent if place.slug is None else half.parent.parent

    def read_proof(name: str) -> bytes:
        folder, _, file = name.partition("/")
        path = unit / folder / file
        if folder != "materials" or "/" in file or path.is_symlink():
            raise OSError(name)
        return path.read_bytes()

    return read_proof
