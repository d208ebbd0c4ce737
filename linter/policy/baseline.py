"""Baselines: the findings there were when checking began. They are marked and do not fail a run; new ones do, even of the same rule
in the same form, for a finding's fingerprint says what it is about and counts equals.

A fingerprint never holds a file, so that a renamed or moved file stays known. The baseline therefore keeps how often each was found and
in which files: a copy of a bad file has more findings than the baseline, and those are new.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from linter.model.errors import JixiaoError
from linter.model.finding import Family, Finding, Suppressed

VERSION = "1"
REASON = "基线中的旧问题"

DEFAULT = "jixiao-baseline.json"
"""The file ``jixiao baseline create`` writes unless told otherwise; a walk through folders passes it by."""


class BaselineError(JixiaoError):
    """The baseline file cannot be used. The message is one Chinese line."""


class Baseline(Struct, frozen=True):
    """``entries``: fingerprint → ``{code, severity, project, indicator, quote, since, files}`` (``since``: ISO date it entered;
    ``files``: how often it stood in each file, paths relative to ``path``'s folder; baselines of earlier versions lack it and count
    every finding of that fingerprint). ``ruleset``: of the version that wrote it."""

    ruleset: str
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    path: Path | None = None


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not {"code", "severity", "since"} <= entry.keys():
        return False
    files = entry.get("files", {})
    return isinstance(files, dict) and all(isinstance(count, int) for count in files.values())


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
        or not all(map(_is_entry, data["findings"].values()))
    ):
        raise BaselineError(f"{path}：不是本版本的基线文件，请用 jixiao baseline create 重新建立")
    return Baseline(str(data.get("ruleset", "")), data["findings"], path)


def _file(finding: Finding, folder: Path) -> str:
    """The file (and archive member) a finding stands in, as the baseline in ``folder`` names it."""
    place = finding.location
    if place is None:
        return ""
    path = os.path.relpath(place.file, folder).replace(os.sep, "/")
    return f"{path}!{place.member}" if place.member else path


def _by_fingerprint(findings: Iterable[Finding], folder: Path) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        counts.setdefault(finding.fingerprint, Counter())[_file(finding, folder)] += 1
    return counts


def create(findings: Iterable[Finding], ruleset: str, today: date, before: Baseline | None = None, path: Path | None = None) -> Baseline:
    """A baseline, to be written to ``path``, of the findings that are not suppressed by a person; what was in ``before`` keeps its date."""
    old = before.entries if before else {}
    kept = [f for f in findings if (f.suppressed is None or f.suppressed.kind == "baseline") and f.family is not Family.SUPPRESSIONS]
    counts = _by_fingerprint(kept, (path or Path()).parent)
    entries = {
        f.fingerprint: {
            "code": f.code,
            "severity": f.severity.value,
            "project": f.project,
            "indicator": "".join(f.indicator.split()) if f.indicator else f.field,
            "quote": f.quote,
            "since": old.get(f.fingerprint, {}).get("since", today.isoformat()),
            "files": dict(sorted(counts[f.fingerprint].items())),
        }
        for f in kept
    }
    return Baseline(ruleset, dict(sorted(entries.items(), key=lambda item: (item[1]["code"], item[0]))), path)


def dumps(baseline: Baseline) -> str:
    """The file's text: one finding a line, so that changes read well in a diff."""
    rows = ",\n".join(f"    {json.dumps(key)}: {json.dumps(dict(entry), ensure_ascii=False)}" for key, entry in baseline.entries.items())
    head = f'{{\n  "version": "{VERSION}",\n  "ruleset": "{baseline.ruleset}",\n  "findings": {{'
    return head + (f"\n{rows}\n  " if rows else "") + "}\n}\n"


def known(findings: Iterable[Finding], baseline: Baseline) -> frozenset[int]:
    """The positions of the findings the baseline counts: those in the files it names first, then as many elsewhere as are missing there,
    for a file may have been moved."""
    folder = (baseline.path or Path()).parent
    at: dict[str, list[tuple[int, str]]] = {}
    for number, finding in enumerate(findings):
        if finding.fingerprint in baseline.entries and finding.suppressed is None:
            at.setdefault(finding.fingerprint, []).append((number, _file(finding, folder)))
    old: set[int] = set()
    for fingerprint, numbers in at.items():
        files = baseline.entries[fingerprint].get("files")
        if not files:
            old.update(number for number, _ in numbers)
            continue
        room = Counter({str(file): int(count) for file, count in files.items()})
        elsewhere = []
        for number, file in numbers:
            if room[file] > 0:
                room[file] -= 1
                old.add(number)
            else:
                elsewhere.append(number)
        old.update(elsewhere[: room.total()])
    return frozenset(old)


def marked(findings: Iterable[Finding], positions: frozenset[int]) -> Iterator[Finding]:
    """The findings, those at the ``known`` positions marked as old."""
    return (replace(f, suppressed=Suppressed("baseline", REASON)) if n in positions else f for n, f in enumerate(findings))


def mark(findings: Sequence[Finding], baseline: Baseline) -> tuple[Finding, ...]:
    """Old findings marked; suppressions of people win."""
    return tuple(marked(findings, known(findings, baseline)))


class Status(Struct, frozen=True):
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

    def entered(self) -> Counter[str]:
        """How many of the entries left came in each month, ``2026-01``."""
        return Counter(str(entry["since"])[:7] for entry in self.left.values())


def status(baseline: Baseline, findings: Sequence[Finding]) -> Status:
    """The baseline against what is found now."""
    present = {f.fingerprint for f in findings}
    left = {key: entry for key, entry in baseline.entries.items() if key in present}
    gone = {key: entry for key, entry in baseline.entries.items() if key not in present}
    old = known(findings, baseline)
    new = tuple(f for n, f in enumerate(findings) if n not in old and f.suppressed is None and f.family is not Family.SUPPRESSIONS)
    return Status(left, gone, new)
