"""The upper part of a form: project, unit, money, narrative, goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from linter.layouts.labels import clean, field_of, money_unit, split_label
from linter.layouts.lines import Line, joined, part_of, text_of
from linter.model.blocks import Cell
from linter.model.form import FIELD_KEYS, HALVES, Half, Money, Text, Uncertain
from linter.values import parse_money

_MONEY_FIELDS = ("total_period", "total_annual", "funding")
_NO_VALUE = ("goal", "goal_period", "goal_annual", "funding_block", *_MONEY_FIELDS, "remark")


@dataclass
class Header:
    """What has been read of the upper part so far."""

    unit: str = "元"
    fields: dict[str, Text] = field(default_factory=dict)
    goal: dict[Half, Text] = field(default_factory=dict)
    total: dict[Half, Money] = field(default_factory=dict)
    funding: dict[Half, dict[str, Money]] = field(default_factory=dict)
    extras: dict[str, Text] = field(default_factory=dict)
    uncertain: list[Uncertain] = field(default_factory=list)
    goal_columns: tuple[tuple[int, int], tuple[int, int]] | None = None
    """Column ranges under 实施期目标 and 年度目标 where the form prints the two labels in one row."""


def _labelled(line: Line) -> list[tuple[str, Cell, list[Cell]]]:
    """Each label of the line with the filled cells up to the next label. Cells before the first label belong to none."""
    out: list[tuple[str, Cell, list[Cell]]] = []
    for cell in line.filled:
        key = field_of(cell.text)
        if key is not None and out and not out[-1][2] and not _is_label_here(cell, key, out[-1][0]):
            key = None
        if key is not None:
            out.append((key, cell, []))
        elif out:
            out[-1][2].append(cell)
    return out


def _is_label_here(cell: Cell, key: str, before: str) -> bool:
    """Whether a label word standing where the value of ``before`` could stand is a label: a funding word is one only beside money."""
    if key == "funding":
        return before in ("funding_block", *_MONEY_FIELDS)
    if before in ("funding_block", "goal"):
        return True
    return cell.text.rstrip().endswith((":", "：")) or before in _NO_VALUE or key in FIELD_KEYS


def _inside(line: Line, header: Header) -> None:
    """Cells that hold label and value together: ``填报日期: 20260116``."""
    for cell in line.filled:
        inside = split_label(cell.text)
        if inside is not None and inside[0] in FIELD_KEYS:
            header.fields.setdefault(inside[0], part_of(cell, inside[1]))


def _money(cells: Sequence[Cell], label: Cell, header: Header) -> Money:
    unit = money_unit(label.text) or header.unit
    if not cells:
        return Money(Text("", label.place), None, unit)  # type: ignore[arg-type]
    text = text_of(cells[0])
    return Money(text, parse_money(text.text, unit), unit)  # type: ignore[arg-type]


def _goals(label: Cell, cells: list[Cell], line: Line, header: Header, two_sided: bool) -> None:
    """The row of 总体目标: one text, or one each for 实施期 and 年度."""
    if not two_sided:
        if cells:
            before = header.goal.get("annual")
            text = joined(cells)
            header.goal["annual"] = Text(before.text + "\n" + text.text, before.place) if before else text
        else:
            header.goal.setdefault("annual", Text("", label.place))
        return
    if len(cells) >= 2 or (line.exact and header.goal_columns):
        if line.exact and header.goal_columns:
            sides = [[c for c in cells if low <= c.col < high] for low, high in header.goal_columns]
        else:
            sides = [cells[:1], cells[1:]]
        for side_of, side in zip(HALVES, sides, strict=True):
            header.goal[side_of] = joined(side) if side else Text("", label.place)
        return
    if not cells:
        header.goal.update({half: Text("", label.place) for half in HALVES})
        return
    only = cells[0]
    late = header.goal_columns is not None and only.col >= header.goal_columns[1][0]
    half: Half = "annual" if late else "period"
    doubt = "总体目标只有一侧有内容，无法确定属于实施期还是年度"
    other: Half = "period" if late else "annual"
    header.goal[half] = text_of(only, doubt)
    header.goal[other] = Text("", label.place)
    header.uncertain.append(Uncertain(f"fields.goal.{half}", doubt, only.place))


def _take(key: str, label: Cell, cells: list[Cell], line: Line, header: Header, two_sided: bool, nth_money: int) -> None:
    if key in FIELD_KEYS:
        if not header.fields.get(key):
            header.fields[key] = joined(cells[:1]) if cells else Text("", label.place)
    elif key == "goal":
        _goals(label, cells, line, header, two_sided)
    elif key in ("goal_period", "goal_annual"):
        half: Half = "period" if key == "goal_period" else "annual"
        if cells and not header.goal.get(half):
            header.goal[half] = joined(cells)
    elif key in ("total_period", "total_annual"):
        half = "period" if key == "total_period" else "annual"
        header.total.setdefault(half, _money(cells, label, header))
    elif key == "funding":
        half = "period" if two_sided and nth_money == 0 else "annual"
        header.funding.setdefault(half, {}).setdefault(clean(label.text), _money(cells, label, header))
    elif key == "remark":
        header.extras.setdefault(clean(label.text), joined(cells) if cells else Text("", label.place))


def _goal_columns(labels: list[tuple[str, Cell, list[Cell]]], line: Line) -> tuple[tuple[int, int], tuple[int, int]] | None:
    by_key = {key: cell for key, cell, cells in labels if not cells}
    if "goal_period" not in by_key or "goal_annual" not in by_key:
        return None
    first, second = by_key["goal_period"], by_key["goal_annual"]
    return (first.col, second.col), (second.col, 10**6)


def read_header(lines: Sequence[Line], unit: str, two_sided: bool) -> Header:
    """Read the lines above (and below) the indicators. ``unit``: the money unit printed outside the table."""
    header = Header(unit=unit)
    seen_goal_cells: set[int] = set()
    for line in lines:
        _inside(line, header)
        labels = _labelled(line)
        columns = _goal_columns(labels, line)
        if columns is not None:
            header.goal_columns = columns
            continue
        funding = 0
        for key, label, cells in labels:
            if key == "funding_block":
                header.unit = money_unit(label.text) or header.unit
                if cells and parse_money(cells[0].text, header.unit) is not None:
                    header.total.setdefault("annual", _money(cells, label, header))
                continue
            fresh = [c for c in cells if id(c) not in seen_goal_cells]
            if key == "goal":
                seen_goal_cells.update(id(c) for c in cells)
                if cells and not fresh:
                    continue
            _take(key, label, fresh, line, header, two_sided, funding)
            funding += key == "funding"
    if "annual" not in header.total and "period" in header.total and not two_sided:
        header.total["annual"] = header.total.pop("period")
    return header
