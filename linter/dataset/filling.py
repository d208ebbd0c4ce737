"""A result as rows, input by input: the rows of its forms, completed by what only the whole run can tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

import msgspec
from msgspec import Struct

from linter.dataset.forms import FormTable, packed_forms, unpacked_forms
from linter.dataset.schema import FindingRow, FormRow, IndicatorRow, InputRow, Kind, NotCheckedRow, fitted
from linter.knowledge.context import using
from linter.model.finding import Family, Finding, Severity
from linter.model.path import Path
from linter.reports.feedback.scoring import score
from linter.reports.result import Input, Result
from linter.rules.registry import rules


class InputRows(Struct, frozen=True):
    """One input with its rows. ``input`` is ``None`` for findings that belong to none: on a suppression in a settings file."""

    input: InputRow | None
    forms: tuple[FormRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    notes: tuple[NotCheckedRow, ...] = ()


_Key = tuple[str, str | None]


def _key_of(finding: Finding) -> _Key | None:
    place = finding.location
    return (place.file, place.member) if place is not None else None


class _Findings:
    """The findings of a run input by input. They come in the order of the inputs; what belongs to none comes last."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = iter(findings)
        self._next = next(self._findings, None)

    def of(self, key: _Key) -> Iterator[Finding]:
        """Those of the input whose turn it is."""
        while self._next is not None and _key_of(self._next) == key:
            yield self._next
            self._next = next(self._findings, None)

    def rest(self) -> Iterator[Finding]:
        """Those of no input."""
        if self._next is not None:
            yield self._next
            yield from self._findings


def counts(finding: Finding | FindingRow) -> bool:
    """The finding is held against a form: nobody decided otherwise, and it speaks of no suppression."""
    return finding.suppressed is None and Family.of(finding.code) is not Family.SUPPRESSIONS


FORMS, _INPUTS = 5_000, 10_000
"""Forms and inputs of a portion at most (but an input stays whole): some 60,000 indicators, a piece of work of some seconds."""


class Portion(Struct, frozen=True):
    """Inputs of a run that follow each other, with all that makes their rows, wherever they are made. ``number``: of the portion, from 1; ``first``:
    the number of its first input; ``tables``: the forms of each input as ``linter.dataset.forms`` spells them; ``findings``: on these inputs, in
    their order; those that belong to no input stand at the end of the last portion."""

    number: int
    first: int
    inputs: tuple[Input, ...]
    tables: Sequence[bytes]
    findings: tuple[Finding, ...]


def portions(result: Result) -> Iterator[Portion]:
    """A run in portions: at least one, and the same for the same run."""
    findings, tables = _Findings(result.findings), result.tables or _spelled(result)
    stretches = list(_stretches(result.inputs))
    inputs = iter(result.inputs)
    for number, stretch in enumerate(stretches, start=1):
        some = tuple(islice(inputs, len(stretch)))
        said = [finding for source in some for finding in findings.of((source.path, source.member))]
        if number == len(stretches):
            said += findings.rest()
        yield Portion(number, stretch.start + 1, some, tables[stretch.start : stretch.stop], tuple(said))


def _stretches(inputs: Iterable[Input]) -> Iterator[range]:
    """The places of the inputs of each portion."""
    start, forms, stop = 0, 0, 0
    for stop, source in enumerate(inputs, start=1):
        forms += source.forms
        if forms >= FORMS or stop - start >= _INPUTS:
            yield range(start, stop)
            start, forms = stop, 0
    if start < stop or stop == 0:
        yield range(start, stop)


OWN = "自定义"


@cache
def _titles() -> dict[str, str]:
    return {loaded.rule.code: loaded.rule.title for loaded in rules()}


def title_of(code: str) -> str:
    """The title of a rule; of rules that settings brought along, that they are such."""
    return _titles().get(code, OWN)


def rows_of(portion: Portion) -> Iterator[InputRows]:
    """The rows of a portion, in the order of its inputs."""
    findings = _Findings(portion.findings)
    for number, (source, table) in enumerate(zip(portion.inputs, portion.tables, strict=True), start=portion.first):
        said = list(findings.of((source.path, source.member)))
        yield _rows_of_input(number, source, () if source.twins else unpacked_forms(table), said)
    rest = tuple(_finding(finding, None, {}) for finding in findings.rest())
    if rest:
        yield InputRows(None, findings=rest)


def _spelled(result: Result) -> Sequence[bytes]:
    """The forms of the documents of a result, for each input; nothing where it has no document."""
    documents = {(document.path, document.member): document for document in result.documents}
    with using(result.knowledge):
        return [
            packed_forms(document) if (document := documents.get((source.path, source.member))) is not None else b""
            for source in result.inputs
        ]


def _rows_of_input(number: int, source: Input, forms: Sequence[FormTable], findings: Sequence[Finding]) -> InputRows:
    known = {each.form.form: each.form for each in forms}
    by_form: dict[int | None, list[Finding]] = defaultdict(list)
    for finding in filter(counts, findings):
        by_form[finding.form_index].append(finding)
    return InputRows(
        _input(number, source),
        tuple(_form(number, each.form, by_form[each.form.form]) for each in forms),
        tuple(row for each in forms for row in _indicators(number, each, by_form[each.form.form])),
        tuple(_finding(each, number, known) for each in findings),
        tuple(
            NotCheckedRow(number, note.what, note.place.label() if note.place is not None else "", note.why, note.fatal)
            for note in source.not_checked
        ),
    )


def _input(number: int, source: Input) -> InputRow:
    unread = any(note.fatal for note in source.not_checked)
    return InputRow(
        number, source.path, source.member, source.sha256, source.format, source.forms, source.twins, len(source.not_checked), unread
    )


def _form(number: int, form: FormRow, findings: Sequence[Finding]) -> FormRow:
    by_severity = Counter(finding.severity for finding in findings)
    return msgspec.structs.replace(
        form,
        input=number,
        quality=fitted(score(findings, {}).value, Kind.SCORE) if form.checked else None,
        errors=by_severity[Severity.ERROR],
        warnings=by_severity[Severity.WARNING],
        infos=by_severity[Severity.INFO],
    )


def _indicators(number: int, form: FormTable, findings: Sequence[Finding]) -> Iterator[IndicatorRow]:
    codes: dict[tuple[int, str], set[str]] = defaultdict(set)
    for finding in findings:
        path = Path.of(finding.path)
        if path.row is not None:
            for half in (path.half,) if path.half is not None and finding.half != "both" else ("period", "annual"):
                codes[path.row + 1, half].add(finding.code)
    for row in form.indicators:
        halves = ("period", "annual") if row.half == "both" else (row.half,)
        spoken_of = sorted({code for half in halves for code in codes.get((row.row, half), ())})
        yield msgspec.structs.replace(row, input=number, codes=tuple(spoken_of))


def _finding(finding: Finding, number: int | None, forms: dict[int, FormRow]) -> FindingRow:
    path = Path.of(finding.path)
    form = forms.get(finding.form_index or min(forms, default=0))
    other = finding.related[0] if finding.related else None
    other_form, other_place = (Path.of(other.path).form, other.location) if other is not None else (None, None)
    dropped, place = finding.suppressed, finding.location
    return FindingRow(
        input=number,
        form=finding.form_index,
        row=path.row + 1 if path.row is not None else None,
        half=finding.half,
        unit=form.unit if form is not None else None,
        year=form.year if form is not None else None,
        code=finding.code,
        slug=finding.slug,
        title=title_of(finding.code),
        severity=finding.severity.value,
        confidence=finding.confidence.value,
        field=finding.field,
        indicator=finding.indicator,
        quote=finding.quote,
        cell=finding.cell,
        message=finding.message,
        suggestion=finding.suggestion,
        place=place.label() if place is not None else "",
        path=finding.path,
        other_file=other_place.file if other_place is not None else None,
        other_member=other_place.member if other_place is not None else None,
        other_form=other_form + 1 if other_form is not None else None,
        fingerprint=finding.fingerprint,
        suppressed=dropped.kind if dropped is not None else None,
        reason=dropped.reason if dropped is not None else None,
    )
