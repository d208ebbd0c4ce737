"""Every output of ``check``: valid in its own format, the same findings in each, deterministic."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from linter.knowledge.resources import schema_path
from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.reports import RenderOptions, names, output_named
from linter.reports.result import Result
from linter.run.pipeline import Job, run

ROOT = Path(__file__).parents[2]
SARIF_SCHEMA = ROOT / "tests/node/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
BAD = ROOT / "examples/forms/bad-form.txt"


@pytest.fixture(scope="module")
def result() -> Result:
    jobs = [
        Job("表/坏 的.txt", data=BAD.read_bytes()),
        Job("好的.txt", data=(ROOT / "examples/forms/good-form.txt").read_bytes()),
        Job("空.txt", data=b""),
        Job("公式.json", data=_formula_form()),
    ]
    return run(jobs, Settings())


def _formula_form() -> bytes:
    row = {"level1": "产出指标", "level2": "质量指标", "annual": {"name": "=好好指标", "value": "好好"}}
    return json.dumps({"forms": [{"index": 1, "halves": ["annual"], "fields": {}, "indicators": [row]}]}).encode()


def _render(result: Result, name: str) -> str:
    content = output_named(name).render(result, RenderOptions())
    return content.decode("utf-8-sig") if isinstance(content, bytes) else content


def test_modules_of_reports_are_outputs() -> None:
    assert {"text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "csv", "md"} <= set(names())
    for name in names():
        assert output_named(name).title
    with pytest.raises(LookupError):
        output_named("serial")


@pytest.mark.parametrize("name", names())
def test_same_input_same_bytes(result: Result, name: str) -> None:
    assert output_named(name).render(result, RenderOptions()) == output_named(name).render(result, RenderOptions())


@pytest.mark.parametrize("name", names())
def test_never_silently_clean(result: Result, name: str) -> None:
    assert "文件为空" in _render(result, name)


@pytest.mark.parametrize("name", [name for name in names() if name != "text"])
def test_every_finding_is_told(result: Result, name: str) -> None:
    shown = _render(result, name)
    for finding in result.findings:
        assert finding.code in shown
        if name not in ("md", "github"):  # these escape
            assert finding.message.split("“")[0] in shown.replace('\\"', '"')


def test_json_meets_its_schema(result: Result) -> None:
    schema = json.loads(schema_path("report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(_render(result, "json")))


def test_jsonl_is_one_record_a_line(result: Result) -> None:
    records = [json.loads(line) for line in _render(result, "jsonl").splitlines()]
    assert [r["record"] for r in records].count("input") == 4
    assert [r["record"] for r in records].count("finding") == len(result.findings)
    assert records[-1]["record"] == "summary"


@pytest.mark.skipif(not SARIF_SCHEMA.exists(), reason="SARIF 模式文件来自 npm：在 tests/node 中运行 npm ci")
def test_sarif_meets_the_published_schema(result: Result) -> None:
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(json.loads(_render(result, "sarif")))


def test_sarif_carries_what_code_scanning_needs(result: Result) -> None:
    log = json.loads(_render(result, "sarif"))["runs"][0]
    rules = log["tool"]["driver"]["rules"]
    for one, finding in zip(log["results"], result.findings, strict=True):
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"] == finding.code
        assert one["partialFingerprints"]["jixiao/v1"] == finding.fingerprint
        assert one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == finding.path
        assert len(one.get("relatedLocations", [])) == len(finding.related)
    region = log["results"][0]["locations"][0]["physicalLocation"]
    assert region["artifactLocation"]["uri"] == "%E8%A1%A8/%E5%9D%8F%20%E7%9A%84.txt"
    assert region["region"]["startLine"] == result.findings[0].location.line  # type: ignore[union-attr]
    assert log["columnKind"] == "unicodeCodePoints"
    assert log["invocations"][0]["executionSuccessful"] is False


def test_csv_opens_in_excel_without_formulas(result: Result) -> None:
    content = output_named("csv").render(result, RenderOptions())
    assert isinstance(content, bytes)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell == "'=好好指标" for row in rows for cell in row)


def test_github_commands_are_one_line_each(result: Result) -> None:
    lines = _render(result, "github").splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == len(result.findings) + 1
    assert any(line.startswith("::error file=空.txt") for line in commands)


def test_gitlab_fingerprints_are_unique(result: Result) -> None:
    rows = json.loads(_render(result, "gitlab"))
    assert len({row["fingerprint"] for row in rows}) == len(rows) == len(result.findings) + 1


def test_junit_counts_forms(result: Result) -> None:
    root = ET.fromstring(_render(result, "junit"))
    suites = {suite.attrib["name"]: suite for suite in root}
    assert suites["表/坏 的.txt"].attrib["failures"] == "1"
    assert suites["空.txt"].attrib["errors"] == "1"
    assert len(suites["好的.txt"].findall("testcase")) == 1


def _first(result: Result, code: str) -> Finding:
    return next(f for f in result.findings if f.code == code)


def test_caret_stands_under_the_quoted_part(result: Result) -> None:
    lines = _render(result, "text").splitlines()
    at = next(n for n, line in enumerate(lines) if "JX801" in line and "服务相应及时率" in line)
    assert lines[at + 1] == "      │ 服务相应及时率"
    assert lines[at + 2] == "      │     ^^^^", "two wide characters before, two meant"
    assert _first(result, "JX801").quote == "相应"


def test_text_hides_infos_on_request(result: Result) -> None:
    shown: Any = output_named("text").render(result, RenderOptions(show_info=False))
    assert "\n  提示 " not in shown
    assert "\n  提示 " in _render(result, "text")
