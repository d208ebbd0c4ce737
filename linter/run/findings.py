"""The one factory of findings: what rules say becomes a record that reports carry.

The engine, the passes across forms and years, the versions and the suppressions all make theirs here, so that severity, doubt, words and
the refusal of a wrong place are decided once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct
from msgspec import field as dataclass_field

from linter.model.finding import Confidence, Finding, Fix, Related, Severity
from linter.model.form import Text
from linter.model.path import DOCUMENT, Path
from linter.model.place import Place
from linter.policy.settings import Settings
from linter.rules.api import Hit, Rule, Scope, Span, Suggestion

Reading = tuple[tuple[str, str | None], ...]


class Defect(Protocol):
    """What every hit says, whatever its scope."""

    @property
    def data(self) -> Mapping[str, object]:
        """What the message is filled with."""

    @property
    def variant(self) -> str:
        """Which of the rule's messages."""

    @property
    def severity(self) -> Severity | None:
        """Where it differs from the rule's."""

    @property
    def confidence(self) -> Confidence | None:
        """Where it differs from the rule's."""


class RefusedPlace(LookupError):
    """A rule points at characters that its cell does not have: a bug in the rule."""


class Subject(Struct, frozen=True):
    """What a finding is about: where it stands, and what reports call it.

    ``text``: the cell at ``path``, where it is one. ``span``: code points of it. ``identity``: what the fingerprint is made of, or the
    fingerprint. ``words``: the standard keys of message templates (``name value category project``). ``doubtful``: see ``linter.run.doubt``.
    """

    identity: str
    path: Path = DOCUMENT
    location: Place | None = None
    text: Text | None = None
    span: Span | None = None
    form_index: int | None = None
    project: str | None = None
    level2: str | None = None
    indicator: str | None = None
    field: str | None = None
    half: str | None = None
    two_sided: bool = True
    related: tuple[Related, ...] = ()
    words: Mapping[str, object] = dataclass_field(default_factory=dict)
    doubtful: bool = False

    @property
    def quote(self) -> str:
        """The characters the finding points at.

        Raises:
            RefusedPlace: the cell does not have them.
        """
        if self.span is None:
            return self.text.text if self.text is not None else ""
        start, end = self.span
        if self.text is None or not 0 <= start <= end <= len(self.text.text):
            raise RefusedPlace(f"{self.path}[{start}:{end}]")
        return self.text.text[start:end]


def severity_of(rule: Rule, defect: Defect, settings: Settings, doubtful: bool) -> tuple[Severity, Severity | None]:
    """The severity, and what it was before the settings or doubt changed it (``None``: nothing did)."""
    declared = defect.severity or rule.severity_under(settings.profile)
    wanted = Severity.INFO if doubtful else settings.severity.get(rule.code, declared)
    return wanted, declared if wanted is not declared else None


def finding(
    rule: Rule,
    defect: Defect,
    subject: Subject,
    settings: Settings,
    *,
    suggestion: Suggestion | None = None,
    fix: Fix | None = None,
    proposals: tuple[Reading, ...] = (),
) -> Finding:
    """The finding of a defect.

    Raises:
        RefusedPlace: the span lies outside the cell.
        LookupError, ValueError: a message template asks for what the hit does not give. All of these are bugs of the rule; whoever runs rules
            records them.
    """
    quote = subject.quote
    severity, original = severity_of(rule, defect, settings, subject.doubtful)
    return Finding(
        code=rule.code,
        slug=rule.slug,
        severity=severity,
        confidence=defect.confidence or rule.confidence,
        message=rule.messages[defect.variant].format_map({"quote": quote, **subject.words, **defect.data}),
        suggestion=suggestion.text if suggestion is not None else None,
        source=settings.source(rule.source),
        form_index=subject.form_index,
        project=subject.project,
        level2=subject.level2,
        indicator=subject.indicator,
        field=subject.field,
        half=subject.half,
        two_sided=subject.two_sided,
        quote=quote,
        path=str(subject.path),
        location=subject.location,
        cell=subject.text.text if subject.text is not None else "",
        span=subject.span,
        fingerprint=subject.identity,
        related=subject.related,
        fix=fix,
        original_severity=original,
        data=dict(defect.data),
        proposals=proposals,
    )


def shown(each: Finding, settings: Settings) -> bool:
    """Whether the settings want to see it: low confidence only on request."""
    return each.confidence is not Confidence.LOW or settings.pedantic


REMARK, REMARK_SLUG = "人工", "reviewer-remark"
"""The code of what a reviewer says of a cell: no rule has it."""
_REMARK = Rule(
    code=REMARK,
    slug=REMARK_SLUG,
    title="审核人员意见",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="审核人员意见",
    messages={"default": "{remark}"},
)


def remark(message: str, suggestion: str, subject: Subject) -> Finding:
    """A reviewer's own remark, which every output carries like a finding."""
    hit = Hit(str(subject.path), {"remark": message})
    return finding(_REMARK, hit, subject, Settings(), suggestion=Suggestion(suggestion) if suggestion else None)
