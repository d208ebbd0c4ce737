"""Markdown: a table for each form, for merge requests and wikis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from linter.model.finding import Finding, Severity
from linter.reports.api import Output, RenderOptions
from linter.reports.result import Result
from linter.reports.serial import summary_data
from linter.reports.wording import SEVERITY_NAMES, unchecked, where


def escape(text: str) -> str:
    """Text for a table cell: no break, no pipe, no markup of its own."""
    return re.sub(r"([\\|*_`<>\[\]])", r"\\\1", " ".join(text.split()))


def _title(finding: Finding) -> str:
    file = finding.location.file if finding.location else ""
    name = f"第{finding.form_index}张表 {finding.project or ''}" if finding.form_index is not None else "全文核对"
    return f"{file} {name}".strip()


def _row(finding: Finding) -> str:
    place = finding.location.label() if finding.location else ""
    cells = (
        SEVERITY_NAMES[finding.severity],
        finding.code,
        f"{where(finding)} {place}".strip(),
        finding.quote,
        finding.message,
        finding.suggestion or "",
    )
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"


def render(result: Result, options: RenderOptions) -> Iterator[str]:
    """Summary, a table a form, what was not checked."""
    totals = summary_data(result.findings, result.forms)
    lines = [
        "# 绩效目标检查结果",
        "",
        f"共检查 {totals['forms']} 张表：必改 {totals['errors']} 处，建议修改 {totals['warnings']} 处，提示 {totals['infos']} 处。",
        "",
    ]
    counted = [f for f in result.findings if f.suppressed is None and (options.show_info or f.severity is not Severity.INFO)]
    for title, group in groupby(counted, _title):
        lines += [f"## {escape(title)}", "", "| 级别 | 代码 | 位置 | 原填报内容 | 存在问题 | 修改建议 |", "|---|---|---|---|---|---|"]
        lines += [*map(_row, group), ""]
    notes = [f"- {escape(text)}" for _, _, text in unchecked(result)]
    if notes:
        lines += ["## 未检查的内容", "", *notes, ""]
    yield "\n".join(lines)


OUTPUT = Output("Markdown 表格", render)
