"""Looks for texts of a submission in what everybody may read: ``python -m tools.leaks [--edits N] [--seed N]``.

Forms are spoilt as hands spoil them, with rare characters in every private field, and judged twice: the second time with other text
of the same shape in place of the private values and of what stands on the spoilt lines. Wherever both times the same rules speak of
the same places with the same words of ours, the reports for GitHub must be the same to the byte, and never hold a rare character.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from schema.book.finding import Finding
from schema.book.wording import Either, Phrase, Seen
from schema.forms.bureau import Bureau
from schema.forms.registry import LABELS
from schema.layout.arrange import EntryKind, TreeEntry, UnitFiles
from schema.reading.unit import read_form_file, read_unit
from schema.rules import judge
from schema.text.shape import kind_of
from scripts.check.pipeline import Checked, ordered, summarise
from scripts.check.suppress import suppress
from scripts.report import FORMATS
from scripts.report.lines import report
from scripts.report.style import Style
from tools import ROOT

UNIT = "submissions/jinan/91370102EXAMPLE031"
BUREAU = "submissions/jinan/bureau.yaml"
PATHS = (f"{UNIT}/enterprise.yaml", f"{UNIT}/products/hetong.yaml", f"{UNIT}/products/xiangsu.yaml", BUREAU)
_BASE = ROOT / "tests/cases/base"
_PROOFS = ("jiance.jpg", "pingce.png", "ruanzhu.pdf", "zhizhao.pdf")
TODAY = date(2024, 6, 10)
# Private keys with values in characters that none of the project's own words holds.
SECRETS = {
    "联系人姓名": "司徒蘅芜", "手机号码": "15498765432", "联系人": "澹氍毹", "联系方式": "0531-98765431", "地址": "觿虢路97号鬻斝厦",
    "企业年度收入": "98761.43", "企业大模型相关收入": "38765.25",
}  # fmt: skip
RARE = frozenset("蘅芜澹氍毹觿虢鬻斝")
DIGITS = ("98761", "38765", "1549876", "98765431")

Files = Mapping[str, bytes]


def forms() -> dict[str, bytes]:
    """The forms of one unit and its bureau, each private value a secret."""
    out = {}
    for path in PATHS:
        text = (_BASE / path).read_text("utf-8")
        for key, value in SECRETS.items():
            text = re.sub(rf"^( *){key}: .*$", rf"\g<1>{key}: {value}", text, flags=re.MULTILINE)
        out[path] = text.encode()
    return out


def findings(files: Files) -> list[Finding]:
    """What the check says of the forms."""
    entries = [TreeEntry(path, EntryKind.FILE, len(files[path])) for path in PATHS]
    materials = [TreeEntry(f"{UNIT}/materials/{name}", EntryKind.FILE, 1) for name in _PROOFS]
    unit_files = UnitFiles("jinan", UNIT.rsplit("/", 1)[-1], entries[0], entries[1:3], materials)
    unit, found = read_unit(unit_files, files.__getitem__)
    found = [*found, *judge(unit, TODAY), *read_form_file(Bureau, entries[3], files.__getitem__)[1]]
    return ordered(suppress(found))


def reports(found: list[Finding]) -> dict[str, str]:
    """Everything that may be public: the three formats for programs, and text that goes nowhere near a terminal."""
    lines = report(Checked(found, summarise(4, [], found)), values=False)
    return {name: render(lines, Style(guarded=True)) for name, render in FORMATS.items()}


def skeleton(found: list[Finding]) -> list[Any]:
    """What the law holds fixed: each finding's rule, place, and our own words in it."""
    return [
        (f.rule, f.severity, f.path, f.line, f.column, f.field, f.content.name, f.content.label, _told(f.content.arguments))
        for f in found
    ]  # fmt: skip


def _told(value: Any) -> Any:
    if isinstance(value, Seen):
        return Seen
    if isinstance(value, Either):
        return _told(value.shapes)
    if isinstance(value, Phrase):
        return value.name, _told(value.arguments)
    return tuple(map(_told, value)) if isinstance(value, tuple) else value


def leaked(text: str) -> list[str]:
    """The secrets that a report holds, in part or whole."""
    return [*sorted(RARE.intersection(text)), *(digits for digits in DIGITS if digits in text)]


# ---------- text of the same shape ----------

_OWN = re.compile("|".join(sorted(map(re.escape, LABELS), key=len, reverse=True)))
_OTHERS = {
    "han": "丁丂丆丌丏丒丗丠丣丩丮丱丷乇乊乑乥亍亐亼仈仐仜仡伃伅",  # rare, too, and in no label
    "digits": "0123456789",
    "letters": "abcdefghijklmnopqrstuvwxyz",
}


def alike(text: str, dice: random.Random) -> str:
    """Other text of the same shape: each ideograph, digit and Latin letter outside labels another one of its kind."""
    out, end = [], 0
    for label in _OWN.finditer(text):
        out += [_other(text[end : label.start()], dice), label.group()]
        end = label.end()
    return "".join([*out, _other(text[end:], dice)])


def _other(text: str, dice: random.Random) -> str:
    return "".join(_character(char, dice) for char in text)


def _character(char: str, dice: random.Random) -> str:
    kind = kind_of(char)
    if kind not in _OTHERS or (kind != "han" and not char.isascii()):
        return char
    other = dice.choice(_OTHERS[kind])
    return other.upper() if char.isupper() else other


def replaced(text: str, spoilt: set[int], dice: random.Random) -> str:
    """A form with other text of the same shape on its ``spoilt`` lines, and in place of every secret."""
    table = {value: alike(value, dice) for value in SECRETS.values()}
    lines = [alike(line, dice) if number in spoilt else line for number, line in enumerate(text.split("\n"))]
    whole = "\n".join(lines)
    for value, other in table.items():
        whole = whole.replace(value, other)
    return whole


# ---------- spoiling ----------

_Edit = Callable[[str, random.Random], list[str]]
_BLANKS = ("\u3000", "\u00a0", "\t", "  ", " ", "\u200b", "\ufeff")
_COLONS = ("：", ":", "", " ", "=", "＝", " - ", ":\u3000", ":\t", "::", "：：", "|", "，", " : ", "\\:", "︰", "∶")
_SIGNS = "{[&*!%@`|>\"'?-#,]}“‘（~"


def _split(line: str) -> tuple[str, str]:
    key, _, value = line.partition(": ")
    return key, value


_LINE: tuple[_Edit, ...] = (
    lambda line, dice: [dice.choice(_BLANKS) * dice.randint(1, 3) + line],
    lambda line, _: [line.lstrip()],
    lambda line, dice: [line.replace(": ", dice.choice(_COLONS), 1)],
    lambda line, dice: [line.replace(": ", ": " + dice.choice(_SIGNS), 1)],
    lambda line, dice: [dice.choice(_SIGNS) + line],
    lambda line, dice: [line + dice.choice(_SIGNS + "：:")],
    lambda line, _: ["- " + line],
    lambda line, _: ["# " + line],
    lambda line, _: [line.replace(": ", ": # ", 1)],
    lambda line, dice: [line[: dice.randint(0, len(line))]],
    lambda line, dice: [line[(at := dice.randint(0, len(line))) :], line[:at]],
    lambda line, dice: [line[: (at := dice.randint(0, len(line)))], dice.choice(("", "  ", "    ", "\t")) + line[at:]],
    lambda line, _: [],
    lambda line, _: [line, line],
    lambda line, _: ["{" + line + "}"],
    lambda line, _: ["[" + line],
    lambda line, _: ["{" + line],
    lambda line, _: [": ".join(reversed(_split(line)))],
    lambda line, _: [_split(line)[1]],
    lambda line, _: ["  " + _split(line)[1]],
    lambda line, _: [_split(line)[1] + ":"],
    lambda line, _: ["? " + _split(line)[1], ": " + _split(line)[0].strip()],
    lambda line, _: [f"{_split(line)[0]}:", f"{_split(line)[1]}:"],
    lambda line, _: [f"{_split(line)[0]}: |", f"  {_split(line)[1]}"],
    lambda line, _: [f"{_split(line)[0]}: >-", f"{_split(line)[1]}"],
    lambda line, _: [f"| {_split(line)[0]} | {_split(line)[1]} |"],
    lambda line, _: [f"\t| {_split(line)[0]} | {_split(line)[1]} |"],
    lambda line, _: [f"<td>{_split(line)[0]}</td><td>{_split(line)[1]}</td>"],
    lambda line, _: [f'"{_split(line)[0]}": "{_split(line)[1]}",'],
    lambda line, _: [f"{_split(line)[0]},{_split(line)[1]}"],
    lambda line, _: [f"<<<<<<< {_split(line)[1]}", line, "=======", line, f">>>>>>> {_split(line)[1]}"],
    lambda line, _: [f"{_split(line)[0]}: &{_split(line)[1]} x"],
    lambda line, _: [f"{_split(line)[0]}: *{_split(line)[1]}"],
    lambda line, _: [f"{_split(line)[0]}: !{_split(line)[1]} x"],
    lambda line, dice: [" ".join(_split(line)[0]) + ": " + _split(line)[1]],
    lambda line, dice: [(k := _split(line))[0][:-1] + ": " + k[1]],
    lambda line, dice: [(k := _split(line))[0] + "（必填）: " + k[1]],
    lambda line, dice: [(k := _split(line))[0] + k[1] + ": " + k[1]],
    lambda line, dice: [line[: (at := dice.randint(0, len(line)))] + dice.choice(_BLANKS + tuple(_SIGNS)) + line[at:]],
    lambda line, dice: [line.translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－"))],
    lambda line, dice: [line + dice.choice(("万元", "元", "亿元", "人", " #注", "\x00", "\ue000", "@qq.com"))],
    lambda line, dice: ["---", line],
    lambda line, dice: [line + "\r" + line],
)


def spoil(text: str, dice: random.Random) -> tuple[str, set[int]]:
    """A form with one to three mistakes, and the numbers of the lines (from 0) where they are."""
    lines: list[tuple[str, bool]] = [(line, False) for line in text.split("\n")]
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        at = dice.randrange(len(lines)) if lines else 0
        line = lines[at][0] if lines else ""
        kind = dice.randrange(len(_LINE) + 8)
        if kind < len(_LINE):
            lines[at : at + 1] = [(new, True) for new in _LINE[kind](line, dice)]
        elif kind < len(_LINE) + 2:  # a value in another's place
            other = dice.randrange(len(lines))
            (one, two), (three, four) = _split(line), _split(lines[other][0])
            lines[at], lines[other] = (f"{one}: {four}", True), (f"{three}: {two}", True)
        elif kind < len(_LINE) + 4:  # a secret anywhere
            key, _value = _split(line)
            lines[at] = (f"{key}: {dice.choice(list(SECRETS.values()))}", True)
        elif kind < len(_LINE) + 6:  # a line moved
            del lines[at]
            lines.insert(dice.randint(0, len(lines)), (line, True))
        else:  # joined with the next
            after = lines[at + 1][0] if at + 1 < len(lines) else ""
            lines[at : at + 2] = [(line + dice.choice(("", " ", "，", "\t", "  ")) + after.strip(), True)]
        lines = lines or [("", False)]
    joined = "\n".join(line for line, _ in lines)
    return joined, {number for number, (_, touched) in enumerate(lines) if touched}


# ---------- the law ----------


@dataclass(slots=True)
class Verdict:
    """What became of one spoilt form: what leaked, and whether the law could be tried and holds."""

    leaks: dict[str, list[str]]
    tried: bool
    differs: list[str]
    rules: set[str]


def judge_twice(path: str, first: bytes, second: bytes, files: Files) -> Verdict:
    """The verdict on a form and on the one of the same shape."""
    found, other = findings({**files, path: first}), findings({**files, path: second})
    told = reports(found)
    same = skeleton(found) == skeleton(other)
    again = reports(other) if same else told
    leaks = {name: held for name, text in told.items() if (held := leaked(text))}
    return Verdict(leaks, same, [name for name in told if told[name] != again[name]], {f.rule for f in found})


def draws(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """(path, spoilt text, text of the same shape) again and again."""
    dice, files = random.Random(seed), forms()
    for _ in range(count):
        path = dice.choice(PATHS)
        text, spoilt = spoil(files[path].decode(), dice)
        yield path, text, replaced(text, spoilt, dice)


def main() -> int:
    """Draw edits and print how many kept the law; 1 where one did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files, rules, bad, tried, start = forms(), Counter[str](), 0, 0, time.perf_counter()
    for path, text, other in draws(options.edits, options.seed):
        verdict = judge_twice(path, _bytes(text), _bytes(other), files)
        tried += verdict.tried
        rules.update(verdict.rules)
        if verdict.leaks or verdict.differs:
            bad += 1
            if bad <= 5:
                print(f"{path}: {verdict.leaks} {verdict.differs}\n{text}\n----\n{other}", file=sys.stderr)
    seconds = time.perf_counter() - start
    print(f"{options.edits} edits in {seconds:.0f} s, {tried} tried by the law, {len(rules)} rules spoke, {bad} broken")
    return int(bad > 0)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


if __name__ == "__main__":
    sys.exit(main())
