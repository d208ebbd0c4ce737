"""Batches, their originals and what was found in them, as rows of one SQLite file. Every step is one transaction: a process that is killed
leaves either the state before it or the state after."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from linter.desk import schema
from linter.desk.digest import DocumentRow, FoundRow
from linter.run.twins import repeats

DONE, FAILED = "done", "failed"
REVIEW, OWN = "review", "own"
"""Kinds of batches: forms somebody reviews, or forms their own unit puts right."""
_ROWS = "batch, document, form, origin, code, severity, fingerprint, place, cell, message, suppressed"


class Gone(LookupError):
    """What was asked for is no longer there."""


class Progress(Struct, frozen=True):
    """How far a batch is. ``finished``: everything was read and the forms compared with each other."""

    originals: int
    done: int
    unread: int
    forms: int
    findings: int
    undecided: int
    finished: bool


class Earlier(NamedTuple):
    """What a form was in the round before: the form of a document, by its place there, and the form's number then; its name where that was another."""

    document: int
    number: int
    form: int
    renamed: str


def now() -> str:
    """This moment, as the store writes it."""
    return datetime.now().isoformat(timespec="seconds")


class Store:
    """The desk's file. Connections are opened for each piece of work and closed after it, so any thread may call."""

    def __init__(self, path: Path) -> None:
        """Raises ``UnusableDesk`` where the file cannot be used."""
        schema.prepare(path)
        self.path = path

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to ask things of."""
        with contextlib.closing(schema.connect(self.path)) as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction."""
        with contextlib.closing(schema.connect(self.path)) as connection, schema.writing(connection):
            yield connection

    def meta(self, name: str) -> str:
        """A word the desk remembers, ``""`` where it has none."""
        with self.reading() as c:
            row = c.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row is not None else ""

    def remember(self, name: str, value: str) -> None:
        """Remember a word."""
        with self.writing() as c:
            c.execute("INSERT OR REPLACE INTO meta(name, value) VALUES (?, ?)", (name, value))

    # -- batches ---------------------------------------------------------------------------------------------------------------

    def new_batch(self, name: str, kind: str = REVIEW, previous: int | None = None) -> int:
        """A new, empty batch; its id. ``kind``: ``REVIEW`` or ``OWN``."""
        with self.writing() as c:
            row = c.execute("INSERT INTO batches(name, created, kind, previous) VALUES (?, ?, ?, ?)", (name, now(), kind, previous))
            return int(row.lastrowid or 0)

    def batch(self, batch: int) -> sqlite3.Row:
        """A batch.

        Raises:
            Gone: it was deleted.
        """
        return self._only("SELECT * FROM batches WHERE id = ?", batch, "批次已删除或不存在")

    def _only(self, query: str, number: int, gone: str) -> sqlite3.Row:
        """The row of an id.

        Raises:
            Gone: it was deleted.
        """
        with self.reading() as c:
            row: sqlite3.Row | None = c.execute(query, (number,)).fetchone()
        if row is None:
            raise Gone(gone)
        return row

    def batches(self) -> list[sqlite3.Row]:
        """All batches, the latest first, with their counts."""
        query = """SELECT b.*, (SELECT count(*) FROM originals o WHERE o.batch = b.id) AS originals,
            (SELECT count(*) FROM originals o WHERE o.batch = b.id AND o.state = 'waiting') AS waiting,
            (SELECT count(*) FROM forms f WHERE f.batch = b.id AND f.hidden = 0) AS forms,
            (SELECT total(f.undecided) FROM forms f WHERE f.batch = b.id AND f.hidden = 0) AS undecided
            FROM batches b ORDER BY b.id DESC"""
        with self.reading() as c:
            return c.execute(query).fetchall()

    def delete_batch(self, batch: int) -> None:
        """Delete a batch and its originals. What was decided stays in the ledger."""
        with self.writing() as c:
            c.execute("DELETE FROM batches WHERE id = ?", (batch,))

    def rename_batch(self, batch: int, name: str) -> None:
        """Give a batch another name."""
        with self.writing() as c:
            c.execute("UPDATE batches SET name = ? WHERE id = ?", (name, batch))

    # -- originals -------------------------------------------------------------------------------------------------------------

    def add_originals(self, batch: int, files: Iterable[tuple[str, bytes | str]]) -> int:
        """Take uploaded files; how many were new. The same file sent again (a browser that tries twice) is one. A text in place of the content says
        why there is none, and is kept among the unread.

        Raises:
            Gone: the batch was deleted.
        """
        listed = list(files)
        rows = [(batch, name, hashlib.sha256(data).hexdigest(), len(data), data) for name, data in listed if isinstance(data, bytes)]
        refused = [(batch, f"{name}：{why}") for name, why in listed if isinstance(why, str)]
        with self.writing() as c:
            if c.execute("SELECT 1 FROM batches WHERE id = ?", (batch,)).fetchone() is None:
                raise Gone("批次已删除，文件未收下")
            before = c.total_changes
            c.executemany("INSERT OR IGNORE INTO originals(batch, name, sha256, size, data) VALUES (?, ?, ?, ?, ?)", rows)
            added = c.total_changes - before
            c.executemany("INSERT INTO notes(batch, fatal, text) VALUES (?, 1, ?)", refused)
            if added:
                c.execute("UPDATE batches SET compared = 0 WHERE id = ?", (batch,))
            return added

    def waiting(self, besides: Iterable[int], most: int) -> list[tuple[int, str, bytes]]:
        """Originals nobody has checked yet: (id, name, content), in the order they came."""
        busy = list(besides)
        marks = ",".join("?" * len(busy))
        query = f"SELECT id, name, data FROM originals WHERE state = 'waiting' AND id NOT IN ({marks}) ORDER BY batch, id LIMIT ?"
        with self.reading() as c:
            return [(row[0], row[1], row[2]) for row in c.execute(query, (*busy, most))]

    def original(self, original: int) -> sqlite3.Row:
        """An original with its content.

        Raises:
            Gone: it was deleted.
        """
        return self._only("SELECT * FROM originals WHERE id = ?", original, "文件已删除或不存在")

    # -- results ---------------------------------------------------------------------------------------------------------------

    def keep(self, original: int, documents: Sequence[DocumentRow], state: str = DONE) -> None:
        """What was found in an original, unless its batch was deleted meanwhile or somebody was there first."""
        with self.writing() as c:
            row = c.execute("SELECT batch FROM originals WHERE id = ? AND state = 'waiting'", (original,)).fetchone()
            if row is None:
                return
            for document in documents:
                keep_document(c, row["batch"], original, document)
            c.execute("UPDATE originals SET state = ? WHERE id = ?", (state, original))
            c.execute("UPDATE batches SET compared = 0 WHERE id = ?", (row["batch"],))

    def fail(self, original: int, why: str) -> None:
        """An original whose check was cut off: it counts as unread and is not tried again."""
        with self.writing() as c:
            row = c.execute("SELECT batch, name FROM originals WHERE id = ? AND state = 'waiting'", (original,)).fetchone()
            if row is not None:
                c.execute("INSERT INTO notes(batch, fatal, text) VALUES (?, 1, ?)", (row["batch"], f"{row['name']}：{why}"))
                c.execute("UPDATE originals SET state = ? WHERE id = ?", (FAILED, original))

    def uncompared(self) -> int | None:
        """A batch all originals of which are checked, but not held against each other."""
        query = """SELECT id FROM batches b WHERE compared = 0 AND EXISTS (SELECT 1 FROM originals o WHERE o.batch = b.id)
            AND NOT EXISTS (SELECT 1 FROM originals o WHERE o.batch = b.id AND o.state = 'waiting') ORDER BY id LIMIT 1"""
        with self.reading() as c:
            row = c.execute(query).fetchone()
        return int(row[0]) if row is not None else None

    def documents(self, batch: int) -> list[sqlite3.Row]:
        """The documents of a batch in the order of their names, with the name of their original."""
        query = "SELECT d.*, o.name FROM documents d JOIN originals o ON o.id = d.original WHERE d.batch = ? ORDER BY o.name, d.id"
        with self.reading() as c:
            return c.execute(query, (batch,)).fetchall()

    def shown(self, batch: int) -> dict[tuple[int, int], int]:
        """The forms of a batch by document and place in it, without those that only repeat others."""
        with self.reading() as c:
            rows = c.execute("SELECT document, number, id FROM forms WHERE batch = ? AND hidden = 0", (batch,))
            return {(row["document"], row["number"]): row["id"] for row in rows}

    def fingerprints(self, document: int) -> frozenset[str]:
        """The fingerprints of what was found in a document by itself."""
        with self.reading() as c:
            return frozenset(
                row[0] for row in c.execute("SELECT fingerprint FROM findings WHERE document = ? AND origin = 'own'", (document,))
            )

    def keep_compared(
        self,
        batch: int,
        said: dict[int, tuple[FoundRow, ...]],
        folded: dict[int, tuple[str, int]],
        notes: Sequence[str],
        earlier: Sequence[Earlier] = (),
    ) -> None:
        """What the forms of a batch say of each other, by document. ``folded``: documents that only repeat forms, with the name of the first
        that holds them and how many forms they are; ``earlier``: what forms were in the round before. Nothing where files came in meanwhile: they
        will be compared too."""
        with self.writing() as c:
            waiting = "SELECT 1 FROM originals WHERE batch = ? AND state = 'waiting'"
            if c.execute(waiting, (batch,)).fetchone() or not c.execute("SELECT 1 FROM batches WHERE id = ?", (batch,)).fetchone():
                return
            c.execute("DELETE FROM findings WHERE batch = ? AND origin = 'together'", (batch,))
            c.execute("DELETE FROM notes WHERE batch = ? AND document IS NULL AND fatal = 0", (batch,))
            c.execute("UPDATE findings SET suppressed = '' WHERE batch = ? AND suppressed = 'twin'", (batch,))
            c.execute("UPDATE forms SET hidden = 0, earlier = NULL, renamed = '' WHERE batch = ?", (batch,))
            c.executemany(
                "UPDATE forms SET earlier = ?, renamed = ? WHERE document = ? AND number = ?",
                [(match.form, match.renamed, match.document, match.number) for match in earlier],
            )
            c.executemany("INSERT INTO notes(batch, fatal, text) VALUES (?, 0, ?)", [(batch, text) for text in notes])
            for document, rows in said.items():
                forms = {r["number"]: r["id"] for r in c.execute("SELECT id, number FROM forms WHERE document = ?", (document,))}
                add_findings(c, batch, document, forms, rows, "together")
            for document, (first, count) in folded.items():
                name = c.execute(
                    "SELECT o.name FROM originals o JOIN documents d ON d.original = o.id WHERE d.id = ?", (document,)
                ).fetchone()[0]
                c.execute("INSERT INTO notes(batch, fatal, text) VALUES (?, 0, ?)", (batch, f"{name}：{repeats(first, count)}"))
                c.execute("UPDATE findings SET suppressed = 'twin' WHERE document = ? AND suppressed = ''", (document,))
                c.execute("UPDATE forms SET hidden = 1 WHERE document = ?", (document,))
            recount(c, [row[0] for row in c.execute("SELECT id FROM forms WHERE batch = ?", (batch,))])
            c.execute("UPDATE batches SET compared = 1 WHERE id = ?", (batch,))

    # -- what a page asks ------------------------------------------------------------------------------------------------------

    def progress(self, batch: int) -> Progress:
        """How far a batch is."""
        with self.reading() as c:
            files = c.execute("SELECT count(*), total(state <> 'waiting') FROM originals WHERE batch = ?", (batch,)).fetchone()
            unread = c.execute("SELECT count(*) FROM notes WHERE batch = ? AND fatal = 1", (batch,)).fetchone()[0]
            sums = "SELECT count(*), total(errors + warnings + infos), total(undecided) FROM forms WHERE batch = ? AND hidden = 0"
            forms = c.execute(sums, (batch,)).fetchone()
            compared = c.execute("SELECT compared FROM batches WHERE id = ?", (batch,)).fetchone()
        finished = bool(files[0] == files[1] and (compared is None or compared[0] or not files[0]))
        return Progress(files[0], int(files[1]), unread, forms[0], int(forms[1]), int(forms[2]), finished)

    def notes(self, batch: int, most: int) -> tuple[list[sqlite3.Row], int]:
        """What was not checked, the unread first; at most so many, and how many there are."""
        with self.reading() as c:
            rows = c.execute("SELECT fatal, text FROM notes WHERE batch = ? ORDER BY fatal DESC, id LIMIT ?", (batch, most)).fetchall()
            return rows, c.execute("SELECT count(*) FROM notes WHERE batch = ?", (batch,)).fetchone()[0]


def keep_document(c: sqlite3.Connection, batch: int, original: int, document: DocumentRow, ids: Mapping[int, int] | None = None) -> None:
    """Write what was found in a document. ``ids``: the forms' numbers in the store where they had some before, by their index."""
    row = c.execute(
        "INSERT INTO documents(batch, original, input, facts) VALUES (?, ?, ?, ?)", (batch, original, document.input, document.facts)
    )
    number = int(row.lastrowid or 0)
    c.executemany("INSERT INTO notes(batch, document, fatal, text) VALUES (?, ?, ?, ?)", [(batch, number, *n) for n in document.notes])
    forms: dict[int | None, int] = {}
    for form in document.forms:
        made = c.execute(
            "INSERT INTO forms(id, batch, document, number, unit, project, amount, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((ids or {}).get(form.index), batch, number, form.index, form.unit, form.project, form.amount, form.key),
        )
        forms[form.index] = int(made.lastrowid or 0)
        c.execute("INSERT INTO form_data(id, form) VALUES (?, ?)", (made.lastrowid, form.blob))
    add_findings(c, batch, number, forms, document.findings, "own")
    recount(c, list(forms.values()))


def add_findings(
    c: sqlite3.Connection, batch: int, document: int, forms: dict[int | None, int], rows: Iterable[FoundRow], origin: str
) -> None:
    """Add findings and what was decided on them before, in this round or an earlier one."""
    first = c.execute("SELECT coalesce(max(id), 0) FROM findings").fetchone()[0]
    for r in rows:
        values = (batch, document, forms.get(r.form), origin, r.code, r.severity, r.fingerprint, r.place, r.cell, r.message, r.suppressed)
        made = c.execute(f"INSERT INTO findings({_ROWS}) VALUES ({','.join('?' * 11)})", values)
        c.execute("INSERT INTO finding_data(id, finding) VALUES (?, ?)", (made.lastrowid, r.blob))
    c.execute(
        """UPDATE findings SET (decision, reason, wording, reviewer, decided, carried) =
            (l.decision, l.reason, l.wording, l.reviewer, l.at, l.batch IS NOT findings.batch)
        FROM ledger l WHERE findings.id > ? AND l.decision <> '' AND l.id =
            (SELECT max(m.id) FROM ledger m WHERE m.fingerprint = findings.fingerprint AND m.code = findings.code AND m.undone = 0)""",
        (first,),
    )


def recount(c: sqlite3.Connection, forms: Sequence[int]) -> None:
    """Bring the counts and the status of forms up to date with their findings."""
    c.execute("CREATE TEMP TABLE IF NOT EXISTS counted (id INTEGER PRIMARY KEY)")
    c.execute("DELETE FROM counted")
    c.executemany("INSERT OR IGNORE INTO counted(id) VALUES (?)", [(form,) for form in forms])
    c.execute("UPDATE forms SET errors = 0, warnings = 0, infos = 0, undecided = 0, decided = 0 WHERE id IN (SELECT id FROM counted)")
    c.execute(
        """UPDATE forms SET errors = s.e, warnings = s.w, infos = s.i, undecided = s.n, decided = s.d FROM
            (SELECT form, sum(severity = 0) AS e, sum(severity = 1) AS w, sum(severity = 2) AS i, sum(decision = '') AS n,
                sum(decision <> '') AS d
            FROM findings WHERE suppressed = '' AND form IN (SELECT id FROM counted) GROUP BY form) s
        WHERE forms.id = s.form"""
    )
    c.execute(
        """UPDATE forms SET status = CASE WHEN undecided + decided = 0 THEN '无意见' WHEN undecided = 0 THEN '已审'
            WHEN decided = 0 THEN '未审' ELSE '在审' END WHERE id IN (SELECT id FROM counted)"""
    )
