"""``compare`` on a version with 50 planted edits: every edit is classified, and nothing else is called an edit."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from linter.collection.changes import Kind
from linter.reports.comparison.model import Comparison
from linter.run.pipeline import Job
from linter.run.prepare import Setup
from linter.run.versions import compare
from tests.support.corpus import KINDS, Row, rows_of

EDITS = 50
Edited = tuple[str, frozenset[Kind], str | None, str | None]
"""Project, what happened, old name, new name."""


def _renamed(name: str) -> str:
    """A new name that keeps the head: 养护里程 → 年度养护里程, 验收合格率 → 验收合格比率."""
    return name.replace("率", "比率") if name.endswith("率") else f"年度{name}"


def _number(value: str, change: Callable[[int], int]) -> str:
    digits = "".join(c for c in value if c.isdigit())
    return value.replace(digits, str(change(int(digits))))


def _rename(row: Row) -> Row:
    return (row[0], _renamed(row[1]), row[2])


def _move(row: Row) -> Row:
    return ("社会效益" if row[0] != "社会效益" else "数量指标", row[1], row[2])


def _more(row: Row) -> Row:
    return (row[0], row[1], _number(row[2], lambda n: n + 1 if n < 99 else n + 37))


def _less(row: Row) -> Row:
    return (row[0], row[1], _number(row[2], lambda n: n - 3))


def _reword(row: Row) -> Row:
    return (row[0], row[1], "按合同约定执行")


def _both(row: Row) -> Row:
    return _rename(_less(row))


def _edit(way: str, row: Row) -> tuple[Row | None, frozenset[Kind]]:
    """The row edited, and what it is to be called. Less of a cap is stricter."""
    cap = "≤" in row[2]
    raised, lowered = (Kind.LOWERED, Kind.RAISED) if cap else (Kind.RAISED, Kind.LOWERED)
    ways: dict[str, tuple[Row | None, set[Kind]]] = {
        "rename": (_rename(row), {Kind.RENAMED}),
        "move": (_move(row), {Kind.MOVED}),
        "raise": (_more(row), {raised}),
        "lower": (_less(row), {lowered}),
        "reword": (_reword(row), {Kind.REWORDED}),
        "delete": (None, {Kind.DELETED}),
        "rename and lower": (_both(row), {Kind.RENAMED, lowered}),
    }
    edited, kinds = ways[way]
    return edited, frozenset(kinds)


WAYS = ("rename", "move", "raise", "lower", "reword", "delete", "rename and lower", "add")


def _json(forms: list[list[Row]]) -> bytes:
    made = [
        {
            "fields": {"project": f"青河{KINDS[n].name}", "unit": "青禾县水利局", "total": {"annual": {"text": "60,000", "unit": "元"}}},
            "halves": ["annual"],
            "indicators": [{"level1": "产出指标", "level2": a, "annual": {"name": b, "value": c}} for a, b, c in rows],
        }
        for n, rows in enumerate(forms)
    ]
    return json.dumps({"forms": made}, ensure_ascii=False).encode()


def _planted(seed: int) -> tuple[bytes, bytes, set[Edited]]:
    """Both versions and the edits: kinds, old name, new name."""
    rng = random.Random(seed)
    before = [rows_of(kind, rng) for kind in KINDS]
    after: list[list[Row | None]] = [list(rows) for rows in before]
    free = [(n, r) for n, rows in enumerate(before) for r in range(len(rows)) if "月" not in rows[r][2]]
    edits: set[Edited] = set()
    for number, (n, r) in enumerate(rng.sample(free, EDITS)):
        way, row = WAYS[number % len(WAYS)], before[n][r]
        if way == "add":
            new = ("数量指标", f"新设岗位{n}-{r}个数", f"≥{rng.randrange(11, 99)}个")
            after[n].append(new)
            edits.add((f"青河{KINDS[n].name}", frozenset({Kind.ADDED}), None, new[1]))
            continue
        edited, kinds = _edit(way, row)
        after[n][r] = edited
        edits.add((f"青河{KINDS[n].name}", kinds, row[1], edited[1] if edited else None))
    kept = [[row for row in rows if row is not None] for rows in after]
    for rows in kept:
        rng.shuffle(rows)
    return _json(before), _json(kept), edits


def _compared(old: bytes, new: bytes) -> Comparison:
    return compare([Job("前.json", data=old)], [Job("后.json", data=new)], Setup())


@pytest.mark.parametrize("seed", range(6))
def test_every_edit_is_classified(seed: int) -> None:
    old, new, edits = _planted(seed)
    found = _compared(old, new)
    assert len(edits) == EDITS
    assert len(found.forms) == len(KINDS)
    changes: set[Edited] = {
        (form.new.project, frozenset(row.kinds), row.old.name if row.old else None, row.new.name if row.new else None)
        for form in found.forms
        for row in form.rows
        if row.kinds != (Kind.UNCHANGED,)
    }
    assert changes == edits


def _rows(*rows: str) -> bytes:
    return _json([[tuple(part.strip() for part in row.split("|")) for row in rows]])  # type: ignore[misc]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("质量指标 | 完好率 | ≥95%", "质量指标 | 完好率 | >=95％", {Kind.UNCHANGED}),
        ("质量指标 | 完好率 | ≥95%", "质量指标 | 完好率 | 不低于95%", {Kind.UNCHANGED}),
        ("质量指标 | 完好率 | =100%", "质量指标 | 完好率 | 100%", {Kind.UNCHANGED}),
        ("成本指标 | 维护总成本 | ≤30万元", "成本指标 | 维护总成本 | ≤300000元", {Kind.UNCHANGED}),
        ("成本指标 | 维护总成本 | ≤30万元", "成本指标 | 维护总成本 | ≤35万元", {Kind.LOWERED}),
        ("时效指标 | 响应时间 | ≤30分钟", "时效指标 | 响应时间 | ≤1小时", {Kind.LOWERED}),
        ("时效指标 | 完工时间 | 10月底前", "时效指标 | 完工时间 | 9月底前", {Kind.RAISED}),
        ("质量指标 | 差错率 | 2%", "质量指标 | 差错率 | 1%", {Kind.RAISED}),
        ("数量指标 | 巡检次数 | 24次", "数量指标 | 巡检次数 | 20次", {Kind.LOWERED}),
        ("社会效益 | 就诊量 | 较上年提高5%", "社会效益 | 就诊量 | 较上年提高3%", {Kind.LOWERED}),
        ("质量指标 | 差错率 | ≥98%", "质量指标 | 差错率 | ≤2%", {Kind.REWORDED}),
        ("数量指标 | 服务单位数量 | ≥186%", "数量指标 | 服务单位数量 | ≥186户", {Kind.REWORDED}),
        ("质量指标 | 误差 | ±5%", "质量指标 | 误差 | ±10%", {Kind.LOWERED}),
        ("社会效益 | 群众意识 | 提高", "社会效益 | 群众意识 | 明显提高", {Kind.REWORDED}),
        ("社会效益 | 参训人次 | ≥200人次", "数量指标 | 参加培训人次 | ≥200人次", {Kind.RENAMED, Kind.MOVED}),
    ],
)
def test_stricter_and_looser(before: str, after: str, kinds: set[Kind]) -> None:
    (form,) = _compared(_rows(before), _rows(after)).forms
    assert [set(row.kinds) for row in form.rows] == [kinds]


def test_second_payment_is_not_the_first_renamed() -> None:
    before, after = (f"时效指标 | {n}批资金拨付时间 | {m}月底前" for n, m in (("第一", 6), ("第二", 11)))
    (form,) = _compared(_rows(before), _rows(after)).forms
    assert form.kinds == {Kind.DELETED: 1, Kind.ADDED: 1}


@pytest.mark.parametrize(
    ("before", "after", "renamed"),
    [
        ("数量指标 | 采购设备 | ≥12台", "数量指标 | 购置设备数量 | ≥12台", True),
        ("数量指标 | 举办会议次数 | ≥4次", "数量指标 | 召开会议次数 | ≥4次", True),
        ("质量指标 | 设备完好率 | ≥95%", "质量指标 | 设备正常运行率 | ≥95%", True),
        ("服务对象满意度 | 群众满意度 | ≥90%", "服务对象满意度 | 服务对象满意度 | ≥90%", True),
        ("质量指标 | 验收合格率 | ≥95%", "质量指标 | 设备验收合格率 | ≥98%", True),
        ("数量指标 | 设备采购数量 | ≥12台", "数量指标 | 设备维修数量 | ≥6台", False),
        ("数量指标 | 巡检完成次数 | ≥24次", "数量指标 | 培训完成次数 | ≥4次", False),
        ("社会效益 | 农村道路养护里程 | ≥60公里", "社会效益 | 城市道路养护里程 | ≥18公里", False),
    ],
)
def test_a_new_name_is_the_same_indicator_only_where_its_value_or_its_words_say_so(before: str, after: str, renamed: bool) -> None:
    (form,) = _compared(_rows(before), _rows(after)).forms
    assert (form.kinds[Kind.RENAMED] == 1) is renamed
    assert (form.kinds[Kind.ADDED] == 1) is not renamed


def test_a_renamed_row_keeps_its_finding() -> None:
    (form,) = _compared(_rows("数量指标 | 服务单位数量 | ≥186%"), _rows("数量指标 | 服务预算单位数量 | ≥186%")).forms
    states: dict[Any, str] = {finding.code: state for state, finding in form.findings}
    assert states["JX402"] == "未修改"


def test_a_corrected_row_is_settled_and_a_new_problem_is_new() -> None:
    (form,) = _compared(
        _rows("数量指标 | 服务单位数量 | ≥186%"), _rows("数量指标 | 服务单位数量 | ≥186户", "质量指标 | 稳定性 | 稳定稳定")
    ).forms
    states = {(finding.code, state) for state, finding in form.findings}
    assert ("JX402", "已修改") in states
    assert any(code.startswith(("JX2", "JX3")) and state == "新增问题" for code, state in states), states
