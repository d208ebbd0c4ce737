"""One logical form in every layout and every file format: the generator of parity, layout and acceptance tests.

    write([form_data, …], layout="two-sided", to="xlsx") -> bytes

``form_data`` is a form of the form JSON, or a ``linter.model.form.Form``. ``draw`` makes pages of golden drawings, and ``WRITERS``
turns pages into bytes; see ``page.py``, ``forms.py``, ``files.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from linter.model.form import Form
from tests.support.writers.files import EXACT, WRITERS
from tests.support.writers.forms import FormData, beside, one_sided, project_list, two_sided
from tests.support.writers.page import Box, Builder, Page, Piece, Table, draw

__all__ = [
    "EXACT",
    "LAYOUTS",
    "WRITERS",
    "Box",
    "Builder",
    "FormData",
    "Page",
    "Piece",
    "Table",
    "as_data",
    "beside",
    "draw",
    "one_sided",
    "pages",
    "project_list",
    "seed_forms",
    "two_sided",
    "write",
]

LAYOUTS: dict[str, Callable[[FormData], Page]] = {
    "two-sided": two_sided,
    "one-sided": one_sided,
    "one-sided-unmerged": partial(one_sided, merge_levels=False),
    "comparator-columns": partial(one_sided, roles=("level1", "level2", "name", "comparator", "value", "unit")),
    "weighted": partial(one_sided, roles=("level1", "level2", "name", "value", "weight", "standard")),
    "weighted-columns": partial(one_sided, roles=("level1", "level2", "name", "comparator", "value", "unit", "weight")),
    "self-evaluation": partial(one_sided, roles=("level1", "level2", "name", "value", "actual", "weight", "score")),
}


def as_data(form: Form | FormData) -> FormData:
    """The form JSON of a form."""
    if isinstance(form, dict):
        return form
    from linter.reports.serial import form_data

    return form_data(form)


def pages(forms: Iterable[Form | FormData], layout: str = "two-sided") -> list[Page]:
    """A page for each form, or one for all where the layout lists many projects (``project-list``)."""
    data = [as_data(form) for form in forms]
    return [project_list(data)] if layout == "project-list" else [LAYOUTS[layout](form) for form in data]


def write(forms: Sequence[Form | FormData], layout: str = "two-sided", to: str = "xlsx") -> bytes:
    """The forms as a file of the format ``to`` (a key of ``WRITERS``)."""
    return WRITERS[to][1](pages(forms, layout))


def seed_forms(path: Path) -> list[FormData]:
    """The forms of a document (the 27 of the seed), ready to be written in another format."""
    import linter

    return [as_data(form) for document in linter.parse(path) for form in document.forms]
