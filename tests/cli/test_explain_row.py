"""``jixiao explain --row``: how one row is read."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from linter.cli.commands.explain import COMMAND


def _said(row: str) -> str:
    result = CliRunner().invoke(COMMAND, ["--row", row])
    assert result.exit_code == 0, result.output
    return result.output


def test_frame_tags_licence_and_findings() -> None:
    said = _said("返工率|≥95%|质量指标")
    assert "share" in said and "越低越好" in said and "名称说的是比率" in said and "JX503" in said


def test_an_unseen_name_is_read_by_its_ending() -> None:
    said = _said("路口信号灯改造数量|42户|数量指标")
    assert "device" in said and "词尾" in said and "JX405" in said


def test_a_sound_row_has_no_finding() -> None:
    assert "发现：无" in _said("森林覆盖率|≥42%|生态效益")


def test_what_nothing_licenses_is_told() -> None:
    assert "依据：没有" in _said("老旧服务器搬迁|100%|数量指标")


@pytest.mark.parametrize("row", ["没有竖线", "一|二|三|四"])
def test_another_form_is_refused(row: str) -> None:
    assert CliRunner().invoke(COMMAND, ["--row", row]).exit_code == 2


def test_neither_rule_nor_row_is_refused() -> None:
    assert CliRunner().invoke(COMMAND, []).exit_code == 2


@pytest.mark.parametrize("row", ["" + "长" * 5000 + "|≥1%|数量指标", "、、、|……|", "ＡＢＣ|１００％|質量指標", "pinyin lv|95|不知道"])
def test_strange_rows_are_read_without_an_error(row: str) -> None:
    _said(row)
