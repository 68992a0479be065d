"""Reads strangers' .docx, .xlsx, .csv and .zip in a process of its own, under limits of memory and time.

Run as a script by ``scripts.sandbox.opening``. A line of ``kind length`` and the file's bytes in, one line of JSON out.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.sandbox.material_worker import allow_seconds, limit
from scripts.sandbox.package import Package, Refused


def answer(kind: str, data: bytes) -> dict[str, Any]:
    """What a file holds, or ``refused`` with the reason."""
    try:
        if kind == ".docx":
            from scripts.sandbox.docx_reader import read_docx

            return read_docx(data)
        if kind == ".zip":
            return _zip(data)
        from scripts.sandbox.table_reader import read_csv, read_xlsx

        return read_csv(data) if kind == ".csv" else read_xlsx(data)
    except Refused as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": "文件太大或嵌套太深，超出了内存的限度，没有读"}
    except Exception as error:
        return {"refused": f"程序读不懂这份文件（{type(error).__name__}），请告诉维护者"}


def _zip(data: bytes) -> dict[str, Any]:
    package = Package(data, ".zip")
    files = [
        [
            name,
            package.is_link(name),
            base64.b64encode(package.read(name, 2**20)).decode() if name.endswith((".yaml", ".yml")) else "",
        ]
        for name in package.names
        if not name.endswith("/")
    ]
    return {"files": files}


def main() -> None:
    """Answer until the other side closes."""
    limit()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while head := source.readline():
        kind, length = head.decode().split()
        data = source.read(int(length))
        allow_seconds()
        sink.write(json.dumps(answer(kind, data)).encode("utf-8", "backslashreplace") + b"\n")
        sink.flush()


if __name__ == "__main__":
    main()
