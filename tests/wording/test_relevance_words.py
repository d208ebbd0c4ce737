"""The words of ``relevance``: each stands in its ``hit`` and not (in the way its group is matched) in its ``miss``."""

from __future__ import annotations

from typing import Any

import pytest

from linter.lexicon import entries
from linter.rules.relevance._common import opens_with, says

WORDS = entries("relevance")


@pytest.mark.parametrize("entry", WORDS, ids=lambda e: f"{e['group']} {e['word']}")
def test_word(entry: dict[str, Any]) -> None:
    matches = opens_with if entry["group"] == "benefit" else says
    assert matches(entry["hit"], entry["group"])
    assert entry["word"] in entry["hit"]
    starts_only = entry["group"] == "benefit"
    assert not (entry["miss"].startswith(entry["word"]) if starts_only else entry["word"] in entry["miss"])
