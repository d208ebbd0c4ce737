"""A run in flat memory says what a run at hand says, in every output, and keeps bytes instead of documents."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from benchmarks.distinct import payloads
from linter.files import frames as kept
from linter.files.frames import Frames
from linter.knowledge.context import forget
from linter.model.document import Document
from linter.policy import baseline
from linter.policy.settings import Settings
from linter.reports import RenderOptions, names, output_named
from linter.reports.feedback import FeedbackOptions, feedback_named
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.model import Batch
from linter.reports.result import Passing, Result
from linter.run import pipeline
from linter.run.inputs import Job
from linter.run.prepare import prepare
from linter.run.ruleset import ruleset
from linter.run.store import Spilled
from tests.support.cases import form_data

ROOT = Path(__file__).parents[2]


def _form(project: str, figure: int = 3) -> bytes:
    rows = [f"数量指标 | 第{n}类培训人数 | ≥{n}%" for n in range(figure, figure + 6)]
    return json.dumps({"forms": [form_data({"rows": rows, "fields": {"project": project}})]}, ensure_ascii=False).encode()


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    """Defects, forms that copy each other, a form twice, a remark that suppresses, an empty file, one that is none."""
    bad = (ROOT / "examples/forms/bad-form.yaml").read_text(encoding="utf-8")
    content = {
        "甲.json": _form("甲项目"),
        "乙.json": _form("乙项目"),
        "丙.yaml": ("# jixiao: ignore[JX402] 已核实\n" + bad).encode(),
        "丁.json": _form("甲项目"),
        "空.txt": b"",
        "乱.xlsx": b"\x00\x01\x02",
    }
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    return [Job(name, path=tmp_path / name) for name in content]


def _shown(result: Result) -> dict[str, str | bytes]:
    return {name: output_named(name).render(result, RenderOptions(colour=True)) for name in names()}


def test_the_same_is_said_in_every_output(jobs: list[Job]) -> None:
    at_hand = pipeline.run(jobs, Settings())
    assert {"JX905", "JX402", "JX003"} & {finding.code for finding in at_hand.findings} >= {"JX905"}
    assert sum(one.twins for one in at_hand.inputs) == 1
    assert _shown(pipeline.checked(jobs, Settings())) == _shown(at_hand)


def test_a_baseline_and_suppressions_decide_the_same(jobs: list[Job], tmp_path: Path) -> None:
    made = baseline.create(pipeline.run(jobs[:2], Settings()).findings, ruleset(), date(2026, 2, 1), path=tmp_path / "基线.json")
    (tmp_path / "基线.json").write_text(baseline.dumps(made), encoding="utf-8")
    (tmp_path / "jixiao.toml").write_text('[[suppressions]]\nrule = "JX905"\nproject = "没有的项目"\nreason = "说明"\n', encoding="utf-8")
    setup = prepare(
        [job.path for job in jobs], baseline=tmp_path / "基线.json", today=date(2026, 2, 1), whole=[tmp_path], ruleset=ruleset()
    )
    at_hand = pipeline.run(jobs, setup)
    assert any(finding.suppressed for finding in at_hand.findings)
    assert _shown(pipeline.checked(jobs, setup)) == _shown(at_hand)


def test_no_document_outlives_its_input(jobs: list[Job]) -> None:
    gc.collect()
    before = {id(each) for each in gc.get_objects() if isinstance(each, Document)}  # of other tests in this process
    result = pipeline.checked(jobs, Settings())
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, Document) and id(each) not in before]
    assert result.forms


def kept_a_form(count: int = 200) -> float:
    """Bytes a run keeps for each form once its report is written, with what is kept of the run on the disk."""
    kept._AT_HAND = 1
    made = [Job(f"{number}.json", data=data) for number, data in enumerate(payloads(count))]
    pipeline.checked(made, Settings())  # tables that are made once, and memos of what was read, which are bounded
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    result = pipeline.checked(made, Settings())
    for name in ("text", "jsonl", "csv"):
        assert all(output_named(name).pieces(result, RenderOptions()))
    return (tracemalloc.get_traced_memory()[0] - before) / count


def test_a_form_more_costs_little() -> None:
    """In a process of its own: what other tests left in the memos is replaced while this one measures."""
    command = "from tests.engine.test_flat_memory import kept_a_form; print(kept_a_form())"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) <= 10_000


def kept_by_a_review(count: int = 60) -> float:
    """Bytes a review keeps for each form, its outputs written."""
    kept._AT_HAND = 1
    made = [Job(f"{number}.json", data=data) for number, data in enumerate(payloads(count))]
    result = pipeline.checked(made, Settings(), documents=True)
    options = FeedbackOptions(date(2026, 1, 20))

    def written() -> Batch:
        batch = batch_of(result)
        for to in ("md", "xlsx"):
            assert sum(len(piece) for _, pieces in feedback_named(to).write(batch, options) for piece in pieces)
        forget()  # memos of what was read, which are bounded
        gc.collect()
        return batch

    written()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    batch = written()
    assert len(batch.projects) == count
    return (tracemalloc.get_traced_memory()[0] - before) / count


def test_a_review_keeps_little_of_a_form() -> None:
    command = "from tests.engine.test_flat_memory import kept_by_a_review; print(kept_by_a_review())"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) <= 3_000


@pytest.mark.parametrize("at_hand", [1, 10, 1000])
def test_frames_are_the_same_in_memory_and_on_disk(at_hand: int) -> None:
    pieces = [bytes([number]) * number for number in range(50)]
    frames = Frames(at_hand)
    for number, piece in enumerate(pieces):
        frames.append(piece)
        assert frames[number] == piece
        assert frames[0] == b""
    assert list(frames) == pieces
    assert frames[-1] == pieces[-1]
    assert frames[3:7] == pieces[3:7]
    with pytest.raises(IndexError):
        frames[50]


def test_values_are_kept_picked_and_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_AT_HAND", 1)
    monkeypatch.setattr(kept, "_BLOCK", 4)
    values: kept.Kept[tuple[str, int]] = kept.Kept()
    for number in range(5):
        values.append(("值", number))
    assert list(values) == [("值", number) for number in range(5)]
    picked = kept.Picked(values, [3, 0, 3])
    assert (list(picked), picked[-1], picked[:2]) == ([values[3], values[0], values[3]], values[3], [values[3], values[0]])
    parted = kept.Parted()
    for number in range(9):
        parted.add((number % 2) << 60, number)
    parts = [list(part) for part in parted.parts()]
    assert [part for part in parts if part] == [
        [(0, number) for number in range(0, 9, 2)],
        [(1 << 60, number) for number in range(1, 9, 2)],
    ]


def test_what_passes_is_a_sequence_like_any_other() -> None:
    passing = Passing(lambda: iter("abcd"))
    assert (len(passing), passing[0], passing[-1], passing[1:3], list(passing), "c" in passing) == (
        4,
        "a",
        "d",
        tuple("bc"),
        list("abcd"),
        True,
    )
    assert list(passing.each(str.upper)) == list("ABCD")
    with pytest.raises(IndexError):
        passing[4]


def test_a_full_disk_is_an_error_of_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Frames, frame: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Frames, "append", full)
    with pytest.raises(OSError, match="No space"):
        pipeline.checked([Job("甲.json", data=_form("甲项目"))], Settings())
    assert len(Spilled(once=True)) == 0
