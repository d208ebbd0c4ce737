"""Documents that LibreOffice opened and saved again: a goal in the cell of its label is read all the same.

Takes half a minute: ``python -m pytest -m slow tests/formats/test_office_routes.py`` (needs LibreOffice).
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from linter import layouts
from linter.formats import read_bytes
from tests.layouts.test_goal_with_its_label import GOAL, INSIDE, page
from tests.support.writers import WRITERS

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")]


@pytest.mark.parametrize("to", ["odt", "docx", "doc", "html"])
def test_a_goal_in_the_cell_of_its_label_survives(tmp_path: Path, to: str) -> None:
    for number, rows in enumerate(INSIDE.values()):
        (tmp_path / f"{number}.docx").write_bytes(WRITERS["docx"][1]([page(rows)]))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        to,
        "--outdir",
        f"{tmp_path}/out",
    ]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.docx")))], check=True, capture_output=True, timeout=500)
    goals = {}
    for number, name in enumerate(INSIDE):
        path = tmp_path / "out" / f"{number}.{to}"
        (source,) = read_bytes(path.read_bytes(), path.name)
        (form,) = layouts.read_document(source).forms
        goals[name] = form.goal["annual"].text if "annual" in form.goal else None
    assert goals == dict.fromkeys(INSIDE, GOAL)
