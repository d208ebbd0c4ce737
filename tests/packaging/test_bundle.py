"""The offline bundle: what it holds, and that it installs with no index and the pip that ships with Python."""

from __future__ import annotations

import ensurepip
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts import bundle
from scripts.offline import install

FACTS = {"pythons": ["3.11", "3.12"]}


@pytest.fixture
def laid_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder laid out from a checkout whose installer has been run."""
    shutil.copytree(bundle.OFFLINE, tmp_path / "offline")
    (tmp_path / "offline" / "__pycache__").mkdir(exist_ok=True)
    monkeypatch.setattr(bundle, "OFFLINE", tmp_path / "offline")
    folder = tmp_path / "jixiao-offline"
    (folder / "wheels").mkdir(parents=True)
    (folder / "wheels" / "jixiao-0-py3-none-any.whl").write_bytes(b"PK")
    bundle.lay_out(folder, ["windows-x64"], ["3.11"], ["pdf"])
    return folder


def test_the_windows_installer_is_what_cmd_reads(laid_out: Path) -> None:
    data = (laid_out / "安装.bat").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 5
    assert "没有找到 Python" in data.decode("gbk")
    assert b"chcp 936" in data.splitlines()[1], "the code page is set before the first Chinese line"


def test_the_zip_holds_installers_guides_and_examples(laid_out: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.zip"
    bundle.pack(laid_out, out)
    with zipfile.ZipFile(out) as archive:
        names = {name.removeprefix("jixiao-offline/") for name in archive.namelist()}
        assert {"安装.bat", "install.sh", "install.py", "先读我.txt", "指南/快速上手.md", "示例/bad-form.xlsx"} <= names
        assert archive.getinfo("jixiao-offline/install.sh").external_attr >> 16 & 0o111, "may be run"
        assert json.loads(archive.read("jixiao-offline/bundle.json")) == {
            "platforms": ["windows-x64"],
            "pythons": ["3.11"],
            "extras": ["pdf"],
        }


@pytest.mark.parametrize(
    ("version", "wide", "fits"), [((3, 11), True, True), ((3, 10), True, False), ((3, 14), True, False), ((3, 11), False, False)]
)
def test_a_python_that_does_not_fit_is_said(version: tuple[int, int], wide: bool, fits: bool) -> None:
    why = install.unfit(FACTS, version, wide)
    assert (why == "") is fits
    assert fits or ("3.11、3.12" in why and f"{version[0]}.{version[1]}" in why)


def test_a_folder_of_others_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "别的.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SystemExit, match="里有别的文件"):
        install.empty(tmp_path)
    assert (tmp_path / "别的.txt").exists()
    ours = tmp_path / "env"
    install.empty(ours)
    (ours / "old").touch()
    install.empty(ours)
    assert [path.name for path in ours.iterdir()] == [install.OURS]


@pytest.mark.slow
def test_the_bundle_installs_without_an_index_and_checks(tmp_path: Path) -> None:
    """Needs the package index to make the bundle, and none to install it."""
    pytest.importorskip("uv", reason="the bundle is resolved by uv: pip install uv")
    if os.name == "nt":
        pytest.skip("install.sh")
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    out = tmp_path / "b.zip"
    subprocess.run([sys.executable, bundle.__file__, "--platform", "this", "--python", python, "-o", str(out)], check=True)
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(out), str(tmp_path)], check=True)
    folder, place = tmp_path / "jixiao-offline", tmp_path / "环境"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    env |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "JIXIAO_PYTHON": sys.executable}
    done = subprocess.run(["sh", folder / "install.sh", "--to", place], env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "装好了" in done.stdout
    pip = subprocess.run([place / "bin/python", "-m", "pip", "--version"], env=env, capture_output=True, text=True, check=True).stdout
    assert pip.split()[1] == ensurepip.version(), "the pip that ships with this Python"
    for name, code in (("bad-form.xlsx", 1), ("bad-form.pdf", 1), ("good-form.xlsx", 0)):
        command = [place / "bin/jixiao", "check", folder / "示例" / name, "--no-cache"]
        done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        assert ("JX402" in done.stdout) is bool(code)
