"""A whole batch of a million forms: ``jixiao batch run`` over generated files of a hundred forms each, every form with content of its own.

``python -m benchmarks.million [FORMS]`` prints time, CPU seconds, rate, peak sum of PSS of all processes, and the size of what it leaves behind. The
million takes hours and some 12 GB of disk; 50,000 forms take a twentieth of both. Linux.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path

from benchmarks.distinct import form
from benchmarks.memory import measured

FORMS = 1_000_000
_IN_FILE, _IN_FOLDER = 100, 100
_SHARD = 50
"""Files of a shard: 5,000 forms, so that a kill costs a minute."""


def written(folder: Path, forms: int) -> Path:
    """A folder with files of a hundred forms each."""
    rng = random.Random(0)
    for number in range(-(-forms // _IN_FILE)):
        first = number * _IN_FILE
        held = [{**form(index + 1, rng), "index": index - first + 1} for index in range(first, min(first + _IN_FILE, forms))]
        part = folder / f"{number // _IN_FOLDER:04d}"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{number:06d}.json").write_text(json.dumps({"forms": held}, ensure_ascii=False), encoding="utf-8")
    return folder


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main(forms: int = FORMS) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as place:
        source, out = written(Path(place) / "forms", forms), Path(place) / "out"
        run = measured((sys.executable, "-m", "linter", "batch", "run", str(source), "--out", str(out), "--shard-size", str(_SHARD)))
        shards, report = _megabytes(out / "shards"), (out / "report.jsonl").stat().st_size / 1e6
        lines = sum(1 for _ in (out / "report.jsonl").open("rb"))
    sys.stdout.write(
        f"{forms} forms in {-(-forms // _IN_FILE)} files: {run.seconds:.0f} s, {run.cpu:.0f} s of CPU ({run.cpu / forms * 1e3:.2f} ms a form), "
        f"{forms / run.seconds:.0f} forms a second; peak {run.peak / 1e6:.0f} MB ({run.peak / forms / 1e3:.1f} kB a form); "
        f"shards {shards:.0f} MB, report {report:.0f} MB, {lines} lines\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
