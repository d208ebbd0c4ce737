"""One JSON record a line: ``{"record": "input" | "finding" | "summary", …}``, the records of the report JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from linter.files.printing import in_json
from linter.reports.api import Output, RenderOptions
from linter.reports.result import Result
from linter.reports.serial import report_data


def _records(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kind in ("input", "finding"):
        for one in data[f"{kind}s"]:
            yield {"record": kind, **one}
    yield {"record": "summary", "version": data["version"], "tool": data["tool"], **data["summary"]}


def render(result: Result, options: RenderOptions) -> str:
    """Inputs, findings, then the summary."""
    return "".join(in_json(json.dumps(record, ensure_ascii=False)) + "\n" for record in _records(report_data(result)))


OUTPUT = Output("一行一条 JSON 记录，便于流式处理", render, verbatim=True)
