"""初审结果, a row a project, in the shape review firms hand in: opinions under three audit columns and a summary of short names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.files.frames import Picked
from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.book import LONGEST, Book, verify
from linter.reports.feedback.model import NOTHING, Batch, ProjectReview
from linter.reports.feedback.points import brief, doubts, kinds_of, opinions, point_of, points, said_of
from linter.reports.feedback.words import DISCLAIMER

SHEET = "初审结果"
_AUDITS = ("完整性审核", "可测性审核", "可行性审核")
COLUMNS = ("项目编码", "审核人", "审核日期", *_AUDITS, "初审小结", "预算单位", "项目名称")
"""The columns of the practitioners' table, then what finds a project that states no code."""
_WIDTHS = (24, 10, 12, 46, 46, 46, 34, 18, 26)


def row_of(project: ProjectReview, options: FeedbackOptions) -> tuple[str, ...]:
    """A project's row."""
    said = said_of(project)
    sheets = {point.name: point.sheet for point in points()}
    by_sheet = {
        sheet: opinions(kinds_of([remark for remark in said if sheets[point_of(remark.code)] == sheet])) or project.clear
        for sheet in _AUDITS
    }
    summary = brief(kinds_of(said)) or project.clear
    return (
        project.code,
        options.reviewer,
        options.today.isoformat(),
        *(by_sheet[sheet] for sheet in _AUDITS),
        summary,
        project.unit,
        project.name,
    )


def write(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, Iterable[bytes]]]:
    """One workbook for the batch, projects in the order of their codes.

    Raises:
        CannotReport: the extra is not installed.
    """
    with Book(options, SHEET) as book:
        sheet = book.sheet(SHEET, COLUMNS, _WIDTHS)
        keys = [(not (code := project.code), code, project.unit, project.name) for project in batch.projects]
        ordered = Picked(batch.projects, sorted(range(len(keys)), key=keys.__getitem__))
        for number, row in enumerate((row_of(project, options) for project in ordered), start=1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text[:LONGEST], book.none if text == NOTHING else book.text)
            book.end_row(sheet, number, row, _WIDTHS)
        sheet.autofilter(0, 0, max(len(keys), 1), len(COLUMNS) - 1)
        notes = book.sheet("说明", ("序号", "说明"), (6, 120))
        for number, text in enumerate((DISCLAIMER, *batch.not_checked, *doubts(batch.projects)), start=1):
            notes.write_number(number, 0, number, book.middle)
            notes.write_string(number, 1, text[:LONGEST], book.text)
            book.end_row(notes, number, (text,), (120,))
        yield SHEET, book.pieces()


FEEDBACK = Feedback("初审结果（每个项目一行：完整性、可测性、可行性审核与小结）", ".xlsx", write, verify)
