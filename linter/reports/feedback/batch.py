"""From a run's result to the review of the batch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from linter.model.finding import Family, Finding, form_key
from linter.model.form import Form
from linter.reports.feedback.model import Batch, ProjectReview, Remark, UnitReview
from linter.reports.feedback.remarks import remarks_of
from linter.reports.feedback.rounds import second_round
from linter.reports.feedback.scoring import score
from linter.reports.result import Result
from linter.reports.wording import FAMILY_NAMES, unchecked

Place = tuple[str, str | None, int | None]
NO_UNIT = "（未写明单位）"


def _text(form: Form, field: str) -> str:
    return "".join(form.fields[field].text.split()) if field in form.fields else ""


def unit_of(form: Form) -> str:
    """The unit a form is filed under: the implementing one, else the department."""
    return form.unit or _text(form, "department") or NO_UNIT


def key_of(form: Form) -> str:
    """The identity of a form across files and rounds."""
    return form_key(form.project, form.unit, form.title.text if form.title else "", form.index)


def _by_place(findings: Sequence[Finding]) -> dict[Place, list[Finding]]:
    """Findings that count, by the form (or the document) they speak of."""
    out: dict[Place, list[Finding]] = defaultdict(list)
    for f in findings:
        if f.suppressed is None and f.family is not Family.SUPPRESSIONS:
            out[f.location.file if f.location else "", f.location.member if f.location else None, f.form_index].append(f)
    return out


def _earlier(previous: Result | None) -> dict[str, tuple[Remark, ...]]:
    """Form key → the remarks of the first round."""
    if previous is None:
        return {}
    by_place = _by_place(previous.findings)
    return {
        key_of(form): remarks_of(by_place.get((document.path, document.member, form.index), []), previous.rules, form)
        for document in previous.documents
        for form in document.forms
    }


def _project(
    form: Form, file: str, member: str | None, findings: list[Finding], result: Result, before: tuple[Remark, ...] | None
) -> ProjectReview:
    titles = {rule.code: rule.title for rule in result.rules}
    remarks = remarks_of(findings, result.rules, form)
    gone: tuple[Remark, ...] = ()
    if before is not None:
        remarks, gone = second_round(before, remarks)
    return ProjectReview(file, member, unit_of(form), form.project, form.budget, form, remarks, score(findings, titles), gone)


def batch_of(result: Result, previous: Result | None = None) -> Batch:
    """The review of everything the run read. ``previous``: the result of the first round over the same forms."""
    by_place = _by_place(result.findings)
    earlier = _earlier(previous)
    projects: dict[str, list[ProjectReview]] = defaultdict(list)
    general: dict[str, tuple[Remark, ...]] = {}
    families: Counter[str] = Counter()
    for document in result.documents:
        whole = remarks_of(by_place.get((document.path, document.member, None), []), result.rules)
        for form in document.forms:
            before = earlier.get(key_of(form), ()) if previous is not None else None
            review = _project(
                form, document.path, document.member, by_place.get((document.path, document.member, form.index), []), result, before
            )
            projects[review.unit].append(review)
            families.update(FAMILY_NAMES.get(Family.of(remark.code), "自定义") for remark in review.remarks)
        if whole:
            unit = unit_of(document.forms[0]) if document.forms else NO_UNIT
            general[unit] = (*general.get(unit, ()), *whole)
            families.update(FAMILY_NAMES.get(Family.of(remark.code), "自定义") for remark in whole)
    units = tuple(
        UnitReview(
            unit,
            tuple(sorted(projects.get(unit, ()), key=lambda p: (-(p.amount or Decimal(-1)), p.file, p.form.index))),
            general.get(unit, ()),
        )
        for unit in sorted({*projects, *general}, key=lambda unit: (unit == NO_UNIT, unit))
    )
    years = Counter(form.budget_year for document in result.documents for form in document.forms if form.budget_year)
    notes = tuple(text for _, _, text in unchecked(result))
    year = years.most_common(1)[0][0] if years else None
    inputs = tuple(dict.fromkeys(source.path for source in result.inputs))
    order = {name: families[name] for name in (*FAMILY_NAMES.values(), "自定义") if families[name]}
    dropped = tuple(f for f in result.findings if f.suppressed is not None)
    unread: dict[str, tuple[str, ...]] = {}
    for source, _, text in unchecked(result):
        unread[source.path] = (*unread.get(source.path, ()), text)
    return Batch(
        units,
        order,
        notes,
        result.version,
        result.ruleset,
        previous is not None,
        year,
        inputs,
        unread,
        frozenset(text for _, note, text in unchecked(result) if note.fatal or note.hides),
        suppressed=dropped,
        knowledge=result.knowledge,
    )
