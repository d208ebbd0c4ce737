"""A result as plain dicts and as a data frame, for those who count findings themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linter.model.errors import MissingLibrary
from linter.model.finding import Finding
from linter.reports.result import Result
from linter.reports.serial import report_data

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Cell = str | int | bool | None

COLUMNS: dict[str, type] = {
    "file": str,
    "member": str,
    "form": int,
    "project": str,
    "level2": str,
    "indicator": str,
    "field": str,
    "half": str,
    "code": str,
    "slug": str,
    "severity": str,
    "confidence": str,
    "message": str,
    "suggestion": str,
    "source": str,
    "quote": str,
    "sheet": str,
    "cell": str,
    "page": int,
    "table": int,
    "row": int,
    "line": int,
    "column": int,
    "paragraph": int,
    "pointer": str,
    "path": str,
    "fingerprint": str,
    "suppressed": bool,
    "reason": str,
}
"""Every column with its type. All but ``suppressed`` may be empty. ``reason``: why a finding is suppressed."""
_OF_PLACE = ("member", "sheet", "cell", "page", "table", "row", "line", "column", "paragraph", "pointer")


def _row(finding: Finding) -> dict[str, Cell]:
    place, dropped = finding.location, finding.suppressed
    values: dict[str, Cell] = {name: getattr(place, name) if place is not None else None for name in _OF_PLACE}
    values |= {
        "file": place.file if place is not None else None,
        "form": finding.form_index,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "suppressed": dropped is not None,
        "reason": dropped.reason if dropped is not None else None,
    }
    return {name: values[name] if name in values else getattr(finding, name) for name in COLUMNS}


def to_dict(result: Result) -> dict[str, Any]:
    """The whole run, as ``jixiao check --format json`` writes it (``schemas/report.schema.json``): inputs, findings, summary."""
    return report_data(result)


def to_rows(result: Result) -> list[dict[str, Cell]]:
    """One flat dict a finding, with the keys of ``COLUMNS``."""
    return [_row(finding) for finding in result.findings]


def to_pandas(result: Result) -> pandas.DataFrame:
    """One row a finding; columns are typed, also where there is none.

    Raises:
        MissingLibrary: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas") from error
    types = {str: "string", int: "Int64", bool: "bool"}
    frame = pandas.DataFrame(to_rows(result), columns=list(COLUMNS))
    return frame.astype({name: types[kind] for name, kind in COLUMNS.items()})


def to_polars(result: Result) -> polars.DataFrame:
    """One row a finding; columns are typed, also where there is none.

    Raises:
        MissingLibrary: polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        raise _missing("polars") from error
    types = {str: polars.String, int: polars.Int64, bool: polars.Boolean}
    return polars.DataFrame(to_rows(result), schema={name: types[kind] for name, kind in COLUMNS.items()})


def to_arrow(result: Result) -> pyarrow.Table:
    """One row a finding; columns are typed, also where there is none.

    Raises:
        MissingLibrary: pyarrow is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise _missing("pyarrow") from error
    types = {str: pyarrow.string(), int: pyarrow.int64(), bool: pyarrow.bool_()}
    return pyarrow.Table.from_pylist(to_rows(result), schema=pyarrow.schema([(name, types[kind]) for name, kind in COLUMNS.items()]))


def _missing(library: str) -> MissingLibrary:
    return MissingLibrary(f"没有安装 {library}，请先 pip install {library}；或用 to_rows() 取得普通的列表")
