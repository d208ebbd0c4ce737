"""JX109: template text left in a value or a narrative."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import NARRATIVE_KEYS
from linter.rules.api import Hit, Rule, Scope
from linter.rules.views import FormView
from linter.values.types import Shape

RULE = Rule(
    code="JX109",
    slug="placeholder-text",
    title="模板文字未替换",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    supersedes=("JX214",),
    messages={"default": "“{text}”是模板文字，未填写实际内容。", "name": "指标名称中残留“{text}”，请核实后删除或补全。"},
)
_TEXT = re.compile(
    r"(?<![\w*])\*{2,}(?!\*)|(?<![A-Za-z])[Xx×]{2,}(?![A-Za-z])|…{2,}$|^…+$|[（(](?:请)?(?:填写|填列|此处|说明)[^）)]{0,30}[）)]|_{3,}"
)


def check(form: FormView) -> Iterator[Hit]:
    named = False
    for placed in form.rows:
        if placed.row.value.shape is Shape.PLACEHOLDER and placed.row.name_text.strip():
            yield Hit(placed.path("value"), {"text": "".join(placed.row.value_text.split())}, half=placed.half)
        found = re.search(r"\*{2,}$|^\*{2,}", placed.row.name_text.strip())
        if found and not named and placed.row.value.quantified:
            named = True
            cleaned = placed.row.name_text.strip().strip("*")
            yield Hit(
                placed.path("name"),
                {"text": found.group()},
                "name",
                severity=Severity.INFO,
                half=placed.half,
                fix_edits=((placed.path("name"), cleaned),) if cleaned else (),
                fix_safe=True,
            )
    texts = {f"fields.{key}": form.form.fields[key] for key in NARRATIVE_KEYS if key in form.form.fields}
    texts.update({f"fields.goal.{half}": text for half, text in form.form.goal.items()})
    for path, text in texts.items():
        match = _TEXT.search(text.text)
        if match:
            yield Hit(path, {"text": match.group()}, span=match.span())
