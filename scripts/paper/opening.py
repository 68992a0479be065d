"""Opens a stranger's file through the limited worker, which is started once and restarted when it dies."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.paper.package import MAX_FILE, Refused

WORKER = Path(__file__).with_name("paper_worker.py")
SECONDS = 40.0
KINDS = (".docx", ".xlsx", ".csv", ".zip")
_OTHERS = {
    ".doc": "旧版 Word 文件；请用 Word 或 WPS 另存为 .docx", ".wps": "WPS 文字文件；请另存为 .docx", ".xls": "旧版 Excel 文件；请另存为 .xlsx",
    ".et": "WPS 表格文件；请另存为 .xlsx", ".docm": "带宏的 Word 文件，不打开；请另存为 .docx", ".xlsm": "带宏的 Excel 文件，不打开；请另存为 .xlsx",
    ".dotm": "带宏的模板，不打开；请另存为 .docx", ".pdf": "PDF，读不出栏目；请导入原来的 Word 文件", ".rtf": "RTF 文件；请另存为 .docx",
}  # fmt: skip


class Opener:
    """Opens one file after another."""

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None

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
        worker = self._start()
        assert worker.stdin is not None and worker.stdout is not None  # noqa: S101 - both are pipes
        timer = threading.Timer(SECONDS, worker.kill)
        timer.start()
        try:
            worker.stdin.write(f"{kind} {len(data)}\n".encode() + data)
            worker.stdin.flush()
            answer = worker.stdout.readline()
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if not answer.endswith(b"\n"):
            self.close()
            raise Refused("文件太大或太复杂，超出了内存或时间的限度，没有读；请把内容复制到新文件里另存")
        found: dict[str, Any] = json.loads(answer)
        return found

    def _start(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self.close()
            self._worker = subprocess.Popen(
                [sys.executable, "-I", str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._worker

    def close(self) -> None:
        """End the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            with contextlib.suppress(OSError):
                worker.communicate()


@contextlib.contextmanager
def opener() -> Iterator[Opener]:
    """An opener that is closed in the end."""
    found = Opener()
    try:
        yield found
    finally:
        found.close()
