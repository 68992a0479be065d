"""The fuzzer's targets over every input that once ended one of them, or took it too long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.fuzz.targets import TARGETS

CORPUS = {path.name: path.read_bytes() for path in (Path(__file__).parents[1] / "tools/fuzz/corpus").iterdir()}
LARGE = {
    "brackets": b"[" * 100_000,
    "maps": b"a: {" * 60_000,
    "hidden": ("企业名称: " + "\u200b甲\n" * 40_000).encode(),
    "keys": b"".join(b"k%d: 1\n" % number for number in range(20_000)),
    "blanks": "企业简介: ".encode() + "示 ".encode() * 60_000 + b"\n",
    "blocks": b"".join(b"k%d: |-\n a\n" % number for number in range(20_000)),
    "list": "材料:\n".encode() + "- 类别: 营业执照\n".encode() * 10_000,
    "digits": "企业简介: ".encode() + b"1 3-" * 60_000,
    "colons": "企业名称： 甲\n".encode() * 10_000,
    "quotes": b"a: 'b\n" * 30_000,
    "gap": ('企业简介: "示' + " " * 200_000 + 'a\n\n  例"\n').encode(),
    "wide gap": ("企业简介: |-\n  a" + "\u3000" * 60_000 + "a\n\n  例\n").encode(),
    "run": "企业简介: ".encode() + b"1" * 200_000 + b"\n",
    "parted run": "企业简介: ".encode() + b"1-" * 100_000 + b"\n",
}


@pytest.mark.parametrize("name", [*CORPUS, *LARGE])
def test_no_crash_comes_back(name: str) -> None:
    for target in TARGETS.values():
        target((CORPUS | LARGE)[name])
