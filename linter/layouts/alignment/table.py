"""One table: its pieces aligned with its columns, the rows read from the best reading, and how far it can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct, field

from linter.layouts.alignment import fit as fits
from linter.layouts.alignment.atoms import BREAK, LINE, MARK, Atom, narrowed, text_of
from linter.layouts.alignment.behind import parted
from linter.layouts.alignment.bounds import is_level
from linter.layouts.alignment.columns import Layout
from linter.layouts.alignment.costs import cost
from linter.layouts.alignment.lattice import LEFT_OUT, Alignment, Edge, align
from linter.layouts.alignment.soft import labels_in, quantity
from linter.layouts.labels import clean, level1_of, level2_of
from linter.model.blocks import Cell
from linter.model.form import OPTIONAL_PARTS, Half, Target, Text
from linter.model.place import Place
from linter.values import normalise

_PRINTED = ("name", "value", "comparator", "unit")
NEAR = "按栏目对齐读取，另有相近的读法，请核对原文"
ODD = "按栏目对齐读取，整张表与栏目不甚相符，请核对原文"


class Row(Struct):
    """A row as read: the cells by (role, half), the levels it stands under, its least margin,"""

    level1: Text | None = None
    level2: Text | None = None
    cells: dict[tuple[str, Half | None], tuple[Text, str]] = field(default_factory=dict)
    margin: float = 99.0
    last: dict[tuple[str, Half | None], Atom] = field(default_factory=dict)
    """The last piece of each cell."""
    regions: list[tuple[Text, str]] = field(default_factory=list)
    """The values of the second region and those after it, in a table with one value column a region."""

    def place(self) -> Place | None:
        """Where the row's first cell stands."""
        return next((text.place for text, _ in self.cells.values()), None)

    def text(self, role: str, half: Half | None) -> Text | None:
        """The text of a cell."""
        found = self.cells.get((role, half)) or self.cells.get((role, None))
        return found[0] if found else None


class Reading(Struct, frozen=True):
    """The rows of a table, the pieces left out, the cost a row, and the alignment they come from."""

    rows: tuple[Row, ...]
    left_out: tuple[Atom, ...]
    fit: float
    alignment: Alignment
    layout: Layout
    heads: Mapping[int, int]
    """Column of the grid the headings stand in → column of the layout; empty where they stand in none."""
    behind: tuple[Atom, ...] = ()
    """What the page prints behind the last row."""
    rival: float = 99.0
    """How much dearer the best reading under other columns is that prints other rows."""

    def pieces(self) -> list[Atom]:
        """The pieces of the first rows, then those left out."""
        return [*(atom for row in self.rows[:4] for atom in row.last.values()), *self.left_out]

    def prints(self) -> list[tuple[str | None, ...]]:
        """The names and values of the rows."""
        return [
            tuple(text[0].text if (text := row.cells.get(key)) else None for key in row.cells if key[0] in _PRINTED) for row in self.rows
        ]


def read(pieces: Sequence[Atom], layout: Layout, heads: Mapping[int, int] | None = None) -> Reading:
    """The table at least cost. ``heads``: column of a grid → column of the layout, where the headings stand in a grid."""
    atoms, behind = parted(pieces, layout)
    certain = {**_broken_labels(atoms, layout), **(_certain(atoms, layout, heads) if heads else {})}
    found = align(atoms, layout, certain)
    rows, left_out = _rows(atoms, layout, found)
    filled = sum(1 for row in rows if row.cells)
    odd = sum(edge.cost for edge in found.edges if edge.start not in certain)
    return Reading(tuple(rows), tuple(left_out), odd / max(1, filled), found, layout, heads or {}, tuple(behind))


_PARTS, _PART = 6, 6
"""The most parts a level label is broken into by line breaks, and the longest of them."""


def _broken_labels(atoms: Sequence[Atom], layout: Layout) -> dict[int, tuple[int, int]]:
    """The level labels broken over lines (社会效 / 益指标) none of whose parts is one, and which can stand in one column only."""
    out: dict[int, tuple[int, int]] = {}
    end = 0
    for n, atom in enumerate(atoms):
        if n < end or not _is_part(atom):
            continue
        text = atom.folded
        for last in range(n + 1, min(n + _PARTS, len(atoms))):
            if atoms[last].gap not in (LINE, BREAK) or not _is_part(atoms[last]):
                break
            text += atoms[last].folded
            role = _level_role(text)
            if layout.roles.count(role) == 1:
                end = last + 1
                out[n] = end, layout.roles.index(role)
    return out


def _is_part(atom: Atom) -> bool:
    return len(atom.folded) <= _PART and level1_of(atom.folded) is None and level2_of(atom.folded) is None


def _level_role(text: str) -> str:
    """The role of the one column a level label can stand in, ``""`` for any other text."""
    first, second = level1_of(text) is not None, level2_of(text) is not None
    return "" if first is second or not text.endswith("指标") else "level1" if first else "level2"


_SHIFTS = (0, -1, 1, -2, 2)
"""How far a line may stand beside its headings, the nearest first."""


def _certain(atoms: Sequence[Atom], layout: Layout, heads: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """The cells of the lines that stand under their headings as they are, or beside them as a whole and with a level 2 that shows it."""
    out: dict[int, tuple[int, int]] = {}
    for _, group in groupby(range(len(atoms)), key=lambda n: atoms[n].line):
        cells = [list(cell) for _, cell in groupby(group, key=lambda n: id(atoms[n].source))]
        for shift in _SHIFTS:
            found = {cell[0]: (cell[-1] + 1, _under(atoms, cell, layout, heads, shift)) for cell in cells}
            columns = [column for _, column in found.values()]
            if all(column >= 0 for column in columns) and _states(layout, columns, shift):
                out.update(found)
                break
            if not shift and _breaks_off(layout, columns):
                break
    return out


def _under(atoms: Sequence[Atom], cell: Sequence[int], layout: Layout, heads: Mapping[int, int], shift: int) -> int:
    """The column a cell of a grid stands under, ``-1`` where it does not fit there."""
    source = atoms[cell[0]].source
    column = heads.get(source.col - shift, -1) if isinstance(source, Cell) else -1
    if column < 0:
        return -1
    text = "".join(atoms[n].folded for n in cell)
    role = layout.roles[column]
    return column if fits.fit(role, text) <= cost("certain", role if role in ("name", "value") else "other") else -1


def _breaks_off(layout: Layout, columns: Sequence[int]) -> bool:
    """Whether a line stands under its headings from its level 2 to a name that is its last cell."""
    roles = [layout.roles[column] for column in columns if column >= 0]
    return len(roles) == len(columns) and "level2" in roles and roles[-1] == "name" and "value" not in roles


def _states(layout: Layout, columns: Sequence[int], shift: int) -> bool:
    """Whether a line has a value beside every name and a name beside every value, or nothing but levels; one that is shifted, a level 2 too."""
    halves = [{layout.halves[n] for n in columns if layout.roles[n] == role} for role in ("name", "value")]
    roles = {layout.roles[n] for n in columns}
    if shift and not ("level2" in roles and halves[0]):
        return False
    return halves[0] >= halves[1] and (bool(halves[1]) or roles <= {"level1", "level2"})


class _Levels(Struct):
    """The levels that hold for the row being read. ``behind``: their columns stand behind the names; ``own``: the row printed a level 2."""

    behind: bool
    level1: Text | None = None
    level2: Text | None = None
    own: bool = False

    def take(self, role: str, label: Text) -> None:
        """Take a label. Behind the names level 2 comes first, whatever column it was read in: 成本指标 is a level 1 too."""
        if self.behind and not self.own and level2_of(label.text) is not None:
            self.level2, self.own = label, True
        elif self.behind or role == "level1":
            self.level1, self.level2 = label, self.level2 if self.behind else None
        else:
            self.level2 = label

    def left_out(self, pieces: Sequence[Atom]) -> None:
        """A label behind the last row that was read as no cell."""
        if self.behind and len(pieces) == 1 and is_level(pieces[0].folded):
            self.take("", _label(pieces))


def _rows(atoms: Sequence[Atom], layout: Layout, found: Alignment) -> tuple[list[Row], list[Atom]]:
    rows: list[Row] = []
    left_out: list[Atom] = []
    row = Row()
    roles = list(layout.roles)
    levels = _Levels("level1" in roles and "name" in roles[: roles.index("level1")])
    last = -1
    for edge, margin in zip(found.edges, found.margins, strict=True):
        pieces = list(atoms[edge.start : edge.end])
        if edge.column < 0:
            left_out += pieces
            levels.left_out(pieces)
            row.level1, row.level2 = levels.level1, levels.level2
            row.margin = 0.0 if _strays(edge) else row.margin
            continue
        role, half = layout.roles[edge.column], layout.halves[edge.column]
        if edge.new_row:
            if row.cells:
                rows.append(row)
            row = Row()
            levels.own = False
        if role in ("level1", "level2"):
            levels.take(role, _label(pieces))
        else:
            _take(row, (role, half), pieces, layout)
            if role in _PRINTED or _skips(layout, last, edge):
                row.margin = min(row.margin, margin)
        row.level1, row.level2 = levels.level1, levels.level2
        last = edge.column
    if row.cells:
        rows.append(row)
    return rows, left_out


def _take(row: Row, key: tuple[str, Half | None], pieces: Sequence[Atom], layout: Layout) -> None:
    """Put a cell into its row."""
    if key[0] == "region":
        row.regions.append(_cell("value", pieces, False))
    else:
        row.cells[key] = _cell(key[0], pieces, layout.style.cell == MARK)
        row.last[key] = pieces[-1]


def _strays(edge: Edge) -> bool:
    """Whether words right behind a row belong to no cell: to one of its own, maybe."""
    return edge.column == LEFT_OUT and edge.cost >= cost("junk", "text")


def _skips(layout: Layout, last: int, edge: Edge) -> bool:
    """Whether the cell before this one in its row would be a value, a sign or a unit, and is missing."""
    return not edge.new_row and any(role in _PRINTED for role in layout.roles[last + 1 : edge.column])


def _label(pieces: Sequence[Atom]) -> Text:
    """A level label without the colon or full stop behind it."""
    text = text_of(pieces)
    bare = text.text.rstrip(":： 。")
    return narrowed(text, 0, len(bare))


def _cell(role: str, pieces: Sequence[Atom], listed: bool) -> tuple[Text, str]:
    """A cell's text, its value without the bracket around it, a name of a list without its number, and the folded text."""
    whole = text_of(pieces)
    text = narrowed(whole, len(whole.text) - len(whole.text.lstrip()), len(whole.text.rstrip()))
    norm = normalise(text.text)
    if role in ("value", "actual"):
        inner = fits.unbracketed(fits.unmarked(norm.text) if listed else norm.text)
        at = norm.text.find(inner)
        if inner and inner != norm.text and at >= 0:
            start, end = norm.raw_span(at, at + len(inner))
            return narrowed(text, start, end), inner
    elif role == "name":
        inner = norm.text.rstrip(":：,，;；")
        first = len(inner) - len(fits.unnumbered(inner)) if listed or _ORDINAL.match(inner) else 0
        if inner and (first or inner != norm.text):
            start, end = norm.raw_span(first, len(inner))
            return narrowed(text, start, end), inner[first:]
    return text, norm.text


def targets(row: Row, halves: Sequence[Half | None], doubt: str | None) -> Iterator[tuple[Half, Target]]:
    """The target of each half that has a name or a value."""
    for half in dict.fromkeys(half for half in halves if half is not None):
        name, value = row.text("name", half), row.text("value", half)
        parts = {part: _doubted(text, doubt) for part in OPTIONAL_PARTS if (text := row.text(part, half)) is not None}
        if value is not None and row.regions:
            value = _over_regions(value, row, parts.get("unit"))
        thresholds = tuple(_doubted(text, doubt) for n in range(1, 5) if (text := row.text(f"threshold{n}", half)) is not None)
        if value is None and thresholds:
            value = thresholds[0]
        if name is None and value is None:
            continue
        target = Target(_doubted(name or Text(""), doubt), _doubted(value or Text(""), doubt), thresholds=thresholds, **parts)
        if not target.blank():
            yield half, target


def _over_regions(first: Text, row: Row, unit: Text | None) -> Text:
    """The values of all regions as one text, each with its unit; one value where all are the same."""
    texts = [first.text, *(text.text for text, _ in row.regions)]
    if len({normalise(text).text for text in texts}) == 1:
        return first
    counted = unit.text if unit is not None else ""
    return first._replace(text="、".join(text if text.endswith(counted) else text + counted for text in texts))


_ORDINAL = re.compile("[①-⑳]|[(（][0-9一二三四五六七八九十]{1,2}[)）]|-{1,2}(?=[\u3400-\u9fff])")
"""A number or a dash before a name that is never part of it."""
_SIGNS = frozenset("≥≤=<>")
_ENDS = (",", "，", ";", "；", "。", "/")
"""What ends a target inside a name: the name holds a row of its own."""


_ITEM_INSIDE = re.compile(r".指标[0-9]{1,2}[:：.、]?[\u3400-\u9fff]")
"""The number of an indicator inside a name: another one begins there."""


def swallowed(row: Row) -> str:
    """The cell of a row that seems to hold other rows: a level label, or a second target behind the first one; ``""`` where none does."""
    for (role, _), (text, folded) in row.cells.items():
        labelled = any(folded[start:end].endswith("指标") and end - start < len(folded) - 1 for start, end in labels_in(folded))
        labelled = labelled or (role == "name" and _ITEM_INSIDE.search(folded) is not None)
        signed = [match for match in quantity().finditer(folded) if match.group()[:1] in _SIGNS and match.group()]
        if labelled or (role in ("name", "value") and len(signed) > 1) or (role == "name" and signed and not _bracketed(folded, signed[0])):
            return text.text
        if role == "name" and any(
            match.group() and folded[match.end() : match.end() + 1] in _ENDS for match in quantity().finditer(folded)
        ):
            return text.text
    return ""


def _bracketed(folded: str, match: re.Match[str]) -> bool:
    return folded[: match.start()].count("(") > folded[: match.start()].count(")")


def _doubted(text: Text, doubt: str | None) -> Text:
    return text if doubt is None or text.doubt is not None else text._replace(doubt=doubt)


def doubt_of_row(row: Row, reading: Reading) -> str | None:
    """Why a row is doubtful: a rival reading is near, or the table does not fit its columns."""
    if row.margin < cost("doubt", "row"):
        return NEAR
    return ODD if reading.fit > cost("doubt", "table") or reading.rival < cost("doubt", "columns") else None


def doubt_of_table(reading: Reading) -> str | None:
    """Why the whole table is doubtful: it fits its columns badly, or most of its rows have near rivals."""
    near = sum(row.margin < cost("doubt", "row") for row in reading.rows)
    odd = reading.fit > cost("doubt", "table") or reading.rival < cost("doubt", "columns")
    return ODD if odd or near * 2 > len(reading.rows) > 1 else None


def is_parent(row: Row, following: Row | None) -> bool:
    """A starred row with weight or score and no value, above the rows that have the values: it states no target."""
    valued = any(role in ("value", "actual") or role.startswith("threshold") for role, _ in row.cells)
    named = [text for (role, _), (_, text) in row.cells.items() if role == "name"]
    starred = bool(named) and named[0][0] in "★☆*●"
    pointed = any(role in ("weight", "score") for role, _ in row.cells)
    return not valued and bool(named) and (starred or pointed) and following is not None


def is_template(row: Row) -> bool:
    """A row of the template: its number, or dots, and nothing else."""
    return all(fits.is_template(text) or not clean(text) for _, text in row.cells.values())
