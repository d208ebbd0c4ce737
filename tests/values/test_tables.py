"""The tables of real-looking values and names: every reading in full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.values.reading import name_reading, value_reading

FOLDER = Path(__file__).parent
_INPUT = ("text", "comparator", "unit")


def _load(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


VALUES = [pytest.param(case, id=f"{group}: {case['text']}") for group, cases in _load("values.yml").items() for case in cases]
NAMES = [pytest.param(case, id=case["name"]) for case in _load("names.yml")]


@pytest.mark.parametrize("case", VALUES)
def test_value(case: dict[str, Any]) -> None:
    expected = {key: held for key, held in case.items() if key not in _INPUT}
    assert value_reading(case["text"], case.get("comparator"), case.get("unit")) == expected


@pytest.mark.parametrize("case", NAMES)
def test_name(case: dict[str, Any]) -> None:
    expected = {key: held for key, held in case.items() if key != "name"}
    got = name_reading(case["name"])
    assert got == expected


def test_tables_are_large() -> None:
    assert len({case.values[0]["text"] for case in VALUES}) >= 400
    assert len({case.values[0]["name"] for case in NAMES}) >= 150
