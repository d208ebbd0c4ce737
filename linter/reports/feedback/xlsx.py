"""Review feedback as a workbook: the 问题清单 units fill in, the worklist reviewers work down, what was not checked, how to read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from linter.files.frames import Picked
from linter.model.finding import Severity
from linter.reports.feedback._links import link_to
from linter.reports.feedback._problems import Row, problems
from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.book import LONGEST, Book, verify
from linter.reports.feedback.model import Batch, FormPlace, ProjectReview
from linter.reports.feedback.points import doubts
from linter.reports.feedback.scoring import formula, rank, worklist_formula
from linter.reports.feedback.words import DISCLAIMER, summary
from linter.reports.wording import SEVERITIES_MEAN

PROBLEMS, WORKLIST, UNCHECKED, ABOUT = "问题清单", "工作清单", "未检查的内容", "说明"
COLUMNS = ("序号", "预算单位", "项目名称", "项目金额", "所在位置", "原填报内容", "存在问题", "修改建议", "单位修改情况", "备注")
"""The columns of the list counties really use (shared practice of review offices)."""
ANSWERS = ("已修改", "部分修改", "不修改（说明理由）")
_WIDTHS = (5, 12, 16, 12, 16, 16, 34, 34, 12, 14)
_WORK_COLUMNS = ("排序", "预算单位", "项目名称", "项目金额", "必改", "建议修改", "提示", "机审质量分", "首条问题", "原文件")
_WORK_WIDTHS = (5, 16, 26, 13, 7, 9, 7, 11, 40, 22)


def _worked(projects: Sequence[ProjectReview]) -> Picked[ProjectReview]:
    """Projects by amount × seriousness."""
    ranks = [rank(project.amount, project.counts[Severity.ERROR], project.counts[Severity.WARNING]) for project in projects]
    return Picked(projects, sorted(range(len(ranks)), key=ranks.__getitem__))


def _external(row: Row, options: FeedbackOptions) -> str | None:
    first = row.remark.findings[0]
    file = row.project.file if row.project is not None else first.location.file if first.location else ""
    member = row.project.member if row.project is not None else first.location.member if first.location else None
    url = link_to(file, member, first, options.folder)
    return f"external:{url}" if url is not None else None


def _problems(book: Book, rows: Iterable[Row]) -> dict[FormPlace, int]:
    """The sheet of problems; where each form's begin, as Excel numbers the lines."""
    sheet = book.sheet(PROBLEMS, COLUMNS, _WIDTHS)
    number, begins = 0, dict[FormPlace, int]()
    for number, row in enumerate(rows, start=1):
        remark = row.remark
        if row.project is not None:
            begins.setdefault(row.project.place, number + 1)
        sheet.write_number(number, 0, number, book.middle)
        sheet.write_string(number, 1, row.unit, book.text)
        sheet.write_string(number, 2, row.name, book.text)
        book.amount(sheet, number, 3, row.project.amount if row.project is not None else None)
        book.linked(sheet, number, 4, _external(row, book.options), remark.where)
        for column, text in ((5, row.filled_in), (6, remark.problem), (7, remark.advice), (9, row.note)):
            sheet.write_string(number, column, text[:LONGEST], book.text)
        sheet.write_string(number, 8, "", book.answer)
        shown = ("", row.unit, row.name, "", remark.where, row.filled_in, remark.problem, remark.advice, "", row.note)
        book.end_row(sheet, number, shown, _WIDTHS)
    last = max(number, 1)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    sheet.data_validation(
        *(1, 8, last, 8),
        {
            "validate": "list",
            "source": list(ANSWERS),
            "input_title": "单位修改情况",
            "input_message": "请选择；不修改的，在备注中说明理由。",
            "error_type": "warning",
            "error_title": "单位修改情况",
            "error_message": "建议从列表中选择：" + "、".join(ANSWERS),
        },
    )
    return begins


def _worklist(book: Book, batch: Batch, begins: Mapping[FormPlace, int]) -> None:
    sheet = book.sheet(WORKLIST, _WORK_COLUMNS, _WORK_WIDTHS)
    projects = _worked(batch.projects)
    for number, project in enumerate(projects, start=1):
        counts = project.counts
        at = begins.get(project.place)
        sheet.write_number(number, 0, number, book.middle)
        sheet.write_string(number, 1, project.unit, book.text)
        book.linked(sheet, number, 2, f"internal:'{PROBLEMS}'!A{at}" if at else None, project.name)
        book.amount(sheet, number, 3, project.amount)
        for column, severity in enumerate(Severity, start=4):
            sheet.write_number(number, column, counts[severity], book.middle)
        sheet.write_number(number, 7, project.score.value, book.score)
        worst = min(project.remarks, key=lambda remark: remark.severity.rank, default=None)
        problem = worst.problem[:LONGEST] if worst else project.clear
        sheet.write_string(number, 8, problem, book.text)
        url = link_to(project.file, project.member, None, book.options.folder)
        shown = f"{project.file}（{project.member}）" if project.member else project.file
        book.linked(sheet, number, 9, f"external:{url}" if url else None, shown)
        book.end_row(sheet, number, (project.unit, project.name, problem, shown), tuple(_WORK_WIDTHS[n] for n in (1, 2, 8, 9)))
    last = max(len(projects), 1)
    sheet.autofilter(0, 0, last, len(_WORK_COLUMNS) - 1)
    sheet.write_string(last + 2, 1, f"排序：{worklist_formula()}")
    sheet.write_string(last + 3, 1, f"机审质量分（非正式评分）：{formula()}")


def _unchecked(book: Book, batch: Batch) -> None:
    sheet = book.sheet(UNCHECKED, ("序号", "未检查的内容及原因"), (6, 120))
    unchecked = (*batch.not_checked, *doubts(batch.projects))
    for number, text in enumerate(unchecked, start=1):
        sheet.write_number(number, 0, number, book.middle)
        sheet.write_string(number, 1, text[:LONGEST], book.text)
        book.end_row(sheet, number, (text,), (120,))
    if not unchecked:
        sheet.write_string(1, 1, "所列文件全部读取并检查。", book.text)


def _about(book: Book, batch: Batch) -> None:
    sheet = book.book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 110)
    book.paper(sheet)
    sheet.write_string(0, 0, "绩效目标审核问题清单", book.title)
    for number, (head, text) in enumerate(_said(batch), start=2):
        sheet.write_string(number, 0, head, book.plain)
        sheet.write_string(number, 1, text, book.plain)
        book.end_row(sheet, number, (text,), (100,))


def _said(batch: Batch) -> Iterator[tuple[str, str]]:
    yield "总体情况", summary(batch)
    yield "性质", DISCLAIMER
    yield PROBLEMS, "一行一个问题；同一规则在一张表中出现4处及以上的合为一行。点“所在位置”可打开原文件（须与本表的相对位置不变）。"
    yield "单位修改情况", f"由单位填写，可选：{'、'.join(ANSWERS)}。"
    yield "备注", f"依次为规则代码、级别、依据。{SEVERITIES_MEAN}"
    if batch.second_round:
        yield "复核", "与上一轮逐条比对：未修改、部分修改、新增问题；已修改的列在各项目最后。"
    yield WORKLIST, worklist_formula()
    yield "机审质量分", f"非正式评分。{formula()}"
    yield "送审文件", "；".join(batch.inputs)[:LONGEST]
    yield "程序与规则版本", f"jixiao {batch.version}，规则 {batch.ruleset}"


def write(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, Iterable[bytes]]]:
    """One workbook for the batch.

    Raises:
        CannotReport: the extra is not installed.
    """
    with Book(options, "绩效目标审核问题清单") as book:
        _worklist(book, batch, _problems(book, problems(batch)))
        _unchecked(book, batch)
        _about(book, batch)
        yield PROBLEMS, book.pieces()


FEEDBACK = Feedback("问题清单与工作清单", ".xlsx", write, verify)
