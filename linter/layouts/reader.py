"""Printed forms: finds them among the blocks of a document and reads each with the strategy its shape calls for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from linter.layouts import cut, explained, exports, in_cells, outside_table, plausible, project_list, torn
from linter.layouts.alignment import fields
from linter.layouts.alignment import forms as aligned
from linter.layouts.assemble import Draft, assemble, of_county, with_doubts
from linter.layouts.assumed import Assumed
from linter.layouts.columns import Columns, find_header, is_header_at, read_columns
from linter.layouts.content import carried, settled
from linter.layouts.execution import total_score
from linter.layouts.halves import Stacked, pair
from linter.layouts.header import read_header
from linter.layouts.labels import level1_in, level1_of, level2_of, money_unit
from linter.layouts.lines import Line, lines_of, shown, text_of
from linter.layouts.records import tabulated
from linter.layouts.regular import is_regular
from linter.layouts.reshape import by_county, mended, upright
from linter.layouts.rows import Body, is_footer, read_line, unplaced, unread_columns
from linter.layouts.split import beside, is_title_line, joined, regions, starts_form
from linter.layouts.titles import budget_year_in, is_form_title, stated_year
from linter.layouts.unread import not_read, unlabelled, unread
from linter.model.blocks import Block, Cell, Grid, NotChecked, Paragraph
from linter.model.form import Form, Text, Uncertain

_MAX_TITLE = 60
_RECENT = 6
_MAX_UNIT, _MAX_CAPTION = 4, 40


def _length(paragraph: Paragraph) -> int:
    return len("".join(paragraph.text.split()))


class _Context(Struct):
    """What stands before a grid: recent paragraphs, for titles, years and money units."""

    recent: list[Paragraph] = field(default_factory=list)
    stated: str = ""

    def see(self, paragraph: Paragraph) -> None:
        self.recent = [*self.recent[-_RECENT:], paragraph]

    def title(self) -> Paragraph | None:
        return next((p for p in reversed(self.recent) if is_form_title(p.text)), None)

    def unit(self) -> str:
        return next((unit for p in reversed(self.recent) if _length(p) < _MAX_TITLE and (unit := money_unit(p.text))), "")

    def before(self) -> str:
        """The money unit stated before the lines that are read now."""
        return self.stated

    def year(self) -> int | None:
        return next((year for p in reversed(self.recent) if _length(p) < _MAX_TITLE and (year := budget_year_in(p.text))), None)

    def clear(self) -> None:
        self.recent = []


def read_table(lines: Sequence[Line], start: int, columns: Columns, context: _Context) -> Draft:
    """Read one form from its lines; the header of its indicators stands at ``start``."""
    body, stacked = Body(), Stacked()
    lost: list[Uncertain] = []
    dropped: list[str] = []
    stacked.see(lines, start, 0)
    number = start + columns.height
    parts = [(number, columns)]
    odd = plausible.doubts(lines[number:], columns)
    while number < len(lines) and not is_footer(lines[number]):
        if is_header_at(lines, number):
            stacked.see(lines, number, len(body.indicators))
            again = read_columns(lines, number)  # repeated on the next page, or that of another half
            number += again.height
            if again.replaces(columns, lines[number - 1].exact):
                columns = settled(again, lines[number:])
                parts.append((number, columns))
                odd = plausible.doubts(lines[number:], columns)
            continue
        before = len(body.indicators)
        records = list(read_line(lines[number], columns, body, odd.get(lines[number].row)))
        lost += records
        if len(body.indicators) == before and not records and plausible.lost(lines[number], columns):
            lost.append(unplaced(lines[number]))
            dropped.append(shown(lines[number].own))
        number += 1
    columns = parts[0][1]
    two_sided = columns.two_sided or stacked.both
    if stacked.both and not columns.two_sided:
        pair(body, stacked)
    header = read_header([*lines[:start], *lines[number:]], _unit_of(lines[:start]) or context.unit(), two_sided)
    header.exact = lines[0].exact
    header.uncertain += lost
    header.extras.update(total_score(lines[start:number], columns))
    for (first, own), end in zip(parts, [*(first for first, _ in parts[1:]), number], strict=True):
        header.uncertain += unread_columns(lines[first:end], own)
        header.extras.update({label: text for label, text in carried(own, lines[first:end]).items() if label not in header.extras})
    title, year = _titled(lines[:start], context)
    broken = number == len(lines) and cut.last_line(lines[parts[-1][0] :], parts[-1][1])
    how = explained.grid(columns, [doubt.why for doubt in body.uncertain if doubt.why in plausible.WHYS])
    draft = Draft(header, body, columns, title, year, lines[0].place, "table", two_sided=two_sided, unread=tuple(dropped), reading=how)
    return replace(draft, truncated=broken)


def _titled(lines: Sequence[Line], context: _Context) -> tuple[Text | None, int | None]:
    """Title and budget year: those printed in the grid above the form, else those of the paragraphs before it."""
    title_line = next((line for line in lines if is_title_line(line)), None)
    heading = title_line.own[0] if title_line else context.title()
    year = next((y for line in lines[:4] for c in line.own if (y := stated_year(c.text) or _year_in_caption(line, c))), None)
    return text_of(heading) if heading else None, year or context.year()


def _year_in_caption(line: Line, cell: Cell) -> int | None:
    """The year a line above the table states beside something else: ``2026年项目绩效目标导出``, ``填报单位：…　2026年度``."""
    alone = len(line.own) == 1 and len(cell.text) < _MAX_CAPTION
    return budget_year_in(cell.text) if alone and any(word in cell.text for word in ("绩效", "预算", "年度")) else None


def _unit_of(lines: Sequence[Line]) -> str | None:
    """The money unit a line of the table's head states for all of it."""
    for line in lines[:3]:
        for cell in line.own:
            if len(line.own) > 3 or "单位" not in cell.text:
                continue
            beside = line.at(cell.col + cell.colspan)  # 金额单位： | 万元
            if unit := money_unit(cell.text) or money_unit(
                f"单位:{beside.text.strip()}" if beside and len(beside.text) < _MAX_UNIT else ""
            ):
                return unit
    return None


def _grid_drafts(whole: Grid, context: _Context) -> Iterator[Draft | Paragraph | Grid | NotChecked]:
    """The forms of a grid; a grid of one cell a row is a run of plain lines, kept as it stands where the blanks of a text say what follows."""
    for half in beside(whole):
        for grid, county in by_county(half) if half.exact else ((half, None),):
            yield from (of_county(item, county) if isinstance(item, Draft) else item for item in _one_grid(grid, context))


def _one_grid(grid: Grid, context: _Context) -> Iterator[Draft | Paragraph | Grid | NotChecked]:
    lines = lines_of(grid)
    if all(len(line.own) <= 1 for line in lines):
        yield from _plain(lines) if grid.exact or _says_more(lines) else (grid,)
        return
    for region in regions(lines):
        yield from _region_drafts(region, context)


def _says_more(lines: Sequence[Line]) -> bool:
    """Whether lines of one cell each hold what is said of a whole form: its title, its year."""
    return any(is_title_line(line) or any(stated_year(cell.text) for cell in line.own) for line in lines)


def _plain(lines: Sequence[Line]) -> Iterator[Paragraph]:
    return (Paragraph(line.own[0].text, line.own[0].place) for line in lines if len(line.own) == 1)


def _region_drafts(region: Sequence[Line], context: _Context) -> Iterator[Draft | Paragraph | NotChecked]:
    start = find_header(region)
    if start is not None:
        columns = read_columns(region, start)
        columns = settled(columns, region[start + columns.height :])
        if columns.of("project") is not None:
            yield from project_list.read(region, start, columns, context.unit(), *_titled(region[:start], context))
        else:
            draft = read_table(region, start, columns, context)
            yield from unlabelled(draft.header.beside, draft.place)
            yield draft if not plausible.is_none(draft.body) else not_read(region[start], region[start + columns.height :])
    elif listed := list(in_cells.read(region, _unit_of(region) or context.unit(), *_titled(region, context))):
        yield from listed
    elif _levelled(region):
        yield from aligned.read([in_cells.loose(region)], _unit_of(region) or context.unit())
    else:
        yield from _plain(region)


def _levelled(lines: Sequence[Line]) -> bool:
    """Whether lines without a heading state indicators: listed in a cell, or in rows that begin with level labels in a form."""
    if any(in_cells.lists(cell.text) for line in lines for cell in line.own):
        return True
    return (
        any(starts_form(line) for line in lines)
        and sum(bool(level2_of(cell.text) or level1_of(cell.text) or level1_in(cell.text)) for line in lines for cell in line.own[:2]) > 1
    )


def _is_foot(paragraph: Paragraph, between: Sequence[Paragraph | Grid]) -> bool:
    """Whether a line is the footer of the table before it, with nothing but notes between."""
    return all(isinstance(block, Paragraph) and outside_table.is_note(block) for block in between) and outside_table.is_foot(paragraph)


def _take_above(draft: Draft, lines: Sequence[Paragraph], fresh: bool) -> None:
    """Take what the lines above a table state. ``fresh``: they stand right above it."""
    if draft.strategy == "table" and fresh:
        if not draft.header.exact:
            fields.above(lines, draft.header)
        outside_table.above(lines, draft.header)
    elif draft.strategy == "list":
        outside_table.owner_above(lines, draft.header)
    draft.year = draft.year or draft.header.year


def _drafts(blocks: Sequence[Block]) -> Iterator[Draft | NotChecked]:
    context = _Context()
    loose: list[Paragraph | Grid] = []
    last: Draft | None = None
    lines_above: tuple[Paragraph, ...] = ()
    for item in _pieces(blocks, context):
        if isinstance(item, NotChecked):
            yield item
            continue
        if isinstance(item, Grid):
            loose.append(item)
            continue
        if isinstance(item, Paragraph):
            if last is not None and _is_foot(item, loose):
                outside_table.below(item, last.header)
            else:
                context.see(item)
                loose.append(item)
            continue
        if last is not None:
            yield last
        yield from _loose_drafts(loose, context.before())
        lines_above = tuple(context.recent) or lines_above
        _take_above(item, lines_above, bool(context.recent))
        loose, last = [], item
        context.clear()
    if last is not None:
        yield last
    yield from _loose_drafts(loose, context.before())


class _Dirty(Struct, frozen=True):
    """A grid whose cells no heading places: it is read with the lines around it."""

    grid: Grid


def _pieces(blocks: Sequence[Block], context: _Context) -> Iterator[Draft | Paragraph | Grid | NotChecked]:
    """Paragraphs, the forms of grids, and the grids no heading places the cells of, in reading order."""
    for block in _settled(blocks):
        if isinstance(block, _Dirty):
            yield block.grid
        elif isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Grid):
            yield from _grid_drafts(block, context)


def _settled(blocks: Sequence[Block]) -> list[Block | _Dirty]:
    """The blocks with split forms put together; where a grid an extraction left is not regular, all such grids as they stand."""
    again = torn.mended(blocks)
    for reading in (again, blocks) if again != list(blocks) else (blocks,):
        whole = list(joined(reading))
        if all(block.exact or is_regular(block) for block in whole if isinstance(block, Grid)) and not torn.lost(reading, whole):
            return [*whole]
    return list(joined([_Dirty(block) if isinstance(block, Grid) and not block.exact else block for block in blocks]))


def _loose_drafts(blocks: Sequence[Paragraph | Grid], unit: str) -> Iterator[Draft | NotChecked]:
    """Forms that stand in plain lines or in grids that lost cells."""
    if blocks:
        yield from aligned.read(blocks, unit)


def _sheets(blocks: Sequence[Block]) -> Iterator[Draft | NotChecked]:
    """The forms of each sheet by itself: nothing is inherited from the sheet before."""
    for _, sheet in groupby(blocks, key=lambda block: block.place.sheet):
        here = list(sheet)
        drafts = list(_drafts(here))
        yield from drafts or unread(here)


def read_forms(blocks: Sequence[Block], first: int, document_year: int | None, assumed: Assumed) -> Iterator[Form | NotChecked]:
    """The forms printed in a document, numbered from ``first``, and what could not be read. ``document_year``: what the document
    states for forms that do not; ``assumed``: what to take where neither says otherwise."""
    blocks = tabulated([mended(upright(block)) if isinstance(block, Grid) and block.exact else block for block in blocks])
    joint = exports.read(blocks)
    yield from joint.notes
    for item in (*joint.drafts, *_sheets(joint.rest)):
        if isinstance(item, NotChecked):
            yield item
        else:
            yield with_doubts(assemble(item, first, document_year, assumed))
            first += 1


def year_of(blocks: Sequence[Block]) -> int | None:
    """The budget year the document states near its beginning."""
    for block in blocks[:40]:
        if isinstance(block, Paragraph) and _length(block) < _MAX_TITLE and ("预算" in block.text or "年度" in block.text):
            year = budget_year_in(block.text)
            if year:
                return year
    return None
