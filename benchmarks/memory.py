"""Memory and time of ``jixiao check`` over many JSON forms with all rules on: the peak sum of PSS of all its processes, and the exponent of time.

``python -m benchmarks.memory [FORMS…]``: sizes of the runs, 1,000 and 50,000 by default. Bars: ≤ 350 MB at 50,000, exponent ≤ 1.1. Linux.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.distinct import payloads

SIZES = (1_000, 50_000)
_EVERY = 0.2
_IN_FOLDER = 1_000


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds from start to end, CPU seconds of all its processes, peak bytes of them together."""

    seconds: float
    cpu: float
    peak: int


def descendants(process: int) -> list[int]:
    """A process and all it started, and what these started. Linux."""
    found = [process]
    for number in found:
        for task in Path(f"/proc/{number}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _pss(process: int) -> int:
    """Bytes of a process, what it shares counted in part; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


_TICK = os.sysconf("SC_CLK_TCK")


def _cpu(process: int) -> float:
    """CPU seconds of a process without its children; 0 once it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / _TICK


def measured(command: Sequence[str]) -> Measured:
    """Run a command and watch it and its children.

    Raises:
        RuntimeError: it failed.
    """
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak, over = 0, threading.Event()
    spent: dict[int, float] = {}  # also of processes nobody waits for, as Java's beside a driver of Spark

    def watch() -> None:
        nonlocal peak
        while not over.wait(_EVERY):
            processes = descendants(child.pid)
            peak = max(peak, sum(map(_pss, processes)))
            for process in processes:
                spent[process] = max(spent.get(process, 0), _cpu(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = child.wait()
    seconds = time.perf_counter() - began
    over.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code not in (0, 1):
        raise RuntimeError(f"exit code {code}")
    waited = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, max(waited, sum(spent.values())), peak)


def written(folder: Path, forms: int) -> Path:
    """A folder with so many JSON forms of distinct content."""
    for number, data in enumerate(payloads(forms)):
        part = folder / f"{number // _IN_FOLDER:04d}"
        if not number % _IN_FOLDER:
            part.mkdir(parents=True)
        (part / f"{number:07d}.json").write_bytes(data)
    return folder


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print the figures."""
    runs = {}
    with tempfile.TemporaryDirectory() as place:
        for forms in sizes:
            folder = written(Path(place) / str(forms), forms)
            target = str(Path(place) / "out.jsonl")
            command = (sys.executable, "-m", "linter", "check", "--no-cache", "--fail-on", "never", "--format", "jsonl", "-o", target)
            run = runs[forms] = measured((*command, str(folder)))
            each = f"{run.peak / forms / 1000:.1f} kB a form" if forms == max(sizes) else "mostly the program itself"
            sys.stdout.write(f"{forms} forms: {run.seconds:.0f} s, {run.cpu:.0f} s of CPU, peak {run.peak / 1e6:.0f} MB ({each})\n")
    small, large = min(runs), max(runs)
    if small != large:
        exponent = math.log(runs[large].cpu / runs[small].cpu) / math.log(large / small)
        more = (runs[large].peak - runs[small].peak) / (large - small) / 1000
        sys.stdout.write(
            f"exponent of CPU seconds {exponent:.2f} (bar 1.1), {more:.1f} kB for each form more (bar 10), peak bar 350 MB at 50000\n"
        )


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
