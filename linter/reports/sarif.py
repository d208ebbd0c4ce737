"""SARIF 2.1.0, for code-scanning pages.

Regions only where lines are real; sheet, table and page places stand in ``logicalLocations``. Columns count code points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from linter.model.finding import Family, Finding, Severity
from linter.model.place import Place
from linter.reports.api import Output, RenderOptions
from linter.reports.json import dumps
from linter.reports.result import Result, RuleInfo
from linter.reports.wording import FAMILY_NAMES, sentence, unchecked, where

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def _rule(rule: RuleInfo) -> dict[str, Any]:
    page = rule.page() if rule.page is not None else rule.title
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.slug.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}。依据：{rule.source}。"},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "slug": rule.slug,
            "tags": [FAMILY_NAMES.get(Family.of(rule.code), "自定义")],
            "precision": {"high": "high", "medium": "medium", "low": "low"}[rule.confidence.value],
        },
    }


def _uri(path: str) -> str:
    return quote(path.replace("\\", "/"), safe="/:")


def _region(place: Place) -> dict[str, int] | None:
    if place.line is None or place.member is not None:
        return None
    region = {"startLine": place.line}
    if place.column is not None:
        region["startColumn"] = place.column
        if place.end_column is not None and place.end_line in (None, place.line):
            region["endColumn"] = max(place.end_column, place.column)
    return region


def _location(place: Place | None, path: str, kind: str = "element") -> dict[str, Any]:
    location: dict[str, Any] = {}
    if place is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
        region = _region(place)
        if region is not None:
            physical["region"] = region
        location["physicalLocation"] = physical
    label = place.label() if place is not None else ""
    if path or label:
        location["logicalLocations"] = [{"fullyQualifiedName": path or label, "kind": kind} | ({"decoratedName": label} if label else {})]
    return location


def _result(finding: Finding, index: dict[str, int], baselined: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{where(finding)}：{sentence(finding)}"},
        "locations": [_location(finding.location, finding.path)],
        "partialFingerprints": {"jixiao/v1": finding.fingerprint},
        "properties": {"confidence": finding.confidence.value, "source": finding.source, "project": finding.project or ""},
    }
    if finding.related:
        data["relatedLocations"] = [
            {"id": n, "message": {"text": related.role}, **_location(related.location, related.path)}
            for n, related in enumerate(finding.related, start=1)
        ]
    known = finding.suppressed is not None and finding.suppressed.kind == "baseline"
    if baselined:
        data["baselineState"] = "unchanged" if known else "new"
    if finding.suppressed is not None and not known:
        kind = "inSource" if finding.suppressed.kind in ("inline", "comment") else "external"
        data["suppressions"] = [{"kind": kind, "justification": finding.suppressed.reason}]
    return data


def _notifications(result: Result) -> list[dict[str, Any]]:
    return [
        {
            "level": "error" if note.fatal else "note",
            "message": {"text": text},
            "locations": [_location(note.place or Place(source.path), "")],
        }
        for source, note, text in unchecked(result)
    ]


def _artifacts(result: Result) -> list[dict[str, Any]]:
    seen: dict[str, dict[str, Any]] = {}
    for source in result.inputs:
        hashes = {"hashes": {"sha-256": source.sha256}} if source.sha256 and source.member is None else {}
        seen.setdefault(source.path, {"location": {"uri": _uri(source.path)}, **hashes})
    return list(seen.values())


def report(result: Result) -> dict[str, Any]:
    """The SARIF log as plain data."""
    rules: Sequence[RuleInfo] = result.rules
    index = {rule.code: n for n, rule in enumerate(rules)}
    failed = any(note.fatal for source in result.inputs for note in source.not_checked)
    run = {
        "tool": {
            "driver": {
                "name": "jixiao",
                "version": result.version,
                "semanticVersion": result.version,
                "language": "zh-CN",
                "properties": {"ruleset": result.ruleset},
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "artifacts": _artifacts(result),
        "invocations": [{"executionSuccessful": not failed, "toolExecutionNotifications": _notifications(result)}],
        "results": [_result(finding, index, result.baselined) for finding in result.findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def render(result: Result, options: RenderOptions) -> Iterator[str]:
    """The log as JSON."""
    yield dumps(report(result))


OUTPUT = Output("SARIF 2.1.0", render, verbatim=True)
