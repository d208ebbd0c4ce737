"""No expression of the code or of the lexicons takes the square of its text: each is fed its own worst shapes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pattern_growth import worst
from tests.support.patterns import Known

ROOT = Path(__file__).parents[2]
_FEWEST = 400


def _grown(*arguments: str) -> list[str]:
    """What grows, as a process of its own tells it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.pattern_growth", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    *grown, tried = done.stdout.splitlines()
    assert int(tried.split()[1]) > _FEWEST
    return grown


def test_no_expression_grows_faster_than_its_text() -> None:
    assert not _grown("--short")


@pytest.mark.slow
def test_no_expression_grows_faster_than_its_text_on_any_shape() -> None:
    assert not _grown()


@pytest.mark.parametrize(
    "pattern",
    [r"(?:[0-9]+|多)+个", r"[0-9]+元", r"\s*年?\s*月", r"#[^\n]*审核", r'"(?:[^"\\]|\\.)*"', r"(?:时间|日期)+$", r"第\s*(?P<a>[^]]+?)\s*]"],
)
def test_those_that_do_are_found(pattern: str) -> None:
    assert worst(Known("here", re.compile(pattern), "search"), None) is not None


@pytest.mark.parametrize("pattern", [r"(?<![0-9])[0-9]+元", r"[0-9]{1,9}元", r"(?<!\s)\s*+年", r"《[^》]{0,200}》"])
def test_those_that_do_not_are_left_alone(pattern: str) -> None:
    assert worst(Known("here", re.compile(pattern), "search"), None) is None
