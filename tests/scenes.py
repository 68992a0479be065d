"""An example of the rule book set up as a tree, and what the validator says of it."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Protocol

import pikepdf
from PIL import Image

from schema.book.finding import Finding
from schema.book.rule_book import Example, Kind, Piece, Reply
from schema.rules.pull_request import Change, judge_changes
from schema.vocabulary.divisions import divisions
from schema.vocabulary.survey import constants
from scripts.check.pipeline import check
from scripts.tree.disk import DiskTree, Tree
from scripts.tree.private import TwoTrees
from tests.cases import BASE, TODAY, UNIT
from tests.separate import part


class Pair(Protocol):
    """A wrong example beside a right one."""

    @property
    def name(self) -> str: ...

    @property
    def wrong(self) -> Example: ...

    @property
    def right(self) -> Example: ...


def is_separate(rule: Pair) -> bool:
    """Whether a rule is one of surveys whose forms are in two halves; its examples are set up under ``surveyed``."""
    return rule.name.startswith("private-")


def blocks(text: str) -> list[str]:
    """A file's or snippet's top-level keys, each with the lines that belong to it."""
    return [block for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if block.strip()]


def label(block: str) -> str:
    """The key of a block, also where its colon is wrong."""
    found = re.match(r"[^\s:：]+", block)
    assert found, block
    return found[0]


def merge(text: str, snippet: str, labels: set[str]) -> tuple[str, int]:
    """A form with a snippet in place of the keys ``labels``; also the snippet's first line, 1-based."""
    before: list[str] = []
    after: list[str] = []
    side = before
    for block in blocks(text):
        if label(block) in labels:
            side = after
        else:
            side.append(block)
    head = "".join(before)
    return f"{head}{snippet}\n{''.join(after)}", head.count("\n") + 1


def characters(snippet: str) -> str:
    """A snippet with the hidden characters that its codes stand for."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), snippet)


def moved(text: str, folder: PurePosixPath) -> str:
    """An enterprise form with the code and the place of another folder."""
    city, code = folder.parts[1:3]
    district = next(division.name for division in divisions() if division.city == city)
    text = merge(text, f"统一社会信用代码: {code}", {"统一社会信用代码"})[0]
    place = f"单位注册地:\n  市: {constants().cities[city].name}\n  区县: {district}"
    return merge(text, place, {"单位注册地"})[0]


def change(line: str) -> Change:
    """A line of an example as a change: a path, with 删去 before it when it is removed, 冲突 or a day when that matters."""
    return Change(line.rsplit(" ", 1)[-1], line.startswith("删去"))


def day(line: str) -> date:
    """The day that an example names, else one before the deadline."""
    found = re.match(r"\d{4}-\d\d-\d\d", line)
    return date.fromisoformat(found.group()) if found else constants().deadline


def scripted_pdf() -> bytes:
    """A PDF that runs a script when it is opened."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def photo(*, located: bool) -> bytes:
    """A PNG picture, with the place where it was taken or without."""
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    if located:
        exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 40.0, 0.0), 3: "E", 4: (117.0, 0.0, 0.0)})
    out = io.BytesIO()
    Image.new("L", (20, 20)).save(out, "PNG", exif=exif)
    return out.getvalue()


class Scene:
    """A rule's example set up as a tree: the valid base with the example's files in it."""

    def __init__(self, rule: Pair, example: Example, root: Path) -> None:
        self.rule, self.root = rule, root
        self.first_line = 1
        self.changes = example.text.split("\n") if example.kind is Kind.CHANGES else []
        if self.changes:
            return
        shutil.copytree(BASE, root, dirs_exist_ok=True)
        self.private = root.with_name(f"{root.name}-private") if is_separate(rule) else None
        if self.private:
            part(root, self.private)
        if example.kind is Kind.PLACE:
            self._rename(PurePosixPath(rule.right.pieces[0].path), PurePosixPath(example.pieces[0].path))
            return
        self.home = self._unit(example.pieces[0]) or PurePosixPath(UNIT)
        self._rename(PurePosixPath(UNIT), self.home)
        if self.home != PurePosixPath(UNIT):
            path = root / self.home / "enterprise.yaml"
            path.write_text(moved(path.read_text(encoding="utf-8"), self.home), encoding="utf-8")
        for piece in example.pieces:
            self._put(piece)

    def findings(self) -> list[Finding]:
        """Every finding of the tree, or of the proposal."""
        if self.changes:
            conflicts = [change(line).path for line in self.changes if line.startswith("冲突")]
            return list(judge_changes([*map(change, self.changes)], day(self.changes[0]), conflicts=conflicts))
        tree: Tree = DiskTree(self.root)
        if self.private and any("不公开部分" in piece.note for piece in self.rule.wrong.pieces):
            tree = TwoTrees(tree, self.private, "不公开部分")
        return check(tree, today=TODAY).findings

    def path(self, piece: Piece) -> PurePosixPath:
        """A piece's path from the root."""
        return PurePosixPath(piece.path) if piece.path.startswith("submissions/") else self.home / piece.path

    def _rename(self, old: PurePosixPath, new: PurePosixPath) -> None:
        if old != new:
            (self.root / new).parent.mkdir(parents=True, exist_ok=True)
            (self.root / old).rename(self.root / new)

    def _unit(self, piece: Piece) -> PurePosixPath | None:
        parts = PurePosixPath(piece.path).parts
        return PurePosixPath(*parts[:3]) if parts[0] == "submissions" and len(parts) > 3 else None

    def _put(self, piece: Piece) -> None:
        path = self.root / self.path(piece)
        path.parent.mkdir(parents=True, exist_ok=True)
        if piece.link:
            path.unlink()
            path.symlink_to(piece.link)
        elif "不公开部分" in piece.note:
            self._put_private(piece)
        elif path.suffix == ".yaml":
            self._put_form(piece, path)
        else:
            path.write_bytes(self._material(piece))

    def _put_private(self, piece: Piece) -> None:
        assert self.private
        path = self.private / self.path(piece).relative_to("submissions")
        if "没有" in piece.note:
            path.unlink()
        elif "改过" in piece.note:
            path.write_text(
                path.read_text(encoding="utf-8").replace("0531-00000004", "0531-00000005"), encoding="utf-8"
            )

    def _put_form(self, piece: Piece, path: Path) -> None:
        text = ""
        if path.is_file():
            text = path.read_text(encoding="utf-8")
        elif path.name != "received.yaml":
            text = self._elsewhere(self.path(piece).parent)
        if piece.text:
            text, self.first_line = merge(text, characters(piece.text), self._labels(piece.path))
        path.write_bytes(text.encode(piece.encoding or "utf-8"))

    def _elsewhere(self, folder: PurePosixPath) -> str:
        """The base's enterprise form as another unit's, its materials handed in on paper."""
        text = (BASE / UNIT / "enterprise.yaml").read_text(encoding="utf-8")
        return re.sub(r"^    文件: .*$", "    线下提交: 是", moved(text, folder), flags=re.MULTILINE)

    def _labels(self, path: str) -> set[str]:
        """The keys that the wrong or the right example has in a file: two versions of the same place."""
        pieces = [*self.rule.wrong.pieces, *self.rule.right.pieces]
        return {
            label(block)
            for piece in pieces
            if PurePosixPath(piece.path).name == PurePosixPath(path).name
            for block in blocks(piece.text)
        }

    def _material(self, piece: Piece) -> bytes:
        if piece.content == "Word 文件":
            return b"PK\x03\x04word/document.xml"
        if piece.content == "带脚本的 PDF 文件":
            return scripted_pdf()
        if piece.content.endswith("位置的照片"):
            return photo(located=piece.content.startswith("带"))
        data = (BASE / UNIT / "materials/zhizhao.pdf").read_bytes()
        size = int(piece.size.removesuffix(" MiB")) * 2**20 if piece.size else len(data)
        end = data.rindex(b"startxref")
        padding = b"%" + b"0" * (size - len(data) - 2) + b"\n" if size > len(data) else b""
        return data[:end] + padding + data[end:]


def reply(pair: Pair, scene: Scene, found: Finding) -> Reply:
    """A finding as the book writes it down: lines counted in the example where it stands there, the path from the unit's folder."""
    example = pair.wrong
    framed = example.kind in (Kind.PLACE, Kind.CHANGES)
    before = (
        scene.first_line - 1
        if example.is_yaml and not framed and found.path == str(scene.path(example.pieces[-1]))
        else None
    )
    line = found.line - before if found.line and before is not None else 0
    path = found.path if framed else found.path.removeprefix(f"{UNIT}/")
    message, hint = (
        re.sub(r"(?<=第 )\d+(?= 行)", lambda number: str(int(number[0]) - (before or 0)), text)
        for text in (found.message, found.hint)
    )
    shown = "" if example.where and before is not None else path
    return Reply(found.severity, shown, line if line > 0 else None, found.field, message, hint)
