"""JX601: the sources of funds do not make the total.

The labels say how the sources nest: 财政拨款 holds 中央, 省, 市, 县; 上级 holds 中央 and 省; 地方 holds 省, 市, 县. Only sources of one
level are added, and where a label is not known, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import HALVES, Half, Money
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.consistency._money import printed, printed_like, same_digits, step
from linter.rules.views import FormView

RULE = Rule(
    code="JX601",
    slug="funding-sum",
    title="资金来源合计与总额不符",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    messages={
        "default": "各项资金来源合计{parts}，与总额{total}不一致（{terms}）。",
        "over": "各项资金来源合计{parts}，大于总额{total}（{terms}）。",
        "partial": "已填的资金来源合计{parts}，小于总额{total}，其余来源未填。",
    },
    rests_on_absence=True,
)
_OWN = "own"
_KINDS = ("unknown", _OWN, "upper", "local", "central", "province", "county", "fiscal")
"""The kinds of sources in the order in which a label's words are asked for them (``phrases.json``, source_…)."""
_HOLDS = {
    "fiscal": frozenset({"upper", "local", "central", "province", "county"}),
    "upper": frozenset({"central", "province"}),
    "local": frozenset({"province", "county"}),
}
_REST = frozenset({_OWN, "county", "local", "fiscal"})


def _kind(label: str) -> str:
    return next((kind for kind in _KINDS if phrase(f"source_{kind}").search(label)), "unknown")


def _parts(sources: Mapping[str, Money]) -> list[tuple[str, str, Money]] | None:
    """(kind, label, amount) of the sources that add up, ``None`` where the labels are not known to."""
    kinds = [(_kind(label), label, money) for label, money in sources.items()]
    if any(kind == "unknown" and money.amount for kind, _, money in kinds):
        return None
    known = [part for part in kinds if part[0] != "unknown"]
    tops = [kind for kind in ("fiscal", "upper", "local") if any(kind == k for k, _, _ in known)]
    if tops == ["upper", "local"] or len([k for k, _, _ in known if k == "fiscal"]) > 1:
        return None  # 上级 and 地方 both hold 省; two 财政 labels: one may hold the other
    inside = _HOLDS[tops[0]] if tops else frozenset()
    kept = [part for part in known if part[0] not in inside]
    return kept if len(kept) >= 2 else None


def _judge(half: Half, form: FormView) -> tuple[str, dict[str, str], bool] | None:
    """(variant, data, same digits) where the sum and the total of a half do not agree."""
    total, sources = form.form.total.get(half), form.form.funding.get(half)
    parts = _parts(sources) if sources else None
    if total is None or total.amount is None or parts is None:
        return None
    filled = [(label, money, money.amount) for _, label, money in parts if money.amount is not None]
    if any(each < 0 for _, _, each in filled):
        return None  # JX611 speaks of the cause
    amount = sum((each for _, _, each in filled), Decimal(0))
    if not filled or abs(amount - total.amount) <= step([total, *(money for _, money, _ in filled)]) * (total.unit != "元"):
        return None
    terms = "＋".join(f"{label}{printed(money)}" for label, money, each in filled if each)
    data = {"parts": printed_like(amount, total), "total": printed(total), "terms": terms or "各项均为0"}
    digits = same_digits(amount, total.amount)
    if amount > total.amount:
        return "over", data, digits
    if not any(kind in _REST for kind, _, _ in parts):
        return None  # 其中 names only some of the sources
    blank = [kind for kind, _, money in parts if money.amount is None and kind != _OWN]
    return ("partial" if blank else "default"), data, digits


def check(form: FormView) -> Iterator[Hit]:
    by_half = {half: judged for half in HALVES if (judged := _judge(half, form)) is not None}
    same = len(by_half) == 2 and by_half["period"] == by_half["annual"]
    for half, (variant, data, digits) in by_half.items():
        if same and half == "annual":
            continue
        yield Hit(
            f"fields.total.{half}",
            {**data, "unit": digits},
            variant,
            severity=Severity.WARNING if variant == "partial" else None,
            related=(("fields.total.annual", "年度同一处"),) if same else (),
            half="both" if same else half,
        )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.data["unit"]:
        return Suggestion("合计与总额数字相同而位数不同，请核实计量单位（元、万元）是否混用。")
    if hit.variant == "partial":
        return Suggestion("请补填其余资金来源，没有的填0，使各项之和与总额一致。")
    return Suggestion("请核实各项资金来源与总额，使两处一致。")
