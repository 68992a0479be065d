"""The pages ``/rules/`` and ``/fields/``: the rule book and the forms as tables, with anchors that messages may link to.

Pure: made from the installed schema alone, so no submission reaches them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schema.book.rule_book import Example, Mistake, Reply, Rule, groups, mistakes, rule_book
from schema.book.severity import Severity
from schema.forms.form import Form, Spec, Visibility, specs
from schema.forms.in_words import kind_words, need_words
from schema.forms.registry import FORMS
from schema.text.words import count_words

# How 字数 is counted is explained by samples.
_COUNTED = (
    ("大模型", "每个汉字算一字"),
    ("行业级，场景级。", "全角标点也算"),
    ("Qwen2.5-7B", "连着的字母、数字和半角符号合算一字"),
    ("支持 API 调用", "空格不算；中间的英文词算一字"),
    ("2024年6月", "数字与汉字相邻，各自计算"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A sample text with its 字数 and why."""

    text: str
    words: int
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an example; ``fault`` is what is wrong there, or empty."""

    text: str
    fault: str = ""

    @property
    def is_comment(self) -> bool:
        """Whether YAML takes it for a comment."""
        return self.text.lstrip().startswith("#")


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule as its page shows it. ``badges`` are severity and word; the rule's name is its anchor on ``/rules/``."""

    rule: Rule
    badges: tuple[tuple[str, str], ...]
    wrong: tuple[Line, ...]
    right: tuple[Line, ...]
    reply: Reply

    @property
    def url(self) -> str:
        """The rule's own page."""
        return f"rules/{self.rule.name}/"


@dataclass(frozen=True, slots=True)
class MistakeEntry:
    """A common mistake as the guide shows it."""

    mistake: Mistake
    wrong: tuple[Line, ...]
    right: tuple[Line, ...]
    reply: Reply


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of a form in words. ``depth`` 1 is a part's field; ``parent`` the key of the field it belongs to.

    ``clause`` is empty where it is the parent's.
    """

    anchor: str
    label: str
    parent: str
    depth: int
    kind: str
    required: str
    seen: str
    help: str
    example: str
    clause: str


@dataclass(frozen=True, slots=True)
class FormTable:
    """A form with its fields in the paper's order. ``file`` is where it lies in a unit's or a city's folder."""

    slug: str
    name: str
    title: str
    file: str
    rows: tuple[FieldRow, ...]


def counted() -> tuple[Counted, ...]:
    """Samples of how 字数 is counted, counted by the validator's own function."""
    return tuple(Counted(text, count_words(text), why) for text, why in _COUNTED)


def rule_groups() -> tuple[tuple[str, tuple[RuleEntry, ...]], ...]:
    """Every rule by group, in the rule book's order."""
    return tuple((group, tuple(_entry(rule) for rule in rules)) for group, rules in groups(rule_book()))


def _entry(rule: Rule) -> RuleEntry:
    badges = tuple((severity.value, severity.word) for severity in rule.severities)
    at = rule.wrong.line_of(rule.fault_line)
    return RuleEntry(rule, badges, _lines(rule.wrong, at, rule.fault), _lines(rule.right), rule.reply)


def mistake_entries() -> tuple[MistakeEntry, ...]:
    """The common mistakes, in the book's order."""
    return tuple(MistakeEntry(item, _lines(item.wrong), _lines(item.right), item.reply) for item in mistakes().values())


def _lines(example: Example, at: int = 0, fault: str = "") -> tuple[Line, ...]:
    text = example.text.replace("\\u0009", "⇥   ").split("\n")
    return tuple(Line(line, fault if number == at else "") for number, line in enumerate(text, 1))


# ---------- fields ----------

_SEEN = {Visibility.PUBLIC: "公开", Visibility.PRIVATE: "不公开", Visibility.AGGREGATE: "只公开合计"}


def field_anchor(form: str, field: str) -> str:
    """The anchor on ``/fields/`` of a dotted key (list positions left out) of ``enterprise``, ``product`` or ``bureau``."""
    keys = [key for key in field.split(".") if not key.isdigit()]
    return ".".join([FORMS[form].words, *keys])


def form_tables() -> tuple[FormTable, ...]:
    """The forms, each field in the paper's order."""
    return tuple(
        FormTable(name, kind.words, kind.full_title, kind.file.format(slug="名字"), tuple(_rows(name, kind.cls)))
        for name, kind in FORMS.items()
    )


def _rows(slug: str, form: type[Form], above: Spec | None = None) -> Iterator[FieldRow]:
    for spec in specs(form):
        entry = spec.entry
        hidden = slug == "bureau" or (above and above.entry.visibility is not Visibility.PUBLIC)
        yield FieldRow(
            anchor=field_anchor(slug, f"{above.label}.{entry.label}" if above else entry.label),
            label=entry.label,
            parent=above.label if above else "",
            depth=1 if above else 0,
            kind=kind_words(spec),
            required=need_words(spec),
            seen=_SEEN[Visibility.PRIVATE if hidden else entry.visibility],
            help=entry.help,
            example=entry.example,
            clause="" if above and above.entry.clause == entry.clause else entry.clause,
        )
        if spec.part:
            yield from _rows(slug, spec.part, spec)


LEGEND = (
    (Severity.ERROR, "不改不能收录", "照提示改正"),
    (Severity.WARNING, "请市工信局判断", "核对，确有理由可保留"),
    (Severity.INFO, "不影响收录", "知道即可"),
)


def legend() -> tuple[tuple[str, str, str, str], ...]:
    """Each severity: its name in code, its word, what it means, what to do."""
    return tuple((severity.value, severity.word, means, do) for severity, means, do in LEGEND)
