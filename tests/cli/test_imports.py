"""What only shows text starts light: no heavy library is loaded for it, and none of the others for a bare form."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "jsonschema",
    "spacy",
    "jieba",
    "numpy",
    "lxml",
    "pypdfium2",
    "docx",
    "openpyxl",
    "jinja2",
    "cv2",
    "onnxruntime",
    "pyarrow",
    "pandas",
    "pyspark",
    "duckdb",
)
_PROGRAM = """
import sys
from linter.cli import main
heavy, sys.argv = sys.argv[1].split(","), ["jixiao", *sys.argv[2:]]
try:
    main()
except SystemExit as end:
    assert end.code in (0, None), end.code
loaded = sorted(set(heavy) & set(sys.modules))
assert not loaded, loaded
"""


def _run(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _PROGRAM, ",".join(HEAVY), *args]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    "args", [("--help",), ("--version",), ("check", "--help"), ("rules",), ("explain", "JX402"), ("explain", "doubled-text")]
)
def test_what_shows_text_loads_nothing_heavy(args: tuple[str, ...]) -> None:
    done = _run(*args)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("name", ["veterans.yaml", "hospital-equipment.yaml"])
def test_a_bare_form_loads_nothing_heavy(name: str) -> None:
    done = _run("check", "--no-cache", "--fail-on", "never", str(ROOT / "tests" / "wellmade" / name))
    assert done.returncode == 0, done.stderr
