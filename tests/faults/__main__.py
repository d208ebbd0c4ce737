"""Seeded faults: ``python -m tests.faults [COUNT] [--seed N] [--rule JX402] [--jobs N] [-v]``.

Plants COUNT defects (10,000), each alone in a sound form, in every format that is written, and prints how often exactly the expected finding
came: by rule and by format.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import partial
from multiprocessing import get_context

from tests.faults.runner import Planted, faults, plant


def _planted(count: int, seed: int, only: str, jobs: int) -> Iterable[Planted | None]:
    one = partial(plant, seed=seed, only=only)
    if jobs < 2:
        return map(one, range(count))
    with get_context("fork").Pool(jobs) as pool:
        return list(pool.imap(one, range(count), chunksize=50))


def _table(outcomes: list[Planted], key: str) -> None:
    groups: dict[str, list[Planted]] = defaultdict(list)
    for outcome in outcomes:
        groups[getattr(outcome, key)].append(outcome)
    for name, own in sorted(groups.items()):
        found, exact = sum(o.found for o in own), sum(o.exact for o in own)
        others = Counter(code for o in own for code, _, _ in o.alarms)
        print(
            f"{name:10} planted {len(own):5}  found {found:5}  exactly {exact:5}  " + " ".join(f"{c}×{n}" for c, n in others.most_common(5))
        )


def main() -> int:
    """Run and print; 1 where a defect was wrongly missed or something else was said."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--rule", default="")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("-v", action="store_true", help="print every defect that went wrong")
    options = parser.parse_args()
    drawn = list(_planted(options.count, options.seed, options.rule, options.jobs))
    outcomes = [outcome for outcome in drawn if outcome is not None]
    for outcome in outcomes:
        if options.v and not outcome.right:
            kind = "ALARM " if outcome.found else "MISSED"
            print(kind, outcome.number, outcome.rule, outcome.layout, outcome.format, outcome.project, outcome.at, outcome.alarms)
    _table(outcomes, "rule")
    _table(outcomes, "format")
    exact, found = sum(o.exact for o in outcomes), sum(o.found for o in outcomes)
    rules = {fault["rule"] for fault in faults()}
    print(f"seed {options.seed}: {len(outcomes)} planted ({len(drawn) - len(outcomes)} without occasion), {len(rules)} rules;", end=" ")
    print(f"found {found}, exactly {exact}")
    return 0 if all(outcome.right for outcome in outcomes) else 1


if __name__ == "__main__":
    raise SystemExit(main())
