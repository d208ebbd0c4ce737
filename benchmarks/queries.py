"""The ready queries of ``examples/sql`` over a store of a million indicators. Bar: each below 5 s on two cores.

``python -m benchmarks.queries [INDICATORS]``. The rows are those of 500 checked forms, repeated under other projects, units and years.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count as count_up
from pathlib import Path
from typing import TypeVar

import msgspec

import jixiao
from benchmarks.distinct import payloads
from linter.dataset.filling import FORMS as FORMS_OF_A_PART
from linter.dataset.filling import InputRows, portions, rows_of
from linter.dataset.parquet import Files
from linter.dataset.schema import Row

COUNT = 1_000_000
FORMS, UNITS, YEARS = 500, 2_000, 2
QUERIES = Path(__file__).parents[1] / "examples" / "sql"
_R = TypeVar("_R", bound=Row)


def _checked() -> list[InputRows]:
    """The rows of forms that were checked, every tenth the copy of another."""
    with tempfile.TemporaryDirectory() as place:
        for number, data in enumerate(payloads(FORMS)):
            (Path(place) / f"{number:03d}.json").write_bytes(data)
            if number % 10 == 0:
                copy = data.replace(f"维护{number + 1}".encode(), f"养护{number + 1}".encode())
                (Path(place) / f"{number:03d}又.json").write_bytes(copy)
        return [rows for portion in portions(jixiao.check(place)) for rows in rows_of(portion)]


def _moved(rows: tuple[_R, ...], number: int, **other: object) -> Iterator[_R]:
    return (msgspec.structs.replace(row, input=number, **other) for row in rows)


def write(folder: Path, count: int) -> int:
    """Write two runs of a year each, in parts as a run has them; how many indicators there are."""
    checked, written = _checked(), 0
    for year in range(2025, 2025 + YEARS):
        place = folder / f"run={year}年"
        place.mkdir(parents=True)
        number, of_year = 0, 0
        for part in count_up(1):
            with Files(place, part) as files:
                while files.counts["forms"] < FORMS_OF_A_PART and of_year + files.counts["indicators"] < count // YEARS:
                    _add(files, checked, number, year)
                    number += 1
            of_year += files.counts["indicators"]
            if of_year >= count // YEARS:
                break
        written += of_year
    return written


def _add(files: Files, checked: list[InputRows], number: int, year: int) -> None:
    """One more input: the rows of one that was checked, under another number, unit and project."""
    rows = checked[number % len(checked)]
    if rows.input is None:
        return
    unit, itself = f"青禾县单位{(number + 1) % UNITS}", number + 1
    files.add("inputs", [msgspec.structs.replace(rows.input, input=itself, file=f"{itself}-{rows.input.file}")])
    files.add("forms", list(_moved(rows.forms, itself, unit=unit, year=year, project=f"项目{itself}")))
    files.add("indicators", list(_moved(rows.indicators, itself, unit=unit, year=year)))
    places = {each.input.file: place for place, each in enumerate(checked) if each.input is not None}
    first = itself - number % len(checked)  # files of one round keep their copies among themselves
    others = (f"{first + places[each.other_file]}-{each.other_file}" if each.other_file in places else None for each in rows.findings)
    findings = tuple(msgspec.structs.replace(each, other_file=other) for each, other in zip(rows.findings, others, strict=True))
    files.add("findings", list(_moved(findings, itself, unit=unit, year=year)))


def main(count: int = COUNT) -> None:
    """Print the seconds of every query."""
    import duckdb

    with tempfile.TemporaryDirectory() as place:
        written = write(Path(place), count)
        size = sum(path.stat().st_size for path in Path(place).rglob("*.parquet"))
        sys.stdout.write(f"{written} indicators, {size / 2**20:.0f} MiB\n")
        os.chdir(place)
        for query in sorted(QUERIES.glob("*.sql")):
            with duckdb.connect(config={"threads": 2}) as connection:
                began = time.perf_counter()
                rows = connection.execute(query.read_text(encoding="utf-8")).fetchall()
                sys.stdout.write(f"{query.stem}: {time.perf_counter() - began:.2f} s, {len(rows)} rows\n")
        os.chdir("/")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
