"""A workbook of feedback: its formats, its sheets, rows as high as their text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from importlib.util import find_spec
from typing import Any, Self

from linter.model.errors import install_hint
from linter.reports.feedback._zip import pinned_pieces
from linter.reports.feedback.api import CannotReport, FeedbackOptions

_MONEY = '#,##0.00"万元"'
_LINE, _TALLEST = 13.5, 400.0
"""Points of a line, and the highest row Excel takes (409)."""
_MOST_ROWS = 2**20
_MOST_LINKS = 30_000
"""Excel opens no sheet of more than 65,530 links; there are at most two a row."""
LONGEST = 32_000
"""A cell holds 32,767 characters."""


def height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Points a row needs for its longest wrapped cell: Excel fits rows as it opens a file, other programs do not."""
    lines = 1
    for text, width in zip(texts, widths, strict=True):
        shown = sum(
            -(-sum(2 if ord(c) > 0x2E7F or c in "“”‘’…—×≥≤" else 1 for c in part) // max(width - 1, 1)) or 1 for part in text.split("\n")
        )
        lines = max(lines, shown)
    return min(_LINE * lines + 3, _TALLEST)


_AT_HAND = 2**20


def verify(_: FeedbackOptions) -> None:
    """Refuse what cannot be written here.

    Raises:
        CannotReport: the extra is not installed.
    """
    if find_spec("xlsxwriter") is None:
        raise CannotReport(f"写 xlsx 需要附加组件，请{install_hint('report')}")


class Book:
    """The workbook being written: its formats and its sheets. Rows are written from the first to the last and go to disk as they come; what is
    said of a row (its height) is said before the next."""

    def __init__(self, options: FeedbackOptions, title: str) -> None:
        """Raises ``CannotReport`` where the library is missing."""
        verify(options)
        import xlsxwriter

        self.stream = tempfile.SpooledTemporaryFile(max_size=_AT_HAND)  # noqa: SIM115 - closed on the way out
        self._finished = False
        self.options = options
        self.book = xlsxwriter.Workbook(
            self.stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )
        self.book.set_properties(
            {
                "title": title,
                "author": options.issuer,
                "keywords": "jixiao-report",
                "created": datetime.combine(options.today, time()),
            }
        )
        cell = {"font_name": "宋体", "font_size": 10, "valign": "top", "border": 1, "border_color": "#A6A6A6", "text_wrap": True}
        add = self.book.add_format
        self.text = add(cell)
        self.none = add({**cell, "font_color": "#7F7F7F"})
        self.middle = add({**cell, "align": "center"})
        self.money = add({**cell, "num_format": _MONEY})
        self.score = add({**cell, "num_format": "0.0", "align": "center"})
        self.link = add({**cell, "font_color": "#0563C1", "underline": 1})
        self.answer = add({**cell, "bg_color": "#FFF9E5", "locked": False})
        self.head = add({**cell, "font_name": "黑体", "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DCE6F1"})
        self.plain = add({"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True})
        self.title = add({"font_name": "黑体", "font_size": 14, "bold": True})

    def sheet(self, name: str, columns: Sequence[str], widths: Sequence[int]) -> Any:
        """A table sheet: headers repeated on every printed A4 page and frozen on the screen."""
        sheet = self.book.add_worksheet(name)
        for number, (head, width) in enumerate(zip(columns, widths, strict=True)):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, head, self.head)
        sheet.set_row(0, 24)
        sheet.freeze_panes(1, 3)
        sheet.repeat_rows(0)
        self.paper(sheet)
        return sheet

    def paper(self, sheet: Any) -> None:
        """A4 landscape, one page wide, page numbers."""
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def end_row(self, sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
        """Make a row as high as its text.

        Raises:
            CannotReport: Excel takes no so long sheet; what is beyond would be lost.
        """
        if row >= _MOST_ROWS:
            raise CannotReport(f"一张 Excel 工作表至多 {_MOST_ROWS} 行，写不下；请按单位或按批分别生成，或改用 jixiao check --format csv")
        sheet.set_row(row, height(texts, widths))

    def amount(self, sheet: Any, row: int, column: int, amount: Decimal | None) -> None:
        """元 as a number of 万元; an empty cell where none is printed."""
        if amount is None:
            sheet.write_string(row, column, "", self.text)
        else:
            sheet.write_number(row, column, amount / 10000, self.money)

    def linked(self, sheet: Any, row: int, column: int, url: str | None, text: str) -> None:
        """Text that leads somewhere, or plain text (also where a sheet can hold no more links)."""
        if url is None or row > _MOST_LINKS:
            sheet.write_string(row, column, text, self.text)
        else:
            sheet.write_url(row, column, url, self.link, text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing on the disk, however the writing ended."""
        self._finish()
        self.stream.close()

    def _finish(self) -> None:
        if not self._finished:
            self._finished = True
            self.book.use_zip64()
            self.book.close()

    def pieces(self) -> Iterator[bytes]:
        """The finished workbook, piece by piece."""
        self._finish()
        yield from pinned_pieces(self.stream, self.options.today)
