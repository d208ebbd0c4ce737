"""Symbolic paths: every spelling has its parts, and what names nothing is refused."""

from __future__ import annotations

import pytest

from linter.model.document import all_texts
from linter.model.form import Text
from linter.model.path import DOCUMENT, Path, PathError, place_of, resolve
from tests.support.cases import document_of

SPELLINGS = {
    "": DOCUMENT,
    "forms[2]": Path(2),
    "forms[0].fields.overview": Path(0, field="overview"),
    "fields.goal.annual": Path(field="goal", half="annual"),
    "forms[1].fields.total.period": Path(1, field="total", half="period"),
    "forms[0].fields.funding.annual.其中：2.1 省级补助": Path(0, field="funding", half="annual", source="其中：2.1 省级补助"),
    "indicators[11]": Path(row=11),
    "forms[0].indicators[3].period.value": Path(0, 3, half="period", part="value"),
    "indicators[3].annual.thresholds[2]": Path(row=3, half="annual", part="thresholds", threshold=2),
    "tables[1].rows[20].figures[3]": Path(table=1, table_row=20, figure=3),
    "tables[1]": Path(table=1),
    "narrative[0].paragraphs[4]": Path(section=0, paragraph=4),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_and_its_parts(spelling: str) -> None:
    assert Path.of(spelling) == SPELLINGS[spelling]
    assert str(SPELLINGS[spelling]) == spelling


@pytest.mark.parametrize(
    "wrong",
    [
        "forms",
        "forms[x]",
        "forms[0].indicators[1].year",
        "indicators[1].annual.price",
        "indicators[-1]",
        "forms[0].tables[1]",
        "name",
        "tables[1].figures[2]",
    ],
)
def test_what_is_no_path_is_refused(wrong: str) -> None:
    with pytest.raises(PathError):
        Path.of(wrong)


def test_rows_and_fields_are_anchors_totals_by_half() -> None:
    assert Path.of("forms[0].indicators[3].period.value").anchor == Path(0, 3)
    assert Path.of("forms[0].fields.goal.annual").anchor == Path(0, field="goal")
    assert Path.of("forms[0].fields.total.annual").anchor == Path(0, field="total", half="annual")
    assert Path.of("forms[0]").anchor is None


DOCUMENT_READ = document_of({"rows": ["数量指标 | 巡查次数 | ≥24次"], "fields": {"basis": ""}})


def test_every_text_of_a_form_is_found_at_its_path() -> None:
    texts = dict(all_texts(DOCUMENT_READ.forms[0]))
    assert len(texts) > 5
    for path, text in texts.items():
        assert resolve(DOCUMENT_READ, Path.of(path).within(0)) == text


@pytest.mark.parametrize(
    "path",
    [
        "forms[1]",
        "forms[0].indicators[1]",
        "forms[0].indicators[0].period",
        "forms[0].indicators[0].annual.unit",
        "forms[0].indicators[0].annual.thresholds[0]",
        "forms[0].fields.plan.annual",
        "forms[0].fields.leader",
        "tables[0]",
        "narrative[0]",
    ],
)
def test_a_place_the_document_does_not_have_is_refused(path: str) -> None:
    with pytest.raises(PathError):
        resolve(DOCUMENT_READ, path)
    with pytest.raises(PathError):
        place_of(DOCUMENT_READ, path)


def test_a_row_stands_where_its_first_cell_does() -> None:
    row = resolve(DOCUMENT_READ, "forms[0].indicators[0]")
    assert isinstance(row, Text)
    assert row.text == "巡查次数"
