"""What was read with doubt is at most a hint: the cell's own doubt, and a doubt about where its row stands."""

from __future__ import annotations

import pytest

from tests.support.cases import findings_of

ROW = "数量指标 | 服务单位数量 | ≥186%"


@pytest.mark.parametrize("path", ["indicators[0].annual.value", "indicators[0].annual", "indicators[0]"])
def test_a_doubtful_row_gives_hints_only(path: str) -> None:
    (found,) = [f for f in findings_of({"rows": [ROW], "uncertain": [{"path": path, "why": "读取存疑"}]}) if f.code == "JX402"]
    assert found.severity.value == "info"
    assert found.original_severity is not None
    assert found.original_severity.value == "error"


@pytest.mark.parametrize("path", ["indicators[1].annual.value", "fields.goal.annual", ""])
def test_doubt_elsewhere_changes_nothing(path: str) -> None:
    rows = [ROW, "质量指标 | 设备完好率 | ≥98%"]
    (found,) = [f for f in findings_of({"rows": rows, "uncertain": [{"path": path, "why": "读取存疑"}]}) if f.code == "JX402"]
    assert found.severity.value == "error"
