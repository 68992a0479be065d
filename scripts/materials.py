"""Facts of the material files, gathered by a limited worker that is restarted when it dies; the rules judge them."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

WORKER = Path(__file__).with_name("material_worker.py")
SECONDS = 30.0  # wall time for one file, far above the worker's own limit of processor time
DIED = ["huge"]


class Inspector:
    """Opens materials one after another. The worker starts with the first file and ends with ``close``."""

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None

    def facts(self, data: bytes) -> list[str]:
        """What is dangerous or broken in a file's bytes; ``huge`` when opening it broke the limits."""
        worker = self._start()
        assert worker.stdin is not None and worker.stdout is not None  # noqa: S101 - both are pipes
        timer = threading.Timer(SECONDS, worker.kill)
        timer.start()
        try:
            worker.stdin.write(len(data).to_bytes(8, "big") + data)
            worker.stdin.flush()
            answer = worker.stdout.readline()
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if not answer.endswith(b"\n"):
            self.close()
            return DIED
        found: list[str] = json.loads(answer)
        return found

    def _start(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self.close()
            self._worker = subprocess.Popen(
                [sys.executable, "-I", str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._worker

    def close(self) -> None:
        """End the worker."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        with contextlib.suppress(OSError):
            worker.communicate()


@contextlib.contextmanager
def inspector() -> Iterator[Inspector]:
    """An inspector that is closed in the end."""
    found = Inspector()
    try:
        yield found
    finally:
        found.close()
