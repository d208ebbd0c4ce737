"""The pieces of a table laid along its columns at least cost: one dynamic programme over (piece, last column, context of the row).

Forward it finds the best reading; backward, with the edges kept, the cost of the best reading through every edge, from which the distance
of each cell to its nearest rival follows exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from linter.knowledge.context import derived
from linter.layouts.alignment import fit as fits
from linter.layouts.alignment.atoms import SOFT, Atom
from linter.layouts.alignment.chrome import is_chrome, spare
from linter.layouts.alignment.columns import Layout
from linter.layouts.alignment.costs import cost
from linter.layouts.alignment.soft import quantity
from linter.layouts.labels import level1_of, level2_of

_MOST_PIECES = 9
_MOST_JOIN = 6.0
_BEAM, _WIDTH = 6.0, 24
_NEAR = 4.0
"""Readings dearer than the best by more are no rivals."""
_MARKS = "()（）【】[];；。,，、:： -—–为"
"""What a cell may print or not without printing another text."""
_AMOUNT = re.compile(r"^[^0-9]*[0-9.,]+")
_CONTENT = re.compile(r"[\w≥≤=<>%]")
_DAY = "日期"
_OUTSIDE = -2
LEFT_OUT = -1
_CUT_OFF = 8.0
"""A cell that costs more is not considered."""
_FAR = 1e9
_USELESS = _BEAM + _NEAR
"""A step that costs more than the cheapest reading up to its end by this much leads to no state that is kept, or is no rival to the one that
led there."""
_LEVELS, _VALUES, _POINTS = ("level1", "level2"), ("value", "actual"), ("weight", "score")


_State = tuple[int, str, str | None, str]
"""Where a reading stands: the last column filled in the row, the level 1 it is under, unit of its value, its weight. A plain tuple, like a
step: they are made by the million."""
_Step = tuple[int, int, bool, float, _State, _State]
"""A step of a reading as it is kept: where it ends, its column, whether a row begins with it, its cost, the states before and after."""
_OPEN: _State = (LEFT_OUT, "", None, "")


class Edge(NamedTuple):
    """A step of a reading: pieces ``[start, end)`` under ``column`` (``-1``: left out, ``-2``: outside the table)."""

    start: int
    end: int
    column: int
    new_row: bool
    cost: float


class _Cell(NamedTuple):
    """A cell that may begin at a piece. ``cost``: of its text under its column and of the cut before it. ``category``: of a level 2."""

    end: int
    column: int
    cost: float
    role: str
    text: str
    level1: str
    category: str | None


class Alignment(Struct, frozen=True):
    """The best reading: its edges, its cost, and for each edge how much dearer the best reading without it is."""

    edges: tuple[Edge, ...]
    cost: float
    margins: tuple[float, ...]


class _Lattice:
    def __init__(self, atoms: Sequence[Atom], layout: Layout, certain: Mapping[int, tuple[int, int]]) -> None:
        self.atoms, self.layout = atoms, layout
        self.n = len(atoms)
        self.pairs_units = "actual" in layout.roles
        self.pairs_points = "weight" in layout.roles and "score" in layout.roles
        self.categories_as_names = "level2" not in layout.roles
        self.certain = certain
        self.steps: list[list[_Step]] = [[] for _ in range(self.n + 1)]
        self.forward: list[dict[_State, float]] = [{} for _ in range(self.n + 1)]
        self.back: list[dict[_State, tuple[int, _Step]]] = [{} for _ in range(self.n + 1)]
        self.outside, self.enter = cost("row", "outside"), cost("row", "enter")
        self.leave = cost("row", "leave") + self.outside
        self.discount = (cost("pair", "same-unit") if self.pairs_units else 0.0) + (
            cost("pair", "same-points") if self.pairs_points else 0.0
        )
        """The most a cell may gain by its context."""
        self.least = [_FAR] * (self.n + 1)
        """The cost of the cheapest reading up to each piece so far."""

    # -- candidates ---------------------------------------------------------------------------------------------------------------

    def cells(self, at: int) -> Iterator[_Cell]:
        """Every cell that may begin at a piece; none begins with a word of the page around the form or between its cells."""
        layout, atoms = self.layout, self.atoms
        if spare(atoms[at].folded):
            return
        cut = layout.cut[atoms[at].gap]
        known = self.certain.get(at)
        if known is not None:
            text = "".join(atom.folded for atom in atoms[at : known[0]])
            yield self._of(known[0], known[1], fits.fit(layout.roles[known[1]], text) + cut, text)
            return
        text, join = "", 0.0
        for end in range(at + 1, min(at + _MOST_PIECES, self.n) + 1):
            atom = atoms[end - 1]
            if end > at + 1:
                join += layout.join[atom.gap]
                if join > _MOST_JOIN or (atom.gap != SOFT and is_chrome(atom.folded)):
                    break
            text += atom.folded
            for column, role in enumerate(layout.roles):
                price = fits.fit(role, text)
                if role == "name" and self.categories_as_names and level2_of(text) is not None:
                    price = cost("fit", "category-word")
                price += join * layout.soft_join if role in _LEVELS else join
                if price < _CUT_OFF:
                    yield self._of(end, column, price + cut, text)

    def _of(self, end: int, column: int, price: float, text: str) -> _Cell:
        role = self.layout.roles[column]
        level1 = level1_of(text) or "" if role == "level1" else ""
        return _Cell(end, column, price, role, text, level1, level2_of(text) if role == "level2" else None)

    # -- forward ------------------------------------------------------------------------------------------------------------------

    def run(self) -> Alignment:
        self._reach(0, _OPEN, 0.0)
        for at in range(self.n):
            states = self._kept(at)
            if states:
                self._from(at, states)
        ending, last = min(
            ((price + self.layout.ended(state[0]), state) for state, price in self.forward[self.n].items()), default=(0.0, None)
        )
        if last is None:
            return Alignment((), 0.0, ())
        return self._traced(last, ending)

    def _kept(self, at: int) -> list[tuple[_State, float]]:
        states = sorted(self.forward[at].items(), key=lambda pair: pair[1])
        if not states:
            return []
        limit = states[0][1] + _BEAM
        return [pair for pair in states[:_WIDTH] if pair[1] <= limit]

    def _from(self, at: int, states: Sequence[tuple[_State, float]]) -> None:
        """Take every step from a piece, from every state a reading may have there."""
        cells = list(self.cells(at))
        left_out = self._left_out(at)
        by_last: dict[int, list[tuple[_Cell, bool, float]]] = {}
        for state, price in states:
            last = state[0]
            if at not in self.certain:
                self._without(at, state, price, left_out)
            if last not in by_last:
                by_last[last] = [(cell, *self._onto(at, last, cell)) for cell in cells if last != _OUTSIDE or cell.role in _LEVELS]
            for cell, new, step in by_last[last]:
                if price + step - self.discount <= self.least[cell.end] + _USELESS:
                    self._cell(at, cell, new, step, state, price)

    def _left_out(self, at: int) -> float:
        """The cost of leaving a piece out. Of one cut out of a longer piece it is higher."""
        found = fits.junk(self.atoms[at].folded)
        after = self.atoms[at + 1].gap if at + 1 < self.n else ""
        part = self.atoms[at].gap == SOFT or after == SOFT
        return found + cost("junk", "part") if part and found > cost("junk", "total") else found

    def _without(self, at: int, state: _State, price: float, left_out: float) -> None:
        """The steps that put a piece into no cell: it is left out, or the table ends before it."""
        if state[0] == _OUTSIDE:
            self._put(at, (at + 1, _OUTSIDE, False, self.outside, state, state), price)
            return
        self._put(at, (at + 1, LEFT_OUT, False, left_out, state, state), price)
        leave = self.leave + self.layout.ended(state[0])
        self._put(at, (at + 1, _OUTSIDE, False, leave, state, (_OUTSIDE, state[1], None, "")), price)

    def _onto(self, at: int, last: int, cell: _Cell) -> tuple[bool, float]:
        """Whether a cell begins a row behind a column, and what it costs there whatever the context."""
        layout, gap = self.layout, self.atoms[at].gap
        if cell.column <= last or last < 0:
            step = cell.cost + layout.begun[cell.column]
            if last >= 0:
                step += layout.turned(last, self.atoms[at].blanks) + layout.new_row[gap]
            return True, step + self.enter if last == _OUTSIDE else step
        begun = 0.0 if last < layout.first else layout.same_row[gap]
        return False, cell.cost + layout.skip(last, cell.column, self.atoms[at].blanks) + begun

    def _cell(self, at: int, cell: _Cell, new: bool, step: float, state: _State, price: float) -> None:
        """A step under a column: what it costs in its context, and the context behind it."""
        level1, role = state[1], cell.role
        unit, weight = (None, "") if new else state[2:]
        if role == "level1":
            step += cost("pair", "level-either") if level1 == "产出指标" and cell.level1 == "成本指标" else 0.0
            level1 = cell.level1
        elif role == "level2":
            step += _misplaced(cell.category, level1)
        elif (self.pairs_units and role in _VALUES) or (self.pairs_points and role in _POINTS):
            extra, unit, weight = _paired(role, cell.text, unit, weight)
            step += extra
        if price + step <= self.least[cell.end] + _USELESS:
            self._put(at, (cell.end, cell.column, new, step, state, (cell.column, level1, unit, weight)), price)

    def _put(self, at: int, step: _Step, price: float) -> None:
        """Keep a step, unless no reading through it can be near the best."""
        end, reached, after = step[0], price + step[3], step[5]
        known = self.forward[end].get(after)
        if known is None or reached < known:
            self._reach(end, after, reached)
            self.back[end][after] = at, step
        elif reached >= known + _NEAR:
            return
        self.steps[at].append(step)

    def _reach(self, end: int, state: _State, price: float) -> None:
        self.forward[end][state] = price
        if price < self.least[end]:
            self.least[end] = price

    # -- backward -----------------------------------------------------------------------------------------------------------------

    def _traced(self, last: _State, total: float) -> Alignment:
        path: list[Edge] = []
        at, state = self.n, last
        while at > 0:
            at, step = self.back[at][state]
            state = step[4]
            path.append(Edge(at, *step[:4]))
        path.reverse()
        through = self._through(total)
        margins = tuple(self._margin(edge, through, total) for edge in path)
        return Alignment(tuple(path), total, margins)

    def _through(self, total: float) -> list[list[tuple[Edge, float]]]:
        """Every edge, by its first piece, with the cost of the best reading through it."""
        limit = total + _NEAR
        backward: list[dict[_State, float]] = [{} for _ in range(self.n + 1)]
        backward[self.n] = {state: self.layout.ended(state[0]) for state in self.forward[self.n]}
        out: list[list[tuple[Edge, float]]] = [[] for _ in range(self.n + 1)]
        for at in range(self.n - 1, -1, -1):
            here, rest = self.forward[at], backward[at]
            for step in self.steps[at]:
                onward = backward[step[0]].get(step[5])
                if onward is None:
                    continue
                reach = onward + step[3]
                price = here[step[4]] + reach
                if price < limit:
                    if reach < rest.get(step[4], _FAR):
                        rest[step[4]] = reach
                    out[at].append((Edge(at, *step[:4]), price))
        return out

    def _margin(self, edge: Edge, through: Sequence[Sequence[tuple[Edge, float]]], total: float) -> float:
        """How much dearer the best reading is that prints the first piece of a cell otherwise."""
        if edge.column < 0 or edge.start in self.certain:
            return 99.0
        pivot = next((n for n in range(edge.start, edge.end) if _CONTENT.search(fits.bare_name(self.atoms[n].folded))), edge.start)
        best, core, role = _NEAR, self._core(edge), self.layout.roles[edge.column]
        for start in range(max(0, pivot - _MOST_PIECES + 1), pivot + 1):
            for other, price in through[start]:
                if other.end > pivot and price - total < best and not (self._role(other) == role and self._core(other) == core):
                    best = price - total
        return best

    def _role(self, edge: Edge) -> str:
        """The role of a cell, whichever half it stands in; ``""`` of what is left out."""
        return self.layout.roles[edge.column] if edge.column >= 0 else ""

    def _core(self, edge: Edge) -> str:
        """What a cell prints, without the marks and brackets around it."""
        text = "".join(atom.folded for atom in self.atoms[edge.start : edge.end])
        return fits.bare_name(fits.bare_name(text).strip(_MARKS)).strip(_MARKS)


_UNDER = {"产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"), "满意度指标": ("服务对象满意度",)}
_BENEFIT = ("经济效益", "社会效益", "生态效益", "可持续影响")


def _misplaced(category: str | None, level1: str) -> float:
    """What a level 2 pays under the wrong level 1."""
    if category is None or not level1:
        return 0.0
    wanted = _UNDER.get(level1) or (_BENEFIT if level1 == "效益指标" else None)
    return 0.0 if wanted is None or category in wanted else cost("pair", "level-misplaced")


@derived(size=65536)
def _unit_of(text: str) -> str:
    """What a value is counted in: the end of its quantity without the number; of a date, that it is one."""
    match = quantity().search(text)
    if match is None:
        return ""
    return _DAY if match["date"] else _AMOUNT.sub("", match.group())


def _paired(role: str, text: str, unit: str | None, weight: str) -> tuple[float, str | None, str]:
    """What agrees between the cells of a row: the unit of value and actual, weight and score."""
    if role == "value":
        return 0.0, _unit_of(text), weight
    if role == "actual":
        if unit is None:
            return 0.0, unit, weight
        own = _unit_of(text)
        if unit and own == unit:
            return -cost("pair", "same-unit"), None, weight
        return (cost("pair", "other-unit") if unit and own and own != unit else 0.0), None, weight
    if role == "weight":
        return 0.0, unit, text
    if weight and text == weight:
        return -cost("pair", "same-points"), unit, ""
    return (cost("pair", "other-points") if weight else 0.0), unit, ""


def align(atoms: Sequence[Atom], layout: Layout, certain: Mapping[int, tuple[int, int]] | None = None) -> Alignment:
    """The best reading of the pieces under the columns. ``certain``: first piece → (end, column) of cells that stand under their headings at
    no cost and need no rivals."""
    return _Lattice(atoms, layout, certain or {}).run()
