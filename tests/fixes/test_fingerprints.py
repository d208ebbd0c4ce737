"""A finding keeps its fingerprint when rows move, files are renamed, other rows change, or the form comes in another format."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run
from tests.support.cases import form_data, source_of
from tests.support.writers import WRITERS, write

ROWS = [
    "数量指标 | 服务单位数量 | ≥186%",
    "数量指标 | 巡检次数 | ≥4次",
    "质量指标 | 平台稳定性 | 稳定稳定",
    "时效指标 | 服务相应及时率 | 提高98%",
    "成本指标 | 运维费用 | 按标准执行",
    "社会效益 | 社会效益 | 节约财政资金",
    "服务对象满意度 | 使用单位满意度 | 100度",
]


def _findings(data: bytes, name: str) -> list[Finding]:
    return list(run([Job(name, data=data)], Settings()).findings)


def _prints(rows: list[str], name: str = "甲.json") -> set[str]:
    return {f.fingerprint for f in _findings(source_of({"rows": rows})[0], name) if f.level2}


@given(st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=25, deadline=None)
def test_moved_rows(shuffle: random.Random) -> None:
    rows = list(ROWS)
    shuffle.shuffle(rows)
    assert _prints(rows) == _prints(ROWS)


def test_renamed_files_and_other_formats() -> None:
    form: dict[str, Any] = form_data({"rows": ROWS})
    wanted = {(f.code, f.fingerprint) for f in _findings(source_of({"rows": ROWS})[0], "甲.json") if f.level2}
    assert wanted
    for kind in ("text", "csv", "html", "xlsx", "docx"):
        found = _findings(write([form], layout="one-sided", to=kind), f"另一个名字.{WRITERS[kind][0]}")
        assert {(f.code, f.fingerprint) for f in found if f.level2} == wanted, kind


def test_other_rows_do_not_matter_equals_are_counted() -> None:
    assert _prints(ROWS[:1]) <= _prints(ROWS)
    twice = [
        f for f in _findings(source_of({"rows": [ROWS[0], "质量指标 | 设备完好率 | ≥98%", ROWS[0]]})[0], "甲.json") if f.code == "JX402"
    ]
    assert len({f.fingerprint for f in twice}) == len(twice)
