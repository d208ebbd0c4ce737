"""The 问题清单, row by row, as the workbook and the letter's annex both print it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from linter.model.finding import Finding
from linter.reports.feedback.model import Batch, ProjectReview, Remark, UnitReview
from linter.reports.feedback.points import said_of
from linter.reports.wording import SEVERITY_NAMES

WHOLE = "（全文）"
_LONG = 100
"""From here on a cell is shown in part."""


class Row(Struct, frozen=True):
    """A problem. ``name``: what stands under 项目名称. ``project``: the form it stands in, ``None`` for the document as a whole. ``note``: 备注,
    with the rule's code."""

    unit: str
    name: str
    project: ProjectReview | None
    remark: Remark
    note: str

    @property
    def filled_in(self) -> str:
        """What stands under 原填报内容: targets as one reads them, of long cells the part in question; nothing for a form as a whole."""
        shown = (_excerpt(f, text) for f, text in zip(self.remark.findings, self.remark.filled, strict=True))
        return "；".join(dict.fromkeys(text for text in shown if text))


def _excerpt(finding: Finding, cell: str) -> str:
    part = "".join(finding.quote.split())
    if len(cell) <= _LONG:
        return cell
    return f"…{part}…" if part and len(part) < _LONG and part in cell else cell[:_LONG] + "…"


def _note(remark: Remark, renamed: str = "") -> str:
    state = f"复核：{remark.standing}；" if remark.state else ""
    state += f"{renamed}；" if renamed else ""
    return f"{state}{remark.code}，{SEVERITY_NAMES[remark.severity]}，{remark.source}"


def problems_of(unit: UnitReview) -> Iterator[Row]:
    """The unit's problems: those of the document, then project by project; settled ones of a first round last."""
    for remark in unit.general:
        yield Row(unit.unit, WHOLE, None, remark, _note(remark))
    for project in unit.projects:
        for remark in (*said_of(project), *project.gone):
            yield Row(unit.unit, unit.name_of(project), project, remark, _note(remark, project.renamed))


def problems(batch: Batch) -> Iterator[Row]:
    """The problems of all units."""
    for unit in batch.units:
        yield from problems_of(unit)
