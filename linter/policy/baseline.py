"""Baselines: the findings there were when checking began. They are marked and do not fail a run; new ones do, even of the same rule
in the same form, for a finding's fingerprint says what it is about and counts equals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from linter.model.finding import Family, Finding, Suppressed

VERSION = "1"
REASON = "基线中的旧问题"

DEFAULT = "jixiao-baseline.json"
"""The file ``jixiao baseline create`` writes unless told otherwise; a walk through folders passes it by."""


class BaselineError(Exception):
    """The baseline file cannot be used. The message is one Chinese line."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """``entries``: fingerprint → ``{code, severity, project, indicator, quote, since}`` (``since``: ISO date it entered).
    ``ruleset``: of the version that wrote it."""

    ruleset: str
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    path: Path | None = None


def load(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        BaselineError: missing, broken, or of an unknown version.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BaselineError(f"{path}：基线文件不存在，可用 jixiao baseline create 建立") from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BaselineError(f"{path}：基线文件已损坏，请用 jixiao baseline create 重新建立") from error
    if (
        not isinstance(data, dict)
        or data.get("version") != VERSION
        or not isinstance(data.get("findings"), dict)
        or not all(isinstance(one, dict) and {"code", "severity", "since"} <= one.keys() for one in data["findings"].values())
    ):
        raise BaselineError(f"{path}：不是本版本的基线文件，请用 jixiao baseline create 重新建立")
    return Baseline(str(data.get("ruleset", "")), data["findings"], path)


def create(findings: Iterable[Finding], ruleset: str, today: date, before: Baseline | None = None) -> Baseline:
    """A baseline of the findings that are not suppressed by a person, nor on suppressions themselves, which are never old; what was in ``before`` keeps its date."""
    old = before.entries if before else {}
    entries = {
        f.fingerprint: {
            "code": f.code,
            "severity": f.severity.value,
            "project": f.project,
            "indicator": "".join(f.indicator.split()) if f.indicator else f.field,
            "quote": f.quote,
            "since": old.get(f.fingerprint, {}).get("since", today.isoformat()),
        }
        for f in findings
        if (f.suppressed is None or f.suppressed.kind == "baseline") and f.family is not Family.SUPPRESSIONS
    }
    return Baseline(ruleset, dict(sorted(entries.items(), key=lambda item: (item[1]["code"], item[0]))))


def dumps(baseline: Baseline) -> str:
    """The file's text: one finding a line, so that changes read well in a diff."""
    rows = ",\n".join(f"    {json.dumps(key)}: {json.dumps(dict(entry), ensure_ascii=False)}" for key, entry in baseline.entries.items())
    head = f'{{\n  "version": "{VERSION}",\n  "ruleset": "{baseline.ruleset}",\n  "findings": {{'
    return head + (f"\n{rows}\n  " if rows else "") + "}\n}\n"


def mark(findings: Sequence[Finding], baseline: Baseline) -> tuple[Finding, ...]:
    """Old findings marked; suppressions of people win."""
    return tuple(
        replace(f, suppressed=Suppressed("baseline", REASON)) if f.suppressed is None and f.fingerprint in baseline.entries else f
        for f in findings
    )


@dataclass(frozen=True, slots=True)
class Status:
    """``left``: entries still found; ``gone``: entries no longer found; ``new``: findings not in the baseline."""

    left: Mapping[str, Mapping[str, Any]]
    gone: Mapping[str, Mapping[str, Any]]
    new: tuple[Finding, ...]

    def by_severity(self) -> Counter[str]:
        """How many of the entries left there are of each severity."""
        return Counter(str(entry["severity"]) for entry in self.left.values())

    def oldest(self) -> str | None:
        """The date of the oldest entry left."""
        return min((str(entry["since"]) for entry in self.left.values()), default=None)


def status(baseline: Baseline, findings: Sequence[Finding]) -> Status:
    """The baseline against what is found now."""
    found = {f.fingerprint for f in findings}
    left = {key: entry for key, entry in baseline.entries.items() if key in found}
    gone = {key: entry for key, entry in baseline.entries.items() if key not in found}
    new = tuple(f for f in findings if f.fingerprint not in baseline.entries and f.suppressed is None)
    return Status(left, gone, new)
