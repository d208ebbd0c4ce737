"""The desk's file: made, brought along, refused; and pages of large batches."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from linter.desk import worklist
from linter.desk.schema import VERSION, UnusableDesk
from linter.desk.store import Store
from linter.desk.worklist import PAGE, Filter
from tests.desk.conftest import forms
from tests.support.desk import Office


def test_a_new_file_is_made_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "desk.sqlite"
    number = Store(path).new_batch("一批")
    assert Store(path).batch(number)["name"] == "一批"
    with Store(path).reading() as c:
        assert c.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert c.execute("PRAGMA user_version").fetchone()[0] == VERSION


def test_a_later_version_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    Store(path).new_batch("一批")
    with sqlite3.connect(path) as c:
        c.execute(f"PRAGMA user_version = {VERSION + 1}")
    c.close()
    before = path.read_bytes()
    with pytest.raises(UnusableDesk, match="升级 jixiao"):
        Store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"this is no database at all" * 50, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_what_is_no_desk_is_refused_and_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_bytes(content)
    with pytest.raises(UnusableDesk):
        Store(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as c:
        c.execute("CREATE TABLE batches (id)")
    c.close()
    with pytest.raises(UnusableDesk, match="不是审核台"):
        Store(path)


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.desk import schema

    path = tmp_path / "desk.sqlite"
    Store(path).new_batch("一批")
    monkeypatch.setattr(schema, "_STEPS", (*schema._STEPS, "CREATE TABLE extra (id); CREATE TABLE batches (id);"))
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    with pytest.raises(UnusableDesk):
        Store(path)
    monkeypatch.undo()
    assert [row["name"] for row in Store(path).batches()] == ["一批"]
    with Store(path).reading() as c:
        assert not c.execute("SELECT 1 FROM sqlite_master WHERE name = 'extra'").fetchone()


def test_an_earlier_version_is_brought_along_with_all_it_holds(tmp_path: Path) -> None:
    from linter.desk import schema

    path = tmp_path / "desk.sqlite"
    with sqlite3.connect(path) as c:
        c.executescript(schema._FIRST + schema._SECOND + f"PRAGMA user_version = 2; PRAGMA application_id = {schema.APPLICATION};")
        c.execute("INSERT INTO batches(id, name, created, compared) VALUES (1, '一批', '2026-01-20', 1)")
        c.execute("INSERT INTO batches(id, name, created, previous, compared) VALUES (2, '第二轮', '2026-02-20', 1, 1)")
        c.execute("INSERT INTO originals(batch, name, sha256, size, state, data) VALUES (1, '甲.json', 'x', 1, 'done', x'00')")
    c.close()
    store = Store(path)
    assert [(row["name"], row["compared"]) for row in store.batches()] == [("第二轮", 0), ("一批", 1)], "second rounds are matched anew"
    assert store.original(1)["data"] == b"\x00"
    with store.reading() as c:
        assert c.execute("PRAGMA user_version").fetchone()[0] == VERSION


def test_deleting_a_batch_deletes_its_originals(office: Office) -> None:
    batch = office.batch(("甲.json", forms("平台运维")))
    office.decide(office.findings(batch)[0], "采纳")
    office.client.post(f"/b/{batch}/delete", data={"csrf": office.csrf})
    with office.store.reading() as c:
        for table in ("originals", "documents", "forms", "findings", "notes"):
            assert c.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
        assert c.execute("SELECT count(*) FROM ledger").fetchone()[0] == 1


def _many(office: Office, count: int) -> int:
    """A batch of so many findings, made of one that was really found."""
    batch = office.batch(("甲.json", forms("平台运维")))
    row = office.findings(batch)[0]
    columns = [name for name in row.keys() if name != "id"]  # noqa: SIM118 - a row has no other names
    values = [row[name] for name in columns]
    with office.store.writing() as c:
        c.executemany(f"INSERT INTO findings({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", [values] * count)
    return batch


def test_lists_come_by_the_page(office: Office) -> None:
    batch = _many(office, 3 * PAGE)
    rows, count = worklist.findings(office.store, batch, Filter())
    assert len(rows) == PAGE
    assert count > 3 * PAGE
    seen = {row["id"] for page in range(1, 6) for row in worklist.findings(office.store, batch, Filter(page=page))[0]}
    assert len(seen) == count
    assert "下一页" in office.get(f"/b/{batch}/findings")
    assert len(office.get(f"/b/{batch}/findings")) < 200_000


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"unit": "青禾县交通局"}, {"桥梁检测"}),
        ({"q": "平台"}, {"平台运维"}),
        ({"q": "%"}, set()),
        ({"status": "已审"}, set()),
        ({"severity": "error"}, {"平台运维", "桥梁检测"}),
    ],
)
def test_the_worklist_is_narrowed(office: Office, given: dict[str, str], left: set[str]) -> None:
    batch = office.batch(("甲.json", forms("平台运维")), ("乙.json", forms("桥梁检测", unit="青禾县交通局")))
    rows, count = worklist.forms(office.store, batch, Filter.of(given))
    assert {row["project"] for row in rows} == left
    assert count == len(left)


@pytest.mark.parametrize(
    "given", [{"page": "-1"}, {"page": "x"}, {"page": "9" * 40}, {"sort": "1; DROP TABLE forms"}, {"severity": "fatal"}]
)
def test_an_address_that_means_nothing_is_the_whole_list(given: dict[str, str]) -> None:
    assert Filter.of(given) == Filter() or Filter.of(given).page == 999_999_999 % 10**6


def test_a_full_disk_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = office.batch(("甲.json", forms("平台运维")))

    def full(*_: Any, **__: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("linter.desk.decisions._decide_chosen", full)
    assert "磁盘空间不足" in office.decide(office.findings(batch)[0], "采纳", status=507)["error"]
    monkeypatch.undo()
    assert not office.findings(batch)[0]["decision"]
