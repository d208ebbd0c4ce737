"""The 问题清单 as counties use it: the columns, text that stays text, links, the worklist, what was not checked."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.model.finding import Severity
from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions
from linter.reports.feedback.api import CannotReport
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.book import Book
from linter.reports.feedback.model import Batch
from linter.reports.feedback.scoring import formula, worklist_formula
from linter.reports.feedback.xlsx import ANSWERS, FEEDBACK
from linter.run.pipeline import Job, run
from tests.support.cases import form_data
from tests.support.office import parts
from tests.support.writers import seed_forms, write

BAD = Path(__file__).parents[3] / "examples/forms/bad-form.txt"
OPTIONS = FeedbackOptions(date(2026, 1, 20), issuer="青禾县财政局")
CASES: list[dict[str, Any]] = [
    {
        "rows": ["数量指标 | 服务单位数量 | ≥186%", "质量指标 | 平台稳定性 | 稳定稳定"],
        "fields": {"project": "小项目", "total_annual": "50,000"},
    },
    {
        "rows": ["数量指标 | =SUM(A1) | ≥3%", "数量指标 | https://example.invalid/数量 | ≥5%", "数量指标 | 007 | =100%"],
        "fields": {"project": "=1+1", "total_annual": "8,000,000"},
    },
]


def reviewed(cases: Sequence[dict[str, Any]], previous: Sequence[dict[str, Any]] | None = None) -> Batch:
    def checked(found: Sequence[dict[str, Any]]) -> Any:
        forms = {"forms": [form_data(case, n) for n, case in enumerate(found, start=1)]}
        return run([Job("表.json", data=json.dumps(forms, ensure_ascii=False).encode()), Job("空.txt", data=b"")], Settings())

    return batch_of(checked(cases), checked(previous) if previous is not None else None)


def book_of(batch: Batch, options: FeedbackOptions = OPTIONS) -> Any:
    ((_, data),) = FEEDBACK.render(batch, options)
    assert isinstance(data, bytes)
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def batch() -> Batch:
    return reviewed(CASES)


@pytest.fixture(scope="module")
def book(batch: Batch) -> Any:
    return book_of(batch)


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_the_columns_are_those_counties_use(book: Any) -> None:
    assert book.sheetnames == ["问题清单", "工作清单", "未检查的内容", "说明"]
    assert rows(book["问题清单"])[0] == (
        *("序号", "预算单位", "项目名称", "项目金额", "所在位置"),
        *("原填报内容", "存在问题", "修改建议", "单位修改情况", "备注"),
    )


def test_one_row_a_remark_numbered_with_its_code_in_the_notes(book: Any, batch: Batch) -> None:
    found = rows(book["问题清单"])[1:]
    remarks = [remark for project in batch.projects for remark in project.remarks]
    assert [row[0] for row in found] == list(range(1, len(remarks) + 1))
    assert [row[6] for row in found] == [remark.problem for remark in remarks]
    for row, remark in zip(found, remarks, strict=True):
        assert remark.code in row[9]
        assert remark.source in row[9]
        assert "JX" not in "".join(str(cell) for cell in row[1:9])
        assert not row[8], "the unit fills this in"


def test_no_cell_is_a_formula_or_an_accidental_link(book: Any) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None or not (cell.hyperlink.target or "").startswith("http")
    texts = {cell for row in rows(book["问题清单"]) for cell in row}
    assert {"=1+1"} <= texts
    assert any("=SUM(A1)" in str(text) for text in texts)


def test_amounts_are_numbers_of_wan_yuan(book: Any) -> None:
    cell = book["问题清单"]["D2"]
    assert (cell.value, cell.number_format) == (800, '#,##0.00"万元"')


def test_it_can_be_filtered_answered_and_printed(book: Any) -> None:
    sheet = book["问题清单"]
    last = sheet.max_row
    assert sheet.auto_filter.ref == f"A1:J{last}"
    assert sheet.freeze_panes == "D2"
    assert (sheet.print_title_rows, sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("$1:$1", 9, "landscape")
    (validation,) = sheet.data_validations.dataValidation
    assert str(validation.sqref) == f"I2:I{last}"
    assert validation.formula1 == f'"{",".join(ANSWERS)}"'
    assert sheet["G2"].alignment.wrap_text


def test_the_worklist_is_ranked_and_leads_to_the_first_problem(book: Any, batch: Batch) -> None:
    sheet = book["工作清单"]
    found = rows(sheet)
    assert [row[2] for row in found[1:3]] == ["=1+1", "小项目"]
    by_name = {project.name: project for project in batch.projects}
    for row in found[1:3]:
        counts = by_name[row[2]].counts
        assert row[4:8] == (*(counts[severity] for severity in Severity), float(by_name[row[2]].score.value))
    for cell in (sheet["C2"], sheet["C3"]):
        target = cell.hyperlink.location.rpartition("!A")[2]
        assert book["问题清单"][f"C{target}"].value == cell.value
        assert book["问题清单"][f"C{int(target) - 1}"].value != cell.value, "the first of its problems"
    printed = [cell for row in found for cell in row if cell]
    assert any(worklist_formula() in str(text) for text in printed)
    assert any(formula() in str(text) for text in printed)


def test_what_was_not_checked_has_its_sheet(book: Any) -> None:
    assert any("文件为空" in str(cell) for row in rows(book["未检查的内容"]) for cell in row)
    said = "".join(str(cell) for row in rows(book["说明"]) for cell in row)
    assert "不是正式评分" in said
    assert "表.json" in said


def test_the_second_round_is_told_in_the_notes() -> None:
    later = [{**CASES[0], "rows": ["数量指标 | 服务单位数量 | ≥186户", "质量指标 | 平台稳定性 | 稳定稳定"]}]
    notes = [row[9] for row in rows(book_of(reviewed(later, CASES[:1]))["问题清单"])[1:]]
    assert any(note.startswith("复核：未修改；") for note in notes)
    assert any(note.startswith("复核：已修改；") and "JX402" in note for note in notes)


def test_the_same_input_gives_the_same_bytes_and_no_clock(batch: Batch) -> None:
    first, second = (next(iter(FEEDBACK.render(batch, OPTIONS)))[1] for _ in range(2))
    assert first == second
    assert isinstance(first, bytes)
    assert b"2026-01-20T00:00:00Z" in parts(first)["docProps/core.xml"]


def test_places_in_the_units_own_workbook_are_linked(tmp_path: Path) -> None:
    (tmp_path / "送审").mkdir()
    (tmp_path / "清单").mkdir()
    (tmp_path / "送审" / "民政 局.xlsx").write_bytes(write(seed_forms(BAD), to="xlsx"))
    out = tmp_path / "清单" / "问题.xlsx"
    command = ["report", str(tmp_path / "送审"), "--to", "xlsx", "-o", str(out), "--no-config", "--today", "2026-01-20"]
    assert CliRunner().invoke(jixiao, command).exit_code == 0
    sheet = openpyxl.load_workbook(out)["问题清单"]
    links = [cell.hyperlink for (cell,) in sheet["E2:E99"] if cell.hyperlink]
    targets = {f"{link.target}#{link.location}" if link.location else link.target for link in links}
    assert "../送审/民政%20局.xlsx#'表1'!E19" in {target.replace("\\", "/") for target in targets}


def test_an_empty_batch_is_still_a_workbook() -> None:
    sheet = book_of(batch_of(run([Job("空.txt", data=b"")], Settings())))["问题清单"]
    assert sheet.max_row == 1


def test_what_no_sheet_holds_is_refused_and_not_lost(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{Book.__module__}._MOST_ROWS", 3)
    with pytest.raises(CannotReport, match="至多 3 行"):
        list(FEEDBACK.render(batch, OPTIONS))
