"""Goals under headings that stand beside their label: 年度总体目标｜年初设定目标｜实际完成情况, the goal and what came of it in the row below.

The headings need not be known: a text made of nothing but words for goals and their results (``goal-part`` in ``lexicons/labels.json``)
says nothing itself, so it heads what says something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from linter.knowledge.patterns import deferred
from linter.layouts.labels import field_of, is_known, made_of
from linter.layouts.led import GOALS
from linter.layouts.lines import Line
from linter.model.blocks import Cell
from linter.values import normalise

_RESULT = frozenset({"result", "done"})
_TELLING = frozenset({"plan", *_RESULT})
"""Words without which a heading is not that of a goal: 项目绩效情况 is none."""
_FEWEST_GLUED = 2
"""So many words for goals in one cell are several headings run together."""
_OUTCOME = "实际完成情况"
"""The label under which what came of the goal is kept."""
_SHORT = deferred("[\u3400-\u9fff]{2,6}目标")
"""What heads a goal beside the heading of its result, whatever it says: 年初拟定目标."""
_SENTENCE = deferred("(?<=[。；;！])")
ITEM = deferred(r"(?:目标)?[（(]?[0-9一二三四五六七八九十]{1,2}[）)]?[、.．:：]|[一二三四五六七]是|[①-⑳]|其[一二三四五六七]")
"""What opens an item of a list of goals."""


def is_goal_heading(text: str) -> bool:
    """Whether a text heads a goal or what came of it. 完成年度目标 is a sentence, however little it says."""
    groups = made_of("goal-part", text)
    return bool(_TELLING & set(groups)) and groups[-1] != "word" and not (groups[0] == "done" and groups[-1] == "plan")


def heads_result(text: str) -> bool:
    """Whether a heading is that of what came of a goal, or how it was changed."""
    return is_goal_heading(text) and bool(_RESULT & set(made_of("goal-part", text)))


def _is_pair(cells: Sequence[Cell]) -> bool:
    """Whether cells beside each other head a goal and maybe its result, the label of them all before them or not."""
    if any(field_of(cell.text) == "goal_period" for cell in cells):
        return False  # two goals, one of them the year's
    return len(cells) > 1 and any(not heads_result(cell.text) for cell in cells)


def _headings(line: Line) -> list[Cell]:
    """The headings of a line of nothing else, without the label before them where it is part of none; none where the line is another."""
    cells = list(line.own)
    if len(cells) == 1:
        glued = made_of("goal-part", cells[0].text).count("plan") >= _FEWEST_GLUED and heads_result(cells[0].text)
        return cells if glued and field_of(cells[0].text) not in GOALS else []
    heads = [cell for cell in cells[1:] if is_goal_heading(cell.text)]
    told = any(heads_result(cell.text) for cell in heads)
    if not heads or any(cell not in heads and not (told and _SHORT.fullmatch(normalise(cell.text).text)) for cell in cells[1:]):
        return []
    first = cells[0]
    opens = is_goal_heading(first.text) or field_of(first.text) in (*GOALS, "remark", "year")
    return cells if opens and _is_pair(cells) else []


def _values(line: Line) -> list[Cell]:
    """The cells of a line that may be a goal and its result, without the end of its label before them."""
    cells = list(line.own)
    if len(cells) > 1 and field_of(cells[0].text) in GOALS:
        cells = cells[1:]
    labelled = any(field_of(cell.text) or is_known(cell.text) or is_goal_heading(cell.text) for cell in cells[:2])
    return [] if labelled else cells


def _parted(cell: Cell) -> list[Cell]:
    """The goal and the result behind it in one cell: behind a blank, or as a last sentence that counts nothing and says how it went."""
    text = cell.text.rstrip()
    cuts = [match.end() for match in re.finditer(r"(?<=\S)\s+(?=\S)", text)] or [match.end() for match in _SENTENCE.finditer(text)]
    at = next((at for at in reversed(cuts) if 0 < at < len(text)), None)
    if at is None or not _says_how(text[at:], text[:at]):
        return [cell]
    goal = text[:at].rstrip()
    first = replace(cell, text=goal, place=cell.place.within(0, len(goal), cell.text))
    return [first, replace(cell, text=text[at:], place=cell.place.within(at, len(text), cell.text))]


def _says_how(text: str, before: str) -> bool:
    """Whether a text behind a goal says what came of it and is no further goal."""
    folded = normalise(text).text
    if ITEM.match(folded):
        return False
    return not re.search("[0-9]", folded) or folded.startswith(("已", "完成", "实际", "全年", "超额")) or len(_SENTENCE.split(before)) <= 2


def _under(heads: Sequence[Cell], values: Sequence[Cell], exact: bool) -> tuple[list[Cell], list[Cell]]:
    """Of the cells below some headings those of the goal, and those of its result."""
    results = [cell for cell in heads if heads_result(cell.text)]
    goals = [cell for cell in heads if cell not in results]
    if exact:
        plan = goals[-1] if goals else heads[0]
        of_result = [cell for cell in values if any(cell.col >= head.col > plan.col for head in results)]
        return [cell for cell in values if cell not in of_result], of_result
    if len(values) == 1:
        values = _parted(values[0]) if results else values
    return list(values[:1]), list(values[1:])


def led(lines: Sequence[Line]) -> list[Line]:
    """The lines with such headings and what stands below them made into lines of a label and its value each, the goal last."""
    out: list[Line] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        heads = _headings(line)
        values = _values(lines[index + 1]) if heads and index + 1 < len(lines) else []
        goal, result = _under(heads, values, line.exact) if values else ([], [])
        if not goal or (line.exact and all(field_of(cell.text) for cell in heads)):
            out.append(line)
            index += 1
            continue
        label = next((cell for cell in heads if field_of(cell.text) in GOALS), replace(heads[0], text=_label(heads)))
        if result:
            out.append(Line(_in_row(replace(label, text=_OUTCOME), result, line.row), line.exact, line.row))
        out.append(Line(_in_row(label, goal, line.row), line.exact, line.row))
        index += 2
    return out


def _label(heads: Sequence[Cell]) -> str:
    return "年度总体目标" if any("年" in cell.text for cell in heads) else "总体目标"


def _in_row(label: Cell, values: Sequence[Cell], row: int) -> tuple[Cell, ...]:
    """A label and its values as cells of one row, in order."""
    cells = [replace(label, rowspan=1, colspan=1, row=row), *(replace(cell, row=row) for cell in values)]
    return tuple(replace(cell, col=label.col + n) for n, cell in enumerate(cells))
