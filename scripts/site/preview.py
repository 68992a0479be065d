"""Entries as they will look, in one HTML file: the site's own templates and styles, public fields only, no script, no request.

What cannot be shown is named with the reason. Links lead to other entries in the file, or nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import Environment
from markupsafe import Markup

from schema.book.severity import Severity
from schema.fields.uscc import is_valid
from schema.layout.paths import ROOT, UnitPath, public_path
from schema.public.projection import project
from schema.reading.unit import Unit
from schema.vocabulary.survey import constants
from scripts.check.pipeline import Checked, check, summarise
from scripts.report.style import visible
from scripts.site.catalogue import Catalogue, SiteInput, catalogue
from scripts.site.gaps import showable
from scripts.site.related import Near
from scripts.site.single_file import policy_hash
from scripts.site.templates import environment, macros, money
from scripts.site.views import ProductEntry, UnitEntry
from scripts.tree.disk import Tree
from scripts.tree.private import arranged

MOST = 100  # entries in a file
STYLES = (
    "assets/css/tokens.css",
    "assets/css/catalogue.css",
    "assets/css/cards.css",
    "assets/css/entry.css",
    "overrides/preview.css",
)
_ANCHOR = "#"  # where addresses begin, so that they are places in the file
_KEPT_BACK = {"private-here", "text-personal", "text-hidden"}  # errors over what nobody may see, or cannot see as it is

Entry: TypeAlias = UnitEntry | ProductEntry


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry in the file: its place there, its form's path, how many errors it has, its body."""

    anchor: str
    title: str
    path: str
    errors: int
    body: Markup


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown, what is not with the reason, and how many were too many."""

    shown: tuple[Shown, ...]
    hidden: tuple[tuple[str, str], ...]
    more: int
    html: str


def preview(tree: Tree, paths: Sequence[str], site_src: Path) -> Preview:
    """The entries of a tree that lie at or below ``paths``, with the templates and styles of ``site_src``."""
    there = [form.path for unit in arranged(tree).units.values() for form in unit.forms()]
    forms = [path for path in there if _below(path, paths)]
    units = sorted({unit.folder for path in forms if (unit := UnitPath.holding(path))})
    checked = check(tree, paths=units, keep=True) if units else Checked([], summarise(0, (), ()))
    cat = catalogue(_source(checked))
    entries = list(_entries(cat, paths, set(there)))
    painter = _Painter(environment(site_src / "overrides", cat), _errors(checked))
    shown = tuple(map(painter.shown, entries[:MOST]))
    told, known = _Reasons(checked), set(map(_path, entries))
    hidden = tuple((visible(path), told.reason(path)) for path in forms if path not in known)
    more = len(entries[MOST:])
    return Preview(shown, hidden, more, painter.page(site_src, shown, hidden, more))


def _entries(cat: Catalogue, paths: Sequence[str], forms: set[str]) -> Iterator[Entry]:
    """The entries at or below ``paths``, but no page of a unit whose 附件1 is among the ``forms`` and cannot be shown."""
    for unit in cat.units:
        if _below(_path(unit), paths) and f"{_path(unit)}/enterprise.yaml" not in forms:
            yield unit
        yield from (product for product in unit.products if _below(_path(product), paths))


def _below(path: str, paths: Iterable[str]) -> bool:
    return any(path == above or path.startswith(f"{above}/") for above in paths)


def _path(entry: Entry) -> str:
    """The path of an entry's form; of the folder, for the page of a unit without 附件1."""
    folder = f"{ROOT}/{entry.city.slug}/{entry.code}"
    if isinstance(entry, ProductEntry):
        return f"{folder}/products/{entry.data.slug}.yaml"
    return f"{folder}/enterprise.yaml" if entry.enterprise else folder


# ---------- what can be shown ----------


def _source(checked: Checked) -> SiteInput:
    """The units as far as they can be shown."""
    survey, back = constants(), _kept_back(checked)
    units = [_without(unit, back) for unit in checked.units if is_valid(unit.code)]
    return SiteInput(project(map(showable, units)), tuple(survey.cities.values()), survey.deadline, {})


def _without(unit: Unit, paths: set[str]) -> Unit:
    enterprise = unit.enterprise if unit.enterprise and unit.enterprise.path not in paths else None
    return replace(unit, enterprise=enterprise, products=[form for form in unit.products if form.path not in paths])


def _kept_back(checked: Checked) -> set[str]:
    """The forms with a text that nobody is to see, or not as it is."""
    errors = (finding for finding in checked.findings if finding.severity is Severity.ERROR)
    return {public_path(finding.path) for finding in errors if finding.rule in _KEPT_BACK}


def _errors(checked: Checked) -> Counter[str]:
    """The number of errors by the form's path."""
    return Counter(public_path(found.path) for found in checked.findings if found.severity is Severity.ERROR)


class _Reasons:
    """Why a form is not shown."""

    def __init__(self, checked: Checked) -> None:
        self._read = {form.path for unit in checked.units for form in unit.forms()}
        self._back = _kept_back(checked)

    def reason(self, path: str) -> str:
        """The reason in words."""
        unit = UnitPath.holding(path)
        if unit and not is_valid(unit.code):
            return "文件夹名不是有效的信用代码，改正后才能预览"
        if path not in self._read:
            return "读不出来，改正后才能预览"
        if path in self._back:
            return "里面有不能公开或看不见的内容，改正后才能预览"
        return "看不出所属种类，或是否检测，改正后才能预览"


# ---------- the file ----------


class _Painter:
    """Renders entries with the site's macros, and the page around them."""

    def __init__(self, env: Environment, errors: Mapping[str, int]) -> None:
        self._env, self._errors = env, errors
        env.filters["money"] = lambda amount: amount if isinstance(amount, str) else money(amount)

    def shown(self, entry: Entry) -> Shown:
        """One entry, without related ones, dates, citation and data block, which it has on the site only."""
        given: dict[str, Any] = {"linked": None, "changes": None, "cite": None}
        if isinstance(entry, ProductEntry):
            title, kind, given = entry.title, "product", given | {"p": entry, "near": Near("", ())}
        else:
            title, kind, given = entry.name, "enterprise", given | {"e": entry, "related": ()}
        body = macros(self._env, f"{kind}-body", _ANCHOR).body(**given)
        return Shown(entry.url, title, _path(entry), self._errors.get(_path(entry), 0), body)

    def page(self, site_src: Path, shown: Sequence[Shown], hidden: Sequence[tuple[str, str]], more: int) -> str:
        """The file's HTML. Its policy allows the styles by their hash and nothing else."""
        styles = "\n".join((site_src / name).read_text(encoding="utf-8") for name in STYLES)
        template = self._env.get_template("preview.html")
        return template.render(
            styles=Markup(styles),  # noqa: S704 - our own files
            policy=f"default-src 'none'; style-src '{policy_hash(styles)}'; img-src data:; base-uri 'none'; form-action 'none'",
            shown=shown,
            hidden=hidden,
            more=more,
        )
