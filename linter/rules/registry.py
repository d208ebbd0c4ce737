"""Every rule there is, ours and those other packages bring, and what names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

from linter.knowledge.near import near
from linter.model.errors import UnknownRule
from linter.rules.loading import OWN_CODE, Loaded, shipped, superseding
from linter.rules.plugins import plugins

__all__ = ["Loaded", "UnknownRule", "by_name", "expand", "expand_later", "rules", "superseded"]


@cache
def rules() -> tuple[Loaded, ...]:
    """All rules in code order, those of other packages too.

    Raises:
        RuntimeError: see ``shipped``. What is wrong with another package is a record (``linter.rules.plugins``).
    """
    return tuple(sorted((*shipped(), *plugins().rules), key=lambda each: each.rule.code))


@cache
def by_name() -> Mapping[str, Loaded]:
    """Code, slug and alias → rule."""
    return {identity: loaded for loaded in rules() for identity in (loaded.rule.code, loaded.rule.slug, *loaded.rule.aliases)}


def expand(selector: str, own: Collection[str] = ()) -> frozenset[str]:
    """The codes a selector names: a code (``JX402``), a family (``JX4``), ``JX``, a slug or an alias, in any case. ``own``: the codes of
    the user's own rules, which are named by their code only.

    Raises:
        UnknownRule: it names nothing.
    """
    wanted = selector.strip()
    if wanted.upper() == "ALL":
        return frozenset((*(each.rule.code for each in rules()), *own))
    if wanted.upper() == "JX":
        return frozenset(each.rule.code for each in shipped())
    if re.fullmatch(r"(?i)JX\d", wanted):
        family = frozenset(each.rule.code for each in rules() if each.rule.family == wanted.upper())
        if family:
            return family
    if wanted.upper() in own:
        return frozenset({wanted.upper()})
    named = by_name().get(wanted.upper()) or by_name().get(wanted.lower())
    if named is not None:
        return frozenset({named.rule.code})
    raise UnknownRule(wanted, near(wanted, [*by_name(), *own], 3))


def expand_later(selector: str) -> frozenset[str]:
    """``expand`` before any settings are read: what looks like the code of a rule of the user's own is taken as one.

    Raises:
        UnknownRule: it names nothing.
    """
    wanted = selector.strip().upper()
    return expand(selector, own=(wanted,) if OWN_CODE.fullmatch(wanted) else ())


@cache
def superseded() -> Mapping[str, frozenset[str]]:
    """Code → the codes it explains away on the same row or field. Declared directly, not transitive: that JX207 explains JX206 away, and
    JX206 JX702, does not mean that JX207 says what JX702 says."""
    return superseding(rules())
