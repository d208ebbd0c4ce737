"""Exceptions are declared: the tags under which a rule is silent exist, its variants too, and a row that carries one is spared and told so."""

from __future__ import annotations

import pytest

from linter.rules.registry import rules
from linter.rules.unless import EVERY_VARIANT
from linter.run.row_reading import read_row
from linter.values.tags import tagged
from tests.support.cases import findings_of

DECLARED = [pytest.param(one.rule, id=one.rule.code) for one in rules() if one.rule.unless]


@pytest.mark.parametrize("rule", DECLARED)
def test_tags_and_variants_exist(rule: object) -> None:
    unless, messages = rule.unless, rule.messages  # type: ignore[attr-defined]
    assert set(unless) <= {EVERY_VARIANT, *messages}
    for tags in unless.values():
        for tag in tags:
            tagged("名称", tag)  # raises where no table sets it


@pytest.mark.parametrize(
    ("row", "code", "spoken"),
    [
        ("成本指标 | 项目总成本 | ≥50万元", "JX503", True),
        ("成本指标 | 节约总成本 | ≥50万元", "JX503", False),
        ("数量指标 | 全年开放天数 | ≥400天", "JX519", True),
        ("数量指标 | 全年累计开放天数 | ≥400天", "JX519", False),
        ("质量指标 | 财政收支结余 | ≥0", "JX502", False),
        ("质量指标 | 印刷品质量 | 合格", "JX207", True),
        ("质量指标 | 路况评定 | 良", "JX207", False),
    ],
)
def test_a_tag_spares_its_row_and_no_other(row: str, code: str, spoken: bool) -> None:
    assert (code in {finding.code for finding in findings_of({"rows": [row]})}) is spoken


def test_explain_names_the_tag() -> None:
    assert "  JX503 指标方向与含义相反：名称带有标签“saving”" in list(read_row("节约总成本|≥50万元|成本指标"))
