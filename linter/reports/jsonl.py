"""One JSON record a line: ``{"record": "input" | "finding" | "summary", …}``, the records of the report JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from linter.files.printing import in_json
from linter.reports.api import Output, RenderOptions
from linter.reports.result import Result
from linter.reports.serial import VERSION, finding_data, input_data, summary_data, tool_data


def _records(result: Result) -> Iterator[dict[str, Any]]:
    yield from ({"record": "input", **input_data(source)} for source in result.inputs)
    yield from ({"record": "finding", **finding_data(finding)} for finding in result.findings)
    yield {"record": "summary", "version": VERSION, "tool": tool_data(result), **summary_data(result.findings, result.forms)}


def render(result: Result, options: RenderOptions) -> Iterator[str]:
    """Inputs, findings, then the summary."""
    return (in_json(json.dumps(record, ensure_ascii=False)) + "\n" for record in _records(result))


OUTPUT = Output("一行一条 JSON 记录，便于流式处理", render, verbatim=True)
