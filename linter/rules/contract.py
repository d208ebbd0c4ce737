"""The contract of a rule, a Protocol for each scope, and what of it is checked when a rule is loaded.

A module (or any object) that has ``RULE`` and ``check`` as its scope asks is a rule; ``suggest`` is optional. Where ``RULE.option_type`` is
declared, ``check`` takes the options as one more argument. What a rule gives is checked by the engine when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from linter.collection.facts import FormFacts
from linter.rules.api import CollectionHit, Hit, Rule, Scope, Suggestion, SuppressionState, Years
from linter.rules.pairs import PairView
from linter.rules.views import DocumentView, FormView, PlacedRow, Row

Check = Callable[..., Iterable[object]]  # type: ignore[explicit-any]  # what it takes, its scope says: see PROTOCOLS
Suggest = Callable[..., object]  # type: ignore[explicit-any]


class IndicatorRule(Protocol):
    """Scope INDICATOR: judges the content of a row, not where it stands. Pure: what it gives is remembered by content."""

    RULE: Rule

    def check(self, row: Row, /) -> Iterable[Hit]:
        """The defects of a row; ``at`` is a part of it."""


class FormRule(Protocol):
    """Scope FORM: judges a form."""

    RULE: Rule

    def check(self, form: FormView, /) -> Iterable[Hit]:
        """The defects of a form; ``at`` is a path relative to it."""


class DocumentRule(Protocol):
    """Scope DOCUMENT: judges forms, tables and narrative of one document."""

    RULE: Rule

    def check(self, document: DocumentView, /) -> Iterable[Hit]:
        """The defects of a document; ``at`` is a full path."""


class CollectionRule(Protocol):
    """Scope COLLECTION: compares the forms of all documents of a run."""

    RULE: Rule

    def check(self, facts: Sequence[FormFacts], /) -> Iterable[CollectionHit]:
        """The defects between forms, numbered as given."""


class YearsRule(Protocol):
    """Scope YEARS: compares this year's forms with last year's."""

    RULE: Rule

    def check(self, years: Years, /) -> Iterable[CollectionHit]:
        """The defects between forms, numbered as ``Years.every``."""


class PairRule(Protocol):
    """Scope PAIR: compares two versions of a form."""

    RULE: Rule

    def check(self, pair: PairView, /) -> Iterable[Hit]:
        """The defects of the later version; ``related`` names places of the earlier."""


class SuppressionRule(Protocol):
    """Scope SUPPRESSION: judges a suppression."""

    RULE: Rule

    def check(self, state: SuppressionState, /) -> Iterable[Hit]:
        """What is wrong with it."""


class SuggestsForRow(Protocol):
    """``suggest`` of an INDICATOR rule; those of all other scopes take the hit and what ``check`` was given."""

    def suggest(self, hit: Hit, row: PlacedRow, form: FormView, /) -> Suggestion | None:
        """What would be acceptable, ``None`` where the rule has nothing to offer."""


PROTOCOLS: Mapping[Scope, type] = {
    Scope.INDICATOR: IndicatorRule,
    Scope.FORM: FormRule,
    Scope.DOCUMENT: DocumentRule,
    Scope.COLLECTION: CollectionRule,
    Scope.YEARS: YearsRule,
    Scope.PAIR: PairRule,
    Scope.SUPPRESSION: SuppressionRule,
}


def breach(rule: object, check: object, suggest: object) -> str | None:
    """Why the parts of a module are no rule, in Chinese; ``None`` where they are one."""
    if not isinstance(rule, Rule):
        return "没有声明 RULE"
    wanted = 1 + (rule.option_type is not None)
    if not _takes(check, wanted):
        return f"check 应为取 {wanted} 个参数的函数"
    given = 3 if rule.scope is Scope.INDICATOR else 2
    if suggest is not None and not _takes(suggest, given):
        return f"suggest 应为取 {given} 个参数的函数"
    return None


def _takes(function: object, count: int) -> bool:
    """Whether a function takes this many arguments. ``inspect`` would say it more exactly, and take longer than loading the rules."""
    code = getattr(function, "__code__", None)
    if code is None:
        return callable(function)
    defaults = len(getattr(function, "__defaults__", None) or ())
    various = bool(code.co_flags & 0x04)
    return bool(code.co_argcount - defaults <= count and (count <= code.co_argcount or various))
