"""What a self-evaluation prints of its budget's execution and of its score as a whole: kept as extras under names of our own.

The amounts, the rate and the points of a line of money stand under headings (全年预算数｜全年执行数｜分值｜执行率｜得分), the whole score in the
line of totals below the indicators.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linter.layouts.columns import Columns
from linter.layouts.labels import execution_heading, is_total_score
from linter.layouts.lines import Line, text_of
from linter.model.blocks import Cell
from linter.model.form import EXECUTION, TOTAL_SCORE, Text

_FEWEST = 3
"""Headings a line of them has at least, one of them what was spent or the rate."""
_TELLING = frozenset({"spent", "rate"})


def headings(line: Line) -> tuple[Cell, ...]:
    """The headings of a line that heads amounts planned and spent; none where the line is anything else."""
    cells = tuple(cell for cell in line.own if execution_heading(cell.text) is not None)
    return cells if len(cells) >= _FEWEST and _TELLING & {execution_heading(cell.text) for cell in cells} else ()


def under(heads: Sequence[Cell], values: Sequence[Cell], exact: bool) -> dict[str, Text]:
    """What stands under the headings beside a line's label, by ``EXECUTION`` names. Where columns are not real, as many values as headings."""
    if exact:
        pairs = [(head, cell) for cell in values for head in heads if head.col <= cell.col < head.col + head.colspan]
    else:
        pairs = list(zip(heads, values, strict=True)) if len(heads) == len(values) else []
    return {
        EXECUTION[key]: text_of(cell)
        for head, cell in pairs
        if (key := execution_heading(head.text)) in EXECUTION and execution_heading(cell.text) is None
    }


def total_score(lines: Iterable[Line], columns: Columns) -> dict[str, Text]:
    """The score as a whole: what stands in the column of scores in the line 总分. Only where columns are real."""
    score, weight = columns.of("score"), columns.of("weight")
    for line in lines:
        if score is None or not line.exact or not line.own or not is_total_score(line.own[0].text):
            continue
        cell = line.at(score.start)
        apart = weight is None or cell is not line.at(weight.start)
        if cell is not None and cell is not line.own[0] and cell.row == line.row and cell.text.strip() and apart:
            return {TOTAL_SCORE: text_of(cell)}
    return {}
