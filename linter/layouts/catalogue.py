"""Layouts as data: ``schemas/layouts/*.json``. Which layout a form is printed in, and what that layout requires."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from msgspec import Struct

from linter.knowledge.resources import data_root
from linter.model.form import Half, Kind


class Layout(Struct, frozen=True):
    """One layout. ``match``: ``strategy`` (``table list lines inline``), ``two_sided``, ``roles`` that must be
    printed, ``lacks`` roles that must not, ``level1`` categories that must stand in the table, ``title`` words of which one must stand in the title, ``kind``. The layout with the most conditions met wins."""

    name: str
    title: str
    kind: Kind | None
    halves: tuple[Half, ...]
    required: tuple[str, ...]
    match: dict[str, Any]
    form: dict[str, Any] | None = None
    """What an empty form prints (``title fields funding parts rows``), where the layout can be filled in as a table."""

    def score(self, strategy: str, two_sided: bool, roles: frozenset[str], title: str, kind: Kind, level1: frozenset[str]) -> int:
        """How many of the conditions hold, -1 where one does not."""
        wanted = self.match
        if wanted.get("strategy", "table") != strategy or len(self.halves) != (2 if two_sided else 1):
            return -1
        if self.kind is not None and self.kind != kind:
            return -1
        if not set(wanted.get("roles", ())) <= roles:
            return -1
        if set(wanted.get("lacks", ())) & roles or not set(wanted.get("level1", ())) <= level1:
            return -1
        words = wanted.get("title", ())
        if words and not any(word in title for word in words):
            return -1
        return 1 + len(wanted.get("roles", ())) + len(wanted.get("level1", ())) + (2 if words else 0) + (4 if self.kind else 0)


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout file, by name."""
    declared = []
    for path in sorted((data_root() / "schemas" / "layouts").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        declared.append(
            Layout(
                data["name"],
                data["title"],
                data.get("kind"),
                tuple(data["halves"]),
                tuple(data["required"]),
                data["match"],
                data.get("form"),
            )
        )
    return tuple(declared)


@cache
def by_name() -> dict[str, Layout]:
    """Layout name → layout."""
    return {layout.name: layout for layout in layouts()}


def choose(
    strategy: str, two_sided: bool, roles: frozenset[str], title: str, kind: Kind, level1: frozenset[str] = frozenset()
) -> Layout | None:
    """The best fitting layout, ``None`` where none fits: the form is then read by its labels alone."""
    ranked = sorted(
        ((lay.score(strategy, two_sided, roles, title, kind, level1), lay.name, lay) for lay in layouts()), key=lambda r: (-r[0], r[1])
    )
    return ranked[0][2] if ranked and ranked[0][0] > 0 else None
