"""Every command in the Chinese guides runs, in order, in a folder like the one its reader has."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli.app import LazyGroup, jixiao
from linter.policy.config import Config, settings, validate
from tests.support.cases import form_data
from tests.support.writers import write

ROOT = Path(__file__).parents[2]
GUIDES = sorted(path for path in (ROOT / "docs").glob("*.md") if path.name not in ("规则索引.md", "准确度.md", "结果库字段.md"))
BAD = {"rows": ["数量指标 | 接入养老机构数量 | ≥186%", "质量指标 | 平台稳定性 | 稳定稳定", "服务对象满意度 | 使用单位满意度 | ≥90%"]}
GOOD = {"rows": ["数量指标 | 接入养老机构数量 | ≥186家", "质量指标 | 平台可用率 | ≥98%", "服务对象满意度 | 使用单位满意度 | ≥90%"]}


def _commands(guide: Path) -> list[str]:
    return [line for block in _blocks(guide, "sh") for line in block.splitlines() if line.strip()]


def _blocks(guide: Path, kind: str) -> list[str]:
    return re.findall(rf"(?ms)^```{kind}\n(.*?)^```", guide.read_text(encoding="utf-8"))


def _known(command: str) -> bool:
    """A jixiao command that exists, with options that exist."""
    words = shlex.split(command)
    if words[0] != "jixiao":
        return False
    context = jixiao.make_context("jixiao", [], resilient_parsing=True)
    return words[1].startswith("-") or (isinstance(jixiao, LazyGroup) and words[1] in jixiao.list_commands(context))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the guides speak of: one form, a folder received, last round's and last year's."""
    place = tmp_path_factory.mktemp("绩效")
    (place / "我的表.xlsx").write_bytes(write([form_data(BAD)], layout="one-sided", to="xlsx"))
    for name, case in (("收到的表", GOOD), ("上一轮", BAD), ("去年", {**BAD, "year": 2025})):
        (place / name).mkdir()
        (place / name / "甲.xlsx").write_bytes(write([form_data(case)], layout="one-sided", to="xlsx"))
        (place / name / "乙.docx").write_bytes(write([form_data({**BAD, "fields": {"project": "乙项目"}})], layout="one-sided", to="docx"))
    (place / "审核结果.json").write_text('{"decisions": []}', encoding="utf-8")
    for command in (
        ("git", "init", "-q"),
        ("git", "add", "收到的表"),
        ("git", "-c", "user.name=a", "-c", "user.email=a@b.invalid", "commit", "-qm", "x"),
    ):
        subprocess.run(command, cwd=place, check=True, capture_output=True)
    return place


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_of_a_guide_runs(guide: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder / guide.stem
    shutil.copytree(folder, place, ignore=shutil.ignore_patterns(*(one.stem for one in GUIDES)), dirs_exist_ok=True)
    monkeypatch.chdir(place)
    commands, said = _commands(guide), ""
    assert commands
    for command in commands:
        words = shlex.split(command)
        if words[0] == "python":  # test_modules_and_paths_of_commands_exist
            continue
        assert _known(command), command
        done = CliRunner().invoke(jixiao, words[1:], prog_name="jixiao")
        assert done.exit_code in (0, 1), f"{command}: {done.stderr}"
        assert isinstance(done.exception, SystemExit | None), f"{command}: {done.exception!r}"
        said += done.output
        if "-o" in words:
            assert (place / words[words.index("-o") + 1]).exists(), command
    for block in _blocks(guide, "text"):
        for line in block.splitlines():
            place_of_it = re.sub(r"  Sheet\d+![A-Z]+\d+$", "", line)  # the cell is that of the reader's own form
            assert _known(line) if line.startswith("jixiao ") else place_of_it in said, line


def test_every_sample_is_of_a_kind_that_is_run() -> None:
    """Commands, settings, queries (``tests/dataset``), programs and what they say; a sample of another kind wants a test of its own."""
    run = {*((guide, kind) for guide in GUIDES for kind in ("sh", "toml", "sql", "text"))}
    run |= {*((ROOT / name, kind) for name in ("README.md", "README.zh-CN.md") for kind in ("sh", "console", "python"))}
    seen = {
        (page, kind)
        for page in (*GUIDES, ROOT / "README.md", ROOT / "README.zh-CN.md")
        for kind in re.findall(r"(?ms)^```(\w*)\n.*?^```", page.read_text(encoding="utf-8"))
    }
    assert seen - run == {(ROOT / "docs/快速上手.md", "bat")}, "a change of folder, for Windows"


@pytest.mark.parametrize("page", [ROOT / "CONTRIBUTING.md", *GUIDES, *sorted((ROOT / "docs/dev").glob("*.md"))], ids=lambda path: path.stem)
def test_modules_and_paths_of_commands_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for module in re.findall(r"python -m ((?:tests|benchmarks|linter|scripts)[\w.]*)", text):
        assert importlib.util.find_spec(module) is not None, module
    for script in re.findall(r"(?:python|bash) ((?:tests|docs|scripts|\.ci)/[\w./-]+)", text):
        assert (ROOT / script).exists(), script
    for tests in re.findall(r"python -m pytest([^`\n]*)", text):
        for path in re.findall(r"(?<![\w/])tests/[\w./]+", tests):
            assert (ROOT / path).exists(), path


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_settings_in_guides_are_valid(guide: Path) -> None:
    for block in re.findall(r"(?ms)^```toml\n(.*?)^```", guide.read_text(encoding="utf-8")):
        data = tomllib.loads(block)
        if "project" in data:  # metadata of a package of somebody's own, no settings of ours
            continue
        validate(data, guide)
        settings(Config(data))


@pytest.mark.parametrize("page", [*GUIDES, ROOT / "README.md", ROOT / "README.zh-CN.md"], ids=lambda path: path.stem)
def test_nobody_is_sent_to_a_package_that_is_not_published(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.findall(r"pip (?:install|download)[^`&\n]*\bjixiao\b", text)
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = {name for group in re.findall(r'"\.\[([a-z,]+)\]"', text) for name in group.split(",")}
    assert named <= set(known)


def test_links_lead_somewhere() -> None:
    for page in (*GUIDES, ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "docs/规则索引.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
