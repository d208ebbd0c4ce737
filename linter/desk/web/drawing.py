"""A form as the store holds it, redrawn with its findings pinned to its cells."""

from __future__ import annotations

import sqlite3

from msgspec import Struct
from msgspec.structs import replace

from linter.desk.digest import FINDING
from linter.desk.rebuild import FOUND, document_of, finding_of, rules
from linter.desk.rounds import compared_with
from linter.desk.web.state import Desk
from linter.model.document import Document
from linter.reports.feedback.model import ProjectReview, Remark
from linter.reports.feedback.remarks import remarks_of
from linter.reports.feedback.scoring import score
from linter.reports.form_view.pins import Board, FormPage


class Drawing(Struct, frozen=True):
    """``row``: the form's row of the store; ``findings``: those of what was found in it; ``original``: the number of the file it stands in."""

    document: Document
    row: sqlite3.Row
    findings: tuple[sqlite3.Row, ...]
    original: int
    page: FormPage


def drawing_of(desk: Desk, form: int, *, serious_first: bool = False) -> Drawing:
    """A form redrawn. ``serious_first``: numbered by how serious a finding is, not in the reviewer's order.

    Raises:
        Gone: the form was deleted.
    """
    document, row = document_of(desk.store, form)
    with desk.store.reading() as c:
        query = f"{FOUND} WHERE f.form = ? AND f.suppressed = '' ORDER BY f.severity, f.id"
        rows = c.execute(query, (form,)).fetchall()
        original = c.execute("SELECT original FROM documents WHERE id = ?", (row["document"],)).fetchone()[0]
    (read,) = document.forms
    infos = rules(desk.settings)
    remarks = remarks_of([FINDING.decode(each["finding"]) for each in rows], infos, read)
    judged = [finding for each in rows if (finding := finding_of(each)).suppressed is None]
    points = score(judged, {rule.code: rule.title for rule in infos})
    batch = desk.store.batch(row["batch"])
    gone: tuple[Remark, ...] = ()
    if batch["previous"] is not None and batch["compared"]:
        remarks, gone = compared_with(desk.store, row["earlier"], read, remarks, infos)
    review = ProjectReview(
        document.path, document.member, row["unit"], read.project, read.budget, read, remarks, points, gone, earlier_name=row["renamed"]
    )
    if serious_first:
        review = replace(review, remarks=tuple(sorted(remarks, key=lambda remark: remark.severity.rank)))
    (page,) = Board([review]).pages
    return Drawing(document, row, tuple(rows), original, page)


def row_of(drawing: Drawing, code: str, fingerprint: str) -> sqlite3.Row | None:
    """The row of a finding of the drawn form."""
    return next((row for row in drawing.findings if row["code"] == code and row["fingerprint"] == fingerprint), None)
