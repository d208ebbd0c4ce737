"""The typed reading of an indicator's value and name. Pure data; no knowledge of rules.

All spans are ``(start, end)`` in code points of the *raw* cell text.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

Span = tuple[int, int]


class Comparator(StrEnum):
    """How a target bounds its number."""

    GE = "≥"
    GT = ">"
    LE = "≤"
    LT = "<"
    EQ = "="
    WITHIN = "±"

    @property
    def floor(self) -> bool:
        """More is better: ≥ or >."""
        return self in (Comparator.GE, Comparator.GT)

    @property
    def cap(self) -> bool:
        """Less is better: ≤ or <."""
        return self in (Comparator.LE, Comparator.LT)


class Dimension(StrEnum):
    """What a unit measures. ``PER`` kinds (元/人·月) keep the numerator's dimension and carry ``Unit.per``."""

    RATIO = "ratio"  # % ‰ /10万 百分比 百分点 成 倍
    COUNT = "count"  # 个 户 人 次 件 …
    MONEY = "money"  # 元 万元 亿元
    TIME = "time"  # 分钟 小时 天 工作日 周 月 年
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    MASS = "mass"
    SCORE = "score"  # 分
    DEGREE = "degree"  # 度 ℃
    DATA = "data"  # Mbps GB
    ENERGY = "energy"  # 千瓦时 吨标准煤
    OTHER = "other"  # a unit word the table does not know


class Unit(Struct, frozen=True):
    """``symbol`` canonical (``万元``, ``%``, ``人``), ``text`` as printed, ``per`` the denominators (``人``, ``月``).
    ``scale``: multiplier to the dimension's base unit (元, %, 分钟→…); ``Decimal(1)`` for counts."""

    symbol: str
    text: str
    dimension: Dimension
    scale: Decimal = Decimal(1)
    per: tuple[str, ...] = ()


class Quantity(Struct, frozen=True):
    """One number with what belongs to it: ``≥22万元`` → comparator GE, number 22, unit 万元, amount 220000.

    ``number`` and ``high`` are as printed with Chinese numerals read (一百二十万 → 1200000; 九成五 → 95 with unit %); the
    multiplier words 万/亿 directly before a unit belong to the unit (万元) when it is money, else to the number (3万人 → 30000 人).
    ``amount``/``amount_high``: in the base unit of the dimension (元 for money, % for ratios: 5‰ → 0.5).
    """

    number: Decimal
    span: Span
    number_span: Span
    comparator: Comparator | None = None
    comparator_span: Span | None = None
    high: Decimal | None = None
    """Upper end of a range ``10-20人``; ``number`` is then the lower end."""
    unit: Unit | None = None
    unit_span: Span | None = None
    approximate: bool = False
    """约, 左右, 以上 kept as comparator where they bound (以上 → GE, 以内 → LE)."""
    scaled: bool = False
    """万, 千 or 百 stands between the number and its unit: 1.25万人 are whole people."""
    period: str | None = None
    """The period a duration is stated for: 周 of 每周5天 and of 5天/周."""

    @property
    def amount(self) -> Decimal:
        """The number in the base unit of its dimension."""
        return self.number * (self.unit.scale if self.unit else Decimal(1))

    @property
    def dimension(self) -> Dimension | None:
        """What the unit measures, ``None`` without unit."""
        return self.unit.dimension if self.unit else None

    @property
    def fractional(self) -> bool:
        """A decimal part other than .0 stands directly on the unit: 2.4辆, not 1200.00册 or 1.25万人."""
        return not self.scaled and any(end is not None and end % 1 != 0 for end in (self.number, self.high))

    @property
    def inverted(self) -> bool:
        """A range whose first end is the greater: 120-90户."""
        return self.high is not None and self.number > self.high


class Direction(StrEnum):
    """Which way a change goes."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class Change(Struct, frozen=True):
    """提高98%, 较上年下降5个百分点, 逐年提高. ``base``: the stated reference text (较上年, 比2025年) or ``None``.
    ``quantity``: by how much, ``None`` for a bare direction. ``to``: 提高到/达到 N, a level in fact."""

    direction: Direction
    span: Span
    verb: str
    base: str | None = None
    quantity: Quantity | None = None
    to_level: bool = False
    by_points: bool = False


class WhenKind(StrEnum):
    """What a statement of time is."""

    DEADLINE = "deadline"  # 2026年12月31日前, 12月底前, 年底前
    RECURRING = "recurring"  # 每年11月底前, 每月15日前
    PERIOD = "period"  # 2025.09-2026.06, 1-12月
    FREQUENCY = "frequency"  # 每季度一次, 按月, 每年
    DURATION = "duration"  # 30天, 一年, 15个工作日 (also a Quantity)
    WHOLE = "whole"  # 全年, 一年内, 年内, 本年度
    RELATIVE = "relative"  # 合同签订后10日内, 收到申请后5个工作日内
    POINT = "point"  # 12月, 2026年 (a date without 前)


class MissingDate(Struct, frozen=True):
    """A day, month, quarter or time of day that no calendar has. ``leap``: 29 February without a year, missing in common years only.
    ``month_end``: the same text with the last day of its month (11月30日 for 11月31日), ``None`` where no end of a month may be meant."""

    span: Span
    text: str
    leap: bool = False
    month_end: str | None = None


class When(Struct, frozen=True):
    """A statement of time. Dates are ``(year, month, day)`` with ``None`` for what is not printed."""

    kind: WhenKind
    span: Span
    start: tuple[int | None, int | None, int | None] | None = None
    end: tuple[int | None, int | None, int | None] | None = None


class Shape(StrEnum):
    """What a value is, in one word. Exactly one per value."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"  # **, XX, ……, （填写…）, ≤**万元
    BARE = "bare"  # only a unit or a comparator: ≥, 个, %
    NUMBER = "number"  # one quantity, with or without unit
    RANGE = "range"  # 10-20人, ±5%以内
    MANY = "many"  # several quantities (thresholds, products, two measures)
    CHANGE = "change"  # 提高98%, 较上年提高2个百分点
    WHEN = "when"  # a date, deadline, period, frequency
    DIRECTION = "direction"  # 提高, 逐年提高: a change without number
    YESNO = "yesno"  # 是 否 有 无 已完成
    GRADE = "grade"  # 合格 达标 优良 优秀 (a bare grade), 良好及以上
    STATUTORY = "statutory"  # 水质Ⅲ类, 等保三级, 信用A级, 空气质量优良: a graded scale with a standing
    SCALE = "scale"  # 高中低, 优良中差: the whole scale
    REFERENCE = "reference"  # 按标准执行, 按合同约定, 完成年度目标
    FILLER = "filler"  # only evaluative words: 好好 稳定 良好 明显 长期 满意
    NEGATION = "negation"  # 本项目不适用, 不涉及, 无此项
    TEXT = "text"  # anything else


class Value(Struct, frozen=True):
    """The typed reading of one value, from its cell and, where the layout splits them, its comparator and unit columns.

    ``quantity`` is the principal number (``None`` if there is none), ``quantities`` all of them in reading order. A comparator
    or unit read from another column has no span here. ``core``: the text with comparators, degree adverbs (显著 持续 逐步 稳步
    进一步) and 情况/程度/效果/影响 stripped, for the rules on empty values. ``leftovers``: spans no part explains.
    """

    raw: str
    shape: Shape
    core: str
    quantity: Quantity | None = None
    quantities: tuple[Quantity, ...] = ()
    comparator: Comparator | None = None
    change: Change | None = None
    when: When | None = None
    leftovers: tuple[Span, ...] = ()
    doubled: bool = False
    """The whole value is one text typed twice (稳定稳定, 好好)."""
    missing_dates: tuple[MissingDate, ...] = ()
    """Dates and times in it that no calendar has: 2月30日, 第五季度, 19:75."""
    apart: tuple[Quantity, ...] = ()
    """Of several quantities those that stand by themselves between marks: both of ``365天，每天26小时``, none of ``95%85%75%``."""

    @property
    def empty_range(self) -> bool:
        """A floor and a cap of one measure that leave nothing between them: ≥90%且≤80%."""
        if len(self.quantities) != 2 or self.leftovers:
            return False
        bounds = sorted(self.quantities, key=lambda q: q.comparator is not None and q.comparator.cap)
        low, high = bounds
        if not (low.comparator and low.comparator.floor and high.comparator and high.comparator.cap) or low.dimension is not high.dimension:
            return False
        strict = low.comparator is Comparator.GT or high.comparator is Comparator.LT
        return low.amount > high.amount or (strict and low.amount == high.amount)

    @property
    def quantified(self) -> bool:
        """The value carries a number or a date of its own."""
        return bool(self.quantities) or (self.when is not None and (self.when.end is not None or self.when.start is not None))


class NameKind(StrEnum):
    """What the head of a name says is measured."""

    RATE = "rate"  # …率, 占比, 比例, 覆盖面 (%)
    SATISFACTION = "satisfaction"  # …满意度
    COUNT = "count"  # …数量, 人数, 次数, 户数, 面积? no: AMOUNT
    AMOUNT = "amount"  # physical amounts: 面积 长度 里程 重量 容量
    MONEY = "money"  # 费用 成本 经费 金额 单价 标准(费)
    TIME = "time"  # 时间 时限 周期 日期 时长 期限
    SPEED = "speed"  # 频率 速率 功率 分辨率 容积率 汇率 利率: 率 but no percentage
    SCORE = "score"  # 得分 评分
    GRADE = "grade"  # 等级 质量等级
    ABSTRACT = "abstract"  # 意识 能力 水平 形象
    ACTIVITY = "activity"  # a task: 征求服务对象意见, 完成审核任务
    CATEGORY = "category"  # only repeats a level-2 category: 数量指标, 质量, 可持续性
    UNKNOWN = "unknown"


class Name(Struct, frozen=True):
    """The typed reading of an indicator name. ``text`` is the name without decorations (``指标1：``, ``★``, ``(必填)``),
    blanks and bracketed formulas; ``head`` the word that decides the kind; ``unit`` a unit the name states (``培训人数（人）``)."""

    raw: str
    text: str
    head: str
    kind: NameKind
    head_span: Span | None = None
    unit: Unit | None = None
    formula: str | None = None
    change: bool = False
    """The name itself is a rate of change (增长率, 下降率, 提升率)."""
    fault: bool = False
    """The name counts something unwanted (投诉, 事故, 差错): less is better."""
    stated: str | None = None
    """A target the name holds itself (新建机井3眼): taken out of ``text``."""
