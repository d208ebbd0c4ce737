"""What an output of ``jixiao check`` is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linter.reports.result import Result
from linter.reports.visible import visible_result


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a person wants it shown. Outputs for machines ignore both."""

    colour: bool = False
    show_info: bool = True


@dataclass(frozen=True, slots=True)
class Output:
    """``title`` is Chinese, for help pages. ``write`` gives text, or bytes where the encoding is part of the format.

    ``verbatim``: an output for machines, whose encoding makes every mark of a cell safe (JSON); all others get the run as people
    may see it, so that no module of theirs can forget.
    """

    title: str
    write: Callable[[Result, RenderOptions], str | bytes]
    verbatim: bool = False

    def render(self, result: Result, options: RenderOptions) -> str | bytes:
        """The whole report."""
        return self.write(result if self.verbatim else visible_result(result), options)
