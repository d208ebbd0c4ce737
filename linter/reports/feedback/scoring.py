"""The machine's quality score of a form, and the audit sheet's items with what the program found for each.

Weights and items are data (``schemas/review/*.json``) and the formula is printed wherever a score is. It is never the official score:
the human items stay blank, and no total of the sheet is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from msgspec import Struct

from linter.knowledge.resources import data_root
from linter.model.finding import Finding


@cache
def review_data(name: str) -> dict[str, Any]:
    """The data of that name: ``audit letter points scoring``."""
    path = data_root() / "schemas" / "review" / f"{name}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return data


def most_exact(entries: Iterable[Mapping[str, Any]], code: str, name: str) -> str | None:
    """The ``name`` of the entry that names a rule most exactly (``JX611`` before ``JX6``), ``None`` where none does."""
    ranked = [(len(prefix), str(entry[name])) for entry in entries for prefix in entry["codes"] if code.startswith(prefix)]
    return max(ranked)[1] if ranked else None


def formula() -> str:
    """The score's formula in Chinese."""
    return str(review_data("scoring")["formula"])


def worklist_formula() -> str:
    """How the worklist is ranked, in Chinese."""
    return str(review_data("scoring")["worklist"])


class Loss(Struct, frozen=True):
    """What one rule cost: points of its item."""

    code: str
    title: str
    hits: int
    points: Decimal


class Item(Struct, frozen=True):
    """An item of the audit sheet. ``left``: points after deduction, ``None`` for items people judge. ``losses``: what lowered it."""

    dimension: str
    name: str
    points: int
    checks: str
    left: Decimal | None
    losses: tuple[Loss, ...]
    hints: int
    """Findings that bear on the item, whoever judges it."""


class Score(Struct, frozen=True):
    """``value``: 0–100 with one decimal, 机审质量分."""

    value: Decimal
    items: tuple[Item, ...]


def _owner(code: str) -> int:
    """The machine item a code counts under: the one that names it most exactly."""
    items = review_data("audit")["items"]
    ranked = [(len(c), n) for n, item in enumerate(items) if item["machine"] for c in item["codes"] if code.startswith(c)]
    return max(ranked, key=lambda pair: (pair[0], -pair[1]))[1] if ranked else -1


def score(findings: Sequence[Finding], titles: dict[str, str]) -> Score:
    """The score of a form from its findings that count (not suppressed)."""
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.code, []).append(finding)
    deductions, most = review_data("scoring")["deductions"], int(review_data("scoring")["most_hits"])
    losses: dict[int, list[Loss]] = {}
    for code, alike in sorted(rules.items()):
        worst = min(alike, key=lambda f: f.severity.rank)
        points = Decimal(deductions[worst.severity.value]) * min(len(alike), most)
        losses.setdefault(_owner(code), []).append(Loss(code, titles.get(code, code), len(alike), points))
    items = []
    for number, item in enumerate(review_data("audit")["items"]):
        mine = tuple(sorted(losses.get(number, []), key=lambda loss: -loss.points))
        left = max(Decimal(0), Decimal(item["points"]) - sum((loss.points for loss in mine), Decimal(0))) if item["machine"] else None
        hints = sum(len(alike) for code, alike in rules.items() if any(code.startswith(c) for c in item["codes"]))
        items.append(Item(item["dimension"], item["item"], item["points"], item["checks"], left, mine, hints))
    judged = [item for item in items if item.left is not None]
    whole = sum(item.points for item in judged)
    kept = sum((item.left for item in judged if item.left is not None), Decimal(0))
    value = (kept / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Score(value, tuple(items))


def rank(amount: Decimal | None, errors: int, warnings: int) -> tuple[bool, Decimal, int]:
    """Sort key of the worklist, smallest first: amount × seriousness, forms without an amount last."""
    weights = review_data("scoring")["worklist_weights"]
    weight = int(weights["error"]) * errors + int(weights["warning"]) * warnings
    return amount is None, -(amount or Decimal(0)) * weight, -weight
