"""Tables without headings and lists of indicators: level labels open them; of the likely columns and styles the cheapest is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from linter.knowledge.patterns import deferred
from linter.layouts.alignment import fields
from linter.layouts.alignment import table as tables
from linter.layouts.alignment.atoms import BLANK, BREAK, LINE, MARK, PIPE, Atom, atoms_of
from linter.layouts.alignment.body import with_rests_parted, with_upright_labels, with_whole_labels, without_column_labels, without_totals
from linter.layouts.alignment.bounds import MOST, foot, is_level, openers, stop, too_long
from linter.layouts.alignment.chrome import without_chrome
from linter.layouts.alignment.columns import Style, layout_of
from linter.layouts.alignment.costs import cost
from linter.layouts.alignment.draft import draft
from linter.layouts.alignment.repeats import cut_at
from linter.layouts.alignment.soft import labels_in, quantity, split
from linter.layouts.alignment.stated import Stated, stated
from linter.layouts.assemble import Draft
from linter.layouts.labels import category_of, field_of
from linter.layouts.lines import Line
from linter.model.blocks import Cell, NotChecked, Paragraph
from linter.model.form import Half
from linter.values import normalise

_COLUMNS: tuple[tuple[str, ...], ...] = (
    ("name", "value"),
    ("name", "comparator", "value", "unit"),
    ("name", "value", "actual"),
    ("name", "value", "actual", "weight", "score"),
    ("name", "weight", "value", "actual", "score"),
)
"""Columns that tables whose headings are lost may have, the commonest first."""
_OPENS = deferred(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）]?[、.．]?|[【〔《\[])*")
_FRAMED = deferred(r"[【〔《\[(（]([^【】〔〕《》\[\]()（）]{4,16})[】〕》\])）]")
_PARTING = deferred("[·/>-]")
"""What parts the two levels of a label in a frame: 〔产出·数量〕."""
_LEAST_LIST, _LEAST_LABEL_LINE = 8, 8
_LEAST_LABELS, _LEAST_VALUES = 2, 2
_BEGINNING = 1_000
"""Pieces that settle style and columns: more than a hundred indicators have."""
_SURE, _MANY, _LEVELS = 1.0, 5, 4
"""The cost a row at which so many rows under so many levels are read though nothing announces a form."""
_LABELS_INSIDE = 5
"""So many level labels inside pieces are those of indicators."""
_GOOD = 0.45
"""A reading this cheap a row needs no rival."""


def _label_at_start(folded: str) -> bool:
    """Whether a piece opens with a level label, a number or bracket before it aside."""
    head, colon, rest = folded.partition(":")
    folded = rest if colon and field_of(head) == "indicator_block" else folded
    if (framed := _FRAMED.match(folded)) is not None and _PARTING.search(framed[1]) and category_of(framed[1], ""):
        return True
    bare = folded[_OPENS.match(folded).end() :]  # type: ignore[union-attr]
    spans = labels_in(bare)
    return is_level(bare.rstrip(":：")) or (
        bool(spans) and spans[0][0] == 0 and bare[spans[0][1] :][:1] in (":", "：", "-", "—", "】", "]", "・", "·", "/", "。")
    )


def lists(text: str) -> bool:
    """Whether a text lists indicators behind level labels: 【产出指标-数量指标】…, or lines that open with a category and a colon."""
    folded = normalise(text).text
    if len(folded) < _LEAST_LIST or not labels_in(folded):
        return False
    lines = [normalise(line).text for line in text.splitlines()]
    return any(_label_at_start(line) and len(line) > _LEAST_LABEL_LINE and quantity().search(line) for line in lines) or (
        sum(_label_at_start(line) for line in lines) >= _LEAST_LABELS and len(lines) > _LEAST_LABELS
    )


def listed(cell: Cell) -> tables.Reading | None:
    """The indicators listed inside a cell."""
    found = _best(list(split(atoms_of([Paragraph(cell.text, cell.place, cell.confidence)]))))
    return found if found.rows and found.fit <= cost("doubt", "unread") else None


def _begun(part: Sequence[Atom]) -> tuple[Sequence[Atom], int] | None:
    """A stretch and where its indicators begin: at a piece that opens with a level label; else, where many stand inside its pieces (run-on
    text, questions and answers), at the first of them."""
    first = next((n for n, atom in enumerate(part) if _label_at_start(atom.folded)), None)
    if first is not None:
        return part, first
    inside = [(n, start) for n, atom in enumerate(part) for start, end in labels_in(atom.folded) if atom.folded[start:end].endswith("指标")]
    if len(inside) < _LABELS_INSIDE:
        return None
    first, at = inside[0]
    pieces = list(cut_at(part[first], [at] if at else []))
    return [*part[:first], *pieces, *part[first + 1 :]], first + len(pieces) - 1


def _parts(atoms: Sequence[Atom]) -> Iterator[Sequence[Atom]]:
    """The stretches between one opening of a form and the next that has a level label before it."""
    start, labelled = 0, False
    opened = {n for n, _ in openers(atoms)}
    for n, atom in enumerate(atoms):
        if n in opened and labelled:
            yield atoms[start:n]
            start, labelled = n, False
        labelled = labelled or _label_at_start(atom.folded)
    yield atoms[start:]


def _styles(atoms: Sequence[Atom]) -> list[Style]:
    gaps = {atom.gap for atom in atoms}
    out = [Style(MARK, False)]
    if gaps & {PIPE}:
        out.append(Style(PIPE, True))
    if BREAK in gaps and PIPE not in gaps:
        out.append(Style(BREAK, False))
    if LINE in gaps:
        out.append(Style(LINE, False))
    if BLANK in gaps:
        out.append(Style(BLANK, LINE in gaps))
    return out


def _best(pieces: Sequence[Atom]) -> tables.Reading:
    """The reading in the cheapest style and under the cheapest columns. What follows a long beginning follows it in these too."""
    chosen = _cheapest(pieces[:_BEGINNING])
    return chosen if len(pieces) <= _BEGINNING else tables.read(pieces, chosen.layout)


def _cheapest(pieces: Sequence[Atom]) -> tables.Reading:
    """The cheapest reading of the pieces over the likely styles, then over the likely columns."""
    levels: list[tuple[str, Half | None]] = [("level1", None), ("level2", None)]
    plain: list[tuple[str, Half | None]] = [*levels, ("name", "annual"), ("value", "annual")]
    readings = [tables.read(pieces, layout_of(plain, style)) for style in _styles(pieces)]
    best = min(readings, key=lambda one: one.alignment.cost)
    if best.fit <= _GOOD:
        return best
    others = [tables.read(pieces, layout_of([*levels, *((role, "annual") for role in roles)], best.layout.style)) for roles in _COLUMNS[1:]]
    rival = min(others, key=lambda one: one.alignment.cost)
    return rival if rival.alignment.cost + cost("doubt", "rival") * len(rival.layout.roles) / 2 < best.alignment.cost else best


def _levelled(rows: Sequence[tables.Row]) -> bool:
    """Whether so many rows stand under so many levels that no form need be announced."""
    return len(rows) >= _MANY and len({row.level2.text for row in rows if row.level2 is not None}) >= _LEVELS


def _enough(rows: Sequence[tables.Row], opened: bool) -> bool:
    """Two rows are a table; one is where a form opens above it and it stands under both of its levels."""
    return len(rows) > 1 or (opened and len(rows) == 1 and rows[0].level1 is not None and rows[0].level2 is not None)


def read(atoms: Sequence[Atom], before: Stated, grids: Mapping[int, Line]) -> Iterator[Draft | NotChecked]:
    """The forms of a stretch without headings."""
    atoms = with_upright_labels(atoms)
    own = list(stated(atoms, before.unit))
    at = 0
    for stretch in _parts(atoms):
        at += len(stretch)
        if (begun := _begun(stretch)) is None:
            continue
        part, first = begun
        end = stop(part, first, len(part), False)
        body = part[first:end]
        labels = sum(len(labels_in(atom.folded)) or _label_at_start(atom.folded) for atom in body)
        values = sum(1 for atom in body for match in quantity().finditer(atom.folded) if match.group())
        if labels < _LEAST_LABELS or values < _LEAST_VALUES:
            continue
        if len(body) > MOST:
            yield too_long(body)
            continue
        opened = any(True for _ in openers(part[: first + 1]))
        reading = _best(without_column_labels(without_totals(list(split(with_rests_parted(with_whole_labels(without_chrome(body))))))))
        rows = [row for row in reading.rows if row.text("name", "annual") and row.text("value", "annual")]
        if (
            not _enough(rows, opened)
            or (not opened and reading.fit > (_SURE if _levelled(rows) else _GOOD))
            or reading.fit > cost("doubt", "unread")
        ):
            continue
        above = next((one for one in reversed(own) if one.at <= at - len(stretch) + first), before)
        head, title, year = fields.read([*part[:first], *part[end : foot(part, end, len(part))]], above, False, grids)
        yield from draft(reading, head, title, year, part[0] if opened else part[first], None, grids, end == len(part) and at == len(atoms))
