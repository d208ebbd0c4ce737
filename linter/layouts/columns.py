"""The header of the indicator table: which column plays which role, for one half or two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from linter.layouts.labels import clean, field_of, is_name_heading, level1_of, level2_of, role_of
from linter.layouts.lines import Line
from linter.model.blocks import Cell
from linter.model.form import HALVES, Half
from linter.model.place import Place

_HEADING = frozenset({"name", "value", "level1", "level2"})
_VALUED = frozenset({"value", "threshold1", "actual"})
_SHARED = ("level1", "level2", "project", "unit_name", "amount", "funding", "goal", "year", "number", "code", "costing", "field", "aside")
_PERIOD_MARKS = ("实施期", "周期", "中期", "长期", "三年", "总体")
_PARTIAL_MARKS = ("半年", "季度", "上年", "前年", "去年", "历史", "基期")
"""A value column of another time than the year's target."""
_DEEPER = frozenset({"四级指标", "明细指标", "具体指标", "绩效指标", "指标级次4"})
"""Names finer than 三级指标, where both are printed."""
_NO_COLUMN = ("indicator_block", "funding_block", "block", "remark", "year")
"""Labels of the upper part that head no column of a list of projects."""
_OWNER_WORDS = ("项目", "专项", "政策", "名称")
_MAX_LABEL = 40


class Column(Struct, frozen=True):
    """One column: role, half (``None`` for both or for shared columns), first column and the one past the last. ``aside``: kept, but
    no part of a target."""

    role: str
    half: Half | None
    start: int
    end: int
    label: str
    place: Place | None = None
    """Where the heading stands."""


class Columns(Struct, frozen=True, dict=True):
    """All columns, and how many lines the header takes."""

    columns: tuple[Column, ...]
    height: int
    two_sided: bool
    shared_name: bool = False
    """One name column with a value column for each half."""
    unknown: tuple[Cell, ...] = ()
    """Headings we know no role for."""

    def of(self, role: str, half: Half | None = None) -> Column | None:
        """The column of a role (for a half, where there are two)."""
        return self._by_role.get((role, half))

    @cached_property
    def _by_role(self) -> dict[tuple[str, Half | None], Column]:
        """The first column of each role, in each half and in any."""
        first: dict[tuple[str, Half | None], Column] = {}
        for column in self.columns:
            for half in (None, column.half) if column.half is not None else (None, *HALVES):
                first.setdefault((column.role, half), column)
        return first

    @property
    def has_level2(self) -> bool:
        """Whether the table prints level-2 categories."""
        return any(c.role == "level2" for c in self.columns)

    def replaces(self, before: Columns, exact: bool) -> bool:
        """Whether a header printed further down heads other columns, not the same ones again. An extraction may have lost some of
        it: there it must name all roles and others besides."""
        if exact:
            return self.places != before.places
        labels, others = ({clean(column.label) for column in header.columns} for header in (self, before))
        return labels > others or (labels != others and self.roles >= before.roles)

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """The headings and where they stand: the same for a header that is only repeated."""
        return tuple((clean(column.label), column.start) for column in self.columns)

    @property
    def roles(self) -> frozenset[str]:
        """The roles printed."""
        return frozenset(c.role for c in self.columns)


Pairs = Sequence[tuple[str, Cell]]


def _named(pairs: Pairs) -> Pairs:
    """Without 绩效指标 beside 三级指标: there it labels the block, it heads no column. Two columns wide where no level is printed, it
    heads the levels; right of 三级指标 it heads the finer name."""
    names = [cell for role, cell in pairs if role == "name"]
    strong = next((cell for cell in names if is_name_heading(cell.text)), None)
    if strong is None:
        level = max((cell.col for role, cell in pairs if role in ("level1", "level2")), default=0)
        beside = [pair for pair in pairs if pair[0] != "name" or pair[1].col > level]
        return beside if any(role == "name" for role, _ in beside) else pairs
    levelled = any(role in ("level1", "level2") for role, _ in pairs)
    out: list[tuple[str, Cell]] = []
    for number, (role, cell) in enumerate(pairs):
        weak = role == "name" and not is_name_heading(cell.text)
        end = pairs[number + 1][1].col if number + 1 < len(pairs) else cell.col + cell.colspan
        if weak and not levelled and cell.col < strong.col and end - cell.col == 2:
            out += [(level, replace(cell, col=cell.col + n, colspan=1)) for n, level in enumerate(("level1", "level2"))]
        elif not weak or strong.col + strong.colspan == cell.col:
            out.append((role, cell))
        elif cell.col > strong.col:
            out.append(("aside", cell))
    return out


def _suffices(pairs: Pairs) -> bool:
    """A name column, a value (or threshold) column, and another role beside them."""
    roles = [role for role, _ in pairs]
    return "name" in roles and bool(_VALUED & set(roles)) and len(roles) >= 3


def _is_bare(line: Line, pairs: Pairs) -> bool:
    """A line of nothing but 三级指标 and 指标值: a table without levels."""
    roles = [role for role, _ in pairs]
    return line.exact and roles == ["name", "value"] and len(line.filled) == 2 and is_name_heading(pairs[0][1].text)


def _second_row(upper: Line, lower: Line) -> Pairs:
    """The pairs of a second header row: nothing but headings, at least two of them its own."""
    pairs = lower.roles
    fresh = [cell for _, cell in pairs if cell.row == lower.row]
    labels = [cell for cell in lower.own if role_of(cell.text) is None and field_of(cell.text) != "indicator_block"]
    if len(fresh) < 2 or labels or any(level1_of(c.text) or level2_of(c.text) for c in lower.own):
        return []
    return [(role, cell) for role, cell in pairs if cell.row == lower.row]


def _merged(upper: Pairs, lower: Pairs) -> Pairs:
    """Two header rows: what the lower one prints under a wide upper cell replaces it."""
    kept = []
    ends = [cell.col for _, cell in upper[1:]] + [10**6]
    for (role, cell), end in zip(upper, ends, strict=True):
        width = cell.colspan if cell.colspan > 1 else min(end - cell.col, 1)
        if not any(cell.col <= below.col < cell.col + max(width, 1) for _, below in lower):
            kept.append((role, cell))
    return sorted([*kept, *lower], key=lambda pair: pair[1].col)


def _header(lines: Sequence[Line], index: int) -> tuple[Pairs, int] | None:
    """The roles of the header that begins at a line, and its height; ``None`` where no header begins."""
    line = lines[index]
    upper: Pairs = line.roles
    # What is merged down from a header above heads nothing here: a row of its table may stand right above a repeated header.
    if not any(cell.row == line.row and role in _HEADING for role, cell in upper):
        return None
    if any(len(cell.text) > _MAX_LABEL for cell in line.own):
        return None
    lower = _second_row(line, lines[index + 1]) if index + 1 < len(lines) else []
    both = _named(_merged(upper, lower)) if lower else upper
    if lower and _suffices(both) and any(role in ("level1", "level2", "name") for role, _ in upper):
        return both, 2
    if _is_bare(line, upper):
        return upper, 1
    upper = _named(upper)
    begins = any(role == "name" and cell.row == line.row for role, cell in upper)  # 绩效指标 merged down beside the rows heads nothing
    return (upper, 1) if begins and _suffices(upper) else None


def plain_columns(line: Line) -> Columns:
    """The headings of one line as columns, whatever they are."""
    return Columns(tuple(Column(role, None, c.col, c.col + c.colspan, c.text, c.place) for role, c in line.roles), 1, False)


def find_header(lines: Sequence[Line]) -> int | None:
    """Index of the line where the first indicator header begins."""
    return next((index for index in range(len(lines)) if _header(lines, index) is not None), None)


def is_header_at(lines: Sequence[Line], index: int) -> bool:
    """Whether an indicator header begins at a line."""
    return _header(lines, index) is not None


def _unknown(lines: Sequence[Line], pairs: Pairs) -> tuple[Cell, ...]:
    """Headings without a role, beside those that have one."""
    last = max(cell.col for _, cell in pairs)
    known = {id(cell) for _, cell in pairs}
    out = []
    for line in lines:
        for cell in line.own:
            covered = any(cell.col <= other.col < cell.col + cell.colspan for _, other in pairs)
            if id(cell) not in known and role_of(cell.text) is None and not covered:
                out.append(cell)
    return tuple(cell for cell in out if field_of(cell.text) is None or cell.col > last)


def _one_name(pairs: Pairs) -> Pairs:
    """One name and one value column: the finest name, the year's value. The others are kept aside."""
    names = [cell for role, cell in pairs if role == "name"]
    values = [cell for role, cell in pairs if role == "value"]
    name = next((cell for cell in names[1:] if clean(cell.text) in _DEEPER), names[0] if names else None)
    value = _value_of(name, values)
    return [("aside", c) if (r == "name" and c is not name) or (r == "value" and c is not value) else (r, c) for r, c in pairs]


def _value_of(name: Cell | None, values: Sequence[Cell]) -> Cell | None:
    """The value column of the indicators. Left of their names stands what belongs to the goal (绩效目标 | 目标值 | 评价指标 | 标准值)."""
    if name is None or not values:
        return next(iter(values), None)
    right = [cell for cell in values if cell.col > name.col]
    stated = next((cell for cell in right[1:] if "标准值" in cell.text), next(iter(right), None))
    return stated or values[0]


def _listed(pairs: Pairs, lines: Sequence[Line]) -> Pairs:
    """In a list of projects: 单位 left of the levels is who they belong to, and 财政拨款 and the like head amounts, other fields columns
    of their own."""
    if not any(role == "project" for role, _ in pairs):
        return pairs
    first = next((cell.col for role, cell in pairs if role in _HEADING), 0)
    pairs = [("unit_name" if role == "unit" and cell.col < first else role, cell) for role, cell in pairs]
    known = {id(cell) for _, cell in pairs}
    more = [(field_of(cell.text), cell) for line in lines for cell in line.own if id(cell) not in known]
    owns = [("funding" if key == "funding" else "field", cell) for key, cell in more if key not in (None, *_NO_COLUMN)]
    return sorted([*pairs, *owns], key=lambda pair: pair[1].col)


def _owned(pairs: Pairs, unknown: Sequence[Cell]) -> Pairs:
    """With the column of the projects: where a list prints amounts or goals a row, a heading that speaks of a name heads it."""
    roles = {role for role, _ in pairs}
    if "project" in roles or not roles & {"amount", "goal"}:
        return pairs
    first = next((cell.col for role, cell in pairs if role in ("level1", "level2", "name")), 0)
    owner = next((c for c in unknown if c.col < first and any(word in c.text for word in _OWNER_WORDS) and "指标" not in c.text), None)
    return sorted([*pairs, ("project", owner)], key=lambda pair: pair[1].col) if owner is not None else pairs


def read_columns(lines: Sequence[Line], index: int) -> Columns:
    """The columns of the header that begins at ``lines[index]``.

    Raises:
        LookupError: no header begins there.
    """
    header = _header(lines, index)
    if header is None:
        raise LookupError(index)
    pairs, height = header
    unknown = _unknown(lines[index : index + height], pairs)
    pairs = _listed(_owned(pairs, unknown), lines[index : index + height])
    pairs = [("aside" if r == "value" and any(mark in c.text for mark in _PARTIAL_MARKS) else r, c) for r, c in pairs]
    names = [c for r, c in pairs if r == "name"]
    values = [c for r, c in pairs if r == "value"]
    two_sided = len(names) >= 2 and len(values) >= 2
    shared = len(names) == 1 and len(values) >= 2 and any(mark in c.text for c in values for mark in _PERIOD_MARKS)
    if not two_sided and not shared:
        pairs = _one_name(pairs)
    border = _border(pairs, names) if two_sided else None
    columns = []
    for number, (role, cell) in enumerate(pairs):
        half: Half | None = None if role in _SHARED else "annual"
        if two_sided and border is not None and role != "level1":
            half = "period" if number < border else "annual"
        elif shared and role in ("value", "actual"):
            half = "period" if any(mark in cell.text for mark in _PERIOD_MARKS) or (cell is values[0] and not _annual(cell)) else "annual"
        elif shared and role == "name":
            half = None
        columns.append(Column(role, half, cell.col, cell.col + cell.colspan, cell.text, cell.place))
    heads = {id(cell) for _, cell in pairs}
    return Columns(tuple(columns), height, two_sided or shared, shared, tuple(cell for cell in unknown if id(cell) not in heads))


def half_named(text: str) -> Half | None:
    """The half a heading names: 长期…, 实施期… or 年度…; ``None`` where it names none."""
    if any(mark in text for mark in _PERIOD_MARKS):
        return "period"
    return "annual" if "年度" in text or "当年" in text or "本年" in text else None


def _annual(cell: Cell) -> bool:
    return "年" in cell.text and "三年" not in cell.text


def _border(pairs: Pairs, names: list[Cell]) -> int:
    """Index in ``pairs`` where the second half begins: at its level-2 column, else its name column."""
    second = next(i for i, (_, c) in enumerate(pairs) if c is names[1])
    while second > 0 and pairs[second - 1][0] in ("level1", "level2") and pairs[second - 1][1].col > names[0].col:
        second -= 1
    return second
