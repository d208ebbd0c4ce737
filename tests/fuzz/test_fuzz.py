"""Damaged and random input. A short form with fixed seeds runs always; the long one is ``python -m tests.fuzz`` (100,000 inputs).

Every failure names its kind and seed: ``python -m tests.fuzz --kind xlsx --seed 1042 1``.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from tests.fuzz import corpus
from tests.fuzz.invariants import checked
from tests.fuzz.mutations import encoded, mutated_bytes, mutated_markup, mutated_package, mutated_pdf, mutated_text, seeded
from tests.support.writers.pdf import missing

PACKAGES = ("xlsx", "docx", "ods", "odt")
FILES = ("csv", "html", "json", "yaml", "pdf", *PACKAGES)


def _text(rng: random.Random) -> tuple[bytes, str]:
    return encoded(rng, mutated_text(rng, corpus.a_text(rng))), "表.txt"


def _file(rng: random.Random, to: str) -> tuple[bytes, str]:
    data = corpus.a_file(to, rng.randrange(16))
    if to in PACKAGES:
        return mutated_package(rng, data), f"表.{to}"
    if to == "pdf":
        return mutated_pdf(rng, data), "表.pdf"
    if to == "html" and rng.random() < 0.6:
        return mutated_markup(rng, data), "表.html"
    if rng.random() < 0.3:
        return mutated_bytes(rng, data), f"表.{to}"
    return encoded(rng, mutated_text(rng, data.decode())), f"表.{to}"


def _row(rng: random.Random) -> tuple[bytes, str]:
    """A form of one row and a goal whose words are damaged: the grammar of values, names and frames, and every rule."""
    row, goal = rng.choice(corpus.rows()), rng.choice(corpus.goals())
    block, name, value = (
        mutated_text(rng, cell)[:300] if rng.random() < chance else cell for cell, chance in zip(row, (0.1, 0.7, 0.7), strict=True)
    )
    form = {
        "fields": {
            "project": "甲县乙项目",
            "total": rng.choice(["100万元", "0", "-3万元", mutated_text(rng, "100万元")[:60]]),
            "year": "2026",
            "goal": mutated_text(rng, goal)[:600] if rng.random() < 0.4 else goal,
        },
        "indicators": [{"level1": "产出指标", "level2": block, "annual": {"name": name, "value": value}}],
    }
    return json.dumps({"forms": [form]}, ensure_ascii=False).encode("utf-8", "replace"), "表.json"


KINDS: dict[str, Callable[[random.Random], tuple[bytes, str]]] = {
    "row": _row,
    "text": _text,
    **{to: (lambda rng, to=to: _file(rng, to)) for to in FILES},  # type: ignore[misc]
}
SHORT = {"row": 60, "text": 30, "json": 30, "yaml": 20, "csv": 12, "html": 20, "xlsx": 20, "docx": 12, "ods": 10, "odt": 10, "pdf": 6}


def damaged(kind: str, seed: int) -> None:
    """One damaged input of a kind is read, judged and reported, or told; what breaks a law carries its kind and seed."""
    data, name = KINDS[kind](seeded(kind, seed))
    try:
        checked(data, name, written=seed % 4 == 0, files=seed % 20 == 0)
    except BaseException as error:
        error.add_note(f"kind {kind}, seed {seed}")
        raise


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_read_or_told(kind: str) -> None:
    if kind == "pdf" and (why := missing()):
        pytest.skip(why)
    for seed in range(SHORT[kind]):
        damaged(kind, seed)
