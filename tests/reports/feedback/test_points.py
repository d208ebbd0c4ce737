"""初审结果 and the matrix of audit points: what stands under which point, in the practitioners' shape, and nothing that was not said."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser

from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions, feedback_named
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.initial import COLUMNS
from linter.reports.feedback.model import Batch
from linter.reports.feedback.points import point_of, points
from linter.rules.registry import rules
from linter.run.pipeline import Job, run
from tests.support.cases import form_data
from tests.support.filed import SOUND_ROWS

OPTIONS = FeedbackOptions(date(2026, 1, 20), reviewer="王审核")
BAD = [
    "数量指标 | 服务单位数量 | ≥186%",
    "数量指标 | 巡查次数 | ≥12%",
    "质量指标 | 平台稳定性 | 稳定稳定",
    "社会效益 | 节水率 | ≥135%",
    "服务对象满意度 | 使用单位满意度 | ≥90%",
]


def _batch() -> Batch:
    cases = [
        {"rows": BAD, "fields": {"project": "平台运维", "code": "Q-002"}},
        {"rows": SOUND_ROWS, "fields": {"project": "设备维护", "code": "Q-001"}},
    ]
    forms = [form_data(case, n) for n, case in enumerate(cases, start=1)]
    return batch_of(run([Job("表.json", data=json.dumps({"forms": forms}, ensure_ascii=False).encode())], Settings()))


def _sheet(to: str) -> list[tuple[Any, ...]]:
    ((_, content),) = feedback_named(to).render(_batch(), OPTIONS)
    assert isinstance(content, bytes)
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def test_every_rule_belongs_to_a_point() -> None:
    known = {point.name for point in points()}
    assert {point_of(loaded.rule.code) for loaded in rules()} == known
    assert point_of("QH001") in known, "a rule of one's own"


@pytest.mark.parametrize(
    ("code", "point"), [("JX402", "可测性"), ("JX505", "匹配性"), ("JX507", "可行性"), ("JX210", "完整性"), ("JX701", "相关性")]
)
def test_the_most_exact_code_decides(code: str, point: str) -> None:
    assert point_of(code) == point


def test_the_initial_review_has_the_practitioners_columns_and_a_row_a_project() -> None:
    head, *rows = _sheet("initial")
    assert head[:7] == ("项目编码", "审核人", "审核日期", "完整性审核", "可测性审核", "可行性审核", "初审小结") == COLUMNS[:7]
    assert [row[0] for row in rows] == ["Q-001", "Q-002"]
    bad = rows[1]
    assert bad[1:3] == ("王审核", "2026-01-20")
    assert bad[4].count("计数类指标使用百分比") == 1, "a kind once, with its places"
    assert "“服务单位数量≥186%”" in bad[4].split("计数类指标使用百分比")[0]
    assert "“巡查次数≥12%”" in bad[4].split("计数类指标使用百分比")[0]
    assert "节水率" in bad[5]
    assert "服务单位数量" not in bad[3]
    assert "1." in bad[6]
    assert "计数类指标使用百分比" in bad[6]


def test_nothing_found_is_said() -> None:
    for row in _sheet("initial")[1:]:
        assert all(cell for cell in row)
    good = _sheet("initial")[1]
    assert good[4] == good[5] == "未发现问题"


def test_the_matrix_shows_every_point_of_every_project() -> None:
    head, first, second, *_ = _sheet("matrix")
    assert head[4:] == tuple(point.name for point in points())
    by_project = {row[2]: row for row in (first, second)}
    at = head.index("可测性")
    assert by_project["设备维护"][at] == "未发现问题"
    assert "计数类指标使用百分比" in by_project["平台运维"][at]


def test_the_matrix_as_a_page_asks_nothing_of_the_network() -> None:
    ((_, content),) = feedback_named("matrix_page").render(_batch(), OPTIONS)
    page = LexborHTMLParser(str(content))
    assert len(page.css("tbody tr")) == 2
    assert "计数类指标使用百分比" in page.css("tbody")[0].text()
    assert not page.css("script, link, img")
    assert "default-src 'none'" in str(content)
