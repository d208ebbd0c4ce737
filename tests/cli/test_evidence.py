"""``jixiao report --bundle`` and ``jixiao verify``: the evidence of a report, and whether it can be repeated."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter.cli.app import jixiao
from linter.reports.feedback import names

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "forms"


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(jixiao, list(arguments))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(EXAMPLES / "bad-form.xlsx", tmp_path / "表.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist()}


def test_the_bundle_holds_what_was_done(folder: Path) -> None:
    (folder / "jixiao.toml").write_text('ignore = ["JX402"]\n', encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04broken")
    assert _run("report", "--bundle", "证据.zip", "表.xlsx", "坏.docx").exit_code == 3
    members = _members(folder / "证据.zip")
    manifest = json.loads(members["manifest.json"])
    assert set(manifest["inputs"]) == {"表.xlsx", "坏.docx", "jixiao.toml"}
    assert manifest["request"]["to"] == "html" and manifest["ruleset"] and manifest["jixiao"]
    assert json.loads(members["settings.json"])["jixiao.toml"]["ignore"] == ["JX402"]
    assert [note["file"] for note in json.loads(members["not-checked.json"])] == ["坏.docx"]
    codes = {finding["code"] for finding in json.loads(members["findings.json"])["findings"]}
    assert codes and "JX402" not in codes
    assert any(name.startswith("report/") and name.endswith(".html") for name in members)


@pytest.mark.parametrize("kind", names())
def test_the_same_is_said_to_be_the_same(folder: Path, kind: str) -> None:
    assert _run("report", "--to", kind, "--bundle", "证据.zip", "--today", "2026-03-01", "表.xlsx").exit_code == 0
    checked = _run("verify", "证据.zip")
    assert (checked.exit_code, checked.output[:2]) == (0, "一致"), checked.output


def test_two_bundles_of_one_run_are_the_same_bytes(folder: Path) -> None:
    for name in ("a.zip", "b.zip"):
        assert _run("report", "--bundle", name, "--today", "2026-03-01", "表.xlsx").exit_code == 0
    assert (folder / "a.zip").read_bytes() == (folder / "b.zip").read_bytes()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: shutil.copy(EXAMPLES / "good-form.xlsx", folder / "表.xlsx"), "文件内容已改动：表.xlsx"),
        (lambda folder: (folder / "jixiao.toml").write_text('ignore = ["JX402"]\n', encoding="utf-8"), "文件当时没有：jixiao.toml"),
    ],
)
def test_what_changed_since_is_said(folder: Path, change: object, said: str) -> None:
    assert _run("report", "--bundle", "证据.zip", "表.xlsx").exit_code == 0
    change(folder)  # type: ignore[operator]
    command = [sys.executable, "-m", "linter", "verify", "证据.zip"]  # a process of its own: settings are looked up once in each
    checked = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert checked.returncode == 1, checked.stderr
    assert said in checked.stdout and "内容不同：findings.json" in checked.stdout


def test_it_verifies_from_another_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run("report", "--bundle", "证据.zip", "表.xlsx").exit_code == 0
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert _run("verify", "--folder", str(folder), str(folder / "证据.zip")).exit_code == 0


def test_a_changed_bundle_is_refused(folder: Path) -> None:
    assert _run("report", "--bundle", "证据.zip", "表.xlsx").exit_code == 0
    members = _members(folder / "证据.zip") | {"findings.json": b"{}"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    (folder / "证据.zip").write_bytes(out.getvalue())
    refused = _run("verify", "证据.zip")
    assert refused.exit_code == 3 and "已被改动：findings.json" in refused.output


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip"])
def test_what_is_no_bundle_is_said(folder: Path, content: bytes) -> None:
    (folder / "x.zip").write_bytes(content)
    refused = _run("verify", "x.zip")
    assert refused.exit_code == 3 and "不是 jixiao report --bundle 写出的证据包" in refused.output


def test_standard_input_cannot_be_repeated() -> None:
    assert _run("report", "--bundle", "x.zip", "-").exit_code == 2
