"""The headings of an indicator table, as an alignment of heading words with the text without blanks.

Words broken over lines or cells, glued together or overlapping are settled at once: the run of words that explains most and crosses least.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries, one_of
from linter.knowledge.patterns import deferred
from linter.layouts.alignment.atoms import BLANK, Atom
from linter.layouts.alignment.costs import cost, table
from linter.layouts.alignment.regions import is_region, named
from linter.layouts.alignment.repeats import cut_at
from linter.layouts.alignment.soft import labels_in
from linter.layouts.columns import Columns, read_columns
from linter.layouts.labels import clean, is_known, level1_of, role_of
from linter.layouts.lines import Line
from linter.model.blocks import Cell

_ASIDE = frozenset({"project", "unit_name", "amount", "goal", "year", "number"})
_TABLE = frozenset({"level1", "level2", "name", "value", "actual"})
_OF_PARTS = frozenset({"value", "unit", "weight", "standard", "actual", "score", "remark", "comparator"})
"""Roles of headings that may be told by their last word."""
_VALUED = frozenset({"value", "actual", "threshold1"})
_BRACKET = re.compile(r"[(（][^()（）]*[)）]")
_NOTE = deferred(r"[(（\[][^()（）\[\]]{0,24}[)）\]]|[*★:：]+")
_UNKNOWN = deferred(r"[^0-9%≥≤=<>。;；,，:：…]{2,12}")
"""What may be a heading no data file knows."""
_ORDINAL = deferred("[(（]?[一二三四五六七八九十0-9]{1,2}[)）、.．]+$")
_FEWEST_GRADES = 3
_BEFORE, _BEHIND = 60, 220
"""How far around a heading of names or values, in characters, its neighbours may stand."""
_SHORTEST = 6
"""Fewer characters hold no headings."""
_LONGEST = 24
"""A piece longer than this is run-on text."""
_MOST = 40
"""More headings are no table of indicators."""


_LEVELS_ONLY = "|(?<=一级二级)三级"
"""Headings of levels without 指标, one right behind the other."""
_ON_LINE = 3
"""So many headings on a line make it a line of headings."""
_GOAL_NAME = "目标名称"
"""What the heading left of the goal's value stands for, whatever it says."""
_REGION_VALUE = "指标值"
"""What the names of regions stand for where no heading says so."""


class Heading(Struct, frozen=True):
    """One heading: its word as the data has it, its role (``""`` where no data file knows it), its pieces ``[first, last]``."""

    word: str
    role: str
    first: int
    last: int
    start: int
    end: int


class Header(Struct, frozen=True):
    """The headings of a table in reading order; the pieces ``[first, last]`` they stand in; ``gaps`` between neighbours."""

    headings: tuple[Heading, ...]
    columns: Columns
    first: int
    last: int
    gaps: tuple[str, ...]
    tail: int = 0
    """Characters of the last piece that are no heading (a body glued to it)."""
    end: int = 0
    """Where the headings end in the text of the page without blanks."""


@derived
def vocabulary() -> dict[str, str]:
    """Heading word → role; the parts of headings broken in two have the role ``part``."""
    words = {clean(e["word"]): e["group"] for e in entries("labels") if e["set"] == "role"}
    words.update({word: "part" for word in table("heading-part") if word not in words})
    return {word: role for word, role in words.items() if len(word) > 1 or word in "优良中差"}


@derived
def _rare() -> frozenset[str]:
    """Headings that read as well as two others, or as 指标 behind the heading before: 指标值计量单位, 指标分值."""
    known = {word: role for word, role in vocabulary().items() if role != "part"}
    out = {word for word, role in known.items() if word.startswith("指标") and known.get(word[2:]) == role}
    for word in known:
        parts = ((known.get(word[:n]), known.get(word[n:])) for n in range(2, len(word) - 1))
        if any(first and second and first != second for first, second in parts):
            out.add(word)
    return frozenset(out)


@derived
def _anchor() -> re.Pattern[str]:
    """Headings that only a table of indicators prints."""
    strong = {clean(e["word"]) for e in entries("labels") if e["set"] == "strong_name" or (e["set"] == "role" and e["group"] == "value")}
    return re.compile(one_of(word for word in strong if len(word) >= 3) + _LEVELS_ONLY)


@derived
def _by_first() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for word in vocabulary():
        out.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(words, key=len, reverse=True)) for first, words in out.items()}


class Text:
    """The pieces as one text without blanks, and the way back."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self.atoms = atoms
        self.text = "".join(atom.folded for atom in atoms)
        self.starts: list[int] = []
        at = 0
        for atom in atoms:
            self.starts.append(at)
            at += len(atom.folded)
        self.begins = frozenset(self.starts)
        self.labels = frozenset(n for start, end in labels_in(self.text) for n in range(start, end))

    def piece(self, at: int) -> int:
        """The piece a character stands in."""
        return bisect_right(self.starts, at) - 1

    def crossed(self, start: int, end: int) -> float:
        """What a word pays for the gaps inside it."""
        first, last = self.piece(start), self.piece(end - 1)
        return sum(table("heading-gap").get(self.atoms[n].gap, 0.0) for n in range(first + 1, last + 1))


def _windows(text: Text) -> Iterator[tuple[int, int]]:
    """Stretches of the page in which headings may stand."""
    low = high = -1
    for match in _anchor().finditer(text.text):
        if match.start() > high:
            if high >= 0:
                yield low, min(high, len(text.text))
            low = max(match.start() - _BEFORE, high, 0)
        high = max(high, match.end() + _BEHIND if match.start() < low + _BEFORE + 1 else match.end() + _BEHIND // 2)
    if high >= 0:
        yield low, min(high, len(text.text))


def _words_at(text: Text, at: int, high: int) -> Iterator[tuple[int, str, str, float]]:
    """(end, word, role, gain) of everything that may head a column at a character."""
    for word in _by_first().get(text.text[at], ()):
        end = at + len(word)
        if end <= high and text.text.startswith(word, at) and not (at in text.labels and end - 1 in text.labels):
            edge = (at not in text.begins) + (end not in text.begins)
            role = vocabulary()[word]
            aside = cost("heading", "aside") if role in _ASIDE else 0.0
            aside += cost("heading", "rare") if word in _rare() else table("heading-part").get(word, 0.0)
            yield (
                end,
                word,
                role,
                len(_BRACKET.sub("", word)) - aside - cost("heading", "word") - edge * cost("heading", "edge") - text.crossed(at, end),
            )


def _whole_at(text: Text, at: int, high: int) -> Iterator[tuple[int, str, str, float]]:
    """A whole piece that heads a column though only its parts are words of the data (指标标准值)."""
    if at not in text.begins:
        return
    word = text.atoms[text.piece(at)].folded
    end = at + len(word)
    if end <= high and len(word) <= _LONGEST and word not in vocabulary() and (role := role_of(word)) in _OF_PARTS:
        yield end, word, role, len(_BRACKET.sub("", word)) - cost("heading", "word")


def _unknown_at(text: Text, at: int) -> tuple[int, str, str, float] | None:
    """A whole piece that may be a heading no data file knows."""
    if at not in text.begins:
        return None
    atom = text.atoms[text.piece(at)]
    worded = _UNKNOWN.fullmatch(atom.folded) is not None
    return (at + len(atom.folded), atom.folded, "", -cost("heading", "unknown")) if worded and atom.gap not in ("soft",) else None


class _Best(Struct):
    gain: float = 0.0
    back: tuple[int, str, str] | None = None
    """Where the last word began, the word, its role."""


def _between(text: Text, at: int, high: int) -> Iterator[tuple[int, str, str, float]]:
    """What may stand between headings: a note in brackets, a heading no data file knows, a character."""
    if note := _NOTE.match(text.text, at, high):
        yield note.end(), "", "skip", -cost("heading", "note")
    unknown = _unknown_at(text, at)
    if unknown is not None and unknown[0] <= high:
        yield unknown
    barrier = at in text.labels or text.text[at] in "。;；"
    yield at + 1, "", "skip", -cost("heading", "barrier" if barrier else "character")


def _scored(text: Text, low: int, high: int) -> tuple[list[_Best], int]:
    """The best that ends at each character of a window, and where the best of all ends."""
    best = [_Best() for _ in range(high - low + 1)]
    top = low
    for at in range(low, high):
        here = best[at - low]
        options = [*_words_at(text, at, high), *_whole_at(text, at, high), *(_between(text, at, high) if here.gain > 0 else ())]
        for end, word, role, gain in options:
            reached = max(here.gain, 0.0) + gain
            if reached > best[end - low].gain:
                best[end - low] = _Best(reached, (at, word, role))
        if best[at + 1 - low].gain > best[top - low].gain:
            top = at + 1
    return best, top


def _runs(text: Text, low: int, high: int) -> Iterator[list[tuple[int, int, str, str]]]:
    """The best run of headings of a window, again and again until none is left: (start, end, word, role) each."""
    waiting = [(low, high)]
    while waiting:
        low, high = waiting.pop()
        best, top = _scored(text, low, high)
        run: list[tuple[int, int, str, str]] = []
        at = top
        while (step := best[at - low].back) is not None and best[at - low].gain > 0:
            start, word, role = step
            if role != "skip":
                run.append((start, at, word, role))
            at = start
        if run:
            yield run[::-1]
            waiting += [(first, last) for first, last in ((low, at), (top, high)) if last - first > _SHORTEST]


def _paired(run: list[tuple[int, int, str, str]], text: Text) -> list[tuple[int, int, str, str]]:
    """Headings broken over two rows put together: the parts above, in order, with the words below (年度 … 实际 / 指标值 … 完成值)."""
    run = _from_level1(run, text)
    parts = [n for n, (_, _, word, role) in enumerate(run) if role == "part" or word in table("heading-part")]
    tail = len(run)
    while tail > 0 and run[tail - 1][3] not in ("part", "") and len(run) - tail < len(parts):
        tail -= 1
    below = run[tail:]
    lines = [text.atoms[text.piece(start)].line for start, _, _, _ in run]
    if parts and len(below) == len(parts) and parts[-1] < tail and lines[parts[-1]] < lines[tail]:
        joined = [(n, run[n][2] + lower[2]) for n, lower in zip(parts, below, strict=True)]
        if all(role_of(word) for _, word in joined):
            out = list(run[:tail])
            for n, word in joined:
                out[n] = (run[n][0], run[n][1], word, role_of(word) or "")
            return out
    return [piece for piece in run if piece[3] != "part"]


def _columns(words: Sequence[tuple[int, int, str, str]], place: Cell) -> Columns | None:
    """The columns as the reader of grids would find them under these headings."""
    cells = tuple(replace(place, text=word, row=0, col=n, rowspan=1, colspan=1) for n, (_, _, word, _) in enumerate(words))
    try:
        columns = read_columns([Line(cells, False, 0)], 0)
    except LookupError:
        return None
    return columns if any(c.role in _VALUED for c in columns.columns) and columns.of("name") else None


def find(atoms: Sequence[Atom], text: Text) -> tuple[list[Header], set[int]]:
    """The headers of the page in reading order, and the pieces of headings printed again that make no header (a page break inside them)."""
    out: list[Header] = []
    stray: set[int] = set()
    for low, high in _windows(text):
        for run in _runs(text, low, high):
            header = _header(run, atoms, text)
            if header is not None:
                out.append(header)
            elif len(run) > 1 and all(role in _TABLE for _, _, _, role in run):
                stray |= {text.piece(start) for start, end, _, _ in run if text.piece(start) == text.piece(end - 1)}
    return sorted(out, key=lambda heads: heads.first), stray


def _header(run: list[tuple[int, int, str, str]], atoms: Sequence[Atom], text: Text) -> Header | None:
    words = _graded(_paired(run, text))
    while words and words[-1][3] == "":
        words.pop()
    while words and words[0][3] == "":
        words.pop(0)
    known = [role for _, _, _, role in words if role]
    if len(known) < 2 or len(words) > _MOST:
        return None
    words = _with_rest(_with_regions(words, atoms, text), atoms, text)
    words = [*_of_goal(words, text), *words, *_glued(words, text)]
    source = atoms[text.piece(words[0][0])].source
    place = source if isinstance(source, Cell) else Cell("", 0, 0, source.place)
    columns = _columns(words, place)
    if columns is None:
        return None
    kept = sorted({c.start for c in columns.columns} | {cell.col for cell in columns.unknown})
    headings = tuple(
        Heading(words[n][2], words[n][3], text.piece(words[n][0]), text.piece(words[n][1] - 1), words[n][0], words[n][1]) for n in kept
    )
    gaps = tuple("soft" if a.last == b.first else atoms[b.first].gap for a, b in pairwise(headings))
    end = _behind(text, max(end for _, end, _, _ in (*run, words[-1])))
    last = text.piece(end - 1)
    tail = text.starts[last] + len(atoms[last].folded) - end
    return Header(headings, columns, headings[0].first, last, gaps, tail, end)


def _of_goal(words: Sequence[tuple[int, int, str, str]], text: Text) -> Iterator[tuple[int, int, str, str]]:
    """The heading right before the first, where that is of values and others stand behind the names: it says what the goal's value is of."""
    roles = [role for _, _, _, role in words]
    first = text.piece(words[0][0])
    if roles[0] != "value" or "name" not in roles or "value" not in roles[roles.index("name") :] or first == 0:
        return
    before = _unknown_at(text, text.starts[first - 1])
    if before is not None and text.starts[first] == words[0][0] and text.atoms[first].gap == text.atoms[first - 1].gap:
        yield text.starts[first - 1], words[0][0], _GOAL_NAME, vocabulary()[_GOAL_NAME]


def _with_regions(words: list[tuple[int, int, str, str]], atoms: Sequence[Atom], text: Text) -> list[tuple[int, int, str, str]]:
    """Headings without a column of values, behind which the names of regions stand: the regions are its columns."""
    if any(role in _VALUED for _, _, _, role in words):
        return words
    end = words[-1][1]
    last = text.piece(end - 1)
    at = end - text.starts[last]
    rest = list(cut_at(atoms[last], [at]))[1:] if at < len(atoms[last].folded) else []
    behind = [*rest, *atoms[last + 1 :][:_MOST]]
    return [*words, (end, end, _REGION_VALUE, "value")] if named(behind)[0] else words


def _with_rest(words: list[tuple[int, int, str, str]], atoms: Sequence[Atom], text: Text) -> list[tuple[int, int, str, str]]:
    """The headings with what stands behind them on their line: where a line of headings ends, so do the columns."""
    last = text.piece(words[-1][1] - 1)
    line = atoms[last].line
    if words[-1][0] == words[-1][1] or sum(atoms[text.piece(start)].line == line for start, _, _, _ in words) < _ON_LINE:
        return words
    end = next((n for n in range(last + 1, len(atoms)) if atoms[n].line != line), len(atoms))
    rest = [step for n in range(last + 1, min(end, last + _ON_LINE + 2)) if (step := _unknown_at(text, text.starts[n])) is not None]
    whole = len(rest) == end - last - 1 and not any(step[0] - 1 in text.labels for step in rest)
    return [*words, *((stop - len(word), stop, word, role) for stop, word, role, _ in rest)] if whole else words


def _graded(words: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Without grades (优 良 中 差) that are no row of grades but the letters of another word (偏差)."""
    grades = sum(len(word) == 1 for _, _, word, _ in words)
    return words if grades >= _FEWEST_GRADES else [step for step in words if len(step[2]) > 1]


def _glued(words: Sequence[tuple[int, int, str, str]], text: Text) -> Iterator[tuple[int, int, str, str]]:
    """The heading between the last one and the first level label: glued to them in run-on text (偏差情况说明产出指标) and told by its last word, or
    one piece as they are."""
    end = words[-1][1]
    behind = text.text[end : end + _LONGEST]
    label = next(((start, stop) for start, stop in labels_in(behind) if level1_of(behind[start:stop])), None)
    word = _ORDINAL.sub("", behind[: label[0]]) if label is not None else ""
    if not _UNKNOWN.fullmatch(word) or is_known(word) or is_region(word):
        return
    first, last = text.piece(end), text.piece(end + len(word) - 1)
    if text.piece(end - 1) == text.piece(end + len(word)):
        known = next((n for n in range(len(word) - 1) if vocabulary().get(word[n:]) in _OF_PARTS), None)
        if known is not None:
            yield end + known, end + len(word), word[known:], vocabulary()[word[known:]]
    elif first == last and {end, end + len(word)} <= text.begins and text.atoms[first].gap == text.atoms[last + 1].gap == BLANK:
        yield end, end + len(word), word, role_of(word) or ""


def _from_level1(words: list[tuple[int, int, str, str]], text: Text) -> list[tuple[int, int, str, str]]:
    """Without what stands left of 一级指标 and heads no column of a list of projects on the same line."""
    roles = [role for _, _, _, role in words]
    if "level1" not in roles:
        return words
    first = roles.index("level1")
    lines = [text.atoms[text.piece(start)].line for start, _, _, _ in words]
    if {"name", "value"} <= set(roles[:first]) and "name" not in roles[first:]:
        return words  # the levels stand behind the values
    if "project" in roles[:first] and lines[roles.index("project")] == lines[first]:
        return words
    return words[first:]


def _behind(text: Text, end: int) -> int:
    """The end of the headings with the bracket behind the last one, and with the rest of its piece where that is no run-on text."""
    note = _NOTE.match(text.text, end)
    end = note.end() if note and "**" not in note.group() else end
    last = text.piece(end - 1)
    whole = text.atoms[last].folded
    rest = whole[end - text.starts[last] :]
    return end + len(rest) if len(whole) <= _LONGEST and not re.search("[0-9]", rest) and not labels_in(rest) else end
