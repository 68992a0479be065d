"""附件4 by ours, in a process that loads no more than it needs: ``python -m tools.bench.our_sheet ROWS OUT.xlsx``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from scripts.bureau.summaries import CitySheets, Header, ProductRow, product_summary
from scripts.xlsx.workbook import save

WHEN = datetime(2024, 6, 10, tzinfo=UTC)


def sheet(rows: int) -> CitySheets:
    """A city with so many products."""
    products = tuple(
        ProductRow("jinan", f"{number:018}", f"p{number}", ("基础级", "行业级", "场景级")[number % 3],
            f"示例第{number}号面向装备制造的大模型", "V2.0", f"示例泉智第{number}（山东）人工智能科技有限公司", "示例经办", f"154{number:08}")
        for number in range(rows)
    )  # fmt: skip
    return CitySheets(
        "jinan", "济南市", "370100", Header("济南市工业和信息化局", "示例", "0531-00000000"), (), products
    )


def write(rows: int, out: Path) -> None:
    """The workbook of such a city."""
    save(product_summary([sheet(rows)], None, 2024), out, WHEN)


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
