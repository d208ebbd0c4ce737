"""Two processes against one: ``jixiao check --jobs 2`` over the same files, with the CPU seconds of both. Bar: ≥ 1.8 on two idle cores.

``python -m benchmarks.jobs [XLSX JSON]``: files of each, 2,000 and 10,000 by default; medians of three interleaved pairs.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.distinct import payloads
from benchmarks.memory import Measured, measured
from tests.support.writers import write

COUNTS = (2_000, 10_000)
ROUNDS = 3


def _written(folder: Path, suffix: str, count: int) -> Path:
    folder.mkdir()
    for number, data in enumerate(payloads(count)):
        content = data if suffix == "json" else write(json.loads(data)["forms"], "two-sided", suffix)
        (folder / f"{number:06d}.{suffix}").write_bytes(content)
    return folder


def _run(folder: Path, jobs: int) -> Measured:
    command = ("-m", "linter", "check", "--no-cache", "--fail-on", "never", "--format", "jsonl", "-o", "/dev/null", "--jobs", str(jobs))
    return measured((sys.executable, *command, str(folder)))


def main(xlsx: int = COUNTS[0], forms: int = COUNTS[1]) -> None:
    """Print the figures."""
    for suffix, count in (("xlsx", xlsx), ("json", forms)):
        with tempfile.TemporaryDirectory() as place:
            folder = _written(Path(place) / suffix, suffix, count)
            pairs = [(_run(folder, 1), _run(folder, 2)) for _ in range(ROUNDS)]
        gain = statistics.median(one.seconds / two.seconds for one, two in pairs)
        cpu = [statistics.median(run.cpu for run in runs) for runs in zip(*pairs, strict=True)]
        rate = [count / statistics.median(run.seconds for run in runs) for runs in zip(*pairs, strict=True)]
        sys.stdout.write(
            f"{count} {suffix}: two processes ×{gain:.2f} (bar 1.8); {rate[0]:.0f} and {rate[1]:.0f} files a second; "
            f"CPU {cpu[0]:.0f} s and {cpu[1]:.0f} s, ×{cpu[1] / cpu[0]:.2f}\n"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
