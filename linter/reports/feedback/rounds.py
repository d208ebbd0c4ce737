"""The second round: what became of each remark of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from linter.collection.rounds import NEW, OPEN, PARTLY, SETTLED, spot_of, state_of
from linter.reports.feedback.model import Remark

__all__ = ["NEW", "OPEN", "PARTLY", "SETTLED", "second_round"]


def second_round(earlier: Sequence[Remark], now: Sequence[Remark]) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Today's remarks, each with its state, and the earlier ones that are settled."""
    findings = [f for remark in now for f in remark.findings]
    states = {}
    settled = []
    for remark in earlier:
        state = state_of(remark.findings, findings)
        if state == SETTLED:
            settled.append(replace(remark, state=SETTLED))
        else:
            states.update({spot_of(f): state for f in remark.findings})
    marked = [replace(remark, state=next((states[spot_of(f)] for f in remark.findings if spot_of(f) in states), NEW)) for remark in now]
    return tuple(marked), tuple(settled)
