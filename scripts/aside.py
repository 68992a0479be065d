"""A second process for work that can be done at the same time: forked, so that it has everything at hand and only results are sent."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a second process would help, and can be forked safely: not beside other threads, which might hold locks."""
    return sys.platform == "linux" and processors() > 1 and threading.active_count() == 1


@contextmanager
def aside(work: Callable[[], list[T]], *, apart: bool) -> Iterator[list[T]]:
    """Do ``work`` while the block runs, or after it where it is not ``apart``; the list has its result when the block is over.

    An error of the work is raised here. When the block fails, the work still comes to its end, lest it leave half a file.
    """
    done: list[T] = []
    if not (apart and can_fork()):
        yield done
        done += work()
        return
    from multiprocessing import get_context  # imported here: most commands do without

    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, sender), daemon=False)
    process.start()
    sender.close()
    try:
        yield done
        done += _result(receiver)
    finally:
        receiver.close()
        process.join()


def _do(work: Callable[[], list[T]], sender: Connection[Any, Any]) -> None:
    try:
        result: list[T] | BaseException = work()
    except BaseException as error:
        error.add_note(traceback.format_exc())
        result = error
    with suppress(BrokenPipeError):  # nobody waits any more
        sender.send(result)


def _result(receiver: Connection[Any, Any]) -> list[T]:
    try:
        result: list[T] | BaseException = receiver.recv()
    except EOFError:
        raise ChildProcessError("第二个进程中途停止了，可能是内存不够") from None
    if isinstance(result, BaseException):
        raise result
    return result
