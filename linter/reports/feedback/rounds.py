"""The second round: what became of each remark of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from linter.model.finding import Finding, fold
from linter.reports.feedback.model import Remark

SETTLED, PARTLY, OPEN, NEW = "已修改", "部分修改", "未修改", "新增问题"
Spot = tuple[str, str, str]


def _spot(finding: Finding) -> Spot:
    """Rule and cell, whatever the cell says: a changed value with the same problem is the same spot."""
    return finding.code, finding.level2 or finding.field or "", fold(finding.indicator or "")


def _state(earlier: Sequence[Finding], now: Sequence[Finding]) -> str:
    """Of one remark: ``earlier`` its findings then, ``now`` all findings of the form today."""
    prints, spots = {f.fingerprint for f in now}, {_spot(f) for f in now}
    same = sum(f.fingerprint in prints for f in earlier)
    if same == len(earlier):
        return OPEN
    return PARTLY if same or any(_spot(f) in spots for f in earlier) else SETTLED


def second_round(earlier: Sequence[Remark], now: Sequence[Remark]) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Today's remarks, each with its state, and the earlier ones that are settled."""
    found = [f for remark in now for f in remark.findings]
    states = {}
    settled = []
    for remark in earlier:
        state = _state(remark.findings, found)
        if state == SETTLED:
            settled.append(replace(remark, state=SETTLED))
        else:
            states.update({_spot(f): state for f in remark.findings})
    marked = [replace(remark, state=next((states[_spot(f)] for f in remark.findings if _spot(f) in states), NEW)) for remark in now]
    return tuple(marked), tuple(settled)
