"""From an aligned table to a draft of the form: rows, doubts, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from linter.layouts import cut, explained
from linter.layouts.alignment import fit as fits
from linter.layouts.alignment import table as tables
from linter.layouts.alignment.atoms import BLANK, BREAK, LINE, MARK, PIPE, SOFT, Atom
from linter.layouts.alignment.columns import Style
from linter.layouts.alignment.costs import cost
from linter.layouts.alignment.headings import Header as Headings
from linter.layouts.assemble import Draft
from linter.layouts.labels import level1_of, level2_of
from linter.layouts.lines import Line, shown
from linter.layouts.rows import Body
from linter.layouts.taking import Header
from linter.layouts.unread import UNFIT, unlabelled
from linter.model.blocks import Cell, NotChecked
from linter.model.form import Half, Target, Text, Uncertain

_STRATEGY = {PIPE: "table", BREAK: "table", LINE: "lines", BLANK: "lines", SOFT: "lines", MARK: "inline"}
_LEFT = "以下内容未能归入任何指标，未读取"
_BEHIND = "表后的文字既无级别也无指标值，未作为指标读取"
_VALUE = "名称之后没有读到指标值（空白格在文本中丢失）"
_HALF = "未找到年度一侧，可能在提取时丢失"
_SEVERAL = "一格中似有几行的内容，未能分开，请核对原文"
_QUOTED = 400
_ANOTHER = "此前有几行未能读清，其后级别从头排起，可能是另一张表的内容，请核对原文"


def rows_into(reading: tables.Reading, body: Body, grids: Mapping[int, Line]) -> list[str]:
    """Take the rows of an aligned table, without those of the template and the parents of other rows, which are returned: their weights
    count too. ``grids``: the lines that stand in a grid."""
    parents: list[str] = []
    rows = reading.rows
    both = any({"period", "annual"} <= {half for _, half in row.cells} for row in rows)
    another = _another(reading)
    for n, row in enumerate(rows):
        following = rows[n + 1] if n + 1 < len(rows) else None
        if tables.is_parent(row, following):
            parents.append(" ".join(text.text for text, _ in row.cells.values()))
            continue
        if tables.is_template(row):
            continue
        body.level1 = row.level1.text if row.level1 is not None else ""
        body.level2 = row.level2.text if row.level2 is not None else ""
        doubt = tables.doubt_of_row(row, reading) or (_ANOTHER if n >= another else None)
        halves = dict(tables.targets(row, reading.layout.halves, doubt))
        if not halves:
            continue
        at = f"indicators[{len(body.indicators)}]"
        place = row.place()
        lost = _lost(row, halves, reading, both, grids)
        if lost:
            halves = dict(tables.targets(row, reading.layout.halves, None))
            body.uncertain += [Uncertain(f"{at}.{part}", why, place) for part, why in lost]
            halves.update({half: replace(halves[half], value=Text("", None, why)) for half, why in _valueless(halves, lost)})
        elif swallowed := tables.swallowed(row):
            halves = dict(tables.targets(row, reading.layout.halves, _SEVERAL))
            body.uncertain.append(Uncertain(at, f"{_SEVERAL}：{' '.join(swallowed.split())[:_QUOTED]}", place))
        elif doubt is not None:
            body.uncertain.append(Uncertain(at, doubt, place))
        body.add(halves.get("period"), halves.get("annual"))
    return parents


def _another(reading: tables.Reading) -> int:
    """The first row that may belong to another form: rows above it were read with doubt, and its level 2 stood before them too. As many as
    there are rows where none does."""
    above: set[str] = set()
    since: set[str] = set()
    last: str | None = None
    for n, row in enumerate(reading.rows):
        category = level2_of(row.level2.text) if row.level2 is not None else None
        if category in above and last not in (None, category):
            return n
        if tables.doubt_of_row(row, reading):
            above, since = above | since, set()
        if category is not None:
            since.add(category)
        last = category
    return len(reading.rows)


def _lost(
    row: tables.Row, halves: Mapping[Half, Target], reading: tables.Reading, both: bool, grids: Mapping[int, Line]
) -> list[tuple[str, str]]:
    """The cells of a row that the page has no place for: a value behind a name, the second half where other rows have it."""
    out: list[tuple[str, str]] = []
    for half, target in halves.items():
        if target.name and not target.value and not _printed(row, "value", half, reading, grids):
            out.append((f"{half}.value", _VALUE))
    if both and "annual" not in halves and not _printed(row, "name", "annual", reading, grids):
        out.append(("annual", _HALF))
    return out


def _valueless(halves: Mapping[Half, Target], lost: Sequence[tuple[str, str]]) -> Iterator[tuple[Half, str]]:
    named = dict(lost)
    yield from ((half, named[f"{half}.value"]) for half in halves if f"{half}.value" in named)


def _printed(row: tables.Row, role: str, half: Half, reading: tables.Reading, grids: Mapping[int, Line]) -> bool:
    """Whether the page prints an empty cell where a cell of the row is missing."""
    places = {(reading.layout.roles[n], reading.layout.halves[n]): col for col, n in reading.heads.items()}
    for key, atom in row.last.items():
        if key in places and isinstance(atom.source, Cell) and atom.line in grids and (role, half) in places:
            shift = atom.source.col - places[key]
            cell = grids[atom.line].at(places[role, half] + shift)
            return cell is not None and not cell.text.strip()
    return False


def _cut(body: Body, reading: tables.Reading) -> bool:
    """Whether the table broke off: its last row lost cells, a level was begun, a sentence goes on."""
    last = f"indicators[{len(body.indicators) - 1}]."
    if any(doubt.path.startswith(last) and doubt.why in (_VALUE, _HALF) for doubt in body.uncertain):
        return True
    edge = next((edge for edge in reversed(reading.alignment.edges) if edge.column >= 0), None)
    if edge is None:
        return False
    key = reading.layout.roles[edge.column], reading.layout.halves[edge.column]
    return key[0] in ("level1", "level2") or (key in reading.rows[-1].last and cut.goes_on(reading.rows[-1].last[key].folded))


def _left_out(reading: tables.Reading) -> list[Atom]:
    """The pieces the reading leaves out that were no page mark, template row or level label."""
    return [a for a in reading.left_out if fits.junk(a.folded) > 0.2 and level1_of(a.folded) is None and level2_of(a.folded) is None]


def draft(
    reading: tables.Reading,
    head: Header,
    title: Text | None,
    year: int | None,
    first: Atom,
    headings: Headings | None,
    grids: Mapping[int, Line],
    ends: bool,
) -> Iterator[Draft | NotChecked]:
    """The draft of a form, and records of what was left out of its table and of its upper part. ``ends``: the page ends with the table."""
    place = first.source.place
    if headings is not None and reading.fit > cost("doubt", "unread"):
        cells = [Cell(atom.raw, 0, 0, atom.source.place) for atom in reading.pieces()]
        yield NotChecked(place.label() or place.file, f"{UNFIT}：{shown(cells, 6)}", place)
        return
    body = Body()
    parents = rows_into(reading, body, grids)
    left = _left_out(reading)
    if (another := _another(reading)) < len(reading.rows):
        where = reading.rows[another].place()
        cells = [Cell(text.text, 0, 0, place) for text, _ in reading.rows[another].cells.values()]
        yield NotChecked(place.label() or place.file, f"{_ANOTHER}：{shown(cells, 4)}", where or place)
    if left:
        cells = [Cell(atom.raw, 0, 0, atom.source.place) for atom in left]
        yield NotChecked(place.label() or place.file, f"{_LEFT}：{shown(cells, 8)}", left[0].source.place)
    if reading.behind:
        cells = [Cell(atom.raw, 0, 0, atom.source.place) for atom in reading.behind]
        yield NotChecked(place.label() or place.file, f"{_BEHIND}：{shown(cells, 8)}", reading.behind[0].source.place)
    yield from unlabelled(head.beside, place)
    if not body.indicators:
        return
    roles = headings.columns.roles if headings is not None else frozenset(reading.layout.roles)
    two_sided = headings.columns.two_sided if headings is not None else False
    style: Style = reading.layout.style
    yield Draft(
        head,
        body,
        headings.columns if headings is not None else None,
        title,
        year or head.year,
        place,
        _STRATEGY[style.cell],
        truncated=ends and _cut(body, reading),
        doubt=tables.doubt_of_table(reading),
        unread=(*(atom.raw for atom in left), *parents),
        reading=explained.aligned(reading),
        two_sided=two_sided,
        roles=roles,
    )
