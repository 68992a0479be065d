"""What was answered so far, kept in ``build/new/`` after each answer, so that nothing is lost when the conversation breaks off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from schema.layout.paths import FormPath
from scripts.tree.tracking import keep_untracked
from scripts.writing.values import Values, typed_values


class Draft:
    """The draft of one form; ``name`` is its path from the repository's root. Git never sees it: it holds contacts."""

    def __init__(self, root: Path, place: FormPath) -> None:
        self.name = f"build/new/{place.city}-{place.code}-{place.slug or 'enterprise'}.json"
        self._root, self._path, self._cls = root, root / self.name, place.kind.cls

    @property
    def exists(self) -> bool:
        """Whether there is one."""
        return self._path.is_file()

    @property
    def time(self) -> str:
        """When it was kept, by the computer's clock."""
        return datetime.fromtimestamp(self._path.stat().st_mtime).astimezone().strftime("%m-%d %H:%M")

    def load(self) -> tuple[Values, dict[str, str]] | None:
        """The values, and where the scans lie by their names; None where it cannot be read."""
        try:
            kept: Any = json.loads(self._path.read_bytes())
            json.dumps(kept, ensure_ascii=False).encode()  # half a character is no text
            sources = {name: source for name, source in kept["scans"].items() if isinstance(source, str)}
            return typed_values(self._cls, kept["values"]), sources
        except (OSError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
            return None

    def save(self, values: Values, scans: Mapping[str, str]) -> None:
        """Keep the answers; raises OSError."""
        keep_untracked(self._root / "build")
        self._path.parent.mkdir(exist_ok=True)
        new = self._path.with_suffix(".new")
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        new.write_text(json.dumps({"values": values, "scans": scans}, ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(self._path)

    def set_aside(self) -> str:
        """Move one that cannot be read, or is not wanted, out of the way; the name that it has then."""
        number = next(n for n in count(1) if not self._path.with_suffix(f".old{n}").exists())
        self._path.rename(self._path.with_suffix(f".old{number}"))
        return f"{self.name.removesuffix('.json')}.old{number}"

    def forget(self) -> None:
        """Remove it, once the form is written."""
        self._path.unlink(missing_ok=True)
