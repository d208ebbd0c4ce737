"""xlsx against openpyxl's full load and docx against python-docx's cell walk, over the same forms in one run. Prints the ratios
(bars: xlsx ≥ 10, docx ≥ 5).

The forms are the 27 of the seed document where it lies beside the repository, else 27 of the fictional county. Both sides hand over
text, place and spans of every cell; the two take turns, the median over rounds is taken for each.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.distinct import payloads
from linter.formats import read_bytes
from linter.model.blocks import Grid
from tests.support.writers import FormData, seed_forms, write

SHARED = Path(__file__).parents[2] / "shared" / "seeds"
FORMS, ROUNDS = 27, 9


def forms() -> list[FormData]:
    """27 forms."""
    found = sorted(SHARED.glob("*.txt"))
    if found:
        return seed_forms(found[0])
    return [form for data in payloads(FORMS, seed=1) for form in json.loads(data)["forms"]][:FORMS]


def ours(data: bytes, name: str) -> int:
    """Cells with text, by this program."""
    (source,) = read_bytes(data, name)
    return sum(1 for block in source.blocks if isinstance(block, Grid) for cell in block.cells if cell.text)


def by_openpyxl(data: bytes) -> int:
    """Cells with text, by openpyxl: values and merged ranges."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=True)
    return sum(1 for sheet in book if sheet.merged_cells.ranges is not None for row in sheet.iter_rows() for cell in row if cell.value)


def by_python_docx(data: bytes) -> int:
    """Cells with text, by python-docx: a merged cell comes back once for each of its places."""
    from docx import Document

    cells = (cell for table in Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells)
    return len({cell._tc for cell in cells if cell.text})


def _median(work: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for task, into in zip((work, other), times, strict=True):
            started = time.perf_counter()
            task()
            into.append(time.perf_counter() - started)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Print the figures."""
    subjects: tuple[tuple[str, str, Callable[[bytes], int], int], ...] = (
        ("xlsx", "openpyxl", by_openpyxl, 10),
        ("docx", "python-docx", by_python_docx, 5),
    )
    for suffix, name, theirs, bar in subjects:
        data = write(forms(), "two-sided", suffix)
        cells = ours(data, f"a.{suffix}"), theirs(data)
        mine, other = _median(lambda data=data, suffix=suffix: ours(data, f"a.{suffix}"), lambda data=data, theirs=theirs: theirs(data))  # type: ignore[misc]
        sys.stdout.write(
            f"{suffix}: {cells[0]} cells (by {name} {cells[1]}), jixiao {mine * 1e3:.1f} ms, {name} {other * 1e3:.0f} ms, ratio {other / mine:.1f} (bar {bar})\n"
        )


if __name__ == "__main__":
    main()
