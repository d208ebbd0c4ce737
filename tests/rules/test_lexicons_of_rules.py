"""The examples in the lexicons the rules on units and bounds read: each ``hit`` is found, each ``miss`` is not."""

from __future__ import annotations

from typing import Any

import pytest

from linter.lexicon import entries
from linter.rules.bounds import ratio_over_100, wrong_direction
from linter.rules.units import wrong_measure_word
from linter.rules.views import Row
from linter.values.lexicons import head_of

HEADS = entries("name-heads")
_COST = ("成本指标", "成本指标", "成本指标")
_OTHER = ("社会效益", "效益指标", "社会效益")


def _row(pair: str, category: tuple[str, str, str] = _OTHER) -> Row:
    name, _, value = pair.partition("|")
    return Row(category[0], category[1], category[2], name, value)


def _with(*keys: str) -> list[Any]:
    return [pytest.param(entry, key, id=f"{entry['word']} {key}") for entry in HEADS for key in keys if key in entry]


def test_heads_are_many() -> None:
    assert sum(1 for e in HEADS if "direction_hit" in e) >= 150
    assert sum(1 for e in HEADS if "over_hit" in e) >= 150


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["word"]) for e in HEADS])
def test_the_head_decides(entry: dict[str, Any]) -> None:
    found, other = head_of(entry["hit"]), head_of(entry["miss"])
    assert found is not None and found.word == entry["word"]
    assert other is not None and other.word != entry["word"]


@pytest.mark.parametrize(("entry", "key"), _with("over_hit", "over_miss"))
def test_bounds(entry: dict[str, Any], key: str) -> None:
    assert bool(list(ratio_over_100.check(_row(entry[key])))) is (key == "over_hit")


@pytest.mark.parametrize(("entry", "key"), _with("direction_hit", "direction_miss"))
def test_directions(entry: dict[str, Any], key: str) -> None:
    row = _row(entry[key], _COST if entry.get("direction") in ("cost", "floor") else _OTHER)
    assert bool(list(wrong_direction.check(row))) is (key == "direction_hit")


def test_noun_measure_pairs_are_many() -> None:
    assert sum(len(e["fits"]) for e in entries("measures")) >= 150


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["noun"]) for e in entries("measures")])
def test_measures(entry: dict[str, Any]) -> None:
    assert not set(entry["fits"]) & set(entry["clashes"])
    assert list(wrong_measure_word.check(_row(entry["hit"])))
    assert not list(wrong_measure_word.check(_row(entry["miss"])))
    for word in entry.get("unless", ()):
        assert not list(wrong_measure_word.check(_row(word + entry["hit"])))


@pytest.mark.parametrize("entry", [pytest.param(e, id=f"{e['group']} {e['word']}") for e in entries("name-senses")])
def test_senses(entry: dict[str, Any]) -> None:
    assert entry["word"] in entry["hit"]
    assert entry["word"] not in entry["miss"]
