"""GitHub Actions annotations. GitHub shows ten of each level a step; the log holds all, and says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from linter.model.finding import Finding, Severity
from linter.model.place import Place
from linter.reports.api import Output, RenderOptions
from linter.reports.result import Result
from linter.reports.wording import sentence, unchecked, where

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SHOWN = 10


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _command(level: str, place: Place | None, title: str, text: str) -> str:
    properties = {}
    if place is not None:
        properties["file"] = place.file
        if place.line is not None and place.member is None:
            properties["line"] = str(place.line)
            if place.column is not None and place.end_line == place.line and place.end_column is not None:
                properties |= {"col": str(place.column), "endColumn": str(max(place.column, place.end_column - 1))}
    properties["title"] = title
    return f"::{level} " + ",".join(f"{key}={_property(value)}" for key, value in properties.items()) + f"::{_data(text)}"


def _finding(finding: Finding) -> str:
    label = finding.location.label() if finding.location else ""
    spot = f"{where(finding)}（{label}）" if label else where(finding)
    return _command(
        _LEVELS[finding.severity], finding.location, f"{finding.code} {finding.project or ''}".strip(), f"{spot}：{sentence(finding)}"
    )


def _lines(result: Result) -> Iterator[str]:
    levels: Counter[str] = Counter()
    for finding in result.findings:
        if finding.suppressed is None:
            levels[_LEVELS[finding.severity]] += 1
            yield _finding(finding)
    for source, note, text in unchecked(result):
        yield _command("error" if note.fatal else "notice", note.place or Place(source.path), "未检查", text)
    many = [level for level, n in levels.items() if n > _SHOWN]
    if many:
        yield f"GitHub 页面每级最多显示 {_SHOWN} 条标注（{'、'.join(many)} 已超出），全部内容见本日志。"


def render(result: Result, options: RenderOptions) -> Iterator[str]:
    """A workflow command a finding."""
    return (line + "\n" for line in _lines(result))


OUTPUT = Output("GitHub Actions 标注", render)
