"""What reading and writing a Word document share: its cells and paragraphs, numbered as they are read."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from msgspec import Struct

from linter.formats._office.word import Leaf
from linter.formats.api import ReadContext
from linter.model.place import Place


class Block(Struct, frozen=True):
    """A cell or a paragraph with what its text stands in, for writing back. One of ``row`` and ``paragraph`` is set.

    ``paragraphs``: those of the cell itself; ``lines``: the leaves of every line, those of boxes and inner tables folded in too.
    """

    place: Place
    text: str
    paragraphs: tuple[Element, ...]
    lines: tuple[list[Leaf], ...]

    @property
    def key(self) -> tuple[int | None, int | None, str | None, int | None]:
        """What names it: table, row, cell, paragraph."""
        return self.place.table, self.place.row, self.place.cell, self.place.paragraph


BlocksOf = Callable[[Element, ReadContext], list[Block]]
"""The reader's own walk over a document, so that writing finds every block where reading saw it."""
