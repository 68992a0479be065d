"""What the desk needs of a published form whose private half came alone (联系信息: 另交): to check that half, and to count the form.

A file of its own and not part of the entries, since nobody else has a use for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from schema.reading.unit import Unit, without_samples
from schema.vocabulary.survey import constants
from scripts.writing.digest import digest
from scripts.writing.halves import parted
from scripts.writing.values import values_of

URI = "bureau/published.json"
_SHOWN = ("企业名称", "报送单位", "大模型产品名称", "版本号", "大模型产品所属种类")  # of 附件3 and 附件4, all public


@dataclass(frozen=True, slots=True)
class PublishedForm:
    """A form of this round. ``values`` are by Chinese key, ``lines`` the positions in 材料 whose files travel apart.

    ``commitment`` and ``stamp`` are as the public half has them: neither tells a private value.
    """

    round: int
    values: Mapping[str, str]
    lines: tuple[int, ...]
    commitment: str
    stamp: str

    def data(self) -> dict[str, Any]:
        """As the desk reads it."""
        return {
            "批次": str(self.round),
            **self.values,
            "另交": list(self.lines),
            "不公开部分": self.commitment,
            "摘要": self.stamp,
        }


def published_forms(units: Iterable[Unit]) -> dict[str, PublishedForm]:
    """The forms of the published units of this round by path; none in 明文, where there are no halves, and no samples beside real units."""
    if not constants().separate:
        return {}
    found = {filed.path: _published(filed.form) for unit in without_samples(units) for filed in unit.forms()}
    return {path: form for path, form in found.items() if form}


def _published(form: Any) -> PublishedForm | None:
    """None of a form without a commitment."""
    if not form.commitment:
        return None
    public, _ = parted(type(form), values_of(form))
    lines = tuple(at for at, item in enumerate(public.get("材料", ()), 1) if item.get("另交") == "是")
    shown = {key: public[key] for key in _SHOWN if key in public}
    return PublishedForm(form.year, shown, lines, form.commitment, digest(form))
