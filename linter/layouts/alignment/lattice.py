"""The pieces of a table laid along its columns at least cost: one dynamic programme over (piece, last column, context of the row).

Forward it finds the best reading; backward, with the edges kept, the cost of the best reading through every edge, from which the distance
of each cell to its nearest rival follows exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.layouts.alignment import fit as fits
from linter.layouts.alignment.atoms import SOFT, Atom
from linter.layouts.alignment.columns import Layout
from linter.layouts.alignment.costs import cost
from linter.layouts.alignment.soft import quantity
from linter.layouts.labels import level1_of, level2_of

_MOST_PIECES = 9
_MOST_JOIN = 6.0
_BEAM, _WIDTH = 6.0, 24
_NEAR = 4.0
"""Readings dearer than the best by more are no rivals."""
_MARKS = "()（）【】[];；。,，、:： "
_CONTENT = re.compile(r"[\w≥≤=<>%]")
_OUTSIDE = -2
_NOTHING = -1
_CUT_OFF = 8.0
"""A cell that costs more is not considered."""


class State(NamedTuple):
    """Where a reading stands: the last column filled in the row, the level 1 it is under, unit of its value, its weight."""

    column: int
    level1: str
    unit: str | None
    weight: str


class Edge(NamedTuple):
    """A step of a reading: pieces ``[start, end)`` under ``column`` (``-1``: left out, ``-2``: outside the table)."""

    start: int
    end: int
    column: int
    new_row: bool
    cost: float
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Alignment:
    """The best reading: its edges, its cost, and for each edge how much dearer the best reading without it is."""

    edges: tuple[Edge, ...]
    cost: float
    margins: tuple[float, ...]
    considered: int


class _Lattice:
    def __init__(self, atoms: Sequence[Atom], layout: Layout, certain: Mapping[int, tuple[int, int]]) -> None:
        self.atoms, self.layout = atoms, layout
        self.n = len(atoms)
        self.pairs_units = "actual" in layout.roles
        self.pairs_points = "weight" in layout.roles and "score" in layout.roles
        self.categories_as_names = "level2" not in layout.roles
        self.certain = certain
        self.edges: list[list[Edge]] = [[] for _ in range(self.n + 1)]
        self.forward: list[dict[State, float]] = [{} for _ in range(self.n + 1)]
        self.back: list[dict[State, Edge]] = [{} for _ in range(self.n + 1)]

    # -- candidates ---------------------------------------------------------------------------------------------------------------

    def cells(self, at: int) -> list[tuple[int, int, float, str]]:
        """(end, column, cost, text) of every cell that may begin at a piece."""
        layout, atoms = self.layout, self.atoms
        out: list[tuple[int, int, float, str]] = []
        known = self.certain.get(at)
        if known is not None:
            text = "".join(atom.folded for atom in atoms[at : known[0]])
            return [(known[0], known[1], fits.fit(layout.roles[known[1]], text), text)]
        text, join = "", 0.0
        for end in range(at + 1, min(at + _MOST_PIECES, self.n) + 1):
            atom = atoms[end - 1]
            if end > at + 1:
                join += layout.join[atom.gap]
                if join > _MOST_JOIN:
                    break
            text += atom.folded
            for column, role in enumerate(layout.roles):
                price = fits.fit(role, text)
                if role == "name" and self.categories_as_names and level2_of(text) is not None:
                    price = cost("fit", "category-word")
                if price < _CUT_OFF:
                    price += join * layout.soft_join if role in ("level1", "level2") else join
                    if price < _CUT_OFF:
                        out.append((end, column, price, text))
        return out

    # -- forward ------------------------------------------------------------------------------------------------------------------

    def run(self) -> Alignment:
        self.forward[0][State(_NOTHING, "", None, "")] = 0.0
        for at in range(self.n):
            states = self._kept(at)
            if states:
                self._from(at, states)
        ending, edge = min(
            ((price + self.layout.ended(state.column), state) for state, price in self.forward[self.n].items()), default=(0.0, None)
        )
        if edge is None:
            return Alignment((), 0.0, (), 0)
        return self._traced(edge, ending)

    def _kept(self, at: int) -> list[tuple[State, float]]:
        states = sorted(self.forward[at].items(), key=lambda pair: pair[1])
        if not states:
            return []
        limit = states[0][1] + _BEAM
        return [pair for pair in states[:_WIDTH] if pair[1] <= limit]

    def _from(self, at: int, states: Sequence[tuple[State, float]]) -> None:
        atom = self.atoms[at]
        candidates = self.cells(at)
        if at in self.certain:
            for state, price in states:
                for end, column, own, text in candidates:
                    self._cell(at, end, column, own, text, atom.gap, state, price)
            return
        left_out = fits.junk(atom.folded)
        if left_out > cost("junk", "total") and self._in_part(at):
            left_out += cost("junk", "part")
        gap = atom.gap
        for state, price in states:
            if state.column == _OUTSIDE:
                self._put(Edge(at, at + 1, _OUTSIDE, False, cost("row", "outside"), state, state), price)
            else:
                self._put(Edge(at, at + 1, _NOTHING, False, left_out, state, state), price)
                out = State(_OUTSIDE, state.level1, None, "")
                leave = cost("row", "leave") + self.layout.ended(state.column) + cost("row", "outside")
                self._put(Edge(at, at + 1, _OUTSIDE, False, leave, state, out), price)
            for end, column, own, text in candidates:
                self._cell(at, end, column, own, text, gap, state, price)

    def _in_part(self, at: int) -> bool:
        """Whether a piece is a part cut out of a longer one."""
        after = self.atoms[at + 1].gap if at + 1 < self.n else ""
        return self.atoms[at].gap == SOFT or after == SOFT

    def _cell(self, at: int, end: int, column: int, own: float, text: str, gap: str, state: State, price: float) -> None:
        layout = self.layout
        role = layout.roles[column]
        last = state.column
        if last == _OUTSIDE and role not in ("level1", "level2"):
            return
        new = column <= last or last < 0
        if new:
            step = (layout.ended(last) if last >= 0 else 0.0) + layout.begun[column] + (layout.new_row[gap] if last >= 0 else 0.0)
            if last == _OUTSIDE:
                step += cost("row", "enter")
            unit, weight = None, ""
        else:
            begun = 0.0 if last < layout.first else layout.same_row[gap]
            step = layout.skip(last, column, self.atoms[at].blanks) + begun
            unit, weight = state.unit, state.weight
        step += own + layout.cut[gap]
        level1 = state.level1
        if role == "level1":
            level1 = level1_of(text) or ""
        elif role == "level2":
            step += _misplaced(level2_of(text), level1)
        elif (self.pairs_units and role in ("value", "actual")) or (self.pairs_points and role in ("weight", "score")):
            extra, unit, weight = _paired(role, text, unit, weight)
            step += extra
        self._put(Edge(at, end, column, new, step, state, State(column, level1, unit, weight)), price)

    def _put(self, edge: Edge, price: float) -> None:
        reached = price + edge.cost
        self.edges[edge.start].append(edge)
        known = self.forward[edge.end].get(edge.after)
        if known is None or reached < known:
            self.forward[edge.end][edge.after] = reached
            self.back[edge.end][edge.after] = edge

    # -- backward -----------------------------------------------------------------------------------------------------------------

    def _traced(self, last: State, total: float) -> Alignment:
        path: list[Edge] = []
        at, state = self.n, last
        while at > 0:
            edge = self.back[at][state]
            path.append(edge)
            at, state = edge.start, edge.before
        path.reverse()
        through = self._through(total)
        margins = tuple(self._margin(edge, through, total) for edge in path)
        return Alignment(tuple(path), total, margins, sum(map(len, self.edges)))

    def _through(self, total: float) -> list[list[tuple[Edge, float]]]:
        """Every edge, by its first piece, with the cost of the best reading through it."""
        limit = total + _NEAR
        backward: list[dict[State, float]] = [{} for _ in range(self.n + 1)]
        backward[self.n] = {state: self.layout.ended(state.column) for state in self.forward[self.n]}
        out: list[list[tuple[Edge, float]]] = [[] for _ in range(self.n + 1)]
        for at in range(self.n - 1, -1, -1):
            here, rest = self.forward[at], backward[at]
            for edge in self.edges[at]:
                onward = backward[edge.end].get(edge.after)
                if onward is None:
                    continue
                reach = onward + edge.cost
                if reach < rest.get(edge.before, 1e9):
                    rest[edge.before] = reach
                price = here[edge.before] + reach
                if price < limit:
                    out[at].append((edge, price))
        return out

    def _margin(self, edge: Edge, through: Sequence[Sequence[tuple[Edge, float]]], total: float) -> float:
        """How much dearer the best reading is that prints the first piece of a cell otherwise."""
        if edge.column < 0 or edge.start in self.certain:
            return 99.0
        pivot = next((n for n in range(edge.start, edge.end) if _CONTENT.search(self.atoms[n].folded)), edge.start)
        best, core = _NEAR, self._core(edge)
        for start in range(max(0, pivot - _MOST_PIECES + 1), pivot + 1):
            for other, price in through[start]:
                if other.end > pivot and price - total < best and not (other.column == edge.column and self._core(other) == core):
                    best = price - total
        return best

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
    """What a value is counted in: the end of its quantity without the number."""
    match = quantity().search(text)
    return match.group().lstrip("≥≤=<>0123456789.,") if match is not None else ""


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
