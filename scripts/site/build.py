"""Run mkdocs with our plugin: build the site from a given input, or preview it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands import build, serve
from mkdocs.config import load_config

from scripts.site import theme
from scripts.site.catalogue import SiteInput
from scripts.site.plugin import CataloguePlugin

# Files named under `hooks` in a repository's mkdocs.yml are not run: the code of a build is the installed one.
NO_HOOKS: list[str] = []


class SiteError(Exception):
    """The site could not be built; the message gives the cause, in Chinese where it is ours."""


def build_site(root: Path, out: Path, source: SiteInput, base_url: str | None = None) -> None:
    """Write the site of ``source`` to ``out``, whose former content goes, with root's mkdocs.yml and site_src/.

    Nothing is printed. Raises SiteError with what mkdocs logged.
    """
    settings = root / "mkdocs.yml"
    if not settings.is_file():
        raise SiteError(f"没有找到网站配置：{settings}")
    with _captured_log(echo=False):
        config = load_config(str(settings), site_dir=str(out), site_url=base_url or "", strict=True, hooks=NO_HOOKS)
        plugin = config.plugins.get("catalogue")
        if not isinstance(plugin, CataloguePlugin):
            raise SiteError(f"{settings} 的 plugins 里要写上 catalogue")
        plugin.source = source
        config.plugins.on_startup(command="build", dirty=False)
        build.build(config)


def serve_site(root: Path, address: str) -> None:
    """Preview root's site at ``address`` (host:port) until interrupted; rebuild when submissions or templates change."""
    print(f"正在预览 http://{address}/ ，按 Ctrl-C 结束。", file=sys.stderr)
    with _captured_log(echo=True):
        serve.serve(str(root / "mkdocs.yml"), dev_addr=address, site_url="", hooks=NO_HOOKS)


class _Lines(logging.Handler):
    """Keeps warnings and errors; with ``echo`` prints them too."""

    def __init__(self, echo: bool) -> None:
        super().__init__(logging.WARNING)
        self.echo = echo
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        if self.echo:
            print(record.getMessage(), file=sys.stderr)


@contextmanager
def _captured_log(*, echo: bool) -> Iterator[None]:
    """Take over mkdocs' log; an error in the block becomes a SiteError with the log's lines."""
    theme.silence()
    logger, log = logging.getLogger("mkdocs"), _Lines(echo)
    propagate = logger.propagate
    logger.addHandler(log)
    logger.propagate = False
    try:
        yield
    except (Exception, SystemExit) as error:  # mkdocs ends a build with SystemExit
        reason = "；".join(dict.fromkeys([*log.lines, str(error)]))
        raise SiteError(f"网站没有生成：{reason}") from error
    finally:
        logger.removeHandler(log)
        logger.propagate = propagate
