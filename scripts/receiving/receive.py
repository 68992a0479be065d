"""``catalogue receive``: every file given is opened in the sandbox and taken by what it is; the registers are written at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from schema.forms.received import Half, Paper, PaperState
from schema.forms.registry import RECEIVED
from schema.layout.arrange import EntryKind, TreeEntry
from schema.layout.paths import ROOT, FormPath, public_path
from schema.reading.received import read_received, register
from schema.reading.unit import Unit, read_unit
from schema.vocabulary.survey import constants
from scripts.bureau.papers import FormNow, PaperStatus, forms_now, status_of
from scripts.check.pipeline import Checked, check, today_in_shanghai
from scripts.intake.desk_file import read_desk_file
from scripts.intake.incoming import Incoming
from scripts.intake.private_halves import WHOLE_HERE, HalfFiler
from scripts.intake.storing import Item
from scripts.receiving.ledger import Ledger, fault
from scripts.receiving.pile import Pile, sort
from scripts.receiving.returned import read_checklist
from scripts.sandbox.client import Sandbox
from scripts.sandbox.refused import Refused
from scripts.tree.disk import DiskTree
from scripts.tree.private import PrivateFolder, arranged, beside


class NeedsPrivate(Exception):
    """Something came that belongs with the private halves, and it is not known where they lie. Nothing was written."""


@dataclass(slots=True)
class Reception:
    """What came of it. ``entered`` are the forms whose entry is new, ``known`` how many were there already; ``troubles`` are
    (origin, words) of what was not taken; ``filed`` the private halves; ``for_import`` counts forms, which are not for this command.
    """

    entered: list[tuple[FormNow, Paper]] = field(default_factory=list)
    known: int = 0
    filed: list[tuple[FormNow, Item]] = field(default_factory=list)
    troubles: list[tuple[str, str]] = field(default_factory=list)
    for_import: int = 0
    written: list[Path] = field(default_factory=list)
    checked: Checked | None = None

    @property
    def complete(self) -> bool:
        """Whether everything was taken, and no form that a private half came for has an error."""
        return not self.troubles and not (self.checked and self.checked.blocked)


def receive(
    paths: Sequence[Path],
    root: Path,
    private: PrivateFolder | None,
    today: date | None = None,
    *,
    from_bureau: bool = False,
) -> Reception:
    """Take what came into the registers and below ``private``. ``today`` is the day in Shanghai; packages and mails ``from_bureau``
    may hold registers and ticked checklists, a firm's may not.

    Raises ``NeedsPrivate`` before anything is written, and ``Unusable`` for a register that cannot be changed.
    """
    out, day = Reception(), today or today_in_shanghai()
    with tempfile.TemporaryDirectory(prefix="catalogue-") as spool, Sandbox() as sandbox:
        pile = sort(paths, Path(spool), sandbox, out.troubles, from_bureau=from_bureau)
        out.for_import = pile.forms
        if pile.halves and constants().separate and private is None:
            raise NeedsPrivate("里面有不公开部分")
        receiver = _Receiver(root, private, day, out)
        for item in pile.checklists:
            receiver.take_checklist(item, sandbox)
        for item in pile.desk_files:
            receiver.take_desk_file(item)
        for item in pile.registers:
            receiver.take_register(item)
        if receiver.ledger.needs_private:
            raise NeedsPrivate("有问题、不纳入的登记和说明不能放进仓库")
        receiver.file_halves(pile)
    out.written = receiver.ledger.write()
    if out.filed:
        touched = [public_path(item.target) for _, item in out.filed]
        out.checked = check(beside(DiskTree(root), private), paths=touched, today=day)
    return out


class _Receiver:
    def __init__(self, root: Path, private: PrivateFolder | None, day: date, out: Reception) -> None:
        self._root, self._private, self._day, self._out = root, private, day, out
        self.ledger = Ledger(root, private)
        self._units = list(_units(root, private))
        forms = forms_now(self._units, {})
        self.papers = {form.path: paper for form in forms if (paper := self.ledger.paper(form.path))}
        self.forms = {form.path: form for form in forms_now(self._units, self.papers)}

    def take_checklist(self, item: Incoming, sandbox: Sandbox) -> None:
        """The ticks and words of a returned 材料核对表."""
        try:
            sheets = sandbox.open(item.path, ".xlsx")["sheets"]
            found = read_checklist(sheets, list(self.forms.values()), self.papers, self._day.isoformat())
        except Refused as reason:
            self._refuse(item, str(reason))
            return
        self._enter(item, found.papers, found.troubles)

    def take_desk_file(self, item: Incoming) -> None:
        """The entries of the desk page's file."""
        try:
            found = read_desk_file(item.path.read_bytes())
        except Refused as reason:
            self._refuse(item, str(reason))
            return
        self._enter(item, found.papers, found.troubles)

    def take_register(self, item: Incoming) -> None:
        """The entries of a register that came from elsewhere."""
        data = item.path.read_bytes()
        city = next((step for step in reversed(item.origin.split("/")) if step in constants().cities), "")
        entry = TreeEntry(f"{ROOT}/{city or 'x'}/{RECEIVED.file}", EntryKind.FILE, len(data))
        file, findings = read_received(entry, lambda _: data)
        if file is None or findings:
            self._refuse(item, "收件登记有错误，没有收；请先用 catalogue validate 查出来改好")
            return
        papers = register([file]).papers
        strange = [path for path in papers if city and not path.startswith(f"{ROOT}/{city}/")]
        self._enter(
            item,
            [paper for path, paper in papers.items() if path not in strange],
            [f"{path} 不是{constants().cities[city].name}的表，没有登记" for path in strange],
        )

    def _enter(self, item: Incoming, papers: Sequence[Paper], troubles: Sequence[str]) -> None:
        for words in troubles:
            self._refuse(item, words)
        for paper in papers:
            form = self.forms.get(paper.path)
            if form is None:
                self._refuse(item, f"仓库里没有 {paper.path}，没有登记；请先用 catalogue import 收下这张表")
            elif paper.date > self._day.isoformat():
                self._refuse(
                    item, f"{form.unit} {form.name}的日期 {paper.date} 还没有到，没有登记；请核对那台电脑的日期"
                )
            elif paper.note is not None and (words := fault(paper)):
                self._refuse(item, f"{form.unit} {form.name}没有登记：{words}")
            elif self.ledger.enter(paper):
                status = status_of(paper, form.digest)
                self._out.entered.append((form._replace(status=status, note=paper.note or ""), paper))
            else:
                self._out.known += 1

    def file_halves(self, pile: Pile) -> None:
        """Private halves, each below ``--private``."""
        filer = HalfFiler(self._root, self._private, pile.proofs) if self._private and pile.halves else None
        for source, data in pile.halves:
            item = Item(source.origin)
            place = filer.file(item, source, data) if filer else None
            if place and (form := self.forms.get(place.path) or _header(place)):
                self._out.filed.append((form, item))
                if form.digest:
                    half = Half.model_construct(path=place.path, digest=form.digest, date=self._day.isoformat())
                    self.ledger.enter_half(half)
            else:
                self._refuse(source, item.reason or WHOLE_HERE)
        taken = filer.taken if filer else []
        beside_forms = pile.forms > 0 and not constants().separate  # those are for import, as their forms are
        for proof in pile.proofs:
            if proof not in taken and not beside_forms:
                self._refuse(proof, "收到的不公开部分里没有写这个文件，没有收；要收填报表的材料，请用 catalogue import")

    def _refuse(self, item: Incoming, words: str) -> None:
        self._out.troubles.append((item.origin, words))


def _header(place: FormPath) -> FormNow | None:
    """A bureau's header as something that came; None for a form that is not there any more."""
    if place.code is not None:
        return None
    return FormNow(place.city, place.path, constants().cities[place.city].bureau, "表头", "", PaperStatus.TO_SEAL)


def _units(root: Path, private: PrivateFolder | None) -> list[Unit]:
    tree = beside(DiskTree(root), private)
    return [read_unit(files, tree.read)[0] for files in arranged(tree).units.values()]


def stale(reception: Reception) -> list[FormNow]:
    """The forms whose paper came and is of an older version."""
    return [form for form, _ in reception.entered if form.status is PaperStatus.STALE]


def counts(reception: Reception) -> dict[str, int]:
    """How many papers of each state were entered."""
    return {state: sum(paper.state == state for _, paper in reception.entered) for state in PaperState}


def place_of(form: FormNow) -> str:
    """A form as people call it."""
    place = FormPath.parse(form.path)
    code = f"（{place.code}）" if place and place.code else ""
    return f"{form.unit}{code}{form.name}"
