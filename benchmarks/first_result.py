"""How long a reviewer waits for the first result of 300 forms in 100 files: seconds by the clock, and of the processors of the desk's processes (what a
loaded machine does not stretch), from the drop on.

    python -m benchmarks.first_result [SECONDS]

A browser's requests without a browser: the batch, the files four requests at a time, the page, then asking again. ``SECONDS``: how long the desk has
been open before the drop (default 5; with 0 its processes are still getting ready).
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from tests.desk.conftest import forms
from tests.support.desk import server

FILES, FIRST, TOGETHER, AT_ONCE = 100, 2, 20, 4


def _family(pid: int) -> Iterator[int]:
    """A process and all it has begun."""
    yield pid
    for place in Path("/proc").iterdir():
        if place.name.isdigit() and (stat := _stat(int(place.name))) and int(stat[1]) == pid:
            yield from _family(int(place.name))


def _stat(pid: int) -> list[str]:
    """What the system tells of a process behind its name, nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _worked(pid: int) -> float:
    """Seconds of processor of a process and all it has begun."""
    return sum(int(ticks) for each in set(_family(pid)) for ticks in _stat(each)[11:15]) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the figures."""
    waited = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    files = [
        (f"{n:02}.json", forms(*[f"第{n}号{what}项目" for what in ("维护", "巡查", "培训")], unit=f"青禾县第{n % 20 + 1}局"))
        for n in range(FILES)
    ]
    with tempfile.TemporaryDirectory() as folder, server(Path(folder) / "desk.sqlite") as (link, process):
        client = httpx2.Client(follow_redirects=True, timeout=120)
        page = client.get(link).text
        client.headers["x-csrf"] = re.search(r'name="csrf" content="(\w+)"', page)[1]  # type: ignore[index]
        client.base_url = link.split("/enter")[0]
        time.sleep(waited)
        began, worked = time.monotonic(), _worked(process.pid)
        batch = client.post("/batches", data={"name": "第一批"}).json()["batch"]
        shares = [files[:FIRST], *(files[at : at + TOGETHER] for at in range(FIRST, FILES, TOGETHER))]

        def send(share: list[tuple[str, bytes]]) -> None:
            client.post(f"/b/{batch}/upload", files=[("file", one) for one in share]).raise_for_status()

        with ThreadPoolExecutor(AT_ONCE) as lanes:
            list(lanes.map(send, shares))
        while "data-form=" not in client.get(f"/b/{batch}").text:
            time.sleep(0.1)
        print(f"first result {time.monotonic() - began:5.2f} s by the clock, {_worked(process.pid) - worked:5.2f} s of processor")
        while not client.get(f"/b/{batch}/progress").json()["finished"]:
            time.sleep(0.3)
        print(f"all results  {time.monotonic() - began:5.2f} s by the clock, {_worked(process.pid) - worked:5.2f} s of processor")


if __name__ == "__main__":
    main()
