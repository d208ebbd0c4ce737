"""``init``, ``completion``, ``--staged`` and ``--since``, and the recipes in ``examples/ci``."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.knowledge.resources import recipe_path, template_path
from linter.policy.config import discover, load, settings, validate

ROOT = Path(__file__).parents[2]
GOOD, BAD = ((ROOT / f"examples/forms/{name}-form.txt").read_bytes() for name in ("good", "bad"))


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=青禾", "-c", "user.email=q@example.invalid")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    discover.cache_clear()
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    _git(tmp_path, "init", "-q")
    (tmp_path / "表 一").mkdir()
    (tmp_path / "表 一" / "甲.txt").write_bytes(GOOD)
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-qm", "好")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _check(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(jixiao, ["check", "--no-cache", *args])
    return done.exit_code, done.output


def test_staged_content_counts_not_the_working_tree(repository: Path) -> None:
    assert _check("--staged")[0] == 0
    (repository / "表 一" / "乙.txt").write_bytes(BAD)
    assert "共检查 0" in _check("--staged")[1]
    _git(repository, "add", "-A")
    (repository / "表 一" / "乙.txt").write_bytes(GOOD)
    code, shown = _check("--staged")
    assert code == 1
    assert "JX402" in shown
    assert _check("--staged", "别处")[0] == 0


def test_since_sees_changed_and_new_files(repository: Path) -> None:
    assert "共检查 0" in _check("--since", "HEAD")[1]
    (repository / "表 一" / "甲.txt").write_bytes(BAD)
    (repository / "新.txt").write_bytes(GOOD)
    code, shown = _check("--since", "HEAD")
    assert code == 1
    assert "共检查 2 个文件" in shown


@pytest.mark.parametrize(
    ("args", "wanted"), [(("--since", "没有"), "git diff 失败"), (("--staged", "--since", "HEAD"), "只能用一个"), ((), "缺少参数")]
)
def test_mistakes(repository: Path, args: tuple[str, ...], wanted: str) -> None:
    code, shown = _check(*args)
    assert code == 2
    assert wanted in shown


def test_init_writes_the_word_templates_and_keeps_changed_ones(tmp_path: Path) -> None:
    command = ["init", str(tmp_path), "--templates", "--no-hook"]
    assert CliRunner().invoke(jixiao, command).exit_code == 0
    letter = tmp_path / "审核模板" / "审核意见.docx"
    assert letter.read_bytes() == template_path("letter.docx").read_bytes()
    letter.write_bytes(b"changed")
    done = CliRunner().invoke(jixiao, command)
    assert done.exit_code == 0
    assert f"已有 {letter}，未改动" in done.output
    assert letter.read_bytes() == b"changed"


def test_init_writes_what_works_and_overwrites_nothing(tmp_path: Path) -> None:
    for ci in ("github", "gitlab", "gitee"):
        assert CliRunner().invoke(jixiao, ["init", str(tmp_path), "--ci", ci]).exit_code == 0
    settings(load(tmp_path / "jixiao.toml"))
    (repository,) = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repository["repo"] == "local", "works as it stands: nothing is published under an address yet"
    published = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
    shared = ("id", "entry", "files", "require_serial")
    assert [repository["hooks"][0][key] for key in shared] == [published[key] for key in shared]
    done = CliRunner().invoke(jixiao, ["check", "--no-cache", str(tmp_path)])
    assert "未找到绩效目标表" not in done.output, "what init writes is none of the forms"
    (tmp_path / "jixiao.toml").write_text("# 我的", encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["init", str(tmp_path)])
    assert "已有" in done.output
    assert (tmp_path / "jixiao.toml").read_text(encoding="utf-8") == "# 我的"
    assert CliRunner().invoke(jixiao, ["init", str(tmp_path / "没有")]).exit_code == 2


def test_the_commented_settings_are_valid_when_uncommented() -> None:
    lines = recipe_path("jixiao.toml").read_text(encoding="utf-8").splitlines()
    live = [line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in lines]
    data = tomllib.loads("\n".join(line for line in live if not line.startswith("#")))
    validate(data, Path("jixiao.toml"))
    assert len(data) > 8


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml", "gitee.yml"])
def test_recipes_are_yaml_and_call_real_options(name: str) -> None:
    text = recipe_path(name).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    commands = [line.split("jixiao check", 1)[1].split("#")[0].split() for line in text.splitlines() if "jixiao check" in line]
    assert commands
    for words in commands:
        made = jixiao.get_command(jixiao.make_context("jixiao", [], resilient_parsing=True), "check")
        assert made is not None
        made.make_context("check", words, resilient_parsing=False)


@pytest.mark.parametrize(("shell", "marker"), [("bash", "complete -o nosort"), ("zsh", "#compdef jixiao"), ("fish", "complete --no-files")])
def test_completion(shell: str, marker: str) -> None:
    done = CliRunner().invoke(jixiao, ["completion", shell])
    assert done.exit_code == 0
    assert marker in done.output


def test_completion_answers() -> None:
    env = {
        "_JIXIAO_COMPLETE": "bash_complete",
        "COMP_WORDS": "jixiao ch",
        "COMP_CWORD": "1",
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run([sys.executable, "-m", "linter"], env=env, capture_output=True, text=True, check=False)
    assert "check" in done.stdout
