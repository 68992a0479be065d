"""The thin adapter to mkdocs: hands our pages to it, our data to its templates, and stamps the entries at the end."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

HOME = Path(__file__).resolve().parents[2]
if str(HOME) not in sys.path:  # plain `mkdocs build` in a checkout that is not installed
    sys.path.append(str(HOME))

from jinja2 import Environment, StrictUndefined  # noqa: E402
from mkdocs.exceptions import Abort  # noqa: E402
from mkdocs.structure.files import File, Files, InclusionLevel  # noqa: E402

from scripts.site import data, downloads, form_bundle, form_data, search_index, sitemap  # noqa: E402
from scripts.site.catalogue import SiteInput  # noqa: E402
from scripts.site.pages import SHELLS, Pages  # noqa: E402
from scripts.site.templates import bounds, install  # noqa: E402

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page


def load(config: MkDocsConfig) -> SiteInput:
    """What to build from: what a programmatic build handed over, else the submissions beside mkdocs.yml."""
    given = config.extra.get("site_input")
    if given is None:
        from scripts.build import public_input

        try:
            given = public_input(_root(config))
        except SystemExit as error:  # `mkdocs serve` outlives an Abort, and waits for the mistake to be mended
            raise Abort(str(error)) from error
    return cast(SiteInput, given)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Reads the survey once a build, so that `mkdocs serve` follows changes. The sitemap is ours."""
    config.extra["pages"] = Pages(load(config), config.extra.get("full", ()))
    config.theme.static_templates.discard("sitemap.xml")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Drops the theme's own assets, which no page of ours asks for; adds our assets, pages and data."""
    pages = _pages(config)
    for file in list(files):
        if not Path(file.abs_src_path or "").is_relative_to(config.docs_dir):
            files.remove(file)
    assets = _source(config) / "assets"
    for path in sorted(assets.rglob("*")):
        if path.is_file() and path.parent != _source(config) / form_bundle.FOLDER:
            uri = f"assets/{path.relative_to(assets).as_posix()}"
            files.append(File.generated(config, uri, abs_src_path=str(path)))
    for spec in pages.rendered():
        uri = f"{spec.url}index.md"
        files.append(File.generated(config, uri, content=spec.source, inclusion=InclusionLevel.NOT_IN_NAV))
    files.append(File.generated(config, "submit/form.json", content=_form_json(config)))
    files.append(File.generated(config, form_bundle.SCRIPT, content=form_bundle.site_script(_source(config))))
    for uri, content in downloads.files(pages.cat, pages.figures, config.site_url or None).items():
        files.append(File.generated(config, uri, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Puts the survey's constants into hand-written pages, which are templates. No submitted text passes here."""
    given, cat = _pages(config).given, _pages(config).cat
    env = Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    return env.from_string(markdown).render(
        round=given.survey.round,
        deadline=given.deadline,
        threshold=given.threshold,
        text_ranges={label: bounds(text) for label, text in given.texts.items()},
        tables={"products": data.PRODUCT, "enterprises": data.ENTERPRISE},
        counts={"products": len(cat.products), "enterprises": cat.enterprises},
        repo_url=config.repo_url,
        site_url=config.site_url,
        has_feed=bool(config.site_url) and cat.dated,
        figures=[(table.name, table.heads) for table in _pages(config).figures.tables],
    )


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Gives the theme's templates our filters and escaping."""
    return install(env, _pages(config).cat)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Gives each page its own data."""
    context.update(_pages(config).context(page.meta, page.url))
    return context


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """404.html is served at any depth: its links start at the site's path where that is known, else where it lies."""
    context["root"] = context["base_url"].rstrip("/") + "/" if config.site_url else ""
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Stamps the entries into the shells, removes the shells; writes the search index, and where it may the sitemap."""
    site, pages = Path(config.site_dir), _pages(config)
    shells = {kind: (site / url / "index.html").read_text(encoding="utf-8") for kind, url in SHELLS.items()}
    for url in SHELLS.values():
        shutil.rmtree(site / url.split("shell/")[0] / "shell")
    for url, html in pages.stamped(_source(config) / "overrides", shells):
        target = site / url / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(html.encode())
    for uri, content in pages.lists.rows(_source(config) / "overrides"):
        (site / uri).write_bytes(content)
    search_index.write(site / "search", pages.cat)
    (site / form_bundle.URI).write_text(
        form_bundle.render(_source(config), _form_json(config), config.site_name), encoding="utf-8"
    )
    if config.site_url:
        (site / "sitemap.xml").write_bytes(sitemap.render(config.site_url, pages.addresses()))


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Rebuilds when a submission, a template or a style changes."""
    for folder in (_root(config) / "submissions", _source(config)):
        if folder.is_dir():
            server.watch(str(folder))
    return server


def _pages(config: MkDocsConfig) -> Pages:
    return cast(Pages, config.extra["pages"])


def _form_json(config: MkDocsConfig) -> str:
    return form_data.form_json(config.repo_url, config.extra.get("branch", "main"))


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or ".").resolve().parent


def _source(config: MkDocsConfig) -> Path:
    return _root(config) / "site_src"
