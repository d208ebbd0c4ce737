"""Blind sets: ``python -m tests.blind run SET`` measures a set once and keeps the figures; ``python -m tests.blind`` prints them all.

``SET`` is a list of forms (``SET.txt``) or a folder of dirty pages (scored by ``../shared/tools/raw_cases.py``).

A set is drawn and labelled by people who have not seen the code, labelled a second time independently, adjudicated, and committed before
its run. The figures of that first run are the only ones stated anywhere; afterwards the set is moved to ``tests/seen``.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.seen.test_seen import main as measured

HERE = Path(__file__).parent
RUNS = HERE / "first-runs.json"
SCORER = HERE.parents[2] / "shared" / "tools" / "raw_cases.py"


def _kept() -> dict[str, dict[str, object]]:
    return dict(json.loads(RUNS.read_text(encoding="utf-8"))) if RUNS.exists() else {}


def _committed(path: Path) -> str:
    """The commit a set stands in.

    Raises:
        SystemExit: it is not committed as it stands.
    """
    if subprocess.run(["git", "status", "--porcelain", "--", str(path)], cwd=HERE, capture_output=True, check=True).stdout:
        raise SystemExit(f"{path.name} is not committed as it stands")
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _forms(name: str) -> dict[str, object]:
    score = measured(name, HERE)
    hits, right = sum(score.hits.values()), sum(score.right.values())
    return {
        "hits": hits,
        "expected": hits + len(score.misses),
        "right": right,
        "said": right + len(score.alarms),
        "misread": len(score.misread),
        "cells": score.cells,
        "by_rule": score.by_rule(),
    }


def _pages(path: Path) -> dict[str, object]:
    """The last line of the scorer: rows right, of these marked, wrong unmarked, silent; false accusations; defects found."""
    command = shutil.which("jixiao") or "jixiao"
    done = subprocess.run([sys.executable, str(SCORER), command, str(path)], capture_output=True, text=True, check=True)
    print(done.stdout)
    numbers = [int(text) for text in re.findall(r"[0-9]+", done.stdout.strip().splitlines()[-1])]
    return dict(zip(("rows_right", "rows", "marked", "wrong", "silent", "false", "defects_found", "defects"), numbers, strict=True))


def _joined(match: re.Match[str]) -> str:
    return f"[{re.sub(chr(10) + '[ ]*', ' ', match[1])}]"


def run(name: str) -> None:
    """The one run of a set; the set must be committed as it stands.

    Raises:
        SystemExit: it was run before, or is not committed.
    """
    folder, kept = HERE / name, _kept()
    path = folder if folder.is_dir() else HERE / f"{name}.txt"
    if name in kept:
        raise SystemExit(f"{name} was run before: {kept[name]}")
    stated = {"sha256": _sha256(path), "commit": _committed(path)}
    kept[name] = stated | (_pages(path) if path.is_dir() else _forms(name))
    RUNS.write_text(re.sub(r"\[\s+([0-9, \s]+?)\s+\]", _joined, json.dumps(kept, ensure_ascii=False, indent=1)) + "\n", encoding="utf-8")


def _line(figures: dict[str, object]) -> str:
    if "rows" in figures:
        return (
            "rows right {rows_right}/{rows} ({marked} of them marked), wrong {wrong}, silent {silent}, false accusations {false}, "
            "defects {defects_found}/{defects} (at {commit})"
        ).format(**figures)
    return "recall {hits}/{expected}, precision {right}/{said}, cells misread {misread}/{cells} (at {commit})".format(**figures)


def table() -> None:
    """Print every first run."""
    for name, figures in _kept().items():
        print(f"{name}: {_line(figures)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        run(sys.argv[2])
    else:
        table()
