"""What rules see of a form: rows with typed names and values, and the form's own numbers, computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from msgspec import Struct

from linter.knowledge.lexicons import phrase
from linter.model.document import Document
from linter.model.form import COST_CATEGORIES, Form, Half, Indicator, Target, Text
from linter.values import HeadEntry, head_entry, parse_name, parse_value, whole_target
from linter.values.dates import stated_years
from linter.values.frame import Frame, Measure, frame_of
from linter.values.licences import Licence, percentage, wording
from linter.values.tags import tagged
from linter.values.types import Dimension, Name, Value

T = TypeVar("T")


class Cells(NamedTuple):
    """The content of one row, without its place: its cells.

    ``category`` is canonical (``""`` unknown), ``level2`` and ``level1`` as printed. ``name_text`` ``value_text`` are the raw cells;
    ``comparator unit nature weight standard explanation remark`` the raw text of their own columns, ``None`` where the layout has no such column.
    """

    category: str
    level1: str
    level2: str
    name_text: str
    value_text: str
    comparator: str | None = None
    unit: str | None = None
    nature: str | None = None
    weight: str | None = None
    standard: str | None = None
    thresholds: tuple[str, ...] = ()
    kind: str = "project"
    explanation: str | None = None
    remark: str | None = None


class Row(Cells):
    """The content of one row, typed: what INDICATOR rules judge. Equal rows share their findings. What is read of it is read once."""

    @cached_property
    def name(self) -> Name:
        """The typed name."""
        return parse_name(self.name_text)

    @cached_property
    def value(self) -> Value:
        """The typed value, with what its own columns say, and the unit in the name's bracket where they say none."""
        return parse_value(self.value_text, self.comparator or self.nature, self.stated_unit)

    @cached_property
    def stated_unit(self) -> str | None:
        """The unit beside the value: its column's, else the one in the name's bracket."""
        column = (self.unit or "").strip()
        if column.strip("-—－/／") or self.name.unit is None:
            return self.unit
        return self.name.unit.text

    @cached_property
    def frame(self) -> Frame:
        """What the indicator measures."""
        return frame_of(self.name.text)

    @cached_property
    def wording(self) -> Licence | None:
        """What licenses a value without number or date."""
        return wording(self.name.text, self.value, self.grading)

    @cached_property
    def percentage(self) -> Licence | None:
        """What licenses a percentage under this name."""
        unit = self.name.unit.symbol if self.name.unit is not None else None
        return percentage(self.name.text, unit, self.value, self.grading)

    @property
    def whole(self) -> str:
        """The target as one reads it, with what stands in columns of its own: ``≥80%`` of ≥ | 80 | %."""
        return whole_target(self.value_text, self.value, unit=bool(self.unit))

    @property
    def grading(self) -> str:
        """What the row prints on how it is judged: 评分标准 and 指标解释 together."""
        return (self.standard or "") + (self.explanation or "")

    @cached_property
    def head(self) -> HeadEntry | None:
        """What the lexicon says of the name's head."""
        return head_entry(self.name)

    @cached_property
    def rated(self) -> bool:
        """The name states a percentage: a rate or a satisfaction."""
        return self.frame.measure in (Measure.SHARE, Measure.SURVEYED)

    def has(self, tag: str) -> bool:
        """The name carries a tag of ``lexicons/tags.json``."""
        return tagged(self.name.text, tag)

    @cached_property
    def dimension(self) -> Dimension | None:
        """Dimension of the principal number, ``None`` without unit or number."""
        quantity = self.value.quantity
        return quantity.dimension if quantity is not None else None

    @cached_property
    def is_cost(self) -> bool:
        """The row stands in a cost block."""
        return self.category in COST_CATEGORIES


class PlacedRow(Struct, frozen=True):
    """A row of a form: its content, its index among the indicators, and the half it stands for (``both`` where the halves agree)."""

    row: Row
    index: int
    half: str

    @property
    def primary(self) -> Half:
        """The half a finding on this row points to first."""
        return "annual" if self.half == "annual" else "period"

    def path(self, part: str = "") -> str:
        """Path relative to the form: ``indicators[3].period.value``."""
        base = f"indicators[{self.index}].{self.primary}"
        return f"{base}.{part}" if part else base

    def other_path(self, part: str = "") -> str | None:
        """The same part in the annual half where ``half`` is ``both``."""
        if self.half != "both":
            return None
        base = f"indicators[{self.index}].annual"
        return f"{base}.{part}" if part else base


def _raw(text: Text | None) -> str | None:
    return None if text is None else text.text


def _row(indicator: Indicator, target: Target, kind: str, name: str | None = None) -> Row:
    return Row(
        indicator.category,
        indicator.level1,
        indicator.level2,
        target.name.text if name is None else name,
        target.value.text,
        _raw(target.comparator),
        _raw(target.unit),
        _raw(target.nature),
        _raw(target.weight),
        _raw(target.standard),
        tuple(t.text for t in target.thresholds),
        kind,
        _raw(target.explanation),
        _raw(target.remark),
    )


_MIN_CUT = 4
"""A cell cut at the column's width still shows at least this many characters."""


def _squeeze(text: str) -> str:
    return "".join(text.split())


def is_cut_of(short: str, long: str) -> bool:
    """``short`` is ``long`` cut at the cell's width."""
    short, long = _squeeze(short), _squeeze(long)
    return _MIN_CUT <= len(short) < len(long) and long.startswith(short)


def _same(a: Row, b: Row) -> str | None:
    """The name both halves share where they say the same (one may be cut), else ``None``."""
    if a == b:
        return a.name_text
    if _squeeze(a.value_text) != _squeeze(b.value_text) or (a.comparator, a.unit) != (b.comparator, b.unit):
        return None
    if _squeeze(a.name_text) == _squeeze(b.name_text) or is_cut_of(b.name_text, a.name_text):
        return a.name_text
    return b.name_text if is_cut_of(a.name_text, b.name_text) else None


def placed_rows(form: Form) -> Iterator[PlacedRow]:
    """The distinct rows of a form: halves that say the same are one row."""
    for index, indicator in enumerate(form.indicators):
        period, annual = indicator.period, indicator.annual
        if period is not None and annual is not None:
            first, second = _row(indicator, period, form.kind), _row(indicator, annual, form.kind)
            shared = _same(first, second)
            if shared is not None:
                yield PlacedRow(first if shared == first.name_text else first._replace(name_text=shared), index, "both")
                continue
        if period is not None and not period.blank():
            yield PlacedRow(_row(indicator, period, form.kind), index, "period")
        if annual is not None and not annual.blank():
            yield PlacedRow(_row(indicator, annual, form.kind), index, "annual")


class FormView:
    """A form with its rows typed and its own figures at hand. ``path`` prefix of the form is ``forms[index-1]``."""

    def __init__(self, form: Form, document: Document) -> None:
        self.form = form
        self.document = document
        self.rows: tuple[PlacedRow, ...] = tuple(placed_rows(form))
        self._once: dict[Callable[[FormView], object], object] = {}

    def once(self, read: Callable[[FormView], T]) -> T:
        """What a function reads of this form, read once for all the rules that ask."""
        if read not in self._once:
            self._once[read] = read(self)
        return cast("T", self._once[read])

    @property
    def project(self) -> str:
        """The project's name."""
        return self.form.project

    @property
    def year(self) -> int | None:
        """The budget year."""
        return self.form.budget_year

    def text(self, field: str) -> str:
        """The raw text of a header field, ``""`` where blank or absent."""
        text = self.form.fields.get(field)
        return text.text if text is not None else ""

    def in_category(self, *categories: str) -> list[PlacedRow]:
        """The rows of some categories, in reading order."""
        return [indicator for indicator in self.rows if indicator.row.category in categories]

    def total(self, half: Half) -> Decimal | None:
        """The half's total in 元, ``None`` where blank or absent."""
        money = self.form.total.get(half)
        return money.amount if money is not None else None

    @cached_property
    def budget(self) -> Decimal | None:
        """What the form's costs are measured against, in 元: the annual total, else the period's."""
        return self.form.budget

    @cached_property
    def one_year(self) -> bool:
        """The form says the project takes one year. 项目期 speaks first, 项目属性 where it says nothing of years."""
        duration = _squeeze(self.text("duration"))
        stated = stated_years(duration)
        if stated is not None:
            return stated == 1
        attribute = _squeeze(self.text("attribute"))
        return phrase("once_only").search(attribute) is not None

    @cached_property
    def goal(self) -> str:
        """The annual goal, else the period's."""
        for half in ("annual", "period"):
            text = self.form.goal.get(half)
            if text:
                return str(text.text)
        return ""


class DocumentView:
    """A document with its forms as views."""

    def __init__(self, document: Document, forms: tuple[FormView, ...]) -> None:
        self.document = document
        self.forms = forms
