"""What an output of ``jixiao check`` is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linter.reports.result import Result


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a person wants it shown. Outputs for machines ignore both."""

    colour: bool = False
    show_info: bool = True


@dataclass(frozen=True, slots=True)
class Output:
    """``title`` is Chinese, for help pages. ``render`` gives text, or bytes where the encoding is part of the format."""

    title: str
    render: Callable[[Result, RenderOptions], str | bytes]
