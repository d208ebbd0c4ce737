"""The ready queries of ``examples/sql`` over a store of a million indicators. Bar: each below 5 s on two cores.

``python -m benchmarks.queries [INDICATORS]``. The rows are those of 500 checked forms, repeated under other projects, units and years.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

import jixiao
from benchmarks.distinct import payloads
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
    """Write two runs of a year each; how many indicators there are."""
    checked, written = _checked(), 0
    places = {one.input.file: place for place, one in enumerate(checked) if one.input is not None}
    for year in range(2025, 2025 + YEARS):
        place = folder / f"run={year}年"
        place.mkdir(parents=True)
        with Files(place) as files:
            number = 0
            while files.counts["indicators"] < count // YEARS:
                one = checked[number % len(checked)]
                number += 1
                unit = f"青禾县单位{number % UNITS}"
                if one.input is None:
                    continue
                files.add("inputs", [msgspec.structs.replace(one.input, input=number, file=f"{number}-{one.input.file}")])
                files.add("forms", list(_moved(one.forms, number, unit=unit, year=year, project=f"项目{number}")))
                files.add("indicators", list(_moved(one.indicators, number, unit=unit, year=year)))
                first = number - (number - 1) % len(checked)  # files of one round keep their copies among themselves
                others = (
                    f"{first + places[each.other_file]}-{each.other_file}" if each.other_file in places else None for each in one.findings
                )
                findings = tuple(msgspec.structs.replace(each, other_file=other) for each, other in zip(one.findings, others, strict=True))
                files.add("findings", list(_moved(findings, number, unit=unit, year=year)))
        written += files.counts["indicators"]
    return written


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
