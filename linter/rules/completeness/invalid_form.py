"""JX108: a JSON or YAML form that does not meet the schema."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import DocumentView

RULE = Rule(
    code="JX108",
    slug="invalid-form",
    title="JSON/YAML 表不符合表式规定",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.DOCUMENT,
    source="表式规定（schemas/form.schema.json）",
    messages={"default": "{label}：{expected}，实际为 {found}。", "key": "{label}：{expected}。"},
)


def check(document: DocumentView) -> Iterator[Hit]:
    for one in document.document.invalid:
        at = f"forms[{one.form_index - 1}]" if one.form_index and one.form_index <= len(document.forms) else ""
        data = {"label": one.label, "expected": one.expected, "found": one.found, "hint": one.hint, "subject": one.pointer}
        yield Hit(at, data, "default" if one.found else "key", place=one.place)


def suggest(hit: Hit, document: DocumentView) -> Suggestion | None:
    """The near name, where there is one."""
    return Suggestion(str(hit.data["hint"])) if hit.data["hint"] else None
