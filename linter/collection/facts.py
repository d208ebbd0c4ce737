"""What is kept of a form when its document is gone: enough to compare it with any other form, and to say where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from linter.files.numbered import Numbered
from linter.model.document import Document
from linter.model.finding import fold, form_key
from linter.model.form import Form, Indicator, Kind, Target
from linter.model.place import Place

_MIN_CUT = 4


class RowFacts(NamedTuple):
    """One indicator, folded for comparison: canonical category, name, and value with what its own columns say."""

    category: str
    name: str
    value: str


class FormFacts(Struct, frozen=True):
    """A form as comparisons see it. ``budget`` is 元 (the annual total, else the period's); ``rows`` hold filled rows only.

    ``document`` numbers the documents of the collection from 0, ``index`` the forms of its document from 1.
    """

    document: int
    index: int
    kind: Kind
    project: str
    unit: str
    title: str
    budget: Decimal | None
    year: int | None
    rows: tuple[RowFacts, ...]
    place: Place | None
    truncated: bool = False
    incomplete: bool = False
    """See ``Form.incomplete``."""
    code: str = ""
    """项目编码, folded; ``""`` where the form prints none."""

    @property
    def key(self) -> str:
        """The identity of the form across files and formats."""
        return form_key(self.project, self.unit, self.title, self.index)


class Joined(Numbered[FormFacts]):
    """The facts of two sets one after the other, neither copied: they may be on disk."""

    def __init__(self, first: Sequence[FormFacts], second: Sequence[FormFacts]) -> None:
        self._first, self._second = first, second

    def __len__(self) -> int:
        return len(self._first) + len(self._second)

    def __iter__(self) -> Iterator[FormFacts]:
        return chain(self._first, self._second)

    def _at(self, number: int) -> FormFacts:
        return self._first[number] if number < len(self._first) else self._second[number - len(self._first)]


def _value(target: Target) -> str:
    parts = (target.comparator, target.value, target.unit, *target.thresholds)
    return fold("".join(part.text for part in parts if part is not None))


def _halves(indicator: Indicator) -> list[tuple[str, str]]:
    """Folded name and value of the distinct halves of a row; a name cut at the cell's width gives way to the whole one."""
    halves = [(fold(half.name.text), _value(half)) for half in (indicator.period, indicator.annual) if half is not None]
    if len(halves) == 2 and halves[0][1] == halves[1][1]:
        long, short = sorted((name for name, _ in halves), key=len, reverse=True)
        if long == short or (len(short) >= _MIN_CUT and long.startswith(short)):
            return [(long, halves[0][1])]
    return halves


def row_facts(form: Form) -> tuple[RowFacts, ...]:
    """The filled rows of a form; halves that say the same are one row."""
    rows = [RowFacts(row.category, name, value) for row in form.indicators for name, value in _halves(row)]
    return tuple(dict.fromkeys(row for row in rows if row.name and row.value))


def facts_of(document: Document, number: int = 0) -> tuple[FormFacts, ...]:
    """The facts of every form of a document, the document being the ``number``-th of its collection."""
    return tuple(
        FormFacts(
            document=number,
            index=form.index,
            kind=form.kind,
            project=form.project,
            unit=form.unit,
            title=form.title.text.strip() if form.title else "",
            budget=form.budget,
            year=form.budget_year,
            rows=row_facts(form),
            place=form.title.place if form.title and form.title.place else form.place,
            truncated=form.truncated,
            incomplete=form.incomplete,
            code=fold(form.fields["code"].text) if "code" in form.fields else "",
        )
        for form in document.forms
    )
