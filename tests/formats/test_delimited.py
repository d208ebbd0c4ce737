"""Delimited and plain text: fields, delimiters, places."""

from __future__ import annotations

import pytest

from linter.formats import detect, read_bytes
from linter.formats.api import ReadContext, TextEdit
from linter.model.blocks import Grid, Paragraph, Source


def read(data: bytes, name: str = "form.csv") -> Source:
    (found,) = read_bytes(data, name)
    return found


def grid(data: bytes, name: str = "form.csv") -> Grid:
    (block,) = read(data, name).blocks
    assert isinstance(block, Grid)
    return block


def rows(data: bytes, name: str = "form.csv") -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid(data, name).rows()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,b\n"x,1","y ""z"""\n', [["a", "b"], ["x,1", 'y "z"']]),
        ("a;b\n1,5;2\n3,5;4\n", [["a", "b"], ["1,5", "2"], ["3,5", "4"]]),
        ("a\tb\n1,2\t3\n", [["a", "b"], ["1,2", "3"]]),
        ("甲，乙\n1，2\n", [["甲", "乙"], ["1", "2"]]),
        ("sep=;\na;b\n", [["a", "b"]]),
        ('a,"b\r\nc",\r\n,d,e\r\n', [["a", "b\nc", ""], ["", "d", "e"]]),
        ('a,5" 管\nb,"未闭合\n', [["a", '5" 管'], ["b", '"未闭合']]),
        ("\ufeffa,b,c", [["a", "b", "c"]]),
        ("a,b\n\nc,d\n", [["a", "b"], [""], ["c", "d"]]),
    ],
)
def test_fields(text: str, expected: list[list[str]]) -> None:
    assert rows(text.encode()) == expected


def test_gb18030_and_utf16() -> None:
    assert rows("指标名称,指标值\n合格率,≥98%\n".encode("gb18030")) == [["指标名称", "指标值"], ["合格率", "≥98%"]]
    assert rows("指标名称\t指标值\n合格率\t≥98%\n".encode("utf-16")) == [["指标名称", "指标值"], ["合格率", "≥98%"]]


def test_places_name_the_text_inside_the_quotes() -> None:
    cells = grid(b'a,"b\nc",d\n"e",f\n').cells
    where = {cell.text: (cell.place.line, cell.place.column, cell.place.end_line, cell.place.end_column) for cell in cells}
    assert where == {"a": (1, 1, 1, 2), "b\nc": (1, 4, 2, 2), "d": (2, 4, 2, 5), "e": (3, 2, 3, 3), "f": (3, 5, 3, 6)}


def test_a_comma_table_is_known_without_its_suffix_and_prose_is_not_taken_for_one() -> None:
    assert read(b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n0,0,0\n", "x.txt").format == "csv"
    assert read("预算合计1,200,000元。\n其中本级300,000元,其余转移支付。\n说明,如下\n完\n".encode(), "x.txt").format == "text"


def test_lines_of_a_text_count_as_an_editor_counts_them() -> None:
    source = read("一\r\n\x0c二\u2028三\r四\n".encode(), "x.txt")
    assert [(block.place.line, block.text.strip()) for block in source.blocks] == [(1, "一"), (2, "二\u2028三"), (3, "四")]  # type: ignore[union-attr]


def test_a_formula_that_only_keeps_text_shows_the_text_and_stays_one_when_written() -> None:
    data = 'sep=,\n名称,值\n"=""甲""","=""≥98%"""\n乙,="0""1"\n'.encode("utf-8-sig")
    (source,) = read_bytes(data, "a.csv")
    (grid,) = source.blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["名称", "值", "甲", "≥98%", "乙", '0"1']
    found = detect(data, "a.csv")
    assert found is not None and found.write_back is not None
    written = found.write_back(data, [TextEdit(grid.cells[3].place, "≥98%", "≥99%")], [], ReadContext("a.csv"))
    assert '"=""≥99%"""' in written.decode("utf-8-sig")


@pytest.mark.parametrize("pipe", ["|", "｜", "│"])
def test_a_line_with_one_pipe_above_a_piped_table_is_a_row_of_two_cells(pipe: str) -> None:
    text = (
        "某县水利局 | 预算公开\n\n目标表\n项目名称|灌区维修\n总额（万元）|20\n---\n一级|二级|名称|值\n产出|数量|维修渠道|≥12公里\n备注|无\n"
    )
    (source,) = read_bytes(text.replace("|", pipe).encode(), "form.txt")
    *lines, grid = source.blocks
    assert [block.text for block in lines if isinstance(block, Paragraph)] == [f"某县水利局 {pipe} 预算公开", "目标表"]
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.row, cell.col) for cell in grid.cells if cell.row in (0, 1, 4)] == [
        ("项目名称", 0, 0),
        ("灌区维修", 0, 1),
        ("总额（万元）", 1, 0),
        ("20", 1, 1),
        ("备注", 4, 0),
        ("无", 4, 1),
    ]


@pytest.mark.parametrize("above", ["预算|公开", "|表一", "一|二\t三"])
def test_a_bordered_table_takes_no_line_with_one_pipe(above: str) -> None:
    (source,) = read_bytes(f"{above}\n|一级|二级|名称|值|\n|产出|数量|维修渠道|≥12公里|\n".encode(), "form.txt")
    assert all(cell.text not in ("预算", "公开") for block in source.blocks if isinstance(block, Grid) for cell in block.cells)
