"""What we publish of our own accuracy holds: the page is its figures, the figures do not fall, README states first runs only."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from linter.rules.registry import rules
from linter.run.pages import page
from tests.proof.__main__ import PAGE, differing, kept
from tests.proof.counts import Share, precision, recall, wilson
from tests.proof.page import rendered
from tests.proof.sources import blind, measured

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FLOORS = yaml.safe_load((HERE / "floors.yml").read_text(encoding="utf-8"))


def test_the_page_is_rendered_from_the_figures() -> None:
    assert PAGE.read_text(encoding="utf-8") == rendered(kept()), "python -m tests.proof"


def test_blind_figures_are_those_of_the_first_runs() -> None:
    by_rule, runs = blind()
    figures = kept()
    assert json.loads(json.dumps([by_rule, runs])) == [figures["blind"], figures["runs"]], "python -m tests.proof"


@pytest.mark.slow
def test_figures_are_what_is_measured_today() -> None:
    assert differing(kept(), json.loads(json.dumps(measured(kept())))) == []


@pytest.mark.parametrize("source", FLOORS)
def test_no_rule_falls_below_its_floor(source: str) -> None:
    floor = FLOORS[source]
    low = []
    for code, counts in kept()[source].items():
        for kind, share in (("recall", recall(counts)), ("precision", precision(counts))):
            if share.enough and share.least < floor["but"].get(code, {}).get(kind, floor[kind]):
                low.append((code, kind, share.shown()))
    assert low == []


def test_few_occurrences_allow_no_judgement() -> None:
    assert Share(29, 29).shown() == "未足以判断"
    assert Share(30, 30).shown() == "1.000 [0.89, 1.00]"
    assert Share(0, 0).shown() == "—"


def test_the_interval_is_wilsons() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_every_rule_has_a_row_and_its_page_links_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for loaded in rules():
        anchor = f'<a id="{loaded.rule.code.lower()}"></a>'
        assert anchor in text
        assert f"准确度.md#{loaded.rule.code.lower()}" in page(loaded)


def test_readme_states_first_runs_only() -> None:
    """A figure of accuracy in README stands on the page's headline."""
    headline = PAGE.read_text(encoding="utf-8").split("## 盲测的每一次首次运行")[0]
    for name in ("README.md", "README.zh-CN.md"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        for line in lines:
            if re.search("recall|precision|查全率|查准率", line):
                for figure in re.findall(r"0\.[0-9]{3}", line):
                    assert figure in headline.split("**盲测首次**")[1].splitlines()[0], (name, line)
