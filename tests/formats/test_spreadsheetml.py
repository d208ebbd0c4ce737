"""XML spreadsheet 2003: displayed text, merges, jumps, hidden parts, comments; hostile XML refused."""

from __future__ import annotations

import json

import pytest

from linter import formats
from linter.formats import Limits
from linter.model.blocks import Grid
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run
from tests.support.cases import form_data
from tests.support.writers import pages
from tests.support.writers.page import Table

HEAD = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>'
    '<Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style><Style ss:ID="m"><NumberFormat ss:Format="Standard"/></Style></Styles>'
)
ROWS = (
    '<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">标题</Data></Cell><Cell><Data ss:Type="String">旁</Data></Cell></Row>'
    '<Row ss:Index="4"><Cell ss:Index="2" ss:StyleID="p"><Data ss:Type="Number">0.98</Data><Comment><ss:Data>请核实</ss:Data></Comment></Cell>'
    '<Cell ss:StyleID="m"><Data ss:Type="Number">50000</Data></Cell><Cell><Data ss:Type="Number">0.30000000000000004</Data></Cell></Row>'
)


def _book(rows: str, options: str = "", head: str = HEAD) -> bytes:
    sheet = f'<Worksheet ss:Name="表一"><Table>{rows}</Table>{options}</Worksheet>'
    return f"{head}{sheet}</Workbook>".encode()


def test_cells_as_displayed_with_their_places() -> None:
    (source,) = formats.read_bytes(_book(ROWS), "导出.xls")
    assert source.format == "spreadsheetml"
    (grid,) = [block for block in source.blocks if isinstance(block, Grid)]
    shown = {cell.place.cell: (cell.text, cell.colspan) for cell in grid.cells}
    assert shown == {"A1:C1": ("标题", 3), "D1": ("旁", 1), "B4": ("98%", 1), "C4": ("50,000.00", 1), "D4": ("0.3", 1)}
    assert [(c.text, c.place.sheet, c.place.cell) for c in source.comments] == [("请核实", "表一", "B4")]


def test_hidden_sheets_are_said() -> None:
    options = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    (source,) = formats.read_bytes(_book(ROWS, options), "导出.xml")
    assert any("隐藏" in note.why for note in source.not_checked)
    assert source.blocks == ()


@pytest.mark.parametrize(
    "head", [HEAD.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "b">]><Workbook'), HEAD.replace("<Styles>", "<Styles><")]
)
def test_hostile_xml_is_refused(head: str) -> None:
    (source,) = formats.read_bytes(_book(ROWS, head=head), "导出.xls")
    assert source.not_checked[0].fatal


def test_cells_beyond_the_limits_are_said() -> None:
    (source,) = formats.read_bytes(_book('<Row ss:Index="999999"><Cell><Data ss:Type="String">远</Data></Cell></Row>' + ROWS), "导出.xls")
    assert any("超出读取上限" in note.why for note in source.not_checked)
    merged = "".join(f'<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">{n}</Data></Cell></Row>' for n in range(9))
    (source,) = formats.read_bytes(_book(merged), "导出.xls", limits=Limits(merges=5))
    assert "合并单元格超过 5 处" in source.not_checked[0].why


def _rows(table: Table) -> str:
    out = []
    for row in range(max(box.row for box in table.boxes) + 1):
        cells = "".join(
            f'<Cell ss:Index="{box.col + 1}" ss:MergeAcross="{box.colspan - 1}" ss:MergeDown="{box.rowspan - 1}">'
            f'<Data ss:Type="String">{box.text.replace("&", "&amp;").replace("<", "&lt;")}</Data></Cell>'
            for box in sorted(table.boxes, key=lambda box: box.col)
            if box.row == row
        )
        out.append(f"<Row>{cells}</Row>")
    return "".join(out)


def test_a_form_gives_the_same_findings_as_json() -> None:
    form = form_data(
        {"rows": ["数量指标 | 服务单位数量 | ≥186%", "质量指标 | 平台稳定性 | 稳定稳定", "服务对象满意度 | 用户满意度 | 100度"]}
    )
    (page,) = pages([form], "one-sided")
    book = _book("".join(_rows(piece) for piece in page if isinstance(piece, Table)))
    found = [
        run([Job(name, data=data)], Settings()).findings
        for name, data in (("a.xls", book), ("a.json", json.dumps({"forms": [form]}).encode()))
    ]
    rows = [{(f.code, f.fingerprint) for f in one if f.level2} for one in found]
    assert rows[0] == rows[1]
    assert rows[0]
