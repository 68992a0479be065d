"""Where things stand under ``submissions/``: from a flat list of paths to units, with a finding for what has no place.

It sees names and sizes only, so it serves a working tree and a Git revision alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from schema.book.finding import Finding, file_finding
from schema.fields.uscc import check_character, is_valid, normalise
from schema.layout.paths import ROOT
from schema.text.hidden import hidden_characters
from schema.text.similar import nearest
from schema.vocabulary.survey import constants

_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # Windows has no file of such a name
SLUG = re.compile(rf"(?!(?:{_DEVICE.pattern})$)[a-z0-9][a-z0-9-]{{0,63}}")
MAX_NAME_BYTES = 100
_RESERVED = re.compile(rf"[<>:\"|?*\\]|[. ]$|^[ .-]|^(?:{_DEVICE.pattern})(?:\.|$)", re.IGNORECASE)

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
    astray: bool = False  # a form file has a finding for its name or place, so what it names is not known

    @property
    def folder(self) -> str:
        """The unit's folder, from the repository's root."""
        return f"{ROOT}/{self.city}/{self.code}"

    def forms(self) -> list[TreeEntry]:
        """附件1 if it is there, then each 附件2."""
        return [self.enterprise, *self.products] if self.enterprise else list(self.products)


@dataclass(slots=True)
class Arrangement:
    """All units and bureau files of a tree, and what was wrong with names and places."""

    units: dict[tuple[str, str], UnitFiles] = field(default_factory=dict)
    bureaus: dict[str, TreeEntry] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    files: int = 0


def arrange(entries: Iterable[TreeEntry]) -> Arrangement:
    """Sort the paths under ``submissions/`` into units, in path order."""
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


def plain_name(path: str) -> str:
    """A file's name as its owner may have typed it: without hidden characters, composed, in lower case."""
    name = path.rsplit("/", 1)[-1]
    visible = "".join(char for char in name if not hidden_characters(char))
    return unicodedata.normalize("NFC", visible).strip().casefold()


def _place(out: Arrangement, entry: TreeEntry) -> Iterator[Finding]:
    if entry.kind in (EntryKind.LINK, EntryKind.SUBMODULE):
        kind = "符号链接" if entry.kind is EntryKind.LINK else "Git 子模块"
        yield file_finding("file-link", entry.path, f"这是{kind}，不是文件", "请删去，直接放入文件本身")
        return
    if entry.kind is EntryKind.OTHER:
        yield file_finding("path-unknown", entry.path, "这不是普通文件", "请删去")
        return
    parts = entry.path.split("/")[1:]
    if _MADE_BY_PROGRAMS.fullmatch(parts[-1]):
        yield file_finding("path-unknown", entry.path, "这是系统或编辑器自己生成的文件", "请删去")
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
        return file_finding(
            "path-unknown",
            entry.path,
            "这个文件不在任何城市的文件夹里",
            f"请放到 {ROOT}/城市/信用代码/ 之下，如 {ROOT}/jinan/",
        )
    name = parts[0]
    if name.lower() in cities:
        return _misspelt(f"{ROOT}/{name}", name.lower())
    near = _nearest_city(name)
    hint = f"您要放的是否是 {near}？" if near else f"城市文件夹只有：{'、'.join(cities)}"
    return file_finding("path-unknown", f"{ROOT}/{name}", f"没有名为“{_shown(name)}”的城市文件夹", hint)


@lru_cache(maxsize=256)  # a hundred thousand files may lie in one such folder
def _nearest_city(name: str) -> str | None:
    named = constants().city_named(name)
    return named.slug if named else nearest(name.lower(), list(constants().cities))


def _in_city(out: Arrangement, entry: TreeEntry, city: str, name: str) -> Iterator[Finding]:
    if name == "bureau.yaml":
        out.bureaus[city] = entry
    elif name.lower() in ("bureau.yaml", "bureau.yml"):
        yield _misspelt(entry.path, "bureau.yaml")
    else:
        yield file_finding(
            "path-unknown",
            entry.path,
            "城市文件夹里只放 bureau.yaml 和各单位的文件夹",
            "请放到以信用代码为名的文件夹里",
        )


def _in_unit(out: Arrangement, entry: TreeEntry, city: str, code: str, rest: list[str]) -> Iterator[Finding]:
    folder = f"{ROOT}/{city}/{code}"
    if (city, code) not in out.units and not is_valid(code):
        yield file_finding("path-unit", folder, f"文件夹名“{_shown(code)}”不是有效的统一社会信用代码", _unit_hint(code))
    unit = out.units.setdefault((city, code), UnitFiles(city, code))
    if len(rest) == 1:
        if rest[0] == "enterprise.yaml":
            unit.enterprise = entry
        elif rest[0].lower() in ("enterprise.yaml", "enterprise.yml"):
            yield _misspelt(entry.path, "enterprise.yaml")
        elif SLUG.fullmatch(rest[0].removesuffix(".yaml")) and rest[0].endswith(".yaml"):
            yield file_finding(
                "path-unknown", entry.path, "产品文件不在 products 文件夹里", f"请移到 {folder}/products/{rest[0]}"
            )
        else:
            yield _nowhere(entry, folder)
    elif rest[0] in ("products", "materials") and len(rest) == 2:
        yield from (_product if rest[0] == "products" else _material)(unit, entry, rest[1])
    elif rest[0].lower() in ("products", "materials", "product", "material") and len(rest) == 2:
        right = "products" if rest[0].lower().startswith("product") else "materials"
        yield _misspelt(f"{folder}/{rest[0]}", right)
    elif rest[0] == "materials":
        yield file_finding("path-unknown", entry.path, "materials 里不能再建文件夹", f"请移到 {folder}/materials/ 之下")
    else:
        yield _nowhere(entry, folder)


def _product(unit: UnitFiles, entry: TreeEntry, name: str) -> Iterator[Finding]:
    stem = name.removesuffix(".yaml")
    if name.endswith(".yaml") and SLUG.fullmatch(stem):
        unit.products.append(entry)
        return
    if name.endswith(".yaml") and _DEVICE.fullmatch(stem):
        message, hint = f"“{_shown(name)}”是 Windows 不能用的文件名", f"请改名，如 {stem}-model.yaml"
        yield file_finding("path-name", entry.path, message, hint)
    elif name.lower().endswith((".yaml", ".yml")):
        better = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\.ya?ml$", "", name.lower())).strip("-")[:64]
        hint = f"请改名为 {better}.yaml" if better else "请用小写英文字母、数字和连字符，如 hetong.yaml"
        yield file_finding(
            "path-name",
            entry.path,
            f"产品文件名“{_shown(name)}”不合规定：只用小写英文字母、数字和连字符，以 .yaml 结尾",
            hint,
        )
    else:
        yield file_finding(
            "path-unknown", entry.path, "products 里只放产品的 .yaml 文件", f"证明材料请放到 {unit.folder}/materials/"
        )


def _material(unit: UnitFiles, entry: TreeEntry, name: str) -> Iterator[Finding]:
    reason = _unsafe(name)
    if reason:
        yield file_finding(
            "path-name",
            entry.path,
            f"文件名“{_shown(name)}”{reason}",
            "请改用中文、英文字母、数字和连字符，如 licence.pdf，并同时改表里的“文件”",
        )
    else:
        unit.materials.append(entry)


def _unsafe(name: str) -> str | None:
    if hidden_characters(name) or "\t" in name or "\n" in name or "\r" in name or "\x7f" in name:
        return "含有看不见的字符"
    if not unicodedata.is_normalized("NFC", name):
        return "不是规范的 Unicode 写法（NFC）"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_NAME_BYTES:
        return f"过长，超过 {MAX_NAME_BYTES} 字节"
    return "含有 Windows 不能用的字符或名字" if _RESERVED.search(name) else None


def _unit_hint(code: str) -> str:
    better = normalise(code)
    if is_valid(better):
        return f"请把文件夹改名为 {better}"
    if re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", better, re.ASCII):
        return f"请对照营业执照核对；按前 17 位，末位应为“{check_character(better)}”"
    return "请用营业执照上的 18 位统一社会信用代码作文件夹名"


def _misspelt(path: str, right: str) -> Finding:
    return file_finding(
        "path-name", path, f"名字“{_shown(path.rsplit('/', 1)[-1])}”写法不对", f"请改名为 {right}，大小写也要一致"
    )


def _nowhere(entry: TreeEntry, folder: str) -> Finding:
    return file_finding(
        "path-unknown", entry.path, "这个文件在这里没有位置",
        f"{folder}/ 里只放 enterprise.yaml、products/ 和 materials/；证明材料请放到 materials/",
    )  # fmt: skip


def _shown(name: str) -> str:
    """A name for a message: short, its invisible characters as codes."""
    visible = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in name)
    return visible if len(visible) <= 60 else visible[:57] + "…"


def _case_collisions(out: Arrangement) -> Iterator[Finding]:
    for unit in out.units.values():
        seen: dict[str, str] = {}
        for entry in unit.materials:
            name = entry.path.rsplit("/", 1)[-1]
            first = seen.setdefault(name.casefold(), name)
            if first != name:
                yield file_finding(
                    "path-name",
                    entry.path,
                    f"文件名与“{_shown(first)}”只差大小写",
                    "Windows 和 macOS 上会互相覆盖，请改名",
                )
