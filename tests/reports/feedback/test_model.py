"""The review of a batch: one remark a cause, the reviewer's order, a score with its formula, what became of the first round."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from linter.knowledge.resources import data_root
from linter.model.finding import Severity
from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions, feedback_named, names
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.model import Batch
from linter.reports.feedback.remarks import MANY
from linter.reports.feedback.scoring import rank, score
from linter.reports.feedback.txt import paragraph
from linter.reports.feedback.words import chinese_number
from linter.run.pipeline import Job, run
from tests.support.cases import form_data, source_of
from tests.support.filed import FAULTY_ROWS

OPTIONS = FeedbackOptions(date(2026, 1, 20))


def _batch(cases: Sequence[dict[str, Any]], previous: Sequence[dict[str, Any]] | None = None) -> Batch:
    def checked(found: Sequence[dict[str, Any]]) -> Any:
        forms = [form_data(case, n) for n, case in enumerate(found, start=1)]
        return run([Job("表.json", data=json.dumps({"forms": forms}, ensure_ascii=False).encode())], Settings())

    return batch_of(checked(cases), checked(previous) if previous is not None else None)


def test_remarks_come_in_the_reviewers_order_wording_last() -> None:
    (project,) = _batch([{"rows": FAULTY_ROWS, "fields": {"goal": "完成年度工作"}}]).projects
    orders = [remark.order for remark in project.remarks]
    assert orders == sorted(orders)
    assert project.remarks[0].findings[0].field == "goal"
    assert project.remarks[-1].code == "JX801"


def test_no_rule_code_in_a_remark() -> None:
    for project in _batch([{"rows": FAULTY_ROWS}]).projects:
        for remark in project.remarks:
            assert "JX" not in remark.text + remark.spot


def test_many_hits_of_one_rule_are_one_remark() -> None:
    rows = [f"数量指标 | 第{n}批培训人数 | ≥{n}0%" for n in range(1, MANY + 1)]
    (project,) = _batch([{"rows": rows}]).projects
    (merged,) = [remark for remark in project.remarks if remark.code == "JX402"]
    assert len(merged.findings) == MANY
    assert f"共{MANY}处" in merged.problem
    (fewer,) = _batch([{"rows": rows[1:]}]).projects
    assert len([remark for remark in fewer.remarks if remark.code == "JX402"]) == MANY - 1


def test_the_cell_is_named_once() -> None:
    (project,) = _batch([{"rows": FAULTY_ROWS}]).projects
    texts = {remark.code: remark.text for remark in project.remarks}
    assert texts["JX402"].startswith("数量指标“服务单位数量”是计数类指标")
    assert texts["JX301"].startswith("质量指标“平台稳定性”：“稳定稳定”")


def test_units_by_name_projects_by_amount() -> None:
    units = (("青禾县水务局", "甲", "10,000"), ("青禾县民政局", "乙", "500"), ("青禾县民政局", "丙", "90,000"), ("", "丁", "1"))
    cases = [{"rows": FAULTY_ROWS, "fields": {"unit": u, "department": u, "project": p, "total_annual": t}} for u, p, t in units]
    batch = _batch(cases)
    assert [(unit.unit, [p.project for p in unit.projects]) for unit in batch.units] == [
        ("青禾县民政局", ["丙", "乙"]),
        ("青禾县水务局", ["甲"]),
        ("（未写明单位）", ["丁"]),
    ]


def test_suppressed_findings_are_no_remarks() -> None:
    data, name = source_of({"rows": FAULTY_ROWS})
    result = run([Job(name, data=data)], Settings(ignore=frozenset({"JX402"})))
    assert "JX402" not in {remark.code for project in batch_of(result).projects for remark in project.remarks}


# -- score ---------------------------------------------------------------------------------------------------------------------


def test_the_score_follows_its_published_formula() -> None:
    assert score([], {}).value == 100
    (bad,) = _batch([{"rows": FAULTY_ROWS}]).projects
    lost = sum(loss.points for item in bad.score.items for loss in item.losses)
    machine = [item for item in bad.score.items if item.left is not None]
    capped = sum(item.points - (item.left or 0) for item in machine)
    assert capped <= lost
    assert bad.score.value == round(100 - capped * 100 / sum(item.points for item in machine), 1)
    assert [item.name for item in bad.score.items if item.left is None] == ["目标相关性", "实现可能性", "条件充分性"], "people judge these"
    assert {"JX402"} <= {loss.code for item in bad.score.items for loss in item.losses}


def test_the_worklist_ranks_amount_times_seriousness() -> None:
    from decimal import Decimal

    keys = [rank(Decimal(100), 1, 0), rank(Decimal(1000), 0, 1), rank(None, 9, 9), rank(Decimal(10), 1, 1)]
    assert sorted(range(4), key=lambda n: keys[n]) == [1, 0, 3, 2]


@pytest.mark.parametrize("name", ["audit", "letter", "points", "scoring"])
def test_review_data_meets_its_schema(name: str) -> None:
    schema = json.loads((data_root() / "schemas/review.schema.json").read_text(encoding="utf-8"))
    data = json.loads((data_root() / f"schemas/review/{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    if name == "audit":
        assert sum(item["points"] for item in data["items"]) == 100


# -- second round --------------------------------------------------------------------------------------------------------------


def test_the_second_round_says_what_became_of_each_remark() -> None:
    later = [
        "数量指标 | 服务单位数量 | ≥186户",
        "质量指标 | 平台稳定性 | 稳定稳定",
        "成本指标 | 运维费用 | 按规定执行",
        "社会效益 | 社会效益 | 节约财政资金",
        "服务对象满意度 | 使用单位满意度 | ≥90%",
        "质量指标 | 培训人数 | ≥30%",
    ]
    (project,) = _batch([{"rows": later}], [{"rows": FAULTY_ROWS}]).projects
    states = {remark.code: remark.state for remark in project.remarks}
    assert states["JX301"] == "未修改"
    assert states["JX204"] == "部分修改", "another empty phrase in the same cell"
    assert states["JX402"] == "新增问题", "the old one is settled, another row has it now"
    assert {"JX402", "JX401", "JX801"} <= {remark.code for remark in project.gone}
    assert all(remark.state == "已修改" for remark in project.gone)


def test_without_a_first_round_nothing_has_a_state() -> None:
    (project,) = _batch([{"rows": FAULTY_ROWS}]).projects
    assert {remark.state for remark in project.remarks} == {None}


# -- outputs -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [60, 120, 200, 2000])
def test_return_notes_keep_to_their_limit(limit: int) -> None:
    (project,) = _batch([{"rows": FAULTY_ROWS}]).projects
    note = paragraph(project, limit)
    assert len(note) <= limit
    assert "必改" not in note
    if limit == 2000:
        for remark in project.remarks:
            assert remark.severity is Severity.INFO or remark.text in note
    else:
        assert "条见问题清单" in note or "：" in note


def test_every_output_is_deterministic_and_tells_what_was_not_checked(tmp_path: Path) -> None:
    jobs = [Job("甲.json", data=source_of({"rows": FAULTY_ROWS})[0]), Job("空.txt", data=b"")]
    batch = batch_of(run(jobs, Settings()))
    for name in names():
        first, second = (list(feedback_named(name).render(batch, OPTIONS)) for _ in range(2))
        assert first == second, name
        assert first
        if isinstance(first[0][1], str):
            assert "文件为空" in "".join(str(content) for _, content in first)


def test_chinese_numbers() -> None:
    assert [chinese_number(n) for n in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]


def test_a_letter_tells_of_its_units_own_files_only() -> None:
    def job(name: str, unit: str, extra: bytes = b"") -> Job:
        return Job(name, data=source_of({"rows": FAULTY_ROWS, "fields": {"unit": unit, "department": unit}})[0] + extra)

    jobs = [job("甲.json", "青禾县民政局"), job("乙.json", "青禾县水务局"), Job("空.txt", data=b"")]
    batch = batch_of(run(jobs, Settings()))
    assert [batch.not_checked_of(unit) for unit in batch.units] == [(), ()]
    assert any("空.txt" in text for text in batch.not_checked)
    alone = batch_of(run([jobs[0], jobs[2]], Settings()))
    assert alone.not_checked_of(alone.units[0]) == alone.not_checked


def _round(before: list[str], now: list[str]) -> tuple[set[tuple[str, str | None, str]], set[str]]:
    """Today's remarks as (rule, state, how its row was changed for show), and the rules of those that are settled."""
    (project,) = _batch([{"rows": now}], [{"rows": before}]).projects
    return {(one.code, one.state, one.hollow) for one in project.remarks}, {one.code for one in project.gone}


def test_words_given_up_for_a_bare_rate_are_not_put_right() -> None:
    now, gone = _round(["质量指标 | 财务管理意识 | 稳定稳定"], ["质量指标 | 财务管理意识 | ≥95%"])
    assert ("JX703", "部分修改", "只换成了“≥95%”，名称未变") in now
    assert "JX301" not in gone


def test_another_figure_with_the_same_problem_is_told() -> None:
    now, _ = _round(["数量指标 | 服务单位数量 | ≥186%"], ["数量指标 | 服务单位数量 | ≥95%"])
    assert ("JX402", "部分修改", "只把“≥186%”改成了“≥95%”") in now


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("数量指标 | 服务单位数量 | ≥186%", "数量指标 | 服务单位数量 | ≥186户"),
        ("质量指标 | 设备完好率 | 良好", "质量指标 | 设备完好率 | ≥95%"),
        ("质量指标 | 平台稳定性 | 稳定稳定", "质量指标 | 系统可用率 | ≥99%"),
        ("质量指标 | 补助发放及时率 | ≥60%", "质量指标 | 补助发放及时率 | ≥95%"),
    ],
)
def test_what_was_put_right_is_not_called_hollow(before: str, now: str) -> None:
    found, _ = _round([before], [now])
    assert not [hollow for _, _, hollow in found if hollow]
