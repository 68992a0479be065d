"""Opens a stranger's file through the limited worker, which is started once and restarted when it dies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.sandbox.package import MAX_FILE, Refused
from scripts.sandbox.worker import Worker

WORKER = Path(__file__).with_name("paper_worker.py")
SECONDS = 40.0
KINDS = (".docx", ".xlsx", ".csv", ".zip")
_OTHERS = {
    ".doc": "旧版 Word 文件；请用 Word 或 WPS 另存为 .docx", ".wps": "WPS 文字文件；请另存为 .docx", ".xls": "旧版 Excel 文件；请另存为 .xlsx",
    ".et": "WPS 表格文件；请另存为 .xlsx", ".docm": "带宏的 Word 文件，不打开；请另存为 .docx", ".xlsm": "带宏的 Excel 文件，不打开；请另存为 .xlsx",
    ".dotm": "带宏的模板，不打开；请另存为 .docx", ".rtf": "RTF 文件；请另存为 .docx",
}  # fmt: skip


class Opener(Worker):
    """Opens one file after another."""

    def open(self, path: Path) -> dict[str, Any]:
        """What the file holds; raises ``Refused``."""
        kind = path.suffix.lower()
        if kind not in KINDS:
            raise Refused(
                f"这是{_OTHERS[kind]}"
                if kind in _OTHERS
                else f"不认识的文件类型 {kind or '（没有扩展名）'}；可导入 {'、'.join(KINDS)}"
            )
        if path.stat().st_size > MAX_FILE:
            raise Refused(f"文件超过 {MAX_FILE // 2**20} MiB，没有打开；请删去里面的图片后再导入")
        found = self._ask(kind, path.read_bytes())
        if "refused" in found:
            raise Refused(found["refused"])
        return found

    def _ask(self, kind: str, data: bytes) -> dict[str, Any]:
        found: dict[str, Any] | None = self.ask(WORKER, f"{kind} {len(data)}\n".encode() + data, SECONDS)
        if found is None:
            raise Refused("文件太大或太复杂，超出了内存或时间的限度，没有读；请把内容复制到新文件里另存")
        return found


def opener() -> Opener:
    """An opener, to be used in a ``with`` block."""
    return Opener()
