"""A zip of submission files, as the web form makes it: checked names, and the bytes as they are."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from schema.layout.arrange import EntryKind, TreeEntry, arrange
from schema.layout.paths import ROOT
from schema.reading.read import read
from schema.vocabulary.survey import constants
from scripts.sandbox.package import Refused


def files_of_zip(content: Mapping[str, Any]) -> dict[str, bytes]:
    """The files of a bundle by path. One entry that has no place in ``submissions/`` refuses the whole."""
    entries, found = [], dict[str, bytes]()
    for name, is_link, encoded in content["files"]:
        _check_name(name)
        data = base64.b64decode(encoded)
        path = _rooted(name, data)
        if path in found:
            raise Refused(f"压缩包里有两份 {path}，没有导入；请只留一份")
        found[path] = data
        entries.append(TreeEntry(path, EntryKind.LINK if is_link else EntryKind.FILE, 0))
    arranged = arrange([entry for entry in entries if entry.path.startswith(f"{ROOT}/")])
    for finding in arranged.findings:
        raise Refused(f"压缩包里的 {finding.path[:80]}：{finding.message}，没有导入；{finding.hint}")
    units = arranged.units.values()
    taken = {entry.path for unit in units for entry in [unit.enterprise, *unit.products] if entry}
    taken.update(entry.path for entry in arranged.bureaus.values())
    outside = [entry.path for entry in entries if entry.path not in taken]
    if outside or not entries:
        raise Refused(
            f"压缩包里应是 {ROOT}/城市/信用代码/ 之下的文件"
            + (f"，却有 {outside[0][:60]}" if outside else "，却是空的")
        )
    return found


def _check_name(name: str) -> None:
    if name.startswith("/") or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in name.split("/")):
        raise Refused(f"压缩包里有不安全的路径（{name[:40]!r}），没有导入")
    if not name.endswith(".yaml"):
        raise Refused(f"压缩包里有不是 .yaml 的文件（{name[:60]}），没有导入；证明材料请直接放到 materials 文件夹")


def _rooted(name: str, data: bytes) -> str:
    """The path in the repository: a bureau.yaml may come by itself or in its city's folder."""
    *folders, last = name.split("/")
    if last != "bureau.yaml" or folders[:1] == [ROOT] or len(folders) > 1:
        return name
    city = _city_named(folders[0]) if folders else _city_in(name, data)
    if city is None:
        raise Refused(
            f"看不出压缩包里的 {name[:60]} 是哪个市的，没有导入；请在里面写明“填报单位”，如 {next(iter(constants().cities.values())).bureau}，"
            f"或把它放在压缩包的 {ROOT}/城市/ 之下，如 {ROOT}/jinan/bureau.yaml"
        )
    return f"{ROOT}/{city}/{last}"


def _city_named(text: str) -> str | None:
    """The folder of a city, by its folder's name, its own or its bureau's."""
    for slug, city in constants().cities.items():
        if text in (slug, city.short) or text.startswith(city.name):
            return slug
    return None


def _city_in(name: str, data: bytes) -> str | None:
    document = read(name, data).document
    bureau = document.root.get("填报单位") if document and document.root else None
    return _city_named(bureau.strip()) if isinstance(bureau, str) else None
