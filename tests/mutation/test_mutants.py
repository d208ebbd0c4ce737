"""The mutants are what they say: one change each, the rest as it was."""

from __future__ import annotations

import ast

from tests.mutation.constants import stepped, steps
from tests.mutation.mutants import STRATA, mutated, places, sample
from tests.mutation.trial import path_of, rules_of

SOURCE = '''
"""Doc 1."""
import os

RULE = Rule(1, True)
LIMIT: int = 5


def f(a: int, b: list[int]) -> int | None:
    """Doc 2."""
    if not a:
        return None
    return a + 1 if a < 3 and b else 0
'''


def test_every_place_is_changed_alone() -> None:
    changed = {ast.unparse(mutated(SOURCE, number)) for number in range(len(places(SOURCE)))}
    whole = ast.unparse(ast.parse(SOURCE))
    assert len(changed) == len(places(SOURCE)) and whole not in changed
    for text in changed:
        assert sum(a != b for a, b in zip(text.splitlines(), whole.splitlines(), strict=True)) == 1, text


def test_declarations_and_docstrings_are_left_alone() -> None:
    assert {line for line, _ in places(SOURCE)} == {6, 11, 13}
    assert "→" in " ".join(change for _, change in places(SOURCE))


def test_the_sample_is_the_same_for_a_seed_and_covers_every_stratum() -> None:
    assert sample(100, 1) == sample(100, 1) != sample(100, 2)
    assert {mutant.stratum for mutant in sample(100, 1)} == set(STRATA)
    assert all(path_of(mutant.module).exists() for mutant in sample(100, 1))


def test_a_module_of_rules_has_the_cases_of_the_rules_that_use_it() -> None:
    assert rules_of("linter.rules.units.count_with_percent") == ["count-with-percent"]
    assert {"wrong-direction", "trivial-target"} <= set(rules_of("linter.rules.bounds._common"))
    assert "growth-arithmetic" in rules_of("linter.rules.crosscheck._shares")  # imported as a name of its folder


CONSTANTS = """
RULE = Rule(1)
_MOST = 3
_SLACK = Decimal("1.005")
_SCALE = {"2": Decimal(10), "元": 1}
_NEAR, _FAR = 6, 7
_PATTERN = re.compile("4")
_NAMES = ("5", True)
"""


def test_numbers_of_constants_go_a_step_either_way_and_texts_stay() -> None:
    taken = [(step.constant, step.old, step.new) for step in steps(CONSTANTS)]
    assert taken == [
        ("_MOST", "3", "2"),
        ("_MOST", "3", "4"),
        ("_SLACK", "1.005", "1.004"),
        ("_SLACK", "1.005", "1.006"),
        ("_SCALE", "10", "9"),
        ("_SCALE", "10", "11"),
        ("_SCALE", "1", "0"),
        ("_SCALE", "1", "2"),
        ("_NEAR/_FAR", "6", "5"),
        ("_NEAR/_FAR", "6", "7"),
        ("_NEAR/_FAR", "7", "6"),
        ("_NEAR/_FAR", "7", "8"),
    ]
    whole = ast.unparse(ast.parse(CONSTANTS))
    for step in steps(CONSTANTS):
        changed = ast.unparse(stepped(CONSTANTS, step))
        assert sum(a != b for a, b in zip(changed.splitlines(), whole.splitlines(), strict=True)) == 1, step
