"""Where a form stands in a repository: the one place that knows how paths under ``submissions/`` are put together.

Private halves lie in a folder of the same layout outside the repository; their paths begin with ``PRIVATE_ROOT``, for which reports
put the folder's own name.
"""

from __future__ import annotations

from typing import NamedTuple

from schema.forms.registry import BUREAU, ENTERPRISE, PRODUCT, RECEIVED, FormKind

ROOT = "submissions"
PRIVATE_ROOT = "private:"
PRIVATE_ENDING = ".不公开.yaml"  # of a private half that travels alone
_ROOTS = (ROOT, PRIVATE_ROOT)


def public_path(path: str) -> str:
    """The path of the public half; any other path but a private half's is itself."""
    return ROOT + path.removeprefix(PRIVATE_ROOT) if path.startswith(f"{PRIVATE_ROOT}/") else path


class FormPath(NamedTuple):
    """The place of a form: what is a city's has no ``code``, a unit's 附件1 no ``slug``. Names are not judged here.

    A city has a header and a ``register`` of what it received.
    """

    city: str
    code: str | None = None
    slug: str | None = None
    register: bool = False

    @classmethod
    def parse(cls, path: str) -> FormPath | None:
        """The place of a form file, by its path from the repository's root, or of its private half; None for any other path."""
        match path.split("/"):
            case [root, city, "bureau.yaml"] if root in _ROOTS:
                return cls(city)
            case [root, city, "received.yaml"] if root in _ROOTS:
                return cls(city, register=True)
            case [root, city, code, "enterprise.yaml"] if root in _ROOTS:
                return cls(city, code)
            case [root, city, code, "products", name] if root in _ROOTS and name.endswith(".yaml"):
                return cls(city, code, name.removesuffix(".yaml"))
        return None

    @property
    def kind(self) -> FormKind:
        """Which form it is."""
        if self.code is None:
            return RECEIVED if self.register else BUREAU
        return ENTERPRISE if self.slug is None else PRODUCT

    @property
    def folder(self) -> str:
        """The unit's folder, or the city's for a bureau's header, from the repository's root."""
        return f"{ROOT}/{self.city}" if self.code is None else f"{ROOT}/{self.city}/{self.code}"

    @property
    def path(self) -> str:
        """The file's path from the repository's root."""
        return f"{self.folder}/{self.kind.file.format(slug=self.slug)}"

    @property
    def private_path(self) -> str:
        """The path of its private half."""
        return PRIVATE_ROOT + self.path.removeprefix(ROOT)


class UnitPath(NamedTuple):
    """The place of a unit."""

    city: str
    code: str

    @classmethod
    def holding(cls, path: str) -> UnitPath | None:
        """The unit in whose folder a path lies, the folder itself included; None for any other path."""
        match path.split("/"):
            case [root, city, code, *_] if root in _ROOTS and not code.endswith(".yaml"):
                return cls(city, code)
        return None

    @property
    def folder(self) -> str:
        """The unit's folder from the repository's root."""
        return f"{ROOT}/{self.city}/{self.code}"
