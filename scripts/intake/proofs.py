"""Scans that come with the forms: each goes into materials/ of the unit that it certainly belongs to; none is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from schema.fields.choice import Choice
from schema.fields.uscc import is_valid
from schema.forms.parts import LICENCE
from schema.forms.registry import FormKind
from schema.layout.arrange import MAX_MATERIAL_BYTES
from schema.layout.paths import FormPath, UnitPath
from schema.reading.read import read
from schema.rules.material_files import ending_type, wrong_type
from schema.vocabulary.survey import constants
from scripts.intake.incoming import Incoming
from scripts.intake.receipt import Mark, Row
from scripts.intake.storing import ImportOptions, Outcome, State, store_proof
from scripts.tree.trouble import trouble
from scripts.writing.material_names import valid_name
from scripts.writing.values import MATERIALS, scalar_at
from scripts.writing.yaml_writer import write_form

Placed = Sequence[tuple[str, str]]  # (folder that a form came from, its path in the repository)
_SEALED_FORM = re.compile(r"附件\s*[12一二]|调研表|摸底表")


def is_proof(name: str) -> bool:
    """Whether a file's name has the ending of a material."""
    return ending_type(name) is not None


def place_proofs(
    proofs: Iterable[Incoming],
    placed: Placed,
    failed: Collection[str],
    options: ImportOptions,
    outcome: Outcome,
) -> None:
    """Put scans into materials/ of their units; what is not certainly one unit's is refused, with the place where it belongs.

    ``failed`` are the folders in which something may have been a form and could not be read or placed.
    """
    named = _folders_by_name(options, placed)
    for proof in proofs:
        name = unicodedata.normalize("NFC", proof.name)
        folders = _folders_of(proof, name, named, placed, failed, options.root)
        item = outcome.add(proof.origin)
        if reason := _trouble(proof) if len(folders) == 1 else _why_not_placed(name, folders, placed):
            item.reject(reason)
            continue
        valid = name if name in named else valid_name(name)
        if store_proof(item, f"{folders[0]}/{MATERIALS}{valid}", proof.path.read_bytes(), options):
            if valid != proof.name:
                item.changes.append(Row(Mark.NOTE, remark="名字里有不能用的字符或太长，已改名"))
            if name not in named:
                forms = [path for _, path in placed if path.startswith(f"{folders[0]}/")]
                words = _list_in_form(valid, forms, options.root, outcome)
                words = words or f"表里没有写这个文件：请在“材料”里补上“文件: {MATERIALS}{valid}”和它的类别"
                item.changes.append(Row(Mark.NOTE, remark=words))


def _list_in_form(name: str, forms: Sequence[str], root: Path, outcome: Outcome) -> str:
    """Write a scan whose name says its 类别 into the one new form that has it, and return the note on that; "" where there is none."""
    new = [
        (item, item.draft)
        for item in outcome.items
        if item.draft and item.target in forms and item.state is State.WRITTEN
    ]
    found = [(item, draft, kind) for item, draft in new for kind in _kinds(draft.kind) if kind in name]
    if constants().separate or not found or (len(found) > 1 and found[0][2] != LICENCE):
        return ""
    item, draft, kind = found[0]
    draft.values.setdefault("材料", []).append({"类别": kind, "文件": f"{MATERIALS}{name}"})
    (root / item.target).write_text(write_form(draft.kind.cls, draft.values), encoding="utf-8")
    return f"按文件名写进了 {item.target} 的材料，类别是{kind}，请核对"


def _kinds(kind: FormKind) -> Sequence[str]:
    """The 类别 of a form's 材料 that a name may say."""
    field = scalar_at(kind.cls, ("材料", 1, "类别"))
    options = field[0].scalar.options if field and isinstance(field[0].scalar, Choice) else ()
    return [option for option in options if option != "其他"]


def _folders_of(
    proof: Incoming,
    name: str,
    named: dict[str, list[tuple[str, str]]],
    placed: Placed,
    failed: Collection[str],
    root: Path,
) -> list[str]:
    """The folders of the units that a scan may belong to: by its own folder, by the forms that name it, by those beside it."""
    if explicit := _unit_above(proof, placed, root):
        return [explicit]
    if listed := named.get(name):
        folders = _units(path for _, path in listed)
        near = _units(path for folder, path in listed if _is_beside(proof, folder))
        return near if len(folders) > 1 and near else folders
    if _SEALED_FORM.search(name):
        return []
    return _beside(proof, placed, failed)


def _units(forms: Iterable[str]) -> list[str]:
    """The folders of the units that forms belong to, each once."""
    return list(dict.fromkeys(unit.folder for form in forms if (unit := UnitPath.holding(form))))


def _unit_above(proof: Incoming, placed: Placed, root: Path) -> str | None:
    """The unit in whose folder, named by its code, a scan's materials/ lay: one of this import, or one that is there already."""
    *_, code, materials, _ = ["", "", *proof.origin.split("/")]
    if materials != MATERIALS.rstrip("/") or not is_valid(code):
        return None
    there = (path.relative_to(root).as_posix() for path in root.glob(f"submissions/*/{code}"))
    folders = [
        folder for folder in dict.fromkeys([*_units(path for _, path in placed), *there]) if folder.endswith(code)
    ]
    return folders[0] if len(folders) == 1 else None


def _is_beside(proof: Incoming, folder: str) -> bool:
    """Whether a scan lay in a folder of forms, or in a folder of that one."""
    return f"{proof.folder}/".startswith(f"{folder}/")


def _beside(proof: Incoming, placed: Placed, failed: Collection[str]) -> list[str]:
    """The units of the forms in the nearest folder above a scan that holds any; none where one of them could not be read.

    A mail comes from one unit, however its forms are packed, so those in it lie together.
    """
    here = proof.folder
    while here.startswith(proof.root):
        packed = here.lower().endswith(".eml")
        forms = [path for folder, path in placed if folder == here or (packed and f"{folder}/".startswith(f"{here}/"))]
        if any(folder == here or (packed and f"{folder}/".startswith(f"{here}/")) for folder in failed):
            return []
        if forms:
            return _units(forms)
        if here == proof.root:
            break
        here = here.rpartition("/")[0]
    return []


def _folders_by_name(options: ImportOptions, placed: Placed) -> dict[str, list[tuple[str, str]]]:
    """File name → the forms that list it, as in ``placed``."""
    listing: dict[str, list[tuple[str, str]]] = {}
    for folder, form in placed:
        place = FormPath.parse(form)
        path = options.private.at(place.private_path) if options.private and place else options.root / form
        for name in listed_names(form, path.read_bytes()) if path.is_file() else ():
            listing.setdefault(name, []).append((folder, form))
    return listing


def listed_names(form: str, data: bytes) -> Iterable[str]:
    """The file names under 材料 of a form, as far as it can be read."""
    document = read(form, data).document
    items = (document.root or {}).get("材料") if document else None
    for item in items if isinstance(items, list) else ():
        name = item.get("文件") if isinstance(item, dict) else None
        if isinstance(name, str) and name.startswith(MATERIALS):
            yield name.removeprefix(MATERIALS)


def _trouble(proof: Incoming) -> str:
    """Why a scan cannot be a material; "" where it can."""
    try:
        if proof.path.stat().st_size > MAX_MATERIAL_BYTES:
            return f"超过 {MAX_MATERIAL_BYTES // 2**20} MiB，没有放入；请降低分辨率后重新扫描"
        wrong = wrong_type(proof.name, proof.path.read_bytes())
    except OSError as error:
        return f"打不开（{trouble(error)}）"
    return f"没有放入，{wrong.text}；{wrong.hint}" if wrong else ""


def _why_not_placed(name: str, folders: Sequence[str], placed: Placed) -> str:
    """Why a scan is not placed that no form names, or that may belong to several units."""
    if folders:
        return f"{'、'.join(folders)} 都可能是它的单位，不知道是哪家的；请放进那一家的 materials 文件夹，或一家一家导入"
    units = _units(path for _, path in placed)
    folder = units[0] if len(units) == 1 else "submissions/城市/信用代码"
    if _SEALED_FORM.search(name):
        return "像是调研表的扫描件，从 PDF 和图片读不出栏目，也不是证明材料，没有放入；请导入原来的 Word 文件，盖章的纸质表另存"
    return (
        f"一同导入的表里没有写这个文件名。若是证明材料，请放进 {folder}/{MATERIALS}，文件名与表里的“文件”一致；"
        "若是调研表，从 PDF 和图片读不出栏目，请导入原来的 Word 文件"
    )
