"""The law of suggestions: each reading, put in place, passes the linter there; no invented number; no slogan made ``≥95%``."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from linter import formats, layouts
from linter.model.finding import Finding
from linter.run.engine import lint
from tests.rules.test_cases import FOLDER, load
from tests.support.cases import document_of, findings_of, form_data, settings_of

_CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for case in load(path).get("hits") or []
    if "text" not in case and "raw" not in case
]
_BLANK = re.compile("__")
_BLANK_CODES = {"JX501", "JX502", "JX503", "JX509", "JX608"}
"""What speaks of the number put in the blank, not of the form it stands in."""


def _put(data: dict[str, Any], reading: tuple[tuple[str, str | None], ...]) -> list[str]:
    """Edit the forms in place; gives the row or field paths that changed."""
    touched = []
    for path, new in reading:
        match = re.fullmatch(r"forms\[(\d+)\]\.(?:indicators\[(\d+)\]\.(period|annual)(?:\.(\w+))?|fields\.(\w+)(?:\.(\w+))?)", path)
        assert match, path
        form = data["forms"][int(match[1])]
        if match[2] is not None:
            row = form["indicators"][int(match[2])]
            if new is None:
                form["indicators"].remove(row)
                continue
            halves = [h for h in ("period", "annual") if row.get(h) and (h == match[3] or row[h] == row.get(match[3]))]
            for half in halves:
                row[half][match[4]] = _BLANK.sub("7", new)
            touched.append(path.rsplit(".", 2)[0])
        elif match[6]:
            held = form["fields"][match[5]]
            held[match[6]] = {"text": new} if match[5] == "total" else new
        else:
            form["fields"][match[5]] = new
    return touched


def _relint(case: dict[str, Any], reading: tuple[tuple[str, str | None], ...]) -> tuple[list[str], list[Finding]]:
    data = {"forms": [form_data(one, n) for n, one in enumerate(case.get("forms") or [case], start=1)]}
    touched = _put(data, reading)
    (source,) = formats.read_bytes(json.dumps(data, ensure_ascii=False).encode(), "案例.json")
    return touched, list(lint(layouts.read_document(source), settings_of(case)).findings)


@pytest.mark.parametrize(("slug", "case"), _CASES)
def test_readings_pass_the_linter(slug: str, case: dict[str, Any]) -> None:
    document_of(case)
    for finding in findings_of(case):
        for reading in finding.proposals:
            touched, after = _relint(case, reading)
            paths = {path for path, _ in reading}
            loud = [f for f in after if f.severity.value != "info" and f.path in paths and f.code not in _BLANK_CODES]
            assert not loud, f"{finding.code} suggests {reading}, which gives {[(f.code, f.message) for f in loud]}"
            assert not any(f.code == finding.code and f.path in paths for f in after), (
                f"{finding.code} suggests {reading} and finds it again"
            )
            assert touched is not None


_FORBIDDEN = ("错误", "违规", "造假", "不合格", "AI")


@pytest.mark.parametrize(("slug", "case"), _CASES)
def test_sentences_keep_the_register(slug: str, case: dict[str, Any]) -> None:
    for finding in findings_of(case):
        for text in (finding.message, finding.suggestion or ""):
            own = re.sub("“[^”]*”", "", text)  # what is quoted are the form's words
            assert not any(word in own.replace(finding.quote, "") for word in _FORBIDDEN), text
            assert not re.search(r"[{}]|None", text), text
            assert finding.code.startswith("JX0") or not re.search(r"JX\d", text), "codes are for annexes"
