"""Findings pinned to the cells of redrawn forms: each has a number in its form, the cells it stands on, and the places related to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct, field

from linter.model.finding import Finding, Severity
from linter.reports.feedback.model import FormPlace, ProjectReview, Remark
from linter.reports.form_view.grid import Drawn, draw
from linter.reports.result import Passing

_PATH = re.compile(r"forms\[(\d+)\]\.?(.*)")
_HALF = re.compile(r"(?<=\.)(period|annual)(?=\.|$)")
_OTHER = {"period": "annual", "annual": "period"}


class Link(Struct, frozen=True):
    """A related place. ``target``: the id of its cell or form, ``""`` where it is not drawn."""

    text: str
    target: str


class Pinned(Struct, frozen=True):
    """A finding as the page shows it. ``cells``: ids of the cells it stands on (none: beside the title). ``many``: for the first of
    several hits of one rule, how many there are."""

    number: int
    id: str
    finding: Finding
    remark: Remark
    cells: tuple[str, ...]
    related: tuple[Link, ...]
    many: int = 0


class FormPage(Struct):
    """A form on the page: its number in the worklist, its table, its findings, and the ids of the cells somebody refers to."""

    number: int
    review: ProjectReview
    drawn: Drawn
    pinned: tuple[Pinned, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    badges: dict[str, list[Pinned]] = field(default_factory=dict)
    """Cell key (``""``: the title) → the findings that stand there."""
    known: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.known = frozenset(self.drawn.keys())

    def hits(self) -> Counter[Severity]:
        """Findings of each severity."""
        return Counter(pinned.finding.severity for pinned in self.pinned)

    def id_of(self, key: str) -> str:
        """The id of a cell, given on first use; ``""`` where the form prints no such cell."""
        drawn = self._drawn_key(key)
        return self.ids.setdefault(drawn, f"f{self.number}c{len(self.ids) + 1}") if drawn else ""

    def key_of(self, cell_id: str) -> str:
        """The inverse of ``id_of``."""
        return next(key for key, held in self.ids.items() if held == cell_id)

    def _drawn_key(self, key: str) -> str:
        if key in self.known:
            return key
        match = re.match(r"indicators\[\d+\]", key)
        names = (
            [f"{match[0]}.{half}.name" for half in (("period", "annual") if ".period" in key else ("annual", "period"))] if match else []
        )
        return next((name for name in names if name in self.known), "")


def _key(path: str) -> tuple[int, str] | None:
    """(index of the form in its document, path within it)."""
    match = _PATH.fullmatch(path)
    return (int(match[1]), match[2]) if match else None


def _own(finding: Finding) -> Iterator[str]:
    """The cells a finding stands on: its path, and the same cell of the other half where it speaks of both."""
    cell = _key(finding.path)
    if cell is not None and cell[1]:
        yield cell[1]
        if finding.half == "both":
            yield _HALF.sub(lambda half: _OTHER[half[0]], cell[1])


_DRAWN = 32
"""Forms drawn that are remembered, for the links that lead to them."""


class Board:
    """All forms of a batch in worklist order, by what findings call them. A form is drawn anew each time it passes: what is kept of it is the
    ids of the cells that somebody refers to, all of which are given before the first page passes."""

    def __init__(self, projects: Sequence[ProjectReview]) -> None:
        self._projects = projects
        self._ids: list[dict[str, str]] = []
        self._at: dict[FormPlace, int] = {}
        for number, project in enumerate(projects):
            self._ids.append({})
            self._at[project.place] = number
        self._drawn = lru_cache(_DRAWN)(self._page)
        for _ in self.pages:
            pass

    @property
    def pages(self) -> Passing[FormPage]:
        """Every form with what is pinned to it."""
        return Passing(self._passing, len(self._projects))

    def _passing(self) -> Iterator[FormPage]:
        for number, project in enumerate(self._projects):
            page = self._page(number, project)
            self._pin(page)
            yield page

    def _page(self, number: int, project: ProjectReview | None = None) -> FormPage:
        project = project or self._projects[number]
        return FormPage(number + 1, project, draw(project.form), ids=self._ids[number])

    def _pin(self, page: FormPage) -> None:
        pinned: list[Pinned] = []
        for remark in page.review.remarks:
            for place, finding in enumerate(remark.findings):
                number = len(pinned) + 1
                cells = tuple(dict.fromkeys(cell_id for key in _own(finding) if (cell_id := page.id_of(key))))
                many = len(remark.findings) if place == 0 and len(remark.findings) > 1 else 0
                pin = Pinned(number, f"f{page.number}-{number}", finding, remark, cells, self.links(finding, cells), many)
                pinned.append(pin)
                for cell in cells:
                    page.badges.setdefault(page.key_of(cell), []).append(pin)
                if not cells:
                    page.badges.setdefault("", []).append(pin)
        page.pinned = tuple(pinned)

    def links(self, finding: Finding, own: Sequence[str] = ()) -> tuple[Link, ...]:
        """The related places that are not the finding's own cells."""
        out: dict[tuple[str, str], Link] = {}
        for related in finding.related:
            target = self._target(finding, related.path)
            if target in own and target:
                continue
            label = related.location.label() if related.location and not target else ""
            link = Link(f"{related.role}（{label}）" if label else related.role, target)
            out.setdefault((link.text, link.target), link)
        return tuple(out.values())

    def _target(self, finding: Finding, path: str) -> str:
        cell = _key(path)
        if cell is None or finding.location is None:
            return ""
        number = self._at.get((finding.location.file, finding.location.member, cell[0] + 1))
        if number is None:
            return ""
        return (self._drawn(number).id_of(cell[1]) if cell[1] else "") or f"f{number + 1}"
