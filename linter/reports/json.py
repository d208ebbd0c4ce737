"""The report JSON (``schemas/report.schema.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from linter.files.printing import in_json
from linter.reports.api import Output, RenderOptions
from linter.reports.result import Result
from linter.reports.serial import report_data


def dumps(data: object) -> str:
    """The one JSON spelling of every output: Chinese as it is, marks that steer a terminal escaped."""
    return in_json(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def render(result: Result, options: RenderOptions) -> Iterator[str]:
    """The whole report."""
    yield dumps(report_data(result))


OUTPUT = Output("JSON（结构见 schemas/report.schema.json）", render, verbatim=True)
