"""The performance-target form (项目支出绩效目标表) as every rule sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from msgspec import Struct, field

from linter.model.place import Place

Half = Literal["period", "annual"]
"""实施期 and 年度. A one-sided form has only ``annual``."""
HALVES: tuple[Half, ...] = ("period", "annual")
Kind = Literal["project", "department", "transfer", "self_evaluation"]

QUANTITY, QUALITY, TIMELINESS, COST = "数量指标", "质量指标", "时效指标", "成本指标"
ECONOMIC_COST, SOCIAL_COST, ECOLOGICAL_COST = "经济成本", "社会成本", "生态环境成本"
ECONOMIC, SOCIAL, ECOLOGICAL, LASTING = "经济效益", "社会效益", "生态效益", "可持续影响"
SATISFACTION = "服务对象满意度"
CATEGORIES = (
    QUANTITY,
    QUALITY,
    TIMELINESS,
    COST,
    ECONOMIC_COST,
    SOCIAL_COST,
    ECOLOGICAL_COST,
    ECONOMIC,
    SOCIAL,
    ECOLOGICAL,
    LASTING,
    SATISFACTION,
)
"""Canonical level-2 categories: 88号's tree with the cost tree of 101号."""
OWN_COSTS = frozenset({COST, ECONOMIC_COST})
"""What the project's own money pays, in either tree."""
COST_CATEGORIES = frozenset({COST, ECONOMIC_COST, SOCIAL_COST, ECOLOGICAL_COST})
OUTPUT_CATEGORIES = frozenset({QUANTITY, QUALITY, TIMELINESS})
BENEFIT_CATEGORIES = frozenset({ECONOMIC, SOCIAL, ECOLOGICAL, LASTING})


class Text(NamedTuple):
    """Text verbatim as printed, with its place. ``doubt``: read with doubt (shifted, cut, OCR), so findings on it are at most
    info; the reason is in Chinese, ``None`` when there is no doubt. ``segments``: where the text continues over several
    cells, the places in order (else empty)."""

    text: str
    place: Place | None = None
    doubt: str | None = None

    def __bool__(self) -> bool:
        return bool(self.text.strip())


class Money(Struct, frozen=True):
    """An amount as printed and in 元. ``amount`` is ``None`` where the cell is blank or no amount."""

    text: Text
    amount: Decimal | None
    """Always 元, whatever the form prints."""
    unit: Literal["元", "万元", "亿元", ""] = "元"
    """The unit the form prints the amount in, ``""`` where it prints none: there is no amount then, for a guess would be off by 10,000."""


class Target(Struct, frozen=True):
    """One half of an indicator row: name and value, and what some layouts print beside them."""

    name: Text
    value: Text
    comparator: Text | None = None
    unit: Text | None = None
    nature: Text | None = None
    weight: Text | None = None
    standard: Text | None = None
    actual: Text | None = None
    score: Text | None = None
    explanation: Text | None = None
    """指标解释, 指标说明: what the indicator means and how it is measured."""
    remark: Text | None = None
    """备注, 偏差原因: what the row's last column says of it."""
    thresholds: tuple[Text, ...] = ()
    """优良中差 columns, best first, where the layout prints them instead of one value."""

    def blank(self) -> bool:
        """Neither name nor value is filled."""
        return not (self.name or self.value)


PART_NAMES = {
    "name": "指标名称",
    "nature": "指标性质",
    "comparator": "符号",
    "value": "指标值",
    "unit": "计量单位",
    "weight": "权重",
    "standard": "评分标准",
    "actual": "实际完成值",
    "score": "得分",
    "explanation": "指标解释",
    "remark": "备注",
}
"""What people call the parts of a row, in the order forms print them."""
OPTIONAL_PARTS = ("comparator", "unit", "nature", "weight", "standard", "actual", "score", "explanation", "remark")


class Indicator(Struct, frozen=True):
    """One row. ``level2`` is the category as printed, ``category`` its canonical name (``""`` where the layout has no level-2
    column or the label is unknown). A half the layout prints but that is empty is ``None``."""

    level1: str
    level2: str
    category: str
    period: Target | None = None
    annual: Target | None = None

    def half(self, half: Half) -> Target | None:
        """The target of one half."""
        return self.period if half == "period" else self.annual


class Uncertain(Struct, frozen=True):
    """Something read with doubt (JX106): a symbolic path and why, in Chinese."""

    path: str
    why: str
    place: Place | None = None


class Form(Struct, frozen=True):
    """One form. ``index`` counts the forms of an input from 1.

    ``fields``: the plain text fields of the header (keys: see ``FIELD_KEYS``); ``""`` text where printed but blank, absent
    where the layout lacks the field. ``funding``: (source label as printed → amount) for each half.
    ``required`` and ``halves`` come from the layout: which fields must be filled, which halves are printed.
    """

    index: int
    kind: Kind
    layout: str
    halves: tuple[Half, ...]
    fields: Mapping[str, Text]
    goal: Mapping[Half, Text]
    total: Mapping[Half, Money]
    funding: Mapping[Half, Mapping[str, Money]]
    indicators: tuple[Indicator, ...]
    budget_year: int | None = None
    year_source: str | None = None
    """``form`` ``document`` or ``option``: where the budget year was taken from."""
    title: Text | None = None
    place: Place | None = None
    required: tuple[str, ...] = ()
    has_level2: bool = True
    truncated: bool = False
    """The table was cut off: absence of later rows means nothing."""
    doubt: str | None = None
    """Why the table of indicators as a whole was read with doubt (its pieces fit the headings badly, another alignment fits as well), in
    Chinese; ``None`` where the reading is sure. Then every finding but those on header fields is at most info. Doubt about one row belongs in
    ``uncertain``, about one cell in its ``Text``."""
    unread: tuple[str, ...] = ()
    """What stands in the form's table but found no place (lost rows, cells, a page), verbatim or in Chinese words. Like ``truncated`` and
    ``doubt`` it makes the form ``incomplete``."""
    reading: tuple[str, ...] = ()
    """How the table was read, in Chinese lines for people: its columns, what the reading cost, what the next one would have cost. Empty where
    the file itself names every cell."""
    uncertain: tuple[Uncertain, ...] = ()
    extras: Mapping[str, Text] = field(default_factory=dict)
    """Printed fields outside the contract (附件, 备注 …), by their label."""

    @property
    def project(self) -> str:
        """The project's name with blanks removed, ``""`` where the form has none."""
        return "".join(self.fields["project"].text.split()) if "project" in self.fields else ""

    @property
    def incomplete(self) -> bool:
        """Something of the table may be missing from this reading: that a thing is absent here proves nothing. The engine lowers to info what
        rests on absence (``Rule.rests_on_absence``)."""
        return self.truncated or self.doubt is not None or bool(self.unread)

    @property
    def unit(self) -> str:
        """The implementing unit's name with blanks removed, ``""`` where the form has none."""
        return "".join(self.fields["unit"].text.split()) if "unit" in self.fields else ""

    @property
    def budget(self) -> Decimal | None:
        """What the form is about in money, 元: the annual total, else the period's, ``None`` where neither is printed."""
        amounts = (self.total[half].amount for half in ("annual", "period") if half in self.total)
        return next((amount for amount in amounts if amount is not None), None)

    def targets(self) -> Iterator[tuple[int, Half, Target]]:
        """Every filled half of every row: (row index, half, target)."""
        for index, indicator in enumerate(self.indicators):
            for half in HALVES:
                target = indicator.half(half)
                if target is not None:
                    yield index, half, target

    def texts(self) -> Iterator[Text]:
        """Every text the rules read."""
        yield from self.fields.values()
        yield from self.goal.values()
        yield from (money.text for money in self.total.values())
        yield from (money.text for moneys in self.funding.values() for money in moneys.values())
        for _, _, target in self.targets():
            yield from (text for part in ("name", "value", *OPTIONAL_PARTS) if (text := getattr(target, part)) is not None)
            yield from target.thresholds


FIELD_KEYS = (
    "project",
    "department",
    "unit",
    "attribute",
    "duration",
    "overview",
    "basis",
    "necessity",
    "measures",
    "plan",
    "costing",
    "leader",
    "contact",
    "phone",
    "filed",
    "code",
    "start",
    "end",
)
FIELD_NAMES = {
    "project": "项目名称",
    "department": "主管部门",
    "unit": "实施单位",
    "attribute": "项目属性",
    "duration": "项目期",
    "overview": "项目概况",
    "basis": "立项依据",
    "necessity": "项目设立必要性",
    "measures": "制度、措施",
    "plan": "项目实施计划",
    "costing": "测算依据",
    "goal": "总体目标",
    "total": "资金总额",
    "total_period": "实施期资金总额",
    "total_annual": "年度资金总额",
    "funding": "资金来源",
    "filed": "填报日期",
    "leader": "负责人",
    "contact": "经办人",
    "phone": "联系电话",
    "code": "项目编码",
    "start": "开始时间",
    "end": "结束时间",
}
"""The Chinese names of header fields, as people are told of them."""
EXECUTION = {
    "planned": "年初预算数",
    "budget": "全年预算数",
    "spent": "全年执行数",
    "rate": "预算执行率",
    "weight": "预算执行率分值",
    "score": "预算执行率得分",
}
"""The names in ``extras`` of what a self-evaluation prints beside its amounts."""
TOTAL_SCORE = "总分"
"""The name in ``extras`` of the score as a whole."""
NARRATIVE_KEYS = ("overview", "basis", "necessity", "measures", "plan", "costing")
