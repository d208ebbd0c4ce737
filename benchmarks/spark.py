"""What Spark costs a form against the pool: the same ``jixiao batch run --store`` over the same forms with either, in turn, CPU seconds of all processes,
Java's among them.

``python -m benchmarks.spark [FORMS…]``: 1,000 and 5,000 by default, a file each; what begins once (Java, its session, processes) is told from what every
form costs by the difference between the sizes. Linux, Java 17.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.memory import Measured, measured, written

SIZES = (1_000, 5_000)
ENGINES = {"pool": ("--jobs", "2"), "spark": ("--engine", "spark", "--master", "local[2]")}


def _run(place: Path, forms: Path, engine: str) -> Measured:
    out = place / f"{engine}-{forms.name}"
    line = (sys.executable, "-m", "linter", "batch", "run", str(forms), "--out", str(out), "--store", str(out / "store"), *ENGINES[engine])
    return measured(line)


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print the figures."""
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])
    runs: dict[str, dict[int, Measured]] = {engine: {} for engine in ENGINES}
    with tempfile.TemporaryDirectory() as place:
        for forms in sizes:
            folder = written(Path(place) / str(forms), forms)
            for engine in ENGINES:
                run = runs[engine][forms] = _run(Path(place), folder, engine)
                sys.stdout.write(f"{forms} forms, {engine}: {run.seconds:.0f} s, {run.cpu:.1f} s of CPU, peak {run.peak / 1e6:.0f} MB\n")
                sys.stdout.flush()
    few, many = min(sizes), max(sizes)
    for engine, by_size in runs.items() if few != many else ():
        each = (by_size[many].cpu - by_size[few].cpu) / (many - few)
        sys.stdout.write(f"{engine}: {each * 1e3:.2f} ms of CPU a form, {by_size[few].cpu - each * few:.1f} s to begin with\n")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
