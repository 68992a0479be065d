"""Every message of the book is used, and with the arguments that its template names."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator

import pytest

from schema.book.finding import Finding, path_finding
from schema.book.severity import Severity
from schema.book.source import read_book
from schema.book.wording import Message, Seen, message, phrase, phrases, quoted, templates
from tests.surveys import ROOT

PLACE = re.compile(r"\{([a-z_]+)\}")
CODE = [path for folder in ("schema", "scripts") for path in (ROOT / folder).rglob("*.py")]
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in CODE]


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Function, name and arguments of each call that names a message or phrase literally."""
    own = {"severity", "key", "rule", "at"}
    for node in (node for tree in TREES for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in ("message", "phrase", "refuse", "finding") and all(word.arg for word in node.keywords):
                yield (
                    called,
                    str(node.args[0].value),
                    {str(word.arg) for word in node.keywords} - (own if called == "finding" else set()),
                )


def places(name: str, called: str) -> set[str]:
    if called == "phrase":
        return set(PLACE.findall(phrases()[name]))
    template = templates()[name]
    return set(PLACE.findall(template.message + template.hint))


def test_each_call_fills_the_places_of_its_template() -> None:
    wrong = [(name, given) for called, name, given in calls() if not places(name, called) <= given]
    assert wrong == []


def test_every_message_and_phrase_is_used() -> None:
    texts = {
        node.value
        for tree in TREES
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    built = (
        {f"unsafe.{text}" for text in texts} | {f"shape.{text}" for text in texts} | {f"{text}-range" for text in texts}
    )
    scripts = "".join(path.read_text("utf-8") for path in (ROOT / "site_src/assets/js").rglob("*.js"))
    pages = set(re.findall(r'\bphrase\("(page\.[^"]+)"', scripts))
    assert {*templates(), *phrases()} <= texts | built | pages


def test_names_are_unique() -> None:
    rules = read_book("rules.yaml").values()
    assert sum(len(rule["措辞"]) for rule in rules) == len(templates())


def test_severities_are_the_rules_own() -> None:
    for rule in read_book("rules.yaml").values():
        for wording in rule["措辞"].values():
            assert set(wording) <= {"说", "改", "级别"}
            assert wording.get("级别", rule["级别"]) in rule["级别"]


def test_arguments_are_inert_and_lists_are_joined() -> None:
    content = message("choice", value=quoted("{options} {0}"), options=("是", "否"), advice=phrase("choice.any"))
    assert content.text == "“{options} {0}”不在选项之内，可选：是、否"
    assert content.hint == "请从这些选项中照写一个"


def test_findings_are_plain_data() -> None:
    content = message("unit.same-code", folder=Seen("submissions/a/b"))
    finding = path_finding("submissions/c/d", content)
    assert (finding.rule, finding.severity) == ("unit-duplicate", Severity.ERROR)
    assert finding == pickle.loads(pickle.dumps(finding))
    assert len({finding, path_finding("submissions/c/d", content)}) == 1


def test_an_unknown_message_is_refused() -> None:
    with pytest.raises(KeyError):
        path_finding("submissions", Message("no-such-message", ()))
    assert Finding.__hash__
