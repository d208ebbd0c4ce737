"""Workbooks: text as displayed, exact merges, and what is said about the rest."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from linter.formats import read_bytes
from linter.formats._office.numbers import display
from linter.model.blocks import Cell, Grid, Source
from tests.support.office import replaced


def workbook(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def source(data: bytes) -> Source:
    (found,) = read_bytes(data, "form.xlsx")
    assert found.format == "xlsx"
    return found


def cells(data: bytes) -> dict[str, Cell]:
    return {cell.place.cell or "": cell for block in source(data).blocks if isinstance(block, Grid) for cell in block.cells}


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("0.98", "0%", "98%"),
        ("0.985", "0.00%", "98.50%"),
        ("0.285", "0.0%", "28.5%"),
        ("1.005", "0.00", "1.01"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("0", '#,##0;-#,##0;"-"', "-"),
        ("5", "0;;;@", "5"),
        ("0", "0;;;@", ""),
        ("12345", '0!.0,"万元"', "1.2万元"),
        ("98", '"≥"0"%"', "≥98%"),
        ("0.98", '"≥"0%', "≥98%"),
        ("5", "0元", "5元"),
        ("50000", '#,##0.00"元"', "50,000.00元"),
        ("500", "0.00\\万", "500.00万"),
        ("12345678", '#,##0.00,,"百万"', "12.35百万"),
        ("3", "000", "003"),
        ("0.5", "# ?/?", "1/2"),
        ("1234500", "0.00E+00", "1.23E+06"),
        ("1.5", '[<1]0.00;[>=1]0.0"亿"', "1.5亿"),
        ("-0.001", "0.00", "0.00"),
        ("0.30000000000000004", "General", "0.3"),
        ("33.333333333333336", "General", "33.33333333"),
        ("123456789012", "General", "123456789012"),
        ("98.0", "General", "98"),
        ("1E-3", "General", "0.001"),
        ("120", "[DBNum1][$-804]General", "一百二十"),
        ("2026", "[DBNum1][$-804]0", "二〇二六"),
        ("10050", "[DBNum2]General", "壹万零伍拾"),
        ("46038", "yyyy/m/d", "2026/1/16"),
        ("46038", 'yyyy"年"m"月"d"日";@', "2026年1月16日"),
        ("46038", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2026年1月16日"),
        ("46038", "[DBNum1]yyyy年m月", "二〇二六年一月"),
        ("46038.75", "yyyy-mm-dd hh:mm", "2026-01-16 18:00"),
        ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("-1", "yyyy/m/d", "-1"),
        ("1e400", "0", "1e400"),
        ("nan", "0", "nan"),
    ],
)
def test_numbers_are_read_as_displayed(stored: str, code: str, shown: str) -> None:
    assert display(stored, code) == shown


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    assert display("44576", "yyyy/m/d", date1904=True) == "2026/1/16"


def test_a_sheet_is_one_exact_grid_with_the_ranges_of_merged_cells() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "表 1"
        sheet.merge_cells("A1:C3")
        sheet["A1"] = "合并"
        sheet["D4"] = 0.98
        sheet["D4"].number_format = "0%"
        sheet["E4"] = datetime.date(2026, 1, 16)
        sheet["F4"] = True

    found = cells(workbook(fill))
    merged = found["A1:C3"]
    assert (merged.text, merged.row, merged.col, merged.rowspan, merged.colspan, merged.place.sheet) == ("合并", 0, 0, 3, 3, "表 1")
    assert found["D4"].text == "98%"
    assert found["F4"].text == "TRUE"
    assert "B2" not in found


def test_an_empty_cell_inside_the_form_has_a_place_and_one_far_away_is_not_read() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet["A1"], sheet["C1"] = "指标名称", "指标值"
        for name in ("B1", "XFD900000"):
            sheet[name].number_format = "0%"

    data = workbook(fill)
    (grid,) = source(data).blocks
    assert isinstance(grid, Grid)
    assert (grid.n_rows, grid.n_cols) == (1, 3)
    assert [cell.place.cell for cell in grid.cells] == ["A1", "B1", "C1"]


def test_hidden_sheets_rows_and_columns_are_said_and_not_read() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet["A1"], sheet["A2"], sheet["B1"] = "甲", "乙", "丙"
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book.create_sheet("字典")["A1"] = "选项"
        book["字典"].sheet_state = "hidden"

    data = workbook(fill)
    notes = [f"{note.what}：{note.why}" for note in source(data).not_checked]
    assert notes == [
        "Sheet：有隐藏的行（第 2 行），未读取；如需检查请取消隐藏",
        "Sheet：有隐藏的列（B，列宽为零的也在内），未读取；如需检查请取消隐藏",
        "字典：工作表已隐藏，未检查；如需检查请取消隐藏",
    ]
    assert set(cells(data)) == {"A1"}


def test_a_formula_without_a_result_is_said_and_read_with_doubt() -> None:
    def fill(book: Any) -> None:
        book.active["A1"], book.active["A2"] = "合计", "=SUM(B1:B9)"

    data = workbook(fill)
    assert [note.what for note in source(data).not_checked] == ["Sheet!A2"]
    assert cells(data)["A2"].doubt == "公式没有保存计算结果"


def test_a_formula_with_a_result_reads_as_the_result() -> None:
    data = workbook(lambda book: book.active.__setitem__("A2", "=1+1"))
    data = replaced(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    assert cells(data)["A2"].text == "2"
    assert not source(data).not_checked


def test_comments_are_read_with_their_cell_and_ours_are_not() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "甲"
        book.active["A1"].comment = Comment("jixiao: ignore[JX101] 已核实", "张三")
        book.active["A2"] = "乙"
        book.active["A2"].comment = Comment("数值须有依据", "jixiao")

    assert [(one.text, one.place.cell) for one in source(workbook(fill)).comments] == [("jixiao: ignore[JX101] 已核实", "A1")]


SHEET = b"""<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>
<x:row><x:c t="inlineStr"><x:is><x:r><x:t>A</x:t></x:r><x:rPh sb="0" eb="1"><x:t>pinyin</x:t></x:rPh><x:r><x:t>B_x000D_
C</x:t></x:r></x:is></x:c><x:c><x:v>3</x:v></x:c><x:c t="e"><x:v>#DIV/0!</x:v></x:c></x:row>
<x:row r="4"><x:c r="B4" t="str"><x:v>text</x:v></x:c></x:row></x:sheetData></x:worksheet>"""


def test_strict_prefixed_parts_inline_rich_text_and_cells_without_addresses() -> None:
    data = workbook(lambda book: book.active.__setitem__("A1", "x"))
    found = cells(replaced(data, "xl/worksheets/sheet1.xml", lambda _: SHEET))
    assert {name: cell.text for name, cell in found.items()} == {"A1": "AB\nC", "B1": "3", "C1": "#DIV/0!", "B4": "text"}
