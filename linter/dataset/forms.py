"""From a form to its rows: made where the form was read and checked, so that what its cells say is read once."""

from __future__ import annotations

import msgspec

from linter.dataset.schema import FormRow, IndicatorRow, Kind, fitted
from linter.files.packing import encoded
from linter.model.document import Document
from linter.model.form import Form
from linter.model.oversize import oversize
from linter.reports.feedback.batch import unit_of
from linter.rules.views import PlacedRow, placed_rows


class FormTable(msgspec.Struct, frozen=True, array_like=True):
    """A form as rows. What only the whole run can tell (input, findings, score) is not yet in them."""

    form: FormRow
    indicators: tuple[IndicatorRow, ...]


def _text(form: Form, field: str) -> str:
    text = form.fields.get(field)
    return "".join(text.text.split()) if text is not None else ""


def _indicator(form: Form, printed: PlacedRow, unit: str) -> IndicatorRow:
    row = printed.row
    value, frame = row.value, row.frame
    quantity = value.quantity
    measure = quantity.unit if quantity is not None else None
    return IndicatorRow(
        input=0,
        form=form.index,
        row=printed.index + 1,
        half=printed.half,
        unit=unit,
        year=form.budget_year,
        amount=fitted(form.budget, Kind.MONEY),
        level1=row.level1,
        level2=row.level2,
        category=row.category,
        name=row.name_text,
        value=row.whole,
        shape=value.shape.value,
        quantified=value.quantified,
        comparator=value.comparator.value if value.comparator is not None else None,
        number=fitted(quantity.number, Kind.NUMBER) if quantity is not None else None,
        high=fitted(quantity.high, Kind.NUMBER) if quantity is not None else None,
        measure="/".join((measure.symbol, *measure.per)) if measure is not None else None,
        dimension=measure.dimension.value if measure is not None else None,
        base=fitted(quantity.amount, Kind.NUMBER) if quantity is not None else None,
        measured=frame.measure.value,
        object=frame.obj.what,
        aspect=frame.aspect.name if frame.aspect is not None else None,
        polarity=frame.polarity,
        codes=(),
    )


def table_of(form: Form) -> FormTable:
    """The rows of a form."""
    unit = unit_of(form)
    rows = tuple(_indicator(form, printed, unit) for printed in placed_rows(form))
    period = form.total.get("period")
    own = FormRow(
        input=0,
        form=form.index,
        project=form.project,
        unit=unit,
        department=_text(form, "department"),
        kind=form.kind,
        layout=form.layout,
        title=form.title.text.strip() if form.title is not None else "",
        type=_text(form, "attribute"),
        code=_text(form, "code"),
        duration=_text(form, "duration"),
        year=form.budget_year,
        amount=fitted(form.budget, Kind.MONEY),
        period_amount=fitted(period.amount, Kind.MONEY) if period is not None else None,
        indicators=len(rows),
        checked=oversize(form) is None,
        quality=None,
        errors=0,
        warnings=0,
        infos=0,
        incomplete=form.incomplete,
    )
    return FormTable(own, rows)


def packed_forms(document: Document) -> bytes:
    """The rows of a document's forms as MessagePack."""
    return encoded(tuple(map(table_of, document.forms)))


_decoder = msgspec.msgpack.Decoder(tuple[FormTable, ...])


def unpacked_forms(data: bytes) -> tuple[FormTable, ...]:
    """The rows ``packed_forms`` spells; ``b""`` has none."""
    return _decoder.decode(data) if data else ()
