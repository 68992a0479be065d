"""The workbook to fill in: a sheet for units and one for products, with drop-downs, and each field's help as a comment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from schema.fields.choice import Choice, YesNo
from schema.fields.text import Text
from schema.forms.form import Form, Spec, asked
from schema.forms.registry import ENTERPRISE, PRODUCT
from schema.reading.document import KeyPath
from schema.vocabulary.survey import constants
from scripts.intake.labels import CODE, SLUG_COLUMN
from scripts.writing.values import path_text
from scripts.xlsx.book import Book, write_cell
from scripts.xlsx.entry_sheet import EntryColumn, add_entry_sheet

NAME = "摸底调研表导入模板.xlsx"
REPEATS = {"材料": 4, "大模型产品知识产权情况": 3}  # how many of a list the template offers; a file may have more
_LOCATING = (
    EntryColumn(CODE, "报送单位的 18 位统一社会信用代码，用来找到它的文件夹"),
    EntryColumn(SLUG_COLUMN, "选填，产品文件的名字：小写英文字母、数字、连字符，如 hetong"),
)
_GUIDE = (
    "一行一个单位（“企业”表）或一个产品（“产品”表）；表头不要改，列可以删、可以换位置。",
    "表头有底色的必填；把鼠标移到表头上可看说明。金额单位是万元，只写数字。",
    "一个单位有多项材料、知识产权的，依次填 1、2、3；不够时照样加列，如“材料.5.类别”。",
    "长文字里换行用 Alt+Enter。承诺由单位盖章确认后才能填“是”。",
    "填好后运行：catalogue import 文件名.xlsx",
)


def write_template(folder: Path) -> Path:
    """Write the workbook into a folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(template_bytes())
    return path


def template_bytes() -> bytes:
    """The workbook. The same survey gives the same bytes."""
    bureau = constants().province_bureau
    book = Book("摸底调研表导入模板", bureau)
    add_entry_sheet(book, "企业", list(_columns(ENTERPRISE.cls, ())), bureau)
    add_entry_sheet(book, "产品", [*_LOCATING, *_columns(PRODUCT.cls, ())], bureau)
    guide, style = book.add_sheet("说明"), book.style(font_name="宋体", font_size=11)
    guide.set_column(0, 0, 90)
    for row, line in enumerate(_GUIDE):
        write_cell(guide, row, 0, line, style)
    return book.to_bytes(datetime(constants().round, 1, 1))


def _columns(cls: type[Form], at: KeyPath) -> Iterator[EntryColumn]:
    """The columns of a form, headed by their paths."""
    for spec in asked(cls):
        here = (*at, spec.label)
        if spec.part is None:
            yield _entry(here, spec)
        elif spec.many:
            for position in range(1, REPEATS.get(spec.label, 3) + 1):
                yield from _columns(spec.part, (*here, position))
        else:
            yield from _columns(spec.part, here)


def _entry(at: KeyPath, spec: Spec) -> EntryColumn:
    scalar = spec.scalar
    options = scalar.options if isinstance(scalar, Choice) else ("是", "否") if isinstance(scalar, YesNo) else ()
    long = isinstance(scalar, Text) and scalar.words
    return EntryColumn(path_text(at), "".join(_help(spec)), options, required=spec.entry.required, long=long)


def _help(spec: Spec) -> Iterator[str]:
    entry = spec.entry
    yield "必填。" if entry.required else f"{entry.when.says}时填。" if entry.when else "选填。"
    yield entry.help
    if entry.example:
        yield f"\n例如：{entry.example}"
    yield f"\n依据：{entry.clause}"
