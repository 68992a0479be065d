"""Work in a second process beside this one, forked, so that it has everything at hand and only its result is sent.

Where processes cannot be forked safely (no fork, macOS, other threads that might hold locks), and on one processor, the work is
done at once in this one. What it makes is the same.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a second process would help, and can be forked safely."""
    return sys.platform == "linux" and processors() > 1 and threading.active_count() == 1


class Beside(Generic[T]):
    """One piece of work, begun when this is made. Leaving a ``with`` block waits for its end, even when the block fails, lest it
    leave half a file; ``stop`` does not wait.
    """

    def __init__(self, work: Callable[[], T], *, apart: bool) -> None:
        self._told: Connection[Any, Any] | None = None
        self._outcome: Any = None  # the result, or the error
        if not (apart and can_fork()):
            self._outcome = work()
            return
        from multiprocessing import get_context  # imported here: most commands do without

        method = get_context("fork")
        self._told, tells = method.Pipe(duplex=False)
        self._process = method.Process(target=_do, args=(work, tells))
        self._process.start()
        tells.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def result(self) -> T:
        """Waits, and gives what the work gave or raises what it raised, with the other process' traceback as a note."""
        self._end()
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        made: T = self._outcome
        return made

    def stop(self) -> None:
        """Ends the work where it stands, if it is not done: what it makes is of no use any more."""
        if self._told is not None:
            self._process.terminate()
            self._end()

    def _end(self) -> None:
        if self._told is None:
            return
        told, self._told = self._told, None
        try:
            self._outcome = told.recv()
        except EOFError:
            self._outcome = ChildProcessError("第二个进程中途停止了，可能是内存不够")
        told.close()
        self._process.join()


def _do(work: Callable[[], Any], tells: Connection[Any, Any]) -> None:
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches both: the first process ends this one, or waits for it
    try:
        outcome = work()
    except BaseException as error:
        error.add_note(traceback.format_exc())
        outcome = error
    try:
        tells.send(outcome)
    except BrokenPipeError:  # nobody waits any more
        pass
    except Exception:  # an error that cannot be pickled
        tells.send(RuntimeError(f"{type(outcome).__name__}: {outcome}"))
