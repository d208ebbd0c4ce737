"""Warm, distinct content: the whole rule set over JSON forms against ``json.loads`` of the same bytes. Prints the ratio (bar: ≤ 20).

Both run over the same files in turn, in one process, after a warm-up over other files; the median over rounds is taken for each.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

from benchmarks.distinct import payloads
from linter.files.memory import collect_seldom
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run

FORMS, ROUNDS = 200, 5


def _seconds(work: Callable[[bytes], object], files: list[bytes]) -> float:
    start = time.process_time()
    for data in files:
        work(data)
    return time.process_time() - start


def check(data: bytes) -> object:
    """One file through reader, layouts and every default rule."""
    return run([Job("distinct.json", data=data)], Settings())


def main() -> None:
    """Print the figures."""
    collect_seldom()  # as the command does
    _seconds(check, payloads(FORMS // 4, seed=99))
    loads, lints = [], []
    for seed in range(ROUNDS):
        files = payloads(FORMS, seed)
        loads.append(_seconds(json.loads, files))
        lints.append(_seconds(check, files))
    load, lint = statistics.median(loads), statistics.median(lints)
    sys.stdout.write(
        f"json.loads {load / FORMS * 1e6:.0f} µs/form, jixiao {lint / FORMS * 1e6:.0f} µs/form, ratio {lint / load:.1f} (bar 20)\n"
    )


if __name__ == "__main__":
    main()
