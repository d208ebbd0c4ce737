"""``jixiao.toml``: found upwards, validated with near names, merged, shown with origins; own rules as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import linter
from linter.cli.app import jixiao
from linter.model.finding import Severity
from linter.policy.config import Config, ConfigError, discover, load, matches, settings, validate
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run
from tests.support.cases import source_of

ROW = {"rows": ["数量指标 | 服务单位数量 | ≥186%", "成本指标 | 运维费用 | ≤60000元", "质量指标 | 设备完好率 | ≥98%"]}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    discover.cache_clear()
    (tmp_path / "表").mkdir()
    (tmp_path / "表" / "甲.json").write_bytes(source_of(ROW)[0])
    return tmp_path


def _check(place: Path, toml: str, *args: str) -> dict[str, Any]:
    (place / "jixiao.toml").write_text(toml, encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["check", "--format", "json", *args, str(place / "表")])
    assert done.exit_code in (0, 1), done.output
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def _codes(report: dict[str, Any]) -> set[str]:
    return {f["code"] for f in report["findings"] if not f["suppressed"]}


def _fails(place: Path, toml: str) -> str:
    (place / "jixiao.toml").write_text(toml, encoding="utf-8")
    done: Result = CliRunner().invoke(jixiao, ["check", str(place / "表")])
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) <= 2
    return done.stderr.splitlines()[0]


def test_ignore_and_select(place: Path) -> None:
    assert "JX402" in _codes(_check(place, ""))
    assert "JX402" not in _codes(_check(place, 'ignore = ["count-with-percent"]'))
    assert _codes(_check(place, 'select = ["JX4"]')) == {"JX402"}
    assert "JX402" in _codes(_check(place, 'ignore = ["JX4"]', "--select", "JX402")), "the command line wins"


def test_per_file_ignores(place: Path) -> None:
    for glob in ("表/**", "表", "甲.json", "表/*.json"):
        assert "JX402" not in _codes(_check(place, f'[per-file-ignores]\n"{glob}" = ["JX402"]')), glob
    assert "JX402" in _codes(_check(place, '[per-file-ignores]\n"别处/**" = ["JX402"]'))


@pytest.mark.parametrize(
    ("glob", "hits", "misses"),
    [
        ("*.xlsx", ["甲.xlsx", "2026/民政/甲.xlsx"], ["甲.docx"]),
        ("2026/*.xlsx", ["2026/甲.xlsx"], ["2026/民政/甲.xlsx", "2025/甲.xlsx", "往年/2026/甲.xlsx"]),
        ("2026/**/*.xlsx", ["2026/甲.xlsx", "2026/民政/甲.xlsx"], ["2025/甲.xlsx"]),
        ("**/民政/*", ["民政/甲.xlsx", "2026/民政/甲.xlsx"], ["2026/甲.xlsx"]),
        ("往年", ["往年/甲.xlsx", "2026/往年/乙/甲.xlsx"], ["往年度/甲.xlsx"]),
        ("往年/", ["往年/甲.xlsx", "往年/乙/甲.xlsx"], ["往年.xlsx"]),
        ("往年/**", ["往年/甲.xlsx", "往年/乙/甲.xlsx"], ["2026/甲.xlsx"]),
        ("第?批/甲.xlsx", ["第一批/甲.xlsx"], ["第十一批/甲.xlsx"]),
    ],
)
def test_what_a_glob_names(glob: str, hits: list[str], misses: list[str], tmp_path: Path) -> None:
    config = Config(root=tmp_path)
    assert [name for name in (*hits, *misses) if matches(config, glob, tmp_path / name)] == hits


def test_a_glob_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="不是有效的路径通配符"):
        matches(Config(root=tmp_path), "!", tmp_path / "甲.xlsx")


def test_severity_is_remapped_and_the_original_shown(place: Path) -> None:
    report = _check(place, '[severity]\nJX402 = "info"')
    (found,) = [f for f in report["findings"] if f["code"] == "JX402"]
    assert (found["severity"], found["original_severity"]) == ("info", "error")


def test_source_names_are_replaced(place: Path) -> None:
    report = _check(place, '[sources]\n"财预〔2021〕101号" = "青财绩〔2022〕3号"')
    (found,) = [f for f in report["findings"] if f["code"] == "JX402"]
    assert found["source"] == "参照青财绩〔2022〕3号"


def test_extends_adds_up(place: Path) -> None:
    (place / "省.toml").write_text('ignore = ["JX402"]\nyear = 2025\n[severity]\nJX703 = "info"', encoding="utf-8")
    (place / "jixiao.toml").write_text('extends = "省.toml"\nyear = 2026\n[severity]\nJX202 = "warning"', encoding="utf-8")
    config = load(place / "jixiao.toml")
    assert settings(config).year == 2026
    assert settings(config).ignore == {"JX402"}
    assert set(settings(config).severity) == {"JX703", "JX202"}
    assert config.origins["ignore"].endswith("省.toml")


def test_pyproject_counts_only_with_the_table(place: Path) -> None:
    (place / "表" / "pyproject.toml").write_text("[tool.other]\nx = 1", encoding="utf-8")
    (place / "pyproject.toml").write_text('[tool.jixiao]\nignore = ["JX4"]', encoding="utf-8")
    assert discover((place / "表").resolve()) == place.resolve() / "pyproject.toml"


def test_rule_options(place: Path) -> None:
    message = _fails(place, "[rules.JX402]\nx = 1")
    assert "rules.JX402.x" in message
    assert "没有选项" in message


@pytest.mark.parametrize(
    ("toml", "wanted"),
    [
        ("profil = 'review'", "不认识的设置“profil”，是否指 profile？"),
        ("profile = 'strict'", "“profile”应为 review、submission 之一"),
        ("year = '2026'", "“year”应为整数"),
        ("ignore = ['JX999']", "ignore 中的“JX999”不是规则代码"),
        ("ignore = [", "TOML 语法有误"),
        ("extends = '没有.toml'", "extends 所指的 没有.toml 不存在"),
        ("extends = 'jixiao.toml'", "相互引用"),
        ("[[suppressions]]\nrule = 'JX402'", "须写明 fingerprint、project"),
        ("[[suppressions]]\nrule = 'JX999'\nproject = '甲'", "规则“JX999”不存在"),
        ("[[suppressions]]\nrule = 'JX402'\nproject = '甲'\nexpires = '明天'", "不是日期"),
        ("[[own-rules]]\ncode = 'JX001'\ntitle = 'x'\nmessage = 'x'\nwords = ['x']", "own-rules.0.code"),
        ("[[own-rules]]\ncode = 'QH001'\ntitle = 'x'\nmessage = 'x'", "须写明 words、pattern"),
        ("[[own-rules]]\ncode = 'QH001'\ntitle = 'x'\nmessage = 'x'\npattern = '('", "QH001.pattern 不是有效的正则表达式"),
        ("[[own-rules]]\ncode = 'QH001'\ntitle = 'x'\nmessage = '{nam}'\nwords = ['x']", "QH001.message 中的占位符有误"),
        ("baseline = 1", "“baseline”应为文本"),
    ],
)
def test_mistakes_name_file_and_key(place: Path, toml: str, wanted: str) -> None:
    message = _fails(place, toml)
    assert "jixiao.toml" in message
    assert wanted in message


def test_show_names_the_origin(place: Path) -> None:
    (place / "jixiao.toml").write_text('profile = "submission"', encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["config", "show", str(place / "表")])
    assert done.exit_code == 0
    assert f'profile = "submission"    # {place.resolve() / "jixiao.toml"}' in done.stdout
    assert 'fail-on = "error"    # 默认' in done.stdout


def test_schema_is_printed() -> None:
    done = CliRunner().invoke(jixiao, ["config", "schema"])
    assert json.loads(done.stdout)["title"].startswith("jixiao")


def test_empty_settings_are_valid() -> None:
    validate({}, Path("jixiao.toml"))
    assert settings(Config()) == Settings()


# -- own rules -----------------------------------------------------------------------------------------------------------------


def _own(entry: dict[str, Any], case: dict[str, Any] = ROW) -> list[tuple[str, str, str]]:
    text = json.dumps([{"code": "QH001", "title": "自定义", "message": "“{name}”不妥", **entry}], ensure_ascii=False)
    result = run([Job("甲.json", data=source_of(case)[0])], Settings(own=text))
    notes = [("未检查", note.why, "") for one in result.inputs for note in one.not_checked if note.fatal]
    return [(f.severity.value, f.quote, f.message) for f in result.findings if f.code == "QH001"] + notes


def test_own_word_list() -> None:
    assert _own({"words": ["运维费用"], "part": "name"}) == [("warning", "运维费用", "“运维费用”不妥。")]
    assert _own({"words": ["运维费用"], "part": "name", "categories": ["数量指标"]}) == []


def test_own_pattern() -> None:
    assert _own({"pattern": r"\d{5,}元", "severity": "error"}) == [("error", "60000元", "“运维费用”不妥。")]


def test_own_bound_understands_units() -> None:
    assert _own({"max": 5, "unit": "万元", "names": "费用$"}) == [("warning", "≤60000元", "“运维费用”不妥。")]
    assert _own({"max": 6, "unit": "万元", "names": "费用$"}) == []
    assert _own({"min": 99, "unit": "%"}) == [("warning", "≥98%", "“设备完好率”不妥。")], "186% is above, the rest are other units"


def test_own_required_row() -> None:
    assert len(_own({"required-row": "满意度", "message": "缺少满意度"})) == 1
    assert _own({"required-row": "完好率"}) == []


def test_a_pattern_that_runs_away_is_stopped_and_said() -> None:
    case = {"rows": [f"数量指标 | {'甲' * 40} | {'a' * 60}"] * 3 + ["数量指标 | 服务单位数量 | ≥186%"]}
    text = json.dumps([{"code": "QH001", "title": "跑不完", "message": "x", "pattern": "(a|a)+$b", "timeout-ms": 20}])
    result = run([Job("甲.json", data=source_of(case)[0])], Settings(own=text))
    (note,) = [note for one in result.inputs for note in one.not_checked if note.fatal]
    assert "QH001" in note.what
    assert "超过时限 20 毫秒" in note.why
    assert "JX402" in {f.code for f in result.findings}, "the rest goes on"


# -- own words -----------------------------------------------------------------------------------------------------------------


def test_own_dictionary_is_no_typo() -> None:
    case = {"rows": ["质量指标 | 服务相应及时率 | ≥98%"]}
    job = Job("甲.json", data=source_of(case)[0])
    assert "JX801" in {f.code for f in run([job], Settings()).findings}
    assert "JX801" not in {f.code for f in run([job], Settings(dictionary=("服务相应",))).findings}


def test_own_lexicon_entries_count_like_ours() -> None:
    case = {"rows": ["质量指标 | 服务质量水平 | 杠杠的"]}
    job = Job("甲.json", data=source_of(case)[0])
    extra = json.dumps({"value-words": [{"word": "杠杠的", "group": "evaluative"}]}, ensure_ascii=False)
    assert "JX201" not in {f.code for f in run([job], Settings()).findings}
    assert "JX201" in {f.code for f in run([job], Settings(lexicons=extra)).findings}
    assert "JX201" not in {f.code for f in run([job], Settings()).findings}, "forgotten again"


def test_python_interface_follows_settings_files(place: Path) -> None:
    (place / "jixiao.toml").write_text('[severity]\nJX402 = "warning"', encoding="utf-8")
    result = linter.check(place / "表")
    assert Severity.WARNING in {f.severity for f in result.findings if f.code == "JX402"}
    assert {f.code for f in linter.check(place / "表", select=["JX4"]).findings} == {"JX402"}


OWN = """
[[own-rules]]
code = "QH001"
title = "完好率应写口径"
message = "“{name}”未写口径"
part = "name"
words = ["完好率"]
"""


def test_own_rules_are_selected_ignored_and_relevelled_by_their_code(place: Path) -> None:
    assert "QH001" in _codes(_check(place, OWN))
    assert _codes(_check(place, f'select = ["QH001"]\n{OWN}')) == {"QH001"}
    assert "QH001" not in _codes(_check(place, f'ignore = ["qh001"]\n{OWN}'))
    assert _codes(_check(place, OWN, "--select", "QH001")) == {"QH001"}
    assert "QH001" not in _codes(_check(place, OWN, "--ignore", "QH001"))
    report = _check(place, f'{OWN}\n[severity]\nQH001 = "info"\n[per-file-ignores]\n"*.yaml" = ["QH001"]')
    assert [f["severity"] for f in report["findings"] if f["code"] == "QH001"] == ["info"]
    suppressed = _check(place, f'{OWN}\n[[suppressions]]\nrule = "QH001"\nindicator = "设备完好率"\nreason = "口径见附件"')
    assert "QH001" not in _codes(suppressed)


def test_a_code_no_own_rule_has_is_said(place: Path) -> None:
    assert "severity 中的“QH002”不是规则代码、类别或名称，是否指 QH001" in _fails(place, f'{OWN}\n[severity]\nQH002 = "info"')
    (place / "jixiao.toml").write_text(OWN, encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["check", "--select", "QH002", str(place / "表")])
    assert done.exit_code == 2
    assert "“QH002”不是规则代码、类别或名称，所用设置的 own-rules 中也没有" in done.stderr


@pytest.mark.parametrize(
    ("toml", "wanted"),
    [
        ('[layouts]\n"*.xlsx" = "two-side"', "layouts 中的“two-side”不是表式名称，是否指 two-sided？"),
        ('[rules.JX110]\nminimum = "三"', "rules.JX110.minimum 应为整数，现为 '三'（一张表最少的指标数）"),
        ("[rules.JX110]\nminimum = true", "rules.JX110.minimum 应为整数，现为 True"),
    ],
)
def test_wrong_layouts_and_options_are_said(place: Path, toml: str, wanted: str) -> None:
    assert wanted in _fails(place, toml)


def test_an_ignore_file_without_settings_is_heard_and_keeps_what_governs_above(place: Path) -> None:
    (place / "表" / "jixiao-ignore.toml").write_text(
        '[[suppressions]]\nrule = "JX402"\nindicator = "服务单位数量"\nreason = "见说明"', encoding="utf-8"
    )
    done = CliRunner().invoke(jixiao, ["check", "--format", "json", str(place / "表")])
    assert "JX402" not in _codes(json.loads(done.stdout))
    discover.cache_clear()
    report = _check(place, '[severity]\nJX102 = "info"')
    assert "JX402" not in _codes(report)
    assert {f["severity"] for f in report["findings"] if f["code"] == "JX102"} == {"info"}


PAGE = """2026年项目绩效目标表
项目名称\t乡村公路养护\t预算金额\t120万元
绩效目标\t完成乡村公路日常养护
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t养护公路里程\t≥86公里
效益指标\t社会效益\t通行安全隐患点减少数\t≥6处
"""


@pytest.mark.parametrize(
    ("name", "layout", "said"),
    [
        ("transfer-region", "transfer-region", ""),
        ("two-sided", None, "设置中指定的表式“two-sided”与本表的实施期、年度分列不符，未采用"),
    ],
)
def test_the_layout_that_settings_name_is_taken_where_it_fits(place: Path, name: str, layout: str | None, said: str) -> None:
    (place / "表" / "乙.txt").write_text(PAGE, encoding="utf-8")
    plain = linter.check(place / "表" / "乙.txt").documents[0].forms[0]
    (place / "jixiao.toml").write_text(f'[layouts]\n"表/*.txt" = "{name}"', encoding="utf-8")
    discover.cache_clear()
    form = linter.check(place / "表" / "乙.txt").documents[0].forms[0]
    assert plain.layout != "transfer-region"
    assert form.layout == (layout or plain.layout)
    assert [doubt.why for doubt in form.uncertain if "指定的表式" in doubt.why] == ([said] if said else [])
