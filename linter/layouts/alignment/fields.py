"""The upper part of a form on a page of text, brought into lines of labels and values as the reader of headers wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries, one_of
from linter.layouts.alignment.atoms import BLANK, SOFT, Atom
from linter.layouts.alignment.stated import Stated
from linter.layouts.header import Header, read_header
from linter.layouts.labels import clean, field_of, is_known, money_unit, split_label
from linter.layouts.lines import Line, doubt_of
from linter.layouts.titles import budget_year_in, is_form_title, stated_year
from linter.model.blocks import Cell
from linter.model.form import Text
from linter.values import normalise

_UNIT_ALONE = re.compile(r"[(（](?:单位[:：])?(?:万元|元|亿元)[)）]")
_RUN_ON = 36
"""A piece longer than this, or one that holds two labels, is run-on text."""
_LEAST_LABEL = 4
_MONEY = ("total_annual", "total_period", "funding", "funding_block")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?:万元|元)?")
_COMMAS = ",，;；"
_CLAUSE = re.compile("[,，;；。](?=[\u3400-\u9fff]{2,8}[:：])")
"""The end of a clause, before one that opens with a label."""
_MAX_TITLE = 60
_WORDED = re.compile(r"\w")
_DIGITS = re.compile(r"[0-9.,]+%?")


@derived
def _labels() -> re.Pattern[str]:
    words = {
        clean(e["word"]) for e in entries("labels") if e["set"] in ("field", "funding") or (e["set"] == "heading" and len(e["word"]) > 4)
    }
    return re.compile(
        "(?:项目(?=总体|年度|整体))?"
        + one_of(word for word in words if len(word) >= _LEAST_LABEL)
        + r"(?:[(（][^()（）]{0,12}[)）])*[:：]?"
    )


def label_starts(folded: str) -> list[tuple[int, int]]:
    """The labels of fields in a run-on text, from left to right, the longest first."""
    return [match.span() for match in _labels().finditer(folded)]


def _behind_title(folded: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The labels without those inside the title that stands before them (项目绩效目标批复表 项目名称：…)."""
    title = next((start for start, _ in spans if 0 < start <= _MAX_TITLE and is_form_title(folded[:start])), 0)
    return [span for span in spans if span[0] >= title]


def _is_run_on(atom: Atom, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a piece holds several labels, or a label and its value, that are to be cut apart."""
    folded = atom.folded
    if not spans or (split_label(atom.raw) is not None and len(spans) == 1) or field_of(folded) is not None or is_known(folded):
        return False
    return len(spans) > 1 or len(folded) > _RUN_ON or spans[0][0] == 0 or _NUMBER.match(folded, spans[0][1]) is not None


def run_on(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The pieces, those that hold several labels or a label and its value cut around the labels, and before clauses that open with a label no
    data file knows (，批准文号：…). What is cut off has no comma at its end."""
    for atom in atoms:
        spans = _behind_title(atom.folded, label_starts(atom.folded)) if len(atom.folded) > _LEAST_LABEL else []
        if not _is_run_on(atom, spans):
            yield atom
            continue
        clauses = {match.end() for match in _CLAUSE.finditer(atom.folded) if not any(start <= match.end() < end for start, end in spans)}
        places = sorted({0, len(atom.folded), *clauses, *(at for span in spans for at in span)})
        norm = normalise(atom.raw)
        for n, (start, stop) in enumerate(pairwise(places)):
            end = start + len(norm.text[start:stop].rstrip(_COMMAS))
            if not _WORDED.search(norm.text[start:end]):
                continue
            first, last = norm.offsets[start], norm.offsets[end] if end < len(norm.text) else norm.raw_length
            yield Atom(norm.text[start:end], atom.gap if n == 0 else SOFT, atom.source, atom.start + first, atom.start + last, atom.line)


def _cell(atom: Atom, row: int, col: int) -> Cell:
    source = atom.source
    place = source.place.within(atom.start, atom.end, source.text)
    return Cell(atom.raw, row, col, place, confidence=source.confidence)


def _merged(atoms: Sequence[Atom]) -> list[Atom]:
    """``项目资金`` and ``(万元)`` on the line below are one label; words a blank parts inside one value stay together."""
    out: list[Atom] = []
    for atom in atoms:
        if out and _UNIT_ALONE.fullmatch(atom.folded) and field_of(out[-1].folded):
            before = out[-1]
            if before.source is atom.source:
                out[-1] = before._replace(folded=before.folded + atom.folded, end=atom.end)
                continue
        out.append(atom)
    return out


def _rows(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """The printed lines; a label alone on its line goes with the value alone on the next one."""
    lines = [list(group) for _, group in groupby(atoms, key=lambda atom: atom.line)]
    out: list[list[Atom]] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else []
        if _pair_of_goals(lines, index):
            out += [[line[0], following[0]], [lines[index + 2][0], lines[index + 3][0]]]
            index += 4
            continue
        if len(line) == 1 and _is_label(line[0]) and len(following) >= 1 and not any(_is_label(one) for one in following):
            out.append([line[0], *following])
            index += 2
            continue
        out.append(line)
        index += 1
    return out


def _pair_of_goals(lines: Sequence[Sequence[Atom]], index: int) -> bool:
    if index + 3 >= len(lines) or any(len(line) != 1 for line in lines[index : index + 4]):
        return False
    keys = [field_of(line[0].folded) for line in lines[index : index + 4]]
    return keys[0] in ("goal_period", "goal") and keys[1] in ("goal_annual", "remark") and keys[2] is None and keys[3] is None


def _is_label(atom: Atom) -> bool:
    return field_of(atom.folded) is not None or split_label(atom.raw) is not None or is_known(atom.folded)


def lines_of(atoms: Sequence[Atom], grids: Mapping[int, Line]) -> list[Line]:
    """The pieces as lines of cells: those of a grid as they stand, labels and values of the rest side by side."""
    out: list[Line] = []
    for in_grid, group in groupby(_merged(atoms), key=lambda atom: atom.line in grids):
        if in_grid:
            out += [grids[line] for line, _ in groupby(group, key=lambda atom: atom.line)]
        else:
            out += _loose(list(run_on(list(group))))
    return out


def _loose(atoms: Sequence[Atom]) -> list[Line]:
    out: list[Line] = []
    for row in _rows(atoms):
        cells: list[Cell] = []
        for atom in row:
            source = atom.source
            joined = (
                cells and atom.gap == BLANK and not _is_label(atom) and field_of(cells[-1].text) is None and not _DIGITS.match(atom.folded)
            )
            if joined:
                cells[-1] = Cell(cells[-1].text + " " + atom.raw, len(out), cells[-1].col, cells[-1].place, confidence=source.confidence)
            else:
                cells.append(_cell(atom, len(out), len(cells)))
        out.append(Line(tuple(cells), False, len(out)))
    return out


def _title(line: Line) -> Cell | None:
    text = "".join(cell.text for cell in line.own)
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
