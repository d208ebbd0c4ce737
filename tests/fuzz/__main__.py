"""The long fuzz: ``python -m tests.fuzz [COUNT] [--seed N] [--kind KIND] [--jobs N]``.

COUNT damaged inputs (100,000) from a seed on: rows and goals (the grammar, frames and rules), files of every format, and what is written for a run and
kept between runs. Each must be read, judged and written out, or told in a sentence: no exception, no crashed rule, none above ten seconds of
processor time, no process above 1 GB. Prints every failure with its kind and seed at once, and at the end the counts and the dearest input of a kind.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.fuzz.test_kept import KINDS as KEPT
from tests.fuzz.trial import SHARES, outcome, plan


def main() -> int:
    """Run the plan; 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1_000)
    parser.add_argument("--kind", choices=[*SHARES, *KEPT])
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    done, failed, dearest = Counter[str](), Counter[str](), dict[str, tuple[float, int]]()
    begun = time.monotonic()
    # An executor's processes may have children of their own, as the commands under test do.
    with ProcessPoolExecutor(options.jobs, multiprocessing.get_context("spawn"), max_tasks_per_child=2_000) as pool:
        for kind, seed, seconds, trouble in pool.map(outcome, plan(options.count, options.seed, options.kind), chunksize=8):
            done[kind] += 1
            dearest[kind] = max(dearest.get(kind, (0.0, 0)), (seconds, seed))
            if trouble:
                failed[kind] += 1
                print(f"FAILED kind {kind}, seed {seed}\n{trouble}", flush=True)
            if done.total() % 1_000 == 0:
                print(
                    f"{done.total()} of {options.count}, {failed.total()} failed, {time.monotonic() - begun:.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
    for kind, count in sorted(done.items()):
        seconds, seed = dearest[kind]
        print(f"{kind:26} {count:7} inputs, {failed[kind]} failed, dearest {seconds:.1f} s (seed {seed})")
    print(f"all {done.total()} inputs from seed {options.seed}, {failed.total()} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
