"""Symbolic paths: what a rule names, resolved once through provenance.

Grammar (0-based indices)::

    path      = "" | form | table | narrative
    form      = [ "forms[" n "]" "." ] ( "fields." key [ "." half ] | "fields.funding." half "." label
                                       | "indicators[" n "]" [ "." half [ "." part ] ] ) | "forms[" n "]"
    table     = "tables[" n "]" [ ".rows[" n "]" [ ".figures[" n "]" ] ]
    narrative = "narrative[" n "]" [ ".paragraphs[" n "]" ]
    part      = "name" | "value" | "comparator" | "unit" | "nature" | "weight" | "standard" | "actual" | "score"
              | "explanation" | "remark" | "thresholds[" n "]"

``fields.goal.annual`` and ``fields.total.period`` address the goal and the amounts; the pointer into ``parse`` output is
the same path. Without ``forms[n]`` a path is relative to a form: that is how rules of scope FORM write theirs.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from linter.model.document import Document
from linter.model.form import HALVES, OPTIONAL_PARTS, Form, Half, Target, Text
from linter.model.place import Place

PARTS = ("name", "value", *OPTIONAL_PARTS)
"""The cells of one half of a row, but ``thresholds``, of which there are several."""

_FORM = re.compile(r"forms\[(\d+)\](?:\.(.+))?", re.DOTALL)
_ROW = re.compile(rf"indicators\[(\d+)\](?:\.(period|annual)(?:\.({'|'.join(PARTS)}|thresholds\[(\d+)\]))?)?")
_FIELD = re.compile(
    r"fields\.(?:(?P<halved>goal|total)\.(?P<half>period|annual)|(?P<funding>funding)\.(?P<of>period|annual)\.(?P<source>.+)|(?P<key>\w+))",
    re.DOTALL,
)
_TABLE = re.compile(r"tables\[(\d+)\](?:\.rows\[(\d+)\](?:\.figures\[(\d+)\])?)?")
_NARRATIVE = re.compile(r"narrative\[(\d+)\](?:\.paragraphs\[(\d+)\])?")


class PathError(LookupError):
    """The path is none, or names nothing in this document: a bug in the rule that gave it."""


class Path(Struct, frozen=True):
    """A symbolic path in its parts; ``str(path)`` is its spelling. ``Path()`` is the document itself.

    ``form`` numbers the document's forms (``None``: relative to a form, or outside forms). In a form, either ``row`` (an indicator, with
    ``half`` and ``part``; ``threshold`` numbers the columns of part ``thresholds``) or ``field`` (with ``half`` for goal, total and
    funding; ``source`` is funding's label). Outside, ``table`` with ``table_row`` and ``figure``, or ``section`` with ``paragraph``.
    """

    form: int | None = None
    row: int | None = None
    field: str | None = None
    half: Half | None = None
    part: str | None = None
    threshold: int | None = None
    source: str | None = None
    table: int | None = None
    table_row: int | None = None
    figure: int | None = None
    section: int | None = None
    paragraph: int | None = None

    @staticmethod
    def of(path: Path | str) -> Path:
        """A path as it is, or as it is spelled.

        Raises:
            PathError: no such spelling.
        """
        return path if isinstance(path, Path) else _parsed(path)

    def __str__(self) -> str:
        steps: list[str] = [f"forms[{self.form}]"] if self.form is not None else []
        if self.row is not None:
            steps.append(f"indicators[{self.row}]")
        elif self.field is not None:
            steps += ["fields", self.field]
        elif self.table is not None:
            steps.append(f"tables[{self.table}]")
            steps += [f"{name}[{n}]" for name, n in (("rows", self.table_row), ("figures", self.figure)) if n is not None]
        elif self.section is not None:
            steps.append(f"narrative[{self.section}]")
            steps += [f"paragraphs[{self.paragraph}]"] if self.paragraph is not None else []
        steps += [self.half] if self.half is not None else []
        steps += [self.source] if self.source is not None else []
        if self.part is not None:
            steps.append(self.part if self.threshold is None else f"{self.part}[{self.threshold}]")
        return ".".join(steps)

    def within(self, form: int) -> Path:
        """The path, relative to a form so far, in the form of this number."""
        return replace(self, form=form)

    @property
    def anchor(self) -> Path | None:
        """The row or field the path belongs to: what rules contend for. The totals of the two halves are two fields; ``None`` for the form."""
        if self.row is not None:
            return Path(self.form, self.row)
        if self.field is not None:
            return Path(self.form, field=self.field, half=self.half if self.field == "total" else None)
        return None

    @property
    def report_field(self) -> str | None:
        """The field as reports name it (``total_annual``), ``None`` for rows and the form."""
        return f"total_{self.half}" if self.field == "total" and self.half is not None else self.field


DOCUMENT = Path()
"""The document itself."""


@lru_cache(maxsize=8192)
def _parsed(text: str) -> Path:
    if not text:
        return DOCUMENT
    form, rest = None, text
    if match := _FORM.fullmatch(text):
        form, rest = int(match[1]), match[2]
        if rest is None:
            return Path(form)
    if match := _ROW.fullmatch(rest):
        row, half, part, threshold = match.groups()
        return Path(form, int(row), half=_half(half), part=part and part.partition("[")[0], threshold=_number(threshold))
    if match := _FIELD.fullmatch(rest):
        field = match["halved"] or match["funding"] or match["key"]
        return Path(form, field=field, half=_half(match["half"] or match["of"]), source=match["source"])
    if form is None and (match := _TABLE.fullmatch(rest)):
        table, table_row, figure = map(_number, match.groups())
        return Path(table=table, table_row=table_row, figure=figure)
    if form is None and (match := _NARRATIVE.fullmatch(rest)):
        return Path(section=int(match[1]), paragraph=_number(match[2]))
    raise PathError(text)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits is not None else None


def _half(word: str | None) -> Half | None:
    return next((half for half in HALVES if half == word), None)


# -- resolving -----------------------------------------------------------------------------------------------------------------


def _cell(target: Target | None, path: Path) -> Text | None:
    if target is None:
        raise PathError(str(path))
    if path.part is None:
        return target.value if target.value.place and not target.name.place else target.name
    if path.threshold is not None:
        return target.thresholds[path.threshold]
    cell = getattr(target, path.part)
    if not isinstance(cell, Text):
        raise PathError(str(path))
    return cell


def _in_row(form: Form, row: int, path: Path) -> Text | None:
    indicator = form.indicators[row]
    if path.half is None:
        target = indicator.annual or indicator.period
        return None if target is None else _cell(target, path)
    return _cell(indicator.half(path.half), path)


def _in_field(form: Form, path: Path) -> Text:
    if path.field is None or path.half is None:
        return form.fields[path.field or ""]
    if path.source is not None:
        return form.funding[path.half][path.source].text
    return form.goal[path.half] if path.field == "goal" else form.total[path.half].text


def _in_document(document: Document, path: Path) -> Text | Place | None:
    if path.table is not None:
        table = document.tables[path.table]
        if path.table_row is None:
            return table.place
        row = table.rows[path.table_row]
        return row.label if path.figure is None else row.figures[path.figure].text
    if path.section is not None:
        paragraphs = document.narrative[path.section].paragraphs
        return paragraphs[path.paragraph] if path.paragraph is not None else paragraphs[0] if paragraphs else None
    raise PathError(str(path))


def resolve(document: Document, path: Path | str) -> Text | Place | None:
    """The text (or, for a whole form or table, the place) a path names. ``None`` for the document itself.

    Raises:
        PathError: the path names nothing: a cell, a half or a column that this row does not have.
    """
    path = Path.of(path)
    if path == DOCUMENT:
        return None
    try:
        if path.form is None:
            return _in_document(document, path)
        form = document.forms[path.form]
        if path.row is not None:
            return _in_row(form, path.row, path)
        if path.field is not None:
            return _in_field(form, path)
    except (IndexError, KeyError) as error:
        raise PathError(str(path)) from error
    return form.title if form.title is not None else form.place


def place_of(document: Document, path: Path | str, span: tuple[int, int] | None = None) -> Place | None:
    """The concrete place of a path, narrowed to a span of code points of the raw text where one is given."""
    target = resolve(document, path)
    if not isinstance(target, Text):
        return target
    if target.place is None:
        return None
    start, end = span or (0, len(target.text))
    return target.place.within(start, end, target.text)


def place_near(document: Document, path: Path | str, span: tuple[int, int] | None = None) -> Place:
    """``place_of``, and for what stands nowhere (a cell the file lacks) the nearest place: its row, its form's head, the file."""
    path = Path.of(path)
    return place_of(document, path, span) or _beside(document, path) or Place(document.path, document.member)


def _beside(document: Document, path: Path) -> Place | None:
    if path.form is None:
        return None
    form = document.forms[path.form]
    if path.row is not None:
        indicator = form.indicators[path.row]
        targets = [target for half in sorted(HALVES, key=lambda half: half != path.half) if (target := indicator.half(half))]
        texts = (text for target in targets for text in (target.name, target.value))
        if place := next((text.place for text in texts if text.place is not None), None):
            return place
    return (form.title.place if form.title is not None else None) or form.place
