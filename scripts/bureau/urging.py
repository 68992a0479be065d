"""催办: a text for each unit that lacks something, ready to be sent by any way; as long as a printed row shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from schema.forms.parts import LICENCE, OTHER_PROOF
from schema.vocabulary.survey import constants
from scripts.bureau.remarks import NAMELESS, Remark
from scripts.bureau.standing import MISSING, ON_PAPER, TO_SEAL, UNLISTED, Proof, Standing
from scripts.bureau.summaries import Header
from scripts.xlsx.cell_text import SMALL_SIZE, line_count, most_lines

_LONGEST, _LONGEST_LIST = 160, 140  # characters of a mistake told, of the materials listed
_LONGEST_NAME, _LONGEST_PART = (
    100,
    40,
)  # as long as a right unit's name may be; what a bureau or a contact may be called


def urging(unit: Standing, bureau: Header, width: int) -> str:
    """The text, in rows of ``width`` half-width units; empty when nothing is lacking."""
    matters = list(_matters(unit))
    if not matters:
        return ""
    head, foot = _greeting(unit), _signature(bureau)
    for count in range(len(matters), -1, -1):
        rest = len(matters) - count
        told = matters[:count] + ([f"另有 {rest} 项，请与我们联系。"] if rest else [])
        text = "\n".join([head, *(f"{number}. {matter}" for number, matter in enumerate(told, 1)), foot])
        if line_count(text, width) <= most_lines(SMALL_SIZE):
            break
    return text


def _greeting(unit: Standing) -> str:
    day = constants().deadline
    name = f"信用代码为 {unit.code} 的单位" if unit.name.startswith(NAMELESS) else unit.name
    return (
        f"{_short(name, _LONGEST_NAME)}{_short(unit.contact, _LONGEST_PART)}：您好！贵单位报送的大模型摸底材料还有以下事项，请尽快办理"
        f"（各市须于{day.month}月{day.day}日前报省工信厅）："
    )


def _signature(bureau: Header) -> str:
    parts = (bureau.bureau, bureau.contact, bureau.phone)
    return "，".join(_short(part, _LONGEST_PART) for part in parts if part) + "。"


def _matters(unit: Standing) -> Iterator[str]:
    """The sealed forms and the materials first: of many mistakes the last are left to a call."""
    if forms := [proof.form for proof in unit.proofs if proof.state == TO_SEAL]:
        yield f"{'改正后' if unit.errors else ''}请送交加盖公章的调研表：{_joined(forms)}。"
    lacking = [proof for proof in unit.proofs if proof.state == MISSING]
    if lacking:
        yield f"请补交材料：{_listed(lacking)}。"
    if papers := [proof for proof in unit.proofs if proof.state == ON_PAPER]:
        yield f"请送交纸质材料：{_listed(papers)}。"
    told = {(proof.form, proof.note) for proof in lacking}
    for remark in unit.errors:
        if remark.rule != "material-missing" and (remark.form, remark.message) not in told:
            yield _sentence(remark)


def _sentence(remark: Remark) -> str:
    return _short(remark.sentence, _LONGEST)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _listed(proofs: Iterable[Proof]) -> str:
    """附件1的营业执照（加盖公章）、能力证明；附件2《…》的…."""
    by_form: dict[str, list[str]] = {}
    for proof in proofs:
        kind = {LICENCE: f"{LICENCE}复印件（加盖公章）", OTHER_PROOF: "其他材料"}.get(proof.kind, proof.kind)
        reason = f"（{proof.note}）" if proof.state == MISSING and proof.note != UNLISTED else ""
        by_form.setdefault(proof.form, []).append(kind + reason)
    return _joined([f"{form}的{'、'.join(dict.fromkeys(kinds))}" for form, kinds in by_form.items()])


def _joined(told: Sequence[str]) -> str:
    """What is told of each form, as far as there is room."""
    count = len(told)
    while len("；".join(told[:count])) > _LONGEST_LIST and count > 1:
        count -= 1
    more = f"；……等共 {len(told)} 张表" if count < len(told) else ""
    return _short("；".join(told[:count]), _LONGEST_LIST) + more
