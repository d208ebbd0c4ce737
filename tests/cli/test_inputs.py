"""What a walk through folders takes, and where findings of structured files stand whatever their encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.distinct import payloads
from linter import run as runs
from linter.cli.inputs import jobs
from linter.settings import Settings

UNREAD = ("rar", "7z", "rtf", "ppt", "pptx", "ofd", "xlsb", "doc", "wps", "mht", "docm", "zip")


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
