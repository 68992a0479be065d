"""One zip a city of its workbooks, for the province to mail: ``青岛市-2024-06-05.zip``, without a day where 填报日期 is blank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from schema.vocabulary.survey import City
from scripts.bureau.checklist import CHECKLIST, DataState
from scripts.bureau.sheets import PAPERS, Header
from scripts.writing.zipping import write_zip

NOTE = "说明.txt"
_TEXT = """\
{city}{round}年大模型企业及产品摸底
数据：{version}

{sheets}

{checklist}.xlsx：每家单位报了什么、缺什么，收到的盖章件在这里打勾，催办的话在这里复制。打好勾的发回来，下次的表就带着这些勾。

里面可能有联系人和电话：只给{bureau}的经办人，不要转发，不要放进群文件或网盘的公开链接。
"""
_SHEETS = (
    "{books}：核对家数后打印（A4，附件3 纵向，附件4 横向，都已设好），表头的横线手写补齐，盖章，"
    "{month}月{day}日前报省工业和信息化厅。"
)
_NO_SHEETS = "有的填报表有错误，附件3、附件4 没有生成：要改什么、该找谁，见材料核对表的“须改正”。"


class NotOurs(Exception):
    """A file that we did not write has the name of a package; the message says what to do."""


def write_packages(
    out: Path, cities: Iterable[tuple[City, Header]], workbooks: Sequence[Path], state: DataState
) -> list[Path]:
    """Put each city's ``workbooks`` with a note into a zip in ``out``; returns the zips."""
    written = []
    for city, header in cities:
        own = [path for path in workbooks if path.parent.name == city.slug]
        files = [(path.name, path.read_bytes()) for path in own]
        note = (NOTE, _note(city, header, {path.stem for path in own}, state))
        written.append(write_zip(out / _name(city.name, header), [*files, note]))
    return written


def _name(city: str, header: Header) -> str:
    return f"{city}-{header.date.isoformat()}.zip" if header.date else f"{city}.zip"


def former_packages(out: Path, city: str, header: Header) -> list[Path]:
    """The zips of a city in ``out``, whatever day they name: two are one too many to mail.

    Raises ``NotOurs`` where another file has the name of the new one, as mails do that came from the city.
    """
    new = out / _name(city, header)
    if new.exists() and not _is_ours(new):
        raise NotOurs(f"{new} 不是 summaries --zip 打的包，没有覆盖；请移开它，或用 --out 换一个文件夹")
    named = re.compile(rf"{city}(-\d{{4}}-\d\d-\d\d)?\.zip")
    return [path for path in out.glob(f"{city}*.zip") if named.fullmatch(path.name) and _is_ours(path)]


def _is_ours(path: Path) -> bool:
    """Whether a file is a zip that ends with our note and holds nothing but our workbooks."""
    try:
        with ZipFile(path) as archive:
            *books, last = archive.namelist() or [""]
    except (OSError, BadZipFile):
        return False
    return last == NOTE and {f"{CHECKLIST}.xlsx", *(f"{paper.name}.xlsx" for paper in PAPERS)}.issuperset(books)


def _note(city: City, header: Header, names: set[str], state: DataState) -> bytes:
    """The text as Windows' editor reads it best: with a mark of UTF-8 and its own line ends."""
    deadline = state.deadline
    papers = [paper.name for paper in PAPERS]
    books = "、".join(f"{title}.xlsx" for title in papers)
    sheets = _SHEETS.format(books=books, month=deadline.month, day=deadline.day)
    text = _TEXT.format(
        city=city.name,
        round=state.round,
        version=state.version,
        sheets=sheets if names.issuperset(papers) else _NO_SHEETS,
        checklist=CHECKLIST,
        bureau=header.bureau,
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")
