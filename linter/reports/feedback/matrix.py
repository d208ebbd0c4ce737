"""Projects × audit points as a workbook: which point a form passes, and what is said where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.book import LONGEST, Book, verify
from linter.reports.feedback.model import NOTHING, Batch
from linter.reports.feedback.points import brief, of_point, points
from linter.reports.feedback.words import DISCLAIMER

SHEET = "审核要点一览"
_FIRST = ("项目编码", "预算单位", "项目名称", "项目金额")
_WIDTHS = (24, 18, 26, 14)
_POINT = 30


def write(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, Iterable[bytes]]]:
    """One workbook for the batch.

    Raises:
        CannotReport: the extra is not installed.
    """
    with Book(options, SHEET) as book:
        listed = points()
        widths = (*_WIDTHS, *(_POINT for _ in listed))
        sheet = book.sheet(SHEET, (*_FIRST, *(point.name for point in listed)), widths)
        for number, project in enumerate(batch.projects, start=1):
            for column, text in enumerate((project.code, project.unit, project.name)):
                sheet.write_string(number, column, text, book.text)
            book.amount(sheet, number, 3, project.amount)
            cells = [brief(of_point(project, point.name)) or project.clear for point in listed]
            for column, text in enumerate(cells, start=len(_FIRST)):
                sheet.write_string(number, column, text[:LONGEST], book.none if text == NOTHING else book.text)
            book.end_row(sheet, number, (project.unit, project.name, *cells), widths[1:3] + widths[4:])
        last = max(len(batch.projects), 1)
        sheet.autofilter(0, 0, last, len(widths) - 1)
        sheet.write_string(last + 2, 1, DISCLAIMER)
        for number, point in enumerate(listed, start=3):
            sheet.write_string(last + number, 1, f"{point.name}：{point.checks}")
        yield SHEET, book.pieces()


FEEDBACK = Feedback("审核要点一览（项目 × 要点，Excel）", ".xlsx", write, verify)
