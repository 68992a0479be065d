"""Scans that come with the forms: each goes into materials/ of the unit whose form names it; none is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from schema.layout.arrange import MAX_MATERIAL_BYTES
from schema.layout.paths import UnitPath
from schema.reading.read import read
from schema.rules.material_files import ending_type, wrong_type
from scripts.intake.storing import ImportOptions, Outcome, Say, store_proof
from scripts.writing.values import MATERIALS


def is_proof(path: Path) -> bool:
    """Whether a file's name has the ending of a material."""
    return ending_type(path.name) is not None


def place_proofs(proofs: Iterable[Path], options: ImportOptions, outcome: Outcome, say: Say) -> None:
    """Put scans where the forms of this import name them; what none names is refused, with the place where it belongs."""
    forms = list(dict.fromkeys([*outcome.written, *outcome.same]))
    named = _folders_by_name(options.root, forms)
    for path in proofs:
        folders = named.get(path.name, [])
        reason = _trouble(path) if len(folders) == 1 else _why_not_placed(folders, forms)
        if reason:
            say(f"✗ {path.name}：{reason}")
            outcome.refused.append(path.name)
            continue
        target = f"{folders[0]}/{MATERIALS}{path.name}"
        say(f"■ {path.name} → {target}")
        store_proof(target, path.read_bytes(), options.root, outcome, say)


def _folders(forms: Iterable[str]) -> list[str]:
    """The folders of the units that forms belong to, each once."""
    return list(dict.fromkeys(unit.folder for form in forms if (unit := UnitPath.holding(form))))


def _folders_by_name(root: Path, forms: Sequence[str]) -> dict[str, list[str]]:
    """File name → the folders of the units whose forms list it."""
    listing: dict[str, list[str]] = {}
    for form in forms:
        for name in _listed_names(form, (root / form).read_bytes()):
            listing.setdefault(name, []).append(form)
    return {name: _folders(listed_in) for name, listed_in in listing.items()}


def _listed_names(form: str, data: bytes) -> Iterable[str]:
    """The file names under 材料 of a form, as far as it can be read."""
    document = read(form, data).document
    items = (document.root or {}).get("材料") if document else None
    for item in items if isinstance(items, list) else ():
        name = item.get("文件") if isinstance(item, dict) else None
        if isinstance(name, str) and name.startswith(MATERIALS):
            yield name.removeprefix(MATERIALS)


def _trouble(path: Path) -> str:
    """Why a scan cannot be a material; "" where it can."""
    try:
        if path.stat().st_size > MAX_MATERIAL_BYTES:
            return f"超过 {MAX_MATERIAL_BYTES // 2**20} MiB，没有放入；请降低分辨率后重新扫描"
        wrong = wrong_type(path.name, path.read_bytes())
    except OSError as error:
        return f"打不开（{error.strerror or error}）"
    return f"没有放入，{wrong.text}；{wrong.hint}" if wrong else ""


def _why_not_placed(folders: Sequence[str], forms: Sequence[str]) -> str:
    """Why a scan is not placed that no form names, or the forms of several units."""
    if folders:
        return f"{'、'.join(folders)} 的表都写了这个文件名，不知道是哪家的；请放进那一家的 materials 文件夹，或一家一家导入"
    units = _folders(forms)
    folder = units[0] if len(units) == 1 else "submissions/城市/信用代码"
    return (
        f"一同导入的表里没有写这个文件名。若是证明材料，请放进 {folder}/materials/，文件名与表里的“文件”一致；"
        "若是调研表，从 PDF 和图片读不出栏目，请导入原来的 Word 文件"
    )
