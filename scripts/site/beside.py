"""Work in a process of its own beside this one, forked from it, so that nothing has to be handed over: what it makes are files.

Where processes cannot be forked safely (no fork, macOS, other threads, one processor), or where too few entries would repay it, the
work is done at once in this one. The files are the same.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection

LEAST = 1000  # entries from which a process of its own repays its start


class Beside:
    """One piece of work, begun when this is made; ``wait`` ends it and raises what it raised."""

    def __init__(self, work: Callable[[], None], entries: int) -> None:
        self._told: Connection | None = None
        if entries < LEAST or not _forks():
            work()
            return
        method = multiprocessing.get_context("fork")
        self._told, tells = method.Pipe(duplex=False)
        self._process = method.Process(target=_work, args=(work, tells), daemon=True)
        self._process.start()
        tells.close()

    def wait(self) -> None:
        """Returns when the work is done. An error keeps the other process' traceback as a note."""
        if self._told is None:
            return
        told, self._told = self._told, None
        try:
            error = told.recv()
        except EOFError:
            error = RuntimeError("写网站的进程意外中止，可能是内存不足")
        told.close()
        self._process.join()
        if error is not None:
            raise error

    def stop(self) -> None:
        """Ends the work where it stands, if it is not done: its files are of no use any more."""
        if self._told is not None:
            self._told.close()
            self._told = None
            self._process.terminate()
            self._process.join()


def _work(work: Callable[[], None], tells: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both: the other process ends this one
    error: Exception | None = None
    try:
        work()
    except Exception as caught:
        error = caught
        error.add_note("".join(traceback.format_exception(caught)))
    try:
        tells.send(error)
    except Exception:  # it cannot be pickled
        tells.send(RuntimeError(f"{type(error).__name__}: {error}"))


def _forks() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1 and _processors() > 1


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
