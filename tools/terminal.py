"""Run a command in a pseudo-terminal and type an answer at each prompt."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools import ROOT

PROMPT = b"> "
RETRY = 3.0  # seconds


def typed(
    arguments: Sequence[str], answers: Sequence[bytes], folder: Path, seconds: float = 60, kind: str = "dumb"
) -> tuple[str, int]:
    """Return what the terminal showed and the exit status. Each answer is typed as it is, once a prompt waits.

    ``kind`` is what the terminal says it is, as in TERM.

    The last one is typed again every few seconds until something comes of it: readline misses a Ctrl-C that arrives just before it
    waits for keys.
    """
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        signal.signal(
            signal.SIGINT, signal.SIG_DFL
        )  # a shell's background jobs ignore Ctrl-C, and so would all that they start
        for name in ("CI", "GITHUB_ACTIONS"):  # there a terminal would be shown no values
            os.environ.pop(name, None)
        os.environ.update(PYTHONPATH=str(ROOT), PYTHONUTF8="1", TERM=kind)
        os.execv(sys.executable, [sys.executable, "-m", "scripts.cli", *arguments])
    screen, answered, left, last = b"", 0, list(answers), b""
    end, again = time.monotonic() + seconds, float("inf")
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.04)[0]:
            if left and screen[answered:].endswith(PROMPT):
                answered = len(screen)
                last = left.pop(0)
                os.write(terminal, last)
                again = float("inf") if left else time.monotonic() + RETRY
            elif time.monotonic() > again:
                os.write(terminal, last)
                again = time.monotonic() + RETRY
            continue
        try:
            more = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        screen += more
    else:
        os.kill(child, 9)
    os.close(terminal)
    return screen.decode("utf-8", "replace").replace("\r", ""), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
