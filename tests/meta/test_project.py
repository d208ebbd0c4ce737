"""The project's own promises: README's two commands, a fresh rule index, short modules, nothing in Chinese where English belongs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "linter").rglob("*.py"))
MAX_MODULE, MAX_FUNCTION = 400, 60


def _quick_start(readme: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return [block.strip() for block in re.findall(r"(?ms)^```sh\n(.*?)^```", text)]


def test_quick_start_has_exactly_two_commands() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        assert len(_quick_start(readme)) == 2
    assert _quick_start("README.md") == _quick_start("README.zh-CN.md")


def test_ci_calls_the_readme_test_command() -> None:
    install, tests = _quick_start("README.md")[1].split(" && ")
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert tests in script
    assert install.split("install", 1)[1].strip() in script


def test_the_rule_index_is_fresh() -> None:
    done = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_modules_and_functions_fit_a_reader() -> None:
    long = [f"{path.relative_to(ROOT)}: {size} lines" for path in MODULES if (size := len(_text(path).splitlines())) > MAX_MODULE]
    long += [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(_text(path)))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or node.lineno) - node.lineno >= MAX_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_heavy_libraries_are_imported_where_they_are_needed() -> None:
    heavy = re.compile(
        r"(?m)^(?:from|import) (spacy|jieba|rjieba|numpy|lxml|docx|openpyxl|xlsxwriter|jinja2|docxtpl|pypdfium2|pikepdf|cv2|rapidocr)\b"
    )
    found = [str(path.relative_to(ROOT)) for path in MODULES if heavy.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_messages_name_extras_that_exist_and_where_they_come_from() -> None:
    """Nothing is on a package index: a message that says ``pip install "jixiao[pdf]"`` sends people to a package that is not there."""
    extras = tomllib.loads(_text(ROOT / "pyproject.toml"))["project"]["optional-dependencies"]
    named = {extra for module in MODULES for extra in re.findall(r"install_hint\(['\"](\w+)['\"]\)", _text(module))}
    assert {"pdf", "ocr", "report", "web", "store"} <= named <= set(extras)
    assert not [module.name for module in MODULES if "pip install" in _text(module) and "jixiao[" in _text(module)]
