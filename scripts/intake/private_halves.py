"""Private halves that come from outside: each goes below ``--private`` beside the public half that commits to it, or nowhere.

The commitment decides, not the name: a half that was renamed on its way finds its place, and one that was changed finds none.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

from schema.book.finding import Finding
from schema.forms.halves import private_half
from schema.layout.arrange import EntryKind, TreeEntry, arrange
from schema.layout.paths import PRIVATE_ROOT, FormPath
from schema.reading.form_reading import read_form
from schema.reading.halves import sha256
from schema.reading.read import read
from scripts.intake.half_places import header_of, told_place
from scripts.intake.incoming import Incoming
from scripts.intake.proofs import listed_names
from scripts.intake.public_halves import public_halves
from scripts.intake.receipt import Mark, Row
from scripts.intake.storing import Item, State, has_link, replace_file
from scripts.sandbox.refused import Refused
from scripts.tree.private import PrivateFolder
from scripts.tree.trouble import trouble
from scripts.writing.values import MATERIALS

WHOLE_HERE = "联系信息明文的轮次没有不公开部分，没有收；请单位用这一轮的填表页重新生成，或向省厅核实"
_LOST = "与仓库里的公开部分对不上，没有收：公开部分改过，或拿错了单位、产品、批次；请单位把最后一次生成的两部分一起交来"
_NOT_YET = "仓库里还没有它的公开部分，没有收；请先用 catalogue import 收公开部分，再收这一份"
_NO_FILE = "里面写着的材料文件没有一同交来，核对不了，没有收；请连同材料放在一个压缩包或一封邮件里"


class HalfFiler:
    """Files private halves of one repository; ``proofs`` are the scans that came along, of which it takes those that a half names."""

    def __init__(self, root: Path, private: PrivateFolder, proofs: list[Incoming]) -> None:
        self._private, self._proofs = private, proofs
        self._public = list(public_halves(root))
        self.taken: list[Incoming] = []

    def file(self, item: Item, source: Incoming, data: bytes) -> FormPath | None:
        """Put a half and its files into their places; None where that was refused, with the reason in ``item``."""
        try:
            place = header_of(source)
            if place:
                self._store_header(item, place, data)
                return place
            place, files = self._match(source, data)
            self._store(item, place, data, files)
        except Refused as reason:
            item.reject(str(reason))
            return None
        except OSError as error:
            item.reject(f"打不开（{trouble(error)}）")
            return None
        return place

    # ---------- which public half ----------

    def _match(self, source: Incoming, data: bytes) -> tuple[FormPath, dict[str, Incoming | Path]]:
        """The place of the public half that commits to this one, and where the files that it names are."""
        reading = read(source.name, data)
        if reading.document is None or not reading.parsed or not reading.document.root:
            raise Refused("读不出来，没有收；请单位重新生成，不要手工改动")
        root = reading.document.root
        told = told_place(source)
        near = [
            one
            for one in self._public
            if told and (told.city or one.place.city, told.code, told.slug) == tuple(one.place)[:3]
        ]
        lacks = False
        for one in [*near, *(other for other in self._public if other not in near)]:
            files = self._files(source, root, one.place)
            lacks |= one in near and None in files.values()
            if one.commits_to(root, {name: _digest(file) for name, file in files.items()}.get):
                return one.place, {name: file for name, file in files.items() if file}
        if lacks:
            raise Refused(_NO_FILE)
        raise Refused(_LOST if near or not told else _NOT_YET)

    def _files(self, source: Incoming, root: dict[str, Any], place: FormPath) -> dict[str, Incoming | Path | None]:
        """The file of each name under 材料: one that came along, else one that is there already."""
        items = root.get("材料")
        names = [item.get("文件") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        return {name: self._file(source, name, place) for name in names if isinstance(name, str) and name.strip()}

    def _file(self, source: Incoming, name: str, place: FormPath) -> Incoming | Path | None:
        plain = unicodedata.normalize("NFC", name.strip()).removeprefix(MATERIALS)
        folder = source.folder.removesuffix("/products")
        came = [
            proof
            for proof in self._proofs
            if unicodedata.normalize("NFC", proof.name) == plain and proof.root == source.root
        ]
        near = (f"{folder}/materials", folder)
        came.sort(key=lambda proof: (*(proof.folder != one for one in near), proof.origin))
        top = source.origin.partition("/")[0]
        beside = [proof for proof in came if proof.origin.partition("/")[0] == top or proof.folder in near]
        there = None if _misnamed(_material(place, plain)) else self._private.at(_material(place, plain))
        if beside:
            return beside[0]
        return there if there and there.is_file() and not there.is_symlink() else None

    # ---------- into its place ----------

    def _store(self, item: Item, place: FormPath, data: bytes, files: dict[str, Incoming | Path]) -> None:
        item.target, target = place.private_path, self._private.at(place.private_path)
        wanted = {_material(place, name.strip().removeprefix(MATERIALS)): file for name, file in files.items()}
        for path in (place.private_path, *wanted):
            if finding := _misnamed(path):
                raise Refused(f"材料的名字不合规定，没有收：{finding.message}；{finding.hint}")
            if has_link(self._private.path, self._private.at(path)):
                raise Refused("路径中有链接，没有写入")
        new = {path: file.path.read_bytes() for path, file in wanted.items() if isinstance(file, Incoming)}
        old = target.read_bytes() if target.is_file() else None
        replaced = [path for path, content in new.items() if self._differs(path, content)]
        if shared := [path for path in replaced if self._is_named_by_others(place, path)]:
            names = "、".join(path.rpartition("/")[2] for path in shared)
            raise Refused(f"同名而内容不同的材料“{names}”是这个单位别的表的，没有收；请单位改名后重新生成")
        for path, content in new.items():
            if path in replaced or not self._private.at(path).exists():
                replace_file(self._private.at(path), content)
        self.taken += [file for file in wanted.values() if isinstance(file, Incoming)]
        item.state = (
            State.WRITTEN if old is None else State.CHANGED if replaced or self._is_another(old, data) else State.SAME
        )
        if item.state is State.CHANGED:
            item.changes.append(Row(Mark.NOTE, remark="换下了从前的一份：那一份与现在的公开部分已对不上"))
        if old is None or self._is_another(old, data):
            replace_file(target, data)

    def _store_header(self, item: Item, place: FormPath, data: bytes) -> None:
        """Put the contacts of a bureau's header into their place, never over others: no commitment says whose are right."""
        item.target, target = place.private_path, self._private.at(place.private_path)
        reading = read(item.target, data)
        form = reading.parsed and reading.document and read_form(private_half(place.kind.cls), reading.document)
        if not (form and form.whole):
            raise Refused("表头的不公开部分读不全，没有收；请在收件台上重新打包")
        if has_link(self._private.path, target):
            raise Refused("路径中有链接，没有写入")
        if target.exists() and self._is_another(target.read_bytes(), data):
            raise Refused("已有一份内容不同的表头，没有覆盖；确要更换，请先移开原来的")
        item.state = State.SAME if target.exists() else State.WRITTEN
        if not target.exists():
            replace_file(target, data)

    def _differs(self, path: str, content: bytes) -> bool:
        there = self._private.at(path)
        return there.exists() and there.read_bytes() != content

    def _is_another(self, old: bytes, new: bytes) -> bool:
        """Whether two halves have other values: one that was only written differently stays as it is."""
        before, after = (read("", data).document for data in (old, new))
        return (before and before.root) != (after and after.root)

    def _is_named_by_others(self, place: FormPath, path: str) -> bool:
        """Whether another half of the unit that is there names a file."""
        name = path.rpartition("/")[2]
        folder = self._private.at(f"{PRIVATE_ROOT}/{place.city}/{place.code}")
        own = self._private.at(place.private_path)
        others = [
            other
            for other in (folder / "enterprise.yaml", *folder.glob("products/*.yaml"))
            if other != own and other.is_file()
        ]
        return any(name in listed_names(other.as_posix(), other.read_bytes()) for other in others)


def _misnamed(path: str) -> Finding | None:
    """What is wrong with the name of a file to be put at a path."""
    return next(iter(arrange([TreeEntry(path, EntryKind.FILE, 0)]).findings), None)


def _material(place: FormPath, name: str) -> str:
    return f"{PRIVATE_ROOT}/{place.city}/{place.code}/{MATERIALS}{name}"


def _digest(file: Incoming | Path | None) -> str | None:
    path = file.path if isinstance(file, Incoming) else file
    return sha256(path.read_bytes()) if path else None
