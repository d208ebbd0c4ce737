"""Tables as careless extraction leaves them: what is certain is read, what is not is marked, nothing is guessed silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from linter import formats, layouts
from linter.model.form import Form
from linter.reports.serial import form_data
from tests.support.golden import expected_rows

CASES = yaml.safe_load((Path(__file__).parent / "damaged.yml").read_text(encoding="utf-8"))
HEAD = ["青禾县项目支出绩效目标表", "", "项目名称\t\t法治宣传教育\t\t\t\t\t"]
TWO_SIDED = ["level1", "level2", "name", "value", "name2", "value2"]


def form_of(table: str) -> Form:
    lines = ["\t".join(cell.strip() for cell in line.split("|")) for line in table.splitlines()]
    text = "\n".join([*HEAD, *lines]) + "\n"
    (source,) = formats.read_bytes(text.encode(), "damaged.txt")
    (form,) = layouts.read_document(source).forms
    return form


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_damaged(case: dict[str, Any]) -> None:
    form = form_of(case["text"])
    columns = TWO_SIDED if case["rows"][0].count("|") == 5 else TWO_SIDED[:4]
    assert form_data(form)["indicators"] == expected_rows({"columns": columns, "rows": case["rows"]})
    assert sorted({doubt.path for doubt in form.uncertain}) == sorted(case.get("doubts", []))
    assert form.truncated is case.get("truncated", False)


def test_doubted_cells_carry_the_doubt() -> None:
    """What is read with doubt can be at most info: the engine needs the mark on the cell itself."""
    case = next(one for one in CASES if "torn" in one["name"])
    annual = form_of(case["text"]).indicators[0].annual
    assert annual is not None
    assert annual.name.doubt
    assert annual.value.doubt
