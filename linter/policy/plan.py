"""Which rules run under given settings, and with which options."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from linter.policy.settings import Settings
from linter.rules.api import Scope
from linter.rules.own import rules_of
from linter.rules.registry import Loaded, rules


@cache
def _plan(select: frozenset[str] | None, ignore: frozenset[str], profile: str, own: str) -> dict[Scope, tuple[Loaded, ...]]:
    plan: dict[Scope, list[Loaded]] = defaultdict(list)
    for one in (*rules(), *rules_of(own)):
        rule = one.rule
        if (select is None or rule.code in select) and rule.code not in ignore and (not rule.profiles or profile in rule.profiles):
            plan[rule.scope].append(one)
    return {scope: tuple(found) for scope, found in plan.items()}


def plan_of(settings: Settings) -> dict[Scope, tuple[Loaded, ...]]:
    """The rules these settings run, by scope."""
    return _plan(settings.select, settings.ignore, settings.profile, settings.own)


def options_of(one: Loaded, settings: Settings) -> dict[str, Any]:
    """The rule's options: defaults, and over them what the settings say."""
    values = {option.name: option.default for option in one.rule.options}
    values.update(settings.options.get(one.rule.code, {}))
    return values
