"""A process of its own for strangers' files: started once, asked again and again, restarted when it dies."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Worker:
    """Asks a script that reads requests from its standard input and answers each with one line of JSON.

    The script limits its own memory and processor time; here only the wall time of an answer is bounded.
    """

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None

    def ask(self, script: Path, request: bytes, seconds: float) -> Any:
        """The answer to a request, None when the script died of it or took longer than ``seconds``."""
        worker = self._start(script)
        assert worker.stdin is not None and worker.stdout is not None  # noqa: S101 - both are pipes
        timer = threading.Timer(seconds, worker.kill)
        timer.start()
        try:
            worker.stdin.write(request)
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

    def _start(self, script: Path) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self.close()
            self._worker = subprocess.Popen(
                [sys.executable, "-I", str(script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._worker

    def close(self) -> None:
        """End the script."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            with contextlib.suppress(OSError):
                worker.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
