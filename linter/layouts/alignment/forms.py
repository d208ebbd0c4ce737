"""The forms on a page that is no exact grid: where each begins and ends, its table aligned, the fields around it read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from linter.layouts.alignment import fields, headless, rivals
from linter.layouts.alignment import table as tables
from linter.layouts.alignment.atoms import BLANK, BREAK, PIPE, SOFT, Atom, atoms_of, grid_lines
from linter.layouts.alignment.body import with_rests_parted, with_slashes, with_whole_labels, without_totals
from linter.layouts.alignment.bounds import MOST, foot, openers, stop, too_long
from linter.layouts.alignment.chrome import without_chrome
from linter.layouts.alignment.columns import Layout, Style, layout_of, style_of
from linter.layouts.alignment.columnwise import upright
from linter.layouts.alignment.draft import draft
from linter.layouts.alignment.headings import Header, Text, find
from linter.layouts.alignment.outline import without_numbering, without_running_heads
from linter.layouts.alignment.parting import partings
from linter.layouts.alignment.regions import named, widened, with_digits
from linter.layouts.alignment.repeats import with_constants, with_echoes, with_weights
from linter.layouts.alignment.soft import split
from linter.layouts.alignment.stated import Stated, stated
from linter.layouts.alignment.wrapped import unwrapped
from linter.layouts.assemble import Draft
from linter.layouts.labels import level2_of
from linter.model.blocks import Block, Cell, NotChecked
from linter.values import normalise

_BEGINNING = 3_000
"""Pieces of a long table (some seven hundred rows) that tell how its headings are to be read."""
_ABOVE = 14
"""Lines above 项目名称 in which the form's title may stand."""
_HEADED = 3
"""Lines above the headings a form without title takes."""


class Zone(Struct, frozen=True):
    """A form on the page: its pieces ``[start, end)``, the headers inside."""

    start: int
    end: int
    headers: tuple[Header, ...]


class Page:
    """The pieces of a page, its headers, and what may open a form."""

    def __init__(self, blocks: Sequence[Block], unit: str) -> None:
        self.atoms = upright(without_numbering(atoms_of(blocks, partings(blocks))))
        self.grids = grid_lines(blocks)
        self.text = Text(self.atoms)
        self.headers, self.stray = find(self.atoms, self.text)
        self.openers = sorted(openers(self.atoms))
        self.stated = list(stated(self.atoms, unit))

    def before(self, start: int) -> Stated:
        """The money unit and the year stated before a piece."""
        return next((one for one in reversed(self.stated) if one.at <= start), self.stated[0])


def _zones(page: Page) -> list[Zone]:
    """The forms of the page by their headers; a header with nothing that opens a form before it goes on with the form above."""
    out: list[Zone] = []
    at = 0
    for header in page.headers:
        opened = [(n, kind) for n, kind in page.openers if at <= n <= header.first]
        if out and not opened:
            out[-1] = replace(out[-1], headers=(*out[-1].headers, header))
            at = header.last + 1
            continue
        start = _opening(page, opened, at, header)
        if out:
            out[-1] = replace(out[-1], end=start)
        out.append(Zone(start, len(page.atoms), (header,)))
        at = header.last + 1
    return out


def _opening(page: Page, opened: Sequence[tuple[int, str]], at: int, header: Header) -> int:
    """Where the form of a header begins: at the title above 项目名称, at 项目名称, else a few lines above the headings."""
    atoms = page.atoms
    projects = [n for n, kind in opened if kind == "project"]
    titles = [n for n, kind in opened if kind == "title"]
    if projects:
        first = next(n for n in projects if atoms[projects[-1]].line - atoms[n].line <= _HEADED)
        above = [t for t in titles if t < first and atoms[first].line - atoms[t].line <= _ABOVE]
        return above[-1] if above else first
    if titles:
        return titles[-1]
    return next((n for n in range(at, header.first + 1) if atoms[header.first].line - atoms[n].line <= _HEADED), at)


def _body(page: Page, header: Header, end: int, style: Style) -> tuple[list[Atom], int]:
    """The pieces of a table's body and where it ends."""
    last = stop(page.atoms, header.last + 1, end, style.cell in (PIPE, BREAK))
    body = [page.atoms[n] for n in range(header.last + 1, last) if n not in page.stray]
    if header.tail:
        whole = page.atoms[header.last]
        norm = normalise(whole.raw)
        at = len(norm.text) - header.tail
        body.insert(0, whole._replace(folded=norm.text[at:], start=whole.start + norm.offsets[at], gap=SOFT))
    return body, last


def read(blocks: Sequence[Block], unit: str) -> Iterator[Draft | NotChecked]:
    """The forms of a stretch of text and grids that are not exact. ``unit``: the money unit stated before it."""
    page = Page(blocks, unit)
    zones = _zones(page)
    at = 0
    for zone in zones:
        if zone.start > at:
            yield from headless.read(page.atoms[at : zone.start], page.before(at), page.grids)
        rest, drafts = _form(page, zone)
        yield from drafts
        at = rest
    if at < len(page.atoms):
        yield from headless.read(page.atoms[at:], page.before(at), page.grids)


def _form(page: Page, zone: Zone) -> tuple[int, list[Draft | NotChecked]]:
    """The form of a zone, and where what is left of the zone begins."""
    header, last = zone.headers[0], zone.start
    style = style_of(header.gaps)
    parts: list[Atom] = []
    for n, one in enumerate(zone.headers):
        end = zone.headers[n + 1].first if n + 1 < len(zone.headers) else zone.end
        pieces, last = _body(page, one, end, style)
        parts += pieces
    if len(parts) > MOST:
        return last, [too_long(parts)]
    above, rest = [*page.atoms[zone.start : header.first], *_before(page, header)], _next_form(page, last, zone.end)
    line = page.atoms[header.first].line
    parts = without_running_heads(parts, [atom for atom in page.atoms[: header.first] if line - atom.line <= _ABOVE])
    parts = unwrapped(parts) if style.cell == BLANK else parts
    parts = with_slashes(parts) if _slashed(page, header) else parts

    def read_first(count: int) -> Callable[[rivals.Columns], tables.Reading]:
        return lambda columns: _aligned(page, header, columns, parts[:count], style)

    reading = rivals.best(header, read_first(len(parts)), read_first(_BEGINNING) if len(parts) > _BEGINNING else None)
    head, title, year = fields.read(
        [*above, *page.atoms[last : foot(page.atoms, last, rest)]], page.before(header.first), header.columns.two_sided, page.grids
    )
    return rest, list(draft(reading, head, title, year, page.atoms[zone.start], header, page.grids, last == len(page.atoms)))


def _before(page: Page, header: Header) -> list[Atom]:
    """What stands before the headings in the piece they begin in: the upper part of a form whose text runs on."""
    whole = page.atoms[header.first]
    at = min(heading.start for heading in header.headings) - page.text.starts[header.first]
    if at <= 0 or whole.line in page.grids:
        return []
    norm = normalise(whole.raw)
    return [whole._replace(folded=norm.text[:at], end=whole.start + norm.offsets[at])]


def _slashed(page: Page, header: Header) -> bool:
    """Whether two headings stand in one piece, a slash between them: 指标值/实际完成值."""
    return any(page.text.text[a.end : b.start] == "/" for a, b in pairwise(header.headings))


def _aligned(page: Page, header: Header, columns: rivals.Columns, parts: Sequence[Atom], style: Style) -> tables.Reading:
    """The table's pieces aligned with some columns."""
    regions, last, parts = named(parts)
    columns = widened(columns, regions, last) if regions else columns
    layout = layout_of(columns, _lined(style, parts, sum(role == "level2" for role, _ in columns)))
    ready = list(with_digits(_ready(parts, layout), regions)) if regions and style.cell == SOFT else _ready(parts, layout)
    return tables.read(ready, layout, {} if regions else _grid_columns(page, header, len(columns)))


def _ready(parts: Sequence[Atom], layout: Layout) -> list[Atom]:
    """The pieces of the body as the lattice wants them."""
    ready = without_totals(list(split(with_rests_parted(with_whole_labels(without_chrome(parts))))))
    if layout.style.cell != SOFT:
        return ready
    ready = list(with_echoes(with_constants(ready)))
    weighted = any(pair == ("weight", "value") for pair in pairwise(layout.roles))
    return with_weights(ready) if weighted else ready


def _grid_columns(page: Page, header: Header, columns: int) -> dict[int, int]:
    """Column of the grid → column of the layout, where every heading is a cell of one line of a grid."""
    sources = [page.atoms[heading.first].source for heading in header.headings]
    cells = [source for source in sources if isinstance(source, Cell)]
    if len(cells) != len(sources) or len({cell.row for cell in cells}) != 1 or len({cell.col for cell in cells}) != len(cells):
        return {}
    offset = columns - len(cells)
    return {cell.col: n + offset for n, cell in enumerate(cells)}


def _next_form(page: Page, start: int, end: int) -> int:
    """The next piece that may open another form."""
    return next((n for n, _ in page.openers if start <= n < end), end)


def _lined(style: Style, body: Sequence[Atom], levels: int) -> Style:
    """Rows end with lines only where the body has lines. ``levels``: columns of level 2."""
    lines = len({atom.line for atom in body})
    rows = sum(level2_of(atom.folded) is not None for atom in body) // max(1, levels)
    return style if lines >= max(2, rows) else Style(style.cell, False)
