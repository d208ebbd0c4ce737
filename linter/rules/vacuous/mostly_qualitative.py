"""JX218: the share of quantified targets is below a floor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Options, Rule, Scope, Suggestion, option
from linter.rules.views import FormView, Row
from linter.values.types import Shape


@dataclass(frozen=True)
class Floor(Options):
    """The least share of quantified targets."""

    floor: int = option(50, "量化指标占比（%）低于此值时提示")


RULE = Rule(
    code="JX218",
    slug="mostly-qualitative",
    title="量化指标占比偏低",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号；占比界限为实务惯例",
    kinds=TARGET_KINDS,
    option_type=Floor,
    messages={"default": "{total} 个指标中只有 {quantified} 个量化（{share}%），建议以量化指标为主。"},
)


_ENOUGH = 4
"""Fewer rows say nothing about a share."""


def _targets(form: FormView) -> list[Row]:
    """The rows that set a target, once each: 不适用 sets none (JX214)."""
    rows = {indicator.index: indicator.row for indicator in form.rows if indicator.row.value_text.strip()}
    return [row for row in rows.values() if row.value.shape is not Shape.NEGATION]


def _quantified(row: Row) -> bool:
    """A number, a date, or a grade that stands in a law."""
    return row.value.quantified or row.value.when is not None or row.value.shape is Shape.STATUTORY


def check(form: FormView, options: Floor) -> Iterator[Hit]:
    if form.form.truncated:
        return
    targets = _targets(form)
    total, quantified = len(targets), sum(_quantified(row) for row in targets)
    if total >= _ENOUGH and quantified * 100 < total * options.floor:
        yield Hit("", {"total": total, "quantified": quantified, "share": round(quantified * 100 / total)})


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    loose = [row.name.text for row in _targets(form) if row.name.text and not _quantified(row)]
    shown = "、".join(f"“{name}”" for name in list(dict.fromkeys(loose))[:3])
    return Suggestion(f"建议先把{shown}等改为可计量的指标。" if shown else "建议以可计量的指标为主。")
