"""A zip of submission files, as the web form makes it: names are checked, bytes are kept as they are."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from schema.layout.arrange import EntryKind, TreeEntry, arrange
from schema.layout.paths import ROOT, FormPath
from schema.reading.read import read
from schema.vocabulary.survey import constants
from scripts.sandbox.package import Refused


def forms_of_zip(content: Mapping[str, Any]) -> dict[FormPath, bytes]:
    """The forms of a zip by place. An entry that does not belong under ``submissions/`` refuses the whole."""
    files: dict[str, bytes] = {}
    entries = []
    for name, is_link, encoded in content["files"]:
        _check_name(name)
        data = base64.b64decode(encoded)
        path = _path(name, data)
        if path in files:
            raise Refused(f"压缩包里有两份 {path}，没有导入；请只留一份")
        files[path] = data
        entries.append(TreeEntry(path, EntryKind.LINK if is_link else EntryKind.FILE, 0))
    for finding in arrange([entry for entry in entries if entry.path.startswith(f"{ROOT}/")]).findings:
        raise Refused(f"压缩包里的 {finding.path[:80]}：{finding.message}，没有导入；{finding.hint}")
    forms = {place: data for path, data in files.items() if (place := FormPath.parse(path))}
    if len(forms) < len(files) or not files:
        outside = next((f"有 {path[:60]}" for path in files if FormPath.parse(path) is None), "是空的")
        raise Refused(f"压缩包里应是 {ROOT}/城市/信用代码/ 之下的文件，却{outside}")
    return forms


def _check_name(name: str) -> None:
    if name.startswith("/") or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in name.split("/")):
        raise Refused(f"压缩包里有不安全的路径（{name[:40]!r}），没有导入")
    if not name.endswith(".yaml"):
        raise Refused(f"压缩包里有不是 .yaml 的文件（{name[:60]}），没有导入；证明材料请直接放到 materials 文件夹")


def _path(name: str, data: bytes) -> str:
    """The path in the repository of an entry; a bureau.yaml may stand alone or in its city's folder."""
    *folders, last = name.split("/")
    if last != "bureau.yaml" or folders[:1] == [ROOT] or len(folders) > 1:
        return name
    city = _city_named(folders[0]) if folders else _city_in(name, data)
    if city is None:
        raise Refused(
            f"看不出压缩包里的 {name[:60]} 是哪个市的，没有导入；请在里面写明“填报单位”，如 {next(iter(constants().cities.values())).bureau}，"
            f"或把它放在压缩包的 {ROOT}/城市/ 之下，如 {ROOT}/jinan/bureau.yaml"
        )
    return FormPath(city).path


def _city_named(text: str) -> str | None:
    """The folder of the city that a text names or begins with; None for any other text."""
    for slug, city in constants().cities.items():
        if text in (slug, city.short) or text.startswith(city.name):
            return slug
    return None


def _city_in(name: str, data: bytes) -> str | None:
    document = read(name, data).document
    bureau = document.root.get("填报单位") if document and document.root else None
    return _city_named(bureau.strip()) if isinstance(bureau, str) else None
