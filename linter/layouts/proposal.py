"""A mapping proposed from a file: which headings we know, and what the others look like by what stands under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec import Struct

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries
from linter.layouts.labels import clean, content_of, field_of, level1_of, level2_of, role_of
from linter.layouts.lines import Line, lines_of
from linter.model.blocks import Block, Grid
from linter.values import parse_value
from linter.values.units import is_unit

_LOOKED_AT, _TOP = 60, 8
_FEWEST = 3
_MOST = 0.6
_NEAR = 0.75
_SHOWN = 3
_MAX_NAME = 40


class Heading(Struct, frozen=True):
    """A heading of a table: what we take it for (``""``: no idea), whether we know it already, and cells that stand under it."""

    sheet: str
    text: str
    means: str
    known: bool
    examples: tuple[str, ...]


@derived
def _words() -> tuple[str, ...]:
    return tuple(dict.fromkeys(each["word"] for each in entries("labels") if each["set"] in ("role", "field") and len(each["word"]) > 2))


def _head(lines: Sequence[Line]) -> int | None:
    """The line of headings: the first of short cells side by side with rows as wide below it."""
    for number, line in enumerate(lines[:_TOP]):
        wide = len(line.own)
        below = [len(following.filled) for following in lines[number + 1 : number + 4]]
        if wide >= _FEWEST and all(len(clean(cell.text)) <= 20 for cell in line.own) and below and max(below) >= wide - 2:
            return number
    return None


def _by_content(texts: Sequence[str]) -> str:
    """What a column holds: levels, comparators, units, values."""
    kinds = {
        "二级指标": lambda text: level2_of(text) is not None,
        "一级指标": lambda text: level1_of(text) is not None,
        "指标方向": lambda text: content_of(text) == "comparator",
        "指标属性": lambda text: content_of(text) == "nature",
        "计量单位": lambda text: is_unit("".join(text.split())),
        "指标值": lambda text: len(text) <= _MAX_NAME and parse_value(text).quantified and not text.strip().isalnum(),
    }
    for name, holds in kinds.items():
        if texts and sum(map(holds, texts)) >= _MOST * len(texts):
            return name
    return ""


def _of_line(sheet: str, line: Line, body: Sequence[Line]) -> Iterator[Heading]:
    for cell in line.own:
        texts = [held.text.strip() for row in body[:_LOOKED_AT] if (held := row.at(cell.col)) is not None and held.text.strip()]
        examples = tuple(dict.fromkeys(texts))[:_SHOWN]
        known = role_of(cell.text) or field_of(cell.text)
        near = get_close_matches(clean(cell.text), _words(), 1, _NEAR)
        means = clean(cell.text) if known else _by_content(texts) or next(iter(near), "")
        yield Heading(sheet, clean(cell.text), means, known is not None, examples)


def propose(blocks: Sequence[Block]) -> list[Heading]:
    """The headings of every table of a file, in order, each once."""
    by_word: dict[str, Heading] = {}
    for block in blocks:
        if not isinstance(block, Grid):
            continue
        lines = lines_of(block)
        at = _head(lines)
        if at is not None:
            for heading in _of_line(block.place.sheet or "", lines[at], lines[at + 1 :]):
                by_word.setdefault(heading.text, heading)
    return list(by_word.values())
