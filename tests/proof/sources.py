"""Where the counts come from: constructed forms, seen sets, blind sets at their first run, real forms where they are present."""

from __future__ import annotations

import json
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from linter.policy.settings import Settings
from linter.run.pipeline import Job, run
from tests.faults.runner import plant
from tests.judging.rows import faulty_rows, sound_rows, spoken
from tests.proof.counts import Tally
from tests.seen.test_seen import FLOORS, measure

TESTS = Path(__file__).parents[1]
SHARED = TESTS.parents[1] / "shared"
PLANTED = 2_000
"""Planted defects that are counted (``python -m tests.faults`` plants 10,000)."""

Figures = dict[str, Any]


def constructed() -> Figures:
    """Seeded faults, and rows by themselves (``tests/judging``)."""
    tally = Tally()
    for number in range(PLANTED):
        fault = plant(number)
        if fault is not None:
            (tally.found if fault.found else tally.missed)[fault.rule] += 1
            tally.right[fault.rule] += fault.found
            tally.alarms.update(code for code, _, _ in fault.alarms)
    for case in (*faulty_rows(), *sound_rows()):
        codes = set(spoken(case))
        for group in case.expect:
            (tally.found if codes & group else tally.missed)[min(codes & group or group)] += 1
        right = frozenset().union(*case.expect)
        tally.right.update(codes & right)
        tally.alarms.update(codes - right)
    return tally.by_rule()


def seen() -> tuple[Figures, Figures]:
    """The seen sets: counts by rule, and cells read and misread by layout and format."""
    tally, cells, misread = Tally(), Counter[str](), Counter[str]()
    for name in FLOORS:
        with tempfile.TemporaryDirectory() as folder:
            score, _ = measure(name, Path(folder))
        tally.add(score.by_rule())
        cells.update({" ".join(page): number for page, number in score.cells_by_page.items()})
        misread.update({" ".join(page): number for page, number in score.misread_by_page.items()})
    return tally.by_rule(), {page: [cells[page] - misread[page], cells[page]] for page in sorted(cells)}


def blind() -> tuple[Figures, Figures]:
    """The first runs as they were kept: counts by rule where a run kept them, and the runs themselves."""
    kept: Figures = json.loads((TESTS / "blind" / "first-runs.json").read_text(encoding="utf-8"))
    tally = Tally()
    for figures in kept.values():
        tally.add(figures.get("by_rule", {}))
    runs = {name: {key: n for key, n in one.items() if key not in ("by_rule", "sha256")} for name, one in kept.items()}
    return tally.by_rule(), runs


def _canonical(category: str) -> str:
    bare = category.replace(" ", "").removesuffix("指标")
    return {"可持续性影响": "可持续影响", "可持续发展影响": "可持续影响"}.get(bare, bare)


def _labels() -> tuple[dict[tuple[int, str], list[frozenset[str]]], dict[tuple[int, str], set[str]]]:
    want: dict[tuple[int, str], list[frozenset[str]]] = defaultdict(list)
    may: dict[tuple[int, str], set[str]] = defaultdict(set)
    for line in (SHARED / "gold" / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        where = label["where"].split("#")[0]
        key = (label["form"], where if where.isascii() else _canonical(where))
        want[key] += [frozenset(group) for group in label["required"]]
        may[key] |= set(label["optional"]).union(*label["required"])
    return want, may


def real() -> Figures | None:
    """The labelled forms of the real disclosure, ``None`` where it is not present."""
    if not (SHARED / "gold").is_dir():
        return None
    want, may = _labels()
    jobs = [Job(path.name, path=path) for path in sorted((SHARED / "seeds").glob("*.txt"))]
    loud = [f for f in run(jobs, Settings()).findings if f.severity.value != "info"]
    places = [(f.form_index or 0, _canonical(f.level2) if f.level2 else (f.field or "FORM"), f.code) for f in loud]
    tally, forms = Tally(), {form for form, _ in may}
    for (form, where), groups in want.items():
        codes = {code for f, at, code in places if f == form and (where.isascii() or at == where)}
        for group in groups:
            (tally.found if codes & group else tally.missed)[min(codes & group or group)] += 1
    for form, where, code in places:
        if form in forms and not code.startswith("JX9"):
            allowed = set().union(*(codes for (f, _), codes in may.items() if f == form)) if where.isascii() else may[form, where]
            (tally.right if code in allowed else tally.alarms)[code] += 1
    return tally.by_rule()


def measured(kept: Figures) -> Figures:
    """Every figure of today; real forms as they were kept where they are not present."""
    by_rule, pages = seen()
    first, runs = blind()
    here = real()
    return {
        "planted": PLANTED,
        "constructed": constructed(),
        "seen": by_rule,
        "blind": first,
        "real": here if here is not None else kept.get("real", {}),
        "runs": runs,
        "pages": pages,
    }
