"""The examples say the same in every format: the good form nothing loud, the bad form its findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.model.finding import Severity
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run

FORMS = Path(__file__).parents[2] / "examples" / "forms"
SUFFIXES = sorted(path.suffix for path in FORMS.glob("bad-form.*"))


def _codes(path: Path) -> list[tuple[str, str | None]]:
    result = run([Job(path.name, path=path)], Settings())
    return sorted((f.code, f.level2 or f.field) for f in result.findings if f.severity is not Severity.INFO)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_same_in_every_format(suffix: str) -> None:
    if suffix == ".pdf":
        pytest.importorskip("pypdfium2")
    assert _codes(FORMS / f"good-form{suffix}") == []
    assert _codes(FORMS / f"bad-form{suffix}") == _codes(FORMS / "bad-form.txt")


def test_there_is_one_in_every_format() -> None:
    assert {".txt", ".json", ".yaml", ".csv", ".html", ".xlsx", ".docx", ".pdf"} <= set(SUFFIXES)


def test_the_values_the_mission_names_are_caught() -> None:
    found = {f.quote: f for f in run([Job("表.txt", path=FORMS / "bad-form.txt")], Settings()).findings}
    assert found["≥186%"].code == "JX402"
    assert "≥186" in (found["≥186%"].suggestion or "")
    assert found["稳定稳定"].code == "JX301"
    assert any(f.code == "JX301" and "一年年" in f.cell for f in found.values())
    assert any(f.code == "JX401" and f.cell == "100度" for f in found.values())


def test_the_disclosure_is_found_out() -> None:
    result = run([Job("公开.txt", path=FORMS.parent / "disclosure.txt")], Settings())
    assert result.forms == 3
    assert {f.code for f in result.findings if f.code.startswith("JX9")} == {"JX904"}, "6.36万元 where the tables say 63.60"
