"""A finding: a frozen record of one defect at one place."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec import field as dataclass_field
from msgspec.structs import replace

from linter.model.place import Place


class Severity(StrEnum):
    """How serious a finding is. Info never changes the exit code."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for info."""
        return ("error", "warning", "info").index(self.value)


class Confidence(StrEnum):
    """How sure the rule is. Low shows only on request."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Family(StrEnum):
    """What a rule is about: the digit after ``JX`` in its code. ``OWN``: rules of the user's own and of other packages."""

    SUPPRESSIONS = "JX0"
    COMPLETENESS = "JX1"
    VACUOUS = "JX2"
    DUPLICATION = "JX3"
    UNITS = "JX4"
    BOUNDS = "JX5"
    CONSISTENCY = "JX6"
    RELEVANCE = "JX7"
    WORDING = "JX8"
    CROSSCHECK = "JX9"
    OWN = ""

    @classmethod
    def of(cls, code: str) -> Family:
        """The family of a rule's code."""
        return next((each for each in cls if each and code[:3] == each), cls.OWN)


class Edit(Struct, frozen=True):
    """Replace the whole raw text ``old`` at the symbolic ``path`` by ``new``."""

    path: str
    old: str
    new: str


class Fix(Struct, frozen=True):
    """``safe``: changes no meaning (stray characters, widths). Otherwise a proposal, applied only on request."""

    safe: bool
    edits: tuple[Edit, ...]


class Related(Struct, frozen=True):
    """Another place that belongs to the finding and its role, in Chinese (``另一处``, ``项目支出预算表``)."""

    path: str
    role: str
    location: Place | None = None


PENDING = "pending"
"""Of a suppressed finding: nobody decided on it yet, and only what was decided is spoken of."""


class Suppressed(Struct, frozen=True):
    """Why a finding is not counted: ``kind`` is ``config inline comment review baseline``, or ``PENDING``."""

    kind: str
    reason: str


class Finding(Struct, frozen=True):
    """What the report JSON carries, one record per cause."""

    code: str
    slug: str
    severity: Severity
    confidence: Confidence
    message: str
    suggestion: str | None
    source: str
    form_index: int | None
    project: str | None
    level2: str | None
    indicator: str | None
    field: str | None
    half: str | None
    """``period annual both`` or ``None``."""
    quote: str
    path: str
    location: Place | None
    fingerprint: str
    two_sided: bool = True
    """Whether the form prints both halves, so that ``half`` is worth naming."""
    cell: str = ""
    """The raw text at ``path``, of which ``quote`` is a part."""
    span: tuple[int, int] | None = None
    """Code points of ``cell`` that ``quote`` is; ``None``: all of it."""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    suppressed: Suppressed | None = None
    original_severity: Severity | None = None
    """Set where configuration or doubt changed the severity."""
    data: Mapping[str, object] = dataclass_field(default_factory=dict)
    proposals: tuple[tuple[tuple[str, str | None], ...], ...] = ()
    """The readings the suggestion offers, each as (path, new text; ``None`` deletes the row) pairs. ``__`` stands for an unknown number."""

    @property
    def family(self) -> Family:
        """What the rule is about."""
        return Family.of(self.code)


ASKED_LATER = frozenset({"count", "names", "whys"})
"""What of ``Finding.data`` is asked for once the message is made: the rows a finding speaks of together, and the reasons of a doubtful reading."""


def spoken(finding: Finding) -> Finding:
    """The finding with what reports ask of it; sentences are made, and nothing asks for the rest of its data later."""
    return replace(finding, data={name: value for name, value in finding.data.items() if name in ASKED_LATER})


def fold(text: str) -> str:
    """Normalise for fingerprints and keys: NFKC, no white space, no control or format characters, lower case."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    if not folded.isprintable():
        folded = "".join(c for c in folded if unicodedata.category(c) not in ("Cc", "Cf"))
    return folded.lower()


def form_key(project: str, unit: str, title: str, ordinal: int) -> str:
    """The identity of a form across files and formats: project + unit, else title + ordinal."""
    return f"{fold(project)}|{fold(unit)}" if fold(project) else f"{fold(title)}#{ordinal}"


def fingerprint(code: str, key: str, where: str, name: str, quote: str, ordinal: int) -> str:
    """``v1:`` + hash. ``where`` is the canonical level-2 category or the field; ``ordinal`` counts equals from 0.

    Never contains file, row, sheet, half, message or severity: it survives moved rows, renamed files and another format.
    """
    material = "\x1f".join((code, key, fold(where), fold(name), fold(quote), str(ordinal)))
    return "v1:" + hashlib.sha256(material.encode("utf-8")).hexdigest()[:20]


def identity(key: str, where: str, name: str) -> str:
    """What a finding's fingerprint will be made of, until ``with_fingerprints`` makes it."""
    return json.dumps((key, where, name))


def with_fingerprints(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding of a document with its fingerprint in place of its ``identity``; equals, as fingerprints see it (widths and blanks
    make no difference), are told apart by their ordinal in reading order."""
    seen: dict[str, int] = defaultdict(int)
    for finding in findings:
        key, where, name = json.loads(finding.fingerprint)
        own = first = fingerprint(finding.code, key, where, name, finding.quote, 0)
        if seen[first]:
            own = fingerprint(finding.code, key, where, name, finding.quote, seen[first])
        seen[first] += 1
        yield replace(finding, fingerprint=own)
