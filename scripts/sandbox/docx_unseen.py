"""What a reader of the page does not see is taken out of a .docx before it is read: changes count as accepted.

That is deleted, struck-out and hidden text, hidden rows, the pronunciation above a character, and the prompt of a content control
that nobody has filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.sandbox.docx_names import MC, W, is_true, value

_REVISED = "有修订痕迹，按“接受全部修订”读取"
_STRUCK = "有划掉的文字（删除线），没有读"
_HIDDEN = "有隐藏的文字或行，没有读"
_LOOKS = {"strike": _STRUCK, "dstrike": _STRUCK, "vanish": _HIDDEN}
_STEPS = 20  # of a style based on another


def leave_out(root: Any, styles: Mapping[str, Any]) -> list[str]:
    """Take out what is not seen, in place; the remarks on what that was. ``styles`` are the file's, by id."""
    remarks: dict[str, None] = {}
    for tag in (MC + "Fallback", W + "rt"):
        _remove(root.iter(tag))
    _accept_changes(root, remarks)
    _empty_prompts(root)
    hidden_rows = [
        row for row in root.iter(W + "tr") if (mark := row.find(f"{W}trPr/{W}hidden")) is not None and is_true(mark)
    ]
    if hidden_rows:
        remarks[_HIDDEN] = None
        _remove(hidden_rows)
    for paragraph in root.iter(W + "p"):
        paragraph_style = value(paragraph, "pPr/pStyle")
        for run in list(paragraph.iter(W + "r")):
            look = run.find(W + "rPr")
            for name, remark in _LOOKS.items():
                if _is_on(look, name, paragraph_style, styles):
                    if any(text.text for text in run.iter(W + "t")):
                        remarks[remark] = None
                    _remove([run])
                    break
    return list(remarks)


def _is_on(look: Any, name: str, paragraph_style: str, styles: Mapping[str, Any]) -> bool:
    """Whether a run has a look: by itself, else by its style, else by its paragraph's."""
    element = look.find(W + name) if look is not None else None
    if element is not None:
        return is_true(element)
    return any(_style_has(style, name, styles) for style in (value(look, "rStyle"), paragraph_style) if style)


def _style_has(style: str, name: str, styles: Mapping[str, Any]) -> bool:
    for _ in range(_STEPS):
        found = styles.get(style)
        if found is None:
            return False
        element = found.find(f"{W}rPr/{W}{name}")
        if element is not None:
            return is_true(element)
        style = value(found, "basedOn")
    return False


def _accept_changes(root: Any, remarks: dict[str, None]) -> None:
    """Deleted text, rows and cells go; a paragraph whose mark was deleted runs on in the next."""
    revised = next(root.iter(W + "ins", W + "moveTo", W + "rPrChange", W + "cellIns"), None) is not None
    for element in list(root.iter(W + "del", W + "moveFrom", W + "cellDel")):
        revised = True
        holder = element.getparent()
        if holder is None:
            continue
        if holder.tag == W + "rPr" and holder.getparent().tag == W + "pPr":
            _join_with_next(holder.getparent().getparent())
        elif holder.tag in (W + "trPr", W + "tcPr"):
            _remove([holder.getparent()])
        else:
            _remove([element])
    if revised:
        remarks[_REVISED] = None


def _join_with_next(paragraph: Any) -> None:
    following = paragraph.getnext()
    if following is not None and following.tag == W + "p":
        place = 1 if following.find(W + "pPr") is not None else 0
        following[place:place] = [child for child in paragraph if child.tag != W + "pPr"]
        _remove([paragraph])


def _empty_prompts(root: Any) -> None:
    """A content control that shows its prompt has not been filled in."""
    for control in root.iter(W + "sdt"):
        prompt = control.find(f"{W}sdtPr/{W}showingPlcHdr")
        if prompt is not None and is_true(prompt):
            for text in control.iter(W + "t"):
                text.text = ""


def _remove(elements: Any) -> None:
    for element in list(elements):
        holder = element.getparent()
        if holder is not None:
            holder.remove(element)
