"""What an output of ``jixiao report`` is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from linter.model.errors import JixiaoError
from linter.reports.feedback.model import Batch


class CannotReport(JixiaoError):
    """The feedback cannot be written (a library is missing, a template lacks a field). One Chinese line: why, and what to do."""


@dataclass(frozen=True, slots=True)
class FeedbackOptions:
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


@dataclass(frozen=True, slots=True)
class Feedback:
    """``render`` yields (file name without folder, content): one file for the batch, or one a unit. ``suffix``: ``.docx``."""

    title: str
    suffix: str
    render: Callable[[Batch, FeedbackOptions], Iterator[tuple[str, str | bytes]]]
