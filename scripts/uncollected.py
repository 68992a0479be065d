"""Work that leaves no cycles of objects behind, without the collector that would look for them again and again."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


def rarely_collected() -> None:
    """For a process that does one thing and ends: looking for cycles among what imports leave takes a tenth of a small check.

    Nor does what is left at the end need a last look.
    """
    gc.set_threshold(100_000)
    atexit.register(gc.freeze)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cycle collector: walking what is kept anyway costs up to a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
