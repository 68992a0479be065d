"""The thin adapter to mkdocs: hands our pages to it, our data to its templates, and stamps the entries at the end."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

HOME = Path(__file__).resolve().parents[2]
if str(HOME) not in sys.path:  # plain `mkdocs build` in a checkout that is not installed
    sys.path.append(str(HOME))

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape  # noqa: E402
from mkdocs.exceptions import Abort  # noqa: E402
from mkdocs.structure.files import File, Files, InclusionLevel  # noqa: E402

from scripts.beside import Beside  # noqa: E402
from scripts.site import data, downloads, form_bundle, form_data, search_index, sitemap  # noqa: E402
from scripts.site.catalogue import SiteInput  # noqa: E402
from scripts.site.guide import Guide  # noqa: E402
from scripts.site.pages import SHELLS, Addresses, Pages  # noqa: E402
from scripts.site.templates import bounds, install, web  # noqa: E402

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


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


def public_history(settings: Any) -> str:
    """Where the repository shows changes, if mkdocs.yml says that it may be linked; '' otherwise.

    The repository shows the submissions as they are, contacts too: it must be public and the contacts in it sealed.
    """
    if not isinstance(settings, dict):
        return ""
    allowed = settings.get("repository_public") is True and settings.get("contacts_sealed") is True
    address = str(settings.get("url") or "").rstrip("/")
    return address if allowed and web(address) else ""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Reads the survey once a build, so that `mkdocs serve` follows changes. The sitemap is ours."""
    at = Addresses(config.site_url or "", public_history(config.extra.get("history")))
    config.extra["pages"] = Pages(load(config), _source(config) / "overrides", config.extra.get("full", ()), at)
    config.theme.static_templates.discard("sitemap.xml")
    config.theme.get_env = partial(_without_assets, config.theme.get_env)  # type: ignore[method-assign]
    _lap(config, "装载主题，整理条目")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds our assets, pages and data."""
    pages = _pages(config)
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
    for uri in downloads.addresses(pages.cat, pages.figures, config.site_url or None):
        files.append(File.generated(config, uri, content=b"", inclusion=InclusionLevel.NOT_IN_NAV))
    config.extra["beside"] = []
    for work in (_write_index, _write_data):
        config.extra["beside"].append(Beside(partial(work, config), apart=pages.large))
    _lap(config, "数据文件、条目数据、搜索索引")
    return files


def _without_assets(made: Callable[[], Environment]) -> Environment:
    """The theme's templates without its own assets, which no page of ours asks for: mkdocs would look through 14,000 files."""
    env = made()
    env.list_templates = lambda *_, **__: []  # type: ignore[method-assign]
    return env


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Puts the survey's constants into hand-written pages, which are templates. No submitted text passes here."""
    if not markdown.strip():  # a page of ours, all of it front matter
        return markdown
    given, cat = _pages(config).given, _pages(config).cat
    overrides = _source(config) / "overrides"
    # The page itself is Markdown and not escaped; what it imports from the templates is HTML and is.
    env = Environment(
        loader=FileSystemLoader(overrides),
        autoescape=select_autoescape(["html"], default_for_string=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
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
        dated=cat.dated,
        figures=[(table.name, table.heads) for table in _pages(config).figures.tables],
        cities=cat.cities,
        guide=Guide(_source(config) / "assets"),
    )


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Gives the theme's templates our filters and escaping. The downloads, by now linked to, are not mkdocs' to write."""
    for uri in downloads.addresses(_pages(config).cat, _pages(config).figures, config.site_url or None):
        files.remove(files.src_uris[uri])
    return install(env, _pages(config).cat, _pages(config).drawn)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Gives each page its own data."""
    context.update(_pages(config).context(page.meta, page.url))
    return context


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """404.html is served at any depth: its links start at the site's path where that is known, else where it lies."""
    context["root"] = context["base_url"].rstrip("/") + "/" if config.site_url else ""
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Stamps the entries into the shells, removes the shells; writes what is left, and waits for what is written beside."""
    _lap(config, "列表与其余页面")
    site, pages = Path(config.site_dir), _pages(config)
    shells = {kind: (site / url / "index.html").read_text(encoding="utf-8") for kind, url in SHELLS.items()}
    for url in SHELLS.values():
        shutil.rmtree(site / url.split("shell/")[0] / "shell")
    config.extra["beside"].append(Beside(lambda: _write_all(config, pages.stamped_units(shells)), apart=pages.large))
    _write_all(config, pages.stamped_products(shells))
    _lap(config, "条目页")
    _write_all(config, pages.lists.rows())
    _lap(config, "列表的全部行")
    (site / form_bundle.URI).write_text(
        form_bundle.render(_source(config), _form_json(config), config.site_name), encoding="utf-8"
    )
    _lap(config, "离线填报页")
    for work in config.extra["beside"]:
        work.result()
    _lap(config, "等待同时写的部分")


def _write_index(config: MkDocsConfig) -> None:
    """The longest work of a large site, and so the first to begin."""
    search_index.write(Path(config.site_dir) / "search", _pages(config).cat)


def _write_data(config: MkDocsConfig) -> None:
    """What no theme is needed for: the files for download, each entry's JSON, where it may the sitemap."""
    pages = _pages(config)
    _write_all(config, downloads.files(pages.cat, pages.figures, config.site_url or None).items())
    _write_all(config, pages.entry_files())
    if config.site_url:
        _write(config.site_dir, "sitemap.xml", sitemap.render(config.site_url, pages.addresses()))


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Rebuilds when a submission, a template or a style changes."""
    for folder in (_root(config) / "submissions", _source(config)):
        if folder.is_dir():
            server.watch(str(folder))
    return server


def _write_all(config: MkDocsConfig, files: Iterable[tuple[str, bytes]]) -> None:
    for uri, content in files:
        _write(config.site_dir, uri, content)


def _write(site: str, uri: str, content: bytes) -> None:
    """As pathlib would, at a quarter of its price for ten thousand small files."""
    path = f"{site}/{uri}"
    try:
        file = os.open(path, _NEW, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        file = os.open(path, _NEW, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def _lap(config: MkDocsConfig, name: str) -> None:
    if config.extra.get("timings"):
        config.extra["timings"].lap(name)


def _pages(config: MkDocsConfig) -> Pages:
    return cast(Pages, config.extra["pages"])


def _form_json(config: MkDocsConfig) -> str:
    return form_data.form_json(config.repo_url, config.extra.get("branch", "main"))


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or ".").resolve().parent


def _source(config: MkDocsConfig) -> Path:
    return _root(config) / "site_src"
