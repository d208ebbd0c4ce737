"""A defect planted in a sound form is found, and nothing else is said: 500 here, 10,000 by ``python -m tests.faults``."""

from __future__ import annotations

import pytest

from tests.faults.forms import FORMATS, sound_forms
from tests.faults.planters import PLANTERS
from tests.faults.runner import faults, plant
from tests.support.writers import WRITERS

SEED = 2026
COUNT, PART = 500, 50


@pytest.mark.parametrize("first", range(0, COUNT, PART))
def test_exactly_the_planted_defect_is_found(first: int) -> None:
    wrong = [
        (p.number, p.rule, p.format, p.project, p.at, p.said) for n in range(first, first + PART) if (p := plant(n, SEED)) and not p.right
    ]
    assert wrong == [], f"seed {SEED}"


def test_the_defects_are_many_and_every_way_of_planting_is_used() -> None:
    assert len({fault["rule"] for fault in faults()}) >= 60
    assert {fault["plant"] for fault in faults()} == set(PLANTERS)
    assert set(FORMATS) - {"json", "yaml"} <= set(WRITERS)
    assert len(sound_forms()) >= 60


def test_occasions_are_not_rare() -> None:
    assert sum(plant(number, SEED) is None for number in range(len(faults()))) <= 3
