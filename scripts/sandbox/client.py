"""The sandbox as the program uses it: untrusted files are sent to one worker process, started on demand and again when it dies."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, Self

from scripts.sandbox.limits import WALL_SECONDS
from scripts.sandbox.refused import MAX_FILE, MAX_MAIL, MAX_ZIP, TOO_MUCH, Refused

COMMAND = (sys.executable, "-I", "-m", "scripts.sandbox.worker")
# Without these Python does not start: Windows wants the one, a shared libpython outside the system's folders the other.
ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH")
# What is opened, and how many bytes of it at most.
KINDS = {".docx": MAX_FILE, ".xlsx": MAX_FILE, ".csv": MAX_FILE, ".zip": MAX_ZIP, ".eml": MAX_MAIL}
_WAY_OUT = "请删去里面的图片，或把内容复制到新文件里另存"
_WAYS_OUT = dict.fromkeys((".zip", ".eml"), "请先解压（邮件先把附件另存）到一个文件夹，再导入那个文件夹")


class Sandbox:
    """Opens untrusted files; a context manager that ends the worker."""

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None

    def facts(self, data: bytes) -> list[str]:
        """What is dangerous or broken in a PDF or a picture: see ``material_facts``; ``huge`` when it broke the limits."""
        answer: list[str] | None = self._ask("material", data)
        return ["huge"] if answer is None else answer

    def open(self, path: Path, kind: str) -> dict[str, Any]:
        """The content of a file of one of ``KINDS`` as its reader returns it. Raises ``Refused``, or OSError.

        Of a .zip or a mail that is ``files``, each with its name, its bytes, and why it was not read, "" where it was.
        """
        way_out = _WAYS_OUT.get(kind, _WAY_OUT)
        if path.stat().st_size > KINDS[kind]:
            raise Refused(f"文件超过 {KINDS[kind] // 2**20} MiB，没有打开；{way_out}")
        answer: dict[str, Any] | None = self._ask(kind, path.read_bytes())
        if answer is None or answer.get("refused") == TOO_MUCH:
            raise Refused(f"文件太大或太复杂，超出了内存或时间的限度，没有读；{way_out}")
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
            if (line := worker.stdout.readline()).endswith(b"\n"):
                answer = json.loads(line)
                _fill_in(answer, worker.stdout)
                return answer
        except (OSError, EOFError):
            pass
        finally:
            timer.cancel()
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


def _fill_in(answer: Any, output: IO[bytes]) -> None:
    """Put in place of each file's length its bytes. Raises EOFError when the worker ends before the last."""
    for file in answer.get("files", ()) if isinstance(answer, dict) else ():
        length, file[1] = file[1], output.read(file[1])
        if len(file[1]) < length:
            raise EOFError
