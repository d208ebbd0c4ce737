"""A whole check of distinct files (reading, forms, all rules, findings) against a peer that only opens them, in one process each, in one run.

xlsx against ``openpyxl.load_workbook`` (bar ≤ 0.6), docx against python-docx (≤ 0.8), PDF against pdfplumber's tables (≤ 0.25), JSON against
jsonschema in pure Python validating the same forms (≤ 1.0). CPU seconds, so that a busy machine says the same; medians of five
interleaved pairs, each of other content, so that no memo helps.
``python -m benchmarks.peers [FILES]``: files a pair, 100 by default.
"""

from __future__ import annotations

import gc
import io
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec

from benchmarks.distinct import payloads
from linter.files.memory import collect_seldom
from linter.formats._paged import worker
from linter.knowledge.resources import data_root
from linter.policy.settings import Settings
from linter.run.inputs import Job
from linter.run.pipeline import checked
from tests.support.writers import write

FILES, ROUNDS = 100, 5


def by_openpyxl(data: bytes) -> None:
    """Open a workbook."""
    from openpyxl import load_workbook

    load_workbook(io.BytesIO(data))


def by_python_docx(data: bytes) -> None:
    """Open a document and pass over its cells."""
    from docx import Document

    for table in Document(io.BytesIO(data)).tables:
        for row in table.rows:
            _ = [cell.text for cell in row.cells]


def by_pdfplumber(data: bytes) -> None:
    """Extract the tables of a PDF."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


def by_jsonschema() -> Callable[[bytes], None]:
    """Load a form and validate it."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(json.loads((data_root() / "schemas/form.schema.json").read_text(encoding="utf-8")))

    def validate(data: bytes) -> None:
        for _ in validator.iter_errors(json.loads(data)):
            pass

    return validate


def files(suffix: str, count: int, seed: int = 0) -> list[bytes]:
    """So many files of a form each, as this format prints it."""
    made = payloads(count, seed)
    return made if suffix == "json" else [write(json.loads(data)["forms"], "two-sided", suffix) for data in made]


def _seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    gc.collect()
    started = clock()
    work()
    return clock() - started


def _checked(files: Sequence[bytes], suffix: str) -> None:
    result = checked([Job(f"{number}.{suffix}", data=data) for number, data in enumerate(files)], Settings())
    if result.forms != len(files):
        raise RuntimeError(f"{result.forms} forms in {len(files)} files")


def _opened(opened: Callable[[bytes], None], files: Sequence[bytes]) -> None:
    for data in files:
        opened(data)


def main(count: int = FILES) -> None:
    """Print the figures."""
    collect_seldom()  # as the command does, for both
    subjects = (
        ("xlsx", "openpyxl", by_openpyxl, 0.6),
        ("docx", "docx", by_python_docx, 0.8),
        ("pdf", "pdfplumber", by_pdfplumber, 0.25),
        ("json", "jsonschema", by_jsonschema(), 1.0),
    )
    for number, (suffix, library, opened, bar) in enumerate(subjects):
        if find_spec(library) is None:
            sys.stdout.write(f"{suffix}: {library} is not installed, not measured\n")
            continue
        _checked(files(suffix, 5, 99), suffix)
        # Ours reads pages in a process of its own, whose CPU seconds are not counted here.
        ours, theirs, clock = [], [], time.perf_counter if suffix == "pdf" else time.process_time
        for seed in range(ROUNDS):
            made = files(suffix, count, ROUNDS * number + seed)  # other forms for each format: no memo of one helps the next
            ours.append(_seconds(partial(_checked, made, suffix), clock) / count)
            theirs.append(_seconds(partial(_opened, opened, made), clock) / count)
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        mine, other = statistics.median(ours) * 1e3, statistics.median(theirs) * 1e3
        sys.stdout.write(f"{suffix}: jixiao {mine:.2f} ms a file, {library} {other:.2f} ms, ratio {ratio:.2f} (bar {bar})\n")
    worker.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
