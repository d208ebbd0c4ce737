"""Drawn tables as csv and xlsx."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from linter.files.printing import inert
from linter.model.errors import MissingLibrary, install_hint
from linter.sheets.drawing import Box, Sheet
from linter.sheets.guide import guides

_WIDTHS = {"name": 26, "value": 16, "standard": 26, "level1": 18, "level2": 16, "goal": 30, "project": 22, "indicators": 14}
_TALL = frozenset({"overview", "basis", "necessity", "measures", "plan", "goal_period", "goal_annual"})
_LANDSCAPE_FROM = 7
_MAX_LIST = 250
_LONGEST_TAB = 31
_NO_TAB = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_REMARKS = "读取说明"


def to_csv(sheets: Sequence[Sheet]) -> bytes:
    """All tables below each other, with a BOM so that spreadsheet programs see UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        for row in sheet.matrix():
            writer.writerow([inert(text) for text in row])
    return out.getvalue().encode("utf-8-sig")


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "宋体", "font_size": 10, "border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"}
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}),
        "caption": book.add_format({"font_name": "宋体", "font_size": 11, "align": "center", "valign": "vcenter"}),
        "label": book.add_format({**base, "align": "center", "bg_color": "#EEF2F7"}),
        "level": book.add_format({**base, "align": "center"}),
        "value": book.add_format(base),
    }


def _put(page: Any, box: Box, style: Any) -> None:
    if box.rowspan > 1 or box.colspan > 1:
        page.merge_range(box.row, box.col, box.row + box.rowspan - 1, box.col + box.colspan - 1, "", style)
    if box.text:
        page.write_string(box.row, box.col, box.text, style)
    else:
        page.write_blank(box.row, box.col, None, style)


def _help(page: Any, sheet: Sheet) -> None:
    """Notes on the labels, lists to choose from in the cells."""
    noted: set[tuple[int, str]] = set()
    for box in sheet.boxes:
        guide = guides().get(box.key)
        if guide is None:
            continue
        if box.style == "label" and guide.note and (box.row, box.key) not in noted:
            noted.add((box.row, box.key))
            page.write_comment(box.row, box.col, guide.note, {"x_scale": 1.6, "y_scale": 1.2, "author": "jixiao"})
        if box.style in ("value", "level") and guide.choices and len(",".join(guide.choices)) <= _MAX_LIST:
            rule = {"validate": "list", "source": list(guide.choices), "error_type": "information"}
            rule |= {"error_title": "不在常用项中", "error_message": "可以填写其他内容，请核实。"}
            page.data_validation(box.row, box.col, box.row, box.col, rule)


def to_xlsx(sheets: Sequence[Sheet], *, helped: bool = False, remarks: Sequence[tuple[str, str]] = ()) -> bytes:
    """A workbook with a sheet for each table. ``helped``: with notes and lists to choose from; ``remarks``: a last sheet that lists
    what was not read.

    Raises:
        MissingLibrary: xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingLibrary(f"写 xlsx 需要 xlsxwriter，请{install_hint('report')}") from error
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        # The same forms give the same bytes: no clock.
        book.set_properties({"created": datetime(2000, 1, 1)})
        styles = _formats(book)
        for sheet, name in zip(sheets, _tabs(sheets), strict=True):
            page = book.add_worksheet(name)
            _page(page, sheet, styles)
            if helped:
                _help(page, sheet)
        if remarks:
            page = book.add_worksheet(_REMARKS)
            page.set_column(0, 1, 60)
            for row, pair in enumerate([("未检查的内容", "原因"), *remarks]):
                for col, text in enumerate(pair):
                    page.write_string(row, col, text, styles["value"])
    return out.getvalue()


def _tabs(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Names of worksheets as Excel takes them: at most 31 characters, none twice whatever their case, no marks of its own."""
    taken = {_REMARKS}  # the last sheet of ours
    for sheet in sheets:
        name = _NO_TAB.sub("_", sheet.name).strip("'")[:_LONGEST_TAB] or "绩效目标表"
        number = 1
        tab = name
        while tab.lower() in taken:
            number += 1
            tab = f"{name[: _LONGEST_TAB - len(str(number)) - 2]}({number})"
        taken.add(tab.lower())
        yield tab


def _page(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    widths = {box.col: _WIDTHS.get(box.key, 14) for box in sheet.boxes if box.style == "label" and box.colspan == 1}
    for col in range(sheet.width):
        page.set_column(col, col, widths.get(col, 14))
    heights = dict.fromkeys(range(sheet.row), 20)
    for box in sheet.boxes:
        _put(page, box, styles[box.style])
        if box.style == "title":
            heights[box.row] = 30
        elif box.style == "value" and box.key in _TALL:
            heights[box.row] = max(heights[box.row], 44)
        elif box.rowspan == 1:
            room = sum(widths.get(col, 14) for col in range(box.col, box.col + box.colspan)) / 2
            heights[box.row] = max(heights[box.row], 15 * (1 + int(len(box.text) / max(room, 1))))
    for row, height in heights.items():
        page.set_row(row, min(height, 300))
    if sheet.width >= _LANDSCAPE_FROM:
        page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
