"""What an output of ``jixiao check`` is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from linter.reports.result import Result
from linter.reports.visible import visible_result


class RenderOptions(Struct, frozen=True):
    """How a person wants it shown. Outputs for machines ignore it. ``columns``: of the terminal; ``None``: a sentence is one line."""

    colour: bool = False
    show_info: bool = True
    columns: int | None = None


class Output(Struct, frozen=True):
    """``title`` is Chinese, for help pages. ``write`` gives the report piece by piece, so that one of a million findings is never held as a
    whole: text, or bytes where the encoding is part of the format.

    ``verbatim``: an output for machines, whose encoding makes every mark of a cell safe (JSON); all others get the run as people
    may see it, so that no module of theirs can forget.
    """

    title: str
    write: Callable[[Result, RenderOptions], Iterator[str] | Iterator[bytes]]
    verbatim: bool = False

    def pieces(self, result: Result, options: RenderOptions) -> Iterator[str] | Iterator[bytes]:
        """The report piece by piece."""
        return self.write(result if self.verbatim else visible_result(result), options)

    def render(self, result: Result, options: RenderOptions) -> str | bytes:
        """The whole report."""
        pieces: list[Any] = list(self.pieces(result, options))
        return b"".join(pieces) if pieces and isinstance(pieces[0], bytes) else "".join(pieces)
