"""The terminal report: grouped by form, the cell quoted with its place, a caret that is right under wide characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from linter.files.wrapping import width, wrapped
from linter.knowledge.patterns import deferred
from linter.model.finding import Family, Finding, Severity
from linter.reports.api import Output, RenderOptions
from linter.reports.result import FormLine, Input, Result
from linter.reports.wording import SEVERITY_NAMES, unchecked, where

_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.INFO: "\x1b[36m"}
_BOLD, _DIM, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_WHOLE = ("全文核对", "豁免")
_BLANKS = deferred(r"\s+")
_MAX_QUOTE = 60
_BEFORE = 20
"""Characters shown before the quoted part of a long cell."""


class _Paint:
    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, code: str) -> str:
        return f"{code}{text}{_OFF}" if self.colour else text


def _on_one_line(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Runs of blanks and line breaks as one blank, the ends without; the span follows."""
    if _BLANKS.search(text) is None:
        return text, start, end
    before, inner, after = (_BLANKS.sub(" ", part) for part in (text[:start], text[start:end], text[end:]))
    before = before.lstrip() if not before.strip() else before[len(before) - len(before.lstrip()) :]
    return (before + inner + after).rstrip(), len(before), len(before) + len(inner.rstrip())


def _quote(finding: Finding) -> Iterator[str]:
    """The cell, and a caret line under what is meant; a long cell is cut to a window around it."""
    text, start, end = _on_one_line(finding.cell or finding.quote, *(finding.span or (0, len(finding.cell or finding.quote))))
    if not text:
        return
    if len(text) > _MAX_QUOTE:
        first = max(0, min(start - _BEFORE, len(text) - _MAX_QUOTE))
        window = text[first : first + _MAX_QUOTE]
        text = ("…" if first else "") + window + ("…" if first + len(window) < len(text) else "")
        start, end = (min(max(at - first, 0), len(window)) + bool(first) for at in (start, end))
    yield f"      │ {text}"
    yield f"      │ {' ' * width(text[:start])}{'^' * max(1, width(text[start:end]))}"


def _of_whole(finding: Finding) -> bool:
    """Whether it speaks of a form as a whole, whose title is no cell to underline."""
    return finding.form_index is not None and not (finding.field or finding.level2 or finding.indicator)


def _related(finding: Finding) -> Iterator[str]:
    own = finding.location.file if finding.location else ""
    for related in finding.related[:4]:
        if related.role != "年度同一处":
            place = related.location
            other = f"{place.file} " if place is not None and place.file != own else ""
            yield f"· {related.role}：{other}{place.label() if place is not None else related.path}".rstrip()


def _finding(finding: Finding, paint: _Paint, columns: int | None) -> Iterator[str]:
    label = paint(SEVERITY_NAMES[finding.severity], _COLOURS[finding.severity])
    place = finding.location.label() if finding.location else ""
    yield f"  {label} {finding.code} {paint(where(finding), _BOLD)}" + (paint(f"  {place}", _DIM) if place else "")
    if not _of_whole(finding):
        yield from _quote(finding)
    yield from _told(finding.message, "      ", columns)
    if finding.suggestion:
        yield from _told(finding.suggestion, "      → ", columns)
    yield from (paint(f"      {line}", _DIM) for line in _related(finding))


def _told(text: str, head: str, columns: int | None) -> list[str]:
    """A sentence behind its head: on a terminal in lines that hang below it, else on one line that can be searched."""
    return wrapped(text, columns, head) if columns else [f"{head}{text}"]


def _amount(form: FormLine | None) -> str:
    return f"（{Decimal(form.amount) / 10000:.2f}万元）" if form is not None and form.amount else ""


class _Lines:
    """The lines of forms, looked up in the order of the inputs: findings stand in that order too, so each input is passed once."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs
        self._passing = iter(inputs)
        self._at: Input | None = None

    def of(self, file: str, member: str | None, index: int) -> FormLine | None:
        """The line of a form, ``None`` where no input holds it."""
        if self._at is None or (self._at.path, self._at.member) != (file, member):
            self._at = next((source for source in self._passing if (source.path, source.member) == (file, member)), None)
        if self._at is None:  # passed by, or nowhere
            self._passing = iter(self._inputs)
            self._at = next((source for source in self._passing if (source.path, source.member) == (file, member)), None)
        return next((form for form in self._at.listed if form.index == index), None) if self._at is not None else None


def _place(finding: Finding) -> tuple[str, str | None, int | None]:
    place = finding.location
    return (place.file if place else "", place.member if place else None, finding.form_index)


def _groups(result: Result) -> Iterator[tuple[str, list[Finding]]]:
    """The findings form by form, each with what heads it."""
    lines = _Lines(result.inputs)
    for (file, member, index), findings in groupby(result.findings, _place):
        listed = list(findings)
        name = f"{file}（{member}）" if member else file
        title = (
            f"第{index}张表 {listed[0].project or '（无项目名称）'}{_amount(lines.of(file, member, index))}"
            if index is not None
            else _WHOLE[listed[0].family is Family.SUPPRESSIONS]
        )
        yield f"{name}  {title}" if name else title, listed


class _Counts:
    """What the summary says, counted as the findings pass."""

    def __init__(self) -> None:
        self.by: Counter[Severity] = Counter()
        self.hidden: Counter[str] = Counter()
        self.rules: Counter[tuple[str, str]] = Counter()

    def each(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings, counted."""
        for finding in findings:
            if finding.suppressed is not None:
                self.hidden["为基线中的旧问题" if finding.suppressed.kind == "baseline" else "已豁免"] += 1
            else:
                self.by[finding.severity] += 1
                if finding.severity is not Severity.INFO:
                    self.rules[finding.code, finding.slug] += 1
            yield finding


def render(result: Result, options: RenderOptions) -> Iterator[str]:
    """The report as text, a form at a time."""
    paint, counts = _Paint(options.colour), _Counts()
    for title, findings in _groups(result):
        shown = [f for f in counts.each(findings) if f.suppressed is None and (options.show_info or f.severity is not Severity.INFO)]
        if shown:
            yield "\n".join(
                [paint(title, _BOLD), *[line for finding in shown for line in _finding(finding, paint, options.columns)], "", ""]
            )
    yield from _not_checked(result, paint)
    yield "\n".join([*_summary(result, counts, paint), ""])


def _not_checked(result: Result, paint: _Paint) -> Iterator[str]:
    said = False
    for _, _, text in unchecked(result):
        if not said:
            yield paint("未检查的内容", _BOLD) + "\n"
            said = True
        yield f"  {text}\n"
    if said:
        yield "\n"


def _summary(result: Result, counts: _Counts, paint: _Paint) -> Iterator[str]:
    aside = "，".join(f"{counts.hidden[what]} 处{what}" for what in ("已豁免", "为基线中的旧问题") if counts.hidden[what])
    files = f" {len(result.inputs)} 个文件、" if len(result.inputs) != 1 else " "
    by = counts.by
    line = (
        f"共检查{files}{result.forms} 张表：必改 {by[Severity.ERROR]} 处，建议修改 {by[Severity.WARNING]} 处，提示 {by[Severity.INFO]} 处"
    )
    yield paint(line, _BOLD) + (f"（另有 {aside}）" if aside else "")
    top = counts.rules.most_common(5)
    if top:
        yield "最多的问题：" + "，".join(f"{code} {n} 处" for (code, _), n in top) + "；用 jixiao explain 代码 查看说明"


OUTPUT = Output("便于阅读的文字", render)
