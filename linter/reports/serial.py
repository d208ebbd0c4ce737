"""Findings and documents as plain data: the report JSON and the form JSON, in one place for every machine format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from linter.model.blocks import NotChecked
from linter.model.document import BudgetTable, Document, Section
from linter.model.finding import Finding, Severity
from linter.model.form import FIELD_KEYS, HALVES, OPTIONAL_PARTS, Form, Indicator, Money, Target
from linter.model.place import Place
from linter.reports.result import Input, Result

VERSION = "1"


def place_data(place: Place | None) -> dict[str, Any] | None:
    """A location with every key, ``null`` where unknown."""
    if place is None:
        return None
    data = place._asdict()
    data["bbox"] = list(place.bbox) if place.bbox is not None else None
    return data


def finding_data(finding: Finding) -> dict[str, Any]:
    """One finding of the report JSON."""
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "source": finding.source,
        "form": {"index": finding.form_index, "project": finding.project} if finding.form_index is not None else None,
        "level2": finding.level2,
        "indicator": finding.indicator,
        "field": finding.field,
        "half": finding.half,
        "quote": finding.quote,
        "path": finding.path,
        "location": place_data(finding.location),
        "related": [{"path": related.path, "role": related.role, "location": place_data(related.location)} for related in finding.related],
        "fix": {"safe": finding.fix.safe, "edits": [{"path": e.path, "old": e.old, "new": e.new} for e in finding.fix.edits]}
        if finding.fix
        else None,
        "fingerprint": finding.fingerprint,
        "suppressed": {"kind": finding.suppressed.kind, "reason": finding.suppressed.reason} if finding.suppressed else None,
        "original_severity": finding.original_severity.value if finding.original_severity else None,
    }


def note_data(note: NotChecked) -> dict[str, Any]:
    """What was not checked, with its place."""
    return {"what": note.what, "why": note.why, "fatal": note.fatal, "location": place_data(note.place)}


def summary_data(findings: Iterable[Finding], forms: int) -> dict[str, Any]:
    """Counts over the findings that are not suppressed."""
    by_code: Counter[str] = Counter()
    by_severity: Counter[Severity] = Counter()
    for finding in findings:
        if finding.suppressed is None:
            by_code[finding.code] += 1
            by_severity[finding.severity] += 1
    return {
        "forms": forms,
        "errors": by_severity[Severity.ERROR],
        "warnings": by_severity[Severity.WARNING],
        "infos": by_severity[Severity.INFO],
        "by_code": dict(sorted(by_code.items())),
    }


def input_data(source: Input) -> dict[str, Any]:
    """One input of the report JSON."""
    return {
        "path": source.path,
        "sha256": source.sha256,
        "format": source.format,
        "forms": source.forms,
        "member": source.member,
        "not_checked": [note_data(note) for note in source.not_checked],
    }


def tool_data(result: Result) -> dict[str, Any]:
    """Which program wrote the report."""
    return {"name": "jixiao", "version": result.version, "ruleset": result.ruleset}


def report_data(result: Result) -> dict[str, Any]:
    """The whole report (``schemas/report.schema.json``)."""
    return {
        "version": VERSION,
        "tool": tool_data(result),
        "inputs": [input_data(source) for source in result.inputs],
        "findings": [finding_data(finding) for finding in result.findings],
        "summary": summary_data(result.findings, result.forms),
    }


def _money(money: Money) -> dict[str, Any]:
    if not money.text.text.strip() and money.amount is None:
        return {}
    return {"text": money.text.text, "amount": f"{money.amount:.2f}" if money.amount is not None else None, "unit": money.unit or None}


def _target(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    data: dict[str, Any] = {"name": target.name.text, "value": target.value.text}
    data.update({part: text.text for part in OPTIONAL_PARTS if (text := getattr(target, part)) is not None})
    if target.thresholds:
        data["thresholds"] = [text.text for text in target.thresholds]
    return data


def _indicator(indicator: Indicator, form: Form) -> dict[str, Any]:
    return {"level1": indicator.level1, "level2": indicator.level2, **{half: _target(indicator.half(half)) for half in form.halves}}


def form_data(form: Form) -> dict[str, Any]:
    """One form of the form JSON (``schemas/form.schema.json``): text verbatim, money as text plus a decimal string."""
    fields: dict[str, Any] = {key: form.fields[key].text for key in FIELD_KEYS if key in form.fields}
    fields["goal"] = {half: form.goal[half].text for half in HALVES if half in form.goal}
    fields["total"] = {half: _money(form.total[half]) for half in HALVES if half in form.total}
    fields["funding"] = {half: {label: _money(m) for label, m in form.funding[half].items()} for half in HALVES if half in form.funding}
    data: dict[str, Any] = {
        "index": form.index,
        "kind": form.kind,
        "layout": form.layout,
        "halves": list(form.halves),
        "budget_year": form.budget_year,
    }
    if form.title is not None:
        data["title"] = form.title.text.strip()
    if form.truncated:
        data["truncated"] = True
    if form.doubt is not None:
        data["doubt"] = form.doubt
    if form.unread:
        data["unread"] = list(form.unread)
    data["fields"] = fields
    if form.extras:
        data["extras"] = {label: text.text for label, text in form.extras.items()}
    data["indicators"] = [_indicator(indicator, form) for indicator in form.indicators]
    data["uncertain"] = [{"path": uncertain.path, "why": uncertain.why} for uncertain in form.uncertain]
    return data


def table_data(table: BudgetTable) -> dict[str, Any]:
    """One budget table of the form JSON: figures as printed, by column."""
    rows = []
    for row in table.rows:
        data: dict[str, Any] = {"label": row.label.text, "code": row.code, "block": row.block}
        if len(row.labels) > 1:
            data["labels"] = [text.text for text in row.labels]
        data["figures"] = {str(col): figure.text.text for col, figure in sorted(row.figures.items())}
        rows.append(data)
    return {
        "title": table.title,
        "kind": table.kind,
        "unit": table.unit,
        "owner": table.owner,
        "headers": {str(col): list(heads) for col, heads in sorted(table.headers.items())},
        "rows": rows,
    }


def section_data(section: Section) -> dict[str, Any]:
    """One section of the narrative."""
    paragraphs = [text.text for text in section.paragraphs]
    return {"heading": section.heading, "parents": list(section.parents), "paragraphs": paragraphs}


def document_data(document: Document) -> dict[str, Any]:
    """One document as ``jixiao parse`` writes it alone; ``fatal``: not all of it could be read."""
    year = {"budget_year": document.budget_year} if document.budget_year else {}
    around = {
        **year,
        "tables": [table_data(table) for table in document.tables],
        "narrative": [section_data(section) for section in document.narrative],
    }
    return {
        "forms": [form_data(form) for form in document.forms],
        "not_checked": [{"what": note.what, "why": note.why} for note in document.not_checked],
        "around": around if document.tables or document.narrative else {},
        "fatal": any(note.fatal for note in document.not_checked),
    }


def joined_data(documents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What ``jixiao parse`` writes of several documents, each given by ``document_data``. Tables and narrative of several would be held against
    each other's forms, so they are left out."""
    notes = [note for document in documents for note in document["not_checked"]]
    if len(documents) > 1 and any(document["around"].get("tables") for document in documents):
        notes.append({"what": "预算表与文字说明", "why": "一次读取多个文件时不写入，全文核对请对原文件进行，或逐个文件读取"})
    around = documents[0]["around"] if len(documents) == 1 else {}
    return {"forms": [form for document in documents for form in document["forms"]], "not_checked": notes, **around}


def documents_data(documents: Iterable[Document]) -> dict[str, Any]:
    """``joined_data`` of documents."""
    return joined_data([document_data(document) for document in documents])
