"""Blind sets: ``python -m tests.blind run SET`` measures a set once and keeps the figures; ``python -m tests.blind`` prints them all.

A set is drawn and labelled by people who have not seen the code, labelled a second time independently, adjudicated, and committed before
its run. The figures of that first run are the only ones stated anywhere; afterwards the set is moved to ``tests/seen``.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from tests.seen.test_seen import main as measured

HERE = Path(__file__).parent
RUNS = HERE / "first-runs.json"


def _kept() -> dict[str, dict[str, object]]:
    return dict(json.loads(RUNS.read_text(encoding="utf-8"))) if RUNS.exists() else {}


def run(name: str) -> None:
    """The one run of a set; the set must be committed as it stands.

    Raises:
        SystemExit: it was run before, or is not committed.
    """
    path, kept = HERE / f"{name}.txt", _kept()
    if name in kept:
        raise SystemExit(f"{name} was run before: {kept[name]}")
    if subprocess.run(["git", "diff", "--quiet", "HEAD", "--", str(path)], cwd=HERE, check=False).returncode:
        raise SystemExit(f"{name} is not committed as it stands")
    score = measured(name, HERE)
    hits, right = sum(score.hits.values()), sum(score.right.values())
    kept[name] = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "commit": subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=True
        ).stdout.strip(),
        "hits": hits,
        "expected": hits + len(score.misses),
        "right": right,
        "said": right + len(score.alarms),
        "misread": len(score.misread),
        "cells": score.cells,
    }
    RUNS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def table() -> None:
    """Print every first run."""
    for name, one in _kept().items():
        print(
            f"{name}: recall {one['hits']}/{one['expected']}, precision {one['right']}/{one['said']}, cells misread {one['misread']}/{one['cells']} (at {one['commit']})"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        run(sys.argv[2])
    else:
        table()
