"""What a rule is, what it sees and what it yields.

One rule is one module ``linter/rules/<family>/<slug_with_underscores>.py`` with its Chinese page beside it (same stem, ``.md``)::

    RULE = Rule(code="JX402", slug="count-with-percent", ...)

    def check(row: Row) -> Iterator[Hit]: ...                    # scope INDICATOR: content only, pure; results are memoised
    def suggest(hit: Hit, row: PlacedRow, form: FormView) -> Suggestion | None: ...   # optional

Scope FORM: ``check(form: FormView)`` and ``suggest(hit, form)``. Scope DOCUMENT: ``check(document: DocumentView)`` and
``suggest(hit, document)``. Scope COLLECTION, run once after all documents: ``check(facts: Sequence[FormFacts]) -> Iterator[CollectionHit]``
and ``suggest(hit, facts)``, facts being those of every form of the run (``linter.collection``). Scope YEARS, run where last year's files are
given: the same over ``Years``. Scope PAIR, run by ``jixiao compare``: ``check(pair: PairView) -> Iterator[Hit]`` and ``suggest(hit, pair)``, paths
being of the later form and ``related`` of the earlier. A rule that declares an ``option_type`` takes the options as a second
argument: ``check(form, options)``. ``linter.rules.contract`` has a Protocol a scope, and what is checked at load. No rule reads the clock, a file or a format; none searches text again to find a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from dataclasses import field as option_field
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct, field

from linter.collection.facts import FormFacts, Joined
from linter.collection.pairing import Pairing
from linter.model.finding import Confidence, Family, Severity
from linter.model.form import Kind
from linter.model.place import Place

ALL_KINDS: frozenset[Kind] = frozenset({"project", "department", "transfer", "self_evaluation"})
TARGET_KINDS: frozenset[Kind] = frozenset({"project", "department", "transfer"})
Span = tuple[int, int]


EVERY_RULE = "JX"
"""In ``supersedes``: every other rule of ours. A row without a name is no row to judge."""


class Scope(StrEnum):
    """What a rule looks at."""

    INDICATOR = "indicator"
    FORM = "form"
    DOCUMENT = "document"
    COLLECTION = "collection"
    YEARS = "years"
    PAIR = "pair"
    SUPPRESSION = "suppression"


OptionValue = int | float | str | bool


class Option(Struct, frozen=True):
    """A setting of a rule as pages and settings see it: TOML ``[rules.JX110] large_project = 1000000``. ``help`` is Chinese."""

    name: str
    default: OptionValue
    help: str

    def accepts(self, value: object) -> bool:
        """Whether a value is of the option's type. A whole number may stand for any number; ``true`` is none."""
        if isinstance(self.default, bool) or isinstance(value, bool):
            return isinstance(value, bool) and isinstance(self.default, bool)
        return isinstance(value, int | float if isinstance(self.default, float) else type(self.default))


V = TypeVar("V", int, float, str, bool)


def option(default: V, help: str) -> V:
    """A field of a rule's ``Options`` with its default and what it means, in Chinese."""
    made: V = option_field(default=default, metadata={"help": help})
    return made


@dataclass(frozen=True)
class Options:
    """The base of what a rule that can be set declares::

    @dataclass(frozen=True)
    class Limits(Options):
        large_project: int = option(1_000_000, "超过此金额（元）的项目视为金额较大")
    """

    @classmethod
    def listed(cls) -> tuple[Option, ...]:
        """Every option with its default and help."""
        return tuple(Option(each.name, getattr(cls, each.name), str(each.metadata["help"])) for each in fields(cls))


class Rule(Struct, frozen=True):
    """A rule's declaration.

    ``title``: Chinese, one line, no full stop. ``source``: the ground, e.g. ``参照财预〔2021〕101号`` or ``实务惯例``.
    ``messages``: variant → template of the Chinese sentence, filled by the engine from ``Hit.data`` and the standard keys
    ``name value category project quote`` (``str.format`` fields). ``needs``: what must be present, else the rule is silently not
    applicable: ``both_halves level2 tables narrative``; ``tokens`` and ``spacy`` say what to load. ``supersedes``: codes whose findings on the same row (or
    field) this one explains (direct, acyclic). ``profiles``: run only under these (empty: always).
    """

    code: str
    slug: str
    title: str
    severity: Severity
    confidence: Confidence
    scope: Scope
    source: str
    messages: Mapping[str, str]
    kinds: frozenset[Kind] = ALL_KINDS
    needs: frozenset[str] = frozenset()
    supersedes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    option_type: type[Options] | None = None
    profiles: frozenset[str] = frozenset()
    severity_in: Mapping[str, Severity] = field(default_factory=dict)
    """Another severity under some profiles (``submission``)."""
    rests_on_absence: bool = False
    """It says that something is missing, or adds up what must be complete. The engine lowers it to info where the table was read with doubt, cut
    off or partly unread; a hit may say otherwise of itself."""
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Variant (``""``: every one) → tags of ``lexicons/tags.json``: of a row whose name carries one of them the rule does not say it."""
    about_characters: bool = False
    """It points at characters as such (doubled, mistyped): silent inside a word of the user's own dictionary."""
    holds_alone: bool = False
    """A PAIR rule that a self-evaluation is held to by itself too: its target column stands for the approved form."""

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be set, for pages and settings."""
        return self.option_type.listed() if self.option_type is not None else ()

    @property
    def family(self) -> Family:
        """``Family.UNITS`` for ``JX402``."""
        return Family.of(self.code)

    def severity_under(self, profile: str) -> Severity:
        """The severity under a profile, where the rule declares one, else its own."""
        return self.severity_in.get(profile, self.severity)


class Hit(Struct, frozen=True):
    """One defect, located symbolically.

    ``at``: in scope INDICATOR the part (``name value comparator unit nature weight``, or ``""`` for the row); in scope FORM a path
    relative to the form (``fields.overview``, ``indicators[2].annual.value``, ``""`` for the form); in scope DOCUMENT a full path.
    ``span``: code points of the raw text there. ``related``: (path, role in Chinese), paths of the same kind as ``at``.
    ``fix_edits``: (path as ``at``, new whole text). ``half``: set where a FORM hit speaks of both halves (``both``).
    """

    at: str
    data: Mapping[str, object] = field(default_factory=dict)
    variant: str = "default"
    span: Span | None = None
    related: tuple[tuple[str, str], ...] = ()
    severity: Severity | None = None
    confidence: Confidence | None = None
    fix_edits: tuple[tuple[str, str], ...] = ()
    fix_safe: bool = False
    half: str | None = None
    rests_on_absence: bool | None = None
    """Where it differs from the rule's."""
    place: Place | None = None
    """Only where no path can name the place: structured input that does not meet the schema."""


class CollectionHit(Struct, frozen=True):
    """One defect between forms, of one document or several. ``form`` and ``related`` number the facts given to ``check`` (scope YEARS:
    ``Years.every``); every related form has its role in Chinese."""

    form: int
    data: Mapping[str, object] = field(default_factory=dict)
    variant: str = "default"
    related: tuple[tuple[int, str], ...] = ()
    severity: Severity | None = None
    confidence: Confidence | None = None


class Years(Struct, frozen=True):
    """This year's forms beside last year's, and which belong together (``pairing.old`` numbers ``last``, ``pairing.new`` numbers ``now``)."""

    now: Sequence[FormFacts]
    last: Sequence[FormFacts]
    pairing: Pairing

    @property
    def every(self) -> Sequence[FormFacts]:
        """This year's forms, then last year's: what hits number."""
        return Joined(self.now, self.last)


class SuppressionState(Struct, frozen=True):
    """A suppression as the rules of scope SUPPRESSION see it: ``check(state) -> Iterator[Hit]``. ``state``: ``unexplained expired
    unused`` or ``None`` (in order); ``shown``: where it is written; ``rules``: the codes it names; ``expires``: ISO date or ``""``."""

    shown: str
    rules: str
    reason: str
    expires: str
    state: str | None


class Suggestion(Struct, frozen=True):
    """``text``: the Chinese sentence. ``readings``: each a way to put it right, as (path as ``Hit.at``, new whole text) pairs; an
    unknown number is printed ``__``. ``None`` as new text deletes the row. A property test puts every reading back and lints it."""

    text: str
    readings: tuple[tuple[tuple[str, str | None], ...], ...] = ()
