"""The page of figures in a real headless Chromium: light, dark, on a phone, on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.dataset.figures import statistics_of
from linter.dataset.filling import portions, rows_of
from linter.policy.settings import Settings
from linter.reports.statistics.html import render
from linter.run.pipeline import Job, run
from tests.browser.conftest import source

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Path:
    result = run([Job("表.json", data=source()), Job("空.txt", data=b"")], Settings())
    rows = [rows for portion in portions(result) for rows in rows_of(portion)]
    path = tmp_path_factory.mktemp("统计") / "统计.html"
    figures = statistics_of(((name, each) for name in ("一审", "二审") for each in rows), result.version, result.ruleset)
    path.write_text(render(figures), encoding="utf-8")
    return path


def test_plots_are_drawn_in_either_scheme(opened: Callable[..., Any], statistics: Path) -> None:
    papers = []
    for scheme in ("light", "dark"):
        page = opened(statistics, color_scheme=scheme)
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        drawn = page.evaluate("[...document.querySelectorAll('.plot rect')].filter(e => e.getBoundingClientRect().height > 1).length")
        assert drawn > 2
        shades = page.evaluate(
            "new Set([...document.querySelectorAll('.heat td[class]')].map(e => getComputedStyle(e).backgroundColor)).size"
        )
        assert shades > 1
        inside = page.evaluate(
            "[...document.querySelectorAll('.plot text')].every(e => { const b = e.getBBox(), v = e.ownerSVGElement.viewBox.baseVal;"
            " return b.x >= -1 && b.x + b.width <= v.width + 1 && b.y >= -1 && b.y + b.height <= v.height + 1; })"
        )
        assert inside, "no label is cut"
    assert papers[0] != papers[1]


def test_a_phone_scrolls_tables_and_not_the_page(opened: Callable[..., Any], statistics: Path) -> None:
    page = opened(statistics, viewport={"width": 390, "height": 844}, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_paper_keeps_the_colours_of_the_map(opened: Callable[..., Any], statistics: Path) -> None:
    page = opened(statistics)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.heat td')).printColorAdjust") == "exact"
    assert page.pdf(format="A4").startswith(b"%PDF")
