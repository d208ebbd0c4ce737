"""JUnit XML: a suite an input, a case a form; findings at warning or above fail it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from linter.model.finding import Finding, Severity
from linter.reports.api import Output, RenderOptions
from linter.reports.result import Input, Result
from linter.reports.wording import SEVERITY_NAMES, sentence, shown, where

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    return _NOT_XML.sub("�", text)


def _lines(findings: list[Finding]) -> str:
    return _clean("\n".join(f"{SEVERITY_NAMES[f.severity]} {f.code} {where(f)}（{shown(f)}）：{sentence(f)}" for f in findings))


def _case(suite: ET.Element, name: str, findings: list[Finding]) -> bool:
    case = ET.SubElement(suite, "testcase", name=_clean(name), classname="jixiao", time="0")
    failing = [f for f in findings if f.severity is not Severity.INFO]
    if failing:
        failure = ET.SubElement(case, "failure", message=_clean(f"{len(failing)} 处需修改"), type=failing[0].severity.value)
        failure.text = _lines(failing)
    infos = [f for f in findings if f.severity is Severity.INFO]
    if infos:
        ET.SubElement(case, "system-out").text = _lines(infos)
    return bool(failing)


def _suite(root: ET.Element, source: Input, findings: dict[int | None, list[Finding]]) -> None:
    name = f"{source.path}!{source.member}" if source.member else source.path
    suite = ET.SubElement(root, "testsuite", name=_clean(name), time="0")
    failed = [_case(suite, f"第{form.index}张表 {form.project}", findings.get(form.index, [])) for form in source.listed]
    if None in findings or not source.listed:
        failed.append(_case(suite, "全文核对", findings.get(None, [])))
    errors = 0
    for note in source.not_checked:
        case = ET.SubElement(suite, "testcase", name=_clean(f"未检查 {note.what}"), classname="jixiao", time="0")
        ET.SubElement(case, "error" if note.fatal else "skipped", message=_clean(note.why))
        errors += note.fatal
    skipped = len(source.not_checked) - errors
    counts = {"tests": len(failed) + len(source.not_checked), "failures": sum(failed), "errors": errors, "skipped": skipped}
    suite.attrib |= {key: str(value) for key, value in counts.items()}


def render(result: Result, options: RenderOptions) -> Iterator[str]:
    """The whole run."""
    by_input: dict[tuple[str, str | None], dict[int | None, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for f in result.findings:
        if f.suppressed is None and f.location is not None:
            by_input[f.location.file, f.location.member][f.form_index].append(f)
    root = ET.Element("testsuites", name="jixiao")
    for source in result.inputs:
        _suite(root, source, by_input.get((source.path, source.member), {}))
    ET.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


OUTPUT = Output("JUnit XML", render)
