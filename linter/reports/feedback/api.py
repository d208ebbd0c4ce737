"""What an output of ``jixiao report`` is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from linter.model.errors import JixiaoError
from linter.reports.feedback.model import Batch


class CannotReport(JixiaoError):
    """The feedback cannot be written (a library is missing, a template lacks a field). One Chinese line: why, and what to do."""


class FeedbackOptions(Struct, frozen=True):
    """``today`` dates letters, so that the same input gives the same bytes. ``template``: a bureau's own .docx. ``limit``: characters
    of a 退回意见. ``issuer``: who signs. ``deadline``: the date by which units revise (ISO), ``None`` leaves a blank. ``folder``: where the
    output will stand, so that it can link to the inputs; ``None``: no such links. ``reviewer``: who reviewed."""

    today: date
    template: Path | None = None
    limit: int = 200
    issuer: str = ""
    deadline: date | None = None
    folder: Path | None = None
    reviewer: str = ""


def no_demand(_: FeedbackOptions) -> None:
    """Nothing: the output needs no more than this program has."""


class Feedback(Struct, frozen=True):
    """``write`` yields (file name without folder, content piece by piece): one file for the batch, or one a unit. A file is made as its pieces
    are taken, and before the next is asked for. ``suffix``: ``.docx``. ``verify`` refuses, before any work, what it would refuse after it.
    ``each_unit``: there is a file for each unit.
    """

    title: str
    suffix: str
    write: Callable[[Batch, FeedbackOptions], Iterator[tuple[str, Iterable[str] | Iterable[bytes]]]]
    verify: Callable[[FeedbackOptions], object] = no_demand
    each_unit: bool = False

    def render(self, batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, str | bytes]]:
        """Each file as a whole.

        Raises:
            CannotReport: see there.
        """
        for name, pieces in self.write(batch, options):
            held: list[Any] = list(pieces)
            yield name, b"".join(held) if held and isinstance(held[0], bytes) else "".join(held)
