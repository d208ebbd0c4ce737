"""What the long fuzz tries: which inputs, in which order, and what became of one."""

from __future__ import annotations

import resource
import time
import traceback
from collections.abc import Iterator

from tests.fuzz import test_fuzz, test_kept

SHARES = {
    "row": 0.64,
    "text": 0.05,
    "json": 0.05,
    "yaml": 0.03,
    "csv": 0.03,
    "html": 0.03,
    "xlsx": 0.03,
    "docx": 0.02,
    "ods": 0.02,
    "odt": 0.02,
    "pdf": 0.02,
}
"""Of all inputs; what is kept shares the rest evenly."""
GIGABYTE = 1 << 20
"""In the kilobytes the kernel counts resident memory in."""
Outcome = tuple[str, int, float, str]
"""Kind, seed, seconds of processor time, and what went wrong (empty where nothing did)."""


def plan(count: int, first: int, only: str | None) -> Iterator[tuple[str, int]]:
    """Kind and seed of every input, the kinds mixed so that a run that is stopped has seen all of them."""
    kept = (1 - sum(SHARES.values())) / len(test_kept.KINDS)
    shares = {only: 1.0} if only else SHARES | dict.fromkeys(test_kept.KINDS, kept)
    due = dict.fromkeys(shares, 0.0)
    for number in range(count):
        for kind, share in shares.items():
            due[kind] += share
        kind = max(due, key=due.__getitem__)
        due[kind] -= 1
        yield kind, first + number


def outcome(task: tuple[str, int]) -> Outcome:
    """One input, and what became of it."""
    kind, seed = task
    begun = time.process_time()
    try:
        (test_kept if kind in test_kept.KINDS else test_fuzz).damaged(kind, seed)
    except BaseException as error:
        return kind, seed, time.process_time() - begun, "".join(traceback.format_exception(error)[-6:])
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > GIGABYTE:
        return kind, seed, time.process_time() - begun, "more than 1 GB of memory"
    return kind, seed, time.process_time() - begun, ""
