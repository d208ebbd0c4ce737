"""Mutation: ``python -m tests.mutation [COUNT] [--seed N] [--only STRATUM] [--minutes N] [--survivors]``.

Draws COUNT mutants (1,500), stratified by module, and runs each against the tests of its module. Every outcome is kept in ``.mutation/SEED.jsonl``
at once, so that a run that was stopped goes on where it was; a mutant whose module has changed since is run again. Prints the share that is killed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import defaultdict
from pathlib import Path

from tests.mutation.mutants import ROOT, STRATA, Mutant, sample
from tests.mutation.trial import killed, path_of, prepare
from tests.proof.counts import wilson

KEPT = ROOT / ".mutation"


def _digest(mutant: Mutant) -> str:
    return hashlib.sha256(path_of(mutant.module).read_bytes()).hexdigest()[:12]


def _known(file: Path) -> dict[tuple[str, str], bool]:
    if not file.exists():
        return {}
    lines = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return {(line["key"], line["module"]): line["killed"] for line in lines}


def _line(name: str, outcomes: list[bool]) -> str:
    low, high = wilson(sum(outcomes), len(outcomes))
    return f"{name:8} killed {sum(outcomes):5} of {len(outcomes):5}  {sum(outcomes) / max(1, len(outcomes)):.3f} [{low:.3f}, {high:.3f}]"


def main() -> None:
    """Run what is not known yet, then print."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("count", nargs="?", type=int, default=1_500)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", choices=STRATA)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so many minutes; go on by calling again")
    parser.add_argument("--survivors", action="store_true", help="list the mutants no test killed; run nothing")
    options = parser.parse_args()
    KEPT.mkdir(exist_ok=True)
    file = KEPT / f"{options.seed}.jsonl"
    known, until = _known(file), time.monotonic() + options.minutes * 60
    prepare()
    groups: dict[str, list[bool]] = defaultdict(list)
    survivors: list[Mutant] = []
    for mutant in sample(options.count, options.seed):
        if options.only and mutant.stratum != options.only:
            continue
        dead = known.get((mutant.key, _digest(mutant)))
        if dead is None:
            if options.survivors or time.monotonic() > until:
                continue
            dead = killed(mutant)
            with file.open("a", encoding="utf-8") as out:
                out.write(json.dumps({"key": mutant.key, "line": mutant.line, "module": _digest(mutant), "killed": dead}) + "\n")
        groups[mutant.stratum].append(dead)
        survivors += [] if dead else [mutant]
    if options.survivors:
        for mutant in survivors:
            print(f"{path_of(mutant.module).relative_to(ROOT)}:{mutant.line}  {mutant.change}")
    for stratum, outcomes in sorted(groups.items()):
        print(_line(stratum, outcomes))
    print(_line("all", [outcome for outcomes in groups.values() for outcome in outcomes]))


if __name__ == "__main__":
    main()
