"""Which names count as a slip of the pen for another."""

from __future__ import annotations

import pytest

from linter.knowledge.near import near

SETTINGS = ("ignore", "select", "severity", "per-file-ignores", "profile", "pedantic")


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("ignores", ("ignore",)),
        ("sevrity", ("severity",)),
        ("Profile", ("profile",)),
        ("per_file_ignores", ("per-file-ignores",)),
        ("silent", ("select",)),  # half of the letters: just like enough
        ("fail-on", ()),
        ("xyz", ()),
        ("", ()),
    ],
)
def test_near_and_not(wanted: str, meant: tuple[str, ...]) -> None:
    assert near(wanted, SETTINGS) == meant


def test_several_are_ordered_by_likeness_and_spelled_as_known() -> None:
    assert near("jx4021", ("JX911", "JX402", "JX302"), 2) == ("JX402", "JX302")
