"""Sound forms on pages of every kind, with their *structure* damaged: a separator lost, a cell doubled, the headings moved. What the cells say
is untouched, so the truth stays that of the form.

Pure and seeded: the same forms and the same seed give the same bytes. A damage that no reader can know of (an exact grid whose last cell is
blank, a page that ends exactly behind a row) is not drawn.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tests.support.writers import WRITERS, FormData, Table, pages
from tests.support.writers.page import Builder

HEADINGS = ("一级指标", "二级指标", "三级指标", "指标值", "指标性质", "度量单位", "实际完成值", "权重", "得分")
ROLES = dict(zip(HEADINGS, ("level1", "level2", "name", "value", "comparator", "unit", "actual", "weight", "score"), strict=True))
GRIDS = ("html", "xlsx", "docx", "csv")
TEXTS = ("tabs", "pipes", "blanks", "lines", "ended")
LISTS = ("brackets", "tree", "run-on")
KINDS = (*GRIDS, *TEXTS, *LISTS)
_CELL = {"tabs": "\t", "pipes": " | ", "blanks": " ", "lines": "\n", "ended": " |\n", "run-on": ""}
_ROW = {"tabs": "\n", "pipes": "\n", "blanks": "\n", "lines": "\n", "ended": " |\n", "run-on": ""}


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed cell. ``role``: of its column, ``heading`` in the first row, ``block`` for the label beside the table. ``gap``: what stands
    before it where that is not what the kind of page prints."""

    text: str
    role: str = ""
    rowspan: int = 1
    colspan: int = 1
    gap: str | None = None


Rows = list[list[Piece]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form to be printed: lines above its table, its upper part, the table of indicators (headings first), its foot, lines below it."""

    title: tuple[str, ...]
    above: Rows
    rows: Rows
    below: Rows
    after: tuple[str, ...]


Truth = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DirtyPage:
    """A damaged page. ``truth``: (name, value with sign and unit) of every row of the sound form."""

    name: str
    kind: str
    damage: str
    data: bytes
    sound: bytes
    truth: Truth = field(repr=False)


def truth_of(form: FormData) -> Truth:
    """(name, value) of every half of every row, without blanks; the value with its sign before it and its unit behind."""
    halves = [row[half] for row in form["indicators"] for half in ("period", "annual") if row.get(half)]
    return frozenset(stated(half) for half in halves)


def stated(half: FormData) -> tuple[str, str]:
    """What a half of a row states: its name, and its value with sign and unit, without blanks."""
    sign, value, unit = ("".join((half.get(key) or "").split()) for key in ("comparator", "value", "unit"))
    value = value if value.startswith(sign) else sign + value
    return "".join((half["name"] or "").split()), value if value.endswith(unit) else value + unit


# -- the form as pieces --------------------------------------------------------------------------------------------------------------


def sheet_of(form: FormData, layout: str) -> Sheet:
    """The form as a layout of ``tests.support.writers`` draws it."""
    (page,) = pages([form], layout)
    at = next(n for n, piece in enumerate(page) if isinstance(piece, Table))
    table = page[at]
    assert isinstance(table, Table)
    lines = [sorted((b for b in table.boxes if b.row == n), key=lambda b: b.col) for n in range(table.n_rows)]
    start = next(n for n, line in enumerate(lines) if any(box.text == "三级指标" for box in line))
    end = start + 1 + len(form["indicators"])
    roles = {box.col: ROLES.get(box.text, "block") for box in lines[start]}
    rows: Rows = []
    for n, line in enumerate(lines):
        body, head = start < n < end, n == start
        rows.append(
            [
                Piece(
                    b.text, roles[b.col] if body or (head and roles[b.col] == "block") else "heading" if head else "", b.rowspan, b.colspan
                )
                for b in line
            ]
        )
    title, after = (tuple(piece for piece in part if isinstance(piece, str)) for part in (page[:at], page[at + 1 :]))
    return Sheet(title, rows[:start], rows[start:end], rows[end:], after)


# -- damage --------------------------------------------------------------------------------------------------------------------------
# Each takes (rng, rows, kind) and gives the rows with one damage, or ``None`` where it cannot be done there.

Damage = Callable[[random.Random, Rows, str], Rows | None]


def _spot(rng: random.Random, rows: Rows, last: bool = True) -> tuple[int, int]:
    """A cell of the body at random. ``last``: the last of a row too."""
    body = [(r, c) for r, row in enumerate(rows) for c in range(len(row) - (not last)) if r and row[c].text]
    return rng.choice(body)


def _heading(rng: random.Random, rows: Rows, last: bool = True) -> int:
    """A heading at random, the label beside the table aside."""
    return rng.choice([c for c, piece in enumerate(rows[0]) if piece.role == "heading" and (last or c < len(rows[0]) - 1)])


def _with(rows: Rows, r: int, row: list[Piece]) -> Rows:
    return [*rows[:r], row, *rows[r + 1 :]]


def drop_separator(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """Two cells run together."""
    r, c = _spot(rng, rows, last=False)
    row = rows[r]
    if kind in GRIDS:
        both = replace(row[c], text=row[c].text + row[c + 1].text)
        return _with(rows, r, [*row[:c], both, *row[c + 2 :]])
    return _with(rows, r, [*row[: c + 1], replace(row[c + 1], gap=""), *row[c + 2 :]])


def double_separator(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """An empty cell too many."""
    r, c = _spot(rng, rows)
    row = rows[r]
    if kind in GRIDS:
        return _with(rows, r, [*row[:c], Piece("", row[c].role), *row[c:]])
    return _with(rows, r, [*row[:c], replace(row[c], gap=2 * _CELL.get(kind, "；") or " "), *row[c + 1 :]])


def _longer(rows: Rows) -> Rows:
    """The label beside the table one row longer."""
    return [[replace(piece, rowspan=piece.rowspan + 1) if piece.role == "block" else piece for piece in rows[0]], *rows[1:]]


def break_cell(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """A cell goes on in the line below: in a grid in a row of its own, under merged cells that reach down over it."""
    r, c = _spot(rng, rows)
    piece = rows[r][c]
    if len(piece.text) < 4 or piece.rowspan > 1:
        return None
    at = rng.randrange(2, len(piece.text) - 1)
    head, tail = replace(piece, text=piece.text[:at]), replace(piece, text=piece.text[at:])
    if kind not in GRIDS[:3]:
        return _with(rows, r, [*rows[r][:c], replace(piece, text=f"{head.text}\n{tail.text}"), *rows[r][c + 1 :]])
    out = _longer(rows)
    for n in range(1, r + 1):
        out[n] = [replace(each, rowspan=each.rowspan + (each.rowspan > 1 and n + each.rowspan > r)) for each in out[n]]
    out[r] = [*out[r][:c], head, *out[r][c + 1 :]]
    left = [Piece("", each.role) for each in out[r][:c] if each.rowspan == 1]
    return [*out[: r + 1], [*left, tail], *out[r + 1 :]]


def merge_cells(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """One cell in the place of two."""
    r, c = _spot(rng, rows, last=False)
    row = rows[r]
    if row[c].rowspan > 1:
        return None
    both = replace(row[c], text=row[c].text + row[c + 1].text, colspan=2)
    return _with(rows, r, [*row[:c], both, *row[c + 2 :]])


def lose_cell(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """A cell gone, those right of it in its place. Where blank cells are not printed nobody can miss a label of a level."""
    r, c = _spot(rng, rows, last=kind not in GRIDS)
    if rows[r][c].role in ("level1", "level2") and kind not in (*GRIDS, "tabs", "pipes"):
        return None
    return _with(rows, r, [*rows[r][:c], *rows[r][c + 1 :]])


def repeat_cell(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """A cell twice, those right of it pushed on."""
    r, c = _spot(rng, rows)
    return _with(rows, r, [*rows[r][: c + 1], replace(rows[r][c], rowspan=1), *rows[r][c + 1 :]])


def swap_cells(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """Two neighbours in each other's place."""
    r, c = _spot(rng, rows, last=False)
    row = rows[r]
    if row[c].text == row[c + 1].text or row[c].rowspan != row[c + 1].rowspan:
        return None
    return _with(rows, r, [*row[:c], row[c + 1], row[c], *row[c + 2 :]])


def lose_heading(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """A heading gone, those right of it in its place."""
    c = _heading(rng, rows)
    return _with(rows, 0, [*rows[0][:c], *rows[0][c + 1 :]])


def blank_heading(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """A column without heading."""
    c = _heading(rng, rows)
    return _with(rows, 0, [*rows[0][:c], replace(rows[0][c], text=""), *rows[0][c + 1 :]])


def repeat_heading(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """A heading twice, those right of it pushed on."""
    c = _heading(rng, rows)
    return _with(rows, 0, [*rows[0][: c + 1], rows[0][c], *rows[0][c + 1 :]])


def move_heading(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """Two neighbouring headings in each other's place."""
    c = _heading(rng, rows, last=False)
    if rows[0][c].text == rows[0][c + 1].text:
        return None
    return _with(rows, 0, [*rows[0][:c], rows[0][c + 1], rows[0][c], *rows[0][c + 2 :]])


def repeat_headings(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """All headings once more in the body, where no merged cell is torn."""
    heads = [piece for piece in rows[0] if piece.role == "heading"]
    places = [r for r, row in enumerate(rows) if r > 1 and len(row) == len(heads)]
    if not places:
        return None
    r = rng.choice(places)
    return [*_longer(rows[:r]), heads, *rows[r:]]


def cut_page(rng: random.Random, rows: Rows, kind: str) -> Rows | None:
    """The file ends inside a row: behind its level, or behind a name whose value is lost. A workbook or a Word table with blank cells in their
    place would be a row somebody has not filled in."""
    if len(rows) < 4 or kind in ("xlsx", "docx"):
        return None
    r = rng.randrange(2, len(rows))
    names = [c for c, piece in enumerate(rows[r]) if piece.role == "name"]
    c = rng.choice(names)
    kept = rows[r][: c + rng.randrange(2)]
    if not kept:
        return None
    out = [*rows[:r], kept]
    return [[replace(piece, rowspan=min(piece.rowspan, len(out) - n)) for piece in row] for n, row in enumerate(out)]


DAMAGES: dict[str, Damage] = {
    "drop-separator": drop_separator,
    "double-separator": double_separator,
    "break-cell": break_cell,
    "merge-cells": merge_cells,
    "lose-cell": lose_cell,
    "repeat-cell": repeat_cell,
    "swap-cells": swap_cells,
    "lose-heading": lose_heading,
    "blank-heading": blank_heading,
    "repeat-heading": repeat_heading,
    "move-heading": move_heading,
    "repeat-headings": repeat_headings,
    "cut-page": cut_page,
}
_HEADLESS = frozenset({"lose-heading", "blank-heading", "repeat-heading", "move-heading", "repeat-headings"})


# -- printing ------------------------------------------------------------------------------------------------------------------------


def _table(rows: Rows) -> Table:
    builder = Builder()
    for row in rows:
        builder.add(*((piece.text, piece.colspan, piece.rowspan) for piece in row))
    return builder.table()


def _matrix(rows: Rows) -> list[list[Piece]]:
    """The rows with blank pieces where a merged cell reaches, as wide as what they hold."""
    table = _table(rows)
    lines: list[list[Piece]] = []
    for n, row in enumerate(rows):
        placed = sorted((box for box in table.boxes if box.row == n), key=lambda box: box.col)
        line = [Piece("")] * max((box.col + box.colspan for box in placed), default=0)
        for box, piece in zip(placed, row, strict=True):
            line[box.col] = piece
        lines.append(line)
    return lines


def _cells(rows: Rows, kind: str) -> str:
    """Rows of a text, each cell behind what parts it from the one before."""
    cell, row_end, out = _CELL[kind], _ROW[kind], []
    for row in _matrix(rows):
        pieces = row if kind in TEXTS[:2] else [piece for piece in row if piece.text]
        for n, piece in enumerate(pieces):
            out += [piece.gap if piece.gap is not None else cell if n else "", piece.text]
        out.append(row_end)
    return "".join(out)


def _listed(rows: Rows, kind: str) -> str:
    """Levels open lines, names and values follow in brackets or behind a colon."""
    marks = {"level1": ("\n", ""), "level2": ("\n", "："), "name": ("", ""), "value": ("（", "）；")}
    if kind == "tree":
        marks = {"level1": ("\n", ""), "level2": ("\n  ", ""), "name": ("\n    ", ""), "value": ("：", "")}
    out = []
    for piece in (piece for row in rows[1:] for piece in row):
        before, behind = marks[piece.role]
        out += [before if piece.gap is None else piece.gap, piece.text, behind]
    return "".join(out)


def printed(sheet: Sheet, kind: str, cut: bool = False) -> bytes:
    """The sheet as a file of a kind. ``cut``: it ends with its table."""
    below, after = ([], ()) if cut else (sheet.below, sheet.after)
    if kind in GRIDS:
        data = WRITERS[kind][1]([[*sheet.title, _table([*sheet.above, *sheet.rows, *below]), *after]])
        return data.rstrip(b",\r\n") if cut and kind == "csv" else data
    plain = "lines" if kind in LISTS else kind
    table = _listed(sheet.rows, kind) if kind in LISTS[:2] else _cells(sheet.rows, kind)
    parts = ["\n".join(sheet.title), "\n", _cells(sheet.above, plain), table if not cut else table.rstrip()]
    if not cut:
        parts += ["\n", _cells(below, plain), "\n".join(after), "\n"]
    return "".join(parts).encode()


def suffix(kind: str) -> str:
    """The suffix of a file of a kind."""
    return kind if kind in GRIDS else "txt"


def layouts_of(form: FormData) -> list[str]:
    """The layouts a form can be printed in."""
    targets = [row["annual"] for row in form["indicators"] if row.get("annual")]
    if any(row.get("period") for row in form["indicators"]):
        return ["two-sided"]
    if all(target.get("actual") and target.get("weight") for target in targets):
        return ["self-evaluation"]
    if any(target.get("comparator") or target.get("unit") for target in targets):
        return ["comparator-columns"]
    if any(target.get("thresholds") for target in targets):
        return []
    return ["one-sided", "one-sided-unmerged"]


def dirty_pages(forms: Sequence[FormData], seed: int, count: int) -> Iterator[DirtyPage]:
    """``count`` damaged pages, kinds and damages in turn, forms and places at random."""
    rng = random.Random(seed)
    plans = [(kind, damage) for kind in KINDS for damage in DAMAGES if kind not in ("brackets", "tree") or damage not in _HEADLESS]
    printable = [form for form in forms if layouts_of(form)]
    listable = [form for form in printable if layouts_of(form)[0] == "one-sided"]
    drawn = 0
    while drawn < count:
        for kind, damage in plans:
            form = rng.choice(printable if kind not in LISTS[:2] else listable)
            sheet = sheet_of(form, rng.choice(layouts_of(form)))
            rows = DAMAGES[damage](rng, sheet.rows, kind)
            if rows is None or drawn >= count:
                continue
            cut = damage == "cut-page"
            data = printed(replace(sheet, rows=rows), kind, cut)
            yield DirtyPage(f"{drawn:05d}-{kind}-{damage}.{suffix(kind)}", kind, damage, data, printed(sheet, kind), truth_of(form))
            drawn += 1
