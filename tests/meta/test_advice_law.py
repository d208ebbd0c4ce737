"""The rulebook's law of suggestions, read over every suggestion of all rule cases: what may not stand in advice a reviewer would sign."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest

from linter.model.finding import Finding
from tests.rules.test_cases import FOLDER, load
from tests.support.cases import document_of, findings_of

CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for kind in ("hits", "misses")
    for case in load(path).get(kind) or []
    if "text" not in case and "raw" not in case
]


def _printed(case: dict[str, Any]) -> str:
    """All the text of the case's forms, and its year: where a suggestion may take a number from."""
    document = document_of(case)
    texts = [text.text for form in document.forms for text in form.texts()]
    years = [str(form.budget_year) for form in document.forms]
    return " ".join((*texts, *years, str(case)))


def _quoted(text: str) -> list[str]:
    return re.findall("“([^”]*)”", text)


@pytest.mark.parametrize(("slug", "case"), CASES)
def test_suggestions_keep_the_law(slug: str, case: dict[str, Any]) -> None:
    for finding in findings_of(case):
        text = finding.suggestion or ""
        assert text.count("请核实") <= 1, text
        assert not re.search("“[^”]*“", text), f"nested quotes: {text}"
        assert not re.search("。”[^。；，]", text), f"a name that ends in a full stop inside a sentence: {text}"
        assert not re.search("。。|，，|；；|[*]{2}|XX|××", text), text


@pytest.mark.parametrize(("slug", "case"), CASES)
def test_no_year_is_invented(slug: str, case: dict[str, Any]) -> None:
    printed = _printed(case)
    for finding in findings_of(case):
        for year in re.findall(r"(?<![0-9])20[0-9]{2}(?=年)", finding.suggestion or ""):
            assert year in printed, f"{finding.code}: {finding.suggestion}"


@pytest.mark.parametrize(("slug", "case"), CASES)
def test_faults_are_never_wanted_in_full_and_income_is_never_capped(slug: str, case: dict[str, Any]) -> None:
    for finding in findings_of(case):
        name = finding.indicator or ""
        for offered in _quoted(finding.suggestion or ""):
            if re.search(r"(?:差错|漏|超期|逾期|返工|宕机|延误|超标|投诉)[^率]{0,2}率$", name):
                assert offered != "=100%", f"{name}: {finding.suggestion}"
            if re.search(r"(?:收入|利润|产值|税收)$", name) and finding.level2 == "经济效益":
                assert not offered.startswith("≤"), f"{name}: {finding.suggestion}"


@pytest.mark.parametrize(("slug", "case"), CASES)
def test_two_findings_on_one_cell_never_advise_against_each_other(slug: str, case: dict[str, Any]) -> None:
    signs: dict[str, dict[str, Finding]] = defaultdict(dict)
    for finding in findings_of(case):
        if finding.severity.value == "info" or len(finding.proposals) != 1:
            continue  # two readings leave the choice to the author
        for path, new in finding.proposals[0]:
            if new is not None and path.endswith(".value") and new[:1] in "≥≤":
                signs[path][new[0]] = finding
    for path, found in signs.items():
        assert len(found) == 1, f"{path}: {[(f.code, f.suggestion) for f in found.values()]}"
