"""What the fuzz has found, each in its smallest form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linter.model.blocks import Comment
from linter.model.place import Place
from linter.policy import baseline, config
from linter.policy.baseline import BaselineError
from linter.policy.config import ConfigError
from linter.policy.suppression import read_comments, read_review
from linter.reports.result import Result
from tests.fuzz.invariants import checked
from tests.support.cases import form_data


def _form(*rows: tuple[str, Any], **fields: str) -> Result:
    data = form_data({"rows": ["数量指标 | 培训人数 | ≥5人"], "fields": fields})
    for name, value in rows:
        data["indicators"].append({"level1": "产出指标", "level2": "数量指标", "annual": {"name": name, "value": value}})
    return checked(json.dumps({"forms": [data]}, ensure_ascii=False).encode(), "表.json")


def test_separators_of_records_stand_in_a_name() -> None:
    result = _form(("培训\x1e场\x1f次\x1d", ""))
    assert "JX103" in {f.code for f in result.findings}


def test_equals_but_for_blanks_have_fingerprints_of_their_own() -> None:
    forms = [form_data({"rows": [f"数量指标 | {name} | 显著"]}, n) for n, name in enumerate(("培训场次", "培训 场次"), start=1)]
    result = checked(json.dumps({"forms": forms}, ensure_ascii=False).encode(), "表.json")
    one, other = (f.fingerprint for f in result.findings if f.code == "JX201")
    assert one != other


def test_what_stands_nowhere_is_shown_at_its_row_or_form() -> None:
    data = form_data({"rows": ["数量指标 | 培训人数 | ≥5人", "数量指标 | 培训场次 | "], "fields": {"project": ""}})
    del data["indicators"][1]["annual"]["value"], data["fields"]["project"], data["fields"]["total"]
    result = checked(json.dumps({"forms": [data]}, ensure_ascii=False).encode(), "表.json")
    (missing,) = (f for f in result.findings if f.code == "JX103")
    assert missing.location is not None
    assert missing.location.pointer == "/forms/0/indicators/1/annual/name"
    assert all(f.location is not None and f.location.file == "表.json" for f in result.findings)


def test_a_comment_names_a_day_that_is_none() -> None:
    comment = Comment("jixiao: ignore[JX205] 已核实（至 2026-02-30）", Place("表.yaml", line=3))
    (one,) = read_comments([comment])
    assert one.expires is None
    assert "2026-02-30" in one.reason, "what could not be read as a date stays visible"


@pytest.mark.parametrize("piece", ["5%", "一", "1", "，", "、", "较上年", "（", "x×", "A", "2026年", "7"])
@pytest.mark.parametrize("where", ["value", "name", "goal"])
def test_a_page_in_one_cell_takes_no_time(piece: str, where: str) -> None:
    text = (piece * 4000)[:4000]
    if where == "goal":
        _form(goal=text)
    else:
        _form((text, "≥5人") if where == "name" else ("培训人数", text))


def test_an_endless_cell_is_told_and_not_read() -> None:
    result = _form(goal="完成培训100人次；" * 2000)
    assert not result.findings
    (note,) = (note for one in result.inputs for note in one.not_checked)
    assert note.fatal
    assert "有一格超过 1 万字" in note.why
    assert "办公设备维护" in note.what


def test_an_endless_form_is_told_and_not_read() -> None:
    result = _form(*[("培训场次", "≥3场")] * 1200)
    assert not result.findings
    (note,) = (note for one in result.inputs for note in one.not_checked)
    assert "有 1201 行指标" in note.why


def test_a_short_line_below_a_line_with_its_category_blank() -> None:
    head = "项目支出绩效目标表\n项目名称\t河湖巡查\n一级指标\t二级指标\t实施期指标\t指标值\t二级指标\t年度指标\t指标值\n"
    checked((head + "产出指标\t数量指标\t巡查次数\t≥24次\t数量指标\t巡查次数\t≥24次\n孤\n甲\t\n").encode(), "表.txt")


def test_labels_that_are_no_fields_are_kept_beside_the_fields() -> None:
    text = "项目名称：河湖长制巡查\n年度目标：每月巡查全县13条河道。\n绩效指标：【产改。\n【产出指标-数量指标】指标1：巡查次数(≥24次)；\n"
    (form,) = checked(text.encode(), "表.txt").documents[0].forms
    assert set(form.fields) == {"project"}
    assert form.extras["绩效指标"].text == "【产改。"


def test_a_letter_to_a_unit_with_an_endless_name() -> None:
    data = form_data({"rows": ["数量指标 | 培训场次 | 显著"], "fields": {"unit": "青禾县少年宫" * 60}})
    checked(json.dumps({"forms": [data]}, ensure_ascii=False).encode(), "表.json", files=True)


_DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "text", [_DEEP, '[{"rule": 5, "fingerprint": "x"}]', '[{"rule": "JX402", "fingerprint": "x", "reason": null}]', "[5]", "5"]
)
def test_a_review_that_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "审.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="审核结果文件"):
        read_review(tmp_path / "审.json")


@pytest.mark.parametrize("text", [_DEEP, "5", '{"version": "1", "findings": {"a": 1}}', '{"version": "1", "findings": {"a": {}}}'])
def test_a_baseline_that_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "基线.json").write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError, match="基线"):
        baseline.load(tmp_path / "基线.json")


def test_settings_without_end(tmp_path: Path) -> None:
    (tmp_path / "jixiao.toml").write_text(f"a = {_DEEP}", encoding="utf-8")
    with pytest.raises(ConfigError, match="嵌套过深"):
        config.load(tmp_path / "jixiao.toml")
