"""The body of the indicator table of an exact grid: one line, one or two targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct, field

from linter.knowledge.patterns import deferred
from linter.layouts import parallel
from linter.layouts.alignment.chrome import is_chrome
from linter.layouts.columns import Column, Columns
from linter.layouts.labels import category_of, clean, field_of, is_known, level1_in, level1_of, level2_of, role_of
from linter.layouts.lines import Line, shown, text_of
from linter.layouts.titles import is_page_mark
from linter.model.blocks import Cell
from linter.model.form import OPTIONAL_PARTS, Half, Indicator, Target, Text, Uncertain
from linter.model.place import Place
from linter.values import normalise
from linter.values.units import is_unit

_TOTAL_ROW = re.compile(r"(?:权重|分值|得分|指标|自评|评价|综合)*(?:总?合计|小计|总计|总分|总得分)(?:[（(].*[)）])?")
_FOOTER = frozenset({"leader", "contact", "phone", "filed", "remark"})
_TEMPLATE = deferred(r"(?:指标|目标)?[0-9一二三四五六七八九十]{0,2}[:：.、]?(?:…+|\.{3,})?|[…·.]+")
_HEAD_UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>[^（()）]{1,8})[)）]\s*$")
_BARE_NUMBER = deferred(r"[≥≤><=＝≧≦＞＜]*[0-9][0-9,.]*")


class Body(Struct):
    """What has been read of the indicators so far. ``level1``/``level2`` carry over blank or merged category cells."""

    indicators: list[Indicator] = field(default_factory=list)
    uncertain: list[Uncertain] = field(default_factory=list)
    level1: str = ""
    level2: str = ""
    printed: set[str] = field(default_factory=set)
    """Canonical categories the layout prints, filled or not."""
    unknown: set[str] = field(default_factory=set)

    def doubt(self, part: str, why: str, cell: Cell | None) -> str:
        """Record a doubt about the row being read and return its reason."""
        self.uncertain.append(Uncertain(f"indicators[{len(self.indicators)}].{part}", why, cell.place if cell else None))
        return why

    def add(self, period: Target | None, annual: Target | None) -> None:
        """Take a row, or the rows its cells list. A row wholly empty is none."""
        halves = [list(parallel.targets(half)) if half is not None else [] for half in (period, annual)]
        for first, second in zip_longest(*halves) if any(halves) else [(None, None)]:
            self._add(first, second)

    def _add(self, period: Target | None, annual: Target | None) -> None:
        category = category_of(self.level2, self.level1)
        if category:
            self.printed.add(category)
        period, annual = (None if t is None or _unfilled(t) else t for t in (period, annual))
        if period is None and annual is None:
            self.uncertain = [u for u in self.uncertain if not u.path.startswith(f"indicators[{len(self.indicators)}].")]
            return
        if not category and clean(self.level2) and self.level2 not in self.unknown:
            self.unknown.add(self.level2)
            self.doubt("annual" if annual else "period", f"二级指标“{clean(self.level2)}”不在已知类别中", None)
        self.indicators.append(Indicator(self.level1, self.level2, category, period, annual))


def _unfilled(target: Target) -> bool:
    """Nothing was filled in: blank, or the template's ``指标2：`` and ``……`` alone."""
    name = "".join(target.name.text.split())
    return not target.value and (not name or _TEMPLATE.fullmatch(name) is not None)


def is_footer(line: Line) -> bool:
    """Whether a line ends the indicator table."""
    filled = line.own
    if not filled:
        return False
    first = filled[0].text
    head = first.split("：")[0].split(":")[0]
    if _TOTAL_ROW.fullmatch(clean(first)):
        return False
    label = field_of(first) or field_of(head)
    return label in _FOOTER or (len(filled) == 1 and clean(first).startswith(("注", "说明", "备注", "填表说明", "填报说明")))


def _cell(line: Line, column: Column | None) -> Cell | None:
    return line.at(column.start) if column is not None else None


def _target(line: Line, columns: Columns, half: Half) -> Target | None:
    name, value = _cell(line, columns.of("name", half)), _cell(line, columns.of("value", half))
    thresholds = tuple(
        text_of(_cell(line, c)) for r in ("threshold1", "threshold2", "threshold3", "threshold4") if (c := columns.of(r, half))
    )
    optional = {role: text_of(_cell(line, column)) for role in OPTIONAL_PARTS if (column := columns.of(role, half)) is not None}
    if "remark" in optional and not optional["remark"] and "actual" not in optional:
        del optional["remark"]  # a blank 备注 says nothing; a blank reason beside a result does
    unit = _headed_unit(columns, half, value)
    if unit is not None:
        optional.setdefault("unit", unit)
    value_text = (
        text_of(value) if value is not None else (thresholds[0] if thresholds else Text("", _blank_place(line, name, columns, half)))
    )
    target = Target(text_of(name), value_text, thresholds=thresholds, **optional)
    return None if target.blank() else target


def _blank_place(line: Line, name: Cell | None, columns: Columns, half: Half) -> Place:
    """Where the value would stand that the row does not have: under its heading, not at the level cell the row begins with."""
    column = columns.of("value", half)
    if name is None or column is None or name.place is None:
        return line.place
    return name.place.beside(column.start - name.col)


def _headed_unit(columns: Columns, half: Half, value: Cell | None) -> Text | None:
    """The unit the heading of the values states (``指标值（%）``), for a number that prints none itself."""
    column = columns.of("value", half)
    if column is None or columns.of("unit", half) is not None or value is None:
        return None
    match = _HEAD_UNIT.search(column.label)
    if match is None or not is_unit(match["unit"]) or not _BARE_NUMBER.fullmatch("".join(value.text.split())):
        return None
    return Text(match["unit"], column.place)


def is_stray(line: Line, columns: Columns) -> bool:
    """Whether a line of the body is no row of the table: one cell over name and value, or one left of the name that is no level."""
    name, value = columns.of("name"), columns.of("value") or columns.of("threshold1")
    if len(line.own) != 1 or name is None or value is None:
        return False
    cell = line.own[0]
    wide = cell.col <= name.start and cell.col + cell.colspan > value.start
    return wide or (cell.col + cell.colspan <= name.start and not (level1_of(cell.text) or level2_of(cell.text)))


def read_exact(line: Line, columns: Columns, body: Body) -> None:
    """A line of an exact grid. A blank level cell carries over the one above."""
    level1, level2 = _cell(line, columns.of("level1")), _cell(line, columns.of("level2"))
    if level1 is not None and level1.text.strip():
        if clean(level1.text) != clean(body.level1) and not (level2 and level2.text.strip()):
            body.level2 = ""
        body.level1 = level1.text
        # A layout without a level-2 column may print the categories in the level-1 column.
        if columns.of("level2") is None and level2_of(level1.text) and level1_of(level1.text) is None:
            body.level2 = level1.text
    if level2 is not None and level2.text.strip():
        body.level2 = level2.text
        if columns.of("level1") is None:
            body.level1 = level1_in(level2.text) or body.level1
    period = _target(line, columns, "period") if columns.two_sided else None
    annual = _target(line, columns, "annual")
    body.add(period, annual)


def skipped_rows(line: Line) -> bool:
    """Lines that belong to the table but state no indicator: totals, the numbers of the columns, words of the page around the table."""
    filled = line.own
    if not filled or _TOTAL_ROW.fullmatch(clean(filled[0].text)) is not None or _is_numbering(line):
        return True
    return all(is_chrome(normalise(cell.text).text) for cell in filled)


def is_under_heading(line: Line, columns: Columns) -> bool:
    """Whether a line is a line of the heading still: the heading of the names is merged down over it."""
    name = _cell(line, columns.of("name"))
    return name is not None and name.row != line.row and role_of(name.text) == "name"


def _is_numbering(line: Line) -> bool:
    """The line that numbers the columns: 1 2 3 …."""
    texts = ["".join(cell.text.split()) for cell in line.own]
    return (
        len(texts) >= 4
        and all(text.isdecimal() for text in texts)
        and [int(text) for text in texts] == list(range(int(texts[0]), int(texts[0]) + len(texts)))
    )


def unread_columns(lines: Sequence[Line], columns: Columns) -> Iterator[Uncertain]:
    """A record for each column whose heading has no role, where the column is filled. A level that slipped into the header's line
    heads no column, and levels below it were read as such."""
    for heading in columns.unknown:
        cells = [c for line in lines for c in line.own if heading.col <= c.col < heading.col + heading.colspan]
        if level1_of(heading.text) or level2_of(heading.text):
            cells = [c for c in cells if not (level1_of(c.text) or level2_of(c.text))]
        if cells:
            yield Uncertain("", f"“{clean(heading.text)}”一列未能识别，其内容未读取：{shown(cells, 3)}", heading.place)


def unplaced(line: Line) -> Uncertain:
    """The record of a line that could not be placed."""
    return Uncertain("", f"此行未能归入任何指标：{shown(line.filled)}", line.filled[0].place)


def read_line(line: Line, columns: Columns, body: Body, doubt: str | None = None) -> Iterator[Uncertain]:
    """Read one line of the body; yields a record where it could not be placed. ``doubt``: why what it says is doubtful."""
    if skipped_rows(line) or is_under_heading(line, columns):
        return
    if is_stray(line, columns):
        if not (is_page_mark(line.own[0].text) or is_known(line.own[0].text)):
            yield unplaced(line)
        return
    before = len(body.indicators)
    read_exact(line, columns, body)
    if doubt is not None and len(body.indicators) > before:
        body.uncertain.append(Uncertain(f"indicators[{before}]", doubt, line.filled[0].place))
