"""A unit puts its own form right: cells changed by hand or by what a finding proposes, written into the original and judged anew at once.

Every step keeps the file as it was before, so that it can be taken back; the file is changed through the formats' own writers only.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence

from msgspec import Struct

from linter.desk.decisions import NotDecidable, Overtaken
from linter.desk.digest import FINDING, DocumentRow, Orders, digest
from linter.desk.rebuild import document_of
from linter.desk.store import OWN, Gone, Store, keep_document, now
from linter.desk.work import Worker
from linter.formats import Unreadable
from linter.formats.api import CannotWrite, TextEdit
from linter.model.document import Document
from linter.model.finding import Finding
from linter.model.form import Text
from linter.model.path import Path, PathError, resolve
from linter.run.editing import edited
from linter.run.fixing import Fixer, described

_LONGEST = 5000
BLANK = "__"
"""Stands in proposals for a figure only the unit knows."""


class Rewritten(Struct, frozen=True):
    """A file after a step, with all that is found in it now. ``changes``: what was changed, in Chinese; ``refused``: why nothing was."""

    data: bytes
    documents: tuple[DocumentRow, ...]
    changes: tuple[str, ...]
    refused: str = ""


def written(data: bytes, name: str, kind: str, edits: Sequence[TextEdit], orders: Orders) -> Rewritten:
    """The file with these edits; runs in a process of the pool."""
    try:
        new = edited(data, name, kind, edits, orders.limits)
    except (CannotWrite, Unreadable) as error:
        return Rewritten(data, (), (), str(error))
    return Rewritten(new, digest(name, new, orders), tuple(f"{edit.place.label()}“{edit.old}” → “{edit.new}”" for edit in edits))


def tidied(data: bytes, name: str, orders: Orders) -> Rewritten:
    """The file with everything put right that changes no meaning; runs in a process of the pool."""
    fixed = Fixer(orders.settings, orders.suppressions, False, orders.limits, orders.today).fix(data, name)
    if not fixed.changes:
        return Rewritten(data, (), (), "；".join(fixed.refused) or "没有可以直接改正的写法")
    return Rewritten(fixed.data, digest(name, fixed.data, orders), tuple(described(fixed.changes)))


def _original(c: sqlite3.Connection, form: int) -> sqlite3.Row:
    query = """SELECT o.*, b.kind FROM forms f JOIN documents d ON d.id = f.document JOIN originals o ON o.id = d.original JOIN batches b ON b.id = o.batch
        WHERE f.id = ?"""
    row: sqlite3.Row | None = c.execute(query, (form,)).fetchone()
    if row is None:
        raise Gone("这张表已删除或不存在")
    return row


def original_of(store: Store, form: int, seen: str = "") -> sqlite3.Row:
    """The original a form of one's own stands in.

    Raises:
        Gone: the form was deleted.
        NotDecidable: it belongs to a review, whose originals stay as they came.
        Overtaken: the file is not as it was seen (another window changed it).
    """
    with store.reading() as c:
        row = _original(c, form)
    if row["kind"] != OWN:
        raise NotDecidable("审核批次的原件不能修改")
    if seen and row["sha256"] != seen:
        raise Overtaken("这张表刚在另一窗口改过，本次未保存，请刷新后再改")
    return row


def _edit(document: Document, key: str, new: str) -> TextEdit:
    try:
        text = resolve(document, Path.of(f"forms[0].{key}"))
    except PathError as error:
        raise NotDecidable("表中没有这个单元格") from error
    if not isinstance(text, Text) or text.place is None:
        raise NotDecidable("原表中没有这个单元格，请在原文件中补上")
    return TextEdit(text.place, text.text, new.replace("\r\n", "\n")[:_LONGEST])


def edit(store: Store, worker: Worker, form: int, seen: str, changes: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Change cells of a form (each by its path within it) to new texts; what was changed, in Chinese.

    Raises:
        Gone, NotDecidable, Overtaken: see ``original_of``; also where the file cannot be written.
    """
    row = original_of(store, form, seen)
    document, _ = document_of(store, form)
    edits = [text_edit for key, new in changes if (text_edit := _edit(document, key, new)).old != text_edit.new]
    if not edits:
        return ()
    return _kept(store, worker, row, worker.ask(written, row["data"], row["name"], document.format, edits, worker.orders))


Reading = tuple[tuple[str, str], ...]
"""One way to put something right: cells by their path within the form, each with its new text."""


def readings(finding: Finding, document: Document) -> tuple[Reading, ...]:
    """What a finding proposes for the form that stands alone in ``document``. Where a row says the same in both halves, it is for both.
    Proposals to delete a row are left to people."""
    fixed = (tuple((change.path, change.new) for change in finding.fix.edits),) if finding.fix is not None else ()
    out = []
    for proposal in finding.proposals or fixed:
        cells = {path.partition("].")[2]: new for path, new in proposal if new is not None}
        if len(cells) == len(proposal):
            twins = {_twin(key): new for key, new in cells.items() if _same(document, key, _twin(key))}
            out.append(tuple((twins | cells if finding.half == "both" else cells).items()))
    return tuple(changes for changes in dict.fromkeys(out) if changes)


def _twin(key: str) -> str:
    """The same cell of the other half."""
    return key.replace(".period.", ".annual.") if ".period." in key else key.replace(".annual.", ".period.")


def _same(document: Document, key: str, other: str) -> bool:
    try:
        texts = [resolve(document, Path.of(f"forms[0].{place}")) for place in (key, other)]
    except PathError:
        return False
    return (
        all(isinstance(text, Text) and text.place is not None for text in texts) and len({getattr(text, "text", "") for text in texts}) == 1
    )


def fix_one(store: Store, worker: Worker, form: int, seen: str, finding: int, choice: int = 0, text: str = "") -> tuple[str, ...]:
    """Take one of the ``readings`` a finding proposes; ``text`` stands for the cell that leaves a figure open.

    Raises:
        see ``edit``; NotDecidable also where there is no such proposal, or a figure is still open.
    """
    query = "SELECT x.finding FROM findings f JOIN finding_data x ON x.id = f.id WHERE f.id = ? AND f.form = ?"
    with store.reading() as c:
        row = c.execute(query, (finding, form)).fetchone()
    document, _ = document_of(store, form)
    offered = readings(FINDING.decode(row["finding"]), document) if row is not None else ()
    if not 0 <= choice < len(offered):
        raise NotDecidable("这条意见没有可以直接采用的改法")
    changes = [(key, text.strip() if BLANK in new and text.strip() else new) for key, new in offered[choice]]
    if any(BLANK in new for _, new in changes):
        raise NotDecidable(f"请把“{BLANK}”换成实际的数")
    return edit(store, worker, form, seen, changes)


def fix_spelling(store: Store, worker: Worker, form: int, seen: str) -> tuple[str, ...]:
    """Put right everything in the file that changes no meaning.

    Raises:
        see ``edit``
    """
    row = original_of(store, form, seen)
    return _kept(store, worker, row, worker.ask(tidied, row["data"], row["name"], worker.orders))


def undo(store: Store, worker: Worker, form: int) -> tuple[str, ...]:
    """Take the last step back; what it had changed, ``()`` where there is none.

    Raises:
        see ``original_of``
    """
    row = original_of(store, form)
    with store.reading() as c:
        last = c.execute("SELECT * FROM edits WHERE original = ? ORDER BY id DESC LIMIT 1", (row["id"],)).fetchone()
    if last is None:
        return ()
    before = Rewritten(last["before"], worker.ask(digest, row["name"], last["before"], worker.orders), tuple(json.loads(last["changes"])))
    return _kept(store, worker, row, before, last["id"])


def _kept(store: Store, worker: Worker, row: sqlite3.Row, new: Rewritten, undone: int | None = None) -> tuple[str, ...]:
    """The new file in place of the old one, its forms under their old numbers."""
    if new.refused:
        raise NotDecidable(new.refused)
    with store.writing() as c:
        now_there = c.execute("SELECT sha256 FROM originals WHERE id = ?", (row["id"],)).fetchone()
        if now_there is None:
            raise Gone("文件已删除")
        if now_there["sha256"] != row["sha256"]:
            raise Overtaken("这张表刚在另一窗口改过，本次未保存，请刷新后再改")
        old = c.execute("SELECT id FROM documents WHERE original = ? ORDER BY id", (row["id"],)).fetchall()
        ids = [dict(c.execute("SELECT number, id FROM forms WHERE document = ?", (kept_row["id"],)).fetchall()) for kept_row in old]
        c.execute("DELETE FROM documents WHERE original = ?", (row["id"],))
        for place, document in enumerate(new.documents):
            keep_document(c, row["batch"], row["id"], document, ids[place] if place < len(ids) else None)
        digest_of = hashlib.sha256(new.data).hexdigest()
        c.execute("UPDATE originals SET data = ?, sha256 = ?, size = ? WHERE id = ?", (new.data, digest_of, len(new.data), row["id"]))
        c.execute("UPDATE batches SET compared = 0 WHERE id = ?", (row["batch"],))
        if undone is None:
            told = json.dumps(new.changes, ensure_ascii=False)
            c.execute("INSERT INTO edits(original, at, changes, before) VALUES (?, ?, ?, ?)", (row["id"], now(), told, row["data"]))
        else:
            c.execute("DELETE FROM edits WHERE id = ?", (undone,))
    worker.wake()
    return new.changes


def changed(store: Store, original: int) -> list[str]:
    """What was changed in a file so far, in Chinese, the first step first."""
    with store.reading() as c:
        rows = c.execute("SELECT changes FROM edits WHERE original = ? ORDER BY id", (original,)).fetchall()
    return [line for row in rows for line in json.loads(row["changes"])]
