"""Files in, results in the store: nothing lost, nothing twice, whatever ends in between."""

from __future__ import annotations

import asyncio
import io
import os
import sqlite3
import subprocess
import sys
import time
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pebble import ProcessExpired

from linter.desk import worklist as lists
from linter.desk.digest import Orders
from linter.desk.pool import Pool
from linter.desk.store import Store
from linter.desk.work import Worker
from linter.policy.settings import Settings
from tests.desk.conftest import forms
from tests.support.desk import Inline, Office


def _zip(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _counts(store: Store, batch: int) -> tuple[int, int, int]:
    with store.reading() as c:
        return tuple(
            c.execute(f"SELECT count(*) FROM {table} WHERE batch = ?", (batch,)).fetchone()[0]
            for table in ("originals", "forms", "findings")
        )  # type: ignore[return-value]


def test_a_batch_is_checked_and_counted(office: Office) -> None:
    batch = office.batch(("甲.json", forms("平台运维")), ("乙.json", forms("设备维护", unit="青禾县民政局")), ("空.txt", b""))
    state = office.store.progress(batch)
    assert (state.originals, state.done, state.forms, state.finished) == (3, 3, 2, True)
    assert state.unread == 1
    assert state.undecided == state.findings == len(office.findings(batch)) > 10
    page = office.get(f"/b/{batch}")
    assert "1个文件未能读取" in page
    assert page.index("未能读取") < page.index("平台运维")


def test_an_archive_is_its_files(office: Office) -> None:
    data = _zip({"水务局/表.json": forms("平台运维"), "__MACOSX/._x": b"x", "民政局/表.json": forms("设备维护"), "坏.xlsx": b"no workbook"})
    batch = office.batch(("全部.zip", data))
    with office.store.reading() as c:
        names = [row[0] for row in c.execute("SELECT name FROM originals ORDER BY name")]
    assert names == ["全部.zip/坏.xlsx", "全部.zip/民政局/表.json", "全部.zip/水务局/表.json"]
    assert office.store.progress(batch).forms == 2


def test_an_archive_that_cannot_be_opened_is_said(office: Office) -> None:
    batch = office.batch(("坏.zip", _zip({"表.json": forms("平台运维")})[:-30]), ("好.json", forms("设备维护")))
    assert office.store.progress(batch).unread >= 1
    assert "坏.zip" in office.get(f"/b/{batch}")


def test_the_same_upload_twice_is_one(office: Office) -> None:
    batch = office.batch(("甲.json", forms("平台运维")), ("甲.json", forms("平台运维")))
    assert _counts(office.store, batch)[0] == 1


def test_the_same_form_in_two_files_is_counted_once_and_said(office: Office) -> None:
    batch = office.batch(("甲.json", forms("平台运维")), ("乙.json", forms("平台运维")))
    assert office.store.progress(batch).forms == 1
    assert "只计一次" in office.get(f"/b/{batch}")


def test_what_comes_later_is_compared_with_what_was_there(office: Office) -> None:
    batch = office.batch(("甲.json", forms("平台运维")))
    before = {row["code"] for row in office.findings(batch)}
    office.post(f"/b/{batch}/upload", files={"file": ("乙.json", forms("另一个平台运维项目", unit="青禾县民政局"))})
    office.worker.drain(Inline())  # type: ignore[arg-type]
    added = {row["code"] for row in office.findings(batch) if row["origin"] == "together"}
    assert added
    assert not added & before


class _Dying(Inline):
    """A pool that takes its process down after so many pieces of work."""

    def __init__(self, lives: int) -> None:
        self.lives = lives

    def submit(self, work: Any, *arguments: Any, seconds: float) -> Future[Any]:
        if not self.lives:
            raise KeyboardInterrupt
        self.lives -= 1
        return super().submit(work, *arguments, seconds=seconds)


def test_a_restart_in_the_middle_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    files = [(f"{n}.json", forms(f"项目{n}")) for n in range(6)]
    whole, broken = Store(tmp_path / "a.sqlite"), Store(tmp_path / "b.sqlite")
    for store in (whole, broken):
        store.add_originals(store.new_batch("一批"), files)
    Worker(whole, Orders(Settings())).drain(Inline())  # type: ignore[arg-type]
    for lives in (3, 1, 0):
        worker = Worker(broken, Orders(Settings()))
        try:
            worker.drain(_Dying(lives))  # type: ignore[arg-type]
        except KeyboardInterrupt:
            continue
    assert 0 < broken.progress(1).done < 6
    Worker(broken, Orders(Settings())).drain(Inline())  # type: ignore[arg-type]
    assert _counts(broken, 1) == _counts(whole, 1)
    assert broken.progress(1) == whole.progress(1)


class _Failing(Inline):
    """A pool whose process ends on one file."""

    def submit(self, work: Any, *arguments: Any, seconds: float) -> Future[Any]:
        if arguments[0] == "坏.json":
            future: Future[Any] = Future()
            future.set_exception(TimeoutError())
            return future
        return super().submit(work, *arguments, seconds=seconds)


def test_a_child_ended_on_its_limit_costs_its_file_only(office: Office) -> None:
    batch = office.store.new_batch("一批")
    office.store.add_originals(batch, [("坏.json", forms("甲项目")), ("好.json", forms("乙项目"))])
    office.worker.drain(_Failing())  # type: ignore[arg-type]
    assert (office.store.progress(batch).forms, office.store.progress(batch).unread) == (1, 1)
    assert "时限" in office.get(f"/b/{batch}")
    office.worker.drain(_Failing())  # type: ignore[arg-type]
    assert office.store.progress(batch).unread == 1


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory hold on Linux")
def test_a_child_that_takes_too_long_or_too_much_is_ended_and_the_next_work_is_done() -> None:
    pool = Pool(1, 2**31)
    try:
        assert pool.submit(os.getpid, seconds=60).result() != os.getpid()
        with pytest.raises(TimeoutError):
            pool.submit(time.sleep, 60, seconds=0.5).result()
        with pytest.raises(MemoryError):
            pool.submit(bytearray, 2**32, seconds=60).result()
        with pytest.raises(ProcessExpired):
            pool.submit(os._exit, 9, seconds=60).result()
        assert pool.submit(len, b"abc", seconds=60).result() == 3
    finally:
        pool.close()


def _half_an_upload(office: Office, batch: int) -> list[Any]:
    """What a browser that goes away in the middle of its upload is answered."""
    begun = b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.json"\r\n\r\n{"forms": ['
    told: list[Any] = [{"type": "http.request", "body": begun, "more_body": True}, {"type": "http.disconnect"}]
    headers = {
        "host": "127.0.0.1:8000",
        "cookie": "; ".join(f"{name}={value}" for name, value in office.client.cookies.items()),
        "x-csrf": office.csrf,
        "content-type": "multipart/form-data; boundary=b",
        "content-length": "5000",
    }
    path = f"/b/{batch}/upload"
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 8000),
    }
    answered: list[Any] = []

    async def receive() -> Any:
        return told.pop(0) if told else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answered.append(message)

    # A thread of its own: a browser test before this one leaves its own loop running in the main thread.
    with ThreadPoolExecutor(1) as own:
        own.submit(asyncio.run, office.app(scope, receive, send)).result()
    return answered


def test_a_browser_that_goes_away_during_its_upload_leaves_nothing_half(office: Office) -> None:
    batch = office.store.new_batch("一批")
    _half_an_upload(office, batch)
    assert _counts(office.store, batch) == (0, 0, 0)
    office.post(f"/b/{batch}/upload", files={"file": ("甲.json", forms("平台运维"))})
    assert _counts(office.store, batch)[0] == 1


def test_a_full_disk_during_an_upload_is_said_and_nothing_is_half(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = office.store.new_batch("一批")

    def full(*_: Any, **__: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(office.store, "add_originals", full)
    assert "磁盘空间不足" in office.post(f"/b/{batch}/upload", 507, files={"file": ("甲.json", b"{}")})["error"]
    monkeypatch.undo()
    assert _counts(office.store, batch) == (0, 0, 0)


def test_a_full_disk_during_the_check_is_said_and_the_check_goes_on_when_there_is_room(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = office.store.new_batch("一批")
    office.store.add_originals(batch, [("甲.json", forms("平台运维"))])

    def full(*_: Any, **__: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(office.store, "keep", full)
    with office.worker.tolerant():
        office.worker.drain(Inline())  # type: ignore[arg-type]
    assert "无法写入" in office.client.get(f"/b/{batch}/progress").json()["trouble"]
    monkeypatch.undo()
    with office.worker.tolerant():
        office.worker.drain(Inline())  # type: ignore[arg-type]
    assert office.client.get(f"/b/{batch}/progress").json()["trouble"] == ""
    assert office.store.progress(batch).finished


def test_a_batch_deleted_while_it_is_checked_leaves_nothing(office: Office) -> None:
    batch = office.store.new_batch("一批")
    office.store.add_originals(batch, [("甲.json", forms("甲项目"))])
    (original,) = office.store.waiting([], 5)
    office.post(f"/b/{batch}/upload", files={"file": ("乙.json", forms("乙项目"))})
    office.client.post(f"/b/{batch}/delete", data={"csrf": office.csrf})
    from linter.desk.digest import digest

    office.store.keep(original[0], digest(original[1], original[2], Orders(Settings())))
    assert _counts(office.store, batch) == (0, 0, 0)
    assert "已删除" in office.get(f"/b/{batch}", 404)
    assert "已删除" in office.post(f"/b/{batch}/upload", 404, files={"file": ("丙.json", b"{}")})["error"]


def test_two_hundred_parallel_uploads_lose_none(office: Office) -> None:
    batch = office.store.new_batch("一批")
    headers = {"x-csrf": office.csrf}

    def send(number: int) -> int:
        return int(
            office.client.post(f"/b/{batch}/upload", files={"file": (f"{number}.json", b"[%d]" % number)}, headers=headers).status_code
        )

    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(send, range(200))) == {200}
    assert _counts(office.store, batch)[0] == 200


_CHILD = """
import os, time
from linter.desk.pool import Pool
if __name__ == "__main__":
    print(Pool(1, 2**31).submit(os.getpid, seconds=60).result(), flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_no_process_outlives_a_desk_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "desk.py"
    script.write_text(_CHILD)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment) as desk:
        assert desk.stdout is not None
        child = Path("/proc", desk.stdout.readline().strip())
        assert child.exists()
        desk.kill()
        desk.wait()
    for _ in range(300):
        if not child.exists() or (child / "stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the process goes on without its desk")


def test_charts_count_units_by_severity_and_rules_by_decision(office: Office) -> None:
    batch = office.batch(("甲.json", forms("平台运维")), ("乙.json", forms("设备维护", unit="青禾县民政局")))
    rows = [row for row in office.findings(batch) if row["code"] == "JX402"]
    office.decide(rows[0], "采纳")
    units = {one.name: one.parts for one in lists.by_unit(office.store, batch)}
    assert set(units) == {"青禾县水务局", "青禾县民政局"}
    assert sum(map(sum, units.values())) == len(office.findings(batch))
    assert {one.name: one.parts for one in lists.by_rule(office.store, batch)}["JX402"] == (1, 0, len(rows) - 1)
    assert "各单位" in office.get(f"/b/{batch}/figures")
