"""The public halves of a repository, by which a private one finds its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from schema.forms.commitment import commit
from schema.layout.arrange import arrange
from schema.layout.paths import FormPath
from schema.reading.form_reading import read_form
from schema.reading.halves import Digest, private_values, travelling
from schema.reading.read import read
from scripts.tree.disk import DiskTree


class PublicHalf(NamedTuple):
    """A public half, as far as it can be read: its place, round and commitment, and the positions of 材料 whose files travel."""

    place: FormPath
    year: int
    commitment: str
    lines: tuple[int, ...]

    def commits_to(self, root: Mapping[str, Any], digest: Digest) -> bool:
        """Whether it was made with a private half that reads as ``root``; ``digest`` is that of the files which that names."""
        salt = root.get("盐")
        values = private_values(self.place.kind.cls, root, self.lines, digest)
        if not isinstance(salt, str) or values is None:
            return False
        city, code, slug = self.place.city, self.place.code or "", self.place.slug or "enterprise"
        return commit(self.year, city, code, slug, salt.strip(), values) == self.commitment


def public_halves(root: Path) -> Iterator[PublicHalf]:
    """Those of every unit that has a commitment."""
    tree = DiskTree(root)
    units = arrange(tree.entries()).units.values()
    for entry in (entry for unit in units for entry in unit.forms()):
        place = FormPath.parse(entry.path)
        document = read(entry.path, tree.read(entry.path)).document
        if place is None or document is None or not document.root:
            continue
        form = read_form(place.kind.filed, document).form
        if form is not None and form.commitment:
            yield PublicHalf(place, form.year, form.commitment, travelling(form))
