"""GitLab Code Quality (also read by other forges)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.model.finding import Finding, Severity
from linter.reports.api import Output, RenderOptions
from linter.reports.json import dumps
from linter.reports.result import Result
from linter.reports.wording import sentence, unchecked, where

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.location
    label = place.label() if place is not None else ""
    spot = f"{where(finding)}（{label}）" if label else where(finding)
    return {
        "description": f"{spot}：{sentence(finding)}",
        "check_name": finding.code,
        "fingerprint": finding.fingerprint,
        "severity": _LEVELS[finding.severity],
        "location": {"path": place.file if place else "", "lines": {"begin": (place.line if place else None) or 1}},
    }


def render(result: Result, options: RenderOptions) -> Iterator[str]:
    """The list GitLab takes as ``codequality`` report."""
    rows = [_finding(f) for f in result.findings if f.suppressed is None]
    for source, note, text in unchecked(result):
        begin = (note.place.line if note.place else None) or 1
        row = {"description": f"未检查：{text}", "check_name": "not-checked", "fingerprint": f"not-checked:{source.sha256}:{text}"}
        rows.append({**row, "severity": "critical" if note.fatal else "info", "location": {"path": source.path, "lines": {"begin": begin}}})
    yield dumps(rows)


OUTPUT = Output("GitLab 代码质量报告", render, verbatim=True)
