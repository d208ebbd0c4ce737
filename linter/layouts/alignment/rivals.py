"""Which columns a table has, where its headings may be read in several ways: every likely reading of them is tried on the whole table,
and the one under which the contents are what the headings say wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from linter.layouts.alignment.costs import cost
from linter.layouts.alignment.headings import Header
from linter.layouts.alignment.table import Reading
from linter.layouts.labels import level2_of, role_of
from linter.model.form import Half

Columns = list[tuple[str, Half | None]]
"""Roles with their halves, in order."""
_LEVELS = frozenset({"level1", "level2"})


_TABLE = frozenset({"name", "value", "other-value"})


def columns_of(header: Header) -> Columns:
    """The columns in order as the headings say, those of unknown headings among them; level columns the headings do not name come first."""
    by_place: dict[int, tuple[str, Half | None]] = {c.start: (_kept(c.role, c.label), c.half) for c in header.columns.columns}
    by_place.update({cell.col: ("aside", None) for cell in header.columns.unknown})
    return _levelled([by_place[place] for place in sorted(by_place)])


def _kept(role: str, label: str) -> str:
    """A column kept aside that holds values (目标值 of the goal) is told from those that hold anything."""
    return "other-value" if role == "aside" and role_of(label) == "value" else role


def _levelled(columns: Columns) -> Columns:
    have = {role for role, _ in columns}
    if not have & _LEVELS:
        return [("level1", None), ("level2", None), *columns]
    return columns if "level1" in have else [("level1", None), *columns]


def _rivals(header: Header, columns: Columns) -> Iterator[tuple[Columns, float]]:
    """Other readings of the headings, with what each costs: what stands left of them is none of theirs, the values or names stand
    under another one, the heading of a column was lost."""
    names = [n for n, (role, _) in enumerate(columns) if role == "name"]
    if (left := next((n for n, (role, _) in enumerate(columns) if role not in _LEVELS and role in _TABLE), 0)) > 0:
        yield _levelled([column for column in columns[:left] if column[0] in _LEVELS] + columns[left:]), cost("rival", "left-dropped")
    if len(names) == 1:
        yield from _revalued(columns, names[0])
        yield from _renamed(columns, names[0])
        for role in ("unit", "actual"):
            if role not in {known for known, _ in columns}:
                at = next((n for n, (known, _) in enumerate(columns) if known == "value"), len(columns) - 1) + 1
                yield [*columns[:at], (role, columns[names[0]][1]), *columns[at:]], cost("rival", "lost")


def _renamed(columns: Columns, name: int) -> Iterator[tuple[Columns, float]]:
    """The names under the heading right of theirs, theirs over the second level (指标类别 | 指标名称 | 指标内容)."""
    levels = sum(role in _LEVELS for role, _ in columns[:name])
    if levels == name and name + 1 < len(columns) and columns[name + 1][0] in ("aside", "standard", "explanation", "remark"):
        yield [("level1", None), ("level2", None), columns[name], *columns[name + 2 :]], cost("rival", "renamed")


def _revalued(columns: Columns, name: int) -> Iterator[tuple[Columns, float]]:
    """The values under another heading right of the names, which says nothing of values."""
    value = next((n for n, (role, _) in enumerate(columns) if role == "value"), None)
    if value is None:
        return
    for n, (role, _) in enumerate(columns):
        if n > name and n != value and role in ("aside", "standard", "other-value"):
            out = list(columns)
            out[n], out[value] = columns[value], ("other-value", None)
            yield out, cost("rival", "revalued")


def _price(reading: Reading, price: float) -> float:
    """What a reading of the headings costs with the table under it: what is left outside the table counts as unread."""
    outside = sum(edge.column < 0 and edge.cost > cost("junk", "total") for edge in reading.alignment.edges)
    return reading.alignment.cost + price + outside * cost("rival", "outside")


def _names_level(reading: Reading) -> bool:
    """Whether a row has a level label for its name: the names may stand under another heading."""
    return any(level2_of(text) is not None for row in reading.rows for (role, _), (_, text) in row.cells.items() if role == "name")


def best(header: Header, read: Callable[[Columns], Reading], beginning: Callable[[Columns], Reading] | None = None) -> Reading:
    """The reading of a table under the headings as they say; where it fits badly, under the likeliest of all readings of the headings.
    ``beginning`` reads the first pieces of a long table: on these the readings of the headings are held against each other."""
    columns = columns_of(header)
    weigh = beginning or read
    own = weigh(columns)
    if own.fit <= cost("rival", "fit") and not _names_level(own):
        return read(columns) if beginning else own
    tried = [(own, 0.0, columns), *((weigh(other), price, other) for other, price in _rivals(header, columns))]
    priced = sorted(((_price(reading, price), n) for n, (reading, price, _) in enumerate(tried)))
    best_price, first = priced[0]
    prints = tried[first][0].prints()
    rival = min((price - best_price for price, n in priced[1:] if tried[n][0].prints() != prints), default=99.0)
    return replace(read(tried[first][2]) if beginning else tried[first][0], rival=rival)
