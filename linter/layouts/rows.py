"""The body of the indicator table: one line, one or two targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from linter.layouts.columns import Column, Columns
from linter.layouts.labels import category_of, clean, field_of, is_known, level1_in, level1_of, level2_of, role_of
from linter.layouts.lines import Line, shown, text_of
from linter.layouts.titles import is_page_mark
from linter.model.blocks import Cell
from linter.model.form import OPTIONAL_PARTS, Half, Indicator, Target, Text, Uncertain
from linter.values import parse_value
from linter.values.units import is_unit

_TOTAL_ROW = re.compile(r"(?:权重|分值|得分|指标|自评|评价|综合)*(?:总?合计|小计|总计|总分|总得分)(?:[（(].*[)）])?")
_FOOTER = frozenset({"leader", "contact", "phone", "filed", "remark"})
_TEMPLATE = re.compile(r"(?:指标|目标)?[0-9一二三四五六七八九十]{0,2}[:：.、]?(?:…+|\.{3,})?|[…·.]+")
_HEAD_UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>[^（()）]{1,8})[)）]\s*$")
_BARE_NUMBER = re.compile(r"[≥≤><=＝≧≦＞＜]*[0-9][0-9,.]*")
_CUT_VALUE = "指标值所在的格未能读到（提取时丢失或截断）"
_LOST_HALF = "年度一侧的内容未能读到（提取时丢失）"
_NO_HALF = "未找到年度一侧，可能被截断"
_SHORT, _VALUE_STARTS = 12, frozenset("0123456789≥≤><=＝≧≦＞＜")
_CUT = (_CUT_VALUE, _LOST_HALF, _NO_HALF)


@dataclass
class Body:
    """What has been read of the indicators so far. ``level1``/``level2`` carry over blank or merged category cells."""

    indicators: list[Indicator] = field(default_factory=list)
    uncertain: list[Uncertain] = field(default_factory=list)
    level1: str = ""
    level2: str = ""
    last: int | None = None
    """Index in the line of the last level-2 cell, for lines with a blank one."""
    span: int = 3
    """Distance between the level-2 cells of the two halves in the last line that had both."""
    printed: set[str] = field(default_factory=set)
    """Canonical categories the layout prints, filled or not."""
    unknown: set[str] = field(default_factory=set)
    cut: bool = False
    """The last line read was cut off: more may have followed."""

    def doubt(self, part: str, why: str, cell: Cell | None) -> str:
        """Record a doubt about the row being read and return its reason."""
        self.uncertain.append(Uncertain(f"indicators[{len(self.indicators)}].{part}", why, cell.place if cell else None))
        return why

    def add(self, period: Target | None, annual: Target | None) -> None:
        """Take a row. A row wholly empty is none."""
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


# -- exact grids: columns are what they say ------------------------------------------------------------------------------------


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
    value_text = text_of(value) if value is not None else (thresholds[0] if thresholds else Text("", line.place))
    target = Target(text_of(name), value_text, thresholds=thresholds, **optional)
    return None if target.blank() else target


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


# -- text extractions: merged cells are lost, columns may have shifted -----------------------------------------------------------


def _text(cells: Sequence[Cell], index: int) -> str:
    return cells[index].text.strip() if 0 <= index < len(cells) else ""


def _anchor(cells: Sequence[Cell], body: Body, two_sided: bool) -> tuple[int, bool] | None:
    """Index of the first level-2 cell, and whether it is printed here (``False``: blank, carried over).

    Position decides where a name equals a category: a line whose level-2 place is blank, with a value right after the
    word, continues the category above.
    """
    first = next((i for i, c in enumerate(cells) if c.text.strip()), None)
    if first is None:
        return None
    for index in range(first, min(first + 3, len(cells))):
        here = level2_of(cells[index].text)
        if here is None:
            if level1_of(cells[index].text) is None and index == first and role_of(cells[index].text) is None:
                break
            continue
        following = level2_of(_text(cells, index + 1))
        if level1_of(cells[index].text) and following is not None and _repeats(cells, index + 1) and not _repeats(cells, index):
            continue  # 满意度指标 | 服务对象满意度: the level-1 label
        if body.last is not None and index == body.last + 1 and not _text(cells, body.last) and two_sided and not _repeats(cells, index):
            return body.last, False
        return index, True
    return (body.last, False) if body.last is not None and body.last < len(cells) and not _text(cells, body.last) else None


def _repeats(cells: Sequence[Cell], index: int) -> bool:
    """Whether the level-2 cell at ``index`` stands again where the second half begins."""
    wanted = clean(_text(cells, index))
    return any(clean(_text(cells, index + gap)) == wanted for gap in (3, 4))


def _second(cells: Sequence[Cell], anchor: int, printed: bool, body: Body) -> int | None:
    """Index of the second half's level-2 cell."""
    if not printed:
        return anchor + body.span if anchor + body.span < len(cells) else None
    wanted = level2_of(cells[anchor].text)
    for gap in (3, 4, 5, 2):
        index = anchor + gap
        if index < len(cells) and level2_of(cells[index].text) == wanted:
            return index
    return None


def _pair(cells: Sequence[Cell], start: int, end: int, body: Body, half: Half, lost: bool) -> Target | None:
    """Name and value between two places. One filled cell alone is a name by position, and its value was lost if the line ends."""
    between = list(cells[start:end])
    filled = [c for c in between if c.text.strip()]
    if not filled:
        if lost and not between:
            body.doubt(half, _LOST_HALF, None)
        return None
    if len(filled) >= 2:
        doubt = None if len(filled) == 2 else body.doubt(half, "一格中的内容可能被拆成了多格", filled[0])
        return Target(text_of(filled[0], doubt), text_of(filled[1], doubt))
    only = filled[0]
    if only is between[0]:
        cut = lost and len(between) < 2
        doubt = body.doubt(f"{half}.value", _CUT_VALUE, only) if cut else None
        return Target(text_of(only), Text("", between[1].place if len(between) > 1 else None, doubt))
    return Target(Text("", between[0].place), text_of(only))


def read_two_sided_text(line: Line, body: Body) -> bool:
    """A line of a two-sided table in a text extraction. ``False`` where no level-2 cell was found."""
    cells = line.cells
    found = _anchor(cells, body, True)
    if found is None:
        return False
    anchor, printed = found
    second = _second(cells, anchor, printed, body)
    if printed:
        if anchor and level1_of(_text(cells, anchor - 1)):
            body.level1 = cells[anchor - 1].text
        body.level2, body.last = cells[anchor].text, anchor
        if second is not None:
            body.span = second - anchor
    if second is None:
        doubt = body.doubt("period", _NO_HALF, cells[anchor])
        filled = [c for c in cells[anchor + 1 :] if c.text.strip()]
        body.add(
            Target(text_of(filled[0], doubt), text_of(filled[1], doubt) if len(filled) > 1 else Text("", None, doubt)) if filled else None,
            None,
        )
        return True
    period = _pair(cells, anchor + 1, second, body, "period", False)
    annual = _pair(cells, second + 1, len(cells), body, "annual", True)
    body.add(period, annual)
    return True


def _end(columns: Columns) -> int:
    return max(column.end for column in columns.columns)


def _speaks_for_itself(name: Cell | None, value: Cell | None) -> bool:
    """Words where the name belongs and a figure where the value does: so the line stands under its header, whatever its levels say."""
    if name is None or value is None or not name.text.strip() or _is_value(name.text) or level2_of(name.text) is not None:
        return False
    return _is_value(value.text)


def _unshifted(line: Line, columns: Columns) -> bool:
    """Whether a line stands under its header: levels (or blanks) in the level columns, nothing beyond the last column, and where
    the name is a category, a value beside it."""
    level1, level2, name, value = (_cell(line, columns.of(role)) for role in ("level1", "level2", "name", "value"))
    if level2 and level2.text.strip() and _speaks_for_itself(name, value) and not any(c.col >= _end(columns) for c in line.filled):
        return level2_of(level2.text) is not None or level1 is None or level2_of(level1.text) is None or level1_of(level1.text) is not None
    if level1 is not None and level1.text.strip() and level1_of(level1.text) is None:
        return False
    if level2 is not None and level2.text.strip() and level2_of(level2.text) is None:
        return False
    if any(cell.col >= _end(columns) for cell in line.filled):
        return False
    return name is None or level2_of(name.text) is None or (value is not None and parse_value(value.text).quantified)


def _shift(line: Line, columns: Columns, body: Body) -> int | None:
    """How far a one-sided line is shifted against the header: its level-2 cell must stand under its column."""
    column = columns.of("level2") or columns.of("level1")
    if column is None or _unshifted(line, columns):
        return 0
    for index, cell in enumerate(line.cells):
        label = level2_of(cell.text) if columns.has_level2 else level1_of(cell.text)
        if label is not None:
            nxt = _text(line.cells, index + 1)
            if columns.has_level2 and level1_of(cell.text) and level2_of(nxt) and index <= column.start:
                continue
            return cell.col - column.start
        if index > column.start + 2:
            break
    return body.last


def read_one_sided_text(line: Line, columns: Columns, body: Body) -> bool:
    """A line of a one-sided table in a text extraction: columns by header, shifted as the level-2 cell shows."""
    shift = _shift(line, columns, body)
    if shift is None:
        return False
    moved = replace(columns, columns=tuple(replace(c, start=c.start + shift, end=c.end + shift) for c in columns.columns))
    filled = line.filled
    level2 = _cell(line, moved.of("level2"))
    if level2 is not None and level2.text.strip() and level2_of(level2.text) is None and len(filled) < 3:
        return False
    body.last = shift
    last = max(c.start for c in moved.columns if c.role in ("name", "value"))
    if filled and filled[-1].col < last and len(line.cells) <= last and _cell(line, moved.of("name")):
        body.doubt("annual.value", _CUT_VALUE, filled[-1])
    read_exact(line, moved, body)
    return True


def skipped_rows(line: Line) -> bool:
    """Lines that belong to the table but state no indicator: totals, and the numbers of the columns."""
    filled = line.own
    return not filled or _TOTAL_ROW.fullmatch(clean(filled[0].text)) is not None or _is_numbering(line)


def _is_under_heading(line: Line, columns: Columns) -> bool:
    """A line of the heading still: the heading of the names is merged down over it."""
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


def _aligned(line: Line, columns: Columns) -> bool:
    """Whether the line of an extraction stands under its header: as wide, levels or blanks in the level columns, and no value where
    a name belongs or label where a value does."""
    end = max(column.end for column in columns.columns)
    if not any(c.role == "level2" for c in columns.columns) or len(line.cells) < end or any(cell.col >= end for cell in line.filled):
        return False
    for column in columns.columns:
        text, beside = _text(line.cells, column.start), _text(line.cells, column.end)
        if column.role == "level1" and text and level1_of(text) is None:
            return False
        if column.role == "level2" and text and level2_of(text) is None:
            return False
        # A category where the name belongs is a name only with its value beside it.
        if column.role == "name" and text and (_is_value(text) or (level2_of(text) is not None and not beside)):
            return False
        if column.role == "value" and level2_of(text) is not None:
            return False
    return True


def _is_value(text: str) -> bool:
    return parse_value(text).quantified and level2_of(text) is None and len(text) <= _SHORT and text[0] in _VALUE_STARTS


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


def read_line(line: Line, columns: Columns, body: Body) -> Iterator[Uncertain]:
    """Read one line of the body; yields a record where it could not be placed."""
    if skipped_rows(line) or _is_under_heading(line, columns):
        return
    before, body.cut = len(body.uncertain), False
    if line.exact and is_stray(line, columns):
        if not (is_page_mark(line.own[0].text) or is_known(line.own[0].text)):
            yield unplaced(line)
        return
    if line.exact:
        read_exact(line, columns, body)
        return
    if columns.two_sided and not columns.shared_name and _aligned(line, columns):
        body.last = next(c.start for c in columns.columns if c.role == "level2")
        read_exact(line, columns, body)
        return
    pairs = columns.two_sided and not columns.shared_name
    done = read_two_sided_text(line, body) if pairs else read_one_sided_text(line, columns, body)
    body.cut = any(doubt.why in _CUT for doubt in body.uncertain[before:])
    if not done and not is_page_mark(line.filled[0].text):
        yield unplaced(line)
