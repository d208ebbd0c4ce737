"""Goal, rows and costs of one form: what cannot hold together is found, what only looks alike is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.judging.rows import BY_THE_FORM
from tests.support.cases import findings_of

FORMS: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "contradictions.yml").read_text(encoding="utf-8"))


def _said(form: dict[str, Any]) -> set[str]:
    fields = {"total_annual": f"{form['budget'] * 10_000:,}", "overview": "为全县提供服务。", "goal": form["goal"]}
    findings = findings_of({"fields": fields, "rows": [row.replace("|", " | ") for row in form["rows"]]})
    return {f.code for f in findings if f.severity.value != "info" and f.code not in BY_THE_FORM - {"JX302"}}


def test_contradictions_are_found() -> None:
    missed = [form["goal"] for form in FORMS["faulty"] if not _said(form) & set(form["codes"])]
    assert missed == []


def test_what_holds_together_is_left_alone() -> None:
    accused = [(form["goal"], codes) for form in FORMS["sound"] if (codes := _said(form))]
    assert accused == []
