"""JX108: a JSON or YAML form that does not meet the schema."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope
from linter.rules.views import DocumentView

RULE = Rule(
    code="JX108",
    slug="invalid-form",
    title="JSON/YAML 表不符合表式规定",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.DOCUMENT,
    source="schemas/form.schema.json",
    messages={"default": "{pointer} 处{expected}，实际为 {found}。"},
)


def check(document: DocumentView) -> Iterator[Hit]:
    for one in document.document.invalid:
        at = f"forms[{one.form_index - 1}]" if one.form_index and one.form_index <= len(document.forms) else ""
        data = {"pointer": one.pointer or "/", "expected": one.expected, "found": one.found, "subject": one.pointer}
        yield Hit(at, data, place=one.place)
