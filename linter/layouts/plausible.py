"""Whether the cells of a row read as what their headings say, or would read better one cell on: doubt where an exact grid was damaged before it
was saved (a cell lost, doubled, run together with its neighbour, gone on in the next row; headings in each other's place).

Nothing is read otherwise here: what stands under a heading stays there. What a text costs under a heading is what it costs in an alignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from linter.layouts.alignment import fit as fits
from linter.layouts.alignment.soft import labels_in, quantity
from linter.layouts.columns import Columns
from linter.layouts.labels import level1_of, level2_of
from linter.layouts.lines import Line
from linter.layouts.rows import Body, is_under_heading, skipped_rows
from linter.model.blocks import Cell
from linter.model.form import Target, Uncertain
from linter.values import normalise, parse_name
from linter.values.types import NameKind
from linter.values.units import is_unit

OUTSIDE = "此行有一格内容不在任何栏目之下，请核对原文"
SHIFTED = "此行各格与栏目名称不符，疑似错格，请核对原文"
JOINED = "名称与指标值似在同一格内，请核对原文"
TORN = "一格的内容似分在上下两行，请核对原文"
GLUED = "一格内有级别名称或栏目名称，疑似几格连在一起，请核对原文"
TWICE = "表中各行几乎都重复一次，疑似两侧分栏未分清，请核对原文"
CROSSED = "实施期与年度两侧没有一行指标相同，疑似两侧错行，请核对原文"
ODD = "表中多行各格与栏目名称不符，请核对原文"
WHYS = frozenset({SHIFTED, JOINED, TORN, OUTSIDE, GLUED})
"""Why rows are doubtful, in Chinese."""

_MOST = 6.0
"""The most a cell costs: nothing speaks louder than a text that cannot be what its heading says."""
_EDIT = 1.0
"""What a reading pays for every cell it moves away from its heading."""
_MARGIN = 1.5
"""How much better a row must read with one cell moved to be doubtful."""
_BLANK = {"name": 2.5, "value": 1.5, "threshold1": 1.5}
"""What a blank cell costs beside a filled row."""
_STRANGER = 1.5
"""What a text under no heading costs."""
_HEADING = re.compile("[一二三四]级指标|指标值.|.指标值")
_SIGNED = re.compile(r".[≥≤＝=＞＜><][0-9]+(?:\.[0-9]+)?\D{0,6}$")
"""A target at the end of a name."""
_FEWEST = 2
"""Rows of a table that can be seen to be none."""
_NO_VALUE = 0.9
"""What a text costs as a value that is neither counted nor graded nor dated."""
_NAMED = 0.5
"""How much better a text must read as a name than as a value."""
_REPEATED = 2
"""So many rows that stood there before, or with their level for a name, are no slip of the author."""
_HALVED = 4
"""Fewer rows with both halves show nothing."""
_SHORT = 3
"""Characters of a name that may well stand in several rows (无, 不适用)."""
_LONGEST_TAIL = 8
"""Characters of a name's second half in a row of its own."""

Cells = tuple[tuple[str | None, str], ...]
"""(role, folded text) of the places of a row, in order."""


def _folded(cell: Cell | None) -> str:
    return normalise(cell.text).text if cell is not None else ""


def _cost(role: str | None, text: str, levelled: bool) -> float:
    """The cost of a text under a role, a blank's among them. ``levelled``: the table has a column of level 2."""
    if not text:
        return _BLANK.get(role or "", 0.1)
    if role is None:
        return _STRANGER
    if role == "level1" and not levelled:
        return min(_MOST, fits.level1(text), fits.level2(text))
    if role == "level2":
        return min(_MOST, fits.level2(text), fits.level1(text) + 0.4)
    if role == "name" and not levelled and level2_of(text) is not None:
        return 0.3
    return min(_MOST, fits.fit(role, text))


def _total(roles: Sequence[str | None], texts: Sequence[str], levelled: bool) -> float:
    return sum(_cost(role, text, levelled) for role, text in zip(roles, texts, strict=True))


def _swappable(roles: Sequence[str | None], name: str) -> bool:
    """Whether two neighbours may stand in each other's place: a name and its value only where the name holds a figure. 可持续性 before
    节约资金 is what the author wrote."""
    return tuple(roles) != ("name", "value") or any(char.isdigit() for char in name)


def _moved(roles: Sequence[str | None], texts: Sequence[str]) -> Iterator[list[str]]:
    """The row with one cell lost, one too many, two in each other's place. One too many has pushed the value on, not out: 生态效益｜生态效益｜
    节约资金 is what the author wrote."""
    for n in range(len(texts)):
        if not texts[-1] and texts[n]:
            yield [*texts[:n], "", *texts[n:-1]]
        moved = [*texts[:n], *texts[n + 1 :], ""]
        if any(texts[n + 1 :]) and not any(role == "value" and old and not new for role, old, new in zip(roles, texts, moved, strict=True)):
            yield moved
        if n + 1 < len(texts) and texts[n] and texts[n + 1] and _swappable(roles[n : n + 2], texts[n]):
            yield [*texts[:n], texts[n + 1], texts[n], *texts[n + 2 :]]


def _places(line: Line, columns: Columns) -> Iterator[tuple[str | None, str]]:
    """The places of a line from its first level or name on, those under no heading among them; what is merged down from above has its place
    in the row above."""
    first = min((c.start for c in columns.columns if c.role in ("level1", "level2", "name")), default=0)
    headed = {column.start: column.role for column in columns.columns if column.start >= first}
    covered = {col for column in columns.columns for col in range(column.start, column.end)}
    strange = {cell.col: cell for cell in line.own if cell.col >= first and cell.col not in covered}
    for col in sorted({*headed, *strange}):
        if col in strange:
            yield None, _folded(strange[col])
            continue
        cell = line.at(col)
        if cell is None or cell.row == line.row:
            yield headed[col], _folded(cell) if cell is not None and cell.col == col else ""


def _shifted(line: Line, columns: Columns) -> bool:
    """Whether the row reads better with a cell moved."""
    places = list(_places(line, columns))
    roles, texts = [role for role, _ in places], [text for _, text in places]
    levelled = columns.has_level2
    own = _total(roles, texts, levelled)
    if own < _MARGIN + _EDIT:
        return False
    best = min((_total(roles, moved, levelled) for moved in _moved(roles, texts)), default=own)
    return own - best >= _MARGIN + _EDIT


def _joined(line: Line, columns: Columns) -> bool:
    """Whether a name without a value has one at its end."""
    for column in columns.columns:
        value = columns.of("value", column.half)
        if column.role != "name" or value is None:
            continue
        cell = line.at(column.start)
        if cell is not None and cell is line.at(value.start):
            return True
        text = _folded(cell)
        spans = [match.span() for match in quantity().finditer(text) if match.group()]
        if spans and spans[-1][0] > 0 and spans[-1][1] == len(text) and not _folded(line.at(value.start)):
            return True
    return False


def _alone(line: Line, columns: Columns) -> tuple[str, str, int] | None:
    """Role, text and column of the one cell of a line."""
    if len(line.own) != 1:
        return None
    cell = line.own[0]
    return next(((c.role, _folded(cell), c.start) for c in columns.columns if c.start == cell.col and c.role in ("name", "value")), None)


def _torn(above: Line | None, line: Line, columns: Columns) -> bool:
    """Whether a line goes on with a cell of the one above: a value alone, or the end of a name that is none without it."""
    alone = _alone(line, columns)
    if alone is None or above is None:
        return False
    role, text, column = alone
    before = _folded(above.at(column))
    if role == "value" or not before:
        return bool(before)
    if fits.unnumbered(text) != text or fits.is_template(text):
        return False  # an item of its own
    ends = parse_name(before).kind is NameKind.UNKNOWN or len(text) < 3
    return len(text) <= _LONGEST_TAIL and (ends or parse_name(text).kind is NameKind.UNKNOWN)


def _outside(line: Line, columns: Columns) -> bool:
    """Whether a value with its unit, a unit or a level label stands under no heading, right beside the columns: a heading was lost. A number
    alone may be somebody's own calculation."""
    covered = {col for column in columns.columns for col in range(column.start, column.end)}
    for cell in line.own:
        if cell.col in covered or cell.col - 1 not in covered or any(cell.col == heading.col for heading in columns.unknown):
            continue
        text = _folded(cell)
        whole = quantity().fullmatch(text)
        valued = whole is not None and bool(whole.group()) and not text.replace(".", "").isdigit()
        if valued or is_unit(text) or level2_of(text) is not None:
            return True
    return False


def _short(line: Line, columns: Columns) -> bool:
    """Whether a line of text ends before its columns of values and units: a cell was lost on the way."""
    last = max((cell.col for cell in line.cells), default=0)
    return not line.exact and len(line.own) > 1 and any(c.role in ("value", "unit") and c.start > last for c in columns.columns)


def _says_nothing(line: Line, columns: Columns) -> bool:
    """Whether a line holds nothing but level labels in their columns and what the template prints."""
    levelled = {col for c in columns.columns if c.role in ("level1", "level2", "block") for col in range(c.start, c.end)}
    first = min((column.start for column in columns.columns), default=0)
    labels = [cell for cell in line.own if level1_of(cell.text) is not None or level2_of(cell.text) is not None]
    bare = [cell for cell in line.own if not (cell in labels and (cell.col in levelled or cell.col < first))]
    return all(fits.is_template(_folded(cell)) for cell in bare)


def lost(line: Line, columns: Columns) -> bool:
    """Whether a line that gave no row holds something that a row should have taken. Several cells: one alone is a note."""
    return len(line.own) > 1 and not skipped_rows(line) and not is_under_heading(line, columns) and not _says_nothing(line, columns)


def doubts(lines: Sequence[Line], columns: Columns) -> dict[int, str]:
    """Row of the grid → why the line there is doubtful."""
    out: dict[int, str] = {}
    above: Line | None = None
    for line in lines:
        if skipped_rows(line) or _says_nothing(line, columns):
            continue
        if _torn(above, line, columns) and above is not None:
            out[above.row] = out[line.row] = TORN
        elif _joined(line, columns):
            out[line.row] = JOINED
        elif _short(line, columns) or _shifted(line, columns):
            out[line.row] = SHIFTED
        elif _outside(line, columns):
            out[line.row] = OUTSIDE
        above = line
    return out


# -- rows of any reading -----------------------------------------------------------------------------------------------------------


def _labelled(text: str) -> bool:
    """Whether a text holds a level label (…指标) or a heading beside other things: cells that run together."""
    folded = normalise(text).text
    spans = [span for span in labels_in(folded) if folded[: span[1]].endswith("指标") and span != (0, len(folded))]
    return bool(spans) or _HEADING.search(folded) is not None


def _is_label(target: Target) -> bool:
    """Whether a level label stands where a name should, and the name where its value should: the cells are shifted. Beside a value it is a
    name that says nothing (JX202)."""
    name, value = normalise(target.name.text).text, normalise(target.value.text).text
    if not name.endswith("指标") or (level1_of(name) is None and level2_of(name) is None):
        return False
    if name.removesuffix("指标") in value:
        return False  # 提升经济效益 says the category once more (JX203)
    return fits.name(value) + _NAMED < fits.value(value)


def _of_target(target: Target) -> str | None:
    if _labelled(target.name.text) or (target.name and _labelled(target.value.text)):
        return GLUED
    name = normalise(target.name.text).text
    return JOINED if _SIGNED.search(name) is not None else None


def of_rows(body: Body) -> Iterator[Uncertain]:
    """A doubt for each row whose cells cannot be what they are read as."""
    known = {doubt.path for doubt in body.uncertain}
    halves = [[target for target in (row.period, row.annual) if target is not None] for row in body.indicators]
    labels = {n for n, targets in enumerate(halves) if any(map(_is_label, targets))}
    for n, targets in enumerate(halves):
        path = f"indicators[{n}]"
        why = next((why for target in targets if (why := _of_target(target)) is not None), None)
        why = SHIFTED if n in labels and len(labels) >= _REPEATED else why
        if why is not None and path not in known:
            yield Uncertain(path, why, targets[0].name.place)


def _doubled(body: Body, exact: bool) -> bool:
    """Whether nearly every row stands there twice in succession: the two halves of a row read as rows of their own. Off an exact grid two rows
    that stood there before say as much: a part of the page was printed twice, or read twice."""
    stated = [
        (normalise(target.name.text).text, normalise(target.value.text).text)
        for row in body.indicators
        if (target := row.annual or row.period) and len(target.name.text.strip()) > _SHORT and target.value
    ]
    if not exact and len(stated) - len(set(stated)) >= _REPEATED:
        return True
    twice = sum(a == b for a, b in pairwise(stated))
    return len(stated) > 3 and twice * 5 >= len(stated) * 2


def _crossed(body: Body) -> bool:
    """Whether no row has the same indicator in both of its halves: they are those of different rows."""
    halves = [(row.period.name.text, row.annual.name.text) for row in body.indicators if row.period and row.annual]
    return len(halves) >= _HALVED and not any(normalise(a).text == normalise(b).text for a, b in halves)


def is_none(body: Body) -> bool:
    """Whether nothing in a table reads as what its headings say: no level is one, no value is counted, graded or dated. Such a table is not
    read. One row proves nothing."""
    targets = [target for row in body.indicators for target in (row.period, row.annual) if target is not None]
    levels = [label for row in body.indicators for label in (row.level1, row.level2) if label.strip()]
    if len(body.indicators) < _FEWEST or not levels or any(level1_of(label) or level2_of(label) for label in levels):
        return False
    return all(fits.value(normalise(target.value.text).text) >= _NO_VALUE for target in targets)


def of_table(body: Body, exact: bool) -> str | None:
    """Why the whole table is doubtful: more than a third of its rows are, every row stands there twice, or its halves are those of different
    rows. ``exact``: the file says where each cell stands."""
    odd = sum(doubt.why in WHYS for doubt in body.uncertain)
    if odd > 1 and odd * 3 > len(body.indicators):
        return ODD
    if not exact and _crossed(body):
        return CROSSED
    return TWICE if _doubled(body, exact) else None
