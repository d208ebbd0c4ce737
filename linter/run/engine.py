"""Runs the rules over a document and turns their hits into findings.

Every place is resolved here, once; precedence between rules is applied from their metadata; ``linter.run.findings`` makes the findings. A
rule that crashes, or gives what no rule may give, is a record of its own, and the others go on. The engine does no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from linter.knowledge.context import using
from linter.model.blocks import NotChecked
from linter.model.document import Document
from linter.model.finding import Edit, Finding, Fix, Related, form_key, identity, with_fingerprints
from linter.model.form import Form, Text
from linter.model.oversize import oversize
from linter.model.path import Path, place_near, place_of, resolve
from linter.model.place import Place
from linter.policy.settings import Settings
from linter.rules.api import Hit, Scope, Suggestion
from linter.rules.pairs import PairView
from linter.rules.registry import Loaded
from linter.rules.views import DocumentView, FormView, PlacedRow, Row
from linter.run import doubt
from linter.run.findings import Reading, Subject, finding, shown
from linter.run.precedence import Raw, reading_order, without_superseded
from linter.run.ruling import Check, RowHits, ruling_of
from linter.run.timing import clock

_LONGEST_NAME = 40
"""Characters of a project's name in a record."""


class NoHit(TypeError):
    """A rule gave something else than hits, or a suggestion that is none."""

    def __init__(self, given: object) -> None:
        super().__init__(f"给出的不是检查结果，而是 {type(given).__name__}")


class Outcome(Struct, frozen=True):
    """What linting one document gave."""

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    document: Document


def crash_note(loaded: Loaded, error: Exception, where: str) -> NotChecked:
    """The record of a rule that failed. ``where``: what was not checked by it, in Chinese."""
    import logging

    logging.getLogger("jixiao").debug("rule %s crashed at %s", loaded.rule.code, where, exc_info=error)
    why = str(error) if isinstance(error, NoHit) else repr(error)
    return NotChecked(f"规则 {loaded.rule.code}（{loaded.rule.title}）", f"规则运行出错，{where}未按此规则检查：{why}", fatal=True)


def hits_of(given: Iterable[Any], kind: type = Hit) -> list[Any]:
    """What a rule gave, which must be hits.

    Raises:
        NoHit: something of it is none.
    """
    hits = list(given)
    for hit in hits:
        if not isinstance(hit, kind):
            raise NoHit(hit)
    return hits


def suggestion_of(loaded: Loaded, *subject: object) -> Suggestion | None:
    """What the rule suggests.

    Raises:
        NoHit: something that is no suggestion.
    """
    given = loaded.suggest(*subject) if loaded.suggest is not None else None
    if given is not None and not isinstance(given, Suggestion):
        raise NoHit(given)
    return given


class Run:
    """One document under one set of settings. ``crashed``: code → the record of a rule that failed; ``oversized``: of forms that are none."""

    def __init__(self, document: Document, settings: Settings) -> None:
        self.document = document
        self.settings = settings
        self.ruling = ruling_of(settings)
        self.plan = self.ruling.plan
        self.crashed: dict[str, NotChecked] = {}
        self.oversized: list[NotChecked] = []
        self.views = tuple(FormView(form, document) for form in document.forms)
        self._ready: dict[tuple[Scope, str], tuple[tuple[Loaded, Check], ...]] = {}
        self._alone: dict[int, PairView] = {}

    # -- rules that fail --------------------------------------------------------------------------------------------------

    def crash(self, loaded: Loaded, error: Exception, where: str) -> None:
        """Record a rule that failed; the others go on."""
        if loaded.own:
            self._ready.clear()  # a pattern that runs away once would do so on every row
        self.crashed.setdefault(loaded.rule.code, crash_note(loaded, error, where))

    def hits(self, loaded: Loaded, subject: Any, where: str) -> list[Hit]:
        """What a rule says of a subject, nothing where it crashes."""
        return self._heard(loaded, _measured(loaded, self.ruling.check(loaded)), subject, where)

    def _heard(self, loaded: Loaded, check: Check, subject: Any, where: str) -> list[Hit]:
        if loaded.own and loaded.rule.code in self.crashed:
            return []  # a pattern that runs away once would do so on every form
        try:
            return hits_of(check(subject))
        except Exception as error:  # a crashing rule must not void the others
            self.crash(loaded, error, where)
            return []

    def _checks(self, scope: Scope, kind: str) -> tuple[tuple[Loaded, Check], ...]:
        """The rules of a scope for one kind of form that may still speak, each with its ``check``."""
        ready = self._ready.get((scope, kind))
        if ready is None:
            ready = self.ruling.checks(scope, kind)
            if self.crashed or clock() is not None:
                heard = (pair for pair in ready if not (pair[0].own and pair[0].rule.code in self.crashed))
                ready = tuple((loaded, _measured(loaded, check)) for loaded, check in heard)
            self._ready[scope, kind] = ready
        return ready

    # -- collecting -------------------------------------------------------------------------------------------------------

    def row_hits(self, row: Row) -> RowHits:
        """What the INDICATOR rules say of a row's content. The hot loop of a run: most rules say nothing of most rows."""
        hits: list[tuple[Loaded, Hit]] = []
        for loaded, check in self._checks(Scope.INDICATOR, row.kind):
            try:
                for hit in check(row):
                    if not isinstance(hit, Hit):
                        raise NoHit(hit)
                    hits.append((loaded, hit))
            except Exception as error:  # a crashing rule must not void the others
                self.crash(loaded, error, f"指标“{row.name_text or row.value_text}”")
        return tuple(hits)

    def form_raws(self, view: FormView) -> Iterator[Raw]:
        """The hits of the INDICATOR and FORM rules."""
        for row in view.rows:
            hits = self.ruling.said(row.row)
            if hits is None:
                hits = self.row_hits(row.row)
                if not self.crashed:
                    self.ruling.remember(row.row, hits)
            for loaded, hit in hits:
                if _applies(loaded, view.form):
                    yield from self.raw(loaded, hit, row.path(hit.at), view, row)
        name = _name(view)
        for loaded, check in self._checks(Scope.FORM, view.form.kind):
            if _applies(loaded, view.form):
                for hit in self._heard(loaded, check, view, name):
                    yield from self.raw(loaded, hit, hit.at, view)
        yield from self.alone_raws(view)

    def alone_raws(self, view: FormView) -> Iterator[Raw]:
        """The hits of the PAIR rules that a self-evaluation is held to by itself: it stands for its approved form."""
        for loaded in self.plan.get(Scope.PAIR, ()):
            if loaded.rule.holds_alone and _applies(loaded, view.form):
                for hit in self.hits(loaded, self.beside_itself(view), _name(view)):
                    yield from self.raw(loaded, hit, hit.at, view)

    def beside_itself(self, view: FormView) -> PairView:
        """The form as the earlier version of itself."""
        if view.form.index not in self._alone:
            self._alone[view.form.index] = PairView(view, view)
        return self._alone[view.form.index]

    def raw(self, loaded: Loaded, hit: Hit, at: str, view: FormView, row: PlacedRow | None = None) -> Iterator[Raw]:
        """The hit at its place in the document; nothing where it names no place."""
        try:
            path = Path.of(at).within(view.form.index - 1)
        except Exception as error:
            self.crash(loaded, error, _name(view))
            return
        yield Raw(loaded, hit, path, row.half if row is not None else hit.half or path.half, row)

    def ordered(self, raws: Iterable[Raw]) -> list[Raw]:
        """In the order in which people read the form."""
        return sorted(raws, key=lambda raw: (reading_order(raw), raw.loaded.rule.code))

    # -- findings ---------------------------------------------------------------------------------------------------------

    def findings(self) -> Iterator[Finding]:
        """All findings of the document."""
        for view in self.views:
            if why := oversize(view.form):
                what = f"第{view.form.index}张绩效目标表“{view.project[:_LONGEST_NAME]}”"
                self.oversized.append(NotChecked(what, why, place_near(self.document, Path(view.form.index - 1)), fatal=True))
                continue
            for raw in self.ordered(without_superseded(list(self.form_raws(view)))):
                yield from self.made(raw.loaded, _name(view), partial(self._form_finding, raw, view))
        subject = DocumentView(self.document, self.views)
        for loaded in self.plan.get(Scope.DOCUMENT, ()):
            if _applies_to_document(loaded, self.document):
                for hit in self.hits(loaded, subject, "全文"):
                    yield from self.made(loaded, "全文", partial(self._document_finding, loaded, hit, subject))

    def made(self, loaded: Loaded, where: str, make: Callable[[], Finding | None]) -> Iterator[Finding]:
        """The finding ``make`` makes, if the settings want to see it. A crash of the rule on the way is a record."""
        try:
            each = make()
        except Exception as error:
            self.crash(loaded, error, where)
            return
        if each is not None and shown(each, self.settings):
            yield each

    def _form_finding(self, raw: Raw, view: FormView) -> Finding | None:
        related = [Related(str(_in_form(raw, at, view)), role) for at, role in raw.hit.related]
        other = raw.row.other_path(raw.hit.at) if raw.row else None
        if other is not None:
            related.insert(0, Related(str(Path.of(other).within(view.form.index - 1)), "年度同一处"))
        subject: tuple[object, ...] = (raw.hit, view)
        if raw.loaded.rule.scope is Scope.INDICATOR:
            subject = (raw.hit, raw.row, view)
        elif raw.loaded.rule.scope is Scope.PAIR:
            subject = (raw.hit, self.beside_itself(view))
        return self.form_finding(raw, view, suggestion_of(raw.loaded, *subject), self._located(related))

    def form_finding(
        self, raw: Raw, view: FormView, suggestion: Suggestion | None, related: tuple[Related, ...], earlier: Document | None = None
    ) -> Finding | None:
        """The finding of one hit in a form, its places resolved; ``None`` where it points into a word of the user's own. ``earlier``: the
        document ``related`` stands in, where it is not this one."""
        hit, form, rule = raw.hit, view.form, raw.loaded.rule
        text = resolve(self.document, raw.path)
        if rule.about_characters and _is_own_word(hit, text, self.settings.dictionary):
            return None
        others = [(earlier or self.document, each) for each in related] if rule.scope is not Scope.INDICATOR else []
        doubtful = doubt.in_form(form, raw.path, raw.half, text) or doubt.elsewhere(others) or doubt.absent(rule, hit, form)
        row = _row_at(view, raw)
        # The halves say the same, one of them cut: the whole name identifies the row in either.
        name, field = row.name_text if row else "", raw.path.report_field
        key = form_key(form.project, view.text("unit"), form.title.text if form.title else "", form.index)
        subject = Subject(
            identity(key, row.category if row else field or "", name),
            raw.path,
            place_near(self.document, raw.path, hit.span),
            text if isinstance(text, Text) else None,
            hit.span,
            form.index,
            form.project or None,
            row.category or row.level2 or None if row else None,
            name or None,
            field,
            raw.half,
            len(form.halves) > 1,
            related,
            _words(row, view),
            doubtful,
        )
        proposals: tuple[Reading, ...] = ()
        if suggestion is not None:
            proposals = tuple(tuple((str(_in_form(raw, at, view)), new) for at, new in reading) for reading in suggestion.readings)
        fix = self._fix(raw, text, view)
        return finding(rule, hit, subject, self.settings, suggestion=suggestion, fix=fix, proposals=proposals)

    def _located(self, related: Iterable[Related]) -> tuple[Related, ...]:
        return tuple(replace(each, location=place_of(self.document, each.path)) for each in related)

    def _fix(self, raw: Raw, text: Text | Place | None, view: FormView) -> Fix | None:
        """The edits of a hit; of a row whose halves say the same, in both."""
        edits = []
        for at, new in raw.hit.fix_edits:
            first = _in_form(raw, at, view)
            other = raw.row.other_path(at) if raw.row is not None else None
            for path in (first, Path.of(other).within(view.form.index - 1)) if other is not None else (first,):
                old = resolve(self.document, path)
                same = path == first or not isinstance(text, Text)
                if isinstance(old, Text) and (same or old.text == text_at(self.document, first)):
                    edits.append(Edit(str(path), old.text, new))
        return Fix(raw.hit.fix_safe, tuple(edits)) if edits else None

    def _document_finding(self, loaded: Loaded, hit: Hit, view: DocumentView) -> Finding:
        path = Path.of(hit.at)
        text = resolve(self.document, path)
        form = self.document.forms[path.form] if path.form is not None else None
        related = self._located(Related(at, role) for at, role in hit.related)
        key = form_key(form.project, "", "", form.index) if form else ""
        subject = Subject(
            identity(key, "", str(hit.data.get("subject", ""))),
            path,
            hit.place or place_near(self.document, path, hit.span),
            text if isinstance(text, Text) else None,
            hit.span,
            form.index if form else None,
            (form.project or None) if form else None,
            field=path.report_field if form else None,
            related=related,
            doubtful=doubt.in_document(self.document, loaded.rule, hit, path, text, related),
        )
        return finding(loaded.rule, hit, subject, self.settings, suggestion=suggestion_of(loaded, hit, view))


def text_at(document: Document, path: Path | str) -> str | None:
    """The raw text at a path, ``None`` where the path names no text."""
    target = resolve(document, path)
    return target.text if isinstance(target, Text) else None


def _name(view: FormView) -> str:
    return f"“{view.project or view.form.index}”"


def _words(row: Row | None, view: FormView) -> Mapping[str, object]:
    """The standard keys of message templates."""
    words = {"project": view.project}
    if row is None:
        return words
    return {**words, "name": _squeeze(row.name_text), "value": row.whole, "category": row.category or _squeeze(row.level2)}


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _measured(loaded: Loaded, check: Check) -> Check:
    """The ``check`` of a rule, its time told to the clock of the run where there is one."""
    running = clock()
    return check if running is None else running.rule(loaded.rule.code, check)


def _applies(loaded: Loaded, form: Form) -> bool:
    needs = loaded.rule.needs
    if form.kind not in loaded.rule.kinds or ("both_halves" in needs and len(form.halves) < 2):
        return False
    return not ("level2" in needs and not form.has_level2)


def _applies_to_document(loaded: Loaded, document: Document) -> bool:
    needs = loaded.rule.needs
    return not (("tables" in needs and not document.tables) or ("narrative" in needs and not document.narrative))


def _row_at(view: FormView, raw: Raw) -> Row | None:
    """The row a hit speaks of: its own, or the one its path names."""
    if raw.row is not None:
        return raw.row.row
    rows = [row for row in view.rows if row.index == raw.path.row]
    return next((row.row for row in rows if row.half in (raw.half, "both")), rows[0].row if rows else None)


def _is_own_word(hit: Hit, text: Text | Place | None, dictionary: tuple[str, ...]) -> bool:
    """Whether what a rule about characters points at stands inside a word of the user's own dictionary."""
    if hit.span is None or not isinstance(text, Text):
        return False
    start, end = hit.span
    spans = (match.span() for word in dictionary for match in re.finditer(re.escape(word), text.text))
    return any(first <= start and end <= last for first, last in spans)


def _in_form(raw: Raw, at: str, view: FormView) -> Path:
    """A path as a hit gives it (a part of its row, or a path of the form) as a path of the document."""
    if raw.row is not None and not at.startswith(("indicators[", "fields.")):
        at = raw.row.path(at)
    return Path.of(at).within(view.form.index - 1)


def lint(document: Document, settings: Settings | None = None) -> Outcome:
    """All findings of one document in reading order, and what could not be checked."""
    settings = settings or Settings()
    run = Run(document, settings)
    with using(settings.knowledge):
        findings = tuple(with_fingerprints(run.findings()))
    return Outcome(findings, (*document.not_checked, *run.oversized, *run.crashed.values()), document)
