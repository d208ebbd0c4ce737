"""What a file format is and the limits it reads within."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from linter.model.blocks import Block, Comment, NotChecked
from linter.model.errors import JixiaoError
from linter.model.place import Place


class Unreadable(JixiaoError):
    """The input cannot be read. The message is one Chinese line that says why and what to do."""


class Limits(Struct, frozen=True):
    """Hostile input is refused before it hurts. Sizes in bytes, times in seconds."""

    max_bytes: int = 200 * 2**20
    zip_entries: int = 2_000
    zip_total: int = 400 * 2**20
    zip_part: int = 100 * 2**20
    """One member, inflated."""
    zip_ratio: int = 100
    zip_ratio_free: int = 2**20
    """The ratio is judged only after this many inflated bytes."""
    rows: int = 100_000
    columns: int = 2_000
    cells: int = 400_000
    """Filled cells of one input, about 370 MB."""
    text: int = 200_000
    """Characters of one cell or paragraph."""
    characters: int = 20_000_000
    """Characters of one input as it is shown: cells that share one stored text count each."""
    merges: int = 50_000
    pages: int = 1_000
    depth: int = 60
    seconds: float = 300.0
    memory: int = 3 * 2**30


class ReadContext(Struct, frozen=True):
    """What a reader is told: the path shown to people, the archive member, the limits."""

    path: str
    member: str | None = None
    limits: Limits = field(default_factory=Limits)
    inside: bool = False
    """Whether the input stands inside another file, which reads no further files inside it."""

    def place(self, **where: object) -> Place:
        """A place in this input."""
        return Place(self.path, self.member, **where)  # type: ignore[arg-type]


Piece = Block | NotChecked | Comment
Reader = Callable[[bytes, ReadContext], Iterator[Piece]]


class TextEdit(Struct, frozen=True):
    """Replace the whole raw text ``old`` that stands at ``place`` by ``new``."""

    place: Place
    old: str
    new: str


class Note(Struct, frozen=True):
    """Something to say at a place of the file (a cell comment, a Word comment, a PDF highlight). ``title`` heads it."""

    place: Place
    title: str
    text: str


class CannotWrite(JixiaoError):
    """The file cannot carry what was asked (protected workbook, changed since it was read). One Chinese line: why, and what to do."""


WriteBack = Callable[[bytes, Sequence[TextEdit], Sequence[Note], ReadContext], bytes]
"""The file with edits made and notes attached, addressed by provenance only; everything else stays as it was. Notes this
program attached before are replaced, those of people kept. No notes and no edits: our old notes are removed.

Raises: CannotWrite, Unreadable."""


Locate = Callable[[bytes, set[str]], Mapping[str, tuple[int, int, int]]]
"""Pointers → (line, column, end column), 1-based code points, in the bytes they were read from. What is not there is left out.

Raises: Unreadable."""


class Format(Struct, frozen=True):
    """A file format. ``sniff`` judges the first bytes (content wins over the suffix); formats are asked in ``rank`` order.

    ``read`` yields blocks in reading order and records of what it left out.

    Raises (from ``read``): Unreadable.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Reader
    rank: int = 50
    write_back: WriteBack | None = None
    refused: tuple[str, ...] = ()
    """Suffixes of files it only names as not read, so that a walk through folders passes none in silence."""
    carries_notes: bool = False
    """Whether ``write_back`` takes notes (a YAML file takes edits only)."""
    takes_edits: bool = True
    """Whether ``write_back`` takes edits of text (a PDF takes notes only)."""
    locate: Locate | None = None
    """For a format whose places are pointers: where they stand, asked only for what is reported."""
