"""Text → values with their places, by libyaml's events; findings for the parts of YAML that are not supported.

Events are walked instead of composed nodes, because composing recurses in C and a hundred thousand brackets would end the process.
Decoding and the search for hidden characters come before, because libyaml takes UTF-16 silently and treats U+2028 as a line break.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from schema.book.finding import Finding
from schema.book.wording import Argument, Either, Message, message, phrase, quoted
from schema.forms.registry import LABELS
from schema.reading.document import BROKEN, Broken, Document, KeyPath, Place, Value
from schema.reading.naming import WIDE_BLANKS, indent_fault
from schema.reading.syntax import Trouble, diagnose
from schema.text.hidden import HIDDEN_OR_TAB, hidden_characters, name_hidden, without

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError as error:  # pragma: no cover - depends on how PyYAML was built
    raise ImportError(
        "PyYAML 缺少 libyaml：请安装带二进制的 PyYAML（pip install --only-binary :all: pyyaml）"
    ) from error

MAX_DEPTH = 8
_EMPTY = frozenset(("", "~", "null", "Null", "NULL"))
_COMMENT_AFTER = re.compile(r"[ \t]+#")
# Folding leaves one where the author left a line blank, and none where a line was wrapped.
_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


class _Stop(Exception):
    """Ends a walk that cannot go on, with its trouble."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


def read_events(document: Document, findings: list[Finding]) -> Trouble | None:
    """Fills in a document from its text, or says why that cannot be parsed."""
    try:
        document.root = _Walker(document, document.text, findings).run()
    except _Stop as stop:
        return stop.trouble
    except yaml.MarkedYAMLError as error:
        # libyaml 0.2.6 looks ahead of the events, and stops at 1,000.
        if "nesting depth" in (error.problem or ""):
            return _too_deep(error.problem_mark)
        return diagnose(document.text, error)
    except yaml.YAMLError:
        return Trouble(1, 1, message("yaml.other"))
    return None


class _Walker:
    """One pass over a file's events into nested values, with the place of each."""

    def __init__(self, document: Document, text: str, findings: list[Finding]) -> None:
        self.document, self.places, self.findings = document, document.places, findings
        self.lines = text.split("\n") if " #" in text or "\t#" in text else None
        self.escapes = "\\" in text or "\t" in text  # only these can bring hidden characters into a value
        self.anchors: set[str] = set()
        self.echoes = 0  # aliases by which one anchor is built of another: a single mistake
        self.adorned = False  # within a value that has its finding for an anchor or a tag
        self.parser = CParser(text)
        self.event: Callable[[], Any] = self.parser.get_event

    def run(self) -> dict[str, Value] | None:
        """The root map, None for an empty file."""
        event = self.event()  # stream start
        event = self.event()
        if event.__class__ is StreamEndEvent:
            return None
        if event.version or event.tags:
            self._feature(event, "feature.directive")
        root_event = self.event()
        root = self._value(root_event, (), 1)
        self.event()  # document end
        if (last := self.event()).__class__ is not StreamEndEvent:
            self.document.partial = True
            self._feature(last, "feature.documents")
        if root is None or isinstance(root, dict):
            return root
        raise _Stop(Trouble(1, 1, message("yaml.no-form")))

    def _value(self, event: Any, path: KeyPath, depth: int) -> Value:
        kind = event.__class__
        if kind is AliasEvent:
            if event.anchor in self.anchors and (self.adorned or self.echoes or not _is_field(path)):
                self.echoes += 1
            else:
                self._feature(event, "feature.alias", path)
            return BROKEN
        if event.anchor or event.tag:
            return self._adorned(event, path, depth)
        return self._scalar(event, path) if kind is ScalarEvent else self._collection(event, path, depth)

    def _adorned(self, event: Any, path: KeyPath, depth: int) -> Value:
        """A value with an anchor or a tag, which is one mistake: a text has lost a part to it, what is built of others is theirs."""
        reported, echoes = len(self.findings), self.echoes
        outer, self.adorned = self.adorned, True
        if not outer:
            self._adornment(event, path)
        if event.anchor:
            self.anchors.add(event.anchor)
        value = BROKEN if event.__class__ is ScalarEvent else self._collection(event, path, depth)
        self.adorned = outer
        if self.echoes > echoes and not outer:
            del self.findings[reported]
        return value

    def _collection(self, event: Any, path: KeyPath, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise _Stop(_too_deep(event.start_mark))
        return self._map(path, depth) if event.__class__ is MappingStartEvent else self._list(path, depth)

    def _scalar(self, event: Any, path: KeyPath) -> str | None:
        text: str = event.value
        if not event.style:
            if self.lines is not None and text and path:
                end = event.end_mark
                if _COMMENT_AFTER.match(self.lines[end.line], end.column):
                    self.document.commented.add(path)
            if text in _EMPTY:
                return None
        if "\n" in text and event.style != "|":
            text = _BREAK.sub("\n\n", text)
        return self._visible(event, text, path) if self.escapes else text

    def _visible(self, event: Any, text: str, path: KeyPath) -> str:
        """The text without the hidden characters that an escape or a tab brought in, which are reported."""
        found = hidden_characters(text, HIDDEN_OR_TAB)
        if not found:
            return text
        self._report(message("text.hidden", name=name_hidden(found[0].group())), *_at(event), path)
        return without(text, found)

    def _map(self, path: KeyPath, depth: int) -> dict[str, Value] | Broken:
        out: dict[str, Value] = {}
        # A list's item that holds a key twice is most likely two items: only the first such key is reported.
        run_on = False
        next_event, places = self.event, self.places
        while (key_event := next_event()).__class__ is not MappingEndEvent:
            if key_event.__class__ is not ScalarEvent:
                raise self._odd_key(key_event)
            key: str = key_event.value
            if key[:1] in WIDE_BLANKS:
                raise _Stop(Trouble(*_at(key_event), indent_fault(key[0])))
            if key_event.style and self.escapes:
                key = self._visible(key_event, key, path)
            at = (*path, key)
            if key_event.anchor or key_event.tag:
                self._adornment(key_event, path)
            event = next_event()
            if key in out or (key == "<<" and not key_event.style):
                reported = len(self.findings)
                self._skip(event, depth)
                del self.findings[reported:]
                if not run_on:
                    self._refuse_key(key, *_at(key_event), at)
                run_on |= key in out and bool(path) and isinstance(path[-1], int)
                continue
            start: Any = key_event.start_mark
            content: Any = event.start_mark
            places[at] = Place(start.line + 1, start.column + 1, content.line + 1, content.column + 1)
            if key not in LABELS:
                self.document.odd = True
                if event.__class__ is AliasEvent or event.anchor or event.tag:
                    self._skip(event, depth, at)
                    self.document.partial = True
                    continue
            elif event.__class__ is ScalarEvent and not event.style and content.line != start.line:
                self.document.odd = True
            out[key] = self._value(event, at, depth + 1)
        return BROKEN if run_on else out

    def _list(self, path: KeyPath, depth: int) -> list[Value]:
        out: list[Value] = []
        while (event := self.event()).__class__ is not SequenceEndEvent:
            at = (*path, len(out) + 1)
            self.places[at] = Place(*_at(event), *_at(event))
            self.document.odd |= event.__class__ is ScalarEvent
            out.append(self._value(event, at, depth + 1))
        return out

    def _skip(self, event: Any, depth: int, at: KeyPath = ()) -> None:
        """Pass over a value that is not taken, with its places."""
        places, self.places = self.places, {}
        self._value(event, at, depth + 1)
        self.places = places

    def _refuse_key(self, key: str, line: int, column: int, at: KeyPath) -> None:
        if key == "<<":
            self.document.partial = True
            self._report(message("feature.merge"), line, column, at[:-1])
            return
        above = at[-2:][0]
        name = "key.twice-in-item" if isinstance(above, int) else "key.twice"
        shown: Argument = phrase("key.named", key=quoted(key[:40], LABELS))
        if key not in LABELS:
            shown = Either(shown, phrase("key.other"))
        self._report(message(name, key=shown, line=self.places[at][0]), line, column, at)

    def _odd_key(self, event: Any) -> _Stop:
        return _Stop(Trouble(*_at(event), message("yaml.odd-key")))

    def _adornment(self, event: Any, path: KeyPath) -> None:
        self._feature(event, "feature.anchor" if event.anchor else "feature.tag", path)

    def _feature(self, event: Any, name: str, path: KeyPath = ()) -> None:
        self._report(message(name), *_at(event), path)

    def _report(self, content: Message, line: int, column: int, path: KeyPath) -> None:
        self.findings.append(self.document.finding_at(content, line, column, at=path))


def _is_field(path: KeyPath) -> bool:
    """Whether a path ends in a label or at a list's item, and so is a place of its own in a form."""
    return bool(path) and (isinstance(path[-1], int) or path[-1] in LABELS)


def _too_deep(mark: Any) -> Trouble:
    return Trouble(mark.line + 1, mark.column + 1, message("feature.depth", most=MAX_DEPTH))


def _at(event: Any) -> tuple[int, int]:
    """Line and column where an event starts, from 1."""
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
