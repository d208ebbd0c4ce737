"""``check --timing`` tells stages, formats and rules on the error stream, and changes nothing of the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter.cli.app import jixiao
from linter.run.timing import CHECKING, COMPARING, LAYING_OUT, READING, clock, spent, timed

FORMS = Path(__file__).parents[2] / "examples/forms"


def _check(*args: str) -> Result:
    files = [str(FORMS / name) for name in ("bad-form.xlsx", "bad-form.yaml", "good-form.xlsx")]
    return CliRunner().invoke(jixiao, ["check", "--no-cache", *args, *files])


def test_the_report_is_the_same_and_the_time_is_told_beside_it() -> None:
    timed_run, plain = _check("--timing", "--jobs", "2"), _check()
    assert timed_run.stdout == plain.stdout
    assert timed_run.exit_code == plain.exit_code
    said = timed_run.stderr
    assert all(stage in said for stage in (READING, LAYING_OUT, CHECKING, COMPARING))
    assert "读取 xlsx：2 个文件" in said
    assert "读取 yaml：1 个文件" in said
    assert said.count("规则 JX") == 12
    assert "用时" not in plain.stderr


def test_without_a_clock_nothing_is_measured() -> None:
    assert clock() is None
    with spent(READING):
        pass
    with timed() as running:
        assert clock() is running
        with spent(READING):
            pass
    assert clock() is None
    assert list(running.stages) == [READING]


def test_a_rule_that_fails_while_it_is_measured_fails_as_ever() -> None:
    def failing(subject: object) -> list[object]:
        raise ValueError(subject)

    with timed() as running, pytest.raises(ValueError, match="甲"):
        running.rule("JX999", failing)("甲")
    assert running.times["JX999"] == 1
