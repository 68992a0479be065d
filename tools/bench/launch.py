"""Run one command and print its status, wall seconds, processor seconds and peak memory in KiB.

A separate process, because Linux counts the memory of the parent that forks as the command's own.
"""

import os
import sys
import time


def main(command: list[str]) -> None:
    """Run ``command`` and discard its output."""
    silent = os.open(os.devnull, os.O_RDWR)
    quiet = [(os.POSIX_SPAWN_DUP2, silent, stream) for stream in (0, 1, 2)]
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    print(os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


if __name__ == "__main__":
    main(sys.argv[1:])
