"""The second round: what became of each remark of the first, and what was changed without being put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from linter.collection.rounds import NEW, OPEN, PARTLY, SETTLED, Hollow, hollow_change, spot_of, state_of
from linter.model.finding import Finding, Severity, fold
from linter.model.form import Form
from linter.reports.feedback.model import Remark
from linter.reports.feedback.remarks import whole_of

__all__ = ["NEW", "OPEN", "PARTLY", "SETTLED", "second_round", "targets_of"]

Row = tuple[str, str]
"""Category and folded name of an indicator."""
Targets = Mapping[Row, str]


def targets_of(form: Form) -> Targets:
    """What each row of a form aims at, as one reads it."""
    out: dict[Row, str] = {}
    for index, _, target in form.targets():
        indicator = form.indicators[index]
        out.setdefault((indicator.category or indicator.level2, fold(target.name.text)), whole_of(target))
    return out


_OF_TARGETS = ("JX2", "JX3", "JX4", "JX5", "JX7")
"""Families that judge what a row aims at; a typo or a sum says nothing of whether a target was put right."""


def _rows(remarks: Iterable[Remark]) -> set[Row]:
    """The rows whose target remarks find fault with."""
    weighty = (remark for remark in remarks if remark.severity is not Severity.INFO and remark.code.startswith(_OF_TARGETS))
    return {_row(f) for remark in weighty for f in remark.findings if f.level2 and f.indicator}


def _row(finding: Finding) -> Row:
    return finding.level2 or "", fold(finding.indicator or "")


def second_round(
    earlier: Sequence[Remark], now: Sequence[Remark], before: Targets | None = None, after: Targets | None = None
) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Today's remarks, each with its state, and the earlier ones that are settled. ``before``, ``after``: the targets of the form in both rounds; a
    row that was only given another figure, and of which there is still something to say, counts as changed in part."""
    both = _rows(earlier) & _rows(now)
    changes = {row: hollow_change((before or {}).get(row, ""), (after or {}).get(row, "")) for row in both}
    hollow = {row: change for row, change in changes.items() if change is not None}
    empty = {row for row, change in hollow.items() if change.words}
    findings = [f for remark in now for f in remark.findings]
    states = {}
    settled = []
    for remark in earlier:
        state = state_of(remark.findings, findings)
        if state != SETTLED:
            states.update({spot_of(f): state for f in remark.findings})
        elif not _rows([remark]) & empty:
            settled.append(replace(remark, state=SETTLED))
    return tuple(_marked(remark, states, hollow) for remark in now), tuple(settled)


def _marked(remark: Remark, states: Mapping[tuple[str, str, str], str], hollow: Mapping[Row, Hollow]) -> Remark:
    """The remark with what became of it: a row only given another figure is told with the remark that speaks of it now."""
    change = next((hollow[row] for row in _rows([remark]) if row in hollow), None)
    words = change is not None and change.words
    state = next((states[spot_of(f)] for f in remark.findings if spot_of(f) in states), PARTLY if words else NEW)
    return replace(remark, state=state, hollow=change.told if change is not None and state == PARTLY else "")
