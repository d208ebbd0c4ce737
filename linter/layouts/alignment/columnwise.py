"""Tables printed column after column: a heading, then all its cells, then the next heading. Turned so that rows follow each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from linter.layouts.alignment import fit as fits
from linter.layouts.alignment.atoms import LINE, Atom
from linter.layouts.labels import role_of
from linter.layouts.titles import is_page_mark

_FEWEST = 3
"""Fewer cells in a column are no table."""
_FITS = 1.0
"""What a cell may cost under its heading (``linter.layouts.alignment.fit``), on average."""
_LEVELS = frozenset({"level1", "level2"})


class _Column(Struct, frozen=True):
    """A heading (piece ``at``) and its cells ``[at + 1, end)``."""

    role: str
    at: int
    end: int


def _columns(atoms: Sequence[Atom]) -> Iterator[_Column]:
    """The headings that stand alone on their line, with the lines of one piece each behind them."""
    alone = [
        (n == 0 or atoms[n - 1].line != atom.line) and (n + 1 == len(atoms) or atoms[n + 1].line != atom.line)
        for n, atom in enumerate(atoms)
    ]
    n = 0
    while n < len(atoms):
        role = role_of(atoms[n].folded) if alone[n] else None
        if role is None:
            n += 1
            continue
        end = n + 1
        while end < len(atoms) and alone[end] and role_of(atoms[end].folded) is None and not is_page_mark(atoms[end].folded):
            end += 1
        yield _Column(role, n, end)
        n = end


def _tables(columns: Sequence[_Column]) -> Iterator[list[_Column]]:
    """Runs of columns that follow each other."""
    run: list[_Column] = []
    for column in columns:
        if run and run[-1].end != column.at:
            yield run
            run = []
        run.append(column)
    if run:
        yield run


def _rows(run: Sequence[_Column], atoms: Sequence[Atom]) -> int:
    """How many rows a run of columns prints column after column, 0 where it does not."""
    names = [column for column in run if column.role == "name"]
    values = [column for column in run if column.role == "value"]
    if len(names) != 1 or len(values) != 1:
        return 0
    count = names[0].end - names[0].at - 1
    others = [column for column in run if column.role not in _LEVELS]
    if count < _FEWEST or any(column.end - column.at - 1 != count for column in others):
        return 0
    cells = [fits.fit(column.role, atoms[n].folded) for column in (names[0], values[0]) for n in range(column.at + 1, column.end)]
    return count if sum(cells) <= _FITS * count else 0


def upright(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces with such tables turned. Their levels cannot be placed: nothing says how many rows each has."""
    out: list[Atom] = []
    at = 0
    for run in _tables(list(_columns(atoms))):
        count = _rows(run, atoms)
        if not count:
            continue
        out += atoms[at : run[0].at]
        columns = [column for column in run if column.role not in _LEVELS]
        order = [column.at for column in run] + [column.at + 1 + n for n in range(count) for column in columns]
        first = atoms[run[0].at].line
        out += [atoms[n]._replace(gap=LINE, line=first + number) for number, n in enumerate(order)]
        at = run[-1].end
    return [*out, *atoms[at:]]
