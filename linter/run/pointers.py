"""Lines of findings in formats that count none while reading (JSON): looked up for what is reported only."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from linter import formats
from linter.model.finding import Finding
from linter.model.place import Place
from linter.run.inputs import Job


def with_lines(findings: tuple[Finding, ...], job: Job) -> tuple[Finding, ...]:
    """The findings of a job, places that carry a pointer of its file with their line. What a finding is related to may stand in another file,
    whose lines this one does not have."""
    wanted = {place.pointer for place in _places(findings) if place.pointer is not None and _in(place, job)}
    data = job.content() if wanted else None
    lines = formats.locate(data, job.shown, wanted) if data is not None else {}
    if not lines:
        return findings

    def put(place: Place | None) -> Place | None:
        at = lines.get(place.pointer or "") if place is not None and place.pointer is not None and _in(place, job) else None
        return place._replace(line=at[0], column=at[1], end_line=at[0], end_column=at[2]) if place is not None and at else place

    return tuple(
        replace(each, location=put(each.location), related=tuple(replace(other, location=put(other.location)) for other in each.related))
        for each in findings
    )


def _places(findings: Iterable[Finding]) -> Iterable[Place]:
    for each in findings:
        yield from (place for place in (each.location, *(other.location for other in each.related)) if place is not None)


def _in(place: Place, job: Job) -> bool:
    return place.file == job.shown and place.line is None and not place.member
