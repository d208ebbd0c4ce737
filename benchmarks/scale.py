"""What a form costs, format by format, and what a store takes: the figures of ``docs/规模.md``. CPU seconds of one process, so that others at work matter less.

``python -m benchmarks.scale [FILES]``: files of each format, 300 by default, every one a two-sided form of 12 rows of its own content.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import jixiao
from benchmarks.distinct import payloads
from linter.dataset.filling import portions, rows_of
from linter.dataset.runs import write_run
from linter.formats import Limits
from linter.knowledge.context import forget
from linter.policy.settings import Settings
from linter.run.inputs import Job
from linter.run.single import Task, lint_task
from tests.support.writers import write

FORMATS = ("json", "csv", "html", "xlsx", "docx", "pdf")
FILES = 300


def _written(folder: Path, suffix: str, count: int) -> list[Path]:
    folder.mkdir()
    files = []
    for number, data in enumerate(payloads(count)):
        content = data if suffix == "json" else write(json.loads(data)["forms"], "two-sided", suffix)
        files.append(folder / f"{number:05d}.{suffix}")
        files[-1].write_bytes(content)
    return files


def _cost(files: list[Path], *, tabled: bool) -> tuple[float, float]:
    """CPU milliseconds and bytes handed over, a form."""
    settings, work = Settings(), partial(lint_task, limits=Limits())
    tasks = [Task(Job(str(file), file), settings, "", tabled) for file in files]
    forget()
    for task in tasks[: len(tasks) // 10]:  # words and tables are loaded
        work(task)
    began, handed = time.process_time(), 0
    for task in tasks:
        for record in work(task).records:
            handed += len(record.body) + sum(map(len, record.facts)) + len(record.tables)
    return (time.process_time() - began) * 1000 / len(files), handed / len(files)


def main(count: int = FILES) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as place:
        for suffix in FORMATS:
            files = _written(Path(place) / suffix, suffix, count if suffix != "pdf" else max(20, count // 6))
            plain, tabled = _cost(files, tabled=False), _cost(files, tabled=True)
            sys.stdout.write(f"{suffix}: {plain[0]:.1f} ms, with rows {tabled[0]:.1f} ms; {plain[1]:.0f} B, with rows {tabled[1]:.0f} B\n")
        _conclude(Path(place), count)


def _conclude(place: Path, count: int) -> None:
    """What the end of a run costs a form: what is held against each other, decided, and written as a store."""
    result = jixiao.check(place / "json")
    began = time.process_time()
    rows = [rows for portion in portions(result) for rows in rows_of(portion)]
    filled = time.process_time()
    write_run(place / "store", result, "x")
    size = {path.parent.name: path.stat().st_size / count for path in (place / "store" / "run=x").glob("*/*.parquet")}
    sys.stdout.write(
        f"rows {1000 * (filled - began) / len(rows):.2f} ms, rows and Parquet {1000 * (time.process_time() - filled) / len(rows):.2f} ms\n"
    )
    sys.stdout.write(
        f"store: {sum(size.values()):.0f} B a form ({', '.join(f'{name} {each:.0f}' for name, each in sorted(size.items()))})\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
