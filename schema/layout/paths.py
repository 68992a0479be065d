"""Where a form stands in a repository: the one place that knows how paths under ``submissions/`` are put together."""

from __future__ import annotations

from typing import NamedTuple

from schema.forms.registry import BUREAU, ENTERPRISE, PRODUCT, FormKind

ROOT = "submissions"


class FormPath(NamedTuple):
    """The place of a form: a bureau's header has no ``code``, a unit's 附件1 no ``slug``. Names are not judged here."""

    city: str
    code: str | None = None
    slug: str | None = None

    @classmethod
    def parse(cls, path: str) -> FormPath | None:
        """The place of a form file, by its path from the repository's root; None for any other path."""
        match path.split("/"):
            case [root, city, "bureau.yaml"] if root == ROOT:
                return cls(city)
            case [root, city, code, "enterprise.yaml"] if root == ROOT:
                return cls(city, code)
            case [root, city, code, "products", name] if root == ROOT and name.endswith(".yaml"):
                return cls(city, code, name.removesuffix(".yaml"))
        return None

    @property
    def kind(self) -> FormKind:
        """Which form it is."""
        return BUREAU if self.code is None else ENTERPRISE if self.slug is None else PRODUCT

    @property
    def folder(self) -> str:
        """The unit's folder, or the city's for a bureau's header, from the repository's root."""
        return f"{ROOT}/{self.city}" if self.code is None else f"{ROOT}/{self.city}/{self.code}"

    @property
    def path(self) -> str:
        """The file's path from the repository's root."""
        return f"{self.folder}/{self.kind.file.format(slug=self.slug)}"


class UnitPath(NamedTuple):
    """The place of a unit."""

    city: str
    code: str

    @classmethod
    def holding(cls, path: str) -> UnitPath | None:
        """The unit in whose folder a path lies, the folder itself included; None for any other path."""
        match path.split("/"):
            case [root, city, code, *_] if root == ROOT and not code.endswith(".yaml"):
                return cls(city, code)
        return None

    @property
    def folder(self) -> str:
        """The unit's folder from the repository's root."""
        return f"{ROOT}/{self.city}/{self.code}"
