"""The sets of dirty pages that have been run and seen: what is read right may only rise, what is wrong, silent or falsely accused only fall.

Rows and accusations are counted by ``../shared/tools/raw_cases.py``; goals and totals here. ``python -m tests.layouts.test_dirty_sets`` prints
the figures.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from linter.cli import main
from linter.values import normalise

SHARED = Path(__file__).parents[3] / "shared"
BLIND = Path(__file__).parents[1] / "blind"
SETS = {"dev": SHARED / "cases" / "raw", **{name: BLIND / name for name in ("raw", "raw2", "raw3", "raw4")}}
LEAST = {
    "dev": {"right": 351, "found": 22, "goals": 29, "totals_right": 35},
    "raw": {"right": 313, "found": 17, "goals": 29, "totals_right": 31},
    "raw2": {"right": 266, "found": 20, "goals": 22, "totals_right": 23},
    "raw3": {"right": 371, "found": 21, "goals": 29, "totals_right": 32},
    "raw4": {"right": 359, "found": 22, "goals": 30, "totals_right": 34},
}
MOST = {
    "dev": {"doubted": 16},
    "raw": {"doubted": 1},
    "raw2": {"doubted": 29, "goals_wrong": 1},
    "raw3": {"doubted": 15, "false": 1, "goals_wrong": 2},
    "raw4": {"doubted": 19},
}


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("raw_cases", SHARED / "tools" / "raw_cases.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _answer(command: list[str]) -> dict[str, Any]:
    """What a command prints as JSON, without a process of its own."""
    kept, out = sys.argv, io.StringIO()
    sys.argv = ["jixiao", *command[1:]]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
            main()
    finally:
        sys.argv = kept
    return dict(json.loads(out.getvalue()))


def _plain(text: str) -> str:
    return "".join(normalise(text).text.split())


def _upper(scorer: Any, path: Path, forms: list[dict[str, Any]]) -> Counter[str]:
    """Goals read right, and goals printed that are none."""
    truths = [scorer.Truth(form) for form in json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["forms"]]
    own = {true: printed for printed, true in scorer.assign(truths, forms).items()}
    out: Counter[str] = Counter()
    for k, truth in enumerate(truths):
        goals = ((forms[own[k]].get("fields") or {}).get("goal") or {}).values() if k in own else []
        said = [_plain(goal if isinstance(goal, str) else goal.get("text", "")) for goal in goals if goal]
        right = bool(truth.form.get("goal")) and _plain(truth.form["goal"]) in (*said, "".join(said))
        out["goals"] += right
        out["goals_wrong"] += bool([goal for goal in said if goal]) and not right
    return out


def figures(name: str) -> Counter[str]:
    """The figures of a set."""
    scorer, printed, total = _scorer(), {}, Counter[str]()

    def run(command: list[str]) -> dict[str, Any]:
        answer = _answer(command)
        if command[1] == "parse":
            printed["forms"] = answer.get("forms", [])
        return answer

    scorer.run = run
    for path in sorted(SETS[name].glob("*.txt")):
        total += scorer.score(["jixiao"], path)[0]
        total += _upper(scorer, path, printed["forms"])
    return total


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="../shared 不在旁边：计分程序与开发用例不随仓库发布")
@pytest.mark.parametrize("name", SETS)
def test_a_seen_set_is_read_no_worse(name: str) -> None:
    found = figures(name)
    assert {key: found[key] for key, least in LEAST[name].items() if found[key] < least} == {}
    most = {"wrong": 0, "silent": 0, "false": 0, "goals_wrong": 0, **MOST[name]}
    assert {key: found[key] for key, limit in most.items() if found[key] > limit} == {}


if __name__ == "__main__":
    for each in SETS:
        print(each, dict(figures(each)))
