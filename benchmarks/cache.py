"""The cache: a repository of YAML forms, its second run against its first, beyond the process's own start. Bar: ≤ 1/20.

The start is what the same command takes where a single form is held: program and rules loaded, nothing read. Twice: forms most of which are
well made, and the worst case, where every form has twelve findings to keep and to print.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from benchmarks.distinct import form

FORMS = 1_000
_BAD_VALUES = ("稳定稳定", "≥186%", "好好", "100度", "一年年", "提高98%")


def well_made(index: int, rng: random.Random) -> dict[str, Any]:
    """Every fifth form holds a defect."""
    return form(index, rng)


def poor(index: int, rng: random.Random) -> dict[str, Any]:
    """Every row of the form is one a reviewer sends back."""
    made = form(index, rng)
    for number, row in enumerate(made["indicators"]):
        row["period"]["value"] = row["annual"]["value"] = _BAD_VALUES[number % len(_BAD_VALUES)]
    return made


def write(folder: Path, make: Callable[[int, random.Random], dict[str, Any]], count: int) -> None:
    """``count`` YAML files of one form each, fifty to a folder."""
    rng = random.Random(0)
    for index in range(1, count + 1):
        path = folder / f"{index // 50:02d}" / f"{index:04d}.yaml"
        path.parent.mkdir(exist_ok=True)
        data = {"forms": [{**make(index, rng), "index": 1}]}
        path.write_text(yaml.dump(data, allow_unicode=True, sort_keys=False, width=1_000), encoding="utf-8")


def seconds(folder: Path, *arguments: str) -> tuple[float, str]:
    """A whole process of ``jixiao``, and what it printed last."""
    start = time.perf_counter()
    done = subprocess.run((sys.executable, "-m", "linter", *arguments), cwd=folder, env=environment(), capture_output=True, text=True)
    taken = time.perf_counter() - start
    if done.returncode > 1:
        raise RuntimeError(done.stderr)
    return taken, done.stdout


def environment() -> dict[str, str]:
    """This tree on the path, with compiled modules kept, as an installed package has them."""
    compiled = {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "jixiao-benchmark-compiled")}
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | compiled | {"PYTHONPATH": str(Path(__file__).parents[1])}


def main() -> None:
    """Print the figures."""
    for title, make in (("mostly well made", well_made), ("worst case", poor)):
        with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as single:
            folder, alone = Path(name), Path(single)
            write(folder, make, FORMS)
            write(alone, make, 1)
            seconds(alone, "check", ".")
            start = min(seconds(alone, "check", ".")[0] for _ in range(5))
            first, said = seconds(folder, "check", ".")
            second, again = min(seconds(folder, "check", ".") for _ in range(3))
        assert said == again
        findings = sum("JX" in line for line in said.splitlines() if line.startswith("  "))
        ratio = (first - start) / (second - start)
        sys.stdout.write(
            f"{title}: {FORMS} forms, {findings} findings; start {start:.2f} s, first {first:.2f} s, second {second:.2f} s: 1/{ratio:.0f} (bar 1/20)\n"
        )


if __name__ == "__main__":
    main()
