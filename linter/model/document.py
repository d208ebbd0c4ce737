"""A document: the forms of one input and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from linter.model.blocks import Comment, NotChecked
from linter.model.form import OPTIONAL_PARTS, Form, Text
from linter.model.place import Place


class Figure(Struct, frozen=True):
    """A cell of a figure column: as printed, its number in the table's own unit (``None``: no number), and its amount in 元 where the
    table (or the cell itself) states a unit. Blank cells have no figure."""

    text: Text
    amount: Decimal | None
    decimals: int = 0
    """Printed decimals, for rounding tolerance."""
    number: Decimal | None = None


class TableRow(Struct, frozen=True):
    """A body row: its label, code if any, and its figures by column index.

    ``block``: tables that print 收入 and 支出 side by side have a row for each side. ``role``: ``grand`` (总计) ``total`` (合计)
    ``of_which`` (其中) ``class`` (a class of economic items) ``exempt`` (人员 and 公用经费: no targets needed) ``item``. ``rank``: the level an
    enumeration states (1 for 一、 … 5 for ①). ``labels``: the texts of every label column, where there are several.
    """

    label: Text
    code: str | None
    figures: Mapping[int, Figure]
    block: int = 0
    role: str = "item"
    rank: int | None = None
    labels: tuple[Text, ...] = ()


class BudgetTable(Struct, frozen=True):
    """A budget table (项目支出预算表, 收支总表 …). ``unit`` is ``None`` where no unit line was found: then no amounts.

    ``headers``: every column's heads from top to bottom. ``owner``: the unit the table says it is of (部门名称：…).
    """

    title: str
    kind: str
    """``project_expenditure income_expenditure three_public procurement operating …``, from data; ``other`` if unknown."""
    unit: str | None
    headers: Mapping[int, tuple[str, ...]]
    rows: tuple[TableRow, ...]
    place: Place
    owner: str = ""
    doubt: str | None = None
    """Why the table was read with doubt, in Chinese: then every finding that rests on one of its figures is at most info."""

    @property
    def final(self) -> bool:
        """A table of final accounts (决算), which says what was spent and not what was planned."""
        return "决算" in self.title


class Section(Struct, frozen=True):
    """A stretch of narrative under one heading. ``parents``: the headings above it, outermost first."""

    heading: str
    paragraphs: tuple[Text, ...]
    parents: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """One input as the rules see it."""

    path: str
    format: str
    sha256: str
    forms: tuple[Form, ...]
    tables: tuple[BudgetTable, ...] = ()
    narrative: tuple[Section, ...] = ()
    budget_year: int | None = None
    not_checked: tuple[NotChecked, ...] = ()
    member: str | None = None
    invalid: tuple[Invalid, ...] = ()
    """JSON/YAML forms that do not meet the schema (JX108)."""
    comments: tuple[Comment, ...] = ()
    """Remarks found in the file beside its cells; suppressions may stand there."""
    unread: tuple[str, ...] = ()
    """Parts of the input that may hold forms or tables and could not be read (a page, a sheet, a block), in Chinese words: what rests on the
    absence of a form or table in this document is then at most info. Readers that set it add a ``NotChecked`` record for people too."""

    @property
    def incomplete(self) -> bool:
        """A form or table may be missing from this reading."""
        return bool(self.unread) or any(note.fatal for note in self.not_checked)


class Invalid(Struct, frozen=True):
    """One place where a structured form does not meet ``schemas/form.schema.json``."""

    pointer: str
    expected: str
    found: str
    place: Place
    form_index: int | None = None
    label: str = ""
    """The place in words: ``第1张表的绩效指标第2行的年度的指标值``."""
    hint: str = ""
    """What was meant, where a known name is near."""


def all_texts(form: Form) -> Iterator[tuple[str, Text]]:
    """Every text of a form with its symbolic path relative to the form (``fields.overview``, ``indicators[2].annual.value``)."""
    for key, text in form.fields.items():
        yield f"fields.{key}", text
    for half, text in form.goal.items():
        yield f"fields.goal.{half}", text
    for half, money in form.total.items():
        yield f"fields.total.{half}", money.text
    for half, sources in form.funding.items():
        for label, money in sources.items():
            yield f"fields.funding.{half}.{label}", money.text
    for index, half, target in form.targets():
        yield f"indicators[{index}].{half}.name", target.name
        yield f"indicators[{index}].{half}.value", target.value
        for part in OPTIONAL_PARTS:
            extra = getattr(target, part)
            if extra is not None:
                yield f"indicators[{index}].{half}.{part}", extra
        for number, text in enumerate(target.thresholds):
            yield f"indicators[{index}].{half}.thresholds[{number}]", text
