"""From the store's rows back to what reports take: a run's result with the decisions in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from linter.desk.digest import FINDING, FORM, INPUT
from linter.desk.store import Gone, Store
from linter.knowledge.context import SHIPPED, Knowledge
from linter.model.document import Document
from linter.model.finding import PENDING, Confidence, Finding, Severity, Suppressed
from linter.policy.settings import Settings
from linter.reports.result import Input, Result, RuleInfo
from linter.run.findings import REMARK, REMARK_SLUG
from linter.run.ruleset import rule_infos, ruleset
from linter.version import VERSION

FOUND = "SELECT f.*, x.finding FROM findings f JOIN finding_data x ON x.id = f.id"
"""Findings with all of what they say."""
ACCEPTED, STANDING = "accepted", "standing"
"""What an output speaks of: only what was accepted, or all that was not rejected."""
_REMARKS = RuleInfo(REMARK, REMARK_SLUG, "审核人员意见", Severity.WARNING, Confidence.HIGH, "审核人员意见")


def rules(settings: Settings) -> tuple[RuleInfo, ...]:
    """Every rule and the reviewers' own remarks."""
    return (*rule_infos(settings), _REMARKS)


def finding_of(row: sqlite3.Row, only: str = STANDING) -> Finding:
    """A finding as decided: a rejected one is suppressed, a reworded one says what the reviewer said; an undecided one is left for later where
    ``ACCEPTED`` ones are asked for."""
    finding = FINDING.decode(row["finding"])
    if not row["decision"] and only == ACCEPTED:
        return replace(finding, suppressed=Suppressed(PENDING, "尚未审定"))
    if row["decision"] == "不采纳":
        return replace(finding, suppressed=Suppressed("review", row["reason"]))
    if row["decision"] == "改写":
        return replace(finding, message=row["wording"], suggestion=None)
    return finding


def _wanted(row: sqlite3.Row, twins: bool) -> bool:
    return not row["suppressed"] or (twins and row["suppressed"] == "twin")


def _documents(c: sqlite3.Connection, rows: Iterable[sqlite3.Row], unit: str, twins: bool) -> Iterable[tuple[Document, Input, int]]:
    query = """SELECT x.form FROM forms f JOIN form_data x ON x.id = f.id WHERE f.document = ? AND (f.hidden = 0 OR ?) AND (? = '' OR f.unit = ?)
        ORDER BY f.number"""
    for row in rows:
        kept = INPUT.decode(row["input"])
        forms = tuple(FORM.decode(each["form"]) for each in c.execute(query, (row["id"], twins, unit, unit)))
        if unit and not forms:
            continue
        record = replace(kept, forms=len(forms), listed=tuple(line for line in kept.listed if any(f.index == line.index for f in forms)))
        yield Document(kept.path, kept.format, kept.sha256, forms, member=kept.member), record, row["id"]


def result_of(
    store: Store, batch: int, settings: Settings, only: str = STANDING, *, unit: str = "", original: int | None = None, twins: bool = False
) -> Result:
    """A batch as a run's result. ``unit``, ``original``: this one's only. ``twins``: documents that repeat forms too, each with its findings.

    Raises:
        Gone: the batch was deleted.
    """
    store.batch(batch)
    condition = "d.batch = ?" + (" AND d.original = ?" if original is not None else "")
    values = (batch,) if original is None else (batch, original)
    findings: list[Finding] = []
    documents: list[Document] = []
    inputs: list[Input] = []
    with store.reading() as c:
        query = f"SELECT d.id, d.input FROM documents d JOIN originals o ON o.id = d.original WHERE {condition} ORDER BY o.name, d.id"
        rows = c.execute(query, values).fetchall()
        for document, record, number in _documents(c, rows, unit, twins):
            documents.append(document)
            inputs.append(record)
            listed = {form.index for form in document.forms}
            every = c.execute(f"{FOUND} WHERE f.document = ? ORDER BY f.id", (number,))
            ours = (finding_of(row, only) for row in every if _wanted(row, twins))
            findings += [finding for finding in ours if not unit or finding.form_index is None or finding.form_index in listed]
    words: Knowledge = settings.knowledge if settings.lexicons else SHIPPED
    return Result(tuple(inputs), tuple(findings), tuple(documents), VERSION, ruleset(), rules(settings), knowledge=words)


def units(store: Store, batch: int) -> Sequence[str]:
    """The units of a batch."""
    with store.reading() as c:
        query = "SELECT DISTINCT unit FROM forms WHERE batch = ? AND hidden = 0 ORDER BY unit"
        return [row[0] for row in c.execute(query, (batch,))]


def document_of(store: Store, form: int) -> tuple[Document, sqlite3.Row]:
    """The document a form stands in, with this form alone, and the form's row.

    Raises:
        Gone: the form was deleted.
    """
    with store.reading() as c:
        row = c.execute("SELECT f.*, x.form FROM forms f JOIN form_data x ON x.id = f.id WHERE f.id = ?", (form,)).fetchone()
        if row is None:
            raise Gone("这张表已删除或不存在")
        kept = INPUT.decode(c.execute("SELECT input FROM documents WHERE id = ?", (row["document"],)).fetchone()[0])
    held: sqlite3.Row = row
    return Document(kept.path, kept.format, kept.sha256, (FORM.decode(row["form"]),), member=kept.member), held
