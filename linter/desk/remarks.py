"""A reviewer's own remark on a cell: a finding like any other in every output."""

from __future__ import annotations

import uuid

from linter.desk.decisions import NotDecidable
from linter.desk.digest import found_row
from linter.desk.rebuild import document_of
from linter.desk.store import Gone, Store, add_findings, now, recount
from linter.model.finding import fingerprint
from linter.model.form import Text
from linter.model.path import Path, PathError, place_near, resolve
from linter.reports.feedback.batch import key_of
from linter.run.findings import REMARK, Subject, remark

_LONGEST = 2000
ORIGIN = "remark"


def add(store: Store, form: int, key: str, message: str, advice: str, reviewer: str) -> int:
    """Say something of a cell (``key``: its symbolic path within the form, ``""``: the form as a whole); the id of the finding it becomes.

    Raises:
        NotDecidable: nothing is said, or the form has no such cell.
        Gone: the form was deleted.
    """
    said, advised = message.strip()[:_LONGEST], advice.strip()[:_LONGEST]
    if not said:
        raise NotDecidable("请写出意见")
    document, row = document_of(store, form)
    (read,) = document.forms
    try:
        path = Path.of(f"forms[0].{key}" if key else "forms[0]")
        text = resolve(document, path)
    except PathError as error:
        raise NotDecidable("表中没有这个单元格") from error
    indicator = read.indicators[path.row] if path.row is not None else None
    target = indicator.half(path.half) if indicator is not None and path.half is not None else None
    name = "".join(target.name.text.split()) if target is not None else ""
    category = (indicator.category or indicator.level2) if indicator is not None else ""
    subject = Subject(
        fingerprint(REMARK, key_of(read), category or path.report_field or "", name, uuid.uuid4().hex, 0),
        Path(read.index - 1, path.row, path.field, path.half, path.part, path.threshold, path.source),
        place_near(document, path),
        text if isinstance(text, Text) else None,
        form_index=read.index,
        project=read.project or None,
        level2=category or None,
        indicator=name or None,
        field=path.report_field,
        half=path.half,
        two_sided=len(read.halves) > 1,
    )
    made = found_row(remark(said, advised, subject))
    with store.writing() as c:
        if c.execute("SELECT 1 FROM forms WHERE id = ?", (form,)).fetchone() is None:
            raise Gone("这张表已删除")
        add_findings(c, row["batch"], row["document"], {read.index: form}, [made], ORIGIN)
        number = int(c.execute("SELECT max(id) FROM findings").fetchone()[0])
        c.execute("UPDATE findings SET decision = '采纳', reviewer = ?, decided = ? WHERE id = ?", (reviewer, now(), number))
        recount(c, [form])
    return number


def remove(store: Store, finding: int) -> None:
    """Take an own remark back."""
    with store.writing() as c:
        row = c.execute("SELECT form FROM findings WHERE id = ? AND origin = ?", (finding, ORIGIN)).fetchone()
        if row is None:
            raise Gone("这条意见已不存在")
        c.execute("DELETE FROM findings WHERE id = ?", (finding,))
        recount(c, [row["form"]])
