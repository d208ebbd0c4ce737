"""Discovery: every module under ``linter.rules.<family>`` that declares a ``RULE``. There is no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import linter.rules
from linter.rules.api import Rule


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule with its functions and its page."""

    rule: Rule
    check: Callable[..., Any]
    suggest: Callable[..., Any] | None
    page: Path
    own: bool = False
    """A rule of the user's own, from a settings file: it has no page."""

    def run(self, subject: Any, options: dict[str, Any]) -> Iterable[Any]:
        """Call ``check``, with the options where the rule declares any."""
        result: Iterable[Any] = self.check(subject, options) if self.rule.options else self.check(subject)
        return result


class UnknownRule(ValueError):
    """A selector that names no rule, family or slug. ``near`` holds similar names."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.near = near


def _modules() -> Iterable[str]:
    for package in pkgutil.iter_modules(linter.rules.__path__):
        if package.ispkg:
            folder = Path(linter.rules.__path__[0]) / package.name
            for module in pkgutil.iter_modules([str(folder)]):
                if not module.name.startswith("_"):
                    yield f"linter.rules.{package.name}.{module.name}"


@cache
def rules() -> tuple[Loaded, ...]:
    """All rules in code order.

    Raises:
        RuntimeError: two rules share a code, slug or alias, or a module declares none: the installation is broken.
    """
    loaded = []
    taken: dict[str, str] = {}
    for name in sorted(_modules()):
        module = importlib.import_module(name)
        rule = getattr(module, "RULE", None)
        if not isinstance(rule, Rule):
            raise RuntimeError(f"{name} declares no RULE")
        for identity in (rule.code, rule.slug, *rule.aliases):
            if identity in taken:
                raise RuntimeError(f"{identity} is declared by {taken[identity]} and {name}")
            taken[identity] = name
        file = Path(str(module.__file__))
        loaded.append(Loaded(rule, module.check, getattr(module, "suggest", None), file.with_suffix(".md")))
    return tuple(sorted(loaded, key=lambda one: one.rule.code))


@cache
def by_name() -> dict[str, Loaded]:
    """Code, slug and alias → rule."""
    names: dict[str, Loaded] = {}
    for one in rules():
        for identity in (one.rule.code, one.rule.slug, *one.rule.aliases):
            names[identity] = one
    return names


def expand(selector: str) -> frozenset[str]:
    """The codes a selector names: a code (``JX402``), a family (``JX4``), ``JX``, a slug or an alias, in any case.

    Raises:
        UnknownRule: it names nothing.
    """
    wanted = selector.strip()
    if wanted.upper() in ("JX", "ALL"):
        return frozenset(one.rule.code for one in rules())
    if re.fullmatch(r"(?i)JX\d", wanted):
        family = frozenset(loaded.rule.code for loaded in rules() if loaded.rule.family == wanted.upper())
        if family:
            return family
    found = by_name().get(wanted.upper()) or by_name().get(wanted.lower())
    if found is not None:
        return frozenset({found.rule.code})
    import difflib

    raise UnknownRule(wanted, tuple(difflib.get_close_matches(wanted, list(by_name()), n=3, cutoff=0.6)))


@cache
def superseded() -> dict[str, frozenset[str]]:
    """Code → the codes it explains away on the same row or field. Declared directly, not transitive: that JX207 explains JX206 away, and
    JX206 JX702, does not mean that JX207 says what JX702 says.

    Raises:
        RuntimeError: the order has a cycle.
    """
    direct = {one.rule.code: frozenset(one.rule.supersedes) for one in rules()}

    def walk(code: str, path: tuple[str, ...]) -> None:
        if code in path:
            raise RuntimeError(f"supersedes is cyclic: {' > '.join((*path, code))}")
        for lower in direct.get(code, ()):
            walk(lower, (*path, code))

    for code in direct:
        walk(code, ())
    return direct
