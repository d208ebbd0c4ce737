"""What a person who mistypes reads: Chinese, with the name that was probably meant; and what ``explain`` finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter.cli import commands
from linter.cli.app import jixiao
from linter.knowledge.discovery import module_names
from linter.policy.config import discover
from linter.run.inputs import jobs

CLICK_ENGLISH = re.compile(r"Missing|Choose|required|RANGE|INTEGER|No such|Did you mean|Try '|Usage|Options")


def _run(*args: str) -> Result:
    return CliRunner().invoke(jixiao, args, prog_name="jixiao")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("chek", "."), "没有命令“chek”；是否指 check"),
        (("report", "."), "缺少选项 --to，可用：audit、docx"),
        (("annotate", "甲.xlsx"), "缺少选项 -o / --output"),
        (("check", "--fial-on", "never", "."), "没有选项 --fial-on；是否指 --fail-on"),
        (("check",), "缺少参数：路径…"),
        (("explain", "嘿嘿"), "没有规则“嘿嘿”；用 jixiao rules 查看全部规则"),
    ],
)
def test_mistakes_are_told_in_chinese_with_a_way_on(args: tuple[str, ...], said: str) -> None:
    done = _run(*args)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not CLICK_ENGLISH.search(done.stderr)


@pytest.mark.parametrize("args", [(), ("baseline",), ("config",)])
def test_nothing_asked_shows_the_help_and_only_that(args: tuple[str, ...]) -> None:
    done = _run(*args)
    assert done.exit_code == 2
    assert done.stderr.startswith("用法：")
    assert "查看用法" not in done.stderr


@pytest.mark.parametrize("command", module_names(commands.__path__))
def test_help_holds_no_english_of_the_library(command: str) -> None:
    assert not CLICK_ENGLISH.search(_run(command, "--help").output)


def test_explain_finds_rules_by_a_word_of_their_title() -> None:
    assert "JX505  成本与预算不一致" in _run("explain", "成本").output


def test_explain_knows_the_rules_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    discover.cache_clear()
    (tmp_path / "jixiao.toml").write_text(
        '[[own-rules]]\ncode = "QH001"\ntitle = "应写单位成本"\nmessage = "“{name}”未写单位成本"\nwords = ["总费用"]\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    done = _run("explain", "qh001")
    assert done.exit_code == 0
    assert "应写单位成本" in done.output
    assert "“{name}”未写单位成本" in done.output
    assert "jixiao.toml" in done.output


def test_a_baseline_is_written_where_it_is_named(tmp_path: Path) -> None:
    form = str(Path(__file__).parents[2] / "examples/forms/bad-form.xlsx")
    for option in ("--file", "--baseline"):
        named = tmp_path / f"{option[2:]}.json"
        assert CliRunner().invoke(jixiao, ["baseline", "create", form, option, str(named)]).exit_code == 0
        assert named.exists()
        assert "剩余" in CliRunner().invoke(jixiao, ["baseline", "status", form, option, str(named)]).output


def test_a_walk_passes_the_baseline_by(tmp_path: Path) -> None:
    for name in ("甲.json", "jixiao-baseline.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert [Path(job.shown).name for job in jobs([str(tmp_path)])] == ["甲.json"]
