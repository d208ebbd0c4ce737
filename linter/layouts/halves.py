"""实施期 and 年度 printed below each other: two indicator tables in one form, put side by side as the model has them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from linter.knowledge.patterns import deferred
from linter.layouts.columns import half_named
from linter.layouts.labels import clean, is_known, role_of
from linter.layouts.lines import Line
from linter.layouts.rows import Body
from linter.model.form import Half, Indicator, Target

_ROW = deferred(r"indicators\[(\d+)\]\.(?:period|annual)(.*)")


def half_of_block(line: Line) -> Half | None:
    """The half the label beside a header names: 长期绩效指标, 年度绩效指标."""
    for cell in line.filled:
        if role_of(cell.text) in ("level1", "level2", "name", "value"):
            return None
        if (half := half_named(cell.text)) is not None:
            return half
    return None


class Stacked(Struct):
    """Where each half's rows begin, as the headers name them."""

    starts: list[tuple[int, Half]] = field(default_factory=list)

    def see(self, lines: Sequence[Line], index: int, rows: int) -> None:
        """Take note of a header that names its half, beside it or in the line above (长期绩效目标表)."""
        above = lines[index - 1].own if index else ()
        half = half_of_block(lines[index]) or (half_named(above[0].text) if len(above) == 1 and is_known(above[0].text) else None)
        if half is not None:
            self.starts.append((rows, half))

    @property
    def both(self) -> bool:
        """Whether both halves are printed, one below the other."""
        return {half for _, half in self.starts} == {"period", "annual"}

    def half_at(self, row: int) -> Half:
        """The half a row belongs to."""
        return next((half for start, half in reversed(self.starts) if start <= row), "annual")


def _key(target: Target | None) -> str:
    return clean(target.name.text) if target is not None else ""


def pair(body: Body, stacked: Stacked) -> None:
    """Join the rows of the two tables: same category and name first, then in order within the category."""
    rows = [(indicator, stacked.half_at(number), number) for number, indicator in enumerate(body.indicators)]
    waiting = [(indicator, number) for indicator, half, number in rows if half == "annual"]
    joined: list[Indicator] = []
    moved: dict[int, tuple[int, Half]] = {}
    partners = _partners([(indicator, number) for indicator, half, number in rows if half == "period"], waiting)
    for indicator, half, number in rows:
        if half == "period":
            other = partners.get(number)
            moved[number] = (len(joined), "period")
            if other is not None:
                moved[other] = (len(joined), "annual")
            joined.append(replace(indicator, period=indicator.annual, annual=body.indicators[other].annual if other is not None else None))
        elif number not in partners.values():
            moved[number] = (len(joined), "annual")
            joined.append(indicator)
    body.indicators = joined
    body.uncertain = [replace(doubt, path=_moved(doubt.path, moved)) for doubt in body.uncertain]


def _partners(periods: Sequence[tuple[Indicator, int]], annuals: Sequence[tuple[Indicator, int]]) -> dict[int, int]:
    free = list(annuals)
    partners: dict[int, int] = {}
    for by_name in (True, False):
        for indicator, number in periods:
            if number in partners:
                continue
            fits = (
                n
                for other, n in free
                if other.category == indicator.category and (not by_name or _key(other.annual) == _key(indicator.annual))
            )
            partner = next(fits, None)
            if partner is not None:
                partners[number] = partner
                free = [(other, n) for other, n in free if n != partner]
    return partners


def _moved(path: str, moved: dict[int, tuple[int, Half]]) -> str:
    match = _ROW.fullmatch(path)
    if match is None or int(match[1]) not in moved:
        return path
    row, half = moved[int(match[1])]
    return f"indicators[{row}].{half}{match[2]}"
