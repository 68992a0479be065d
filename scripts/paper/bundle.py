"""A zip of submission files, as the web form makes it: checked names, and the bytes as they are."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from schema.layout import ROOT, EntryKind, TreeEntry, arrange
from scripts.paper.package import Refused


def files_of_zip(content: Mapping[str, Any]) -> dict[str, bytes]:
    """The forms of a bundle by path. One entry that has no place in ``submissions/`` refuses the whole."""
    entries = []
    for name, is_link, _ in content["files"]:
        if (
            name.startswith("/")
            or "\\" in name
            or ":" in name
            or any(part in ("", ".", "..") for part in name.split("/"))
        ):
            raise Refused(f"压缩包里有不安全的路径（{name[:40]!r}），没有导入")
        if not name.endswith(".yaml"):
            raise Refused(f"压缩包里有不是 .yaml 的文件（{name[:60]}），没有导入；证明材料请直接放到 materials 文件夹")
        entries.append(TreeEntry(name, EntryKind.LINK if is_link else EntryKind.FILE, 0))
    arranged = arrange([entry for entry in entries if entry.path.startswith(f"{ROOT}/")])
    for finding in arranged.findings:
        raise Refused(f"压缩包里的 {finding.path[:80]}：{finding.message}，没有导入；{finding.hint}")
    outside = [entry.path for entry in entries if not entry.path.startswith(f"{ROOT}/")]
    if outside or not entries:
        raise Refused(
            f"压缩包里应是 {ROOT}/城市/信用代码/ 之下的文件"
            + (f"，却有 {outside[0][:60]}" if outside else "，却是空的")
        )
    wanted = {entry.path for unit in arranged.units.values() for entry in [unit.enterprise, *unit.products] if entry}
    return {name: base64.b64decode(data) for name, _, data in content["files"] if name in wanted}
