"""Builds the site from a given input, quietly, without reading any submission."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.site.catalogue import SiteInput
from scripts.timings import Timings
from scripts.uncollected import uncollected

HOOKS = Path(__file__).with_name("hooks.py")


class SiteError(Exception):
    """The site could not be built; the message says why, in Chinese where the cause is ours."""


def build_site(
    root: Path,
    out: Path,
    site_input: SiteInput,
    base_url: str | None = None,
    *,
    full: Collection[str] = (),
    timings: Timings | None = None,
) -> None:
    """Writes the site of ``site_input`` to ``out``, whose former content goes, with root's mkdocs.yml and site_src/.

    The code that runs is always ours, whatever hooks root's mkdocs.yml names. Entries named in ``full`` (``<code>`` or
    ``<code>/<slug>``) are rendered by the theme instead of being stamped: the result is the same, only slower. ``timings`` gets a stage for
    each kind of files.
    """
    settings = root / "mkdocs.yml"
    if not settings.is_file():
        raise SiteError(f"没有找到网站配置：{settings}")
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice of its own end of life
    with _quiet() as log:
        try:
            _run(settings, out, base_url, {"site_input": site_input, "full": full, "timings": timings or Timings()})
        except (Exception, SystemExit) as error:
            raise SiteError(_reason(log, error)) from error


def serve_site(root: Path, address: str) -> None:
    """Previews root's site at ``address`` (host:port) until interrupted; follows changes of submissions and templates."""
    from mkdocs.commands.serve import serve

    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    print(f"正在预览 http://{address}/ ，按 Ctrl-C 结束。", file=sys.stderr)
    with _quiet(told=True) as log:
        try:
            serve(str(root / "mkdocs.yml"), dev_addr=address, site_url="", hooks=[str(HOOKS)])
        except (Exception, SystemExit) as error:
            raise SiteError(_reason(log, error)) from error


def _reason(log: _Lines, error: BaseException) -> str:
    return "网站没有生成：" + "；".join(dict.fromkeys([*log.lines, str(error)]))


def _run(settings: Path, out: Path, base_url: str | None, given: Mapping[str, Any]) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(
        config_file=str(settings), site_dir=str(out), site_url=base_url or "", strict=True, hooks=[str(HOOKS)]
    )
    config.extra.update(given)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        with uncollected():
            build(config)
    finally:
        for work in config.extra.get("beside", ()):
            work.stop()


class _Lines(logging.Handler):
    """Keeps warnings and errors instead of printing them, or with ``told`` prints them too."""

    def __init__(self, told: bool) -> None:
        super().__init__(logging.WARNING)
        self.told = told
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        if self.told:
            print(record.getMessage(), file=sys.stderr)


@contextmanager
def _quiet(told: bool = False) -> Iterator[_Lines]:
    logger, lines = logging.getLogger("mkdocs"), _Lines(told)
    before = logger.propagate
    logger.addHandler(lines)
    logger.propagate = False
    try:
        yield lines
    finally:
        logger.removeHandler(lines)
        logger.propagate = before
