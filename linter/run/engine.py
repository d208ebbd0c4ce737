"""Runs the rules over a document and turns their hits into findings.

Every place is resolved here, once; precedence between rules is applied here from their metadata; sentences are filled here, so
that every output says the same. The engine does no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from linter.model.blocks import NotChecked
from linter.model.document import Document
from linter.model.finding import Confidence, Edit, Finding, Fix, Related, Severity, form_key, identity, numbered
from linter.model.form import Form, Text
from linter.model.path import place_near, place_of, resolve
from linter.policy.plan import options_of, plan_of
from linter.policy.settings import Settings
from linter.rules.api import Hit, Scope, Suggestion
from linter.rules.registry import Loaded
from linter.rules.views import DocumentView, FormView, PlacedRow, Row
from linter.run.oversize import endless
from linter.run.precedence import Raw, anchor_of, field_of, reading_order, without_superseded

_ROW_CACHE_SIZE = 200_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What linting one document gave. ``views`` serve the rules that look across documents."""

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    document: Document


class Run:
    """One document under one set of settings. Collects hits and the rules that crashed."""

    def __init__(self, document: Document, settings: Settings) -> None:
        self.document = document
        self.settings = settings
        self.plan = plan_of(settings)
        self.crashed: dict[str, NotChecked] = {}
        self._row_rules: dict[str, tuple[tuple[Loaded, Callable[[Row], Iterable[Hit]]], ...]] = {}
        self.endless: list[NotChecked] = []
        self.options = {one.rule.code: options_of(one, settings) for found in self.plan.values() for one in found if one.rule.options}
        self.views = tuple(FormView(form, document) for form in document.forms)

    def crash(self, one: Loaded, error: Exception, where: str) -> None:
        """Record a rule that failed; the others go on."""
        import logging

        logging.getLogger("jixiao").debug("rule %s crashed at %s", one.rule.code, where, exc_info=error)
        what = f"规则 {one.rule.code}（{one.rule.title}）"
        if one.own:
            self._row_rules.clear()  # a pattern that runs away once would do so on every row
        self.crashed.setdefault(one.rule.code, NotChecked(what, f"规则运行出错，{where}未按此规则检查：{error!r}", fatal=True))

    def guarded(self, one: Loaded, subject: Any, where: str) -> list[Hit]:
        """What a rule says of a subject, nothing where it crashes."""
        if one.own and one.rule.code in self.crashed:
            return []  # a pattern that runs away once would do so on every row
        try:
            options = self.options.get(one.rule.code)
            return list(one.check(subject) if options is None else one.check(subject, options))
        except Exception as error:  # a crashing rule must not void the others
            self.crash(one, error, where)
            return []

    # -- collecting -------------------------------------------------------------------------------------------------------

    def row_hits(self, row: Row) -> tuple[tuple[Loaded, Hit], ...]:
        """What the INDICATOR rules say of a row's content. The hot loop of a run: most rules say nothing of most rows."""
        found: list[tuple[Loaded, Hit]] = []
        for one, check in self.row_rules(row.kind):
            try:
                found += [(one, hit) for hit in check(row)]
            except Exception as error:  # a crashing rule must not void the others
                self.crash(one, error, f"指标“{row.name_text or row.value_text}”")
        return tuple(found)

    def row_rules(self, kind: str) -> tuple[tuple[Loaded, Callable[[Row], Iterable[Hit]]], ...]:
        """The INDICATOR rules for one kind of form, each with its ``check`` under these options."""
        known = self._row_rules.get(kind)
        if known is None:
            wanted = [one for one in self.plan.get(Scope.INDICATOR, ()) if kind in one.rule.kinds]
            known = tuple((one, self.check_of(one)) for one in wanted if not (one.own and one.rule.code in self.crashed))
            self._row_rules[kind] = known
        return known

    def check_of(self, one: Loaded) -> Callable[[Any], Iterable[Hit]]:
        """The rule's ``check`` with its options, where it takes any."""
        options = self.options.get(one.rule.code)
        return one.check if options is None else lambda subject: one.check(subject, options)

    def form_raws(self, view: FormView) -> Iterator[Raw]:
        """The hits of the INDICATOR and FORM rules."""
        prefix = f"forms[{view.form.index - 1}]"
        cache_ = _row_cache(self.settings)
        for placed in view.rows:
            key = tuple(placed.row)  # without what the row has read of itself
            hits = cache_.get(key)
            if hits is None:
                hits = self.row_hits(placed.row)
                if len(cache_) < _ROW_CACHE_SIZE and not self.crashed:
                    cache_[key] = hits
            for one, hit in hits:
                if _applies(one, view.form):
                    yield Raw(one, hit, f"{prefix}.{placed.path(hit.at)}", placed, f"indicators[{placed.index}]", placed.half)
        for one in self.plan.get(Scope.FORM, ()):
            if _applies(one, view.form):
                for hit in self.guarded(one, view, f"“{view.project or view.form.index}”"):
                    anchor, half = anchor_of(hit.at)
                    yield Raw(one, hit, f"{prefix}.{hit.at}" if hit.at else prefix, None, anchor, hit.half or half)

    # -- findings ---------------------------------------------------------------------------------------------------------

    def findings(self) -> Iterator[Finding]:
        """All findings of the document."""
        for view in self.views:
            if why := endless(view.form):
                what = f"第{view.form.index}张绩效目标表“{view.project[:40]}”"
                self.endless.append(NotChecked(what, why, place_near(self.document, f"forms[{view.form.index - 1}]"), fatal=True))
                continue
            raws = without_superseded(list(self.form_raws(view)))
            raws.sort(key=lambda raw: (reading_order(raw), raw.loaded.rule.code))
            for raw in raws:
                yield from self.form_finding(raw, view)
        documents = self.plan.get(Scope.DOCUMENT, ())
        if documents:
            subject = DocumentView(self.document, self.views)
            for one in documents:
                if _applies_to_document(one, self.document):
                    for hit in self.guarded(one, subject, "全文"):
                        yield from self.document_finding(Raw(one, hit, hit.at), subject)

    def form_finding(self, raw: Raw, view: FormView) -> Iterator[Finding]:
        """The finding of one hit in a form, its places resolved."""
        try:
            base = f"forms[{view.form.index - 1}]"
            text = resolve(self.document, raw.path)
            if self.settings.dictionary and _is_own_word(raw, text, self.settings.dictionary):
                return
            placed = raw.row or _row_at(view, raw.anchor, raw.half)
            related = [Related(f"{base}.{at}" if at else base, role) for at, role in self.related(raw)]
            other = raw.row.other_path(raw.hit.at) if raw.row else None
            if other is not None:
                related.insert(0, Related(f"{base}.{other}", "年度同一处"))
            suggestion = self.suggestion(raw, placed, view)
            finding = self._finding(raw, text, view, placed, tuple(related), suggestion, base)
        except Exception as error:
            self.crash(raw.loaded, error, f"“{view.project or view.form.index}”")
            return
        if finding.confidence is not Confidence.LOW or self.settings.pedantic:
            yield finding

    def related(self, raw: Raw) -> Iterator[tuple[str, str]]:
        """Related paths of the form and their roles."""
        for at, role in raw.hit.related:
            yield _in_form(raw, at), role

    def suggestion(self, raw: Raw, placed: PlacedRow | None, view: FormView) -> Suggestion | None:
        """What the rule suggests."""
        suggest = raw.loaded.suggest
        if suggest is None:
            return None
        result = suggest(raw.hit, raw.row, view) if raw.loaded.rule.scope is Scope.INDICATOR else suggest(raw.hit, view)
        return result if isinstance(result, Suggestion) else None

    def _finding(
        self,
        raw: Raw,
        text: Any,
        view: FormView,
        placed: PlacedRow | None,
        related: tuple[Related, ...],
        suggestion: Suggestion | None,
        base: str,
    ) -> Finding:
        form, rule, hit = view.form, raw.loaded.rule, raw.hit
        quote = _quote(text, hit)
        severity, original = self._severity(raw, text, form, related)
        row = placed.row if placed is not None else None
        field = field_of(raw.anchor)
        message = rule.messages[hit.variant].format_map(_Keys(hit, row, view, quote))
        key = form_key(form.project, view.text("unit"), form.title.text if form.title else "", form.index)
        # The halves say the same, one of them cut: the whole name identifies the row in either.
        name = row.name_text if row else ""
        return Finding(
            code=rule.code,
            slug=rule.slug,
            severity=severity,
            confidence=hit.confidence or rule.confidence,
            message=message,
            suggestion=suggestion.text if suggestion else None,
            source=self.settings.source(rule.source),
            form_index=form.index,
            project=form.project or None,
            level2=row.category or row.level2 or None if row else None,
            indicator=name or None,
            field=field,
            half=raw.half,
            two_sided=len(form.halves) > 1,
            quote=quote,
            path=raw.path,
            location=place_near(self.document, raw.path, hit.span),
            cell=text.text if isinstance(text, Text) else "",
            span=hit.span,
            fingerprint=identity(key, row.category if row else field or "", name),
            related=self._located(related),
            fix=_fix(raw, text, base, self.document),
            original_severity=original,
            data=dict(hit.data),
            proposals=_proposals(raw, suggestion, base),
        )

    def _located(self, related: Iterable[Related]) -> tuple[Related, ...]:
        return tuple(replace(one, location=place_of(self.document, one.path)) for one in related)

    def _severity(self, raw: Raw, text: Any, form: Form, related: tuple[Related, ...]) -> tuple[Severity, Severity | None]:
        declared = raw.hit.severity or raw.loaded.rule.severity_under(self.settings.profile)
        wanted = self.settings.severity.get(raw.loaded.rule.code, declared)
        if _doubtful(raw, text, form):
            wanted = Severity.INFO
        return wanted, declared if wanted is not declared else None

    def document_finding(self, raw: Raw, subject: DocumentView) -> Iterator[Finding]:
        """The finding of one hit in the document."""
        try:
            text = resolve(self.document, raw.path)
            rule, hit = raw.loaded.rule, raw.hit
            declared = hit.severity or rule.severity_under(self.settings.profile)
            wanted = self.settings.severity.get(rule.code, declared)
            quote = _quote(text, hit)
            suggest = raw.loaded.suggest
            suggestion = suggest(hit, subject) if suggest else None
            form = _form_at(self.document, raw.path)
            finding = Finding(
                code=rule.code,
                slug=rule.slug,
                severity=wanted,
                confidence=hit.confidence or rule.confidence,
                message=rule.messages[hit.variant].format_map(_Keys(hit, None, None, quote)),
                suggestion=suggestion.text if suggestion else None,
                source=self.settings.source(rule.source),
                form_index=form.index if form else None,
                project=(form.project or None) if form else None,
                level2=None,
                indicator=None,
                field=field_of(raw.path.partition("].")[2]) if form else None,
                half=None,
                quote=quote,
                path=raw.path,
                location=hit.place or place_near(self.document, raw.path, hit.span),
                cell=text.text if isinstance(text, Text) else "",
                span=hit.span,
                fingerprint=identity(form_key(form.project, "", "", form.index) if form else "", "", str(hit.data.get("subject", ""))),
                related=self._located(Related(at, role) for at, role in hit.related),
                original_severity=declared if wanted is not declared else None,
                data=dict(hit.data),
            )
        except Exception as error:
            self.crash(raw.loaded, error, "全文")
            return
        if finding.confidence is not Confidence.LOW or self.settings.pedantic:
            yield finding


class _Keys(dict[str, Any]):
    """The keys a message template may use: the hit's data first, then the standard ones."""

    def __init__(self, hit: Hit, row: Row | None, view: FormView | None, quote: str) -> None:
        super().__init__(quote=quote)
        if row is not None:
            self.update(name=_squeeze(row.name_text), value=row.whole, category=row.category or _squeeze(row.level2))
        if view is not None:
            self.update(project=view.project)
        self.update(hit.data)


def _squeeze(text: str) -> str:
    return "".join(text.split())


_ROW_CACHES: dict[Any, dict[tuple[Any, ...], tuple[tuple[Loaded, Hit], ...]]] = {}


def _row_cache(settings: Settings) -> dict[tuple[Any, ...], tuple[tuple[Loaded, Hit], ...]]:
    """Row content → hits, for one set of rules and options. Sound because INDICATOR rules are pure functions of the content."""
    options = repr(settings.options) if settings.options else ""
    key = (settings.select, settings.ignore, settings.profile, options, settings.own, settings.lexicons)
    return _ROW_CACHES.setdefault(key, {})


def _applies(one: Loaded, form: Form) -> bool:
    needs = one.rule.needs
    if form.kind not in one.rule.kinds or ("both_halves" in needs and len(form.halves) < 2):
        return False
    return not ("level2" in needs and not form.has_level2)


def _applies_to_document(one: Loaded, document: Document) -> bool:
    needs = one.rule.needs
    return not (("tables" in needs and not document.tables) or ("narrative" in needs and not document.narrative))


def _row_at(view: FormView, anchor: str, half: str | None) -> PlacedRow | None:
    if not anchor.startswith("indicators["):
        return None
    index = int(anchor[11:-1])
    rows = [placed for placed in view.rows if placed.index == index]
    return next((placed for placed in rows if placed.half in (half, "both")), rows[0] if rows else None)


_ABOUT_CHARACTERS = ("JX3", "JX8")


def _is_own_word(raw: Raw, text: Any, dictionary: tuple[str, ...]) -> bool:
    """Whether what a rule on doubled text or typos points at stands inside a word of the user's own dictionary."""
    if raw.hit.span is None or not isinstance(text, Text) or raw.loaded.rule.family not in _ABOUT_CHARACTERS:
        return False
    start, end = raw.hit.span
    found = (match.span() for word in dictionary for match in re.finditer(re.escape(word), text.text))
    return any(first <= start and end <= last for first, last in found)


def _form_at(document: Document, path: str) -> Form | None:
    return document.forms[int(path[6 : path.index("]")])] if path.startswith("forms[") else None


def _quote(text: Any, hit: Hit) -> str:
    if not isinstance(text, Text):
        return ""
    return text.text[slice(*hit.span)] if hit.span else text.text


def _doubtful(raw: Raw, text: Any, form: Form) -> bool:
    """Whether the finding rests on a cell, or on a row's place in the table, read with doubt."""
    if isinstance(text, Text) and text.doubt:
        return True
    if not raw.anchor.startswith("indicators["):
        return False
    halves = ("period", "annual") if raw.half in (None, "both") else (raw.half,)
    indicator = form.indicators[int(raw.anchor[11:-1])]
    targets = [(half, t) for half in halves if (t := indicator.period if half == "period" else indicator.annual)]
    rows = {doubt.path for doubt in form.uncertain}
    return bool(targets) and all(
        t.name.doubt or t.value.doubt or raw.anchor in rows or f"{raw.anchor}.{half}" in rows for half, t in targets
    )


def _in_form(raw: Raw, at: str) -> str:
    """A path as a hit gives it (a part of its row, or a path of the form) as a path of the form."""
    return raw.row.path(at) if raw.row is not None and not at.startswith(("indicators[", "fields.")) else at


def _fix(raw: Raw, text: Any, base: str, document: Document) -> Fix | None:
    edits = []
    for at, new in raw.hit.fix_edits:
        paths = [f"{base}.{_in_form(raw, at)}"]
        other = raw.row.other_path(at) if raw.row is not None else None
        paths += [f"{base}.{other}"] if other is not None else []
        for path in paths:
            old = resolve(document, path)
            if isinstance(old, Text) and (path == paths[0] or not isinstance(text, Text) or old.text == resolve_text(document, paths[0])):
                edits.append(Edit(path, old.text, new))
    return Fix(raw.hit.fix_safe, tuple(edits)) if edits else None


def resolve_text(document: Document, path: str) -> str | None:
    """The raw text at a path, ``None`` where the path names no text."""
    found = resolve(document, path)
    return found.text if isinstance(found, Text) else None


def _proposals(raw: Raw, suggestion: Suggestion | None, base: str) -> tuple[tuple[tuple[str, str | None], ...], ...]:
    if suggestion is None:
        return ()
    return tuple(tuple((f"{base}.{_in_form(raw, at)}", new) for at, new in reading) for reading in suggestion.readings)


def lint(document: Document, settings: Settings | None = None) -> Outcome:
    """All findings of one document in reading order, and what could not be checked."""
    run = Run(document, settings or Settings())
    findings = numbered(list(run.findings()))
    return Outcome(tuple(findings), (*document.not_checked, *run.endless, *run.crashed.values()), document)
