"""What is kept of one input once it was checked by itself, and its compact spelling for the cache."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from linter.collection.facts import FormFacts, RowFacts, facts_of
from linter.model.blocks import Comment, NotChecked
from linter.model.finding import Confidence, Edit, Finding, Fix, Related, Severity
from linter.model.form import Form
from linter.model.place import Place
from linter.reports.result import FormLine, Input
from linter.run.engine import Outcome


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One input: its record, its findings, the facts other inputs are compared by, and the remarks that may suppress.

    Findings read back from the cache lack ``data`` and ``proposals``: sentences are made, and nothing asks for them later.
    """

    input: Input
    findings: tuple[Finding, ...]
    facts: tuple[FormFacts, ...]
    comments: tuple[Comment, ...]

    @property
    def sound(self) -> bool:
        """Everything could be read and every rule ran: worth keeping. A failure may be gone next time."""
        return not any(note.fatal for note in self.input.not_checked)


def _line(form: Form) -> FormLine:
    return FormLine(form.index, form.project, form.unit, f"{form.budget:.2f}" if form.budget is not None else "")


def record_of(outcome: Outcome, findings: tuple[Finding, ...]) -> InputRecord:
    """The record of a linted document; ``findings`` are the outcome's, with lines looked up."""
    document = outcome.document
    listed = tuple(map(_line, document.forms))
    notes = outcome.not_checked
    record = Input(document.path, document.sha256, document.format, len(document.forms), notes, document.member, listed)
    return InputRecord(record, findings, facts_of(document), document.comments)


# -- spelling ------------------------------------------------------------------------------------------------------------------


def _place(place: Place | None) -> list[Any] | None:
    if place is None:
        return None
    last = max((n for n, value in enumerate(place) if value is not None), default=0)
    return list(place[: last + 1])


def _to_place(data: list[Any] | None) -> Place | None:
    if data is None:
        return None
    place = Place(*data)
    if place.bbox is None:
        return place
    x0, y0, x1, y1 = place.bbox
    return place._replace(bbox=(x0, y0, x1, y1))


_PLAIN = (
    *("code", "slug", "message", "suggestion", "source", "form_index", "project", "level2", "indicator", "field"),
    *("half", "quote", "path", "fingerprint", "cell", "span", "two_sided"),
)
"""What of a finding JSON spells as it is."""
_SEVERITIES, _CONFIDENCES = {str(one): one for one in Severity}, {str(one): one for one in Confidence}


def _finding(f: Finding) -> list[Any]:
    fix = [f.fix.safe, [[e.path, e.old, e.new] for e in f.fix.edits]] if f.fix else None
    related = [[one.path, one.role, _place(one.location)] for one in f.related]
    levels = [f.severity, f.confidence, f.original_severity]
    return [[getattr(f, name) for name in _PLAIN], levels, _place(f.location), related, fix]


def _to_finding(row: list[Any]) -> Finding:
    plain, (severity, confidence, original), location, related, fix = row
    values: dict[str, Any] = dict(zip(_PLAIN, plain, strict=True))
    values["span"] = tuple(values["span"]) if values["span"] else None
    return Finding(
        **values,
        severity=_SEVERITIES[severity],
        confidence=_CONFIDENCES[confidence],
        original_severity=_SEVERITIES[original] if original else None,
        location=_to_place(location),
        related=tuple([Related(path, role, _to_place(place)) for path, role, place in related]),
        fix=Fix(fix[0], tuple(Edit(*edit) for edit in fix[1])) if fix else None,
    )


def _note(note: NotChecked) -> list[Any]:
    return [note.what, note.why, _place(note.place), note.fatal]


_FACTS = ("index", "kind", "project", "unit", "title", "year", "rows", "truncated", "incomplete")


def _facts(one: FormFacts) -> list[Any]:
    budget = str(one.budget) if one.budget is not None else None
    return [[getattr(one, name) for name in _FACTS], budget, _place(one.place)]


def _to_facts(row: list[Any]) -> FormFacts:
    plain, budget, place = row
    values: dict[str, Any] = dict(zip(_FACTS, plain, strict=True))
    rows = tuple(RowFacts(*one) for one in values.pop("rows"))
    return FormFacts(document=0, **values, rows=rows, budget=Decimal(budget) if budget is not None else None, place=_to_place(place))


_INPUT = ("path", "sha256", "format", "forms", "member")


def dumps(records: list[InputRecord]) -> str:
    """The records of one job as text."""
    return json.dumps(
        [
            [
                [getattr(one.input, name) for name in _INPUT],
                [[line.index, line.project, line.unit, line.amount] for line in one.input.listed],
                [_note(note) for note in one.input.not_checked],
                [_finding(finding) for finding in one.findings],
                [_facts(facts) for facts in one.facts],
                [[comment.text, _place(comment.place)] for comment in one.comments],
            ]
            for one in records
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def loads(text: str) -> list[InputRecord]:
    """The records ``dumps`` spelled.

    Raises:
        ValueError, TypeError, LookupError: it is no such text.
    """
    out = []
    for head, lines, notes, findings, facts, comments in json.loads(text):
        unread = tuple(NotChecked(what, why, _to_place(place), fatal) for what, why, place, fatal in notes)
        plain: dict[str, Any] = dict(zip(_INPUT, head, strict=True))
        record = Input(**plain, not_checked=unread, listed=tuple(FormLine(*line) for line in lines))
        said = tuple(Comment(words, place) for words, at in comments if (place := _to_place(at)) is not None)
        out.append(InputRecord(record, tuple(map(_to_finding, findings)), tuple(map(_to_facts, facts)), said))
    return out
