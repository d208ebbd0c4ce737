"""The real ``pre-commit`` in a real repository, with the environment it builds from our manifest."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MANIFEST = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("hook", MANIFEST, ids=lambda hook: hook["id"])
def test_files_are_chosen_by_name(hook: dict[str, str]) -> None:
    chosen = re.compile(hook["files"])
    for name in ("表/甲.xlsx", "a.docx", "a.yaml", "a.yml", "a.json", "a.csv", "a.txt", "a.html", "a.xls"):
        assert chosen.search(name), name
    for name in ("a.py", "a.xlsx.bak", "docx", "a.png"):
        assert not chosen.search(name), name
    assert bool(chosen.search("a.pdf")) == (hook["id"] == "jixiao-pdf")


def test_every_format_the_core_reads_is_chosen() -> None:
    from linter.formats import suffixes

    chosen = re.compile(next(h for h in MANIFEST if h["id"] == "jixiao-pdf")["files"])
    left_out = {
        ".dotx",
        ".xltx",
        ".md",
        ".text",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".bmp",
    }  # prose and scans: slow, or hardly ever forms
    assert {suffix for suffix in suffixes() if not chosen.search(f"a{suffix}")} <= left_out


def _run(*command: str, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, check=check, capture_output=True, text=True, env=_environment())


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHONPATH", "PRE_COMMIT"))}
    who = {
        "GIT_AUTHOR_NAME": "青禾",
        "GIT_AUTHOR_EMAIL": "q@example.invalid",
        "GIT_COMMITTER_NAME": "青禾",
        "GIT_COMMITTER_EMAIL": "q@example.invalid",
    }
    return {**kept, **who}


@pytest.mark.slow
def test_clean_passes_bad_blocks_fixed_passes(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("没有 git")
    source, forms = tmp_path / "jixiao", tmp_path / "forms"
    ignored = shutil.ignore_patterns(".git", ".venv*", "node_modules", "__pycache__", ".*_cache", "dist", "build")
    shutil.copytree(ROOT, source, ignore=ignored)
    _run("git", "init", "-q", cwd=source)
    _run("git", "add", "-A", cwd=source)
    _run("git", "commit", "-qm", "source", cwd=source)
    revision = _run("git", "rev-parse", "HEAD", cwd=source).stdout.strip()
    forms.mkdir()
    _run("git", "init", "-q", cwd=forms)
    config = {"repos": [{"repo": str(source), "rev": revision, "hooks": [{"id": "jixiao"}]}]}
    (forms / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    good, bad = ((ROOT / f"examples/forms/{name}-form.txt").read_text(encoding="utf-8") for name in ("good", "bad"))
    commit = ("git", "commit", "-qm", "form")
    _run(sys.executable, "-m", "pre_commit", "install", cwd=forms)

    (forms / "甲.txt").write_text(good, encoding="utf-8")
    _run("git", "add", "-A", cwd=forms)
    clean = _run(*commit, cwd=forms, check=False)
    assert clean.returncode == 0, clean.stdout + clean.stderr

    (forms / "乙.txt").write_text(bad, encoding="utf-8")
    _run("git", "add", "-A", cwd=forms)
    blocked = _run(*commit, cwd=forms, check=False)
    assert blocked.returncode == 1
    assert "JX402" in blocked.stdout + blocked.stderr

    (forms / "乙.txt").write_text(good.replace("农村互助幸福院", "城镇互助幸福院"), encoding="utf-8")
    _run("git", "add", "-A", cwd=forms)
    fixed = _run(*commit, cwd=forms, check=False)
    assert fixed.returncode == 0, fixed.stdout + fixed.stderr
