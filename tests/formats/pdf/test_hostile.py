"""PDFs made to hurt are refused within seconds and memory, in one Chinese line, and the batch goes on."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.formats import Limits, read_bytes
from linter.formats._paged import worker as _worker
from linter.model.blocks import Paragraph
from linter.model.errors import install_hint
from tests.support.hostile_pdfs import HOSTILE, build, stream
from tests.support.writers.page import draw
from tests.support.writers.pdf import Style, to_pdf

SECONDS, MEMORY = 5.0, 500 * 2**20
HARMLESS = {"deep_nesting"}
"""Read as the blank page it is."""
REASON = {
    "encrypted": "已加密",
    "enormous_page": "异常庞大",
    "endless_lines": "异常庞大",
    "truncated": "已损坏",
    "page_tree_loop": "已损坏",
}


def _cpu() -> float:
    """Seconds of processor time used so far, here, by children that ended and by the one that waits."""
    seconds = time.process_time()
    if sys.platform == "linux":
        import resource

        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds += ended.ru_utime + ended.ru_stime
        for idle in _worker._idle:
            ticks = Path(f"/proc/{idle.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            seconds += sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return seconds


def _child_peak() -> int:
    """Peak memory of the waiting child, in bytes; 0 where it is gone (it never had more than its limit)."""
    if not _worker._idle:
        return 0
    status = Path(f"/proc/{_worker._idle[0].process.pid}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_within_limits_in_one_line(name: str) -> None:
    if name == "encrypted":
        pytest.importorskip("pikepdf")
    data = HOSTILE[name]()
    before = _cpu()
    (source,) = read_bytes(data, f"{name}.pdf")
    assert _cpu() - before < SECONDS
    assert not source.blocks
    if name not in HARMLESS:
        (note,) = source.not_checked
        assert note.fatal
        assert note.why.startswith("文件无法读取：")
        assert "\n" not in note.why
        assert REASON.get(name, "") in note.why
    if sys.platform == "linux":
        assert _child_peak() < MEMORY


def test_the_batch_goes_on_after_a_crash(tmp_path: Path) -> None:
    from linter.policy.settings import Settings
    from linter.run.pipeline import Job, run

    form = draw("项目名称 | < | 设备维护 | <\n一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 次数 | ≥4次")
    good = to_pdf([["青禾县项目支出绩效目标表", form]])
    jobs = [Job("坏.pdf", data=HOSTILE["branching_forms"]()), Job("好.pdf", data=good)]
    result = run(jobs, Settings())
    assert [one.forms for one in result.inputs] == [0, 1]
    assert [any(note.fatal for note in one.not_checked) for one in result.inputs] == [True, False]


def test_a_file_that_takes_too_long_is_stopped() -> None:
    before = _cpu()
    (source,) = read_bytes(HOSTILE["endless_lines"](), "慢.pdf", limits=replace(Limits(), seconds=0.2))
    assert _cpu() - before < SECONDS
    assert [note.why for note in source.not_checked] == ["文件无法读取：读取超过 0.2 秒的时限，已中止"]


def test_pages_beyond_the_limit_are_a_record() -> None:
    data = to_pdf([[f"第{n}页正文"] for n in range(1, 8)])
    (source,) = read_bytes(data, "汇编.pdf", limits=replace(Limits(), pages=3))
    assert len(source.blocks) == 3
    (note,) = source.not_checked
    assert note.what == "汇编.pdf 第4-7页"
    assert "--max-pages" in note.why
    assert not note.fatal


def test_a_broken_page_costs_that_page_only() -> None:
    """The rest is read; what was lost is a record, and the exit code says that something could not be read."""
    objects: dict[int, str | bytes] = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9000000 9000000] >>",
        4: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 6 0 R >> >> /Contents 5 0 R >>",
        5: stream(b"BT /F 12 Tf 72 700 Td (98%) Tj ET"),
        6: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    (source,) = read_bytes(build(objects), "a.pdf")
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["98%"]
    (note,) = source.not_checked
    assert (note.what, note.fatal) == ("a.pdf 第1页", True)


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.formats import pdf

    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    (source,) = read_bytes(to_pdf([["正文"]], Style()), "a.pdf")
    (note,) = source.not_checked
    assert note.fatal
    assert install_hint("pdf") in note.why
    assert not source.blocks
