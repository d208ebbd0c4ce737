"""Forms written by hand: Chinese keys, ours and both mixed are read alike; a slip is said once and read as what was meant."""

from __future__ import annotations

import pytest

from linter.model.document import Document
from linter.model.form import Form
from linter.reports.serial import form_data
from linter.run import pipeline
from linter.run.pipeline import Job, run

OURS = """
fields:
  project: 灯塔航标维护
  unit: 青禾县航道站
  goal: 维护航标46座，正常发光率不低于98%。
  total: {annual: {text: "120", unit: 万元}}
  funding: {annual: {县级财政资金: {text: "120", unit: 万元}}}
indicators:
  - {level1: 产出指标, level2: 数量指标, annual: {name: 维护航标座数, value: "46座"}}
  - {level1: 产出指标, level2: 质量指标, annual: {name: 航标正常发光率, value: "≥98%"}}
"""
CHINESE = {
    "flat rows": """
项目名称: 灯塔航标维护
实施单位: 青禾县航道站
总体目标: 维护航标46座，正常发光率不低于98%。
年度资金总额（万元）: 120
县级财政资金（万元）: 120
绩效指标:
  - {一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 维护航标座数, 指标值: 46座}
  - {一级指标: 产出指标, 二级指标: 质量指标, 三级指标: 航标正常发光率, 指标值: "≥98%"}
""",
    "a tree of levels": """
项目名称: 灯塔航标维护
项目单位: 青禾县航道站
年度目标: 维护航标46座，正常发光率不低于98%。
项目资金（万元）: {资金总额: 120, 县级财政资金: 120}
指标:
  产出指标:
    数量指标:
      - {名称: 维护航标座数, 指标值: 46座}
    质量指标:
      航标正常发光率: "≥98%"
""",
    "mixed with ours": """
fields:
  项目名称: 灯塔航标维护
  unit: 青禾县航道站
  总体目标: 维护航标46座，正常发光率不低于98%。
  资金总额: {文本: 120, 单位: 万元}
  县级财政资金（万元）: 120
indicators:
  - {level1: 产出指标, 二级指标: 数量指标, 年度: {名称: 维护航标座数, value: 46座}}
  - {level1: 产出指标, level2: 质量指标, name: 航标正常发光率, value: "≥98%"}
""",
    "a list under a key of its own": """
绩效目标表:
  - 项目名称: 灯塔航标维护
    实施单位: 青禾县航道站
    总体目标: {年度: 维护航标46座，正常发光率不低于98%。}
    年度资金总额: {文本: 120, 单位: 万元}
    资金来源: {县级财政资金（万元）: 120}
    指标:
      - {一级指标: 产出指标, 二级指标: 数量指标, 指标名称: 维护航标座数, 目标值: 46座}
      - {一级指标: 产出指标, 二级指标: 质量指标, 指标名称: 航标正常发光率, 目标值: "≥98%"}
""",
}


def document(text: str) -> Document:
    (read,) = pipeline.parse([Job("表.yaml", data=text.encode())])
    return read


def form(text: str) -> Form:
    (read,) = document(text).forms
    return read


def said(text: str) -> list[tuple[str, str]]:
    return [(one.code, one.message + (one.suggestion or "")) for one in run([Job("表.yaml", data=text.encode())]).findings]


@pytest.mark.parametrize("text", CHINESE.values(), ids=CHINESE)
def test_chinese_keys_say_what_ours_say(text: str) -> None:
    want, got = form_data(form(OURS)), form_data(form(text))
    for data in (want, got):
        data.pop("title", None)
    assert got == want
    assert "JX108" not in dict(said(text))


def test_both_halves() -> None:
    text = """
项目名称: 灯塔航标维护
资金总额（万元）: {实施期: 300, 年度: 100}
指标:
  - {二级指标: 数量指标, 三级指标: 维护航标座数, 实施期指标值: 138座, 年度指标值: 46座}
"""
    read = form(text)
    assert read.halves == ("period", "annual")
    (row,) = read.indicators
    assert [(target.name.text, target.value.text) for target in (row.period, row.annual) if target] == [
        ("维护航标座数", "138座"),
        ("维护航标座数", "46座"),
    ]
    assert [read.total[half].amount for half in ("period", "annual")] == [3_000_000, 1_000_000]


SLIPS = {
    "a key of the target": (OURS.replace('value: "46座"', 'vlaue: "46座"'), "vlaue", "value（指标值）"),
    "a Chinese key": (CHINESE["flat rows"].replace("指标值: 46座", "指标直: 46座"), "指标直", "指标值"),
    "a Chinese key of the fields": (CHINESE["flat rows"].replace("实施单位", "实施单住"), "实施单住", "unit（实施单位）"),
    "a Chinese key cut short": (CHINESE["flat rows"].replace("项目名称", "项目名"), "项目名", "project（项目名称）"),
    "a key of the fields": (OURS.replace("project:", "projct:"), "projct", "project（项目名称）"),
    "a key of the form": (OURS.replace("indicators:", "indicator:"), "indicator", "indicators"),
    "a list where a text belongs": (OURS.replace('value: "46座"', 'value: ["46座"]'), "指标值", "应为文本"),
    "the kind": ("kind: projects\n" + OURS, "projects", "project"),
}


@pytest.mark.parametrize(("text", "wrong", "right"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_said_once_with_the_key_that_was_meant(text: str, wrong: str, right: str) -> None:
    codes = said(text)
    (only,) = [message for code, message in codes if code == "JX108"]
    assert wrong in only
    assert right in only
    assert not {"JX103", "JX104", "JX101", "JX102"} & {code for code, _ in codes if code not in dict(said(OURS))}


def test_a_mistyped_kind_does_not_stop_the_rules() -> None:
    bad = OURS.replace("≥98%", "持续稳定")
    assert {code for code, _ in said("kind: projct\n" + bad)} - {"JX108"} == {code for code, _ in said(bad)}


def test_a_key_that_resembles_none_hides_no_value_that_stands_under_it() -> None:
    text = OURS.replace('value: "46座"', 'zhibiao: "46座"')
    assert [code for code, _ in said(text)].count("JX108") == 1
    assert "JX103" not in dict(said(text))


def test_a_configuration_file_is_no_form() -> None:
    assert not document("名称: 首页\n单位: 像素\n").forms


def test_a_file_that_speaks_of_indicators_and_is_not_understood_is_unread() -> None:
    read = document("甲:\n  乙:\n    三级指标: 维护航标座数\n    指标值: 46座\n")
    assert not read.forms
    assert any(note.fatal for note in read.not_checked)
