"""Half of a large build in a second process: writing 10,000 entries and their workbooks takes two thirds of the time."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue

LARGE = 1000  # units or products from which a second process pays


class SecondProcessError(Exception):
    """The work in the second process failed; the message gives the cause."""


@contextmanager
def second_process(work: Callable[[], object], *, entries: int) -> Iterator[None]:
    """Run ``work`` in a forked process during the block; if ``entries`` are few or forking is unsafe, in this one after it."""
    if entries < LARGE or sys.platform != "linux" or threading.active_count() > 1:
        yield
        work()
        return
    context = get_context("fork")  # inherits the catalogue, which would take a second to copy
    errors: SimpleQueue[str] = context.SimpleQueue()
    process = context.Process(target=_run, args=(work, errors))
    process.start()
    try:
        yield
    except BaseException:
        process.terminate()
        raise
    finally:
        process.join()
    if process.exitcode:
        raise SecondProcessError("中途停止了，可能是内存不够" if errors.empty() else errors.get())


def _run(work: Callable[[], object], errors: SimpleQueue[str]) -> None:
    try:
        work()
    except Exception as error:
        errors.put(f"{type(error).__name__}: {error}"[:1000])
        sys.exit(1)
