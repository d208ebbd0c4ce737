"""What the settings say of a file before it is read."""

from __future__ import annotations

from msgspec import Struct


class Assumed(Struct, frozen=True):
    """What the settings say of a file: the budget year where neither form nor document states one, and the name of its layout."""

    year: int | None = None
    layout: str | None = None
