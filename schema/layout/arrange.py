"""Where things stand under ``submissions/``: from a flat list of paths to units, with a finding for what has no place.

Only names and sizes are needed, so it works on a working tree and on a Git revision.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from schema.book.finding import Finding, path_finding
from schema.book.wording import Argument, Either, Phrase, Seen, message, phrase
from schema.fields.uscc import check_character, is_valid, normalise
from schema.layout.paths import PRIVATE_ENDING, ROOT
from schema.text.hidden import hidden_characters
from schema.text.similar import nearest
from schema.vocabulary.survey import constants

_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # Windows has no file of such a name
SLUG = re.compile(rf"(?!(?:{_DEVICE.pattern})$)[a-z0-9][a-z0-9-]{{0,63}}")
MAX_NAME_BYTES = 100
MAX_MATERIAL_BYTES = 10 * 2**20
RESERVED = re.compile(rf"[<>:\"|?*\\]|[. ]$|^[ .-]|^(?:{_DEVICE.pattern})(?:\.|$)", re.IGNORECASE)

_MADE_BY_PROGRAMS = re.compile(
    r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|~\$.*|\.~lock\..*|.*\.sw[op]|.*~", re.IGNORECASE | re.DOTALL
)


class EntryKind(StrEnum):
    """What stands at a path."""

    FILE = "file"
    LINK = "link"
    SUBMODULE = "submodule"
    OTHER = "other"


class TreeEntry(NamedTuple):
    """One path of the tree, with forward slashes from the repository's root. ``size`` is in bytes."""

    path: str
    kind: EntryKind
    size: int

    @property
    def root(self) -> str:
        """``submissions``, or what the paths of private halves begin with."""
        return self.path.partition("/")[0]


@dataclass(slots=True)
class UnitFiles:
    """The files of one unit's folder that stand where they belong."""

    city: str
    code: str
    enterprise: TreeEntry | None = None
    products: list[TreeEntry] = field(default_factory=list)
    materials: list[TreeEntry] = field(default_factory=list)
    refused: set[str] = field(
        default_factory=set
    )  # plain names of materials that have a finding; "" for the folder itself
    root: str = ROOT
    private: UnitFiles | None = None  # those of the private halves, where they are looked for
    astray: bool = False  # a form file has a finding for its name or place, so what it names is not known

    @property
    def folder(self) -> str:
        """The unit's folder, from the repository's root."""
        return f"{self.root}/{self.city}/{self.code}"

    def forms(self) -> list[TreeEntry]:
        """附件1 if it is there, then each 附件2."""
        return [self.enterprise, *self.products] if self.enterprise else list(self.products)


@dataclass(slots=True)
class Arrangement:
    """All units, bureaus' headers and registers of a tree, and what was wrong with names and places."""

    units: dict[tuple[str, str], UnitFiles] = field(default_factory=dict)
    bureaus: dict[str, TreeEntry] = field(default_factory=dict)
    received: dict[str, TreeEntry] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    private: Arrangement | None = None  # that of the private halves, where they are looked for


def arrange(entries: Iterable[TreeEntry]) -> Arrangement:
    """Sort the paths under ``submissions/``, or those of the private halves, into units, in path order."""
    out = Arrangement()
    strays: dict[tuple[str, str], list[str]] = {}
    for entry in sorted(entries, key=lambda entry: entry.path):
        out.files += 1
        for finding in _place(out, entry):
            out.findings.append(finding)
            parts = entry.path.split("/")
            if len(parts) >= 4 and finding.path.count("/") > 2:
                strays.setdefault((parts[1], parts[2]), []).append(entry.path)
    for key, paths in strays.items():
        if key in out.units:
            unit = out.units[key]
            unit.astray = any(
                path.lower().endswith((".yaml", ".yml")) or path == f"{unit.folder}/products" for path in paths
            )
            unit.refused = {"" if path == f"{unit.folder}/materials" else plain_name(path) for path in paths}
    out.findings += _case_collisions(out)
    return out


def is_made_by_programs(name: str) -> bool:
    """Whether systems and editors put a file of this name beside others, such as Thumbs.db and ~$附件1.docx."""
    return _MADE_BY_PROGRAMS.fullmatch(name) is not None


def plain_name(path: str) -> str:
    """A file's name as its owner may have typed it: without hidden characters, composed, in lower case."""
    name = path.rsplit("/", 1)[-1]
    visible = "".join(char for char in name if not hidden_characters(char))
    return unicodedata.normalize("NFC", visible).strip().casefold()


def _place(out: Arrangement, entry: TreeEntry) -> Iterator[Finding]:
    if entry.kind in (EntryKind.LINK, EntryKind.SUBMODULE):
        yield path_finding(entry.path, message("file.link" if entry.kind is EntryKind.LINK else "file.submodule"))
        return
    if entry.kind is EntryKind.OTHER:
        yield path_finding(entry.path, message("path.special"))
        return
    parts = entry.path.split("/")[1:]
    if entry.root == ROOT and constants().separate and entry.path.endswith(PRIVATE_ENDING):
        yield path_finding(entry.path, message("private.half"))
        return
    if is_made_by_programs(parts[-1]):
        yield path_finding(entry.path, message("path.program"))
        return
    if len(parts) < 2 or parts[0] not in constants().cities:
        yield _unknown_city(entry, parts)
        return
    city = parts[0]
    if len(parts) == 2:
        yield from _in_city(out, entry, city, parts[1])
    else:
        yield from _in_unit(out, entry, city, parts[1], parts[2:])


def _unknown_city(entry: TreeEntry, parts: list[str]) -> Finding:
    cities = constants().cities
    if len(parts) < 2:
        return path_finding(entry.path, message("path.no-city"))
    name = parts[0]
    if name.lower() in cities:
        return _misspelt(f"{entry.root}/{name}", name.lower())
    near = _nearest_city(name)
    advice = phrase("path.near", near=near) if near else phrase("path.cities", cities=tuple(cities))
    return path_finding(f"{entry.root}/{name}", message("path.city", name=_seen(name), advice=advice))


@lru_cache(maxsize=256)  # a hundred thousand files may lie in one such folder
def _nearest_city(name: str) -> str | None:
    named = constants().city_named(name)
    return named.slug if named else nearest(name.lower(), list(constants().cities))


def _in_city(out: Arrangement, entry: TreeEntry, city: str, name: str) -> Iterator[Finding]:
    if name == "bureau.yaml":
        out.bureaus[city] = entry
    elif name == "received.yaml":
        out.received[city] = entry
    elif (stem := re.sub(r"\.ya?ml$", "", name.lower())) in ("bureau", "received") and stem != name.lower():
        yield _misspelt(entry.path, f"{stem}.yaml")
    else:
        yield path_finding(entry.path, message("path.in-city"))


def _in_unit(out: Arrangement, entry: TreeEntry, city: str, code: str, rest: list[str]) -> Iterator[Finding]:
    folder = f"{entry.root}/{city}/{code}"
    if (city, code) not in out.units and not is_valid(code):
        yield path_finding(folder, message("path.unit", name=_seen(code), advice=_unit_advice(code)))
    unit = out.units.setdefault((city, code), UnitFiles(city, code, root=entry.root))
    if rest[0].lower() in ("materials", "material") and entry.root == ROOT and constants().separate:
        yield path_finding(entry.path, message("private.material"))
        return
    if len(rest) == 1:
        if rest[0] == "enterprise.yaml":
            unit.enterprise = entry
        elif rest[0].lower() in ("enterprise.yaml", "enterprise.yml"):
            yield _misspelt(entry.path, "enterprise.yaml")
        elif SLUG.fullmatch(rest[0].removesuffix(".yaml")) and rest[0].endswith(".yaml"):
            move = Either(phrase("path.move", path=Seen(f"{folder}/products/{rest[0]}")), phrase("path.move-any"))
            yield path_finding(entry.path, message("path.product", advice=move))
        else:
            yield path_finding(entry.path, message("path.nowhere"))
    elif rest[0] in ("products", "materials") and len(rest) == 2:
        yield from (_product if rest[0] == "products" else _material)(unit, entry, rest[1])
    elif rest[0].lower() in ("products", "materials", "product", "material") and len(rest) == 2:
        right = "products" if rest[0].lower().startswith("product") else "materials"
        yield _misspelt(f"{folder}/{rest[0]}", right)
    elif rest[0] == "materials":
        yield path_finding(entry.path, message("path.deep"))
    else:
        yield path_finding(entry.path, message("path.nowhere"))


def _product(unit: UnitFiles, entry: TreeEntry, name: str) -> Iterator[Finding]:
    stem = name.removesuffix(".yaml")
    if name.endswith(".yaml") and SLUG.fullmatch(stem):
        unit.products.append(entry)
        return
    if name.endswith(".yaml") and _DEVICE.fullmatch(stem):
        better = Either(Seen(f"{stem}-model.yaml"), "hetong.yaml")
        yield path_finding(entry.path, message("name.device", name=_seen(name), better=better))
    elif name.lower().endswith((".yaml", ".yml")):
        slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\.ya?ml$", "", name.lower())).strip("-")[:64]
        advice: Argument = phrase("name.signs")
        if slug:
            advice = Either(phrase("name.rename", better=Seen(f"{slug}.yaml")), advice)
        yield path_finding(entry.path, message("name.product", name=_seen(name), advice=advice))
    else:
        yield path_finding(entry.path, message("path.in-products"))


def _material(unit: UnitFiles, entry: TreeEntry, name: str) -> Iterator[Finding]:
    reason = _unsafe(name)
    if reason:
        yield path_finding(entry.path, message("name.material", name=_seen(name), reason=reason))
    else:
        unit.materials.append(entry)


def _unsafe(name: str) -> Phrase | None:
    if hidden_characters(name) or "\t" in name or "\n" in name or "\r" in name or "\x7f" in name:
        return phrase("name.hidden")
    if not unicodedata.is_normalized("NFC", name):
        return phrase("name.composed")
    if len(name.encode("utf-8", "surrogatepass")) > MAX_NAME_BYTES:
        return phrase("name.long", most=MAX_NAME_BYTES)
    return phrase("name.windows") if RESERVED.search(name) else None


def _unit_advice(code: str) -> Argument:
    better, otherwise = normalise(code), phrase("path.code")
    if is_valid(better):
        return Either(phrase("path.rename", code=Seen(better)), otherwise)
    if re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", better, re.ASCII):
        return Either(phrase("path.check", right=Seen(check_character(better))), otherwise)
    return otherwise


def _misspelt(path: str, right: str) -> Finding:
    return path_finding(path, message("name.misspelt", name=_seen(path.rsplit("/", 1)[-1]), right=right))


def _seen(name: str) -> Seen:
    """A name for a message: short, its invisible characters as codes."""
    visible = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in name)
    return Seen(visible if len(visible) <= 60 else visible[:57] + "…")


def _case_collisions(out: Arrangement) -> Iterator[Finding]:
    for unit in out.units.values():
        seen: dict[str, str] = {}
        for entry in unit.materials:
            name = entry.path.rsplit("/", 1)[-1]
            first = seen.setdefault(name.casefold(), name)
            if first != name:
                yield path_finding(entry.path, message("name.case", other=_seen(first)))
