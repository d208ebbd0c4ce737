"""From blocks to a document: finds the forms and reads each with the strategy its shape calls for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from linter.layouts import inline, project_list, stream, structured, tables
from linter.layouts.assemble import Draft, assemble, budget_year_in, is_form_title, stated_year
from linter.layouts.columns import Columns, is_indicator_header, read_columns
from linter.layouts.header import read_header
from linter.layouts.labels import field_of, money_unit
from linter.layouts.lines import Line, lines_of
from linter.layouts.rows import Body, is_footer, read_line
from linter.model.blocks import Block, Grid, NotChecked, Paragraph, Source, Tree
from linter.model.document import Document
from linter.model.form import Form, Text
from linter.model.place import Place

_MAX_TITLE = 60
_RECENT = 6


@dataclass
class _Context:
    """What stands before a grid: recent paragraphs, for titles, years and money units."""

    recent: list[Paragraph] = field(default_factory=list)

    def see(self, paragraph: Paragraph) -> None:
        self.recent = [*self.recent[-_RECENT:], paragraph]

    def title(self) -> Paragraph | None:
        return next((p for p in reversed(self.recent) if is_form_title(p.text)), None)

    def unit(self) -> str:
        return next((unit for p in reversed(self.recent) if len(p.text) < 60 and (unit := money_unit(p.text))), "元")

    def year(self) -> int | None:
        return next((year for p in reversed(self.recent) if len(p.text) < _MAX_TITLE and (year := budget_year_in(p.text))), None)

    def clear(self) -> None:
        self.recent = []


def _is_title_line(line: Line) -> bool:
    filled = line.filled
    return len(filled) == 1 and is_form_title(filled[0].text)


def _starts_form(line: Line) -> bool:
    return any(field_of(cell.text) == "project" for cell in line.filled[:1])


def regions(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Split a grid into forms: a new one begins at a title line or at 项目名称 after indicators have been seen."""
    current: list[Line] = []
    seen = False
    for line in lines:
        title = _is_title_line(line)
        if current and seen and (title or _starts_form(line)):
            yield current
            current, seen = [], False
        seen = seen or is_indicator_header(line)
        current.append(line)
    if current:
        yield current


def _columns_of(lines: Sequence[Line]) -> tuple[int, Columns] | None:
    for index, line in enumerate(lines):
        if is_indicator_header(line):
            return index, read_columns(lines, index)
    return None


def read_table(lines: Sequence[Line], context: _Context) -> Draft | None:
    """Read one form from its lines; ``None`` where they hold no indicator table."""
    found = _columns_of(lines)
    if found is None:
        return None
    start, columns = found
    body = Body()
    footer = len(lines)
    lost = []
    for number in range(start + columns.height, len(lines)):
        if is_footer(lines[number]):
            footer = number
            break
        if lines[number] is not lines[start] and not is_indicator_header(lines[number]):
            lost += list(read_line(lines[number], columns, body))
    title_line = next((line for line in lines[:start] if _is_title_line(line)), None)
    head_lines = [*lines[:start], *lines[footer:]]
    unit = next(
        (u for line in lines[:3] for c in line.filled if len(line.filled) <= 3 and (u := money_unit(c.text)) and "单位" in c.text), None
    )
    header = read_header(head_lines, unit or context.unit(), columns.two_sided)
    header.uncertain += lost
    paragraph = context.title()
    title = (
        Text(title_line.filled[0].text, title_line.filled[0].place)
        if title_line
        else Text(paragraph.text, paragraph.place)
        if paragraph
        else None
    )
    year = next((y for line in lines[: min(start, 4)] for c in line.filled if (y := stated_year(c.text))), None)
    return Draft(
        header, body, columns, title, year or context.year(), lines[0].place, "table", truncated=footer == len(lines) and not lines[0].exact
    )


def _grid_drafts(grid: Grid, context: _Context) -> Iterator[Draft | NotChecked]:
    lines = lines_of(grid)
    for region in regions(lines):
        if (found := _columns_of(region)) is not None and found[1].of("project") is not None:
            yield from project_list.read(region, *found, context.unit(), context.year(), context.title())
            continue
        draft = read_table(region, context)
        if draft is not None:
            yield draft
        elif any(_starts_form(line) for line in region) and inline.has_inline(region):
            yield inline.read_grid(region, context.unit(), context.year(), context.title())


def _needs_more(grid: Grid) -> bool:
    """A grid that opens a form (项目名称) but has no indicator table: the rest stands in the next grid."""
    lines = lines_of(grid)
    return any(_starts_form(line) for line in lines) and not any(is_indicator_header(line) for line in lines)


def _continued(first: Grid, second: Grid) -> Grid:
    """Two grids read as one, the second below the first."""
    moved = tuple(replace(cell, row=cell.row + first.n_rows) for cell in second.cells)
    return Grid(
        first.cells + moved, first.n_rows + second.n_rows, max(first.n_cols, second.n_cols), first.place, first.exact and second.exact
    )


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks with forms that were split over tables put together again."""
    waiting: Grid | None = None
    between: list[Block] = []
    for block in blocks:
        if waiting is not None:
            if isinstance(block, Grid):
                opens = any(_starts_form(line) for line in lines_of(block))
                if not opens:
                    waiting = _continued(waiting, block)
                    if not _needs_more(waiting):
                        yield waiting
                        yield from between
                        waiting, between = None, []
                    continue
            elif isinstance(block, Paragraph) and len(between) < 3 and not is_form_title(block.text):
                between.append(block)
                continue
            yield waiting
            yield from between
            waiting, between = None, []
        if isinstance(block, Grid) and _needs_more(block):
            waiting = block
            continue
        yield block
    if waiting is not None:
        yield waiting
    yield from between


def _drafts(blocks: Sequence[Block]) -> Iterator[Draft | NotChecked]:
    context = _Context()
    loose: list[Paragraph] = []
    for block in _joined(blocks):
        if isinstance(block, Paragraph):
            context.see(block)
            loose.append(block)
        elif isinstance(block, Grid):
            drafts = list(_grid_drafts(block, context))
            if drafts:
                yield from _loose_drafts(loose)
                loose = []
                context.clear()
            yield from drafts
    yield from _loose_drafts(loose)


def _loose_drafts(paragraphs: Sequence[Paragraph]) -> Iterator[Draft | NotChecked]:
    """Forms that stand in plain lines: one cell a line, an inline list, an indented tree."""
    if paragraphs:
        found = list(inline.read_paragraphs(paragraphs))
        yield from found or stream.read_paragraphs(paragraphs)


def _document_year(blocks: Sequence[Block]) -> int | None:
    for block in blocks[:40]:
        if isinstance(block, Paragraph) and len(block.text) < _MAX_TITLE and ("预算" in block.text or "年度" in block.text):
            year = budget_year_in(block.text)
            if year:
                return year
    return None


def read_document(source: Source, year: int | None = None) -> Document:
    """The document of a source. ``year``: the budget year to assume where neither form nor document states one."""
    trees = [block for block in source.blocks if isinstance(block, Tree)]
    notes = list(source.not_checked)
    forms: list[Form] = []
    invalid = []
    document_year = _document_year(source.blocks)
    for tree in trees:
        read, bad, more = structured.read(tree, len(forms), year)
        forms += read
        invalid += bad
        notes += more
    blocks = [block for block in source.blocks if not isinstance(block, Tree)]
    for item in _drafts(blocks):
        if isinstance(item, NotChecked):
            notes.append(item)
        else:
            forms.append(assemble(item, len(forms) + 1, document_year, year))
    if not forms and not invalid and not any(note.fatal for note in notes):
        shown = source.member or source.path
        notes.append(
            NotChecked(shown, "未找到绩效目标表：没有同时含“三级指标”（指标名称）与“指标值”的表头", Place(source.path, source.member))
        )
    found_tables, narrative = tables.read(blocks)
    return Document(
        source.path,
        source.format,
        source.sha256,
        tuple(forms),
        found_tables,
        narrative,
        document_year or year,
        tuple(notes),
        source.member,
        tuple(invalid),
        source.comments,
    )
