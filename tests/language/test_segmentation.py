"""One segmentation: rjieba and jieba (HMM off) cut every text we have alike, and findings do not depend on which is installed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.language import _cutter, _jieba_cut, tokens

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
_RUN = re.compile(r"[^\n\"|,{}\[\]\t]{2,}")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for held in value.values():
            yield from _strings(held)
    elif isinstance(value, list):
        for held in value:
            yield from _strings(held)


def _lexicon_texts() -> set[str]:
    return {text for path in (ROOT / "lexicons").glob("*.json") for text in _strings(json.loads(path.read_text(encoding="utf-8")))}


def _file_texts(*roots: Path) -> set[str]:
    paths = [p for root in roots for p in root.rglob("*") if p.suffix in (".yml", ".yaml", ".md", ".json", ".txt")]
    return {run for path in paths for run in _RUN.findall(path.read_text(encoding="utf-8"))}


def _differences(texts: set[str]) -> list[str]:
    cut = _cutter()
    assert cut is not _jieba_cut, "rjieba is installed with the package"
    return [text for text in sorted(texts) if cut(text) != _jieba_cut(text)]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(_lexicon_texts, id="lexicons"),
        pytest.param(lambda: _file_texts(ROOT / "tests", ROOT / "examples", ROOT / "linter"), id="tests, examples and pages"),
    ],
)
def test_rjieba_cuts_as_jieba_does(texts: Any) -> None:
    found = texts()
    assert len(found) > 500
    assert _differences(found) == []


@pytest.mark.skipif(not SHARED.exists(), reason="../shared 不在旁边：真实文档不随仓库发布")
def test_rjieba_cuts_the_real_document_as_jieba_does() -> None:
    cells = {cell for path in (SHARED / "seeds").glob("*.txt") for cell in re.split(r"[\t\n]", path.read_text(encoding="utf-8"))}
    assert _differences(cells) == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="绩效目标满意度的了2026年1-3.5%≥万元 ab，。\n财政局", max_size=30))
def test_parity_on_any_mixture(text: str) -> None:
    assert _cutter()(text) == _jieba_cut(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_tokens_rebuild_the_text(text: str) -> None:
    found = tokens(text)
    assert "".join(t.text for t in found) == text
    assert all(text[t.start : t.end] == t.text for t in found)


_PROGRAM = """
import sys
if sys.argv[1] == "fallback":
    sys.modules["rjieba"] = None
import linter.language
assert (linter.language._cutter() is linter.language._jieba_cut) == (sys.argv[1] == "fallback")
from linter.cli import main
sys.argv = ["jixiao", "check", "--format", "json", "--pedantic", "--fail-on", "never", *sys.argv[2:]]
main()
"""


def _report(mode: str) -> dict[str, Any]:
    examples = sorted(str(p) for p in (ROOT / "examples").glob("*") if p.suffix in (".txt", ".yaml"))
    done = subprocess.run([sys.executable, "-c", _PROGRAM, mode, *examples], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_findings_do_not_depend_on_what_is_installed() -> None:
    with_rjieba, without = _report("installed"), _report("fallback")
    assert with_rjieba["findings"]
    assert with_rjieba == without
