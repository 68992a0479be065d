"""Generated parts of the guide: blank forms, common mistakes with the validator's reply, pictures with their size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from struct import unpack

from schema.forms.enterprise import Enterprise
from schema.forms.product import Product
from scripts.new.template import template
from scripts.site.handbook import MistakeEntry, mistake_entries

_UNIT = "submissions/城市/信用代码"


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide's parts; ``assets`` is the folder of the site's own files."""

    assets: Path

    def blanks(self) -> Mapping[str, str]:
        """The blank forms by what they are called."""
        return {
            "附件1，enterprise.yaml": template(Enterprise, {}, f"{_UNIT}/enterprise.yaml"),
            "附件2，products/文件名.yaml": template(Product, {}, f"{_UNIT}/products/文件名.yaml"),
        }

    def mistakes(self) -> tuple[MistakeEntry, ...]:
        """The common mistakes."""
        return mistake_entries()

    def picture(self, name: str, caption: str, up: str = "../") -> str:
        """A figure in HTML, on a page that is ``up`` from the site's root. Its size is the file's, so that the page does not
        jump when it arrives."""
        width, height = unpack(">II", (self.assets / "guide" / name).read_bytes()[16:24])
        source = f'src="{up}assets/guide/{name}" width="{width // 2}" height="{height // 2}"'
        return f'<figure class="shot"><img {source} alt="{escape(caption)}"><figcaption>{escape(caption)}</figcaption></figure>'
