"""What the site takes of Material: the frame of its pages and no more, used in one template and one module, and listed in docs/design.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from jinja2 import BaseLoader, Environment
from mkdocs.theme import Theme

from scripts.site import theme

ROOT = Path(__file__).parents[1]
OVERRIDES = ROOT / "site_src/overrides"
FILLED = ("site_meta", "htmltitle", "styles", "extrahead", "header", "container", "footer")  # by main.html
SETTINGS = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
TABLE = (ROOT / "docs/design.md").read_text(encoding="utf-8").split("## Life after Material\n")[1].split("\n## ")[0]


def listed(row: str) -> set[str]:
    """The names in the first cell of a row of the table."""
    (line,) = (line for line in TABLE.split("\n") if line.startswith(f"| {row}"))
    return set(re.findall("`([^`]+)`", line.split("|")[1]))


class Frame:
    """The frame rendered alone; ``theirs`` are the templates of Material that this took, ``html`` the page."""

    def __init__(self) -> None:
        theme.silence()
        settings = SETTINGS["theme"] | {"custom_dir": str(OVERRIDES)}
        self.theme = Theme(**settings)
        theme.strip(self.theme)
        env = self.theme.get_env()
        env.filters["url"] = str
        self.assets = env.list_templates()
        self.theirs: set[str] = set()
        env.loader = _Told(env.loader, self.theirs)
        blocks = "".join(f"{{% block {name} %}}⟦{name}⟧{{% endblock %}}" for name in FILLED)
        page = env.from_string('{% extends "frame.html" %}' + blocks)
        config = SimpleNamespace(theme=self.theme, extra={}, extra_css=[], extra_javascript=[], plugins={})
        self.html = page.render(config=config, page=None, base_url=".")


class _Told(BaseLoader):
    """A loader that tells which templates are not ours."""

    def __init__(self, loader: Any, told: set[str]) -> None:
        self.loader, self.told = loader, told

    def get_source(self, environment: Environment, template: str) -> Any:
        """The template's source."""
        source = self.loader.get_source(environment, template)
        if not source[1].startswith(str(OVERRIDES)):
            self.told.add(template)
        return source


@pytest.fixture(scope="module")
def frame() -> Frame:
    return Frame()


def sources() -> Iterator[Path]:
    for path in sorted((ROOT / "site_src").rglob("*")):
        if path.suffix in (".html", ".css", ".js", ".md"):
            yield path


def test_the_frame_is_all_that_is_taken(frame: Frame) -> None:
    """Word for word: whatever a new version puts beside our blocks is seen here."""
    lines = [line.strip() for line in frame.html.split("\n") if line.strip()]
    assert "".join(lines) == (
        '<!doctype html><html lang="zh-CN" class="no-js"><head>⟦site_meta⟧⟦htmltitle⟧⟦styles⟧⟦extrahead⟧</head><body dir="ltr">'
        '<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">'
        '<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">'
        '<label class="md-overlay" for="__drawer"></label><div data-md-component="skip"></div><div data-md-component="announce"></div>'
        '⟦header⟧<div class="md-container" data-md-component="container"><main class="md-main" data-md-component="main">'
        '<div class="md-main__inner md-grid">⟦container⟧</div></main>⟦footer⟧</div>'
        '<div class="md-dialog" data-md-component="dialog"><div class="md-dialog__inner md-typeset"></div></div></body></html>'
    )


def test_its_templates_are_those_of_the_list(frame: Frame) -> None:
    strings = {name for name in listed("strings") if "/" in name}
    assert frame.theirs == {"base.html"} | strings
    assert (listed("frame") & {"base.html"}) | strings == frame.theirs


def test_its_parts_are_those_of_the_list(frame: Frame) -> None:
    parts = set(re.findall(r"(?<=[\" ])md-[\w-]+", " ".join(re.findall('class="([^"]+)"', frame.html))))
    inside = {"md-dialog__inner", "md-typeset"}  # of one that is hidden
    assert parts - inside == (listed("frame") - {"base.html"}) | (listed("parts") - {"md-skip"})


def test_parts_in_no_block_are_hidden_by_one_line() -> None:
    lines = [
        (path.name, line)
        for path in sources()
        for line in path.read_text(encoding="utf-8").split("\n")
        if "md-" in line
    ]
    hidden = [line for name, line in lines if name == "catalogue.css" and line.endswith("{ display: none; }")]
    assert len(lines) == len(hidden) == 1, lines
    assert set(re.findall(r"(?<=\.)md-[a-z]+", hidden[0])) == listed("parts")


def test_its_scripts_are_replaced_by_nothing() -> None:
    assert {path: (OVERRIDES / path).read_bytes() for path in listed("its scripts")} == dict.fromkeys(
        ("partials/javascripts/base.html", "partials/javascripts/content.html"), b""
    )


def test_one_template_and_one_module_know_it() -> None:
    """No other template of ours reaches one that is not ours, and no string or icon of Material is asked for."""
    ours = {path.relative_to(OVERRIDES).as_posix() for path in OVERRIDES.rglob("*.html")}
    for name in ours:
        text = (OVERRIDES / name).read_text(encoding="utf-8")
        named = set(re.findall(r"{%-? *(?:extends|include|import|from) +\"([^\"]+)\"", text))
        assert named - ours == ({"base.html"} if name == "frame.html" else set()), name
        assert not re.search(r"\blang\.t\(|\.icons/|assets/(?:javascripts|stylesheets|images)/", text), name
    modules = [path for top in ("scripts", "schema") for path in (ROOT / top).rglob("*.py")]
    knowing = [
        path for path in modules if re.search(r"list_templates|NO_MKDOCS|\bimport material\b", path.read_text("utf-8"))
    ]
    assert knowing == [ROOT / "scripts/site/theme.py"]


def test_its_settings_and_markdown_are_those_of_the_list() -> None:
    assert set(SETTINGS["theme"]) == listed("settings")
    extensions = {name for one in SETTINGS["markdown_extensions"] for name in ([one] if isinstance(one, str) else one)}
    own = {"admonition", "attr_list", "def_list", "md_in_html", "tables", "toc"}  # Python-Markdown's
    assert extensions - own == listed("Markdown")
    assert all(isinstance(one, dict) and set(one) == {"catalogue"} for one in SETTINGS["plugins"])


def test_none_of_its_assets_are_copied(frame: Frame, site: Path) -> None:
    assert frame.assets == [] and "sitemap.xml" not in frame.theme.static_templates
    assert not (site / "assets/javascripts").exists() and not (site / "assets/stylesheets").exists()
    assert not (site / "assets/images").exists()
