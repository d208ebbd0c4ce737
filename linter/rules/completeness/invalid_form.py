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
    for violation in document.document.invalid:
        at = f"forms[{violation.form_index - 1}]" if violation.form_index and violation.form_index <= len(document.forms) else ""
        data = {
            "label": violation.label,
            "expected": violation.expected,
            "found": violation.found,
            "hint": violation.hint,
            "subject": violation.pointer,
        }
        yield Hit(at, data, "default" if violation.found else "key", place=violation.place)


def suggest(hit: Hit, document: DocumentView) -> Suggestion | None:
    """The near name, where there is one."""
    return Suggestion(str(hit.data["hint"])) if hit.data["hint"] else None
