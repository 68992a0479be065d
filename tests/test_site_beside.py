"""Writing the site in several processes: the same bytes as in one, an error of either is told, no process is left behind."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import beside
from scripts.beside import Beside
from scripts.site import data, pages, sitemap
from scripts.site.build import SiteError, build_site
from tests.test_site_build import tree
from tools.site_fixture import site_input

ROOT = Path(__file__).parents[1]
ADDRESS = "https://example.org/"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several processes on Linux only")


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every site is big enough, and there are processors enough; the processes that write it, beside the test's own."""
    seen: list[int] = []
    start = Beside.__init__

    def note(self: Beside[None], work: Callable[[], None], *, apart: bool) -> None:
        start(self, work, apart=apart)
        seen.extend(child.pid for child in multiprocessing.active_children() if child.pid and child.pid not in seen)

    monkeypatch.setattr(pages, "LARGE", 0)
    monkeypatch.setattr(beside, "can_fork", lambda: True)
    monkeypatch.setattr(Beside, "__init__", note)
    return seen


def _gone(processes: list[int]) -> bool:
    def lives(process: int) -> bool:
        try:
            os.kill(process, 0)  # a zombie would still be there
        except ProcessLookupError:
            return False
        return True

    return not multiprocessing.active_children() and not any(map(lives, processes))


def test_several_processes_write_the_same_site(
    forked: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(ROOT, tmp_path / "many", site_input(), ADDRESS)
    assert len(forked) == 3 and _gone(forked)
    monkeypatch.setattr(pages, "LARGE", 10**9)
    build_site(ROOT, tmp_path / "one", site_input(), ADDRESS)
    assert len(forked) == 3
    assert tree(tmp_path / "one") == tree(tmp_path / "many")


def test_an_error_in_the_other_process_is_told(
    forked: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sitemap, "render", fail)
    with pytest.raises(SiteError, match=r"网站没有生成：.*No space left on device") as caught:
        build_site(ROOT, tmp_path / "site", site_input(), ADDRESS)
    assert isinstance(caught.value.__cause__, OSError)
    assert "in fail" in "".join(caught.value.__cause__.__notes__)
    assert forked and _gone(forked)


def test_an_error_in_this_process_ends_the_other(
    forked: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "files", lambda *given: threading.Event().wait())
    monkeypatch.setattr("scripts.site.pages.Pages.context", lambda *given: 1 / 0)
    with pytest.raises(SiteError, match="division by zero"):
        build_site(ROOT, tmp_path / "site", site_input(), ADDRESS)
    assert forked and _gone(forked)


def test_a_killed_process_is_told(forked: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "files", lambda *given: os._exit(9))
    with pytest.raises(SiteError, match="中途停止"):
        build_site(ROOT, tmp_path / "site", site_input(), ADDRESS)
    assert forked and _gone(forked)
