"""What became of the findings of an earlier round: put right, changed but still there, left as they were, or new."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from linter.model.finding import Finding, fold

SETTLED, PARTLY, OPEN, NEW = "已修改", "部分修改", "未修改", "新增问题"
ELSEWHERE = "因他处修改不再提示"
"""Nothing of this form changed: another form, a table or the narrative did."""
STATES = (SETTLED, ELSEWHERE, PARTLY, OPEN, NEW)
Spot = tuple[str, str, str]
"""Rule, category (or field) and folded name."""


def spot_of(finding: Finding) -> Spot:
    """Rule and cell, whatever the cell says: a changed value with the same problem is the same spot."""
    return finding.code, finding.level2 or finding.field or "", fold(finding.indicator or "")


def _stay(spot: Spot) -> Spot:
    return spot


def state_of(earlier: Sequence[Finding], now: Sequence[Finding], follow: Callable[[Spot], Spot] = _stay) -> str:
    """``已修改 部分修改 未修改`` of one remark: ``earlier`` its findings then, ``now`` all findings of the same form today. ``follow``: where a
    renamed or moved row stands today."""
    spots = {spot_of(f) for f in now}
    prints = {f.fingerprint for f in now}
    cells = {(spot_of(f), fold(f.quote)) for f in now}
    places = [follow(spot_of(f)) for f in earlier]
    same = sum(f.fingerprint in prints or (spot, fold(f.quote)) in cells for f, spot in zip(earlier, places, strict=True))
    if same == len(earlier):
        return OPEN
    return PARTLY if same or any(spot in spots for spot in places) else SETTLED
