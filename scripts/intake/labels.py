"""Labels: which field a text names, however it is spelt, and what looks like a label and is none of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from schema.forms.form import specs
from schema.forms.registry import PRODUCT, UNIT_FORMS, FormKind
from schema.reading.document import KeyPath
from scripts.intake.rich import label_of, plain, without_brackets
from scripts.paper.wording import BOXES, PLACE, Box
from scripts.writing.values import scalar_at

CODE = "统一社会信用代码"  # no field of 附件2; a product's paper or row may have it all the same, to find its unit
SLUG_COLUMN = "文件名"
MAX_ITEMS = 500  # of a list in one row
LONGEST = 80  # of a label with its printed note

# People of whom a form speaks beside its contact. Their telephone is not the contact's.
_PERSON = r"(?:填表|填报|制表|经办|审核|复核|签发|承办)人?|法人(?:代表)?|法定代表人|(?:\w{0,4})(?:负责人|总经理|董事长|院长|所长|校长)"
_STRANGER = (
    rf"(?:{_PERSON})(?:姓名|签字|签名|电话)?|成立(?:时间|日期)|注册(?:时间|日期)|(?:填表|填报)(?:日期|时间)|职务|职称|学历|性别|年龄|部门|传真|邮编|邮政编码|"
    r"(?:电子)?邮箱|电子邮件|微信(?:号)?|QQ(?:号)?|备注|注|序号|编号|(?:资产|负债|利润|纳税)总额|(?:从业|员工|职工)人数|所属(?:区县|园区)|通讯地址|办公地址|开户(?:行|银行)|账号|审核意见|盖章"
)
_ENDINGS = r"[^。，；,;、\d]{1,12}(?:姓名|电话|传真|邮箱|日期|时间|代表人|负责人|人数|总额|金额|产值|利润|备注|职务|职称|意见|编号|号码|类型|情况)"
_PERSONS, _STRANGERS, _LIKE_A_LABEL = (re.compile(pattern) for pattern in (_PERSON, _STRANGER, _ENDINGS))
_WORD = re.compile(r"(?<!\S)[^\s:：]{1,12}(?=[\s:：]|$)")
_ANSWERED = re.compile(r":\((?!.*(?:字|元|填|注明|例如|单位)).*\)")  # brackets that are an answer, not a printed note
_OUR_OWN = ("高成长性说明", "大模型产品所属种类", "应用所属场景")  # fields that no other survey asks for by any name


@dataclass(frozen=True, slots=True)
class Label:
    """What a text labels: a field or one of its parts by path; ``box`` is the paper's, where the whole of one is meant."""

    at: KeyPath
    box: Box | None = None


@cache
def _spellings(kind: FormKind) -> Mapping[str, Label]:
    """Every spelling as ``label_of`` gives it: of the paper's boxes, then of their parts, then of the fields in the files."""
    labels: dict[str, Label] = {}
    for text, label in [*_of_boxes(kind), *_of_parts(kind)]:
        labels.setdefault(label_of(text), label)
        labels.setdefault(without_brackets(label_of(text)), label)
    if kind is PRODUCT:
        labels[SLUG_COLUMN] = Label((SLUG_COLUMN,))
    return labels


def _of_boxes(kind: FormKind) -> Iterator[tuple[str, Label]]:
    for box in BOXES[kind.paper]:
        for text in (box.label, *box.other):
            yield text, Label((box.key,), box)


def _of_parts(kind: FormKind) -> Iterator[tuple[str, Label]]:
    own = {spec.label: spec for spec in specs(kind.cls)}
    for box in BOXES[kind.paper]:
        for part, printed in box.parts:
            at = (part,) if part in own else (box.key, part)
            yield printed, Label(at)
    for spec in own.values():
        if spec.part is None:
            yield spec.label, Label((spec.label,))
        elif not spec.many:
            yield from ((inner.label, Label((spec.label, inner.label))) for inner in specs(spec.part))


def find_label(kind: FormKind, text: str) -> Label | None:
    """What a text labels: a label of the paper in any spelling, or a path as the template's columns have it."""
    if not 0 < len(text) <= LONGEST:
        return None
    spelt, label = _spellings(kind), label_of(text)
    if label in spelt or _ANSWERED.search(label):
        return spelt.get(label)
    return spelt.get(without_brackets(label).rstrip(":;,。")) or _path(kind, label)


def _path(kind: FormKind, text: str) -> Label | None:
    steps = tuple(int(step) if step.isascii() and step.isdigit() else step for step in re.split(r"[.·]", text))
    known = scalar_at(kind.cls, steps) and all(1 <= step <= MAX_ITEMS for step in steps if isinstance(step, int))
    return Label(steps) if known else None


def label_beside(kind: FormKind, text: str) -> Label | None:
    """What a cell of a form labels: as ``find_label``, but for 市 and 行业, which are printed behind a blank."""
    return None if plain(text) in (PLACE[1], "行业") else find_label(kind, text)


def is_stranger(text: str) -> bool:
    """Whether a text is a label that is certainly none of ours."""
    return len(text) <= LONGEST and _STRANGERS.fullmatch(without_brackets(label_of(text))) is not None


def is_other(kind: FormKind, text: str) -> bool:
    """Whether a text labels certainly no field of this form: a stranger's label, or one of the other form."""
    other = any(find_label(known, text) for known in UNIT_FORMS if known is not kind)
    return is_stranger(text) or (other and find_label(kind, text) is None and plain(text) not in (PLACE[1], "行业"))


def is_person(text: str) -> bool:
    """Whether a text labels somebody else than the contact."""
    return is_stranger(text) and _PERSONS.match(without_brackets(label_of(text))) is not None


def before_person(text: str) -> str:
    """A text up to the first label of somebody else than the contact, "" where it has none."""
    found = (match.end() for match in _WORD.finditer(text) if is_person(match[0]))
    return text[: next(found, 0)]


def looks_like_label(text: str) -> bool:
    """Whether a text that names no field of ours looks like a label."""
    if is_stranger(text):
        return True
    line = text.strip()
    return len(line) <= LONGEST and (line.endswith((":", "：")) or _LIKE_A_LABEL.fullmatch(label_of(line)) is not None)


def is_contact(label: Label) -> bool:
    """Whether a label is that of the contact's telephone."""
    return label.at[0] in ("手机号码", "联系方式")


def is_peculiar(label: Label, text: str) -> bool:
    """Whether a label, as it is spelt, is asked for by this survey only."""
    return "大模型" in plain(text) or label.at[0] in _OUR_OWN
