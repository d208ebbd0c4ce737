"""The upper part of a form on a page of text, brought into lines of labels and values as the reader of headers wants them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from linter.layouts.alignment.atoms import BLANK, Atom, atoms_of
from linter.layouts.alignment.pairs import is_label, rows, whole_labels
from linter.layouts.alignment.run_on import run_on
from linter.layouts.alignment.stated import Stated
from linter.layouts.goal_headings import is_goal_heading
from linter.layouts.header import read_header
from linter.layouts.labels import field_of, is_known, money_unit, split_label
from linter.layouts.lines import Line, doubt_of
from linter.layouts.taking import Header
from linter.layouts.titles import budget_year_in, is_form_title, stated_year
from linter.model.blocks import Cell, Paragraph
from linter.model.form import Text
from linter.values import normalise

_MONEY = ("total_annual", "total_period", "funding", "funding_block")
_DIGITS = re.compile(r"[0-9.,]+%?")
_BRANCH = re.compile("[├└┣┗]{1,2}")
"""The lines of a tree before the words they lead to."""


def _cell(atom: Atom, row: int, col: int) -> Cell:
    source = atom.source
    place = source.place.within(atom.start, atom.end, source.text)
    return Cell(atom.raw, row, col, place, confidence=source.confidence)


def lines_of(atoms: Sequence[Atom], grids: Mapping[int, Line]) -> list[Line]:
    """The pieces as lines of cells: those of a grid as they stand, labels and values of the rest side by side."""
    out: list[Line] = []
    for in_grid, group in groupby(atoms, key=lambda atom: atom.line in grids):
        if in_grid:
            out += [grids[line] for line, _ in groupby(group, key=lambda atom: atom.line)]
        else:
            out += _loose(list(run_on(whole_labels([atom for atom in group if not _BRANCH.fullmatch(atom.folded)]))))
    return out


def _loose(atoms: Sequence[Atom]) -> list[Line]:
    out: list[Line] = []
    for row in rows(atoms):
        cells: list[Cell] = []
        apart = len(row) == _goals_above(out)
        for atom in row:
            source = atom.source
            joined = (
                cells
                and not apart
                and atom.gap == BLANK
                and not is_label(atom)
                and field_of(cells[-1].text) is None
                and not _DIGITS.match(atom.folded)
            )
            if joined:
                cells[-1] = Cell(cells[-1].text + " " + atom.raw, len(out), cells[-1].col, cells[-1].place, confidence=source.confidence)
            else:
                cells.append(_cell(atom, len(out), len(cells)))
        out.append(Line(tuple(cells), False, len(out)))
    return out


def _goals_above(lines: Sequence[Line]) -> int:
    """How many goals stand beside each other below the last line: one for each of its headings, 0 where it is none of goals."""
    keys = [field_of(cell.text) for cell in lines[-1].own] if lines else []
    return sum(key in ("goal_period", "goal_annual") for key in keys) if {"goal_period", "goal_annual"} <= set(keys) else 0


def _title(line: Line) -> Cell | None:
    text = "".join(cell.text for cell in line.own)
    if len(line.own) > 1 and all(is_goal_heading(cell.text) for cell in line.own):
        return None
    if line.own and is_form_title(text):
        return line.own[0] if len(line.own) == 1 else Cell(" ".join(c.text for c in line.own), line.row, 0, line.own[0].place)
    return next((cell for cell in line.own if is_form_title(cell.text)), None)


def read(atoms: Sequence[Atom], before: Stated, two_sided: bool, grids: Mapping[int, Line]) -> tuple[Header, Text | None, int | None]:
    """Header, title and stated year of a form from the pieces around its table. ``before``: unit and year printed before the
    form; ``grids``: the lines that stand in a grid."""
    lines = lines_of(atoms, grids)
    title: Cell | None = None
    year: int | None = None
    unit = before.unit
    kept: list[Line] = []
    for line in lines:
        found = _title(line)
        if found is not None:
            title = found
            year = budget_year_in(found.text) or year
            rest = tuple(cell for cell in line.own if not is_form_title(cell.text)) if found in line.own else ()
            line = Line(rest, False, line.row) if rest else line
            if not rest:
                continue
        text = "".join(cell.text for cell in line.own)
        stated = stated_year(text) or next((y for cell in line.own if (y := stated_year(cell.text))), None)
        if stated is not None:
            year = year or stated
            if len(line.own) == 1 or stated_year(text):
                continue
        if len(line.own) == 1 and "单位" in text and len(text) < 30 and (own := money_unit(text)) and split_label(text) is None:
            unit = own
            continue
        kept.append(line)
    header = read_header([_amounts(line) for line in kept], unit, two_sided)
    shown = Text(title.text, title.place, doubt_of(title)) if title is not None else None
    return header, shown, year or before.year


def above(paragraphs: Sequence[Paragraph], header: Header) -> None:
    """What lines of a page of text above a table state that neither the table nor its own lines do: fields, goal, amounts."""
    read_above, _, _ = read(atoms_of(paragraphs), Stated(0, header.unit), False, {})
    header.fields = {**read_above.fields, **header.fields}
    if not header.goal:
        header.goal, header.goal_label = read_above.goal, read_above.goal_label
        header.uncertain += [doubt for doubt in read_above.uncertain if doubt.path.startswith("fields.goal")]
    if not header.total:
        header.total, header.unit = read_above.total, header.unit or read_above.unit
        header.funding = header.funding or read_above.funding


def _amounts(line: Line) -> Line:
    """A line of money whose headings stand between the label and the amount (年度资金总额 全年预算数 150), without the headings."""
    cells = list(line.cells)
    if not cells or field_of(cells[0].text) not in _MONEY:
        return line
    kept = [cells[0]]
    for n, cell in enumerate(cells[1:], start=1):
        numbered = any(_DIGITS.match(normalise(other.text).text) for other in cells[n + 1 :])
        if is_known(cell.text) and field_of(cell.text) not in _MONEY and numbered:
            continue
        kept.append(cell)
    return Line(tuple(kept), False, line.row)
