"""The worker process: opens one untrusted file after another, until its input ends.

A request is a line ``kind length`` and that many bytes; the answer is one line of JSON. ``material`` asks what is dangerous or
broken in a PDF or a picture; an ending (.docx, .xlsx, .csv, .zip) asks for the content, or for the reason why it is refused.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from scripts.sandbox.limits import limit_process, renew_cpu_time
from scripts.sandbox.package import Package, Refused


def main() -> None:
    """Answer requests from standard input on standard output."""
    limit_process()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while header := requests.readline():
        kind, length = header.decode().split()
        data = requests.read(int(length))
        renew_cpu_time()
        result = _material(data) if kind == "material" else _content(kind, data)
        answers.write(json.dumps(result).encode() + b"\n")
        answers.flush()


# Each kind imports its own libraries: all of them together take 0.3 s, which a worker for one kind need not wait for.


def _material(data: bytes) -> list[str]:
    from scripts.sandbox.material_facts import facts

    return facts(data)


def _content(kind: str, data: bytes) -> dict[str, Any]:
    try:
        if kind == ".zip":
            return _zip(data)
        if kind == ".docx":
            from scripts.sandbox.docx_reader import read_docx

            return read_docx(data)
        from scripts.sandbox.table_reader import read_csv, read_xlsx

        return read_csv(data) if kind == ".csv" else read_xlsx(data)
    except Refused as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": "文件太大或嵌套太深，超出了内存的限度，没有读"}
    except Exception as error:
        return {"refused": f"程序读不懂这份文件（{type(error).__name__}），请告诉维护者"}


def _zip(data: bytes) -> dict[str, Any]:
    """``files``: name, whether it is a symbolic link, and the bytes of a YAML file in base64."""
    package = Package(data, ".zip")
    return {
        "files": [
            [
                name,
                package.is_link(name),
                base64.b64encode(package.read(name, 2**20)).decode() if name.endswith((".yaml", ".yml")) else "",
            ]
            for name in package.names
            if not name.endswith("/")
        ]
    }


if __name__ == "__main__":
    main()
