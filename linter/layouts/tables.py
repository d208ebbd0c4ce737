"""Budget tables: grids with a known title, or with a unit line, read into rows of labels, codes and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from linter.knowledge.patterns import deferred
from linter.layouts import table_grid
from linter.layouts.columns import find_header
from linter.layouts.in_cells import lists
from linter.layouts.labels import money_unit
from linter.layouts.lines import Line, lines_of
from linter.model.blocks import Block, Grid, NotChecked, Paragraph
from linter.model.document import BudgetTable, TableRow
from linter.model.place import Place
from linter.values import money_scale
from linter.values.budget import bare, kind_of

_OWNER = deferred(
    r"(?:部门|单位|预算单位|编制单位|填报单位|编报单位)(?:名称)?[(（]?(?:公章|盖章|签章)?[)）]?[:：](?!.{0,3}[元%])(?P<name>[^:：]{3,40}?)(?:(?:金额)?单位[:：].{1,4})?$"
)
_PAGE = re.compile(r"^[-—–\s]*(?:第)?[0-9]{1,4}(?:页)?[-—–\s]*$")
_MAX_NOTE = 60
_RECENT = 8


class Around(Struct):
    """What stands before a table: title, unit and owner, found in paragraphs or in the grid's own first lines."""

    title: str = ""
    kind: str | None = None
    unit: str | None = None
    owner: str = ""
    place: Place | None = None
    gap: int = 0
    """Paragraphs seen since the last table that are no page number: a grid right behind a table may continue it."""

    def see(self, text: str, place: Place) -> bool:
        """Take what a short text states. Whether it stated anything."""
        folded = bare(text)
        kind = kind_of(text)
        if kind is not None:
            self.title, self.kind, self.place = text.strip(), kind, place
            self.unit = (money_unit(text) if "单位" in text or "元)" in folded else None) or self.unit
            return True
        if len(folded) > _MAX_NOTE:
            return False
        unit = money_unit(text) if "单位" in folded and "元" in folded else None
        owner = _OWNER.search(folded)
        self.unit = unit or self.unit
        self.owner = owner["name"] if owner else self.owner
        return bool(unit or owner)


class Draft(Struct):
    """A table as read so far; a grid behind it may continue it."""

    around: Around
    reader: table_grid.Reader
    place: Place
    rows: list[TableRow] = field(default_factory=list)


def is_form_grid(grid: Grid) -> bool:
    """A grid that holds (part of) a performance-target form."""
    lines = lines_of(grid)
    return find_header(lines) is not None or any(lists(cell.text) for line in lines for cell in line.filled)


def _segments(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """A sheet may hold several tables, each under its own title line."""
    current: list[Line] = []
    for line in lines:
        if current and len(line.filled) == 1 and kind_of(line.filled[0].text) and any(len(earlier.filled) > 1 for earlier in current):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _preamble(lines: Sequence[Line], around: Around) -> int:
    """How many first lines are title, unit and owner rather than table."""
    for number, line in enumerate(lines):
        if not line.filled:
            continue
        stated = [around.see(cell.text, cell.place) for cell in line.filled]
        alone = len(line.filled) == 1 and not table_grid.is_body(line)
        if not (any(stated) and len(line.filled) <= 3) and not (alone and number < 2 and len(line.cells) > 1):
            return number
    return len(lines)


def _sheet_title(grid: Grid, around: Around) -> None:
    if around.kind is None and grid.place.sheet:
        around.see(grid.place.sheet, grid.place)


class Collector:
    """Reads blocks in order into drafts of tables."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.around = Around(gap=1)

    def paragraph(self, block: Paragraph) -> bool:
        """Take a paragraph. Whether it belongs to a table (its title, unit or owner line)."""
        if _PAGE.match(block.text):
            return True
        if len(bare(block.text)) > _MAX_NOTE:
            self.around = Around(gap=1)
            return False
        stated = self.around.see(block.text, block.place)
        self.around.gap = 1 if stated else self.around.gap + 1
        if self.around.gap > _RECENT:
            self.around = Around(gap=1)
        return stated

    def grid(self, grid: Grid) -> None:
        """Take a grid that is no form: a table of its own, or the last one continued."""
        for number, lines in enumerate(_segments(lines_of(grid))):
            if number == 0:
                _sheet_title(grid, self.around)
            start = _preamble(lines, self.around)
            body = lines[start:]
            if body:
                self._table(body, grid)
        self.around = Around()

    def form(self) -> None:
        """A form stands here: what came before has nothing to do with what comes after."""
        self.around = Around(gap=1)

    def _table(self, lines: Sequence[Line], grid: Grid) -> None:
        around, last = self.around, self.drafts[-1] if self.drafts else None
        if around.kind is None and around.unit is None:
            if last is not None and around.gap == 0 and last.reader.continues(lines):
                last.rows += last.reader.rows(lines)
            return
        reader = table_grid.Reader.of(lines)
        if reader is None:
            return
        rows = reader.rows(lines[reader.height :])
        self.drafts.append(Draft(around, reader, around.place or grid.place, rows))
        self.around = Around(unit=around.unit, owner=around.owner)


def _unit(draft: Draft) -> str | None:
    """The unit line, else the one unit the column heads state."""
    if draft.around.unit:
        return draft.around.unit
    stated = {unit for path in draft.reader.heads.values() for head in path if (unit := money_unit(head))}
    return stated.pop() if len(stated) == 1 else None


def _finished(draft: Draft) -> BudgetTable:
    unit = _unit(draft)
    scale = money_scale(unit)
    owner = bare(draft.around.owner)
    rows = tuple(_owned(table_grid.in_yuan(row, scale), owner) for row in draft.rows)
    title = draft.around.title
    return BudgetTable(title, draft.around.kind or "other", unit, draft.reader.heads, rows, draft.place, draft.around.owner)


def _owned(row: TableRow, owner: str) -> TableRow:
    return replace(row, role="unit") if owner and bare(row.label.text) == owner else row


def read(blocks: Sequence[Block]) -> tuple[tuple[BudgetTable, ...], tuple[NotChecked, ...], frozenset[int]]:
    """The tables in reading order, what of them cannot be checked, and the paragraphs (by position) that belong to them."""
    collector = Collector()
    taken = set()
    for position, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            if collector.paragraph(block):
                taken.add(position)
        elif isinstance(block, Grid):
            if is_form_grid(block):
                collector.form()
            else:
                collector.grid(block)
    tables = tuple(_finished(draft) for draft in collector.drafts if draft.rows)
    return tables, tuple(note for table in tables for note in table_grid.notes_of(table)), frozenset(taken)
