"""Questions and answers on a terminal.

Plain lines and numbered choices, so that any terminal, a screen reader and a GBK console can follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from schema.text.hidden import hidden_characters, without
from schema.text.width import halfwidth
from scripts.new.place import InvalidAnswer
from scripts.report.explain import wrap
from scripts.report.style import cells, clip, visible

_WIDTH = 77  # columns of a help text and of choices side by side
_END = (".", "。", "．")  # alone on a line, behind a text of several lines
_YES, _NO = ("是", "y", "yes", "同意", "√"), ("否", "n", "no", "不", "不是", "×")


class Move(Enum):
    """What is typed instead of an answer."""

    BACK = "<"
    ON = ">"
    CLEAR = "-"

    @classmethod
    def of(cls, text: str) -> Move | None:
        """The move that a text is, as an input method for Chinese writes it too; None for an answer."""
        return _MOVES.get(text)


_MOVES = {sign: move for move, signs in zip(Move, ("<＜《〈", ">＞》〉", "-－—"), strict=True) for sign in signs}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``read`` makes of a text the answer, or raises ``InvalidAnswer``.

    ``now`` shows the answer that stands, which Enter keeps; Enter takes ``default`` where there is none. One that may stay
    without an answer says in ``free`` what Enter does then; one that is ``first`` cannot be put off, since others follow from it. A ``long`` text may have several lines.
    """

    label: str
    help: str
    read: Callable[[str], Any]
    now: str = ""
    default: str = ""
    free: str = ""
    first: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """The two sides of a terminal: ``print`` prints lines, ``input`` prints a prompt and returns what was typed."""

    print: Callable[[str], None]
    input: Callable[[str], str]

    def say(self, text: str) -> None:
        """Print lines; nothing in them steers the terminal."""
        self.print("\n".join(map(visible, text.split("\n"))))

    def ask(self, question: Question) -> Any:
        """The answer, or a ``Move``; asks until it has one. Enter takes the mended value that a refusal proposes."""
        help = "\n  ".join(line for part in question.help.split("\n") for line in wrap(part, _WIDTH))
        self.say(f"\n{question.label}\n  {help}" if help else f"\n{question.label}")
        better = ""
        while True:
            text = self._line(_note(question, better))
            move = Move.of(text)
            if not (text or better) and (question.now or question.free):
                return Move.ON
            if move is Move.BACK or (move and not question.first) or (move is Move.ON and question.now):
                return move
            try:
                return self._read(question, text, better)
            except InvalidAnswer as error:
                self.say("\n".join(f"  {'  ' * bool(n)}{line}" for n, line in enumerate(wrap(f"× {error}", _WIDTH))))
                better = _accepted(question, error.better)

    def _read(self, question: Question, typed: str, better: str) -> Any:
        text = typed or better or question.default
        if not text or Move.of(text):
            raise InvalidAnswer(
                "这一项不能空着" if question.first else "这一项不能空着；手头没有的，写 > 先跳过，最后再填"
            )
        if question.long and typed:
            text = "\n".join([text, *self._more()])
        elif len(lines := text.split("\n")) > 1:
            raise InvalidAnswer(f"这一项只写一行，贴进来的有 {len(lines)} 行；请只写其中一行", lines[0].strip())
        answer = question.read(_readable(text))
        if isinstance(answer, str) and typed and answer != text and not question.long:
            self.say(f"  记作：{answer}")
        return answer

    def _more(self) -> Iterator[str]:
        while (line := self._line("（接着写，写完单写一个句号）")) not in _END:
            yield line

    def _line(self, note: str) -> str:
        try:
            return self.input(f"{visible(note)}> ").replace("\t", " ").strip()
        except UnicodeDecodeError:
            return "\ufffd"


def _note(question: Question, better: str) -> str:
    if better:
        return f"（回车即采用 {_short(better)}）"
    if question.now:
        return f"（回车保留 {_short(question.now)}）"
    return f"（{question.free}）" if question.free else f"（回车即 {question.default}）" if question.default else ""


def _short(text: str) -> str:
    """A value that leaves the prompt on one line of 80 columns."""
    return clip(text.replace("\n", " / "), 1, 60)[0]


def _accepted(question: Question, better: str) -> str:
    """A proposed value if it would be taken; "" otherwise."""
    try:
        if better:
            question.read(_readable(better))
    except InvalidAnswer:
        return ""
    return better


def _readable(text: str) -> str:
    """The text; refused where something in it cannot be seen or read."""
    if "\ufffd" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise InvalidAnswer("里面有读不出来的字符，请重新输入")
    if found := hidden_characters(text):
        raise InvalidAnswer(f"里面有 {len(found)} 个看不见的字符", without(text, found))
    return text


# ---------- choices ----------


def listed(options: Sequence[str]) -> str:
    """Choices with their numbers, as many on a line as fit."""
    lines = [""]
    for number, option in enumerate(options, 1):
        item = f"{number} {option}"
        if lines[-1] and cells(f"{lines[-1]}　{item}") > _WIDTH:
            lines.append("")
        lines[-1] += f"　{item}" if lines[-1] else item
    return "\n".join(lines)


def by_number(options: Sequence[str], read: Callable[[str], Any] = str) -> Callable[[str], Any]:
    """``read`` for choices: a number stands for its option, and so does a beginning that only one option has."""

    def read_choice(text: str) -> Any:
        number = halfwidth(text)
        if number.isascii() and number.isdecimal():
            if not 1 <= int(number[:9]) <= len(options):
                raise InvalidAnswer(f"请输入 1 至 {len(options)} 的序号，或写出名称")
            return read(options[int(number[:9]) - 1])
        begun = [option for option in options if option.startswith(text)]
        return read(begun[0] if len(begun) == 1 else text)

    return read_choice


def one_of(options: Sequence[str]) -> Callable[[str], str]:
    """Reads an option, its beginning or its number; nothing else."""

    def read(text: str) -> str:
        if text not in options:
            raise InvalidAnswer(f"请输入 1 至 {len(options)} 的序号")
        return text

    return by_number(options, read)


def yes_or_no(read: Callable[[str], Any] = str) -> Callable[[str], Any]:
    """``read`` for 是 and 否, which may be said by a number, y, n and the like."""

    def read_word(text: str) -> Any:
        word = halfwidth(text).lower()
        return read("是" if word in _YES else "否" if word in _NO else text)

    return by_number(("是", "否"), read_word)
