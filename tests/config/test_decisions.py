"""Suppressions and baselines: what they bind, what is said of them, how they survive moves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.model.blocks import Comment
from linter.model.place import Place
from linter.policy.config import discover
from linter.policy.suppression import read_comments
from tests.support.cases import form_data

CASE: dict[str, Any] = {"rows": ["数量指标 | 服务单位数量 | ≥186%", "数量指标 | 培训人数 | ≥30%", "质量指标 | 设备完好率 | ≥98%"]}


def _write(folder: Path, name: str, case: dict[str, Any]) -> None:
    (folder / name).write_text(json.dumps({"forms": [form_data(case)]}, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    discover.cache_clear()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "表").mkdir()
    _write(tmp_path / "表", "甲.json", CASE)
    return tmp_path


def _run(*args: str) -> tuple[int, str]:
    discover.cache_clear()
    done = CliRunner().invoke(jixiao, list(args))
    return done.exit_code, done.stdout


def _report(*args: str) -> tuple[int, list[dict[str, Any]]]:
    code, out = _run("check", "--format", "json", "--select", "JX4,JX0", *args, "表")
    return code, json.loads(out)["findings"]


def test_a_suppression_binds_and_is_shown(place: Path) -> None:
    (place / "jixiao.toml").write_text(
        '[[suppressions]]\nrule = "JX402"\nproject = "办公设备维护"\nindicator = "服务单位数量"\nreason = "口径为覆盖率"\n',
        encoding="utf-8",
    )
    code, found = _report()
    assert code == 1
    assert [(f["indicator"], f["suppressed"]) for f in found] == [
        ("服务单位数量", {"kind": "config", "reason": "口径为覆盖率"}),
        ("培训人数", None),
    ]


def test_by_fingerprint_it_survives_a_moved_row_and_a_renamed_file(place: Path) -> None:
    _, found = _report()
    entries = "".join(f'[[suppressions]]\nrule = "{f["code"]}"\nfingerprint = "{f["fingerprint"]}"\nreason = "已核实"\n' for f in found)
    (place / "jixiao-ignore.toml").write_text(entries, encoding="utf-8")
    (place / "jixiao.toml").write_text("", encoding="utf-8")
    (place / "表" / "甲.json").unlink()
    _write(place / "表", "乙.json", {"rows": list(reversed(CASE["rows"]))})
    code, found = _report()
    assert code == 0
    assert all(f["suppressed"] for f in found)


def test_in_a_yaml_form(place: Path) -> None:
    (place / "表" / "甲.json").unlink()
    (place / "表" / "甲.yaml").write_text(
        """forms:
- index: 1
  halves: [annual]
  fields: {project: 办公设备维护}
  indicators:
  - level1: 产出指标
    level2: 数量指标
    annual:
      name: 服务单位数量
      value: "≥186%"  # jixiao: ignore[JX402] 口径为覆盖率（至 2026-12-31）
  - level1: 产出指标
    level2: 数量指标
    annual:
      name: 培训人数
      # jixiao: ignore[JX402]
      value: "≥30%"
""",
        encoding="utf-8",
    )
    code, found = _report("--today", "2026-03-01")
    states = [(f["code"], (f["suppressed"] or {}).get("reason")) for f in found]
    assert states == [("JX402", "口径为覆盖率"), ("JX402", None), ("JX001", None)]
    assert code == 1
    _, later = _report("--today", "2027-03-01")
    assert "JX002" in {f["code"] for f in later}


@pytest.mark.parametrize(
    ("comment", "codes", "reason"),
    [
        ("jixiao: ignore[JX402, JX205] 口径为覆盖率", {"JX402", "JX205"}, "口径为覆盖率"),
        ("jixiao：忽略【JX402】口径为覆盖率", {"JX402"}, "口径为覆盖率"),
        ("李明:\njixiao: 豁免 JX402、JX205口径为覆盖率", {"JX402", "JX205"}, "口径为覆盖率"),
        ("jixiao: ignore JX402：口径为覆盖率", {"JX402"}, "口径为覆盖率"),
    ],
)
def test_the_ways_people_write_it(comment: str, codes: set[str], reason: str) -> None:
    (one,) = read_comments([Comment(comment, Place("甲.xlsx", sheet="表", cell="E14"))])
    assert (one.codes, one.reason) == (codes, reason)


@pytest.mark.parametrize("comment", ["请忽略 JX402", "jixiao 提示：JX402", "jixiao: ignore 此行", "jixiao: 忽略 JX402X 口径"])
def test_what_is_no_suppression(comment: str) -> None:
    assert not list(read_comments([Comment(comment, Place("甲.xlsx", sheet="表", cell="E14"))]))


def test_a_review_binds_what_was_not_followed(place: Path) -> None:
    _, found = _report()
    decisions = [
        {"rule": "JX402", "fingerprint": found[0]["fingerprint"], "decision": "不采纳", "reason": "已与单位核实"},
        {"rule": "JX402", "fingerprint": found[1]["fingerprint"], "decision": "采纳", "reason": ""},
    ]
    (place / "审核.json").write_text(json.dumps({"decisions": decisions}), encoding="utf-8")
    _, after = _report("--review", "审核.json")
    assert [f["suppressed"] for f in after] == [{"kind": "review", "reason": "已与单位核实"}, None]


def test_baseline_marks_the_old_and_fails_on_the_new(place: Path) -> None:
    code, out = _run("baseline", "create", "表")
    assert code == 0
    assert "记入 jixiao-baseline.json" in out
    assert _report("--baseline", "jixiao-baseline.json")[0] == 0
    _write(place / "表", "甲.json", {"rows": [*CASE["rows"], "数量指标 | 巡检次数 | ≥4%"]})
    code, found = _report("--baseline", "jixiao-baseline.json")
    assert code == 1, "a new finding of the same rule in the same form"
    assert [f["indicator"] for f in found if not f["suppressed"]] == ["巡检次数"]
    sarif = json.loads(_run("check", "--format", "sarif", "--select", "JX4", "--baseline", "jixiao-baseline.json", "表")[1])
    assert [r["baselineState"] for r in sarif["runs"][0]["results"]] == ["unchanged", "unchanged", "new"]


def test_baseline_status_and_prune(place: Path) -> None:
    _run("baseline", "create", "--select", "JX4", "--today", "2026-01-05", "表")
    _write(place / "表", "甲.json", {"rows": [CASE["rows"][0], "数量指标 | 巡检次数 | ≥4%"]})
    _, out = _run("baseline", "status", "--select", "JX4", "表")
    assert "剩余 1 处（必改 1 处" in out
    assert "已改 1 处" in out
    assert "最早的一处记于 2026-01-05" in out
    assert "新问题 1 处" in out
    _run("baseline", "prune", "--select", "JX4", "表")
    assert len(json.loads((place / "jixiao-baseline.json").read_text(encoding="utf-8"))["findings"]) == 1
    _run("baseline", "create", "--select", "JX4", "--today", "2026-02-05", "表")
    dates = {e["since"] for e in json.loads((place / "jixiao-baseline.json").read_text(encoding="utf-8"))["findings"].values()}
    assert dates == {"2026-01-05", "2026-02-05"}, "what was old keeps its date"


def test_a_copy_of_a_bad_file_adds_nothing_and_a_moved_file_is_not_new(place: Path) -> None:
    """The same form twice is counted once, where it was read first."""
    _run("baseline", "create", "表")
    (place / "表" / "丙.json").write_bytes((place / "表" / "甲.json").read_bytes())
    code, found = _report("--baseline", "jixiao-baseline.json")
    assert code == 0
    assert not [f for f in found if not f["suppressed"]]
    assert len({f["location"]["file"] for f in found} & {"表/甲.json", "表/丙.json"}) == 1
    (place / "表" / "甲.json").unlink()
    assert _report("--baseline", "jixiao-baseline.json")[0] == 0


def test_a_baseline_written_before_files_were_kept_counts_every_copy(place: Path) -> None:
    _run("baseline", "create", "表")
    path = place / "jixiao-baseline.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    for entry in data["findings"].values():
        del entry["files"]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert _report("--baseline", "jixiao-baseline.json")[0] == 0


@pytest.mark.parametrize(
    "content",
    [
        '{"version": "1", "findings": {"v1:a": {"code": "JX402", "severity": "error", "since": "2026-01-01", "files": ["a"]}}}',
        "{",
        "[]",
        '{"version": "9"}',
    ],
)
def test_a_broken_baseline_is_one_line(place: Path, content: str) -> None:
    (place / "jixiao-baseline.json").write_text(content, encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["check", "--baseline", "jixiao-baseline.json", "表"])
    assert done.exit_code == 2
    assert "重新建立" in done.stderr


def test_a_baseline_of_another_ruleset_is_used_and_said(place: Path) -> None:
    _run("baseline", "create", "表")
    data = json.loads((place / "jixiao-baseline.json").read_text(encoding="utf-8"))
    (place / "jixiao-baseline.json").write_text(json.dumps({**data, "ruleset": "old"}), encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["check", "--baseline", "jixiao-baseline.json", "表"])
    assert done.exit_code == 0
    assert "另一版规则" in done.stderr


def test_remove_unused_keeps_everything_else(place: Path) -> None:
    kept = '# 说明\nprofile = "review"  # 审核\n\n[[suppressions]]\nrule = "JX402"\nproject = "办公设备维护"\nreason = "已核实"\n'
    (place / "jixiao.toml").write_text(
        kept + '\n[[suppressions]]\nrule = "JX205"\nproject = "办公设备维护"\nreason = "旧"\n', encoding="utf-8"
    )
    (place / "jixiao-ignore.toml").write_text(
        '[[suppressions]]\nrule = "JX205"\nproject = "办公设备维护"\nreason = "旧"\n', encoding="utf-8"
    )
    assert _run("check", "--remove-unused", "表")[0] in (0, 1)
    assert (place / "jixiao.toml").read_text(encoding="utf-8").strip() == kept.strip()
    assert "JX205" not in (place / "jixiao-ignore.toml").read_text(encoding="utf-8")
    assert "JX003" not in _run("check", "--format", "json", "表")[1]


def test_a_fingerprint_alone_is_unused_only_where_all_was_seen(place: Path) -> None:
    (place / "jixiao.toml").write_text('[[suppressions]]\nrule = "JX205"\nfingerprint = "v1:0"\nreason = "旧"\n', encoding="utf-8")
    assert "JX003" not in _run("check", "--format", "json", "表/甲.json")[1]
    assert "JX003" in _run("check", "--format", "json", ".")[1]
