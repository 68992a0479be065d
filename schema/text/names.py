"""Names: compared as people would, and what does not belong into them."""

from __future__ import annotations

import re

from schema.text.lookalikes import with_ideographs
from schema.text.width import halfwidth

_DOT = re.compile("[·•・‧∙⋅]")
_VERSION_MARK = re.compile(r"^v\.?(?=\d)")
_HAN = r"\u3400-\u9fff"

_NUMBER = re.compile(r"[\d@]")
_TITLE = re.compile(
    r"经理|主任|主管|总监|先生|女士|小姐|老师|同志|[部处科局院所校]长|董事|助理|专员|负责人|联系人|办公室|秘书|总裁|工程师|会计|法人"
    rf"|^[{_HAN}]总$"
)
_SEVERAL = re.compile(rf"[、，,；;/／&＆|]|^[{_HAN}]{{2,4}}[和及与][{_HAN}]{{2,4}}$")
_SEAL = re.compile(r"[（(【\[〔]?(?:加盖|单位|企业|此处)?(?:盖章|公章|签章)处?[）)】\]〕]?|[（(]章[）)]")
_QUOTED = re.compile("^[\"“”'‘’「『《【].*")
_NO_IDEOGRAPH = re.compile(rf"[^{_HAN}]+")
_SHORT = re.compile(rf"(?!.*[司厂院所校学心社店会局处站馆场行部]$)[{_HAN}]{{1,4}}")
_PENDING = re.compile(
    rf"正在|[申受审公办登][{_HAN}]?中(?![心国央])|受理|实审|公示|拟申请|准备|尚未|未取得|未授权|待(?:批|审|授权|下证|发证|登记)"
)
PATTERNS: dict[str, str | re.Pattern[str]] = {
    "dot": _DOT, "versionMark": _VERSION_MARK, "number": _NUMBER, "title": _TITLE, "several": _SEVERAL, "seal": _SEAL,
    "quoted": _QUOTED, "noIdeograph": _NO_IDEOGRAPH, "short": _SHORT, "pending": _PENDING,
}  # fmt: skip


def fold_name(name: str) -> str:
    """A name for comparing: width, case, blanks, kinds of dots and look-alikes make no difference."""
    return _DOT.sub("·", re.sub(r"\s", "", halfwidth(with_ideographs(name)))).lower()


def fold_version(version: str) -> str:
    """A version for comparing: as a name, with or without a leading V."""
    return _VERSION_MARK.sub("", fold_name(version))


def contact_fault(name: str) -> str | None:
    """What does not belong into a person's name: ``number``, ``title``, or the names of ``several``."""
    for fault, pattern in (("number", _NUMBER), ("title", _TITLE), ("several", _SEVERAL)):
        if pattern.search(name):
            return fault
    return None


def unit_fault(name: str) -> str | None:
    """What is wrong with a unit's name: the words for a ``seal``, ``quoted``, no ideograph (``latin``), too ``short`` for a full one."""
    if _SEAL.search(name):
        return "seal"
    if _QUOTED.fullmatch(name):
        return "quoted"
    if _NO_IDEOGRAPH.fullmatch(name):
        return "latin"
    return "short" if _SHORT.fullmatch(name) else None


def without_seal(name: str) -> str:
    """A unit's name without the words for a seal."""
    return _SEAL.sub("", name).strip()


def is_pending(note: str) -> bool:
    """Whether a note speaks of a right that is applied for and not yet held."""
    return _PENDING.search(note) is not None
