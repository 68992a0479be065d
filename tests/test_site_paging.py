"""Lists in pages: which numbers are linked, what each page shows."""

from __future__ import annotations

import pytest

from scripts.site.paging import later, paging


@pytest.mark.parametrize(
    ("number", "length", "of", "shown"),
    [
        (1, 0, 1, (1,)),
        (1, 48, 1, (1,)),
        (1, 49, 2, (1, 2)),
        (3, 240, 5, (1, 2, 3, 4, 5)),
        (1, 2_400, 50, (1, 2, 3, None, 50)),
        (25, 2_400, 50, (1, None, 23, 24, 25, 26, 27, None, 50)),
        (50, 2_400, 50, (1, None, 48, 49, 50)),
    ],
)
def test_pages(number: int, length: int, of: int, shown: tuple[int | None, ...]) -> None:
    made = paging("x/", number, length)
    assert (made.of, made.shown) == (of, shown)


def test_every_item_is_on_one_page() -> None:
    items = list(range(241))
    parts = [item for number in range(1, 7) for item in paging("x/", number, len(items)).part(items)]
    assert parts == items


def test_groups_begin_on_a_page() -> None:
    pages = paging("x/", 1, 100)
    assert list(pages.begins([40, 0, 56, 4])) == ["x/", "x/", "x/", "x/page/3/"]
    assert list(pages.begins([100, 0])) == ["x/", "x/page/3/"]


def test_addresses() -> None:
    assert list(later("x/", 110, 3)) == [("x/page/2/", 2), ("x/page/3/", 3)]
    assert paging("x/", 2, 110).url(1) == "x/"
    assert (paging("x/", 1, 110).said, paging("x/", 2, 110).said) == ("", "（第 2 页）")
