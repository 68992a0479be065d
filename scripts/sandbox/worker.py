"""The worker process: opens one untrusted file after another, until its input ends.

A request is a line ``kind length`` and that many bytes; the answer is one line of JSON. ``material`` asks what is dangerous or
broken in a PDF or a picture; an ending (.docx, .xlsx, .csv, .zip, .eml) asks for the content, or for the reason why it is refused.
The files of a .zip or a mail are named in that line, and follow it with their bytes.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from scripts.sandbox.limits import limit_process, renew_cpu_time
from scripts.sandbox.refused import TOO_MUCH, Refused


def main() -> None:
    """Answer requests from standard input on standard output."""
    limit_process()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while header := requests.readline():
        kind, length = header.decode().split()
        data = requests.read(int(length))
        renew_cpu_time()
        result, files = (_material(data), []) if kind == "material" else _content(kind, data)
        answers.write(json.dumps(result).encode() + b"\n")
        answers.writelines(files)
        answers.flush()


# Each kind imports its own libraries: all of them together take 0.3 s, which a worker for one kind need not wait for.


def _material(data: bytes) -> list[str]:
    from scripts.sandbox.material_facts import facts

    return facts(data)


def _content(kind: str, data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    try:
        return _read(kind, data)
    except Refused as refused:
        reason = str(refused)
    except (MemoryError, RecursionError):
        reason = TOO_MUCH
    except Exception as error:
        reason = f"程序读不懂这份文件（{type(error).__name__}），请告诉维护者"
    return {"refused": reason}, []


def _read(kind: str, data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    if kind in (".zip", ".eml"):
        from scripts.sandbox.wrappings import read_mail, read_zip

        members = read_zip(data) if kind == ".zip" else read_mail(data)
        return {"files": [[name, len(content), trouble] for name, content, trouble in members]}, [
            content for _, content, _ in members
        ]
    if kind == ".docx":
        from scripts.sandbox.docx_reader import read_docx

        return read_docx(data), []
    if kind == ".xlsx":
        from scripts.sandbox.xlsx_reader import read_xlsx

        return read_xlsx(data), []
    from scripts.sandbox.csv_reader import read_csv

    return read_csv(data), []


if __name__ == "__main__":
    main()
