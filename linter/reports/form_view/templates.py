"""The templates that draw a form, and what they ask for. Text of the input is only ever escaped by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from linter.collection.rounds import NEW, OPEN, PARTLY
from linter.model.errors import install_hint
from linter.model.finding import Finding, Severity
from linter.model.place import Place
from linter.reports.feedback.api import CannotReport, FeedbackOptions
from linter.reports.feedback.remarks import with_cell
from linter.reports.feedback.words import wan
from linter.reports.form_view.pins import FormPage
from linter.reports.wording import SEVERITY_NAMES

if TYPE_CHECKING:
    import jinja2

ASSETS = Path(__file__).parent / "assets"
STATES = {NEW: "s1", PARTLY: "s2", OPEN: "s3"}
_TOGETHER = 200
"""Strings of a template that make a piece."""
LETTERS = {severity: severity.value[0] for severity in Severity}


@cache
def environment(*folders: Path) -> jinja2.Environment:
    """An environment that finds the form's templates, and those of the page that holds it in ``folders``.

    Raises:
        CannotReport: Jinja2 is not installed.
    """
    try:
        import jinja2
        import markupsafe
    except ImportError as error:
        raise CannotReport(f"写网页需要 jinja2，请{install_hint('report')}") from error
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, ASSETS], encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters.update(
        own=markupsafe.Markup, figure=lambda number: f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else str(number)
    )
    made.globals.update(more=_nothing, mark=_nothing)  # what a page adds to a finding and to a cell
    made.globals.update(
        severities=SEVERITY_NAMES, letter=LETTERS, states=STATES, with_cell=with_cell, wan=wan, place=place_of, spans=span_of
    )
    return made


def verify(_: FeedbackOptions) -> None:
    """Refuse what cannot be written here.

    Raises:
        CannotReport: Jinja2 is not installed.
    """
    environment()


def passing(template: jinja2.Template, context: Mapping[str, object]) -> Iterator[str]:
    """A page piece by piece."""
    stream = template.stream(context)
    stream.enable_buffering(_TOGETHER)
    return stream


def _nothing(_: object) -> str:
    return ""


def labelled(path: str, place: Place | None) -> str:
    """The file's own name and the place in it."""
    name = path.replace("\\", "/").rpartition("/")[2]
    label = place.label() if place else ""
    return f"{name} {label}" if label else name


def place_of(page: FormPage) -> str:
    """Where the form stands in its file."""
    return labelled(page.review.file, page.review.form.place)


def span_of(finding: Finding) -> str:
    """The quoted part of the cell as ``start,end`` in code points, ``""`` where it is all of it."""
    if finding.span is None or finding.span == (0, len(finding.cell)):
        return ""
    skipped = len(finding.cell) - len(finding.cell.lstrip("\n"))
    return f"{finding.span[0] - skipped},{finding.span[1] - skipped}"
