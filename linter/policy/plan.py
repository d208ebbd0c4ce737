"""Which rules run under given settings, and with which options."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from linter.policy.settings import Settings
from linter.rules.api import Options, Scope
from linter.rules.own import rules_of
from linter.rules.registry import Loaded, rules


@cache
def _plan(select: frozenset[str] | None, ignore: frozenset[str], profile: str, own: str) -> dict[Scope, tuple[Loaded, ...]]:
    plan: dict[Scope, list[Loaded]] = defaultdict(list)
    for loaded in (*rules(), *rules_of(own)):
        rule = loaded.rule
        if (select is None or rule.code in select) and rule.code not in ignore and (not rule.profiles or profile in rule.profiles):
            plan[rule.scope].append(loaded)
    return {scope: tuple(listed) for scope, listed in plan.items()}


def plan_of(settings: Settings) -> dict[Scope, tuple[Loaded, ...]]:
    """The rules these settings run, by scope."""
    return _plan(settings.select, settings.ignore, settings.profile, settings.own)


def options_of(loaded: Loaded, settings: Settings) -> Options | None:
    """The rule's options, as the settings say and else its own; ``None`` for a rule that has none."""
    kind = loaded.rule.option_type
    return kind(**settings.options.get(loaded.rule.code, {})) if kind is not None else None
