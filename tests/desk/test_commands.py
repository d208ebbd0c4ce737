"""``jixiao serve``, ``desk`` and ``ledger`` as commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.desk.store import Store
from tests.desk.conftest import forms
from tests.support.desk import Office


def _run(*arguments: object) -> tuple[int, str]:
    try:
        done = CliRunner().invoke(jixiao, [str(one) for one in arguments])
    finally:
        pass
    return done.exit_code, done.output


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.com"])
def test_other_addresses_are_refused(host: str) -> None:
    code, said = _run("serve", "--host", host)
    assert code == 2
    assert "只在本机" in said


def test_a_file_that_is_no_desk_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(b"no database" * 100)
    code, said = _run("serve", "--no-open", "--db", path)
    assert code == 2
    assert "不是审核台" in said
    assert path.read_bytes() == b"no database" * 100


def test_a_desk_goes_out_and_comes_in_whole(office: Office, tmp_path: Path) -> None:
    batch = office.batch(("甲.json", forms("平台运维")))
    office.decide(office.findings(batch)[0], "采纳")
    copy, there = tmp_path / "备份.sqlite", tmp_path / "there" / "desk.sqlite"
    assert _run("desk", "export", "--db", office.store.path, "-o", copy)[0] == 0
    assert _run("desk", "export", "--db", office.store.path, "-o", copy)[0] == 2, "nothing is overwritten"
    assert _run("desk", "import", copy, "--db", there)[0] == 0
    assert Store(there).progress(batch) == office.store.progress(batch)
    assert Store(there).original(1)["data"] == office.store.original(1)["data"]
    assert _run("desk", "import", copy, "--db", there)[0] == 2
    assert _run("desk", "import", copy, "--db", there, "--replace")[0] == 0
    assert sorted(path.name for path in there.parent.iterdir()) == ["desk.sqlite"]


def test_what_is_no_backup_is_refused_and_the_desk_stays(office: Office, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.sqlite"
    wrong.write_bytes(b"x" * 5000)
    batch = office.batch(("甲.json", forms("平台运维")))
    code, said = _run("desk", "import", wrong, "--db", office.store.path, "--replace")
    assert code == 2
    assert str(wrong) in said
    assert office.store.progress(batch).forms == 1
    assert _run("desk", "export", "--db", tmp_path / "none.sqlite", "-o", tmp_path / "y")[0] == 2


def test_the_ledger_at_the_command_line(office: Office, tmp_path: Path) -> None:
    batch = office.batch(("甲.json", forms("平台运维")))
    first = office.findings(batch)[0]
    office.decide(first, "不采纳", "合同已约定")
    db = ("--db", office.store.path)
    code, said = _run("ledger", "stats", *db)
    assert code == 0
    assert first["code"] in said
    assert "不采纳    1" in said
    for name in ("台账.json", "台账.xlsx"):
        assert _run("ledger", "export", *db, "-o", tmp_path / name)[0] == 0
        assert "1条原已相同" in _run("ledger", "import", tmp_path / name, *db)[1]
    (tmp_path / "坏.json").write_text("[]x")
    assert _run("ledger", "import", tmp_path / "坏.json", *db)[0] == 2
    assert _run("ledger", "stats", "--db", tmp_path / "none.sqlite")[0] == 2


def test_serve_begins_with_the_files_it_is_given(tmp_path: Path) -> None:
    from linter.desk.web.running import _first_page

    store = Store(tmp_path / "desk.sqlite")
    assert _first_page(store, []) == "/"
    assert _first_page(store, [("收到/甲.json", forms("平台运维"))]) == "/b/1"
    assert store.batch(1)["name"] == "甲.json"
    assert store.progress(1).originals == 1
    assert store.batch(1)["kind"] == "review"
    _first_page(store, [("收到/甲.json", forms("平台运维"))], "own")
    assert store.batch(2)["kind"] == "own"
