"""The rulebook's law of suggestions over every corpus that is no rule case: what may not stand in advice a reviewer would sign."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter import formats, layouts
from linter.model.document import Document
from linter.policy.settings import Settings
from linter.run.engine import lint
from tests.judging.rows import faulty_rows, sound_rows
from tests.seen.forms import read, write
from tests.support.advice import broken, printed_in
from tests.support.cases import document_of, findings_of

ROOT = Path(__file__).parents[2]
RUN = json.loads((ROOT / "tests/blind/first-runs.json").read_text(encoding="utf-8"))
SETS = [pytest.param(path, id=path.stem) for path in sorted((ROOT / "tests/seen").glob("set*.txt"))] + [
    pytest.param(path, id=f"blind {path.stem}") for path in sorted((ROOT / "tests/blind").glob("set*.txt")) if path.stem in RUN
]
"""A blind set is not touched before its one run."""
FOLDERS = ("tests/wellmade", "examples/forms", "tests/blind/raw", "tests/document/silent", "../shared/cases/raw", "../shared/cases/files")


def _documents(path: Path) -> Iterator[Document]:
    for source in formats.read_path(path):
        yield layouts.read_document(source)


def _broken_in(paths: list[Path]) -> list[str]:
    found: list[str] = []
    for path in paths:
        for document in _documents(path):
            found += [f"{path.name}: {law}" for law in broken(list(lint(document, Settings()).findings), printed_in(document))]
    return found


@pytest.mark.parametrize("path", SETS)
def test_held_out_forms(path: Path, tmp_path: Path) -> None:
    assert _broken_in([file for file, _ in write(list(read(path)), tmp_path)]) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_documents(folder: str) -> None:
    if not (ROOT / folder).is_dir():
        pytest.skip(f"{folder} is not there")
    paths = [path for path in sorted((ROOT / folder).iterdir()) if path.is_file() and path.suffix not in (".py", ".json", ".yml", ".pdf")]
    assert _broken_in(paths) == []


def test_rows_of_every_sector() -> None:
    for case in (*faulty_rows(), *sound_rows()):
        body = {"rows": [f"{case.block} | {case.name} | {case.value}"]}
        assert broken(list(findings_of(body)), f"{printed_in(document_of(body))} {body}") == [], case
