"""Wheel, sdist and editable install all find ``schemas/`` and ``lexicons/``, and the command runs from the built wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _python(*arguments: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(path) if path else "", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    done = _python("-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT), cwd=out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def installed(built: Path) -> Path:
    """The wheel (built from the sdist), unpacked as pip would."""
    target = built / "site"
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def test_the_command_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    bad = ROOT / "examples/forms/bad-form.txt"
    done = _python("-m", "linter", "check", str(bad), cwd=tmp_path, path=installed)
    assert done.returncode == 1, done.stderr
    assert "JX402" in done.stdout
    assert "计数类指标使用百分比" in _python("-m", "linter", "explain", "JX402", cwd=tmp_path, path=installed).stdout
    assert _python("-m", "linter", "init", ".", "--ci", "github", cwd=tmp_path, path=installed).returncode == 0


def test_the_wheel_has_the_python_face(installed: Path, tmp_path: Path) -> None:
    program = "import jixiao, linter; assert jixiao.check is linter.check; print(jixiao.__version__, len(jixiao.check(r'{}').findings))"
    done = _python("-c", program.format(ROOT / "examples/forms/bad-form.txt"), cwd=tmp_path, path=installed)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[1]) > 0
    assert (installed / "jixiao" / "py.typed").exists()


def test_the_wheel_carries_the_word_templates(installed: Path, tmp_path: Path) -> None:
    bad = ROOT / "examples/forms/bad-form.txt"
    done = _python("-m", "linter", "report", str(bad), "--to", "docx", "-o", "意见.docx", cwd=tmp_path, path=installed)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "意见.docx").read_bytes()[:2] == b"PK"
    assert _python("-m", "linter", "init", ".", "--templates", cwd=tmp_path, path=installed).returncode == 0
    assert len(list((tmp_path / "审核模板").glob("*.docx"))) == 2


def test_the_wheel_uses_its_own_data(installed: Path, tmp_path: Path) -> None:
    done = _python("-c", "from linter.knowledge.resources import data_root; print(data_root())", cwd=tmp_path, path=installed)
    assert done.stdout.strip() == str(installed / "linter" / "_data")


def test_the_wheel_holds_every_page_lexicon_and_schema(installed: Path) -> None:
    for folder, pattern in (
        ("linter", "**/*.md"),
        ("linter", "reports/feedback/_html/assets/*"),
        ("linter", "reports/form_view/assets/*"),
        ("linter", "desk/web/templates/*"),
        ("linter", "desk/web/static/*"),
        ("lexicons", "*.json"),
        ("schemas", "**/*.json"),
    ):
        wanted = {path.relative_to(ROOT / folder) for path in (ROOT / folder).glob(pattern)}
        root = installed / "linter" if folder == "linter" else installed / "linter" / "_data" / folder
        assert wanted
        assert wanted <= {path.relative_to(root) for path in root.glob(pattern)}
    assert not [path for path in installed.iterdir() if path.name in ("schemas", "lexicons", "tests", "examples")], "no generic top level"


def test_the_sdist_holds_what_tests_and_docs_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {"/".join(name.split("/")[1:]) for name in archive.getnames()}
    for wanted in (
        "README.md",
        "README.zh-CN.md",
        "LICENSE",
        "schemas/form.schema.json",
        "lexicons/units.json",
        "examples/forms/good-form.txt",
    ):
        assert wanted in names
    assert "tests/meta/test_registry.py" in names
    assert ".pre-commit-hooks.yaml" in names
    assert not [name for name in names if "node_modules" in name or ".venv" in name]


def test_the_checkout_uses_the_folders_beside_the_package() -> None:
    from linter.knowledge.resources import data_root

    assert data_root() == ROOT
