"""JX219: 测算依据 gives no price times quantity, no standard and no contract."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import alternation
from linter.knowledge.patterns import deferred
from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import find_numbers, normalise
from linter.values.types import Dimension

RULE = Rule(
    code="JX219",
    slug="weak-costing",
    title="测算依据没有单价、数量或标准",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={
        "default": "测算依据没有写明单价和数量，也没有写明标准或合同。",
        "blank": "测算依据未填写。",
    },
)
_PRODUCT = deferred(r"[0-9][^，,。;；]{0,12}[×xX*＊][^，,。;；]{0,12}[0-9]")
"""Two figures multiplied: 40人×500元."""


def _worked_out(text: str) -> bool:
    """A product, a price for each, or the document the amount rests on."""
    if _PRODUCT.search(text) or alternation("narrative-words", "costing_ground").search(text):
        return True
    return any(n.unit is not None and n.unit.dimension is Dimension.MONEY and n.unit.per for n in find_numbers(text))


def check(form: FormView) -> Iterator[Hit]:
    costing = form.form.fields.get("costing")
    if costing is None:
        return
    text = normalise(costing.text).text
    if not any(map(str.isalnum, text)):
        yield Hit("fields.costing", variant="blank")
    elif not _worked_out(text):
        yield Hit("fields.costing")


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议分项写明“单价×数量=金额”，并注明所依据的标准、合同或询价结果。")
