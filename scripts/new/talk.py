"""Questions and answers on a terminal.

Plain lines and numbered choices, so that any terminal, a screen reader and a GBK console can follow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from schema.text.hidden import hidden_characters
from schema.text.width import halfwidth
from scripts.new.place import InvalidAnswer
from scripts.report.style import cells

T = TypeVar("T")
_SKIP = "跳过"
_WIDTH = 76  # columns for choices side by side


@dataclass(frozen=True, slots=True)
class Talk:
    """The two sides of a terminal: ``say`` prints lines, ``hear`` prints a prompt and returns what was typed."""

    say: Callable[[str], None]
    hear: Callable[[str], str]

    def must(self, label: str, help: str, read: Callable[[str], T], default: str = "") -> T:
        """Ask until ``read`` accepts the answer. Enter takes the default, if there is one."""
        self.say(f"\n{label}\n  {help}")
        note = "（回车跳过）" if default == _SKIP else f"（回车即 {default}）" if default else ""
        while True:
            text = self._line(note) or default
            try:
                if not text:
                    raise InvalidAnswer("这一项不能空着")
                return read(_readable(text))
            except InvalidAnswer as error:
                self.say(f"  × {error}")

    def may(self, label: str, help: str, read: Callable[[str], T]) -> T | None:
        """Ask until ``read`` accepts the answer; None for Enter."""
        return self.must(label, help, lambda text: None if text == _SKIP else read(text), default=_SKIP)

    def _line(self, note: str) -> str:
        try:
            return self.hear(f"{note}> ").strip()
        except UnicodeDecodeError:
            return "\ufffd"


def _readable(text: str) -> str:
    if hidden_characters(text) or "\ufffd" in text:
        raise InvalidAnswer("里面有看不见或读不出来的字符，请重新输入")
    return text


def listed(options: Sequence[str]) -> str:
    """Choices with their numbers, as many on a line as fit."""
    lines = [""]
    for number, option in enumerate(options, 1):
        item = f"{number} {option}"
        if lines[-1] and cells(f"{lines[-1]}　{item}") > _WIDTH:
            lines.append("")
        lines[-1] += f"　{item}" if lines[-1] else item
    return "\n  ".join(lines)


def by_number(options: Sequence[str], read: Callable[[str], T]) -> Callable[[str], T]:
    """``read`` for choices: a number stands for its option."""

    def read_choice(text: str) -> T:
        number = halfwidth(text)
        if not (number.isascii() and number.isdecimal()):
            return read(text)
        if not 1 <= int(number[:9]) <= len(options):
            raise InvalidAnswer(f"请输入 1 至 {len(options)} 的序号，或写出名称")
        return read(options[int(number[:9]) - 1])

    return read_choice


def one_of(options: Sequence[str]) -> Callable[[str], str]:
    """Reads the beginning of an option, or its number, as the option."""

    def read(text: str) -> str:
        matches = [option for option in options if option.startswith(text)]
        if len(matches) != 1:
            raise InvalidAnswer(f"请输入 1 至 {len(options)} 的序号")
        return matches[0]

    return by_number(options, read)
