"""JX803: a field cut mid-word, or brackets that do not close."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.document import all_texts
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, is_cut_of

RULE = Rule(
    code="JX803",
    slug="truncated-text",
    title="文字不完整",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    messages={"default": "“{mark}”没有成对出现，文字可能不完整。", "cut": "年度与实施期名称相比被截断，请核实原表文字是否完整。"},
)
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("〔", "〕"), ("【", "】"))


def _unbalanced(text: str) -> str | None:
    text = text.replace("(", "（").replace(")", "）")
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            return opening + closing
    return None


def check(form: FormView) -> Iterator[Hit]:
    for path, text in all_texts(form.form):
        mark = _unbalanced(text.text) if len(text.text) >= 4 else None
        if mark is not None and not path.endswith(".value"):
            yield Hit(path, {"mark": mark})
    for index, indicator in enumerate(form.form.indicators):
        if indicator.period and indicator.annual:
            one, two = indicator.period.name.text, indicator.annual.name.text
            if is_cut_of(two, one) or is_cut_of(one, two):
                half = "annual" if len(two) < len(one) else "period"
                yield Hit(f"indicators[{index}].{half}.name", variant="cut", confidence=Confidence.LOW)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请对照原表补全。")
