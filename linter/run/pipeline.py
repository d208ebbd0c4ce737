"""A run over many inputs: read, lay out, lint. The only place where the three axes meet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from linter import formats, layouts
from linter.collection.facts import facts_of
from linter.formats import Limits, Unreadable
from linter.knowledge import lexicons as lexicon
from linter.knowledge.resources import data_root
from linter.model.blocks import NotChecked, Source
from linter.model.document import Document
from linter.model.finding import Finding, fold
from linter.model.place import Place
from linter.policy import suppression
from linter.policy.baseline import mark
from linter.policy.settings import Settings
from linter.policy.suppression import Suppression, read_comments
from linter.reports.result import Input, Result, RuleInfo
from linter.rules.api import Scope
from linter.rules.own import rules_of
from linter.rules.registry import rules
from linter.run.engine import lint
from linter.run.passes import lint_across
from linter.run.prepare import Policy, Setup
from linter.run.records import Checked, checked
from linter.version import VERSION

if TYPE_CHECKING:
    from linter.run.cache import Cache


@cache
def ruleset() -> str:
    """A short hash of the rules' codes and versions of their words: two reports with the same one are comparable."""
    digest = hashlib.sha256("".join(one.rule.code for one in rules()).encode())
    for path in sorted((data_root() / "lexicons").glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def rule_infos() -> tuple[RuleInfo, ...]:
    """Every rule as outputs may name it, in code order."""
    return tuple(RuleInfo(r.code, r.slug, r.title, r.severity, r.confidence, r.source, one.page) for one in rules() for r in (one.rule,))


@dataclass(frozen=True, slots=True)
class Job:
    """An input: bytes already at hand (``data``), else the file at ``path``. ``path`` also says where its settings are found."""

    shown: str
    path: Path | None = None
    data: bytes | None = None
    problem: str | None = None
    """Why there is nothing to read, in Chinese: the input is reported as unread and the rest goes on."""


def sources(job: Job, limits: Limits | None = None) -> Iterator[Source]:
    """The sources of one job (a zip has several)."""
    if job.problem is not None:
        yield Source(job.shown, "none", "", (), (NotChecked(job.shown, job.problem, fatal=True),))
    elif job.data is not None:
        yield from formats.read_bytes(job.data, job.shown, limits=limits)
    elif job.path is not None:
        yield from formats.read_path(job.path, limits=limits, shown=job.shown)


def documents(job: Job, year: int | None = None, limits: Limits | None = None) -> Iterator[Document]:
    """The documents of one job. Never raises for bad content."""
    for source in sources(job, limits):
        try:
            yield layouts.read_document(source, year)
        except Exception as error:  # one bad file must not void the batch
            shown = source.member or source.path
            note = NotChecked(
                shown, f"文件无法读取：表格结构无法解析（{type(error).__name__}）", Place(source.path, source.member), fatal=True
            )
            yield Document(source.path, source.format, source.sha256, (), not_checked=(*source.not_checked, note), member=source.member)


def _text_of(job: Job) -> str | None:
    from linter.formats._plain.decode import decode

    try:
        data = job.data if job.data is not None else job.path.read_bytes() if job.path else b""
        return decode(data)
    except (OSError, Unreadable):
        return None


def _pointer(place: Place | None, job: Job) -> str | None:
    """The pointer of a place in the job's own file that has no line yet."""
    own = place is not None and place.file == job.shown and place.line is None and not place.member
    return place.pointer if place is not None and own else None


def _with_lines(findings: tuple[Finding, ...], job: Job) -> tuple[Finding, ...]:
    """JSON places carry a pointer; the lines are looked up here, for findings only. What a finding is related to may stand in another
    file, whose lines this text does not have."""
    places = (p for f in findings for p in (f.location, *(r.location for r in f.related)))
    wanted = {pointer for p in places if (pointer := _pointer(p, job)) is not None}
    if not wanted or (text := _text_of(job)) is None:
        return findings
    from linter.formats._plain.pointers import locate

    lines = locate(text, wanted)

    def put(place: Place | None) -> Place | None:
        pointer = _pointer(place, job)
        at = lines.get(pointer) if pointer is not None else None
        return place._replace(line=at[0], column=at[1], end_line=at[0], end_column=at[2]) if place is not None and at else place

    return tuple(
        replace(f, location=put(f.location), related=tuple(replace(r, location=put(r.location)) for r in f.related)) for f in findings
    )


@dataclass(frozen=True, slots=True)
class _One:
    """A checked job: its records, and its documents where they were read anew."""

    job: Job
    checked: list[Checked]
    documents: list[Document]


def _check_job(job: Job, settings: Settings, limits: Limits | None) -> _One:
    read = list(documents(job, settings.year, limits))
    outcomes = [lint(document, settings) for document in read]
    return _One(job, [checked(outcome, _with_lines(outcome.findings, job)) for outcome in outcomes], read)


def _cached_job(job: Job, settings: Settings, key: str, limits: Limits | None, cache_: Cache) -> _One:
    """The job as it was found the last time, if nothing changed since. ``key`` stands for settings and limits."""
    if job.path is None:
        return _check_job(job, settings, limits)
    try:
        data = job.data if job.data is not None else job.path.read_bytes()
    except OSError:
        return _check_job(job, settings, limits)
    content = hashlib.sha256(data).hexdigest()
    held = cache_.get(job.shown, content, key)
    if held is not None:
        return _One(job, held, [])
    one = _check_job(replace(job, data=data), settings, limits)
    cache_.put(job.shown, content, key, one.checked)
    return one


def run(
    jobs: Iterable[Job],
    setup: Setup | Settings | None = None,
    *,
    limits: Limits | None = None,
    progress: Callable[[Job], None] | None = None,
    cache: Cache | None = None,
    last_year: Iterable[Job] | None = None,
) -> Result:
    """Check every job in order, then the forms of all of them against each other, then decide by suppressions and baseline.

    ``setup``: plain settings hold for every input. With a ``cache`` the result carries no documents. ``last_year``: last year's files, to which
    this year's forms are compared; they are not checked themselves.
    """
    settings_for, policy = _governing(setup)
    done: list[_One] = []
    settings, key = settings_for(None), ""
    for job in jobs:
        governing = settings_for(job.path)
        if governing is not settings or not done:
            settings, key = governing, f"{governing.key()}{limits}" if cache is not None else ""
            lexicon.use(settings.lexicons)
        done.append(_check_job(job, settings, limits) if cache is None else _cached_job(job, settings, key, limits, cache))
        if progress is not None:
            progress(job)
    if cache is not None:
        cache.save()
    records = [(one.job, each) for one in done for each in one.checked]
    last = parse(last_year, None, limits) if last_year is not None else None  # --year is this year's
    inputs, findings = _compared(records, settings, last)
    flat = _decided(findings, [each for _, each in records], policy, settings, last is not None)
    infos = (*rule_infos(), *own_infos(settings))
    read = tuple(document for one in done for document in one.documents) if cache is None else ()
    return Result(inputs, flat, read, VERSION, ruleset(), infos, policy.baseline is not None)


def _governing(setup: Setup | Settings | None) -> tuple[Callable[[Path | None], Settings], Policy]:
    if isinstance(setup, Setup):
        return setup.settings_for, setup.policy
    plain = setup or Settings()
    return lambda _: plain, Policy()


def _compared(
    records: Sequence[tuple[Job, Checked]], settings: Settings, last: Sequence[Document] | None
) -> tuple[tuple[Input, ...], list[Finding]]:
    """Inputs and findings, with what the forms of all inputs (and last year's) say of each other put where it belongs."""
    facts = [replace(one, document=number) for number, (_, each) in enumerate(records) for one in each.facts]
    earlier = [one for number, document in enumerate(last or (), start=len(records)) for one in facts_of(document, number)]
    across, found = lint_across(facts, settings, earlier if last is not None else None)
    notes = (*found, *(note for document in last or () for note in document.not_checked))
    inputs = [each.input for _, each in records]
    if notes and inputs:
        inputs[-1] = replace(inputs[-1], not_checked=(*inputs[-1].not_checked, *notes))
    findings = []
    for number, (job, each) in enumerate(records):
        findings += [*each.findings, *_with_lines(across.get(number, ()), job)]
    return tuple(inputs), findings


def own_infos(settings: Settings) -> tuple[RuleInfo, ...]:
    """The user's own rules as outputs may name them."""
    return tuple(
        RuleInfo(r.code, r.slug, r.title, r.severity, r.confidence, r.source, None) for one in rules_of(settings.own) for r in (one.rule,)
    )


def _decided(findings: list[Finding], records: Sequence[Checked], policy: Policy, settings: Settings, years: bool) -> tuple[Finding, ...]:
    """Suppressions first, then the baseline, then what is to be said of the suppressions themselves. ``years``: last year's files were given."""
    silent = {one.rule.code for one in rules() if one.rule.scope is Scope.PAIR or (one.rule.scope is Scope.YEARS and not years)}
    suppressions = [*policy.suppressions, *read_comments([comment for each in records for comment in each.comments])]
    applied = suppression.apply(findings, suppressions, policy.today)
    projects = {fold(form.project) for each in records for form in each.input.listed}

    def decidable(one: Suppression) -> bool:
        """Whether this run saw all that the suppression could speak of."""
        if one.codes <= silent:
            return False
        if one.place is not None:
            return True
        if one.project is not None:
            return fold(one.project) in projects
        return any(Path(one.file).resolve().is_relative_to(folder) for folder in policy.whole)

    more = tuple(suppression.housekeeping(suppressions, applied.used, decidable, policy.today, settings))
    marked = (*applied.findings, *more)
    return mark(marked, policy.baseline) if policy.baseline is not None else marked


def parse(jobs: Iterable[Job], year: int | None = None, limits: Limits | None = None) -> list[Document]:
    """Read every job without checking."""
    return [document for job in jobs for document in documents(job, year, limits)]
