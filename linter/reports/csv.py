"""A table for Excel: UTF-8 with BOM, one finding a row.

A cell that a spreadsheet would take for a formula (a real value may be ``=100%``) gets a leading apostrophe; the head says so.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain, islice

from linter.files.printing import inert
from linter.reports.api import Output, RenderOptions
from linter.reports.result import Result
from linter.reports.wording import HALF_NAMES, SEVERITY_NAMES, unchecked, where

HEAD = (
    "文件",
    "位置",
    "表序号",
    "项目名称",
    "指标类别",
    "指标名称或栏目",
    "侧",
    "原填报内容（以 = + - @ 开头的，前面加了 '）",
    "级别",
    "代码",
    "存在问题",
    "修改建议",
    "依据",
    "是否豁免",
)


_TOGETHER = 256
"""Rows written at once."""


def _rows(result: Result) -> Iterator[list[str]]:
    """Findings, then what was not checked."""
    for f in result.findings:
        place = f.location
        row = (
            place.file if place else "",
            place.label() if place else "",
            str(f.form_index or ""),
            f.project or "",
            f.level2 or "",
            "".join(f.indicator.split()) if f.indicator else where(f),
            HALF_NAMES.get(f.half or "", ""),
            f.quote,
            SEVERITY_NAMES[f.severity],
            f.code,
            f.message,
            f.suggestion or "",
            f.source,
            f"已豁免：{f.suppressed.reason}" if f.suppressed else "",
        )
        yield [inert(cell) for cell in row]
    for source, note, text in unchecked(result):
        place_label = note.place.label() if note.place else ""
        yield [inert(source.path), place_label, "", "", "", "", "", "", "未检查", "", inert(text), "", "", ""]


def render(result: Result, options: RenderOptions) -> Iterator[bytes]:
    """The table, some rows at a time."""
    yield codecs.BOM_UTF8
    rows = chain([list(HEAD)], _rows(result))
    while some := list(islice(rows, _TOGETHER)):
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(some)
        yield out.getvalue().encode()


OUTPUT = Output("逗号分隔的表（带 BOM，Excel 可直接打开）", render)
