"""Marks that part the cells of this page and of few others: brackets around every cell, an arrow or a dash between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from linter.layouts.alignment.bounds import is_level
from linter.layouts.alignment.costs import table
from linter.layouts.alignment.soft import quantity
from linter.model.blocks import Block, Paragraph
from linter.values import normalise

_FRAMES = '【《〔"'
"""What opens a frame around every cell."""
_AROUND = ":：〔〕【】《》[]()"


def _is_cell(text: str) -> bool:
    """Whether a text can only be a cell of a table: a level label, or a value."""
    folded = normalise(text).text.strip(_AROUND)
    match = quantity().fullmatch(folded)
    return is_level(folded) or (match is not None and bool(match.group()))


def _parts(line: str, mark: str) -> bool:
    """Whether a mark parts the cells of a line. A mark of two brackets frames them all, and two of them at least."""
    if mark[0] in _FRAMES:
        cell = f"{mark[0]}[^{mark}]*{mark[1]}"
        return re.fullmatch(rf"\s*{cell}(?:\s*[,，;；]?\s*{cell})+\s*[,，;；]?\s*", line) is not None
    pieces = line.split(mark)
    return len(pieces) > 1 and any(_is_cell(piece) for piece in pieces)


def _marks(lines: Sequence[str]) -> Iterator[str]:
    for mark, fewest in table("parting").items():
        if sum(1 for line in lines if mark[0] in line and _parts(line, mark)) >= fewest:
            yield f"[{mark}][,，;；]?" if mark[0] in _FRAMES else re.escape(mark)


def partings(blocks: Sequence[Block]) -> re.Pattern[str] | None:
    """What parts the cells on a page besides blanks, tabs and pipes; ``None`` where nothing does."""
    found = list(_marks([line for block in blocks if isinstance(block, Paragraph) for line in block.text.splitlines()]))
    return re.compile("|".join(found)) if found else None
