"""Exceptions as a rule declares them: the tags of a name under which it does not speak (``Rule.unless``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from linter.rules.api import Hit, Rule, Scope
from linter.rules.views import FormView, Row

EVERY_VARIANT = ""


def _row_of(rule: Rule, hit: Hit, subject: object) -> Row | None:
    """The row a hit speaks of, ``None`` for one on the form as a whole."""
    if isinstance(subject, Row):
        return subject
    if rule.scope is not Scope.FORM or not isinstance(subject, FormView):
        return None
    return next((indicator.row for indicator in subject.rows if f"{hit.at}.".startswith(f"{indicator.path()}.")), None)


def spared_by(rule: Rule, hit: Hit, subject: object) -> str | None:
    """The tag that makes the rule keep silent here, ``None`` where it speaks."""
    tags = (*rule.unless.get(EVERY_VARIANT, ()), *rule.unless.get(hit.variant, ()))
    row = _row_of(rule, hit, subject) if tags else None
    return next((tag for tag in tags if row.has(tag)), None) if row is not None else None


def spared_for(rule: Rule, check: Callable[..., Any], subject: object) -> str | None:  # type: ignore[explicit-any]
    """The tag for which a rule as ``sparing`` made it says nothing of a subject, ``None`` where it has nothing to say."""
    whole = getattr(check, "__wrapped__", None)
    tags = (spared_by(rule, hit, subject) for hit in (whole(subject) if whole is not None else ()))
    return next(filter(None, tags), None)


def sparing(rule: Rule, check: Callable[..., Any]) -> Callable[..., Any]:  # type: ignore[explicit-any]  # takes what the rule's scope says
    """The rule's ``check`` without what its tags spare; the ``check`` itself where it declares none."""
    if not rule.unless:
        return check

    def spared(subject: object, *options: object) -> Iterator[object]:
        for hit in check(subject, *options):
            if not isinstance(hit, Hit) or spared_by(rule, hit, subject) is None:
                yield hit

    spared.__wrapped__ = check  # type: ignore[attr-defined]
    return spared
