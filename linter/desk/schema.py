"""The desk's database: how it is opened, what version it has, and the steps from one version to the next."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from linter.files import databases
from linter.model.errors import JixiaoError

APPLICATION = 0x6A786473
"""``jxds``: marks the file as a desk, so that no other database is taken for one."""
WAIT_SECONDS = 30.0

_FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'review',
    previous INTEGER REFERENCES batches(id) ON DELETE SET NULL, compared INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE originals (
    id INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE, name TEXT NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'waiting', data BLOB NOT NULL, UNIQUE (batch, name, sha256)
);
CREATE INDEX originals_waiting ON originals(state, batch, id);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE,
    original INTEGER NOT NULL REFERENCES originals(id) ON DELETE CASCADE, input BLOB NOT NULL, facts BLOB NOT NULL
);
CREATE INDEX documents_batch ON documents(batch, original);
CREATE TABLE notes (
    id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE,
    document INTEGER REFERENCES documents(id) ON DELETE CASCADE, fatal INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE INDEX notes_batch ON notes(batch, fatal);
CREATE TABLE forms (
    id INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, number INTEGER NOT NULL, unit TEXT NOT NULL, project TEXT NOT NULL,
    amount REAL, key TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0, errors INTEGER NOT NULL DEFAULT 0,
    warnings INTEGER NOT NULL DEFAULT 0, infos INTEGER NOT NULL DEFAULT 0, undecided INTEGER NOT NULL DEFAULT 0,
    decided INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT '未审'
);
CREATE TABLE form_data (id INTEGER PRIMARY KEY REFERENCES forms(id) ON DELETE CASCADE, form BLOB NOT NULL);
CREATE INDEX forms_batch ON forms(batch, hidden, unit);
CREATE INDEX forms_document ON forms(document);
CREATE INDEX forms_key ON forms(key);
CREATE TABLE findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, form INTEGER REFERENCES forms(id) ON DELETE CASCADE,
    origin TEXT NOT NULL, code TEXT NOT NULL, severity INTEGER NOT NULL, fingerprint TEXT NOT NULL, place TEXT NOT NULL, cell TEXT NOT NULL,
    message TEXT NOT NULL, suppressed TEXT NOT NULL DEFAULT '', decision TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', wording TEXT NOT NULL DEFAULT '', reviewer TEXT NOT NULL DEFAULT '', decided TEXT NOT NULL DEFAULT '',
    carried INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE finding_data (id INTEGER PRIMARY KEY REFERENCES findings(id) ON DELETE CASCADE, finding BLOB NOT NULL);
CREATE INDEX findings_form ON findings(form, suppressed, severity, decision);
CREATE INDEX findings_batch ON findings(batch, suppressed, severity, id, decision);
CREATE INDEX findings_open ON findings(batch, suppressed, decision, severity, id);
CREATE INDEX findings_code ON findings(batch, suppressed, code, decision, id);
CREATE INDEX findings_print ON findings(fingerprint, code);
CREATE INDEX findings_document ON findings(document);
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY, action TEXT NOT NULL, at TEXT NOT NULL, reviewer TEXT NOT NULL, origin TEXT NOT NULL, batch INTEGER, finding INTEGER,
    code TEXT NOT NULL, fingerprint TEXT NOT NULL, unit TEXT NOT NULL, project TEXT NOT NULL, place TEXT NOT NULL, cell TEXT NOT NULL,
    message TEXT NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL, wording TEXT NOT NULL, before TEXT NOT NULL DEFAULT '{}',
    undone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX ledger_print ON ledger(fingerprint, code, undone, id);
CREATE INDEX ledger_action ON ledger(action);
CREATE INDEX ledger_batch ON ledger(batch, undone, id);
CREATE TABLE conflicts (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL, fingerprint TEXT NOT NULL, at TEXT NOT NULL, reviewer TEXT NOT NULL, decision TEXT NOT NULL,
    reason TEXT NOT NULL, wording TEXT NOT NULL, unit TEXT NOT NULL, project TEXT NOT NULL, place TEXT NOT NULL, cell TEXT NOT NULL,
    message TEXT NOT NULL, UNIQUE (code, fingerprint)
);
"""
_SECOND = """
CREATE TABLE edits (
    id INTEGER PRIMARY KEY, original INTEGER NOT NULL REFERENCES originals(id) ON DELETE CASCADE, at TEXT NOT NULL, changes TEXT NOT NULL,
    before BLOB NOT NULL
);
CREATE INDEX edits_original ON edits(original, id);
"""
_THIRD = """
ALTER TABLE forms ADD COLUMN earlier INTEGER;
ALTER TABLE forms ADD COLUMN renamed TEXT NOT NULL DEFAULT '';
UPDATE batches SET compared = 0 WHERE previous IS NOT NULL;
"""
_STEPS = (_FIRST, _SECOND, _THIRD)
"""What brings a database from one version to the next; the number of steps is the version."""
VERSION = len(_STEPS)


class UnusableDesk(JixiaoError):
    """The file is no desk, is damaged, or was written by a later version. It is left as it is."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection with the desk's habits. Its reader closes it."""
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
    except databases.DAMAGED:
        connection.close()
        raise
    return connection


def prepare(path: Path) -> None:
    """Make the database where there is none, bring an earlier one to this version, refuse any other.

    Raises:
        UnusableDesk: see there.
    """
    fresh = not path.exists() or path.stat().st_size == 0
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with contextlib.closing(connect(path)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            if not fresh:
                _refuse(path, version, application)
            connection.execute("PRAGMA journal_mode = WAL")
            _migrate(connection, version)
    except databases.DAMAGED as error:
        raise UnusableDesk(f"{path} 不是审核台的数据文件，或已损坏（{error}）；原文件未改动，请改用其他 --db，或从备份恢复") from error
    with contextlib.suppress(OSError):
        path.chmod(0o600)


def _refuse(path: Path, version: int, application: int) -> None:
    """Nothing where the file is a desk of this version or an earlier one.

    Raises:
        UnusableDesk: it is not.
    """
    if application != APPLICATION:
        raise UnusableDesk(f"{path} 不是审核台的数据文件，未作改动；请用 --db 另选文件")
    if version > VERSION:
        raise UnusableDesk(
            f"{path} 由更新版本的 jixiao 写成（数据版本 {version}，本版本最高 {VERSION}），未作改动；请升级 jixiao，或用 --db 另选文件"
        )


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    for number, step in enumerate(_STEPS[version:], start=version + 1):
        with writing(connection):
            for statement in step.split(";"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")


@contextlib.contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A transaction: all of it or nothing, whatever happens inside."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK") if connection.in_transaction else None
        raise
    connection.execute("COMMIT")
