"""JX601: the sources of funds do not make the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.model.form import HALVES, Money
from linter.rules.api import Hit, Rule, Scope, Suggestion
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
        "default": "各项资金来源合计 {parts} 元，与总额 {total} 元不一致（{terms}）。",
        "over": "各项资金来源合计 {parts} 元，大于总额 {total} 元（{terms}）。",
        "partial": "已填的资金来源合计 {parts} 元，小于总额 {total} 元，其余来源未填，请核实。",
    },
)
_NESTED = (
    "财政拨款",
    "财政资金",
    "上级",
    "地方",
    "本级",
    "一般公共预算",
    "政府性基金",
    "国有资本",
    "结转",
    "基本支出",
    "项目支出",
    "债券",
    "当年",
    "本年",
)
_LEAVES = ("中央", "省", "市", "县", "区", "自筹", "其他", "单位资金", "社会资金", "事业收入")


def _parts(sources: Mapping[str, Money]) -> list[tuple[str, Money]] | None:
    """The sources that add up, ``None`` where the labels nest or are not known to add up."""
    kept = []
    for label, money in sources.items():
        bare = label.removesuffix("财政资金").removesuffix("财政资").removesuffix("资金")
        if any(word in label for word in _NESTED) and not any(word in bare for word in ("中央", "省", "市", "县", "区")):
            return None
        if any(word in label for word in _LEAVES):
            kept.append((label, money))
    return kept if len(kept) >= 2 else None


def _unit(moneys: list[Money]) -> Decimal:
    """One unit of the last printed digit, in 元."""
    step = Decimal(0)
    scale = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
    for money in moneys:
        decimals = len(money.text.text.partition(".")[2].strip())
        step = max(step, scale[money.unit] / (10**decimals))
    return step


def check(form: FormView) -> Iterator[Hit]:
    for half in HALVES:
        total, sources = form.total(half), form.form.funding.get(half)
        parts = _parts(sources) if sources else None
        if total is None or parts is None:
            continue
        filled = [(label, money) for label, money in parts if money.amount is not None]
        if not filled:
            continue
        amount = sum((money.amount or Decimal(0) for _, money in filled), Decimal(0))
        tolerance = Decimal(0) if form.form.total[half].unit == "元" else _unit([money for _, money in filled])
        if abs(amount - total) <= tolerance:
            continue
        terms = "＋".join(f"{label}{money.text.text.strip()}" for label, money in filled if money.amount)
        data = {"parts": f"{amount.normalize():f}", "total": f"{total.normalize():f}", "terms": terms or "各项均为0"}
        if amount > total:
            yield Hit(f"fields.total.{half}", data, "over")
        elif len(filled) >= len([p for p in parts if "其他" not in p[0]]):
            yield Hit(f"fields.total.{half}", data)
        else:
            yield Hit(f"fields.total.{half}", data, "partial", severity=Severity.WARNING)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实各项资金来源与总额，使两处一致。")
