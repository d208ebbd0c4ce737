"""Labels of the upper part of a form, each with the cells of its line that are its value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from linter.layouts.goal_headings import heads_result, is_goal_heading
from linter.layouts.labels import clean, field_of, split_label, states_total
from linter.layouts.led import GOALS, is_prose, led_goal
from linter.layouts.lines import Line, doubt_of
from linter.layouts.titles import year_alone
from linter.model.blocks import Cell
from linter.model.form import FIELD_KEYS, NARRATIVE_KEYS, Text
from linter.values import normalise

MONEY_FIELDS = ("total_period", "total_annual", "funding")
_MONEY = ("funding_block", "total_period", "total_annual")
_NO_VALUE = (*GOALS, "funding_block", *MONEY_FIELDS, "remark")
_PROSE = (*GOALS, *NARRATIVE_KEYS)
_OWNERS = ("project", "department", "unit")
_MAX_PIECE = 40
_INLINE = re.compile(r"[^\s:：]{2,14}[:：](?:(?![ \t　]{1,40}[^\s:：]{2,14}[:：]).)*")
_YEAR_BEHIND = re.compile(r"(?<!\s)\s+[（(]?20[0-9]{2}年度?[)）]?\s*$")
"""``填报单位：…　　2026年度``: the year is no part of the name."""
_LABELLED = re.compile(r"\s*([^:：]{2,24})[:：]\s*(?=\S)")
_NOTE = re.compile(r"[(（][^()（）]+[)）]")
_FIGURES = re.compile(r"[0-9][0-9.,]*(?:亿元|万元|元|%)?")
_TOTALS = frozenset({"合计", "总计", "总额", "全年"})
_SUBLABELS = frozenset({"总额", "合计", "小计", "总计", "年度", "当年"})
"""What stands between the label of the money and its amount."""


class Labelled(Struct, frozen=True):
    """An entry of the upper part: a label and the cells that are its value. ``inside``: both stand in one cell."""

    key: str
    label: Cell
    values: tuple[Cell, ...] = ()
    inside: bool = False
    blank: Cell | None = None
    """The empty cell where the value should stand."""

    def nothing(self) -> Text:
        """The blank value, at the place to fill in."""
        return Text("", (self.blank or self.label).place, doubt_of(self.blank) if self.blank is not None else None)


def split_cell(cell: Cell) -> Labelled | None:
    """``填报日期: 20260116`` in one cell."""
    split = split_label(cell.text) or _split_composed(cell.text)
    return None if split is None else _parted(cell, *split)


def _split_composed(text: str) -> tuple[str, int] | None:
    """``预算安排（万元）：52``, ``目标：…``: a label no data file knows with its value in one cell."""
    match = _LABELLED.match(text)
    if match is None:
        return None
    if states_total(match[1], text[match.end() :].strip()):
        return "total_annual", match.end()
    goal = is_goal_heading(match[1]) and not heads_result(match[1]) and is_prose(text[match.end() :])
    return ("goal", match.end()) if goal else None


def _led(line: Line, cell: Cell) -> Labelled | None:
    """A goal in one cell with its label, no colon between them. A label with its goal in the next cell is none, whatever stands below it."""
    split = led_goal(cell.text)
    if split is None:
        return None
    beside = next((other for other in line.filled if other.col > cell.col), None)
    alone = beside is None or field_of(beside.text) is not None or split_cell(beside) is not None or led_goal(beside.text) is not None
    return _parted(cell, *split) if alone else None


def _parted(cell: Cell, key: str, start: int) -> Labelled:
    """The label and the value of a cell that holds both; the value begins at ``start``."""
    end = len(cell.text.rstrip())
    if key in _OWNERS and (year := _YEAR_BEHIND.search(cell.text, start)) is not None:
        end = year.start()
    value = replace(cell, text=cell.text[start:end], place=cell.place.within(start, end, cell.text))
    label = replace(cell, text=cell.text[:start])
    return Labelled(key, label, (value,), True)


def _several(cell: Cell) -> list[Labelled]:
    """``项目名称：…　金额单位：…`` in one cell: several short pieces, each a label with its value, the first of them known to us.

    What a label we do not know states is kept under that label.
    """
    pieces = [(m.group(), m.start()) for m in _INLINE.finditer(cell.text)]
    if len(pieces) < 2 or "\n" in cell.text or any(len(text) > _MAX_PIECE for text, _ in pieces):
        return []
    parts: list[Labelled] = []
    for text, at in pieces:
        part = replace(cell, text=text, place=cell.place.within(at, at + len(text), cell.text))
        end = re.search("[:：]", text).end()  # type: ignore[union-attr]
        inner = replace(part, text=text[end:].strip(), place=part.place.within(end, len(text), text))
        unknown = Labelled("remark", replace(part, text=text[:end]), (inner,) if inner.text else (), True)
        known = split_cell(part)
        if known is None and parts and parts[-1].key in _PROSE:
            return []  # 年度目标：目标1：…　目标2：…: the text goes on
        parts.append(known or unknown)
    return parts if field_of(re.split("[:：]", pieces[0][0])[0]) is not None else []


def _only_noted(line: Line, cell: Cell, inside: Sequence[Labelled]) -> bool:
    """Whether what stands behind the colon is a note on how to fill the field in, and its value stands in the next cell:
    项目名称：（应与预算一致）｜河道巡查."""
    beside = next((other for other in line.own if other.col > cell.col), None)
    if len(inside) != 1 or beside is None or _NOTE.fullmatch(inside[0].values[0].text.strip()) is None:
        return False
    return field_of(beside.text) is None and split_cell(beside) is None


def _states_year(line: Line, cell: Cell) -> bool:
    """Whether 年度 is a label here: a year stands beside it."""
    beside = next((other for other in line.filled if other.col > cell.col), None)
    return beside is not None and year_alone(beside.text) is not None


def _is_label_here(cell: Cell, key: str, before: str) -> bool:
    """Whether a label word standing where the value of ``before`` could stand is a label: a funding word is one only beside money."""
    if key == "funding":
        return before in ("funding_block", *MONEY_FIELDS)
    if before in ("funding_block", "indicator_block", *GOALS):
        return True
    return cell.text.rstrip().endswith((":", "：")) or before in _NO_VALUE or key in FIELD_KEYS or key == "year"


def _composed(line: Line, cell: Cell, before: Sequence[Labelled]) -> str | None:
    """What a label no data file knows is that of: a total where it is made of words of money and a number stands beside it, the goal where it
    is made of words of goals and prose does; 合计 among the sources of the money."""
    beside = next((other for other in line.own if other.col > cell.col), None)
    if beside is None:
        return None
    if is_goal_heading(cell.text) and not heads_result(cell.text):
        return "goal" if is_prose(beside.text) else None
    if clean(cell.text) in _TOTALS and any(entry.key == "funding_block" for entry in before):
        return "total_annual" if _FIGURES.fullmatch(normalise(beside.text).text) else None
    return "total_annual" if states_total(cell.text, beside.text) else None


def _goes_on(line: Line, cell: Cell, key: str) -> bool:
    """Whether a cell behind a label is a further word of it: 合计 before an amount, 目标描述 before a goal."""
    if key in GOALS and is_goal_heading(cell.text):
        beside = [other for other in line.own if other.col > cell.col]
        return bool(beside) and is_prose(beside[0].text)
    return key in _MONEY and clean(cell.text) in _SUBLABELS


def labelled(line: Line) -> tuple[list[Labelled], list[Cell]]:
    """Each label of the line with its values up to the next label, and the cells before the first label.

    A value merged down from a row above was read there.
    """
    out: list[Labelled] = []
    stray: list[Cell] = []
    labels_only = len(line.own) > 1 and all(field_of(cell.text) for cell in line.own)
    for cell in line.filled:
        if out and not out[-1].values and _goes_on(line, cell, out[-1].key):
            continue
        inside = _several(cell) or [part for part in (split_cell(cell) or _led(line, cell),) if part is not None]
        noted = _only_noted(line, cell, inside)
        if inside and not noted:
            out += inside if cell.row == line.row else []
            continue
        key = inside[0].key if noted else field_of(cell.text) or _composed(line, cell, out)
        if key == "year" and not _states_year(line, cell):
            key = None
        last = out[-1] if out else None
        if key is not None and last is not None and not last.values and not (labels_only or _is_label_here(cell, key, last.key)):
            key = None
        if key is not None:
            after = line.at(cell.col + cell.colspan)
            blank = after if after is not None and not after.text.strip() and after.row == line.row else None
            out.append(Labelled(key, cell, blank=blank))
        elif cell.row == line.row:
            if last is None or last.inside:
                stray.append(cell)
            else:
                out[-1] = replace(last, values=(*last.values, cell))
    return out, stray
