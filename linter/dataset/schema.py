"""The tables of a store, declared once: the rows as they pass between processes, their columns in Parquet and the codebook are all made from this.

``VERSION`` is raised by every change a query could notice: a column that goes, or means something else, files that
stand elsewhere.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, get_args, get_type_hints

import msgspec
from msgspec import Struct

VERSION = 2


class Kind(StrEnum):
    """What a column holds; the value is its name in the codebook."""

    TEXT = "文本"
    WHOLE = "整数"
    MONEY = "金额（元，两位小数）"
    NUMBER = "数（八位小数）"
    SCORE = "分（一位小数）"
    FLAG = "是否"
    TEXTS = "文本列表"


class Described(Struct, frozen=True):
    """What a column says, in Chinese, and its kind."""

    kind: Kind
    meaning: str


class Column(Struct, frozen=True):
    """A column of a table. ``empty``: it may be null."""

    name: str
    kind: Kind
    meaning: str
    empty: bool


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A row of a table. Spelled without the names of its columns."""


_INPUT = Described(Kind.WHOLE, "第几个输入，从 1 起；压缩包中的每个文件各算一个")
_FORM = Described(Kind.WHOLE, "该输入中的第几张表，从 1 起")


class InputRow(Row, frozen=True):
    """检查过的输入：每个文件（压缩包中的每个文件）一行。"""

    input: Annotated[int, _INPUT]
    file: Annotated[str, Described(Kind.TEXT, "文件")]
    member: Annotated[str | None, Described(Kind.TEXT, "压缩包内的文件")]
    sha256: Annotated[str, Described(Kind.TEXT, "内容的 SHA-256，没有读到内容的为空文本")]
    format: Annotated[str, Described(Kind.TEXT, "格式：xlsx、docx、pdf、json 等")]
    forms: Annotated[int, Described(Kind.WHOLE, "读到的绩效目标表张数；只重复其他文件的不计")]
    repeated: Annotated[int, Described(Kind.WHOLE, "与前面的文件相同、已在前面计数的表的张数")]
    notes: Annotated[int, Described(Kind.WHOLE, "未检查的内容有几处")]
    unread: Annotated[bool, Described(Kind.FLAG, "有内容未能读取，或有规则未能运行")]


class FormRow(Row, frozen=True):
    """绩效目标表：每张一行；与前面的文件相同的只有一行。"""

    input: Annotated[int, _INPUT]
    form: Annotated[int, _FORM]
    project: Annotated[str, Described(Kind.TEXT, "项目名称，去掉空白；没有的为空文本")]
    unit: Annotated[str, Described(Kind.TEXT, "实施单位，没有的用主管部门，都没有的为“（未写明单位）”")]
    department: Annotated[str, Described(Kind.TEXT, "主管部门")]
    kind: Annotated[str, Described(Kind.TEXT, "表的种类：project 项目、department 部门整体、transfer 转移支付、self_evaluation 自评")]
    layout: Annotated[str, Described(Kind.TEXT, "表式")]
    title: Annotated[str, Described(Kind.TEXT, "表的标题")]
    type: Annotated[str, Described(Kind.TEXT, "项目属性，去掉空白；没有的为空文本")]
    code: Annotated[str, Described(Kind.TEXT, "项目编码")]
    duration: Annotated[str, Described(Kind.TEXT, "项目期")]
    year: Annotated[int | None, Described(Kind.WHOLE, "预算年度")]
    amount: Annotated[Decimal | None, Described(Kind.MONEY, "年度资金总额，没有的用实施期资金总额")]
    period_amount: Annotated[Decimal | None, Described(Kind.MONEY, "实施期资金总额")]
    indicators: Annotated[int, Described(Kind.WHOLE, "indicators 表中本表的行数")]
    checked: Annotated[bool, Described(Kind.FLAG, "按规则检查过；大得不像一张表的读出来但不检查")]
    quality: Annotated[Decimal | None, Described(Kind.SCORE, "机审质量分，0 至 100，没有检查的为空；算法见 jixiao stats 的说明")]
    errors: Annotated[int, Described(Kind.WHOLE, "必改的意见数，豁免的不计")]
    warnings: Annotated[int, Described(Kind.WHOLE, "建议修改的意见数，豁免的不计")]
    infos: Annotated[int, Described(Kind.WHOLE, "提示的意见数，豁免的不计")]
    incomplete: Annotated[bool, Described(Kind.FLAG, "表可能没有读全：缺少什么不能作准")]


class IndicatorRow(Row, frozen=True):
    """绩效指标：每条一行；实施期与年度相同的合为一行。"""

    input: Annotated[int, _INPUT]
    form: Annotated[int, _FORM]
    row: Annotated[int, Described(Kind.WHOLE, "表中第几条指标，从 1 起")]
    half: Annotated[str, Described(Kind.TEXT, "period 实施期、annual 年度、both 两者相同")]
    unit: Annotated[str, Described(Kind.TEXT, "同 forms.unit")]
    year: Annotated[int | None, Described(Kind.WHOLE, "同 forms.year")]
    amount: Annotated[Decimal | None, Described(Kind.MONEY, "同 forms.amount")]
    level1: Annotated[str, Described(Kind.TEXT, "一级指标，照录")]
    level2: Annotated[str, Described(Kind.TEXT, "二级指标，照录")]
    category: Annotated[str, Described(Kind.TEXT, "二级指标的标准名称，不能确定的为空文本")]
    name: Annotated[str, Described(Kind.TEXT, "三级指标的名称，照录")]
    value: Annotated[str, Described(Kind.TEXT, "指标值，照录，连同单列的符号与计量单位")]
    shape: Annotated[str, Described(Kind.TEXT, "值是什么：number 一个数、range 范围、many 几个数、change 变化、when 时间、text 文字等")]
    quantified: Annotated[bool, Described(Kind.FLAG, "值中有数或日期")]
    comparator: Annotated[str | None, Described(Kind.TEXT, "比较符号：≥ > ≤ < = ±")]
    number: Annotated[Decimal | None, Described(Kind.NUMBER, "主要的数，按写出的单位；放不进 38 位的为空")]
    high: Annotated[Decimal | None, Described(Kind.NUMBER, "范围的上端，按写出的单位")]
    measure: Annotated[str | None, Described(Kind.TEXT, "计量单位的标准写法：%、户、万元/人 等")]
    dimension: Annotated[str | None, Described(Kind.TEXT, "量纲：ratio 比率、count 个数、money 金额、time 时间等")]
    base: Annotated[Decimal | None, Described(Kind.NUMBER, "主要的数，按量纲的基本单位：金额为元，比率为 %")]
    measured: Annotated[
        str, Described(Kind.TEXT, "名称说的是什么：share 比例、surveyed 调查得来的、count 个数、money 金额等，不能确定的为 unknown")
    ]
    object: Annotated[str | None, Described(Kind.TEXT, "名称中对象的类别：person 人、building 房屋、event 活动等")]
    aspect: Annotated[str | None, Described(Kind.TEXT, "比例的着眼点：completion 完成、quality 质量、coverage 覆盖等")]
    polarity: Annotated[str, Described(Kind.TEXT, "up 越多越好、down 越少越好、空文本为不能确定")]
    codes: Annotated[tuple[str, ...], Described(Kind.TEXTS, "本条所涉意见的规则代码，从小到大，豁免的不计")]


class FindingRow(Row, frozen=True):
    """意见：每条一行，豁免和基线中的也在内。"""

    input: Annotated[int | None, _INPUT]
    form: Annotated[int | None, Described(Kind.WHOLE, "该输入中的第几张表；不属于某张表的为空")]
    row: Annotated[int | None, Described(Kind.WHOLE, "第几条指标；不属于某条指标的为空")]
    half: Annotated[str | None, Described(Kind.TEXT, "period 实施期、annual 年度、both 两者相同")]
    unit: Annotated[str | None, Described(Kind.TEXT, "同 forms.unit；不属于某张表的用该输入第一张表的")]
    year: Annotated[int | None, Described(Kind.WHOLE, "同 forms.year")]
    code: Annotated[str, Described(Kind.TEXT, "规则代码")]
    slug: Annotated[str, Described(Kind.TEXT, "规则的英文名称")]
    title: Annotated[str, Described(Kind.TEXT, "规则的标题，本单位自定义的规则为“自定义”")]
    severity: Annotated[str, Described(Kind.TEXT, "error 必改、warning 建议修改、info 提示")]
    confidence: Annotated[str, Described(Kind.TEXT, "把握：high、medium、low")]
    field: Annotated[str | None, Described(Kind.TEXT, "表头栏目")]
    indicator: Annotated[str | None, Described(Kind.TEXT, "指标名称")]
    quote: Annotated[str, Described(Kind.TEXT, "所指的文字，照录")]
    cell: Annotated[str, Described(Kind.TEXT, "所在格的全文")]
    message: Annotated[str, Described(Kind.TEXT, "意见")]
    suggestion: Annotated[str | None, Described(Kind.TEXT, "建议")]
    place: Annotated[str, Described(Kind.TEXT, "在文件中的位置")]
    path: Annotated[str, Described(Kind.TEXT, "在表中的位置，写法同 JSON 报告")]
    other_file: Annotated[str | None, Described(Kind.TEXT, "相关的另一处所在的文件，如雷同的表")]
    other_member: Annotated[str | None, Described(Kind.TEXT, "相关的另一处所在的压缩包内的文件")]
    other_form: Annotated[int | None, Described(Kind.WHOLE, "相关的另一处是该文件中的第几张表")]
    fingerprint: Annotated[str, Described(Kind.TEXT, "指纹：移动行、改文件名后不变")]
    suppressed: Annotated[str | None, Described(Kind.TEXT, "豁免的方式，空为计入的意见")]
    reason: Annotated[str | None, Described(Kind.TEXT, "豁免的理由")]


class NotCheckedRow(Row, frozen=True):
    """未检查的内容：每处一行。"""

    input: Annotated[int, _INPUT]
    what: Annotated[str, Described(Kind.TEXT, "什么没有检查")]
    place: Annotated[str, Described(Kind.TEXT, "在文件中的位置，没有的为空文本")]
    why: Annotated[str, Described(Kind.TEXT, "原因")]
    fatal: Annotated[bool, Described(Kind.FLAG, "未能读取，或规则未能运行")]


TABLES: dict[str, type[Row]] = {
    "inputs": InputRow,
    "forms": FormRow,
    "indicators": IndicatorRow,
    "findings": FindingRow,
    "not_checked": NotCheckedRow,
}
"""Every table of a store with the type of its rows."""


@cache
def columns(row: type[Row]) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    hints = get_type_hints(row, include_extras=True)
    return tuple(_column(name, hints[name]) for name in row.__struct_fields__)


def _column(name: str, hint: object) -> Column:
    kind, described = get_args(hint)
    return Column(name, described.kind, described.meaning, type(None) in get_args(kind))


_PLACES = {Kind.MONEY: 2, Kind.NUMBER: 8, Kind.SCORE: 1}
_UNITS = {kind: Decimal(1).scaleb(-count) for kind, count in _PLACES.items()}
_WIDE = Context(prec=60)
DIGITS = {Kind.MONEY: 24, Kind.NUMBER: 38, Kind.SCORE: 5}
"""Digits of a decimal column, those behind the point among them."""


def places(kind: Kind) -> int:
    """Digits behind the point of a decimal column."""
    return _PLACES[kind]


def fitted(number: Decimal | None, kind: Kind) -> Decimal | None:
    """The number with the digits its column has, ``None`` where it has more than fit: nobody's target, but somebody's slip."""
    if number is None or not number.is_finite() or number.adjusted() >= DIGITS[kind] - _PLACES[kind]:
        return None
    return number.quantize(_UNITS[kind], ROUND_HALF_UP, _WIDE)
