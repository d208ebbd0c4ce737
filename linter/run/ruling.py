"""The rules documents are held to under the same settings: each with its options, and what the INDICATOR rules said of rows already met."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from linter.policy.plan import options_of, plan_of
from linter.policy.settings import Settings
from linter.rules.api import Hit, Scope
from linter.rules.registry import Loaded
from linter.rules.views import Row

Check = Callable[[Any], Iterable[Any]]
RowHits = tuple[tuple[Loaded, Hit], ...]
_MOST_ROWS = 4_096


class Ruling:
    """The rules of some settings. ``plan``: by scope."""

    def __init__(self, settings: Settings) -> None:
        self.plan = plan_of(settings)
        self._checks = {each.rule.code: _check(each, settings) for rules in self.plan.values() for each in rules}
        self._for_kind: dict[tuple[Scope, str], tuple[tuple[Loaded, Check], ...]] = {}
        self._said: dict[tuple[Any, ...], RowHits] = {}

    def check(self, loaded: Loaded) -> Check:
        """A rule's ``check`` under these options."""
        return self._checks[loaded.rule.code]

    def checks(self, scope: Scope, kind: str) -> tuple[tuple[Loaded, Check], ...]:
        """The rules of a scope that concern a kind of form, each with its ``check``."""
        known = self._for_kind.get((scope, kind))
        if known is None:
            known = tuple((each, self.check(each)) for each in self.plan.get(scope, ()) if kind in each.rule.kinds)
            self._for_kind[scope, kind] = known
        return known

    def said(self, row: Row) -> RowHits | None:
        """What the INDICATOR rules said of a row's content, ``None`` where it was not met. Sound because they are pure functions of it."""
        return self._said.get(tuple(row))  # without what the row has read of itself

    def remember(self, row: Row, hits: RowHits) -> None:
        """Keep what they said; the oldest rows give way together."""
        if len(self._said) >= _MOST_ROWS:
            self._said.clear()
        self._said[tuple(row)] = hits


def _check(loaded: Loaded, settings: Settings) -> Check:
    options = options_of(loaded, settings)
    return loaded.check if options is None else lambda subject: loaded.check(subject, options)


_RULINGS: dict[Any, Ruling] = {}


def ruling_of(settings: Settings) -> Ruling:
    """The ruling of some settings; equal settings share one, and what it remembers."""
    options = repr(settings.options) if settings.options else ""
    key = (settings.select, settings.ignore, settings.profile, options, settings.own, settings.lexicons)
    if key not in _RULINGS:
        _RULINGS[key] = Ruling(settings)
    return _RULINGS[key]
