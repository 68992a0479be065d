"""The sandbox as the program uses it: untrusted files are sent to one worker process, started on demand and again when it dies."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self

from scripts.sandbox.limits import WALL_SECONDS
from scripts.sandbox.package import MAX_FILE, Refused

COMMAND = (sys.executable, "-I", "-m", "scripts.sandbox.worker")
# Without these Python does not start: Windows wants the one, a shared libpython outside the system's folders the other.
ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH")
KINDS = (".docx", ".xlsx", ".csv", ".zip")
_OTHER_KINDS = {
    ".doc": "旧版 Word 文件；请用 Word 或 WPS 另存为 .docx", ".wps": "WPS 文字文件；请另存为 .docx", ".xls": "旧版 Excel 文件；请另存为 .xlsx",
    ".et": "WPS 表格文件；请另存为 .xlsx", ".docm": "带宏的 Word 文件，不打开；请另存为 .docx", ".xlsm": "带宏的 Excel 文件，不打开；请另存为 .xlsx",
    ".dotm": "带宏的模板，不打开；请另存为 .docx", ".rtf": "RTF 文件；请另存为 .docx",
}  # fmt: skip


class Sandbox:
    """Opens untrusted files; a context manager that ends the worker."""

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None

    def facts(self, data: bytes) -> list[str]:
        """What is dangerous or broken in a PDF or a picture: see ``material_facts``; ``huge`` when it broke the limits."""
        answer: list[str] | None = self._ask("material", data)
        return ["huge"] if answer is None else answer

    def open(self, path: Path) -> dict[str, Any]:
        """The content of a .docx, .xlsx, .csv or .zip as its reader returns it. Raises ``Refused``, or OSError."""
        kind = path.suffix.lower()
        if kind in _OTHER_KINDS:
            raise Refused(f"这是{_OTHER_KINDS[kind]}")
        if kind not in KINDS:
            raise Refused(f"不认识的文件类型 {kind or '（没有扩展名）'}；可导入 {'、'.join(KINDS)}")
        if path.stat().st_size > MAX_FILE:
            raise Refused(f"文件超过 {MAX_FILE // 2**20} MiB，没有打开；请删去里面的图片后再导入")
        answer: dict[str, Any] | None = self._ask(kind, path.read_bytes())
        if answer is None:
            raise Refused("文件太大或太复杂，超出了内存或时间的限度，没有读；请把内容复制到新文件里另存")
        if "refused" in answer:
            raise Refused(answer["refused"])
        return answer

    def _ask(self, kind: str, data: bytes) -> Any:
        """The worker's answer; None when the request killed it or took longer than ``WALL_SECONDS``."""
        worker = self._running()
        assert worker.stdin is not None and worker.stdout is not None  # noqa: S101 - both are pipes
        timer = threading.Timer(WALL_SECONDS, worker.kill)
        timer.start()
        try:
            worker.stdin.write(f"{kind} {len(data)}\n".encode() + data)
            worker.stdin.flush()
            answer = worker.stdout.readline()
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if answer.endswith(b"\n"):
            return json.loads(answer)
        self.close()
        return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self.close()
            pipe = subprocess.PIPE
            environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
            self._worker = subprocess.Popen(
                COMMAND, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment
            )
        return self._worker

    def close(self) -> None:
        """End the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            with contextlib.suppress(OSError):
                worker.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
