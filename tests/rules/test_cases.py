"""Runs ``tests/rules/<slug>.yml``: every rule's hits and near misses. ``pytest -k JX402`` runs those of one rule."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from linter.rules.registry import by_name
from tests.support.cases import run_hit, run_miss

FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(path: Path) -> dict[str, list[dict[str, Any]]]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)


def _cases(kind: str) -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{by_name()[path.stem].rule.code} {path.stem}: {case['name']}")
        for path in sorted(FOLDER.glob("*.yml"))
        if path.stem in by_name()
        for case in load(path).get(kind) or []
    ]


@pytest.mark.parametrize(("slug", "case"), _cases("hits"))
def test_hit(slug: str, case: dict[str, Any]) -> None:
    run_hit(slug, case)


@pytest.mark.parametrize(("slug", "case"), _cases("misses"))
def test_miss(slug: str, case: dict[str, Any]) -> None:
    run_miss(slug, case)
