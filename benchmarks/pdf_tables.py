"""Text PDFs with ruled tables: our reader against pdfplumber's table extraction over the same pages, in one run.

Prints milliseconds a page, the ratio (bar: ≥ 4) and the share of right cells (bar: no lower). A cell is right where text and place agree
with what was written; pdfplumber gives no spans, so for both only text and first row and column are compared, blanks left out.
``python -m benchmarks.pdf_tables``
"""

from __future__ import annotations

import io
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks.distinct import form
from linter.formats._paged import worker as _worker
from linter.formats._paged.pdf_read import read
from linter.formats.api import ReadContext
from linter.model.blocks import Grid
from tests.support.writers import Page, Table, pages
from tests.support.writers.pdf import Style, to_pdf

FORMS, ROUNDS = 20, 3
Places = dict[tuple[int, int], str]


def _plain(text: str | None) -> str:
    return "".join((text or "").split())


def _grids(blocks: Iterator[object]) -> list[Places]:
    return [{(c.row, c.col): _plain(c.text) for c in block.cells} for block in blocks if isinstance(block, Grid)]


def ours(data: bytes) -> list[Places]:
    """Our reader, in this process."""
    return _grids(read(data, ReadContext("a.pdf"), lambda _: None))


def ours_in_child(data: bytes) -> list[Places]:
    """Our reader as the command uses it: in the child process, its start included in the first round only."""
    return _grids(_worker.read("pdf", data, ReadContext("a.pdf")))


def theirs(data: bytes) -> list[Places]:
    """pdfplumber's tables."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    return [{(r, c): _plain(t) for r, row in enumerate(table) for c, t in enumerate(row) if t is not None} for table in tables]


def _right(written: list[Page], read_: list[Places]) -> tuple[int, int]:
    tables = [piece for page in written for piece in page if isinstance(piece, Table)]
    pairs = [(_plain(box.text), got.get((box.row, box.col))) for table, got in zip(tables, read_, strict=True) for box in table.boxes]
    return sum(text == got for text, got in pairs), len(pairs)


def _median(work: Callable[[bytes], object], data: bytes) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work(data)
        times.append(time.perf_counter() - start)
    return statistics.median(times) / FORMS * 1000


def main() -> None:
    """Print the figures."""
    rng = random.Random(1)
    written = pages([form(index, rng) for index in range(1, FORMS + 1)], "two-sided")
    for name, style in (("lines", Style()), ("dashed lines", Style(rules="dashed")), ("thin rectangles", Style(rules="rects"))):
        data = to_pdf(written, style)
        reference = _median(theirs, data)
        for label, work in (("in process", ours), ("in the child", ours_in_child)):
            own = _median(work, data)
            sys.stdout.write(f"{name}, {label}: {own:.1f} ms/page, pdfplumber {reference:.1f}, ratio {reference / own:.1f} (bar 4)\n")
        for label, work in (("jixiao", ours), ("pdfplumber", theirs)):
            right, total = _right(written, work(data))
            sys.stdout.write(f"{name}, cells right, {label}: {right} / {total} = {right / total:.2%}\n")
    _worker.close()


if __name__ == "__main__":
    main()
