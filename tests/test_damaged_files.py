"""Files damaged at random, as hasty editing damages them: whatever is told of them, no private value is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from schema.book.finding import Finding
from schema.layout.arrange import EntryKind, TreeEntry, UnitFiles
from schema.reading.unit import read_unit
from schema.rules import judge
from tests.surveys import CANARIES, GROWTH, PROOF, copy_samples, mark_private

SECRETS = (*CANARIES.values(), "87.65", GROWTH[:8], PROOF)
ROUNDS = 150

Damage = Callable[[str, random.Random], str]
# One line → what becomes of it.
LINE: dict[str, Damage] = {
    "indented": lambda line, pick: " " * pick.choice((1, 2, 4)) + line,
    "outdented": lambda line, _: line.lstrip(),
    "tab": lambda line, _: "\t" + line,
    "quote before": lambda line, pick: pick.choice("\"'") + line,
    "quote open": lambda line, pick: line.replace(": ", ": " + pick.choice("\"'"), 1),
    "no colon": lambda line, _: line.replace(":", " ", 1),
    "full-width colon": lambda line, _: line.replace(": ", "：", 1),
    "no blank": lambda line, _: line.replace(": ", ":", 1),
    "sign": lambda line, pick: line.replace(": ", ": " + pick.choice("{[&*!%@`|>"), 1),
    "item": lambda line, _: "- " + line,
    "alias": lambda line, _: "*" + line,
    "comment": lambda line, _: "# " + line,
    "cut": lambda line, pick: line[: pick.randrange(len(line) + 1)],
    "block": lambda line, pick: re.sub(r":.*", ": " + pick.choice(("|", ">-", ">")), line),
}


def _damaged(text: str, kind: str, pick: random.Random) -> str:
    lines = text.split("\n")
    at = pick.randrange(len(lines))
    if kind in LINE:
        lines[at] = LINE[kind](lines[at], pick)
    elif kind == "deleted":
        del lines[at]
    elif kind == "doubled":
        lines.insert(pick.randrange(len(lines)), lines[at])
    elif kind == "swapped":
        other = pick.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    else:  # joined with the next one
        lines[at : at + 2] = [pick.choice(("", " ", "，")).join(part.strip() for part in lines[at : at + 2])]
    return "\n".join(lines)


def _findings(folder: str, forms: dict[str, str]) -> list[Finding]:
    _, city, code = folder.split("/")
    entries = {path: TreeEntry(path, EntryKind.FILE, len(text)) for path, text in forms.items()}
    files = UnitFiles(city, code)
    files.enterprise = entries.pop(f"{folder}/enterprise.yaml")
    files.products = list(entries.values())
    unit, findings = read_unit(files, lambda path: forms[path].encode())
    return [*findings, *judge(unit, None)]


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Folder → path → text of the samples that fill in 附件1, every private value a canary."""
    root = copy_samples(tmp_path_factory.mktemp("damaged"))
    mark_private(root)
    found: dict[str, dict[str, str]] = {}
    for form in sorted((root / "submissions").rglob("enterprise.yaml")):
        forms: list[Path] = [form, *sorted(form.parent.glob("products/*.yaml"))]
        texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in forms}
        found[form.parent.relative_to(root).as_posix()] = texts
    return found


@pytest.mark.parametrize("kind", [*LINE, "deleted", "doubled", "swapped", "joined"])
def test_no_finding_of_a_damaged_file_tells_a_private_value(units: dict[str, dict[str, str]], kind: str) -> None:
    pick, count = random.Random(kind), 0
    for _ in range(ROUNDS):
        folder = pick.choice(list(units))
        forms = dict(units[folder])
        path = pick.choice(list(forms))
        for _ in range(pick.choice((1, 1, 2))):
            forms[path] = _damaged(forms[path], kind, pick)
        for finding in _findings(folder, forms):
            told = "\n".join((finding.field or "", *finding.content.render(values=False)))
            assert [secret for secret in SECRETS if secret in told] == [], (finding, forms[path])
            count += finding.path == path
    assert count > ROUNDS / 10  # most damage is seen; a blank more or a comment may not be
