"""The mkdocs plugin ``catalogue``: adds our pages to mkdocs' build and writes our files after it.

``mkdocs.yml`` names it under ``plugins``. ``scripts.site.build`` hands it the survey; under plain ``mkdocs`` it reads the
submissions beside ``mkdocs.yml``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from scripts.site import (
    about,
    citing,
    columns,
    data,
    desk_page,
    downloads,
    form_bundle,
    form_data,
    published,
    script_bundle,
    search_index,
    sitemap,
    theme,
)
from scripts.site.about import Publisher, publisher_lines
from scripts.site.archive import FOLDER, ArchiveError
from scripts.site.catalogue import SiteInput
from scripts.site.guide import Guide
from scripts.site.input import InputError, read_input
from scripts.site.pages import PAGE, SHELLS, Addresses, Pages
from scripts.site.second_process import second_process
from scripts.site.templates import bounds, install, web


class History(Config):
    """``history``: where the repository shows changes. It shows submissions with their contacts, so all three must be set."""

    url = config_options.Type(str, default="")
    repository_public = config_options.Type(bool, default=False)
    contacts_sealed = config_options.Type(bool, default=False)

    @property
    def link(self) -> str:
        """The address to link to; '' where that is not allowed."""
        address = self.url.rstrip("/")
        return address if self.repository_public and self.contacts_sealed and web(address) else ""


class Settings(Config):
    """The plugin's settings in ``mkdocs.yml``. ``branch`` is the branch that takes submissions."""

    branch = config_options.Type(str, default="main")
    history = config_options.SubConfig(History)


class CataloguePlugin(BasePlugin[Settings]):
    """One build of the site. ``source`` is what it is built from; None until it is handed in or read."""

    source: SiteInput | None = None
    pages: Pages
    site_src: Path

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the survey, and take the sitemap and the theme's assets out of mkdocs' hands."""
        root = Path(config.config_file_path).resolve().parent
        self.site_src = root / "site_src"
        try:
            config.extra["publisher"] = named = publisher_lines(config.extra)
        except ValueError as error:
            raise Abort(str(error)) from error
        addresses = Addresses(config.site_url or "", self.config.history.link, Publisher.of(named))
        self.pages = Pages(self.source or _read(root), self.site_src / "overrides", addresses)
        theme.strip(config.theme)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add our assets, pages and data."""
        assets = self.site_src / "assets"
        bundled = [self.site_src / script_bundle.FOLDER / name for name in script_bundle.FOLDERS]
        for path in sorted(assets.rglob("*")):
            if path.is_file() and path.parent not in bundled:
                uri = f"assets/{path.relative_to(assets).as_posix()}"
                files.append(File.generated(config, uri, abs_src_path=str(path)))
        for page in self.pages.rendered():
            uri = f"{page.url}index.md"
            files.append(File.generated(config, uri, content=page.source, inclusion=InclusionLevel.NOT_IN_NAV))
        files.append(File.generated(config, "submit/form.json", content=self._form_json(config)))
        files.append(File.generated(config, form_bundle.SCRIPT, content=form_bundle.site_script(self.site_src)))
        files.append(File.generated(config, desk_page.DATA, content=desk_page.desk_json()))
        files.append(File.generated(config, desk_page.SCRIPT, content=desk_page.site_script(self.site_src)))
        for uri in self._downloads(config):
            files.append(File.generated(config, uri, content=b"", inclusion=InclusionLevel.NOT_IN_NAV))
        return files

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Render a hand-written page, which is a template over the survey's constants. No submitted text passes here."""
        if not markdown.strip():  # a page of front matter only
            return markdown
        source, cat = self.pages.source, self.pages.cat
        # The page itself is Markdown and not escaped; what it imports from the templates is HTML and is.
        env = Environment(
            loader=FileSystemLoader(self.site_src / "overrides"),
            autoescape=select_autoescape(["html"], default_for_string=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return env.from_string(markdown).render(
            round=source.survey.round,
            deadline=source.deadline,
            closed=source.closed,
            threshold=source.threshold,
            separate=source.separate,
            text_ranges={label: bounds(text) for label, text in source.texts.items()},
            columns=columns,
            cite=citing.of_data(cat, config.site_url or "", self.pages.addresses.publisher),
            rounds=self.pages.rounds.rounds.values(),
            counts={"products": len(cat.products), "enterprises": cat.enterprises},
            repo_url=config.repo_url,
            site_url=config.site_url,
            publisher=config.extra.get("publisher"),
            has_feed=bool(config.site_url) and cat.dated,
            dated=cat.dated,
            figures=[(table.name, table.heads) for table in self.pages.figures.tables],
            cities=cat.cities,
            licence=about.licence(),
            guide=Guide(self.site_src / "assets"),
        )

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Give the theme's templates our filters. The downloads, needed until here as targets of links, are ours to write."""
        for uri in self._downloads(config):
            files.remove(files.src_uris[uri])
        return install(env, self.pages.cat)

    def on_page_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give each page its data."""
        context.update(self.pages.context(page.meta, page.url))  # type: ignore[typeddict-item]
        return context

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """404.html is served at any depth: its links start at the site's path where that is known."""
        context.update(root=context["base_url"].rstrip("/") + "/" if config.site_url else "")  # type: ignore[call-arg]
        return context

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the entries, stamped into their shells, and every file that needs no theme."""
        site = Path(config.site_dir)
        shells = {kind: (site / url / PAGE).read_text(encoding="utf-8") for kind, url in SHELLS.items()}
        for url in SHELLS.values():
            shutil.rmtree(site / url.split("shell/")[0] / "shell")
        products = self.pages.cat.products
        with second_process(lambda: _write(site, self._files(config, shells)), entries=len(products)):
            _write(site, self.pages.product_pages(shells["product"]))
            search_index.write(site / "search", self.pages.cat)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when a submission, a template or a style changes."""
        for folder in (*(self.site_src.parent / name for name in ("submissions", FOLDER)), self.site_src):
            if folder.is_dir():
                server.watch(str(folder))
        return server

    def _files(self, config: MkDocsConfig, shells: dict[str, str]) -> Iterator[tuple[str, bytes]]:
        """Address and content of every file of ours but the products' pages and the search index."""
        pages, site_url = self.pages, config.site_url or ""
        form_json = self._form_json(config)
        yield from chain(
            pages.unit_pages(shells["enterprise"]),
            pages.rule_pages(shells["rule"]),
            pages.entry_files(),
            pages.row_files(),
        )
        closed = tuple(pages.rounds.rounds.values())
        yield from downloads.files(pages.cat, pages.figures, site_url, pages.addresses.publisher, closed).items()
        for page in (form_bundle, desk_page):
            yield page.URI, page.render(self.site_src, form_json, config.site_name).encode()
        yield (
            "submit/units.json",
            data.compact_json([[unit.code, unit.name, unit.city.name] for unit in pages.cat.units]),
        )
        if pages.source.separate:
            forms = pages.source.published.items()
            yield published.URI, data.compact_json({path: form.data() for path, form in forms})
        if site_url:
            yield "sitemap.xml", sitemap.render(site_url, pages.urls())

    def _downloads(self, config: MkDocsConfig) -> Iterator[str]:
        closed = tuple(self.pages.rounds.rounds.values())
        return downloads.addresses(self.pages.cat, self.pages.figures, config.site_url or "", closed)

    def _form_json(self, config: MkDocsConfig) -> str:
        return form_data.form_json(config.repo_url, self.config.branch, self.pages.source.survey.bureaus)


def _write(site: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for uri, content in files:
        path = site / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _read(root: Path) -> SiteInput:
    try:
        return read_input(root)
    except (
        InputError,
        ArchiveError,
    ) as error:  # `mkdocs serve` outlives an Abort and rebuilds once the mistake is corrected
        raise Abort(str(error)) from error
