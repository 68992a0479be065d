"""Work in a second process: its result, its errors, its end."""

from __future__ import annotations

import os
import time
from multiprocessing import active_children
from pathlib import Path
from typing import NoReturn

import pytest

from scripts import beside as module
from scripts.beside import Beside, can_fork

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")


@pytest.fixture(params=[True, False], ids=["forked", "in turn"])
def apart(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(module, "can_fork", lambda: True)
    return bool(request.param)


def test_the_result_is_what_the_work_gave(apart: bool) -> None:
    with Beside(os.getpid, apart=apart) as work:
        pass
    assert (work.result() != os.getpid()) is apart
    assert active_children() == []


def test_an_error_reaches_the_caller_as_it_is(apart: bool) -> None:
    def fail() -> NoReturn:
        raise PermissionError(13, "Permission denied", "附件3.xlsx")

    with pytest.raises(PermissionError) as caught:
        Beside(fail, apart=apart).result()
    assert (caught.value.errno, caught.value.filename) == (13, "附件3.xlsx")
    assert not apart or "in fail" in "".join(caught.value.__notes__)
    assert active_children() == []


def test_an_error_that_cannot_be_sent_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "can_fork", lambda: True)

    def fail() -> NoReturn:
        raise type("Odd", (Exception,), {})("没有这样的栏目")

    with pytest.raises(RuntimeError, match="Odd: 没有这样的栏目"):
        Beside(fail, apart=True).result()


def test_a_failing_block_leaves_no_half_done_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "can_fork", lambda: True)

    def work() -> None:
        time.sleep(0.2)
        (tmp_path / "late").touch()

    with pytest.raises(KeyError), Beside(work, apart=True):
        raise KeyError
    assert (tmp_path / "late").exists() and active_children() == []


def test_work_that_is_stopped_does_not_come_to_its_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "can_fork", lambda: True)

    def work() -> None:
        time.sleep(30)
        (tmp_path / "late").touch()

    Beside(work, apart=True).stop()
    assert not (tmp_path / "late").exists() and active_children() == []


def test_a_large_result_does_not_block(apart: bool) -> None:
    with Beside(lambda: b"x" * 1_000_000, apart=apart) as work:
        pass
    assert len(work.result()) == 1_000_000


def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "can_fork", lambda: True)
    with pytest.raises(ChildProcessError, match="中途停止"):
        Beside(lambda: os._exit(9), apart=True).result()


def test_nothing_is_forked_on_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: 1)
    assert not can_fork()
    assert Beside(os.getpid, apart=True).result() == os.getpid()
