"""A value the row does not have is pointed at under its heading, not at the level cell the row begins with."""

from __future__ import annotations

import pytest

from linter.model.place import Place


@pytest.mark.parametrize(
    ("cell", "columns", "expected"),
    [("C7", 1, "D7"), ("C7", 0, "C7"), ("Z12", 1, "AA12"), ("AZ3", 2, "BB3"), ("C7:E7", 1, "D7")],
)
def test_the_cell_beside(cell: str, columns: int, expected: str) -> None:
    assert Place("表.xlsx", sheet="表1", cell=cell).beside(columns).cell == expected


def test_where_cells_have_no_letters_the_place_stays() -> None:
    place = Place("表.docx", table=1, row=3, cell="2")
    assert place.beside(1) == place
