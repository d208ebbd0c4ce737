"""JX701: an indicator in the wrong block: a cost under 数量, 使用率 under 满意度, a benefit under 社会成本."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.units._common import single
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Dimension, NameKind, Shape

RULE = Rule(
    code="JX701",
    slug="misfiled-indicator",
    title="指标归类不当",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX706", "JX709"),
    messages={
        "default": "“{name}”应归入{belongs}，不宜列为{category}。",
        "payout": "“{name}”以金额计；以发放资金为产出的可以保留，建议同时设置人数、件数等数量指标。",
        "negative": "{category}考核项目带来的负面影响，“{name}”属于效益。",
    },
)
_PAYOUT = ("补", "发放", "拨付", "支付", "兑付", "偿", "奖", "救助", "缴", "贴息", "投资", "担保", "贷款", "采购额", "资助")
_SURVEYED = ("满意", "认可", "投诉", "知晓", "全感", "得感", "福感", "好评", "信任", "支持率", "表扬", "信访", "回访", "认同", "差评")
_BENEFIT = ("提高", "提升", "促进", "改善", "满意", "受益", "增加", "带动", "保障", "增强", "推动", "节约")
_MONEY_WORDS = ("节约资金", "资金节约", "财政资金", "经费节约", "节约经费", "开支", "节支", "节约成本")


def _belongs(row: Row) -> tuple[str, str] | None:
    """(variant, right block) where the row stands in the wrong one."""
    name, category, quantity = row.name, row.category, single(row)
    money = quantity is not None and quantity.dimension is Dimension.MONEY
    if name.kind is NameKind.SATISFACTION and category not in ("服务对象满意度", "") and category not in ("社会成本", "生态环境成本"):
        return "default", "服务对象满意度"
    if category == "数量指标" and name.kind is NameKind.MONEY and (money or row.value.shape is Shape.REFERENCE):
        return ("payout", "") if any(word in name.text for word in _PAYOUT) else ("default", "成本指标")
    if category in ("质量指标", "时效指标") and name.kind is NameKind.MONEY and money and quantity is not None:
        unit_price = bool(quantity.unit and quantity.unit.per) or "标准" in name.text
        return None if unit_price or any(word in name.text for word in _PAYOUT) else ("default", "成本指标")
    if category == "生态效益" and any(word in name.text for word in _MONEY_WORDS):
        return "default", "经济效益"
    if category == "服务对象满意度" and name.kind in (NameKind.RATE, NameKind.COUNT, NameKind.MONEY, NameKind.TIME, NameKind.AMOUNT):
        if any(word in name.text for word in _SURVEYED):
            return None
        return "default", {
            NameKind.RATE: "质量指标或社会效益",
            NameKind.COUNT: "数量指标",
            NameKind.MONEY: "成本指标",
            NameKind.TIME: "时效指标",
        }.get(name.kind, "数量指标")
    if category in ("社会成本", "生态环境成本") and (name.text.startswith(_BENEFIT) or name.kind is NameKind.SATISFACTION):
        return "negative", "效益指标"
    if (
        category in ("成本指标", "经济成本")
        and name.kind is NameKind.COUNT
        and quantity is not None
        and quantity.dimension is Dimension.COUNT
        and not name.fault
    ):
        return "default", "数量指标"
    return None


def check(row: Row) -> Iterator[Hit]:
    found = _belongs(row)
    if found is not None:
        variant, belongs = found
        yield Hit("name", {"belongs": belongs}, variant, severity=Severity.INFO if variant == "payout" else None)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, placed.row.category)
    if hit.variant == "negative":
        return Suggestion("建议移到效益指标；项目没有此类负面影响的，可不设。")
    fills = f"；{placed.row.category}{better}" if better else f"，并另设{placed.row.category}"
    return Suggestion(f"建议移到{hit.data['belongs']}{fills}。") if hit.variant == "default" else None
