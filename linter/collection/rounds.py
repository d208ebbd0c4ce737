"""What became of the findings of an earlier round: put right, changed but still there, left as they were, or new."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from linter.model.finding import Finding, fold
from linter.values import parse_value
from linter.values.types import Dimension

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


_FIGURES = re.compile(r"[0-9.,，%％‰]+|[≥≤＞＜><=＝≧≦]+|不低于|不少于|不高于|不超过|大于|小于|等于|以上|以下")


class Hollow(NamedTuple):
    """A change of a target that may be one for its own sake, told in Chinese. ``words``: words were given up for a bare rate; else one figure or sign
    for another."""

    told: str
    words: bool


def hollow_change(before: str, now: str) -> Hollow | None:
    """How a target was changed without anything else being changed; ``None`` where it was left as it was or said anew. Whether that is enough is
    for the rules: they speak of the row still, or do not."""
    if not before or not now or fold(before) == fold(now):
        return None
    then, value = parse_value(before), parse_value(now)
    if not value.quantified:
        return None
    if then.quantified:
        same = _FIGURES.sub("", fold(before)) == _FIGURES.sub("", fold(now))
        return Hollow(f"只把“{before}”改成了“{now}”", words=False) if same else None
    bare = not _FIGURES.sub("", fold(now)) and value.quantity is not None and value.quantity.dimension is Dimension.RATIO
    return Hollow(f"只换成了“{now}”，名称未变", words=True) if bare else None
