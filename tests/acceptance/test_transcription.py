"""The 14 transcribed forms of the real disclosure: not one wrong cell, and the same forms as xlsx, docx and html without a loss."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from linter import formats, layouts
from linter.layouts.labels import level2_of
from tests.support.golden import available
from tests.support.writers import WRITERS, FormData, as_data, seed_forms, write

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
pytestmark = pytest.mark.skipif(not SEEDS, reason="../shared 不在旁边：真实文档与标注不随仓库发布")
GOLD = [json.loads(line) for line in (SHARED / "gold" / "forms.jsonl").read_text(encoding="utf-8").splitlines()] if SEEDS else []
PLAIN = ("project", "overview", "basis", "necessity", "measures", "plan", "filed")


@cache
def seed() -> list[FormData]:
    return seed_forms(SEEDS[0])


def _amount(form: FormData, half: str) -> Decimal | None:
    amount = form["fields"]["total"].get(half, {}).get("amount")
    return None if amount is None else Decimal(amount)


def _target(target: dict[str, Any] | None) -> tuple[str, str] | None:
    """Name and value; what the extraction lost (``null`` in the transcription) reads as blank."""
    return (target["name"] or "", target["value"] or "") if target else None


def _rows(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    # The transcription gives categories by their common name (可持续发展影响 → 可持续影响).
    return [(level2_of(row["level2"]), _target(row["period"]), _target(row["annual"])) for row in rows]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: f"form{gold['form']}")
def test_no_cell_is_wrong(gold: dict[str, Any]) -> None:
    form = seed()[gold["form"] - 1]
    fields = form["fields"]
    assert {key: fields.get(key) for key in PLAIN} == {key: gold[key] for key in PLAIN}
    assert fields["goal"] == {half: gold[f"goal_{half}"] for half in ("period", "annual")}
    totals = {half: gold[f"total_{half}"] for half in ("period", "annual")}
    assert {half: _amount(form, half) for half in totals} == {h: None if t is None else Decimal(str(t)) for h, t in totals.items()}
    assert _rows(form["indicators"]) == _rows(gold["indicators"])


def test_lost_cells_are_marked_not_guessed() -> None:
    """In form 5 the last annual value and in form 10 the annual 经济效益 pair were lost by the extraction."""
    marked = {form["index"]: [one["path"] for one in form["uncertain"]] for form in seed()}
    assert any("annual" in path for path in marked[5])
    assert any("annual" in path for path in marked[10])


def test_the_footer_is_read_cell_by_cell() -> None:
    """负责人 | 经办人 | 联系电话 are blank; 填报日期 stands in one cell with its value and belongs to no label before it."""
    assert {(form["fields"]["phone"], form["fields"]["contact"]) for form in seed()} == {("", "")}
    assert all(form["fields"]["filed"].isdigit() for form in seed())


@pytest.mark.parametrize("to", ["text", "pipes", "csv", "html", "xlsx", "docx"])
def test_the_27_forms_in_every_format(to: str) -> None:
    if not available(to):
        pytest.skip(f"no reader for {to} yet")
    data = write(seed(), "two-sided", to)
    documents = [layouts.read_document(source) for source in formats.read_bytes(data, f"seed.{WRITERS[to][0]}")]
    read = [as_data(form) for document in documents for form in document.forms]
    assert len(read) == 27
    for got, wanted in zip(read, seed(), strict=True):
        assert got["fields"] == wanted["fields"]
        assert got["indicators"] == wanted["indicators"]
        assert got["budget_year"] == wanted["budget_year"]
        assert not got["uncertain"], "nothing was lost in writing"
