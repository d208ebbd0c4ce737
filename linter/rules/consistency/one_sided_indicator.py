"""JX605: one-year project, an indicator in one half only."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX605",
    slug="one-sided-indicator",
    title="指标只填了一侧",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    needs=frozenset({"both_halves"}),
    messages={
        "default": "项目为一年期，此指标只填了{filled}，{empty}为空。",
        "half": "项目为一年期，{empty}各项指标均未填写。",
    },
)
_NAMES = {"period": "实施期", "annual": "年度"}


def check(form: FormView) -> Iterator[Hit]:
    if not form.one_year:
        return
    indicators = form.form.indicators
    for empty, filled in (("period", "annual"), ("annual", "period")):
        sided = [i for i, one in enumerate(indicators) if getattr(one, empty) is None and getattr(one, filled) is not None]
        if sided and len(sided) == len(indicators):
            yield Hit("", {"empty": _NAMES[empty]}, "half", severity=Severity.INFO)
            return
        for index in sided:
            if any(doubt.path.startswith(f"indicators[{index}]") for doubt in form.form.uncertain):
                continue
            yield Hit(f"indicators[{index}].{filled}.name", {"filled": _NAMES[filled], "empty": _NAMES[empty]})


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请补齐另一侧；不需要此指标的，两侧一并删除。") if hit.variant == "default" else None
