"""JX218: the share of quantified targets is below a floor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Option, Rule, Scope
from linter.rules.views import FormView

RULE = Rule(
    code="JX218",
    slug="mostly-qualitative",
    title="量化指标占比偏低",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号；占比界限为实务惯例",
    kinds=TARGET_KINDS,
    options=(Option("floor", 50, "量化指标占比（%）低于此值时提示"),),
    messages={"default": "{total} 个指标中只有 {quantified} 个量化（{share}%），建议以量化指标为主。"},
)


def check(form: FormView, options: dict[str, Any]) -> Iterator[Hit]:
    rows = {placed.index: placed for placed in form.rows if placed.row.value_text.strip()}
    total = len(rows)
    quantified = sum(placed.row.value.quantified or placed.row.value.when is not None for placed in rows.values())
    if total >= 4 and quantified * 100 < total * options["floor"]:
        yield Hit("", {"total": total, "quantified": quantified, "share": round(quantified * 100 / total)})
