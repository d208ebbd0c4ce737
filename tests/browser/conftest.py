"""One browser for all; a fresh context (no storage) for each test. What a page logs or asks of the network fails its test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.html import FEEDBACK
from linter.run.pipeline import Job, run
from tests.support import browser as support
from tests.support.cases import form_data
from tests.support.filed import SOUND_ROWS

ROWS = [
    "数量指标 | 服务单位数量 | ≥186% | 服务单位数量 | ≥186%",
    "质量指标 | 平台稳定性 | 稳定稳定 | 平台稳定性 | 稳定",
    "时效指标 | 服务响应及时率 | ≥95% | 服务响应及时率 | ≥95%",
    "成本指标 | 运维费用 | 按标准执行 | 运维费用 | 按标准执行",
    "社会效益 | 社会效益 | 节约财政资金 | 社会效益 | 节约财政资金",
    "服务对象满意度 | 使用单位满意度 | 100度 | 使用单位满意度 | 100度",
]
WEIGHTED = ["数量指标 | 维护设备数量 | 35 | ≥ | 台 | 50 | 36 | 50", "服务对象满意度 | 使用人员满意度 | 满意 | ≥ | % | 40 | 97 | 40"]
CASES: list[dict[str, Any]] = [
    {"rows": ROWS, "fields": {"project": "专线维护", "total_annual": "900,000", "basis": "《青禾县财政局专线维护合同》合同合同期一年。"}},
    {
        "rows": ROWS,
        "fields": {"project": "平台运维", "unit": "青禾县水务局", "department": "青禾县水务局", "funding": {"财政拨款": "60,000"}},
    },
    {"rows": SOUND_ROWS, "fields": {"project": "办公设备维护"}},
    {
        "rows": WEIGHTED,
        "columns": ["comparator", "unit", "weight", "actual", "score"],
        "kind": "self_evaluation",
        "fields": {"project": "设备维护自评", "unit": "青禾县水务局"},
    },
]


def source() -> bytes:
    """The forms these tests look at."""
    forms = [form_data(case, n) for n, case in enumerate(CASES, start=1)]
    return json.dumps({"forms": forms}, ensure_ascii=False).encode()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if support.chromium() is None:
        pytest.skip("no Chromium on this machine")
    pytest.importorskip("playwright", reason="playwright is not installed")
    with support.browser() as started:
        yield started


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    result = run([Job("表.json", data=source()), Job("空.txt", data=b"")], Settings())
    ((_, content),) = FEEDBACK.render(batch_of(result), FeedbackOptions(date(2026, 1, 20)))
    path = tmp_path_factory.mktemp("browser") / "report.html"
    path.write_text(str(content), encoding="utf-8")
    return path


@pytest.fixture
def opened(chromium: Any, report: Path) -> Iterator[Callable[..., Any]]:
    """Opens the report in a fresh context; takes the options of ``new_context``."""
    contexts, complaints = [], []

    def open_(path: Path = report, **options: Any) -> Any:
        context = chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(("file:", "blob:")) else None)
        page.goto(support.url(path))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(opened: Callable[..., Any]) -> Any:
    return opened()
