"""Damaged settings, suppressions, baselines, reviews, ledgers, desks and bundles: taken in, or refused in one Chinese sentence, never a traceback.

The long form is a part of ``python -m tests.fuzz``.
"""

from __future__ import annotations

import re

import pytest
from click.testing import Result

from tests.fuzz.kept import kinds, taken_in
from tests.fuzz.mutations import encoded, mutated_bytes, mutated_package, mutated_text, seeded

KINDS = (
    "settings",
    "suppressions",
    "baseline",
    "review",
    "ledger",
    "ledger workbook",
    "desk",
    "bundle",
    "cache",
    "batch manifest.json",
    "batch shards/000001.shard",
    "batch inputs.jsonl",
)
SHORT = 8
_ZIPPED, _DATABASE = b"PK\x03\x04", b"SQLite format 3"


def content_of(kind: str, seed: int) -> bytes:
    """The file of a kind after the damage of a seed."""
    rng, content = seeded(kind, seed), kinds()[kind].content
    if content.startswith(_ZIPPED):
        return mutated_package(rng, content) if rng.random() < 0.7 else mutated_bytes(rng, content)
    if content.startswith(_DATABASE) or kind.endswith(".shard"):
        return mutated_bytes(rng, content)
    return encoded(rng, mutated_text(rng, content.decode())) if rng.random() < 0.8 else mutated_bytes(rng, content)


def hold(result: Result) -> None:
    """The laws of a command on something damaged."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert result.exit_code in (0, 1, 2, 3), result.exit_code
    assert "Traceback" not in result.output
    if result.exit_code in (2, 3):
        assert re.search("[一-鿿]", result.output), result.output


def damaged(kind: str, seed: int) -> None:
    """One damaged file of a kind."""
    try:
        hold(taken_in(kind, content_of(kind, seed)))
    except BaseException as error:
        error.add_note(f"kind {kind}, seed {seed}")
        raise


def test_every_kind_is_damaged_and_whole_ones_are_taken_in() -> None:
    assert set(KINDS) == kinds().keys()
    for kind, kept in kinds().items():
        done = taken_in(kind, kept.content)
        hold(done)
        assert done.exit_code in (0, 1), (kind, done.output)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_taken_in_or_refused(kind: str) -> None:
    for seed in range(SHORT):
        damaged(kind, seed)


@pytest.mark.parametrize(("kind", "seed"), [("ledger workbook", 1043), ("desk", 1063)])
def test_what_once_ended_in_a_traceback(kind: str, seed: int) -> None:
    """A package that is no workbook any more; a database whose broken bytes stand in SQLite's own message."""
    damaged(kind, seed)
