"""``jixiao compare``: what a person and a program read of two versions, and what is said where a version cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.knowledge.resources import data_root
from tests.support.cases import form_data

SCHEMA = json.loads((data_root() / "schemas/compare.schema.json").read_text(encoding="utf-8"))
ROWS = [
    "数量指标 | 巡检次数 | ≥24次",
    "质量指标 | 设备完好率 | ≥98%",
    "时效指标 | 故障响应时间 | ≤30分钟",
    "社会效益 | 服务单位数量 | ≥186%",
]


def _write(path: Path, *cases: dict[str, Any]) -> str:
    forms = [form_data(case, n) for n, case in enumerate(cases, start=1)]
    path.write_text(json.dumps({"forms": forms}, ensure_ascii=False), encoding="utf-8")
    return str(path)


def _compare(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(jixiao, ["compare", "--no-config", *args])
    return done.exit_code, done.output


def _json(*args: str) -> dict[str, Any]:
    code, output = _compare(*args, "--format", "json")
    assert code == 0, output
    found: dict[str, Any] = json.loads(output)
    jsonschema.validate(found, SCHEMA)
    return found


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    old = _write(tmp_path / "申报稿.json", {"rows": ROWS})
    rows = [
        "数量指标 | 巡检次数 | ≥12次",
        "质量指标 | 办公设备完好率 | ≥98%",
        "社会效益 | 服务单位数量 | ≥186户",
        "社会效益 | 节约用纸 | ≥200包",
    ]
    return old, _write(tmp_path / "修改稿.json", {"rows": rows, "fields": {"total_annual": "50,000"}})


def test_the_text_says_what_changed(versions: tuple[str, str]) -> None:
    code, text = _compare(*versions)
    assert code == 0
    for said in (
        "年度资金总额 减少：60,000元 → 50,000元",
        "放宽要求：数量指标“巡检次数” ≥24次 → ≥12次",
        "改名：质量指标“办公设备完好率” “设备完好率” → “办公设备完好率”",
        "删除：时效指标“故障响应时间” ≤30分钟",
        "新增：社会效益“节约用纸” ≥200包",
        "已修改 1 处",
        "JX910",
    ):
        assert said in text, said


def test_the_json_meets_its_schema_and_counts(versions: tuple[str, str]) -> None:
    found = _json(*versions)
    (form,) = found["forms"]
    assert form["matched_by"] == "same"
    assert [row["changes"] for row in form["indicators"]] == [["lowered"], ["renamed"], ["reworded"], ["added"], ["deleted"]]
    assert found["summary"]["indicators"] == {"added": 1, "deleted": 1, "lowered": 1, "renamed": 1, "reworded": 1}
    assert [finding["code"] for finding in form["noticed"]] == ["JX910"]
    assert ("JX402", "settled") in {(one["finding"]["code"], one["state"]) for one in form["findings"]}
    assert form["noticed"][0]["related"][0]["location"]["file"].endswith("申报稿.json")


def test_output_goes_to_a_file(versions: tuple[str, str], tmp_path: Path) -> None:
    assert _compare(*versions, "-o", str(tmp_path / "对照.txt")) == (0, "")
    assert "巡检次数" in (tmp_path / "对照.txt").read_text(encoding="utf-8")


def test_folders_are_aligned_by_project_whatever_the_file(tmp_path: Path) -> None:
    for name in ("前", "后"):
        (tmp_path / name).mkdir()
    _write(
        tmp_path / "前/甲.json",
        {"rows": ROWS, "fields": {"project": "水库巡护经费"}},
        {"rows": ROWS[:2], "fields": {"project": "档案整理费"}},
    )
    _write(tmp_path / "后/一.json", {"rows": ROWS[:2], "fields": {"project": "档案整理经费"}})
    _write(
        tmp_path / "后/二.json",
        {"rows": ROWS, "fields": {"project": "水库巡护经费"}},
        {"rows": ROWS[2:], "fields": {"project": "校园绿化"}},
    )
    found = _json(str(tmp_path / "前"), str(tmp_path / "后"))
    assert [(f["old"]["project"], f["new"]["project"], f["matched_by"]) for f in found["forms"]] == [
        ("档案整理费", "档案整理经费", "near"),
        ("水库巡护经费", "水库巡护经费", "same"),
    ]
    assert [form["project"] for form in found["added"]] == ["校园绿化"]


def test_a_project_renamed_altogether_is_found_by_its_rows_and_said(tmp_path: Path) -> None:
    old = _write(tmp_path / "前.json", {"rows": ROWS, "fields": {"project": "办公自动化保障"}})
    new = _write(tmp_path / "后.json", {"rows": ROWS, "fields": {"project": "信息设备运维"}})
    code, text = _compare(old, new)
    assert code == 0
    assert "名称已改，指标大半相同，按同一项目对照，请核实：办公自动化保障" in text


FEW = ["数量指标 | 巡检次数 | ≥24次", "质量指标 | 网络可用率 | ≥99%"]


@pytest.mark.parametrize(
    ("fields", "way"),
    [
        ({"code": "QH0007"}, "code"),
        ({}, "amount"),
        ({"total_annual": "70,000"}, None),
        ({"unit": "青禾县水务局", "department": "青禾县水务局"}, None),
    ],
    ids=["the same code", "the same amount and a row", "another amount", "another unit"],
)
def test_a_project_with_another_name_and_other_rows_is_found_by_code_or_amount(
    tmp_path: Path, fields: dict[str, str], way: str | None
) -> None:
    old = _write(tmp_path / "前.json", {"rows": ROWS[:3], "fields": {"project": "办公自动化保障", "code": "QH0007"}})
    new = _write(tmp_path / "后.json", {"rows": FEW, "fields": {"project": "信息网络服务", **fields}})
    assert [form["matched_by"] for form in _json(old, new)["forms"]] == ([way] if way else [])


def test_the_json_counts_by_unit_as_the_text_does(tmp_path: Path) -> None:
    for name, value in (("前", "≥24次"), ("后", "≥12次")):
        (tmp_path / name).mkdir()
        for unit in ("青禾县水务局", "青禾县民政局"):
            rows = ["数量指标 | 巡检次数 | " + (value if unit.endswith("水务局") else "≥24次"), "质量指标 | 平台稳定性 | 稳定稳定"]
            _write(tmp_path / name / f"{unit}.json", {"rows": rows, "fields": {"project": "巡检", "unit": unit, "department": unit}})
    old, new = str(tmp_path / "前"), str(tmp_path / "后")
    units = {unit["unit"]: unit for unit in _json(old, new)["summary"]["units"]}
    assert (units["青禾县水务局"]["lowered"], units["青禾县民政局"]["lowered"]) == (1, 0)
    assert units["青禾县民政局"]["findings"]["open"] >= 1
    line = next(line for line in _compare(old, new)[1].splitlines() if line.strip().startswith("青禾县民政局"))
    told = units["青禾县民政局"]["findings"]
    states = [str(told.get(state, 0)) for state in ("settled", "partly", "open", "new")]
    assert line.split()[1:] == ["1", *states, "0", "0"]


def test_a_code_before_the_unit_is_no_change(tmp_path: Path) -> None:
    old = _write(tmp_path / "前.json", {"rows": ROWS, "fields": {"unit": "031-青禾县财政局"}})
    new = _write(tmp_path / "后.json", {"rows": ROWS, "fields": {"unit": "青禾县财政局"}})
    (form,) = _json(old, new)["forms"]
    assert (form["matched_by"], form["header"]) == ("same", [])


def test_forms_without_a_name_are_taken_in_order_and_that_is_said(tmp_path: Path) -> None:
    old = _write(tmp_path / "前.json", {"rows": ROWS[:1], "fields": {"project": ""}})
    new = _write(tmp_path / "后.json", {"rows": ["质量指标 | 验收合格率 | =100%"], "fields": {"project": ""}})
    assert "没有项目名称，按先后次序对照，请核实" in _compare(old, new)[1]


def test_a_self_evaluation_beside_its_approved_target(tmp_path: Path) -> None:
    old = _write(
        tmp_path / "批复.json", {"rows": ["数量指标 | 培训人数 | ≥200人", "质量指标 | 考核合格率 | ≥95%", "数量指标 | 印发手册 | ≥100册"]}
    )
    rows = [
        "数量指标 | 培训人数 | ≥150人 | 20 | 155人 | 20",
        "质量指标 | 考核合格率 | ≥95% | 20 | ≥95% | 20",
        "数量指标 | 印发手册 | ≥100册 | 10 | 300册 | 10",
    ]
    new = _write(tmp_path / "自评.json", {"rows": rows, "columns": ["weight", "actual", "score"], "kind": "self_evaluation"})
    (form,) = _json(old, new)["forms"]
    assert sorted(finding["code"] for finding in form["noticed"]) == ["JX911", "JX912", "JX913", "JX914"]


def test_the_same_version_twice_has_no_change(versions: tuple[str, str]) -> None:
    code, text = _compare(versions[0], versions[0])
    assert code == 0
    assert "未作修改（4 项指标）" in text
    assert "JX910" not in text


def test_a_version_without_forms_is_said_and_is_no_success(versions: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "无表.txt").write_text("关于开会的通知", encoding="utf-8")
    code, text = _compare(str(tmp_path / "无表.txt"), versions[1])
    assert code == 3
    assert "前一版：没有读到绩效目标表，无法对照" in text


def test_an_unreadable_version_is_said(versions: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    code, text = _compare(versions[0], str(tmp_path / "坏.xlsx"))
    assert code == 3
    assert "未检查的内容" in text
    assert "Traceback" not in text


def test_versions_with_nothing_in_common(versions: tuple[str, str], tmp_path: Path) -> None:
    other = _write(tmp_path / "他.json", {"rows": ["质量指标 | 苗木成活率 | ≥85%"], "fields": {"project": "校园绿化"}})
    code, text = _compare(versions[0], other)
    assert code == 0
    assert "两版没有同一项目的表，无法对照" in text


def test_a_path_that_does_not_exist(versions: tuple[str, str]) -> None:
    assert _compare("没有.json", versions[1])[0] == 2


def test_what_vanished_because_another_form_changed_was_not_put_right_here(tmp_path: Path) -> None:
    rows = [*ROWS[:3], "社会效益 | 服务单位数量 | ≥186户", "生态效益 | 年节约用电 | ≥3万千瓦时"]
    here = {"rows": rows, "fields": {"project": "机房维护", "total_annual": "50,000"}}
    copy = {"rows": rows, "fields": {"project": "机房续保维护", "total_annual": "80,000"}}
    own = {"rows": ["数量指标 | 续保设备数量 | =36台", "时效指标 | 续保完成时间 | 10月底前"]}
    old = _write(tmp_path / "old.json", here, copy)

    def states(*forms: dict[str, Any]) -> list[set[str]]:
        found = _json(old, _write(tmp_path / "new.json", *forms))["forms"]
        return [{one["state"] for one in form["findings"] if one["finding"]["code"] == "JX905"} for form in found]

    assert states(here, copy) == [set(), {"open"}]
    assert states(here, copy | own) == [set(), {"settled"}]
    assert states(here | own, copy) == [set(), {"elsewhere"}]
    _, text = _compare(old, str(tmp_path / "new.json"))
    assert "因他处修改不再提示 1 处" in text


def test_a_comparison_ends_with_a_line_a_unit(tmp_path: Path) -> None:
    def case(unit: str, value: str) -> dict[str, Any]:
        return {"rows": [f"数量指标 | 服务单位数量 | {value}"], "fields": {"project": f"{unit}运维", "unit": unit}}

    old = _write(tmp_path / "old.json", case("青禾县水务局", "≥186%"), case("青禾县民政局", "≥186%"))
    new = _write(tmp_path / "new.json", case("青禾县水务局", "≥186户"), case("青禾县民政局", "≥186%"))
    _, text = _compare(old, new)
    head, water, civil = text.rstrip().splitlines()[-3:]
    names = head.split()
    assert names[:6] == ["单位", "表数", "已修改", "部分修改", "未修改", "新增问题"]
    told = {line.split()[0]: dict(zip(names[1:], map(int, line.split()[1:]), strict=True)) for line in (water, civil)}
    assert told["青禾县水务局"]["已修改"] == 1
    assert told["青禾县民政局"]["已修改"] == 0
    assert told["青禾县民政局"]["未修改"] >= 1
