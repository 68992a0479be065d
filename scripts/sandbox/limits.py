"""The limits of the worker process. Windows has none of them: there only ``WALL_SECONDS`` holds."""

from __future__ import annotations

import sys

MEMORY = 2**30  # bytes of address space
CPU_SECONDS = 10  # for one file
OPEN_FILES = 64  # its modules are opened as they are needed, so not none
WALL_SECONDS = 40.0  # for one file, kept by the client; far above CPU_SECONDS, so that a busy machine refuses nothing

if sys.platform == "win32":

    def limit_process() -> None:
        """Nothing to set."""

    def renew_cpu_time() -> None:
        """Nothing to set."""

else:
    import resource

    _NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS in <linux/prctl.h>

    def limit_process() -> None:
        """Bound this process: memory, no file written, no core dump, no process or thread started, no rights gained by a program."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))  # root alone may still start some
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
        if sys.platform == "linux":
            import ctypes  # the client imports this module too, without need of it

            ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)

    def renew_cpu_time() -> None:
        """Allow ``CPU_SECONDS`` more from now on; the kernel ends the process when they are used up."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_SECONDS, hard))
