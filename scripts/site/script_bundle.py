"""The modules of a page bundled into one script.

One request, and a third less to load than separate files. All modules share one scope; one that has a name of its own in common with
another becomes a function. Modules only use plain ``import { … } from "./x.js"``, or ``"../form/x.js"``, and ``export`` before a
declaration, which a test enforces. Which modules a page has follows from what they import.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

FOLDER = "assets/js"
FOLDERS = ("form", "desk")  # of modules that reach a browser in a bundle only
_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[./a-z_]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_NAME = re.compile(r"^(export )?(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)
_MARGIN = re.compile(
    r"^ +(?:// .*)?|^// .*|(?<=[;{},]) // .*$", re.MULTILINE
)  # what only we read: a tenth of the script
# Texts and patterns, as ours are written: the blanks in them stay. Around + - / one may be needed, and around words.
_TEXT = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`"""
_PATTERN = (
    r"(?:(?<=[(,=:\[!&|?;{}>])|(?<=[(,=:\[!&|?;{}>] )|(?<=return ))/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/"
)
_BLANKS = re.compile(rf"({_TEXT}|{_PATTERN})| *([{{}}()\[\],;:?=<>*%&|!^]) *")
_OPEN_END = re.compile(r"(?<=[{,;([&|?:\n])\n+")  # a line's end that ends no statement


def bundle(source: Path, entry: str, last: str = "") -> str:
    """The script: the module ``entry``, such as ``form/start.js``, after all that it needs; then the statement ``last``.

    ``source`` is site_src. Raises ValueError where modules import each other in a circle, or export the same name.
    """
    texts = {name: _text(source, name) for name in modules(source, entry)}
    taken = _exported(texts)
    pieces = []
    for text in texts.values():
        names = {found[2]: bool(found[1]) for found in _NAME.finditer(text)}
        exported = [name for name, is_exported in names.items() if is_exported]
        own = names.keys() - exported
        bare = squeezed(_EXPORT.sub("", _IMPORT.sub("", text)))
        pieces.append(_wrapped(bare, exported) if taken & own else bare)
        taken |= set() if taken & own else own
    return "\n".join([*pieces, last])


def _exported(texts: Mapping[str, str]) -> set[str]:
    """What the modules export. Raises ValueError where two export the same name."""
    owners: dict[str, str] = {}
    for name, text in texts.items():
        for found in _NAME.finditer(text):
            if found[1] and owners.setdefault(found[2], name) != name:
                raise ValueError(f"{name} and {owners[found[2]]} both export {found[2]}")
    return set(owners)


def squeezed(text: str) -> str:
    """A module's text without comments and without the blanks and line ends that only we read."""
    return _OPEN_END.sub("", _BLANKS.sub(lambda found: found[1] or found[2], _MARGIN.sub("", text)))


def modules(source: Path, entry: str) -> list[str]:
    """The module and every module that it needs, each after those that it imports: what most others need comes first."""
    needs = {name: _needs(source, name) for name in [entry, *_needs(source, entry)]}
    return sorted(needs, key=lambda name: (-sum(name in needed for needed in needs.values()), name))


def imported(name: str, text: str) -> Iterator[str]:
    """The modules that a module's text imports."""
    yield from (_resolved(name, found[1]) for found in _IMPORT.finditer(text))


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


def _wrapped(text: str, exported: list[str]) -> str:
    names = ", ".join(exported)
    return f"const {{ {names} }} = (() => {{\n{text}\nreturn {{ {names} }};\n}})();"
