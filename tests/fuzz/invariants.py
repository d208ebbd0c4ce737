"""What holds for every input whatever: a run ends, says what it could not read, and what it says can be written and found again."""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import jsonschema_rs

from linter.cli.shared import exit_code
from linter.knowledge.resources import schema_path
from linter.model.document import Document
from linter.model.finding import Finding
from linter.model.form import Text
from linter.model.path import resolve
from linter.policy.settings import Settings
from linter.reports import RenderOptions, names, output_named
from linter.reports.feedback import FeedbackOptions, feedback_named
from linter.reports.feedback import names as feedback_names
from linter.reports.feedback.api import CannotReport
from linter.reports.feedback.batch import batch_of
from linter.reports.result import Result
from linter.reports.serial import report_data
from linter.run.pipeline import Job, run

SECONDS = 10.0
"""No input of the fuzz (all under a megabyte) takes more processor time, with much to spare on a slow machine."""
TODAY = date(2026, 2, 1)


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for(json.loads(schema_path(name).read_text(encoding="utf-8")))


def checked(data: bytes, name: str, settings: Settings | None = None, *, written: bool = True, files: bool = False) -> Result:
    """Run over one input and hold the result to everything that must be true of it. ``written``: render every output; ``files``: those that are
    office files too."""
    begun = time.process_time()
    result = run([Job(name, data=data)], settings or Settings())
    took = time.process_time() - begun
    assert took < SECONDS, f"{took:.1f} s"
    hold(result)
    if written:
        render(result, files)
    return result


def hold(result: Result) -> None:
    """The laws of a result."""
    for one in result.inputs:
        assert one.forms or one.not_checked, f"{one.path} is silently clean"
        for note in one.not_checked:
            assert "规则运行出错" not in note.why, (note.what, note.why)
            assert "表格结构无法解析" not in note.why, note.why
            assert note.what, note
            assert note.why, note
    assert exit_code(result, "never", False) == (3 if any(n.fatal for one in result.inputs for n in one.not_checked) else 0)
    documents = {(d.path, d.member): d for d in result.documents}
    prints = Counter(
        (f.location.file if f.location else "", f.location.member if f.location else None, f.fingerprint) for f in result.findings
    )
    assert not (twice := [key for key, n in prints.items() if n > 1]), twice
    for finding in result.findings:
        assert finding.location is not None, finding
        document = documents[finding.location.file, finding.location.member]
        _stands(finding, document)


def _stands(finding: Finding, document: Document) -> None:
    """Its places resolve and its spans lie in what stands there."""
    assert finding.message, finding
    text = resolve(document, finding.path)
    if isinstance(text, Text) and (finding.cell or finding.quote or finding.span):
        assert finding.cell == text.text, finding
        start, end = finding.span or (0, len(text.text))
        assert 0 <= start <= end <= len(text.text), finding
        assert finding.quote == text.text[start:end], finding
    for one in finding.related:
        resolve(document, one.path)
    for edit in finding.fix.edits if finding.fix else ():
        held = resolve(document, edit.path)
        assert isinstance(held, Text), edit
        assert held.text == edit.old, edit
        assert edit.new != edit.old, edit


def render(result: Result, files: bool = False) -> None:
    """Every output can be written, and the JSON is valid."""
    for name in names():
        content = output_named(name).render(result, RenderOptions())
        (content if isinstance(content, bytes) else content.encode("utf-8"))
    assert _validator("report.schema.json").is_valid(report_data(result))
    batch = batch_of(result)
    for name in feedback_names():
        if files or feedback_named(name).suffix not in (".docx", ".xlsx"):
            with contextlib.suppress(CannotReport):  # a Chinese line on why there is nothing to send
                for _, content in feedback_named(name).render(batch, FeedbackOptions(TODAY)):
                    (content if isinstance(content, bytes) else content.encode("utf-8"))


def valid_form(data: Any) -> bool:
    """Whether data meets ``schemas/form.schema.json``."""
    return bool(_validator("form.schema.json").is_valid(data))
