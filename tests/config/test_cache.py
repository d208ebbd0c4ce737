"""The cache: what did not change is not read again, and nothing else changes; whatever is wrong with it, the check goes on."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from linter.cli.app import jixiao
from linter.model.place import Place
from linter.policy.config import discover
from linter.policy.settings import Settings
from linter.reports import RenderOptions, names, output_named
from linter.run.cache import FILE, Cache
from linter.run.pipeline import Job, checked, run
from linter.run.records import dumps, loads, unpacked
from tests.support.cases import form_data

BAD = Path(__file__).parents[2] / "examples/forms/bad-form.txt"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    discover.cache_clear()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIXIAO_CACHE_DIR", str(tmp_path / "缓存"))
    (tmp_path / "甲.txt").write_bytes(BAD.read_bytes())
    rows = [f"数量指标 | 第{n}类培训人数 | ≥{n}%" for n in range(3, 9)]
    for name in ("乙", "丙"):
        data = {"forms": [form_data({"rows": rows, "fields": {"project": f"{name}项目"}})]}
        (tmp_path / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def _jobs(place: Path) -> list[Job]:
    return [Job(path.name, path=path) for path in sorted(place.glob("*.*")) if path.is_file()]


def _reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The inputs that are really read from now on."""
    read: list[str] = []
    from linter import formats

    original = formats.read_bytes

    def spy(data: bytes, path: str, **more: Any) -> Any:
        read.append(path)
        return original(data, path, **more)

    monkeypatch.setattr(formats, "read_bytes", spy)
    return read


def test_second_run_reads_nothing_and_says_the_same(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = run(_jobs(place), Settings())
    first = checked(_jobs(place), Settings(), cache=Cache(place / "缓存"))
    read = _reads(monkeypatch)
    second = checked(_jobs(place), Settings(), cache=Cache(place / "缓存"))
    assert read == []
    assert "JX905" in {f.code for f in second.findings}, "forms are still compared with each other"
    for name in names():
        shown = [output_named(name).render(result, RenderOptions()) for result in (fresh, first, second)]
        assert shown[0] == shown[1] == shown[2], name


def test_only_what_changed_is_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(_jobs(place), Settings(), cache=Cache(place / "缓存"))
    (place / "乙.json").write_text((place / "乙.json").read_text(encoding="utf-8").replace("≥3%", "≥3人"), encoding="utf-8")
    read = _reads(monkeypatch)
    checked(_jobs(place), Settings(), cache=Cache(place / "缓存"))
    assert read == ["乙.json"]
    checked(_jobs(place), Settings(ignore=frozenset({"JX402"})), cache=Cache(place / "缓存"))
    assert read[1:] == ["丙.json", "乙.json", "甲.txt"], "other settings, other results"


def test_failures_are_tried_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "空.txt").write_bytes(b"")
    checked(_jobs(place), Settings(), cache=Cache(place / "缓存"))
    read = _reads(monkeypatch)
    checked(_jobs(place), Settings(), cache=Cache(place / "缓存"))
    assert read == ["空.txt"]


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 200])
def test_a_damaged_cache_is_dropped_and_said(place: Path, content: bytes) -> None:
    (place / "缓存").mkdir()
    (place / "缓存" / FILE).write_bytes(content)
    done = CliRunner().invoke(jixiao, ["check", "--format", "json", "."])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["summary"]["forms"] == 3
    assert content == b"" or "已损坏" in done.stderr
    assert CliRunner().invoke(jixiao, ["check", "."]).stderr == ""


def test_a_record_that_cannot_be_read_is_made_anew(place: Path) -> None:
    checked(_jobs(place), Settings(), cache=Cache(place / "缓存"))
    with sqlite3.connect(place / "缓存" / FILE) as connection:
        connection.execute("UPDATE results SET value = '[[1]]'")
    connection.close()
    assert checked(_jobs(place), Settings(), cache=Cache(place / "缓存")).findings


def test_two_runs_at_once(place: Path) -> None:
    one, two = Cache(place / "缓存"), Cache(place / "缓存")
    checked(_jobs(place), Settings(), cache=one)
    checked(_jobs(place), Settings(), cache=two)
    assert one.trouble is None
    assert two.trouble is None


def test_no_cache_and_clear(place: Path) -> None:
    CliRunner().invoke(jixiao, ["check", "--no-cache", "."])
    assert not (place / "缓存").exists()
    CliRunner().invoke(jixiao, ["check", "."])
    assert (place / "缓存" / FILE).exists()
    assert CliRunner().invoke(jixiao, ["cache", "path"]).stdout.strip() == str(place / "缓存")
    assert "缓存已删除" in CliRunner().invoke(jixiao, ["cache", "clear"]).stdout
    assert "没有缓存" in CliRunner().invoke(jixiao, ["cache", "clear"]).stdout


def test_records_survive_their_spelling(place: Path) -> None:
    from linter.run.single import Task, lint_task, whole_task

    for job in _jobs(place):
        task = Task(job, Settings(), "")
        records = whole_task(task, None).records
        assert any(record.findings and record.facts for record in records)
        spelled = list(map(unpacked, loads(dumps(lint_task(task, None).records))))
        # Sentences are made: what they were made of is not kept.
        bare = [replace(r, findings=tuple(replace(f, data={}, proposals=()) for f in r.findings)) for r in records]
        assert spelled == bare
        assert type(spelled[0].findings[0].location) is Place


def test_half_a_character_is_spelled_as_none(place: Path) -> None:
    from linter.run.records import packed
    from linter.run.single import Task, whole_task

    (record,) = whole_task(Task(_jobs(place)[0], Settings(), ""), None).records
    odd = replace(record, findings=tuple(replace(f, quote="半\ud800") for f in record.findings))
    assert {f.quote for f in unpacked(packed(odd)).findings} == {"半?"}


@pytest.mark.parametrize("junk", [b"", b"[[1]]", b"\x91\x91\x01", b"\xff" * 9])
def test_other_bytes_are_no_records(junk: bytes) -> None:
    with pytest.raises(ValueError):
        loads(junk)


def test_the_program_s_mark_covers_all_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.run import cache

    seen: list[Path] = []
    plain = Path.stat
    monkeypatch.setattr(Path, "stat", lambda self, **more: (seen.append(self), plain(self, **more))[1])
    cache.program.__wrapped__()
    assert {"rules/api.py", "values/name.py", "model/form.py"} <= {path.as_posix().rpartition("/linter/")[2] for path in seen}
