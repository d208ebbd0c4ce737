"""Two versions of the same forms beside each other: aligned rows, what changed in the header, what became of each finding.

The command ``compare`` reads both sides with ``linter.run.pipeline``; PAIR rules run here.
"""

from __future__ import annotations

import pathlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from msgspec.structs import replace

from linter.collection.changes import Kind
from linter.collection.facts import FormFacts, facts_of
from linter.collection.pairing import Paired, pair_forms, unit_key
from linter.collection.rounds import ELSEWHERE, NEW, SETTLED, Spot, spot_of, state_of
from linter.formats import Limits
from linter.knowledge.context import using
from linter.model.blocks import NotChecked
from linter.model.document import Document
from linter.model.finding import Family, Finding, Related, fold, with_fingerprints
from linter.model.form import HALVES, Form, Money
from linter.model.path import Path, place_of
from linter.policy.baseline import mark
from linter.policy.settings import Settings
from linter.policy.suppression import Applying, read_comments
from linter.reports.comparison.model import Comparison, FormChange, FormRef, HeaderChange, RowChange, Side
from linter.reports.result import Result
from linter.rules.api import Scope
from linter.rules.pairs import PairView, RowPair
from linter.rules.registry import rules
from linter.rules.views import FormView, PlacedRow
from linter.run.engine import Run, suggestion_of
from linter.run.inputs import Job
from linter.run.pipeline import run
from linter.run.precedence import Raw
from linter.run.prepare import Policy, Setup

OLD, NEW_SIDE = "前一版", "后一版"
_TEXTS = ("project", "unit", "department", "attribute", "duration", "overview", "basis", "necessity", "measures", "plan")


class _PairRun(Run):
    """The PAIR rules over one form of the later version. ``related`` of a hit names the earlier form."""

    def __init__(self, pair: PairView, settings: Settings) -> None:
        super().__init__(pair.new.document, settings)
        self.pair = pair

    def pair_findings(self) -> Iterator[Finding]:
        view = self.pair.new
        where = f"“{view.project or view.form.index}”"
        raws: list[Raw] = []
        for loaded in self.plan.get(Scope.PAIR, ()):
            told = loaded.rule.holds_alone and self.pair.old.form.kind == view.form.kind  # by the check of this version
            if view.form.kind in loaded.rule.kinds and not told:
                for hit in self.hits(loaded, self.pair, where):
                    raws += self.raw(loaded, hit, hit.at, view)
        for raw in self.ordered(raws):
            yield from self.made(raw.loaded, where, partial(self._pair_finding, raw))

    def _pair_finding(self, raw: Raw) -> Finding | None:
        old = self.pair.old
        paths = [(Path.of(at).within(old.form.index - 1), role) for at, role in raw.hit.related]
        related = tuple(Related(str(path), role, place_of(old.document, path)) for path, role in paths)
        suggestion = suggestion_of(raw.loaded, raw.hit, self.pair)
        return self.form_finding(raw, self.pair.new, suggestion, related, old.document)


def lint_pair(pair: PairView, settings: Settings) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """What the PAIR rules find in one form beside its earlier version, and the rules that crashed."""
    run_ = _PairRun(pair, settings)
    with using(settings.knowledge):
        findings = list(with_fingerprints(run_.pair_findings()))
    return tuple(findings), tuple(run_.crashed.values())


def lint_versions(old: Document, new: Document, settings: Settings) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """The PAIR rules over all forms of two documents."""
    views = [[FormView(form, document) for form in document.forms] for document in (old, new)]
    results = [
        lint_pair(PairView(views[0][pair.old], views[1][pair.new]), settings)
        for pair in pair_forms(facts_of(old), facts_of(new), renamed=True).pairs
    ]
    return tuple(f for findings, _ in results for f in findings), tuple(note for _, notes in results for note in notes)


# -- what changed --------------------------------------------------------------------------------------------------------------


def _texts(form: Form) -> Iterator[tuple[tuple[str, str | None], str]]:
    """Every header text by field and half."""
    for key in _TEXTS:
        if key in form.fields:
            yield (key, None), form.fields[key].text
    for half in HALVES:
        if half in form.goal:
            yield ("goal", half), form.goal[half].text


def _amount(money: Money | None) -> Decimal | None:
    return money.amount if money is not None else None


def _header(old: Form, new: Form) -> Iterator[HeaderChange]:
    """Fields both versions print that read differently; amounts by their number, whatever the unit they are printed in."""
    before, after = dict(_texts(old)), dict(_texts(new))
    for (field, half), text in after.items():
        was = before.get((field, half))
        key = unit_key if field in ("unit", "department") else fold
        if was is not None and key(was) != key(text):
            yield HeaderChange(field, half, was.strip(), text.strip(), Kind.REWORDED)
    for half in HALVES:
        a, b = old.total.get(half), new.total.get(half)
        then, now = _amount(a), _amount(b)
        if a is None or b is None or then == now:
            continue
        kind = Kind.REWORDED if then is None or now is None else Kind.RAISED if now > then else Kind.LOWERED
        texts = [f"{money.text.text.strip()}{money.unit}" if money.amount is not None else "" for money in (a, b)]
        yield HeaderChange(f"total_{half}", None, texts[0], texts[1], kind)


def _side(indicator: PlacedRow | None, view: FormView) -> Side | None:
    if indicator is None:
        return None
    path = f"forms[{view.form.index - 1}].{indicator.path('value')}"
    row = indicator.row
    shown = "".join(part for part in (row.comparator, row.value_text, row.unit) if part) or "；".join(row.thresholds)
    return Side(path, row.category or row.level2, row.name_text.strip(), shown.strip(), place_of(view.document, path))


def _row(row: RowPair, pair: PairView) -> RowChange:
    return RowChange(row.kinds, row.half, _side(row.old, pair.old), _side(row.new, pair.new))


def _followed(pair: PairView) -> dict[tuple[str, str], tuple[str, str]]:
    """Category and name of a renamed or moved row → its category and name today."""
    places = {}
    for row in pair.rows:
        if row.old is not None and row.new is not None and {Kind.RENAMED, Kind.MOVED} & set(row.kinds):
            before, after = ((p.row.category or p.row.level2, fold(p.row.name_text)) for p in (row.old, row.new))
            places[before] = after
    return places


def _gone(pair: PairView, finding: Finding, between: Collection[str]) -> str:
    """Whether a finding that is there no more was put right here. ``between``: the rules that compare forms with each other, which speak of a
    form's rows."""
    rows = all(row.kinds == (Kind.UNCHANGED,) for row in pair.rows)
    header = rows and (finding.code in between or not any(_header(pair.old.form, pair.new.form)))
    return ELSEWHERE if header else SETTLED


def _states(pair: PairView, old: Sequence[Finding], new: Sequence[Finding], between: Collection[str]) -> Iterator[tuple[str, Finding]]:
    """Every finding with its state: the settled ones of the earlier version, then all of the later."""
    places = _followed(pair)

    def follow(spot: Spot) -> Spot:
        code, where, name = spot
        return (code, *places.get((where, name), (where, name)))

    states = {follow(spot_of(f)): state_of([f], new, follow) for f in old}
    yield from ((_gone(pair, f, between), f) for f in old if states[follow(spot_of(f))] == SETTLED)
    yield from ((states.get(spot_of(f), NEW), f) for f in new)


# -- both sides ----------------------------------------------------------------------------------------------------------------


class _Version:
    """One side: its facts, and for each of them the form, its view and its findings that count."""

    def __init__(self, result: Result) -> None:
        self.documents = result.documents
        self.facts: list[FormFacts] = [form_facts for n, document in enumerate(result.documents) for form_facts in facts_of(document, n)]
        self._views = {n: [FormView(form, document) for form in document.forms] for n, document in enumerate(result.documents)}
        self._findings: dict[tuple[str, str | None, int], list[Finding]] = {}
        for f in result.findings:
            if f.suppressed is None and f.form_index is not None and f.location is not None and f.family is not Family.SUPPRESSIONS:
                self._findings.setdefault((f.location.file, f.location.member, f.form_index), []).append(f)

    def view(self, number: int) -> FormView:
        form_facts = self.facts[number]
        return self._views[form_facts.document][form_facts.index - 1]

    def findings(self, number: int) -> list[Finding]:
        document = self.documents[self.facts[number].document]
        return self._findings.get((document.path, document.member, self.facts[number].index), [])

    def ref(self, number: int) -> FormRef:
        form_facts = self.facts[number]
        document: Document = self.documents[form_facts.document]
        return FormRef(
            document.path, document.member, form_facts.index, form_facts.project, form_facts.unit, form_facts.kind, form_facts.budget
        )


def _form(paired: Paired, old: _Version, new: _Version, settings: Settings, notes: list[tuple[str, NotChecked]]) -> FormChange:
    pair = PairView(old.view(paired.old), new.view(paired.new))
    noticed, crashed = lint_pair(pair, settings)
    notes += [(NEW_SIDE, note) for note in crashed]
    target = pair.new.form.kind == pair.old.form.kind
    between = {loaded.rule.code for loaded in rules() if loaded.rule.scope in (Scope.COLLECTION, Scope.YEARS)}
    states = tuple(_states(pair, old.findings(paired.old), new.findings(paired.new), between)) if target else ()
    return FormChange(
        paired.way,
        old.ref(paired.old),
        new.ref(paired.new),
        tuple(_header(pair.old.form, pair.new.form)),
        tuple(_row(row, pair) for row in pair.rows),
        states,
        noticed,
        len(pair.new.form.halves) > 1,
    )


def _decided(form: FormChange, policy: Policy, document: Document) -> FormChange:
    """Suppressions and the baseline hold for what the change gives rise to as well."""
    findings = tuple(map(Applying([*policy.suppressions, *read_comments(document.comments)], policy.today), form.noticed))
    return replace(form, noticed=mark(findings, policy.baseline) if policy.baseline is not None else findings)


def _unread(old: Result, new: Result) -> Iterator[tuple[str, NotChecked]]:
    for side, result in ((OLD, old), (NEW_SIDE, new)):
        notes = [note for source in result.inputs for note in source.not_checked]
        yield from ((side, note) for note in notes)
        if not result.forms:
            yield side, NotChecked(side, "没有读到绩效目标表，无法对照", fatal=True)


def compare(old: Iterable[Job], new: Iterable[Job], setup: Setup, limits: Limits | None = None, workers: int = 1) -> Comparison:
    """Check both versions, with so many processes, and put their forms side by side. A side without forms, and whatever could not be read,
    is among the records."""
    results = run(old, setup, limits=limits, workers=workers), run(new, setup, limits=limits, workers=workers)
    before, after = map(_Version, results)
    pairing = pair_forms(before.facts, after.facts, renamed=True)
    notes = list(_unread(*results))
    if not pairing.pairs and all(result.forms for result in results):
        notes.append((NEW_SIDE, NotChecked("两版对照", "两版没有同一项目的表，无法对照")))
    forms = []
    for paired in pairing.pairs:
        document = after.documents[after.facts[paired.new].document]
        settings = setup.settings_for(pathlib.Path(document.path))
        with using(settings.knowledge):
            forms.append(_decided(_form(paired, before, after, settings, notes), setup.policy, document))
    return Comparison(
        tuple(forms),
        tuple(before.ref(n) for n in pairing.only_old),
        tuple(after.ref(n) for n in pairing.only_new),
        tuple(notes),
        results[1].version,
        results[1].ruleset,
    )
