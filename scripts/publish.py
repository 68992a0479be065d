"""Write into a temporary folder and replace the output, or its files, in the end, all or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OURS = {"site", "bureau"}
_NEW, _OLD = "-being-built-", "-replaced-"  # in the names of the folders that stand beside the output meanwhile
_WRITTEN = ".being-written-"  # begins the name of the folder that stands in the output meanwhile


class PublishError(Exception):
    """The output folder holds files that a build does not write; the message says what to do."""


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A temporary folder that replaces ``out`` when the block succeeds; after a failure ``out`` is unchanged."""
    _refuse_strangers(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    _clear_up(out)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}{_NEW}", dir=out.parent))
    try:
        fresh.chmod(0o755)
        yield fresh
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def renewing(out: Path, former: Iterable[Path]) -> Iterator[Path]:
    """A temporary folder whose files take their places below ``out`` when the block succeeds; those of ``former`` without a new one go.

    All else in ``out`` stays. After a failure ``out`` is unchanged, also where a file that is to go is open in Excel: OSError.
    """
    out.mkdir(parents=True, exist_ok=True)
    for left in out.glob(f"{_WRITTEN}*"):
        shutil.rmtree(left, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=_WRITTEN, dir=out))
    try:
        yield fresh
        new = {path: out / path.relative_to(fresh) for path in sorted(fresh.rglob("*")) if path.is_file()}
        gone = [path for path in former if path not in new.values()]
        for target in (*new.values(), *gone):
            _refuse_locked(target)
        for path, target in new.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        for target in gone:
            target.unlink(missing_ok=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _refuse_locked(target: Path) -> None:
    """Raise OSError where a file may not be written, or another program holds it."""
    with suppress(FileNotFoundError), target.open("r+b"):
        pass


def _refuse_strangers(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise PublishError(f"{out} 是一个文件，不是文件夹；请用 --out 换一个位置")
    strangers = sorted(path.name for path in out.iterdir() if path.name not in OURS) if out.is_dir() else []
    if strangers:
        raise PublishError(
            f"{out} 里有不是本程序生成的内容（{strangers[0]} 等），为免误删没有动它；请用 --out 指定一个空文件夹"
        )


def _clear_up(out: Path) -> None:
    """Remove what a build left that was killed; an output that it had moved aside is put back."""
    for left in sorted(out.parent.glob(f".{out.name}-*")):
        if left.name.startswith((f".{out.name}{_NEW}", f".{out.name}{_OLD}")):
            if (left / out.name).is_dir() and not out.exists():
                (left / out.name).rename(out)
            shutil.rmtree(left, ignore_errors=True)


def _swap(fresh: Path, out: Path) -> None:
    if not out.exists():
        fresh.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}{_OLD}", dir=out.parent))
    out.rename(old / out.name)
    try:
        fresh.rename(out)
    except OSError:
        (old / out.name).rename(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
