"""The workbook to fill in: a sheet for units and one for products, with drop-downs, and each field's help as a comment."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from schema.fields.choice import Choice, YesNo
from schema.fields.text import Text
from schema.forms.form import Spec
from schema.forms.registry import PAPERS
from schema.vocabulary.survey import constants
from scripts.intake.rows import CODE, SLUG_COLUMN, columns

SHEETS = {"附件1": "企业", "附件2": "产品"}
NAME = "摸底调研表 导入模板.xlsx"
ROWS = 500
_EXTRA = {
    CODE: "报送单位的 18 位统一社会信用代码，用来找到它的文件夹", SLUG_COLUMN: "选填，产品文件的名字：小写英文字母、数字、连字符，如 hetong",
}  # fmt: skip


def write_template(folder: Path) -> Path:
    """Write the workbook into a folder; gives its path. The same survey gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(template_bytes())
    return path


def template_bytes() -> bytes:
    """The workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for kind, name in SHEETS.items():
        sheet = book.create_sheet(name)
        cells = [(head, told, None) for head, told in _EXTRA.items()] if kind == "附件2" else []
        cells += [(column.title, _help(column.spec), column.spec) for column in columns(PAPERS[kind].cls)]  # type: ignore[misc]
        for number, (head, told, spec) in enumerate(cells, 1):
            _column(sheet, number, head, told, spec)
        sheet.freeze_panes = "C2"
        sheet.row_dimensions[1].height = 48
    _guide(book.create_sheet("说明"))
    book.properties.creator = constants().province_bureau
    book.properties.title = "摸底调研表导入模板"
    return _saved(book)


def _column(sheet: Any, number: int, head: str, told: str, spec: Spec | None) -> None:
    letter, cell = get_column_letter(number), sheet.cell(1, number, head)
    thin = Side(style="thin")
    cell.font, cell.border = Font(name="黑体", size=11, charset=134), Border(thin, thin, thin, thin)
    cell.fill = PatternFill("solid", fgColor="E8EEF4" if spec and spec.entry.required else "F6F6F6")
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    cell.comment = Comment(told, constants().province_bureau, width=260, height=120)
    long = spec is not None and isinstance(spec.scalar, Text) and spec.scalar.words
    sheet.column_dimensions[letter].width = 44 if long else 20
    for row in range(2, 52):
        body = sheet.cell(row, number)
        body.number_format, body.alignment = "@", Alignment(wrap_text=long, vertical="top")
    options = (
        spec.scalar.options
        if spec and isinstance(spec.scalar, Choice)
        else ("是", "否")
        if spec and isinstance(spec.scalar, YesNo)
        else ()
    )
    if options:
        choice = DataValidation("list", formula1=f'"{",".join(options)}"', allow_blank=True, showErrorMessage=True)
        choice.error, choice.errorTitle = f"请从列表中选：{'、'.join(options)}", head
        choice.add(f"{letter}2:{letter}{ROWS}")
        sheet.add_data_validation(choice)


def _help(spec: Spec) -> str:
    told = spec.entry
    need = "必填。" if told.required else f"{told.when.says}时填。" if told.when else "选填。"
    example = f"\n例如：{told.example}" if told.example else ""
    return f"{need}{told.help}{example}\n依据：{told.clause}"


def _guide(sheet: Any) -> None:
    lines = (
        "一行一个单位（“企业”表）或一个产品（“产品”表）；表头不要改，列可以删、可以换位置。",
        "表头有底色的必填；把鼠标移到表头上可看说明。金额单位是万元，只写数字。",
        "一个单位有多项材料、知识产权的，依次填 1、2、3；不够时照样加列，如“材料.5.类别”。",
        "长文字里换行用 Alt+Enter。承诺由单位盖章确认后才能填“是”。",
        "填好后运行：catalogue import 文件名.xlsx",
    )
    sheet.column_dimensions["A"].width = 90
    for number, line in enumerate(lines, 1):
        sheet.cell(number, 1, line).font = Font(name="宋体", size=11, charset=134)


class _Archive(ZipFile):
    """Takes parts with fixed dates."""

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        entry = ZipInfo(
            zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename, (1980, 1, 1, 0, 0, 0)
        )
        entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
        super().writestr(entry, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(str(arcname), Path(filename).read_bytes())


def _saved(book: Workbook) -> bytes:
    book.properties.created = book.properties.modified = datetime(constants().round, 1, 1)
    out = BytesIO()
    ExcelWriter(book, _Archive(out, "w", ZIP_DEFLATED)).save()
    return out.getvalue()
