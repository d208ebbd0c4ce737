"""Doubt binds every rule: what rests on a doubtful reading is at most info, and so is what rests on the absence of something in a table
that was read with doubt, cut off, or partly unread. Rules cannot forget it, for it is decided here."""

from __future__ import annotations

from collections.abc import Iterable

from linter.knowledge.patterns import deferred
from linter.model.document import Document
from linter.model.finding import Related
from linter.model.form import HALVES, Form, Text
from linter.model.path import Path, resolve
from linter.model.place import Place
from linter.rules.api import Hit, Rule

_WHOLE_ROW = deferred(r"indicators\[[0-9]+\]")


def on_absence(rule: Rule, hit: Hit) -> bool:
    """Whether the finding says that something is missing, or a sum of parts that may be incomplete."""
    return rule.rests_on_absence if hit.rests_on_absence is None else hit.rests_on_absence


def in_form(form: Form, path: Path, half: str | None, text: Text | Place | None) -> bool:
    """Whether a place of a form was read with doubt: its cell, its row in the table, or the table as a whole. ``half``: of the finding."""
    if isinstance(text, Text) and text.doubt:
        return True
    if path.row is None:
        return form.doubt is not None and path.field is None
    return form.doubt is not None or _row(form, path.row, half)


def _row(form: Form, row: int, half: str | None) -> bool:
    """Every half the finding speaks of was read with doubt."""
    wanted = HALVES if half in (None, "both") else tuple(each for each in HALVES if each == half)
    anchor = f"indicators[{row}]"
    doubted = {doubt.path for doubt in form.uncertain}
    targets = [(each, target) for each in wanted if (target := form.indicators[row].half(each))]
    return bool(targets) and all(
        t.name.doubt or t.value.doubt or not doubted.isdisjoint((anchor, f"{anchor}.{each}")) for each, t in targets
    )


def in_document(document: Document, rule: Rule, hit: Hit, path: Path, text: Text | Place | None, related: Iterable[Related]) -> bool:
    """Whether a finding on the document rests on what was read with doubt: a place of a form, a figure of a doubtful table; or on the absence
    of something in a form or a document of which something may be missing."""
    form = document.forms[path.form] if path.form is not None else None
    if form is not None and in_form(form, path, None, text):
        return True
    places = [path, *(Path.of(each.path) for each in related)]
    if any(document.tables[place.table].doubt is not None for place in places if place.table is not None):
        return True
    return on_absence(rule, hit) and (form.incomplete if form is not None else document.incomplete)


def absent(rule: Rule, hit: Hit, form: Form) -> bool:
    """Whether the finding rests on absence in a form that is incomplete, or has a row that was read with doubt: what is missing may stand
    there."""
    return on_absence(rule, hit) and (form.incomplete or any(_WHOLE_ROW.fullmatch(doubt.path) for doubt in form.uncertain))


def elsewhere(others: Iterable[tuple[Document, Related]]) -> bool:
    """Whether one of the other places a finding rests on, each with its document, was read with doubt."""
    for document, related in others:
        path = Path.of(related.path)
        if path.form is not None and in_form(document.forms[path.form], path, path.half, resolve(document, path)):
            return True
    return False
