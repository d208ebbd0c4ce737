"""Plants one defect at a time and looks whether exactly that is said. The same number and seed plant the same defect."""

from __future__ import annotations

import copy
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from linter.model.finding import Finding
from tests.faults.forms import FORMATS, doubled, findings, sound_forms
from tests.faults.givens import GIVENS
from tests.faults.planters import PLANTERS, Arguments
from tests.support.writers import FormData

_USUAL = ("one-sided", "unmerged")
_TRIES = 40
_IN_ROWS = ("rewrite", "rewrite_all", "disagree", "insert", "repeat")
"""Planters that change a row as a whole: both halves say the same."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted defect and what came of it. ``said``: what is new beside the sound form's findings."""

    number: int
    rule: str
    layout: str
    format: str
    project: str
    at: str
    said: tuple[tuple[str, str, str], ...]
    also: tuple[str, ...] = ()
    partial: bool = False

    @property
    def found(self) -> bool:
        """The rule spoke, and where the defect is."""
        return any(code == self.rule and self.at in path for code, path, _ in self.said)

    @property
    def alarms(self) -> tuple[tuple[str, str, str], ...]:
        """What else was said: of other rules, or of this one elsewhere."""
        return tuple(new for new in self.said if new[0] not in self.also and not (new[0] == self.rule and self.at in new[1]))

    @property
    def right(self) -> bool:
        """Exactly the expected finding, or silence where the rule may keep it."""
        return self.exact or (self.partial and not self.said)

    @property
    def exact(self) -> bool:
        """Exactly the expected finding."""
        return self.found and not self.alarms


@cache
def faults() -> tuple[Arguments, ...]:
    """Every defect of ``faults.yml``."""
    listed = yaml.safe_load((Path(__file__).parent / "faults.yml").read_text(encoding="utf-8"))
    return tuple(fault for fault in listed if not fault.get("skip"))


def prepared(at: int, given: str, layout: str) -> FormData:
    """The sound form as it is before the defect."""
    form = copy.deepcopy(sound_forms()[at])
    if given:
        GIVENS[given](form)
    return doubled(form) if layout == "two-sided" else form


@cache
def _usual(at: int, given: str, layout: str) -> tuple[Finding, ...]:
    return findings(prepared(at, given, layout), layout, "json")


@cache
def _sound(at: int, given: str, layout: str) -> bool:
    return all(finding.severity.value == "info" for finding in _usual(at, given, layout))


def _new(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> tuple[tuple[str, str, str], ...]:
    usual = Counter(finding.code for finding in before)
    out = []
    for finding in after:
        if usual[finding.code]:
            usual[finding.code] -= 1
        else:
            out.append((finding.code, finding.path, finding.message))
    return tuple(out)


def _suits(form: FormData, fault: Arguments) -> bool:
    fields: dict[str, Any] = form["fields"]
    return all(re.search(pattern, fields.get(key, "")) for key, pattern in fault.get("where", {}).items())


def plant(number: int, seed: int = 2026, only: str = "") -> Planted | None:
    """The defect of this number, planted, written, read and judged; ``None`` where no form drawn offers an occasion."""
    rng = random.Random(f"{seed}:{number}")
    listed = [fault for fault in faults() if not only or fault["rule"] == only]
    fault = listed[number % len(listed)]
    formats = fault.get("formats", FORMATS)
    to = formats[(number % len(listed) + number // len(listed)) % len(formats)]
    layout, given = rng.choice(fault.get("layouts", _USUAL)), fault.get("given", "")
    for _ in range(_TRIES):
        at = rng.randrange(len(sound_forms()))
        if not _suits(sound_forms()[at], fault) or not _sound(at, given, layout):
            continue
        form = prepared(at, given, layout)
        if any(finding.code == fault["rule"] for finding in _usual(at, given, layout)):
            continue
        place = PLANTERS[fault["plant"]](form, fault, rng)
        if place is None:
            continue
        if layout == "two-sided" and fault["plant"] in _IN_ROWS:
            for row in form["indicators"]:
                row["period"] = copy.deepcopy(row["annual"])
        said = _new(_usual(at, given, layout), findings(form, layout, to))
        also = tuple(fault.get("also", ()))
        return Planted(
            number, fault["rule"], layout, to, form["fields"]["project"], fault.get("at", place), said, also, bool(fault.get("partial"))
        )
    return None


def run(count: int, seed: int = 2026, only: str = "") -> Iterator[Planted | None]:
    """The first ``count`` defects."""
    return (plant(number, seed, only) for number in range(count))
