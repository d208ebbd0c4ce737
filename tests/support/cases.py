"""Rule cases as data: how a short YAML case or a mini-table of a rule's page becomes a document, and what is expected of it.

A case (``tests/rules/<slug>.yml``, lists ``hits`` and ``misses``)::

    name:      what the case shows (unique in the file)
    rows:      ["数量指标 | 服务单位数量 | ≥186%"]            one-sided; two-sided: category | name | value | name | value
    columns:   ["comparator", "unit", …]                      what the cells after the value are, in one-sided rows
    fields:    {project: …, overview: …, goal: …, total_annual: "50,000", …}   over the base form's fields; null removes one
    kind year halves layout title truncated uncertain          of the form, where they matter
    forms:     [case bodies]                                  several forms in one document, instead of rows/fields
    old:       case body                                      the earlier document: last year's (YEARS), the version before (PAIR); a table of a page
                                                              gives its rows with ``原指标值`` and its fields with ``原内容``
    text:      a whole document as tab-separated text, instead of a form
    raw:       {name: form.yaml, text: …}                     the bytes of a file, instead of a form
    pedantic profile options                                  settings of the run; options are those of this rule
    suppressions today                                        entries as in jixiao.toml, judged on that day

In ``hits``: ``expect``, a list with one entry for each finding of this rule, in order; an entry lists what must hold:
``at`` (the path ends with it) ``quote severity half level2 confidence message suggestion`` (the last two: contained) ``fix``.
In ``misses``: this rule says nothing; ``instead`` lists codes that must speak, ``quiet: true`` means no error and no warning at all.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from linter import formats, layouts
from linter.collection.facts import facts_of
from linter.model.document import Document
from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.policy.suppression import Applying, read_entries
from linter.rules.registry import by_name, rules
from linter.run.decisions import housekeeping
from linter.run.engine import lint
from linter.run.passes import lint_collection
from linter.run.versions import lint_versions

BASE_FIELDS: dict[str, Any] = {
    "project": "办公设备维护",
    "department": "青禾县财政局",
    "unit": "青禾县财政局",
    "attribute": "一次性项目（1年结束）",
    "duration": "1年",
    "overview": "为县财政局35台办公设备提供维护服务，按季度巡检并更换易损件。",
    "basis": "《青禾县财政局办公设备维护服务合同》",
    "necessity": "设备使用年限较长，故障增多，需要专业人员定期维护。",
    "measures": "按《青禾县财政局固定资产管理办法》执行，由办公室逐单验收。",
    "plan": "每季度第一个月巡检，接到报修后当日上门。",
    "filed": "20260116",
    "goal": "全年完成35台办公设备的维护，设备完好率保持在98%以上。",
    "total_annual": "60,000",
}


def _halved(fields: dict[str, Any], halves: list[str]) -> dict[str, Any]:
    """Flat ``goal total_annual`` to the form's nested keys; both halves say the same unless the case says otherwise."""
    out: dict[str, Any] = {k: v for k, v in fields.items() if v is not None and k.split("_")[0] not in ("goal", "total", "funding")}
    out["goal"] = {
        h: fields.get(f"goal_{h}", fields.get("goal")) for h in halves if fields.get(f"goal_{h}", fields.get("goal")) is not None
    }
    totals = {h: fields.get(f"total_{h}", fields.get("total_annual")) for h in halves}
    out["total"] = {h: _money(v) for h, v in totals.items() if v is not None}
    funding = {h: fields.get(f"funding_{h}", fields.get("funding")) for h in halves}
    out["funding"] = {h: {label: _money(v) for label, v in one.items()} for h, one in funding.items() if one}
    return out


def _money(text: str) -> dict[str, Any]:
    unit = "万元" if text.endswith("万元") else "元"
    return {"text": text.removesuffix("万元").removesuffix("元"), "unit": unit} if text else {}


_LEVEL1 = {"数量": "产出指标", "质量": "产出指标", "时效": "产出指标", "成本": "成本指标", "满意": "满意度指标", "服务": "满意度指标"}


def _row(line: str, columns: list[str]) -> dict[str, Any]:
    cells = [cell.strip().replace("\\n", "\n") for cell in line.split("|")]
    row: dict[str, Any] = {"level1": _LEVEL1.get(cells[0][:2], "效益指标"), "level2": cells[0]}
    if columns or len(cells) <= 3:
        target = dict(zip(["name", "value", *columns], [*cells[1:], *[""] * 2], strict=False))
        row["annual"] = target
        return row
    period, annual = cells[1:3], [*cells[3:5], ""][:2]
    row["period"] = {"name": period[0], "value": period[1]} if any(period) else None
    row["annual"] = {"name": annual[0], "value": annual[1]} if any(annual) else None
    return row


def form_data(case: dict[str, Any], index: int = 1) -> dict[str, Any]:
    """The form JSON of a case."""
    columns = case.get("columns", [])
    rows = [_row(line, columns) for line in case.get("rows", [])]
    two_sided = any("period" in row for row in rows)
    halves = case.get("halves") or (["period", "annual"] if two_sided else ["annual"])
    if len(halves) == 2:
        for row in rows:
            row.setdefault("period", copy.deepcopy(row["annual"]))
    fields = {**(BASE_FIELDS if case.get("base", True) else {}), **case.get("fields", {})}
    form = {
        "index": index,
        "kind": case.get("kind", "project"),
        "layout": case.get("layout", "two-sided" if len(halves) == 2 else "one-sided"),
        "halves": halves,
        "budget_year": case.get("year", 2026),
        "fields": _halved(fields, halves),
        "indicators": rows,
        "uncertain": case.get("uncertain", []),
    }
    return {**form, **{key: case[key] for key in ("title", "truncated", "doubt", "unread", "extras") if key in case}}


def source_of(case: dict[str, Any]) -> tuple[bytes, str]:
    """Bytes and file name of a case."""
    if "text" in case:
        return case["text"].encode(), "案例.txt"
    if "raw" in case:
        return case["raw"]["text"].encode(), case["raw"]["name"]
    forms = [form_data(one, n) for n, one in enumerate(case.get("forms") or [case], start=1)]
    return json.dumps({"forms": forms}, ensure_ascii=False).encode(), "案例.json"


def document_of(case: dict[str, Any]) -> Document:
    """The document of a case, read the way every file is."""
    data, name = source_of(case)
    (source,) = formats.read_bytes(data, name)
    return layouts.read_document(source, case.get("option_year"))


def settings_of(case: dict[str, Any], code: str | None = None) -> Settings:
    """The settings a case asks for."""
    options = {code: case["options"]} if code and "options" in case else {}
    return Settings(pedantic=case.get("pedantic", False), profile=case.get("profile", "review"), options=options)


def findings_of(case: dict[str, Any], code: str | None = None) -> list[Finding]:
    """Every finding of a case. A crashed rule fails the test."""
    document, settings = document_of(case), settings_of(case, code)
    old = document_of(case["old"]) if "old" in case else None
    outcome = lint(document, settings)
    across, notes = lint_collection(facts_of(document), settings, facts_of(old, 1) if old is not None else None)
    beside, more = lint_versions(old, document, settings) if old is not None else ((), ())
    crashed = [note for note in (*outcome.not_checked, *notes, *more) if note.fatal and "规则" in note.what]
    assert not crashed, crashed
    found = [*_of_this_version(outcome.findings, old), *across.get(0, ()), *beside]
    return [*found, *_on_suppressions(case, found, settings)] if "suppressions" in case else found


def _of_this_version(findings: Iterable[Finding], old: Document | None) -> list[Finding]:
    """Without what the comparison with an earlier version says itself."""
    alone = {loaded.rule.code for loaded in rules() if loaded.rule.holds_alone} if old is not None else set()
    return [finding for finding in findings if finding.code not in alone]


def _on_suppressions(case: dict[str, Any], found: list[Finding], settings: Settings) -> list[Finding]:
    """What is to be said of the case's own suppressions, on the day ``today``."""
    today = date.fromisoformat(str(case.get("today", "2026-02-01")))
    entries = list(read_entries(case["suppressions"], "jixiao.toml"))
    applying = Applying(entries, today)
    for finding in found:
        applying(finding)
    used = applying.used
    return list(housekeeping(entries, used, lambda one: one.project is not None, today, settings))


def _fix_text(finding: Finding) -> str | None:
    return finding.fix.edits[0].new if finding.fix else None


def check_entry(finding: Finding, entry: dict[str, Any]) -> None:
    """One finding against one entry of ``expect``."""
    checks = {
        "at": lambda v: finding.path.endswith(v),
        "quote": lambda v: finding.quote == v,
        "severity": lambda v: finding.severity.value == v,
        "confidence": lambda v: finding.confidence.value == v,
        "half": lambda v: finding.half == v,
        "level2": lambda v: finding.level2 == v,
        "message": lambda v: v in finding.message,
        "suggestion": lambda v: v in (finding.suggestion or ""),
        "fix": lambda v: _fix_text(finding) == v,
    }
    for key, wanted in entry.items():
        assert key in checks, f"unknown expectation {key}"
        assert checks[key](wanted), f"{key}: wanted {wanted!r} of {finding}"


def run_hit(slug: str, case: dict[str, Any]) -> None:
    """The rule finds exactly what the case expects."""
    code = by_name()[slug].rule.code
    found = [f for f in findings_of(case, code) if f.code == code]
    expect = case.get("expect") or [{}]
    assert len(found) == len(expect), f"{len(found)} findings of {code}, {len(expect)} expected: {[f.message for f in found]}"
    for finding, entry in zip(found, expect, strict=True):
        check_entry(finding, entry)


def run_miss(slug: str, case: dict[str, Any]) -> None:
    """The rule is silent, and what the case names speaks instead."""
    code = by_name()[slug].rule.code
    found = findings_of(case, code)
    codes = {f.code for f in found}
    assert code not in codes, [f.message for f in found if f.code == code]
    assert set(case.get("instead", [])) <= codes, f"{case['instead']} expected, got {sorted(codes)}"
    if case.get("quiet"):
        loud = [(f.code, f.message) for f in found if f.severity.value != "info"]
        assert not loud, loud
