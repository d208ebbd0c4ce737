"""Damaged and random input. A short form with fixed seeds runs always; the long one is

    JIXIAO_FUZZ_MINUTES=20 JIXIAO_FUZZ_SEED=1 python -m pytest tests/fuzz -m slow -n 2

Every failure names its seed; ``JIXIAO_FUZZ_SEED=<it>`` starts there.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable

import pytest

from tests.fuzz import corpus
from tests.fuzz.invariants import checked
from tests.fuzz.mutations import encoded, mutated_bytes, mutated_markup, mutated_package, mutated_text, seeded

MINUTES = float(os.environ.get("JIXIAO_FUZZ_MINUTES", "20"))
FIRST = int(os.environ.get("JIXIAO_FUZZ_SEED", "1000"))
FILES = ("csv", "html", "xlsx", "docx", "json", "yaml")


def _text(rng: random.Random) -> tuple[bytes, str]:
    return encoded(rng, mutated_text(rng, corpus.a_text(rng))), "表.txt"


def _file(rng: random.Random, to: str) -> tuple[bytes, str]:
    data = corpus.a_file(to, rng.randrange(16))
    if to in ("xlsx", "docx"):
        return mutated_package(rng, data), f"表.{to}"
    if to == "html" and rng.random() < 0.6:
        return mutated_markup(rng, data), "表.html"
    if rng.random() < 0.3:
        return mutated_bytes(rng, data), f"表.{to}"
    return encoded(rng, mutated_text(rng, data.decode())), f"表.{to}"


KINDS: dict[str, Callable[[random.Random], tuple[bytes, str]]] = {
    "text": _text,
    **{to: (lambda rng, to=to: _file(rng, to)) for to in FILES},  # type: ignore[misc]
}
SHORT = {"text": 30, "json": 30, "yaml": 20, "csv": 12, "html": 20, "xlsx": 20, "docx": 12}


def one(kind: str, seed: int) -> None:
    """One damaged input of a kind."""
    rng = seeded(kind, seed)
    data, name = KINDS[kind](rng)
    checked(data, name, files=seed % 10 == 0)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_read_or_told(kind: str) -> None:
    for seed in range(SHORT[kind]):
        try:
            one(kind, seed)
        except BaseException as error:
            error.add_note(f"kind {kind}, seed {seed}")
            raise


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_much_damage_is_read_or_told(kind: str) -> None:
    until = time.monotonic() + MINUTES * 60 / len(KINDS)
    seed = FIRST
    while time.monotonic() < until:
        try:
            one(kind, seed)
        except BaseException as error:
            error.add_note(f"kind {kind}, seed {seed}")
            raise
        seed += 1
