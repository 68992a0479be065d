"""附件4 by XlsxWriter, with the cells and styles of ours: ``python xlsxwriter_sheet.py ROWS.json OUT.xlsx``. Runs among the peers."""

import json
import sys
from pathlib import Path

import xlsxwriter

MM = 1 / 25.4


def main(rows: Path, out: Path) -> None:
    """Ours told in JSON: head, widths, rows with their heights."""
    told = json.loads(rows.read_text(encoding="utf-8"))
    book = xlsxwriter.Workbook(str(out))
    sheet = book.add_worksheet(told["name"])
    middle = {"valign": "vcenter", "text_wrap": True}
    frame = middle | {"border": 1}
    body = frame | {"font_name": "仿宋_GB2312", "font_size": 14}
    mark = book.add_format(middle | {"font_name": "黑体", "font_size": 16, "align": "left"})
    title = book.add_format(middle | {"font_name": "方正小标宋简体", "font_size": 22, "align": "center"})
    line = book.add_format(middle | {"font_name": "仿宋_GB2312", "font_size": 14, "align": "left"})
    head = book.add_format(frame | {"font_name": "黑体", "font_size": 14, "align": "center"})
    center, left = book.add_format(body | {"align": "center"}), book.add_format(body | {"align": "left", "indent": 1})
    code = book.add_format(body | {"align": "center", "num_format": "@"})
    styles = [center, center, left, left, center, code]
    for number, width in enumerate(told["widths"]):
        sheet.set_column(number, number, width)
    sheet.merge_range(0, 0, 0, 5, told["mark"], mark)
    sheet.merge_range(1, 0, 1, 5, told["title"], title)
    for number, (first, second) in enumerate(told["lines"], 2):
        sheet.merge_range(number, 0, number, 2, first, line)
        sheet.merge_range(number, 3, number, 5, second, line)
    for column, text in enumerate(told["head"]):
        sheet.write_string(4, column, text, head)
    for number, (height, row) in enumerate(told["rows"], 5):
        sheet.set_row(number, height)
        sheet.write_number(number, 0, row[0], center)
        for column in range(1, 6):
            sheet.write_string(number, column, row[column], styles[column])
    sheet.repeat_rows(4)
    sheet.freeze_panes(5, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(18 * MM, 18 * MM, 25 * MM, 25 * MM)
    sheet.set_footer('&C&"宋体,常规"&14— &P —')
    sheet.ignore_errors({"number_stored_as_text": f"A1:F{len(told['rows']) + 5}"})
    book.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
