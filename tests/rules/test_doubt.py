"""What was read with doubt is at most a hint: the cell's own doubt, and a doubt about where its row stands."""

from __future__ import annotations

from typing import Any

import pytest

from linter.model.finding import Family
from linter.reports.serial import form_data
from linter.rules.registry import rules
from tests.support.cases import document_of, findings_of

ROW = "数量指标 | 服务单位数量 | ≥186%"


@pytest.mark.parametrize("path", ["indicators[0].annual.value", "indicators[0].annual", "indicators[0]"])
def test_a_doubtful_row_gives_hints_only(path: str) -> None:
    (found,) = [f for f in findings_of({"rows": [ROW], "uncertain": [{"path": path, "why": "读取存疑"}]}) if f.code == "JX402"]
    assert found.severity.value == "info"
    assert found.original_severity is not None
    assert found.original_severity.value == "error"


@pytest.mark.parametrize("path", ["indicators[1].annual.value", "fields.goal.annual", ""])
def test_doubt_elsewhere_changes_nothing(path: str) -> None:
    rows = [ROW, "质量指标 | 设备完好率 | ≥98%"]
    (found,) = [f for f in findings_of({"rows": rows, "uncertain": [{"path": path, "why": "读取存疑"}]}) if f.code == "JX402"]
    assert found.severity.value == "error"


@pytest.mark.parametrize("mark", [{"doubt": "各列归属存疑"}])
def test_a_doubtful_table_gives_hints_only_but_on_its_header(mark: dict[str, Any]) -> None:
    findings = findings_of({"rows": [ROW], "fields": {"project": ""}, **mark})
    rows = [f for f in findings if f.level2 is not None]
    header = [f for f in findings if f.code == "JX101"]
    assert rows and all(f.severity.value == "info" for f in rows)
    assert [f.severity.value for f in header] == ["error"]


@pytest.mark.parametrize("mark", [{"doubt": "各列归属存疑"}, {"unread": ["完工时间 11月底前"]}])
def test_what_is_absent_from_an_incomplete_table_is_a_hint(mark: dict[str, Any]) -> None:
    case = {"rows": ["质量指标 | 设备完好率 | ≥98%"]}
    (plain,) = [f for f in findings_of(case) if f.code == "JX102" and "数量" in f.message]
    (lowered,) = [f for f in findings_of({**case, **mark}) if f.code == "JX102" and "数量" in f.message]
    assert (plain.severity.value, lowered.severity.value) == ("error", "info")
    assert lowered.original_severity is not None


def test_unread_text_lowers_only_what_rests_on_absence() -> None:
    (found,) = [f for f in findings_of({"rows": [ROW], "unread": ["完工时间 11月底前"]}) if f.code == "JX402"]
    assert found.severity.value == "error"


def test_every_rule_the_rulebook_names_declares_that_it_rests_on_absence() -> None:
    named = {"JX102", "JX103", "JX104", "JX305", "JX601", "JX607"}
    declared = {one.rule.code for one in rules() if one.rule.rests_on_absence}
    assert declared == named | {one.rule.code for one in rules() if one.rule.family is Family.CROSSCHECK}


def test_a_finding_between_two_rows_is_a_hint_where_either_was_read_with_doubt() -> None:
    case = {"rows": ["数量指标 | 巡查次数 | ≥24次", "数量指标 | 巡查次数 | ≥30次"]}
    for path in ("indicators[0].annual.name", "indicators[1].annual.name"):
        found = [f for f in findings_of({**case, "uncertain": [{"path": path, "why": "读取存疑"}]}) if f.related]
        assert found and all(f.severity.value == "info" for f in found), path
    assert any(f.severity.value != "info" for f in findings_of(case) if f.related)


def test_a_doubtful_form_says_so_in_what_parse_writes() -> None:
    document = document_of({"rows": [ROW], "doubt": "各列归属存疑", "unread": ["甲", "乙"]})
    (form,) = document.forms
    assert (form.doubt, form.unread, form.incomplete) == ("各列归属存疑", ("甲", "乙"), True)
    data = form_data(form)
    assert (data["doubt"], data["unread"]) == ("各列归属存疑", ["甲", "乙"])
