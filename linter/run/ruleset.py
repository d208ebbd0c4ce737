"""Which rules there are, as outputs may name them, and the hash two reports are comparable by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, partial

from linter.knowledge.resources import data_root
from linter.policy.settings import Settings
from linter.reports.result import RuleInfo
from linter.rules.own import rules_of
from linter.rules.registry import Loaded, rules
from linter.run.pages import page


@cache
def ruleset() -> str:
    """A short hash of the rules' codes and versions of their words: two reports with the same one are comparable."""
    digest = hashlib.sha256("".join(loaded.rule.code for loaded in rules()).encode())
    for path in sorted((data_root() / "lexicons").glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def rule_infos(settings: Settings) -> tuple[RuleInfo, ...]:
    """Every rule in code order, then the user's own."""
    return (*_shipped(), *_infos(rules_of(settings.own)))


@cache
def _shipped() -> tuple[RuleInfo, ...]:
    return tuple(_infos(rules()))


def _infos(listed: Iterable[Loaded]) -> Iterable[RuleInfo]:
    for loaded in listed:
        rule = loaded.rule
        yield RuleInfo(rule.code, rule.slug, rule.title, rule.severity, rule.confidence, rule.source, partial(page, loaded))
