"""A desk a test may use up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.cases import form_data

pytest.importorskip("starlette", reason="the extra [web] is not installed")
pytest.importorskip("multipart", reason="the extra [web] is not installed")

from tests.support.desk import Office

ROWS = [
    "数量指标 | 服务单位数量 | ≥186%",
    "质量指标 | 平台稳定性 | 稳定稳定",
    "时效指标 | 服务响应及时率 | ≥95%",
    "成本指标 | 运维费用 | 按标准执行",
    "社会效益 | 社会效益 | 节约财政资金",
    "服务对象满意度 | 使用单位满意度 | 100度",
]


def forms(*projects: str, unit: str = "青禾县水务局", rows: Sequence[str] = ROWS, **fields: Any) -> bytes:
    """A file of forms about these projects."""
    listed = [
        form_data({"rows": list(rows), "fields": {"project": name, "unit": unit, "department": unit, **fields}}, number)
        for number, name in enumerate(projects, start=1)
    ]
    return json.dumps({"forms": listed}, ensure_ascii=False).encode()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "desk.sqlite")
