"""How long each stage of a long work takes, one after another, for ``build --timings``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Timings:
    """Stages in their order: name, wall seconds, processor seconds of this process and of children that ended."""

    stages: list[tuple[str, float, float]] = field(default_factory=list)
    _wall: float = field(default_factory=time.perf_counter)
    _busy: float = field(default_factory=lambda: _busy())

    def lap(self, name: str) -> None:
        """Ends a stage: all time since the stage before it is its own."""
        wall, busy = time.perf_counter(), _busy()
        self.stages.append((name, wall - self._wall, busy - self._busy))
        self._wall, self._busy = wall, busy

    def lines(self) -> Iterator[str]:
        """The stages as told to the user, with their sum."""
        total = ("合计", sum(wall for _, wall, _ in self.stages), sum(busy for _, _, busy in self.stages))
        for name, wall, busy in (*self.stages, total):
            yield f"{wall:8.2f} 秒（处理器 {busy:.2f} 秒）  {name}"


def _busy() -> float:
    times = time.process_time()
    try:
        import resource
    except ImportError:  # not on Windows
        return times
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return times + children.ru_utime + children.ru_stime
