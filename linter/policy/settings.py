"""What a run is asked to do: the effective settings the engine works by. ``linter.policy.config`` builds them from files and flags."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from linter.knowledge.context import Knowledge
from linter.model.finding import Severity


class Settings(Struct, frozen=True):
    """``select``/``ignore`` are codes already expanded; ``select`` ``None`` means every rule. ``profile``: ``review`` or
    ``submission``. ``options``: code → option → value. ``severity``: code → severity. ``sources``: official names replaced
    (``财预〔2021〕101号`` → the province's document). ``own``: the user's own rules, JSON text (``linter.rules.own``).
    ``lexicons``: further lexicon entries, JSON text
    (lexicon → entries). ``dictionary``: the user's own words. ``layout``: the layout the user says the file has."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    pedantic: bool = False
    profile: str = "review"
    year: int | None = None
    severity: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    own: str = ""
    lexicons: str = ""
    dictionary: tuple[str, ...] = ()
    layout: str | None = None

    @property
    def knowledge(self) -> Knowledge:
        """Our lexicons with the user's own words."""
        return Knowledge.of(self.lexicons)

    def source(self, source: str) -> str:
        """A rule's ground with the official names replaced by this place's own."""
        for official, own in self.sources.items():
            source = source.replace(official, own)
        return source

    def key(self) -> str:
        """A text that is equal for equal settings, in every process."""
        plain = {name: getattr(self, name) for name in self.__struct_fields__}
        return json.dumps(plain, default=lambda value: sorted(value) if isinstance(value, frozenset) else dict(value), sort_keys=True)
