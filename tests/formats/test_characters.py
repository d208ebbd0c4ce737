"""One folding of characters for every format: what looks like an ideograph is read as that ideograph, and written back over what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.formats import detect, read_bytes
from linter.formats.api import ReadContext, TextEdit
from linter.model.blocks import Cell, Grid
from linter.values.characters import raised, unified
from tests.support.writers import WRITERS, Table
from tests.support.writers.page import Box

FORMATS = ("csv", "html", "xlsx", "docx", "text")


def _grid(to: str, text: str) -> tuple[bytes, list[Cell]]:
    boxes = tuple(
        Box(cell, row, col) for row, line in enumerate((("名称", text, "值"), ("甲", "乙", "丙"))) for col, cell in enumerate(line)
    )
    suffix, writer = WRITERS[to]
    data = writer([[Table(boxes)]])
    (source,) = read_bytes(data, f"form.{suffix}")
    return data, [cell for block in source.blocks if isinstance(block, Grid) for cell in block.cells]


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize(
    ("printed", "read"),
    [("⽬标⾏⼈", "目标行人"), ("居⺠⻋⻔", "居民车门"), ("年度\uf9fe料", "年度茶料"), ("甲\U0002f800", "甲丽"), ("⼀、", "一、")],
)
def test_twins_of_ideographs_are_read_as_ideographs(to: str, printed: str, read: str) -> None:
    assert read in [cell.text for cell in _grid(to, printed)[1]]


@pytest.mark.parametrize("printed", ["≥98％", "㎞", "①", "Ⅲ类", "︵万元︶", "〇", "㎡", "㈠", "豆腐"])
def test_what_looks_otherwise_is_kept(printed: str) -> None:
    assert unified(printed) == printed


@pytest.mark.parametrize("to", ["csv", "docx", "xlsx", "text"])
def test_an_edit_finds_the_text_it_was_read_from(to: str) -> None:
    data, cells = _grid(to, "居⺠≧95％")
    cell = next(one for one in cells if one.text.startswith("居民"))
    suffix = WRITERS[to][0]
    found = detect(data, f"form.{suffix}")
    assert found is not None and found.write_back is not None
    written = found.write_back(data, [TextEdit(cell.place, cell.text, "居民≥95%")], [], ReadContext(f"form.{suffix}"))
    (source,) = read_bytes(written, f"form.{suffix}")
    assert "居民≥95%" in [one.text for block in source.blocks if isinstance(block, Grid) for one in block.cells]


@pytest.mark.parametrize(("plain", "shown"), [("5", "⁵"), ("-2", "⁻²"), ("2", "²"), ("th", "th"), ("注1", "注1"), (" ", " ")])
def test_raised_text(plain: str, shown: str) -> None:
    assert raised(plain) == shown


def test_kangxi_headings_make_a_form(tmp_path: Path) -> None:
    import linter
    from linter.reports.serial import form_data

    path = tmp_path / "form.csv"
    path.write_text(
        "项⽬⽀出绩效⽬标表\n项⽬名称,⽂化⼴场维修\n⼀级指标,⼆级指标,三级指标,指标值\n产出指标,数量指标,维修⾯积,≥300平⽅⽶\n",
        encoding="utf-8",
    )
    (document,) = linter.parse(path)
    (form,) = document.forms
    assert form.project == "文化广场维修"
    assert form_data(form)["indicators"][0]["annual"] == {"name": "维修面积", "value": "≥300平方米"}
