"""What a walk through folders takes, and where findings of structured files stand whatever their encoding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from benchmarks.distinct import payloads
from linter.policy.settings import Settings
from linter.run import pipeline as runs
from linter.run.inputs import jobs
from tests.support.cases import form_data

UNREAD = ("rar", "7z", "rtf", "ppt", "pptx", "xlsb", "doc", "wps", "mht", "docm", "zip")


def test_a_walk_passes_no_file_people_send_in_silence(tmp_path: Path) -> None:
    for suffix in (*UNREAD, "py", "lock"):
        (tmp_path / f"表.{suffix}").write_bytes(b"x")
    assert {Path(job.shown).suffix[1:] for job in jobs([str(tmp_path)])} == set(UNREAD)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_findings_in_json_have_lines_in_every_encoding(encoding: str) -> None:
    text = payloads(5)[4].decode().replace('"indicators"', '\n"indicators"')
    result = runs.run([runs.Job("表.json", data=text.encode(encoding))], Settings())
    lines = {finding.location.line for finding in result.findings if finding.indicator and finding.location}
    assert lines == {2}


@pytest.mark.parametrize("other", ["yaml", "json"])
def test_lines_of_another_file_are_not_looked_up_here(other: str) -> None:
    """A copied form is related to a place in another file: its pointer means nothing in the text of this one."""
    rows = [
        "数量指标 | 服务单位数量 | ≥12家",
        "数量指标 | 培训人数 | ≥30人",
        "质量指标 | 设备完好率 | ≥98%",
        "时效指标 | 响应时间 | ≤2小时",
    ]
    one, copy = (
        json.dumps({"forms": [form_data({"rows": rows, "fields": {"project": name}})]}, ensure_ascii=False) for name in ("甲站", "乙馆")
    )
    data = yaml.safe_dump(json.loads(copy), allow_unicode=True) if other == "yaml" else "\n\n" + copy
    result = runs.run([runs.Job("甲.json", data=one.encode()), runs.Job(f"乙.{other}", data=data.encode())], Settings())
    (copied,) = [finding for finding in result.findings if finding.code == "JX905"]
    assert copied.location and copied.location.file == f"乙.{other}"
    (there,) = [related.location for related in copied.related]
    assert there and (there.file, there.line) == ("甲.json", None)
