"""From a run's result to the review of the batch."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from linter.collection.facts import FormFacts, facts_of
from linter.collection.pairing import pair_forms, renamed_from
from linter.files.frames import Kept, Picked
from linter.model.document import Document
from linter.model.finding import PENDING, Family, Finding, form_key
from linter.model.form import Form
from linter.reports.feedback.model import Batch, FormPlace, ProjectReview, Remark, UnitReview
from linter.reports.feedback.remarks import remarks_of
from linter.reports.feedback.rounds import Targets, second_round, targets_of
from linter.reports.feedback.scoring import score
from linter.reports.result import Passing, Result
from linter.reports.wording import FAMILY_NAMES, titled, unchecked

Place = tuple[str, str | None, int | None]
NO_UNIT, OWN = "（未写明单位）", "自定义"


def _text(form: Form, field: str) -> str:
    return "".join(form.fields[field].text.split()) if field in form.fields else ""


def unit_of(form: Form) -> str:
    """The unit a form is filed under: the implementing one, else the department."""
    return form.unit or _text(form, "department") or NO_UNIT


def key_of(form: Form) -> str:
    """The identity of a form across files and rounds."""
    return form_key(form.project, form.unit, form.title.text if form.title else "", form.index)


class _Said:
    """The findings that count, by the form (or the document) they speak of. They are kept on disk: only their numbers are at hand."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings: Kept[Finding] = Kept()
        self._numbers: dict[Place, array[int]] = defaultdict(lambda: array("Q"))
        self._pending: Counter[Place] = Counter()
        for f in findings:
            place = (*((f.location.file, f.location.member) if f.location else ("", None)), f.form_index)
            if f.suppressed is not None:
                self._pending[place] += f.suppressed.kind == PENDING
            elif f.family is not Family.SUPPRESSIONS:
                self._numbers[place].append(len(self._findings))
                self._findings.append(f)

    def of(self, document: Document, form: int | None = None) -> list[Finding]:
        """What is said of a form, or of the document as a whole."""
        return [self._findings[number] for number in self._numbers.get((document.path, document.member, form), ())]

    def pending(self, document: Document, form: int) -> int:
        """How much of what was found in a form is not decided yet."""
        return self._pending[document.path, document.member, form]


class _Before(Struct, frozen=True):
    """What was said of a form in the first round, its targets then, and its name where it had another."""

    remarks: tuple[Remark, ...] = ()
    targets: Targets = field(default_factory=dict)
    name: str = ""


class _Earlier:
    """The first round beside the forms of the second, whatever has become of files and names."""

    def __init__(self, previous: Result, result: Result) -> None:
        said = _Said(previous.findings)
        then, now = _facts(previous), _facts(result)
        self._forms: Kept[_Before] = Kept()
        self._numbers: dict[FormPlace, int] = {}
        earlier: Kept[_Before] = Kept()
        for document in previous.documents:
            for form in document.forms:
                remarks = remarks_of(said.of(document, form.index), previous.rules, form)
                earlier.append(_Before(remarks, targets_of(form), form.project))
        paths = [(document.path, document.member) for document in result.documents]
        for pair in pair_forms(then, now, renamed=True).pairs:
            facts = now[pair.new]
            self._numbers[*paths[facts.document], facts.index] = len(self._forms)
            self._forms.append(replace(earlier[pair.old], name=renamed_from(then[pair.old], facts)))

    def of(self, form: Form, document: Document) -> _Before:
        """What was said of a form then."""
        number = self._numbers.get((document.path, document.member, form.index))
        return self._forms[number] if number is not None else _Before()


def _facts(result: Result) -> Kept[FormFacts]:
    """What tells a result's forms apart, in their order, on disk."""
    facts: Kept[FormFacts] = Kept()
    for number, document in enumerate(result.documents):
        for each in facts_of(document, number):
            facts.append(each)
    return facts


class _Reviews:
    """The review of every form, on disk but for what orders and counts them."""

    def __init__(self, result: Result, previous: Result | None) -> None:
        self.result = result
        self.projects: Kept[ProjectReview] = Kept()
        self.general: dict[str, tuple[Remark, ...]] = {}
        self.families: Counter[str] = Counter()
        self.years: Counter[int] = Counter()
        self.shared: set[str] = set()
        """Files that hold forms of several units."""
        self._owners: dict[str, str] = {}
        self._names: dict[str, Counter[str]] = defaultdict(Counter)
        self._pending: dict[str, Counter[str]] = defaultdict(Counter)
        self._earlier = _Earlier(previous, result) if previous is not None else None
        self._titles = {rule.code: rule.title for rule in result.rules}
        self._ordered: dict[str, list[tuple[Decimal, str, int, int]]] = defaultdict(list)
        """Unit → for each project what it is ordered by, and its number."""
        said = _Said(result.findings)
        for document in result.documents:
            self._add(document, said)

    def _add(self, document: Document, said: _Said) -> None:
        for form in document.forms:
            review = self._review(form, document, said.of(document, form.index), said.pending(document, form.index))
            self._ordered[review.unit].append((-(review.amount or Decimal(-1)), review.file, form.index, len(self.projects)))
            self.projects.append(review)
            self._names[review.unit][review.name] += 1
            self._pending[review.unit] += Counter({review.name: review.pending})
            if self._owners.setdefault(review.file, review.unit) != review.unit:
                self.shared.add(review.file)
            self._count(review.remarks)
            if form.budget_year:
                self.years[form.budget_year] += 1
        whole = remarks_of(said.of(document), self.result.rules)
        if whole:
            unit = unit_of(document.forms[0]) if document.forms else NO_UNIT
            self.general[unit] = (*self.general.get(unit, ()), *whole)
            self._count(whole)

    def _count(self, remarks: Iterable[Remark]) -> None:
        self.families.update(FAMILY_NAMES.get(Family.of(remark.code), OWN) for remark in remarks)

    def _review(self, form: Form, document: Document, findings: list[Finding], pending: int) -> ProjectReview:
        remarks = remarks_of(findings, self.result.rules, form)
        gone: tuple[Remark, ...] = ()
        before = self._earlier.of(form, document) if self._earlier is not None else None
        if before is not None:
            remarks, gone = second_round(before.remarks, remarks, before.targets, targets_of(form))
        judged = score(findings, self._titles)
        name = before.name if before is not None else ""
        return ProjectReview(
            document.path, document.member, unit_of(form), form.project, form.budget, form, remarks, judged, gone, pending, name
        )

    def units(self) -> Iterator[tuple[UnitReview, list[int]]]:
        """Every unit in order, with the numbers of its projects."""
        for unit in sorted({*self._ordered, *self.general}, key=lambda unit: (unit == NO_UNIT, unit)):
            numbers = [number for *_, number in sorted(self._ordered.get(unit, ()))]
            namesakes = frozenset(name for name, times in self._names[unit].items() if times > 1)
            pending = _undecided(self._pending[unit])
            yield UnitReview(unit, Picked(self.projects, numbers), self.general.get(unit, ()), namesakes, pending), numbers


_NAMED = 3


def _undecided(projects: Counter[str]) -> str:
    """The sentence that says how much of which projects is not decided yet, ``""`` where everything is."""
    names = [titled(name) for name, count in projects.items() if count]
    if not names:
        return ""
    more = f"等{len(names)}个项目" if len(names) > _NAMED else ""
    return f"{'、'.join(names[:_NAMED])}{more}：{projects.total()}处意见尚未审定，未列入"


def batch_of(result: Result, previous: Result | None = None) -> Batch:
    """The review of everything the run read. ``previous``: the result of the first round over the same forms.

    Raises:
        OSError: the disk is full.
    """
    reviews = _Reviews(result, previous)
    units = list(reviews.units())
    unread: dict[str, tuple[str, ...]] = {}
    for source, _, text in unchecked(result):
        unread[source.path] = (*unread.get(source.path, ()), text)
    return Batch(
        tuple(unit for unit, _ in units),
        Picked(reviews.projects, [number for _, numbers in units for number in numbers]),
        {name: reviews.families[name] for name in (*FAMILY_NAMES.values(), OWN) if reviews.families[name]},
        (*(text for _, _, text in unchecked(result)), *(unit.pending for unit, _ in units if unit.pending)),
        result.version,
        result.ruleset,
        previous is not None,
        next((year for year, _ in reviews.years.most_common(1)), None),
        tuple(dict.fromkeys(source.path for source in result.inputs)),
        unread,
        frozenset(text for _, note, text in unchecked(result) if note.fatal or note.hides),
        frozenset(reviews.shared),
        suppressed=Passing(lambda: (f for f in result.findings if f.suppressed is not None and f.suppressed.kind != PENDING)),
        knowledge=result.knowledge,
    )
