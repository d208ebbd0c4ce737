"""A desk for tests: the application without a socket, and a real server in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from linter.desk.digest import Orders
from linter.desk.store import Store
from linter.desk.web.app import build
from linter.desk.web.guard import Keys
from linter.desk.work import Worker
from linter.policy.settings import Settings

ROOT = Path(__file__).parents[2]


class Inline:
    """A pool that works in the caller's own process, at once."""

    workers = 1

    def submit(self, work: Callable[..., Any], *arguments: Any, seconds: float) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


class Office:
    """A desk without a socket and without processes: a browser's session on it, and the steps a test takes again and again."""

    def __init__(self, path: Path, **options: Any) -> None:
        from starlette.testclient import TestClient

        self.store = Store(path)
        self.worker = Worker(self.store, Orders(Settings()))
        self.keys = Keys()
        self.app = build(self.store, self.worker, self.keys, frozenset({"127.0.0.1:8000"}), **options)
        self.stranger = TestClient(self.app, base_url="http://127.0.0.1:8000")  # type: ignore[arg-type]
        self.client = TestClient(self.app, base_url="http://127.0.0.1:8000")  # type: ignore[arg-type]
        page = self.client.get(f"/enter?key={self.keys.link()}").text
        self.csrf = re.search(r'name="csrf" content="(\w+)"', page)[1]  # type: ignore[index]

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, status: int = 200, files: Any = None, **data: Any) -> Any:
        """What a script gets."""
        answer = self.client.post(path, data=data, files=files, headers={"x-csrf": self.csrf})
        assert answer.status_code == status, answer.text
        return answer.json()

    def make(self, batch: int, to: str, **data: Any) -> Any:
        """An output, with its headers."""
        answer = self.client.post(f"/b/{batch}/make", data={"csrf": self.csrf, "to": to, **data})
        assert answer.status_code == 200, answer.text
        return answer

    def batch(self, *files: tuple[str, bytes], name: str = "一批", previous: int | None = None, kind: str = "review") -> int:
        """A batch of these files, checked."""
        number = int(self.post("/batches", name=name, previous=str(previous or ""), kind=kind)["batch"])
        for one in files:
            self.post(f"/b/{number}/upload", files={"file": one})
        self.worker.drain(Inline())  # type: ignore[arg-type]
        return number

    def findings(self, batch: int) -> list[Any]:
        with self.store.reading() as c:
            return c.execute("SELECT * FROM findings WHERE batch = ? AND suppressed = '' ORDER BY id", (batch,)).fetchall()

    def decide(self, finding: Any, decision: str, reason: str = "", wording: str = "", status: int = 200) -> Any:
        data = {"decision": decision, "reason": reason, "wording": wording, "version": finding["version"]}
        return self.post(f"/d/{finding['id']}", status, **data)


@contextmanager
def server(database: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """``jixiao serve`` on a free port: the link that opens it, and its process. Whatever happens it ends with the block."""
    command = [sys.executable, "-m", "linter", "serve", "--no-open", "--no-config", "--db", str(database), "--jobs", "2", *options]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, encoding="utf-8")
    try:
        yield _link(process), process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stderr is not None
        process.stderr.close()


def _link(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    told = []
    for line in process.stderr:
        told.append(line)
        found = re.search(r"http://\S+/enter\S+", line)
        if found:
            return found[0]
    raise AssertionError("".join(told))


def finished(page: object, seconds: float = 120) -> None:
    """Wait until the batch on a page is checked."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if page.evaluate("fetch('/b/' + document.body.dataset.batch + '/progress').then(a => a.json()).then(s => s.finished)"):  # type: ignore[attr-defined]
            return
        time.sleep(0.3)
    raise AssertionError("the batch is not finished")
