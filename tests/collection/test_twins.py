"""The same form twice is counted once, and reports of ours beside the forms are no forms."""

from __future__ import annotations

import zipfile
from pathlib import Path

from click.testing import CliRunner

import linter
from linter.cli.app import jixiao
from linter.reports.result import Result
from linter.run import pipeline
from linter.run.inputs import Job, jobs

FORM = """项目名称: {project}
实施单位: 青禾县水文站
年度资金总额（万元）: 8
总体目标: 维护水位站{sites}处。
指标:
  - {{一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 维护水位站处数, 指标值: "{sites}处"}}
  - {{一级指标: 产出指标, 二级指标: 质量指标, 三级指标: 数据到报率, 指标值: "≥96%"}}
"""


def written(folder: Path, name: str, project: str = "水位站维护", sites: int = 12) -> Path:
    path = folder / name
    path.write_text(FORM.format(project=project, sites=sites), encoding="utf-8")
    return path


def counted(result: Result) -> list[int]:
    return [one.forms for one in result.inputs]


def test_a_copy_in_another_format_is_counted_once_and_said(tmp_path: Path) -> None:
    first = written(tmp_path, "甲.yaml")
    with zipfile.ZipFile(tmp_path / "乙.zip", "w") as archive:
        archive.write(first, "内/甲.yaml")
    CliRunner().invoke(jixiao, ["parse", str(first), "--to", "xlsx", "-o", str(tmp_path / "丙.xlsx")])
    result = linter.check(tmp_path)
    assert sorted(counted(result)) == [0, 0, 1]
    alone = linter.check(first)
    assert len(result.findings) == len(alone.findings)
    notes = [note.why for one in result.inputs for note in one.not_checked]
    assert sum("只计一次" in why for why in notes) == 2


def test_forms_that_differ_in_a_value_are_two(tmp_path: Path) -> None:
    written(tmp_path, "甲.yaml")
    written(tmp_path, "乙.yaml", sites=13)
    assert counted(linter.check(tmp_path)) == [1, 1]


def test_a_form_with_a_remark_of_its_own_is_no_copy(tmp_path: Path) -> None:
    written(tmp_path, "a.yaml")
    path = written(tmp_path, "b.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("维护水位站12处。", "维护水位站15处。"), encoding="utf-8")
    result = linter.check(tmp_path)
    assert counted(result) == [1, 1]
    assert [finding.code for finding in result.findings if finding.code == "JX608"] == ["JX608"]


def test_forms_of_two_projects_are_two(tmp_path: Path) -> None:
    written(tmp_path, "甲.yaml")
    written(tmp_path, "乙.yaml", project="雨量站维护")
    assert counted(linter.check(tmp_path)) == [1, 1]


def test_a_file_that_repeats_has_forms_for_whoever_requires_one(tmp_path: Path) -> None:
    written(tmp_path, "甲.yaml")
    written(tmp_path, "乙.yaml")
    done = CliRunner().invoke(jixiao, ["check", "--no-cache", "--require-form", "--fail-on", "never", str(tmp_path)])
    assert done.exit_code == 0, done.output


def test_our_reports_beside_the_forms_are_not_read(tmp_path: Path) -> None:
    written(tmp_path, "甲.yaml")
    for name in ("报告.json", "报告.sarif.json", "报告.junit.xml"):
        form = {"json": "json", "sarif": "sarif", "junit": "junit"}[name.split(".")[1]] if name != "报告.json" else "json"
        CliRunner().invoke(jixiao, ["check", "--no-cache", "--format", form, "-o", str(tmp_path / name), str(tmp_path / "甲.yaml")])
    for to in ("html", "xlsx"):
        CliRunner().invoke(jixiao, ["report", str(tmp_path / "甲.yaml"), "--to", to, "-o", str(tmp_path / f"清单.{to}")])
    assert len(list(tmp_path.iterdir())) >= 5
    assert [Path(job.shown).name for job in jobs([str(tmp_path)])] == ["甲.yaml"]


def test_bytes_at_hand_are_folded_too() -> None:
    data = FORM.format(project="水位站维护", sites=12).encode()
    assert counted(pipeline.run([Job("甲.yaml", data=data), Job("乙.yaml", data=data)])) == [1, 0]
