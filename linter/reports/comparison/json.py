"""A comparison as JSON (``schemas/compare.schema.json``)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from linter.collection.rounds import ELSEWHERE, NEW, OPEN, PARTLY, SETTLED
from linter.reports.comparison.model import Comparison, FormChange, FormRef, Side, UnitChange
from linter.reports.json import dumps
from linter.reports.serial import VERSION, finding_data, note_data, place_data

STATES = {SETTLED: "settled", ELSEWHERE: "elsewhere", PARTLY: "partly", OPEN: "open", NEW: "new"}


def _ref(form: FormRef) -> dict[str, Any]:
    amount = f"{form.amount:.2f}" if form.amount is not None else None
    plain = {key: getattr(form, key) for key in ("file", "member", "index", "project", "unit", "kind")}
    return {**plain, "amount": amount}


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"path": side.path, "level2": side.category or None, "name": side.name, "value": side.value, "location": place_data(side.place)}


def _form(form: FormChange) -> dict[str, Any]:
    return {
        "matched_by": form.way.value,
        "old": _ref(form.old),
        "new": _ref(form.new),
        "header": [{"field": c.field, "half": c.half, "old": c.old, "new": c.new, "change": c.change.value} for c in form.header],
        "indicators": [
            {"changes": [kind.value for kind in row.kinds], "half": row.half, "old": _side(row.old), "new": _side(row.new)}
            for row in form.rows
        ],
        "findings": [{"state": STATES[state], "finding": finding_data(finding)} for state, finding in form.findings],
        "noticed": [finding_data(finding) for finding in form.noticed],
    }


def _unit(unit: UnitChange) -> dict[str, Any]:
    findings = {STATES[state]: count for state, count in sorted(unit.states.items())}
    return {"unit": unit.unit, "forms": unit.forms, "findings": findings, "raised": unit.raised, "lowered": unit.lowered}


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """The whole comparison as plain data."""
    kinds = sum((form.kinds for form in comparison.forms), Counter[Any]())
    states = sum((form.states for form in comparison.forms), Counter[str]())
    return {
        "version": VERSION,
        "tool": {"name": "jixiao", "version": comparison.version, "ruleset": comparison.ruleset},
        "forms": [_form(form) for form in comparison.forms],
        "deleted": [_ref(form) for form in comparison.deleted],
        "added": [_ref(form) for form in comparison.added],
        "not_checked": [{"side": side, **note_data(note)} for side, note in comparison.not_checked],
        "summary": {
            "forms": len(comparison.forms),
            "indicators": {kind.value: count for kind, count in sorted(kinds.items())},
            "findings": {STATES[state]: count for state, count in sorted(states.items())},
            "units": [_unit(unit) for unit in comparison.units],
            "noticed": sum(finding.suppressed is None for form in comparison.forms for finding in form.noticed),
        },
    }


def render(comparison: Comparison) -> str:
    """The comparison as JSON text."""
    return dumps(comparison_data(comparison))
