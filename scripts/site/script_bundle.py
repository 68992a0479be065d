"""The modules of a page bundled into one script.

Each module becomes a function: one request, and a third less to load than separate files. Modules only use plain
``import { … } from "./x.js"``, or ``"../form/x.js"``, and ``export`` before a declaration, which a test enforces. Which modules a page
has follows from what they import.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = "assets/js"
FOLDERS = ("form", "desk")  # of modules that reach a browser in a bundle only
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.[./a-z_]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_NAME = re.compile(r"^export (?:async )?(?:function\*?|const|class) (\w+)", re.MULTILINE)
_MARGIN = re.compile(
    r"^ +(?:// .*)?|^// .*|(?<=[;{},]) // .*$", re.MULTILINE
)  # what only we read: a tenth of the script


def bundle(source: Path, entry: str, last: str = "") -> str:
    """The script: the module ``entry``, such as ``form/start.js``, after all that it needs; then the statement ``last``.

    ``source`` is site_src. Raises ValueError where modules import each other in a circle.
    """
    return "\n".join([*(_wrapped(name, _text(source, name)) for name in modules(source, entry)), last])


def modules(source: Path, entry: str) -> list[str]:
    """The module and every module that it needs, each after those that it imports: what most others need comes first."""
    needs = {name: _needs(source, name) for name in [entry, *_needs(source, entry)]}
    return sorted(needs, key=lambda name: (-sum(name in needed for needed in needs.values()), name))


def constant(name: str) -> str:
    """What the bundle calls a module: ``f_page`` for ``form/page.js``."""
    folder, _, stem = name.removesuffix(".js").partition("/")
    return f"{folder[0]}_{stem}"


def imported(name: str, text: str) -> Iterator[str]:
    """The modules that a module's text imports."""
    yield from (_resolved(name, found[2]) for found in _IMPORT.finditer(text))


def _needs(source: Path, name: str) -> set[str]:
    """The modules that a module imports, and that those import."""
    found: set[str] = set()
    left = [name]
    while left:
        here = left.pop()
        new = set(imported(here, _text(source, here))) - found
        found |= new
        left += new
    if name in found:
        raise ValueError(f"modules import each other: {name} imports itself by way of others")
    return found


def _text(source: Path, name: str) -> str:
    return (source / FOLDER / name).read_text(encoding="utf-8")


def _resolved(name: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def _wrapped(name: str, text: str) -> str:
    names = ", ".join(_NAME.findall(text))
    inner = _IMPORT.sub(
        lambda line: f"const {line[1].replace(' as ', ': ')} = {constant(_resolved(name, line[2]))};", text
    )
    return (
        f"const {constant(name)} = (() => {{\n{_MARGIN.sub('', _EXPORT.sub('', inner))}\nreturn {{ {names} }};\n}})();"
    )
