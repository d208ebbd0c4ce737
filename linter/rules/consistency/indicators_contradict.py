"""JX610: rows of one form that cannot hold together."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.consistency._between_rows import Contradiction, complements, start_after_finish, two_targets
from linter.rules.consistency._parts import parts
from linter.rules.consistency._products import products
from linter.rules.views import FormView, PlacedRow

RULE = Rule(
    code="JX610",
    slug="indicators-contradict",
    title="指标之间互相矛盾",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    supersedes=("JX302",),
    messages={
        "twice": "“{first}”在{category}中有两个目标值“{a}”和“{b}”。",
        "order": "“{second}”为“{b}”，晚于“{first}”的“{a}”。",
        "complement": "“{first}”（{a}）与“{second}”（{b}）互补，合计为{total}%。",
        "part": "“{first}”（{a}）大于所属的“{second}”（{b}）。",
        "parts": "“{second}”（{b}）与“{third}”（{c}）合计{sum}，大于“{first}”（{a}）。",
        "product": "“{second}”（{b}）与“{third}”（{c}）相乘为{product}，与“{first}”（{a}）不一致。",
        "product_of_cell": "“{second}”的“{b}”各数相乘为{product}，与“{first}”（{a}）不一致。",
        "product_in_cell": "“{first}”的“{a}”中各数相乘为{product}，与所写合计不一致。",
    },
)


def _said(contradiction: Contradiction) -> dict[str, object]:
    data: dict[str, object] = dict(contradiction.data)
    for (name, value), indicator in zip((("first", "a"), ("second", "b"), ("third", "c")), contradiction.rows, strict=False):
        data |= {name: indicator.row.name.text, value: indicator.row.whole}
    return data | {"category": contradiction.rows[0].row.category}


def _half(rows: tuple[PlacedRow, ...]) -> str:
    return next((indicator.half for indicator in rows if indicator.half != "both"), "both")


def check(form: FormView) -> Iterator[Hit]:
    for family in (two_targets, start_after_finish, complements, parts, products):
        for contradiction in family(form):
            *others, last = sorted(contradiction.rows, key=lambda indicator: indicator.index)
            yield Hit(
                last.path("value"),
                _said(contradiction),
                contradiction.variant,
                severity=None if contradiction.hard else Severity.WARNING,
                related=tuple((indicator.path("value"), "与之矛盾处") for indicator in others),
                half=_half(contradiction.rows),
            )


_ADVICE = {
    "twice": "请核实以哪一个为准；考核的不是同一内容的，在名称中写明各自的对象。",
    "order": "请核实两处时间，使先后顺序一致。",
    "complement": "请核实两个比率，使合计为100%，或只保留其中一个。",
    "part": "请核实两处数值；不是其中一部分的，在名称中写明。",
    "parts": "请核实各部分与合计，使两处一致。",
    "product": "请核实三处数值，使相乘的结果与合计一致；另有资金分担或人员重复的，在名称中写明。",
}


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion(_ADVICE[hit.variant.partition("_")[0]])
