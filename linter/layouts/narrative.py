"""The narrative of a disclosure: its paragraphs outside tables and forms, under their headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from linter.knowledge.patterns import deferred
from linter.layouts.titles import is_form_title
from linter.model.blocks import Block, Grid, Paragraph
from linter.model.document import Section
from linter.model.form import Form, Text
from linter.model.place import Place
from linter.values.budget import bare, rank_of

_PART = deferred(r"^第[一二三四五六七八九十]{1,3}(?:部分|章)")
_TAIL = 40
"""Characters at the end of a line in which its page number stands."""
_CONTENTS = deferred(r"(?:[.…·]{3}|\t)\s{0,8}[-—]?\s{0,8}[0-9]{1,4}\s{0,8}[-—]?$")
_PAGE = re.compile(r"^[-—–\s]*+(?:第\s*)?[0-9]{1,4}(?:\s*页)?[-—–\s]*$")
_MAX_HEADING = 40


def heading_level(text: str) -> int | None:
    """0 for ``第一部分``, 1 for ``一、``, 2 for ``（一）``, 3 for ``1.`` …; ``None`` where a text is no heading."""
    folded = bare(text)
    if len(folded) > _MAX_HEADING or re.search(r"[。;]|[0-9](?:万元|亿元|元|%)", folded):
        return None
    if _PART.match(folded):
        return 0
    rank = rank_of(text)
    return rank if rank is not None and rank <= 4 and not folded.endswith(",") else None


def _paragraphs(blocks: Sequence[Block], of_tables: Collection[int]) -> Iterator[Paragraph | None]:
    """The paragraphs outside tables; ``None`` for a grid between them. A sheet of single cells is running text too."""
    for position, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            if position not in of_tables:
                yield block
        elif isinstance(block, Grid):
            filled = [[cell for cell in row if cell.text.strip()] for row in block.rows()]
            if all(len(row) <= 1 for row in filled):
                yield from (Paragraph(cell.text, cell.place, cell.confidence) for row in filled for cell in row)
            else:
                yield None


def _prose(blocks: Sequence[Block], of_tables: Collection[int], starts: Collection[Place]) -> Iterator[tuple[Paragraph, int | None]]:
    """The paragraphs of the narrative with their heading level. A form printed in plain lines lasts until the next heading of a part."""
    inside_form = False
    for block in _paragraphs(blocks, of_tables):
        if block is None:
            inside_form = False
            continue
        level = heading_level(block.text)
        inside_form = (inside_form or block.place in starts) and level not in (0, 1)
        titled = level is None and is_form_title(block.text)
        if inside_form or titled or not block.text.strip() or _CONTENTS.search(block.text[-_TAIL:]) or _PAGE.match(block.text):
            continue
        yield block, level


def read(blocks: Sequence[Block], of_tables: Collection[int], forms: Sequence[Form]) -> tuple[Section, ...]:
    """The sections in reading order; those without a paragraph of their own are left out."""
    starts = {form.place for form in forms if form.place is not None}
    starts |= {form.title.place for form in forms if form.title is not None and form.title.place is not None}
    sections: list[Section] = []
    open_headings: list[tuple[int, str]] = []
    paragraphs: list[Text] = []

    def close() -> None:
        if paragraphs:
            headings = tuple(text for _, text in open_headings)
            sections.append(Section(headings[-1] if headings else "", tuple(paragraphs), headings[:-1]))
            paragraphs.clear()

    for block, level in _prose(blocks, of_tables, starts):
        if level is None:
            paragraphs.append(Text(block.text, block.place))
            continue
        close()
        open_headings = [heading for heading in open_headings if heading[0] < level]
        open_headings.append((level, block.text.strip()))
    close()
    return tuple(sections)
