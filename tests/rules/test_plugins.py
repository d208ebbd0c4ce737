"""Rules of other packages: found by their entry point, treated like ours; whatever is wrong with one is one Chinese record."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.cases import source_of

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "support" / "sample_rules"
ROWS = ["数量指标 | 服务单位数量 | ≥186%", "质量指标 | 设备完好率 | ≥98%"]

RULE = """
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
RULE = Rule({code!r}, {slug!r}, "样例", Severity.WARNING, Confidence.HIGH, Scope.INDICATOR, "实务惯例", {{"default": "样例。"}}{more})
def check(row):
    {body}
"""


def _rule(code: str = "QX001", slug: str = "qx-sample", body: str = 'yield Hit("name")', more: str = "") -> str:
    return RULE.format(code=code, slug=slug, body=body, more=more)


def _installed(folder: Path, modules: dict[str, str]) -> Path:
    """A package of rules, as pip would leave it."""
    package = folder / "qx_rules"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    for name, text in modules.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    info = folder / "qx_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: qx-rules\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[jixiao.rules]\nqx = qx_rules\n", encoding="utf-8")
    (folder / "甲.json").write_bytes(source_of({"rows": ROWS})[0])
    return folder


def _run(folder: Path, *args: str, code: int | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from linter.cli import main; sys.exit(main())", *args]
    environment = {"PYTHONPATH": f"{folder}:{ROOT}", "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert code is None or done.returncode == code, done.stderr
    return done


def _report(folder: Path, *args: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_run(folder, "check", "--no-cache", "--format", "json", *args, "甲.json").stdout)
    return data


def _codes(report: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in report["findings"] if not finding["suppressed"]]


def _records(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(note["what"], note["why"]) for each in report["inputs"] for note in each["not_checked"]]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample package of ``tests/support/sample_rules``, installed."""
    modules = {path.stem: path.read_text(encoding="utf-8") for path in SAMPLE.glob("*.py") if path.stem != "__init__"}
    return _installed(tmp_path, modules)


def test_the_sample_package_is_heard(sample: Path) -> None:
    report = _report(sample)
    (found,) = [finding for finding in report["findings"] if finding["code"] == "QX101"]
    assert found["message"] == "“服务单位数量”的目标值没有写明比较对象。"
    assert found["suggestion"] == "建议写明“不少于”或“等于”。"
    assert found["quote"] == "≥186%"
    assert "JX402" in _codes(report)
    assert _records(report) == []


def test_its_rules_are_ignored_selected_relevelled_set_and_listed_like_ours(sample: Path) -> None:
    assert "QX101" not in _codes(_report(sample, "--ignore", "QX101"))
    assert set(_codes(_report(sample, "--select", "qx-comparison"))) == {"QX101"}
    (sample / "jixiao.toml").write_text('[severity]\nQX101 = "error"\n[rules.QX101]\nword = "98"\n', encoding="utf-8")
    found = [(f["severity"], f["quote"]) for f in _report(sample)["findings"] if f["code"] == "QX101"]
    assert found == [("error", "≥98%")]
    (sample / "jixiao.toml").write_text("[rules.QX101]\nword = 98\n", encoding="utf-8")
    assert "rules.QX101.word 应为文本，现为 98" in _run(sample, "check", "甲.json", code=2).stderr
    (sample / "jixiao.toml").unlink()
    assert "QX101" in _run(sample, "rules", code=0).stdout


WRONG = {
    "raises at import": ("raise RuntimeError('boom')", "无法导入：RuntimeError('boom')，未采用"),
    "ends the program at import": ("raise SystemExit(3)", "无法导入：SystemExit(3)，未采用"),
    "declares nothing": ("x = 1", "没有声明 RULE，未采用"),
    "a taken code": (_rule("JX402"), "规则代码“JX402”应为二至六个大写字母加数字，且不以 JX 开头，未采用"),
    "a taken name": (_rule(slug="count-with-percent"), "规则代码或名称“count-with-percent”已被占用，未采用"),
    "a circle": (_rule(more=", supersedes=('QX001',)"), "规则之间的取代关系成环（supersedes is cyclic: QX001 > QX001），未采用"),
    "a check of other arguments": (_rule().replace("check(row)", "check(row, options)"), "check 应为取 1 个参数的函数，未采用"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_with_a_package_is_one_record(kind: str, tmp_path: Path) -> None:
    text, why = WRONG[kind]
    place = _installed(tmp_path, {"broken": text, "sound": _rule("QX777", "qx-sound")})
    report = _report(place)
    assert _records(report) == [("外部规则 qx_rules.broken", why)]
    assert {"JX402", "QX777"} <= set(_codes(report)), "the rest goes on"
    assert _run(place, "check", "--no-cache", "甲.json").returncode == 3


def test_nonsense_at_run_time_is_one_record(tmp_path: Path) -> None:
    place = _installed(
        tmp_path, {"nonsense": _rule(body="return ['指标值不够具体']"), "crash": _rule("QX002", "qx-crash", "return [1 / 0]")}
    )
    report = _report(place)
    assert sorted(what for what, _ in _records(report)) == ["规则 QX001（样例）", "规则 QX002（样例）"]
    assert any("给出的不是检查结果，而是 str" in why for _, why in _records(report))
    assert "JX402" in _codes(report)


def test_two_packages_with_one_code_the_first_is_heard(tmp_path: Path) -> None:
    place = _installed(tmp_path, {"a": _rule(), "b": _rule(slug="qx-other")})
    report = _report(place)
    assert _records(report) == [("外部规则 qx_rules.b", "规则代码或名称“QX001”已被占用，未采用")]
    assert _codes(report).count("QX001") == len(ROWS)
