"""Our own rules: the modules under ``linter.rules.<family>`` that declare a ``RULE``. There is no list to edit."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

import linter.rules
from linter.knowledge.discovery import module_names, package_names
from linter.knowledge.patterns import deferred
from linter.rules.api import EVERY_RULE, Options, Rule
from linter.rules.contract import Check, Suggest, breach
from linter.rules.unless import sparing

OWN_CODE = deferred(r"(?!JX)[A-Z]{2,6}[0-9]{2,4}")
"""What codes of rules that are not ours look like: those of the user's own, and of other packages."""


class Loaded(Struct, frozen=True):
    """A rule with its functions and its page."""

    rule: Rule
    check: Check
    suggest: Suggest | None
    page: Path
    own: bool = False
    """Not ours: of a settings file (then it has no page) or of another package."""

    def run(self, subject: object, options: Options | None) -> Iterable[object]:
        """Call ``check``, with the options where the rule declares any."""
        return self.check(subject) if self.rule.option_type is None else self.check(subject, options)


def _modules() -> Iterable[str]:
    for family in package_names(linter.rules.__path__):
        for name in module_names([str(Path(linter.rules.__path__[0]) / family)]):
            yield f"linter.rules.{family}.{name}"


@cache
def shipped() -> tuple[Loaded, ...]:
    """Our rules in code order.

    Raises:
        RuntimeError: two rules share a code, slug or alias, or a module is no rule: the installation is broken.
    """
    loaded = []
    taken: dict[str, str] = {}
    for name in sorted(_modules()):
        module = importlib.import_module(name)
        rule, suggest = getattr(module, "RULE", None), getattr(module, "suggest", None)
        why = breach(rule, getattr(module, "check", None), suggest)
        if why is not None or not isinstance(rule, Rule):
            raise RuntimeError(f"{name} is no rule: {why}")
        for identity in (rule.code, rule.slug, *rule.aliases):
            if identity in taken:
                raise RuntimeError(f"{identity} is declared by {taken[identity]} and {name}")
            taken[identity] = name
        loaded.append(Loaded(rule, sparing(rule, module.check), suggest, Path(str(module.__file__)).with_suffix(".md")))
    superseding(loaded)
    return tuple(sorted(loaded, key=lambda each: each.rule.code))


def superseding(listed: Iterable[Loaded]) -> Mapping[str, frozenset[str]]:
    """Code → the codes it supersedes.

    Raises:
        RuntimeError: the order has a cycle.
    """
    every = tuple(listed)
    codes = frozenset(each.rule.code for each in every if each.rule.code.startswith(EVERY_RULE))
    direct = {
        each.rule.code: codes - {each.rule.code} if EVERY_RULE in each.rule.supersedes else frozenset(each.rule.supersedes)
        for each in every
    }

    settled: set[str] = set()
    """Codes below which there is no cycle."""

    def walk(code: str, path: tuple[str, ...]) -> None:
        if code in path:
            raise RuntimeError(f"supersedes is cyclic: {' > '.join((*path, code))}")
        if code not in settled:
            for lower in direct.get(code, ()):
                walk(lower, (*path, code))
            settled.add(code)

    for code in direct:
        walk(code, ())
    return direct
