"""Fixes: the same in every format, never worse, once and for all; suppressions bind them; nothing else changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from linter.cli.app import jixiao
from linter.model.finding import Severity
from linter.policy.config import discover
from linter.policy.settings import Settings
from linter.policy.suppression import read_entries
from linter.run.fixing import Fixer
from linter.run.pipeline import Job, run
from linter.values.tidy import tidy_name, tidy_value
from tests.rules.test_cases import FOLDER, load
from tests.support.cases import form_data, source_of
from tests.support.writers import WRITERS, write

CASE: dict[str, Any] = {
    "fields": {"basis": "《办公设备管理办法》（青财办【2024】15号）"},
    "rows": [
        "数量指标 | 服务 单位数量 | >=１８户",
        "数量指标 | 巡检次数 | ≥4次",
        "质量指标 | 设备完好率 | ≥98%'",
        "质量指标 | 服务相应及时率 | ≥95%",
        "成本指标 | 单台设备维护费 | ≤1700元/台",
        "社会效益 | 设备故障投诉件数 | ≤2件",
        "服务对象满意度 | 使用人员满意度 | ≥90%",
    ],
}
SAFE = {"青财办〔2024〕15号", "服务单位数量", "≥18户", "≥98%"}
FORMATS = ["text", "pipes", "csv", "xlsx", "docx"]


def _name(kind: str) -> str:
    return f"甲.{WRITERS[kind][0]}"


def _fixed(data: bytes, name: str, unsafe: bool = False, **more: Any) -> tuple[bytes, list[str]]:
    done = Fixer(Settings(**more), unsafe=unsafe).fix(data, name)
    assert not done.refused
    return done.data, [change.new for change in done.changes]


def _texts(data: bytes, name: str) -> str:
    from linter.reports.serial import form_data as plain

    (document,) = run([Job(name, data=data)], Settings()).documents
    return json.dumps([plain(form) for form in document.forms], ensure_ascii=False)


@pytest.mark.parametrize("kind", FORMATS)
def test_safe_fixes_in_every_format(kind: str) -> None:
    data = write([form_data(CASE)], layout="one-sided", to=kind)
    fixed, made = _fixed(data, _name(kind))
    after = _texts(fixed, _name(kind))
    for wanted in SAFE:
        assert wanted in after, wanted
    assert "服务相应及时率" in after, "a typo is no safe fix"
    assert len(made) == 4
    assert "服务响应及时率" in _texts(_fixed(data, _name(kind), unsafe=True)[0], _name(kind))


@pytest.mark.parametrize("kind", FORMATS)
def test_fixing_twice_changes_nothing_more(kind: str) -> None:
    data = write([form_data(CASE)], layout="one-sided", to=kind)
    for unsafe in (False, True):
        once, made = _fixed(data, _name(kind), unsafe)
        assert made
        assert _fixed(once, _name(kind), unsafe) == (once, [])


def test_in_yaml_comments_and_quoting_stay() -> None:
    text = (
        "# 说明\nforms:\n- index: 1\n  halves: [annual]\n  fields: {project: 办公设备维护}  # 尾注\n  indicators:\n"
        "  - level1: 产出指标\n    level2: 数量指标\n    annual: {name: 服务单位数量, value: '>=１８户'}\n"
    )
    fixed, made = _fixed(text.encode(), "甲.yaml")
    assert made == ["≥18户"]
    assert fixed.decode() == text.replace(">=１８户", "≥18户")
    yaml.safe_load(fixed)


def test_suppressions_bind_fixes() -> None:
    data, name = source_of(CASE)
    entries = read_entries([{"rule": "JX804", "project": "办公设备维护", "reason": "原文如此"}], "jixiao.toml")
    done = Fixer(Settings(), tuple(entries)).fix(data, name)
    assert "JX804" not in {change.why for change in done.changes}
    assert "JX802" in {change.why for change in done.changes}
    assert "JX804" not in {c.why for c in Fixer(Settings(ignore=frozenset({"JX804"}))).fix(data, name).changes}


def _loud(data: bytes, name: str) -> set[tuple[str, str]]:
    found = run([Job(name, data=data)], Settings(pedantic=True)).findings
    return {(f.code, f.path) for f in found if f.severity is not Severity.INFO}


_CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for kind in ("hits", "misses")
    for case in load(path).get(kind) or []
    if "raw" not in case
][::3]


@pytest.mark.parametrize("case", _CASES)
def test_fixes_never_worsen_and_are_idempotent(case: dict[str, Any]) -> None:
    data, name = source_of(case)
    before = _loud(data, name)
    once = Fixer(Settings(pedantic=True), unsafe=True).fix(data, name)
    assert _loud(once.data, name) <= before
    assert Fixer(Settings(pedantic=True), unsafe=True).fix(once.data, name).data == once.data


@given(st.text(alphabet="０１２３９．％>=<≥≤≧＝ 0159.%元户大于等于至-", max_size=12))
@hypothesis_settings(max_examples=150, deadline=None)
def test_tidy_is_idempotent(text: str) -> None:
    assert tidy_value(tidy_value(text)) == tidy_value(text)
    assert tidy_name(tidy_name(text)) == tidy_name(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">=95%", "≥95%"),
        ("≧９５％", "≥95%"),
        ("＞＝3次", "≥3次"),
        ("═100%", "=100%"),
        ("＜=2小时", "≤2小时"),
        ("≥95%", "≥95%"),
        ("大于等于3次", "大于等于3次"),
        ("1=>2", "1=>2"),
        ("按【规定】", "按【规定】"),
    ],
)
def test_spellings(old: str, new: str) -> None:
    assert tidy_value(old) == new


# -- the command line ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    discover.cache_clear()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "甲.xlsx").write_bytes(write([form_data(CASE)], layout="one-sided", to="xlsx"))
    (tmp_path / "乙.txt").write_bytes(write([form_data(CASE)], layout="one-sided", to="text"))
    return tmp_path


def test_fix_writes_and_goes_on_checking(place: Path) -> None:
    done = CliRunner().invoke(jixiao, ["check", "--fix", "--no-cache", "--format", "json", "."])
    assert "已修正 甲.xlsx 中 4 处" in done.stderr
    assert "“>=１８户” → “≥18户”" in done.stderr
    report = json.loads(done.stdout)
    assert not {"JX802", "JX804"} & {f["code"] for f in report["findings"]}
    again = CliRunner().invoke(jixiao, ["check", "--fix", "--no-cache", "."])
    assert "已修正" not in again.stderr


def test_diff_only_says(place: Path) -> None:
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    done = CliRunner().invoke(jixiao, ["check", "--diff", "乙.txt", "甲.xlsx"])
    assert done.exit_code == 1
    assert "--- a/乙.txt" in done.stdout
    assert "+" in done.stdout
    assert "甲.xlsx 表1!D" in done.stdout
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    CliRunner().invoke(jixiao, ["check", "--fix", "."])
    assert CliRunner().invoke(jixiao, ["check", "--diff", "."]).exit_code == 0


def test_what_cannot_be_written_is_said(place: Path) -> None:
    (place / "丙.html").write_bytes(write([form_data(CASE)], layout="one-sided", to="html"))
    done = CliRunner().invoke(jixiao, ["check", "--fix", "丙.html"])
    assert "不能写回" in done.stderr
    assert CliRunner().invoke(jixiao, ["check", "--fix", "-"], input=b"x").exit_code == 2
    assert CliRunner().invoke(jixiao, ["check", "--fix", "--staged"]).exit_code == 2
