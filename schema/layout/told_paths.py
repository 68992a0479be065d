"""Paths as everybody may see them: a name that its owner chose freely is given by its place and ending.

The names of the layout, cities, codes and product files are told. A name under ``materials/``, or one that the layout does not know,
may be anything, such as ``张洁身份证.jpg``: it becomes 第 2 个 .jpg, counted among the names of its folder with that ending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from schema.fields.uscc import is_valid
from schema.layout.arrange import SLUG
from schema.layout.paths import PRIVATE_ROOT, ROOT
from schema.vocabulary.survey import constants

# The project's own names beside submissions/.
_OWN = frozenset((
    ".ci", ".devcontainer", ".editorconfig", ".gitattributes", ".github", ".gitignore", ".vscode", "CHANGELOG.md", "CODEOWNERS", "CONTRIBUTING.md",
    "LICENSE", "Makefile", "README.en.md", "README.md", "README.zh.md", "SECURITY.md", "build", "dist", "docs", "mkdocs.yml", "pyproject.toml",
    "requirements-dev.txt", "requirements-validate.txt", "requirements.txt", "rounds", "schema", "scripts", "site_src", "tests", "tools",
))  # fmt: skip
_ENDINGS = frozenset(
    [
        "7z",
        "avif",
        "bmp",
        "bz2",
        "csv",
        "css",
        "doc",
        "docx",
        "et",
        "exe",
        "gif",
        "gz",
        "heic",
        "htm",
        "html",
        "jfif",
        "jpeg",
        "jpg",
        "js",
        "json",
        "md",
        "mp4",
        "odt",
        "ofd",
        "pdf",
        "png",
        "ppt",
        "pptx",
        "py",
        "rar",
        "rtf",
        "svg",
        "tar",
        "tif",
        "tiff",
        "toml",
        "txt",
        "webp",
        "wps",
        "xls",
        "xlsx",
        "xml",
        "yaml",
        "yml",
        "zip",
    ]
)


def is_told(parts: list[str]) -> bool:
    """Whether the last of a path's names is one that the layout knows in its place; those before it are not judged."""
    name, depth = parts[-1], len(parts)
    if parts[0] not in (ROOT, PRIVATE_ROOT):
        return depth == 1 and name in _OWN
    if depth == 1:
        return True
    if depth == 2:
        return name in constants().cities
    if depth == 3:
        return name in ("bureau.yaml", "received.yaml") or is_valid(name)
    if depth == 4:
        return name in ("enterprise.yaml", "products", "materials")
    stem = name.removesuffix(".yaml")
    return depth == 5 and parts[3] == "products" and stem != name and SLUG.fullmatch(stem) is not None


class ToldPaths:
    """Turns paths into told ones. ``there`` lists the files among which names are counted, and is called only where it is needed."""

    def __init__(self, there: Callable[[], Iterable[str]]) -> None:
        self._there = there

    def tell(self, path: str) -> str:
        """The path without names that are nobody's business."""
        parts = path.split("/")
        return "/".join(
            name if is_told(parts[: depth + 1]) else self._place(parts[:depth], name, folder=depth + 1 < len(parts))
            for depth, name in enumerate(parts)
        )

    def _place(self, above: list[str], name: str, *, folder: bool) -> str:
        alike = self._names.get("/".join(above), {})
        kind = alike.get(name) or _kind(name, folder=folder)
        before = sum(other < name for other, others_kind in alike.items() if others_kind == kind)
        return f"第 {before + 1} 个{kind}"

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """The names in each folder with the kind of each."""
        out: dict[str, dict[str, str]] = {}
        for path in self._there():
            parts = path.split("/")
            for depth, name in enumerate(parts):
                kind = _kind(name, folder=depth + 1 < len(parts))
                out.setdefault("/".join(parts[:depth]), {}).setdefault(name, kind)
        return out


def _kind(name: str, *, folder: bool) -> str:
    if folder:
        return "文件夹"
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return f" .{ending}" if ending in _ENDINGS else "文件"
