"""Linear in the number of forms: time per form of a run over 10,000 generated forms against one over 2,000. Prints the ratios (bar: ≤ 1.3).

Three things are timed: the whole run with the rules across forms and documents, the comparison of forms alone (copies; last year beside this
year), and the alignment of two versions.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from msgspec.structs import replace

from linter.collection.facts import FormFacts, facts_of
from linter.collection.pairing import pair_forms
from linter.files.memory import collect_seldom
from linter.policy.settings import Settings
from linter.run.passes import lint_collection
from linter.run.pipeline import Job, parse, run
from tests.support.corpus import corpus

SMALL, LARGE, ROUNDS = 2_000, 10_000, 3
CODES = frozenset({"JX601", "JX901", "JX902", "JX903", "JX904", "JX905", "JX906", "JX907", "JX908", "JX909"})


def _seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def _facts(jobs: list[Job]) -> list[FormFacts]:
    return [one for number, document in enumerate(parse(jobs)) for one in facts_of(document, number)]


def _measured(forms: int) -> dict[str, float]:
    """What is timed, seconds for one form."""
    jobs = [Job(name, data=data) for name, data in corpus(forms).files]
    settings = Settings(select=CODES)
    whole = _seconds(lambda: run(jobs, settings), 1)
    facts = _facts(jobs)
    last = [replace(one, year=2025, budget=one.budget and one.budget * 2) for one in facts]
    return {
        "whole run": whole / forms,
        "forms against each other": _seconds(lambda: lint_collection(facts, settings)) / forms,
        "last year beside this year": _seconds(lambda: lint_collection(facts, settings, last)) / forms,
        "versions aligned": _seconds(lambda: pair_forms(facts, facts, renamed=True)) / forms,
    }


def main() -> None:
    """Print the figures."""
    collect_seldom()  # as the command does
    _measured(SMALL // 10)
    small, large = _measured(SMALL), _measured(LARGE)
    for what, seconds in large.items():
        line = f"{what}: {small[what] * 1e6:.0f} µs/form at {SMALL}, {seconds * 1e6:.0f} µs/form at {LARGE}, ratio {seconds / small[what]:.2f} (bar 1.3)"
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
