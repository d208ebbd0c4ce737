"""Which rows of a block of a budget table each row should be the sum of: by codes, by classes, by units or as a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.model.document import TableRow
from linter.rules.crosscheck._sum_codes import of_codes
from linter.rules.crosscheck._sum_lists import Group, of_list
from linter.rules.crosscheck._sum_sheet import is_total


def groups(rows: Sequence[TableRow], numbers: Sequence[int]) -> list[Group]:
    """The groups of a block's rows."""
    items = [n for n in numbers if not is_total(rows[n])]
    if not items:
        return []
    if sum(rows[n].code is not None for n in items) * 2 > len(items):
        return list(of_codes(rows, numbers))
    if any(rows[n].role == "class" for n in items) and any(rows[n].role not in ("class", "unit") for n in items):
        return list(_of_classes(rows, numbers))
    if rows[items[0]].role == "unit" and any(rows[n].role != "unit" for n in items):
        return list(_of_units(rows, numbers))
    return list(of_list(rows, numbers))


def _of_classes(rows: Sequence[TableRow], numbers: Sequence[int]) -> Iterator[Group]:
    """合计 = the classes of economic items; a class = the items behind it."""
    classes = [n for n in numbers if rows[n].role == "class"]
    totals = [n for n in numbers if is_total(rows[n])]
    if len(totals) == 1:
        yield Group(totals[0], classes)
    stops = sorted({*classes, *totals, numbers[-1] + 1})
    for n in classes:
        end = next(stop for stop in stops if stop > n)
        items = [m for m in numbers if n < m < end]
        if items:
            yield Group(n, items)


def _of_units(rows: Sequence[TableRow], numbers: Sequence[int]) -> Iterator[Group]:
    """Projects under their units: a unit = what stands behind it until the next; units right below each other say the same."""
    totals = [n for n in numbers if is_total(rows[n])]
    units = [n for n in numbers if rows[n].role == "unit"]
    heads = sorted({*units, *totals})
    leaves = []
    for n, end in zip(units, [*units[1:], numbers[-1] + 1], strict=True):
        items = [m for m in numbers if n < m < end and m not in heads]
        leaves.append((n, items))
        if items:
            yield Group(n, items)
    chain = [n for n, items in leaves if not items]
    if chain and chain == units[: len(chain)] and len(units) > len(chain):
        for upper in chain:
            yield Group(upper, units[len(chain) :])
    if len(totals) == 1:
        yield Group(totals[0], units[:1] if chain and len(units) > len(chain) else units)
