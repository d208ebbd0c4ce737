"""The corpus that others can use is whole, labelled and licensed."""

from __future__ import annotations

import json
from pathlib import Path

import linter
from linter.rules.registry import rules
from tests.tools.corpus import corpus, counted


def test_the_corpus_is_labelled_and_varied(tmp_path: Path) -> None:
    lines = corpus(tmp_path)
    figures = counted(lines)
    assert figures["forms"] >= 350 and figures["layouts"] >= 12 and figures["projects"] >= 300 and figures["share"] >= 0.39
    assert set(figures["kinds"]) == {"project", "department", "transfer", "self_evaluation"}
    assert [json.loads(text) for text in (tmp_path / "labels.jsonl").read_text(encoding="utf-8").splitlines()] == lines
    assert "Apache" in (tmp_path / "LICENSE").read_text(encoding="utf-8")
    codes = {code for line in lines for groups in line["required"].values() for group in groups for code in group}
    assert codes <= {loaded.rule.code for loaded in rules()}
    assert len(codes) >= 50


def test_a_line_names_a_file_that_holds_its_form(tmp_path: Path) -> None:
    for line in corpus(tmp_path)[::40]:
        forms = [form for document in linter.parse(tmp_path / line["file"]) for form in document.forms]
        assert len(forms) >= line["form"], line
