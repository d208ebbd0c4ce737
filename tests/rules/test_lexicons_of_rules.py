"""What the lexicons of the rules on units and bounds promise beyond their own examples (those run in ``tests/lexicons``)."""

from __future__ import annotations

from typing import Any

import pytest

from linter.knowledge.lexicons import entries
from linter.rules.units import wrong_measure_word
from linter.rules.views import Row

HEADS, MEASURES = entries("name-heads"), entries("measures")


def test_heads_are_many() -> None:
    assert sum(1 for e in HEADS if "direction_hit" in e) >= 150
    assert sum(1 for e in HEADS if "over_hit" in e) >= 150


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["word"]) for e in HEADS if e.get("bound") == 100])
def test_a_bounded_head_says_what_is_beyond(entry: dict[str, Any]) -> None:
    assert "over_miss" in entry
    assert "over_hit" in entry or entry["word"].endswith("完成率"), "only what may be overfulfilled goes without"


def test_noun_measure_pairs_are_many() -> None:
    assert sum(len(e["fits"]) for e in MEASURES) >= 150


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["noun"]) for e in MEASURES])
def test_measures_agree_with_themselves(entry: dict[str, Any]) -> None:
    assert entry["fits"] and not set(entry["fits"]) & set(entry["clashes"])


@pytest.mark.parametrize(("entry", "word"), [pytest.param(e, w, id=f"{w} {e['noun']}") for e in MEASURES for w in e.get("unless", ())])
def test_a_word_that_lends_another_measure_silences(entry: dict[str, Any], word: str) -> None:
    name, _, value = entry["hit"].partition("|")
    assert list(wrong_measure_word.check(Row("数量指标", "产出指标", "数量指标", name, value)))
    assert not list(wrong_measure_word.check(Row("数量指标", "产出指标", "数量指标", word + name, value)))
