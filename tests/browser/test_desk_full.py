"""The desk at full size in a real Chromium: 300 forms in 100 files of 20 units, 50 decisions by keyboard, the server killed in the middle, everything
that is saved opened by LibreOffice. A command of its own: ``python -m pytest -m slow tests/browser/test_desk_full.py -s``."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.browser.test_desk import _decide
from tests.desk.conftest import forms
from tests.support.desk import finished, server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNITS, FILES, PER_FILE, BOOKS = 20, 100, 3, 5
EXAMPLE = Path(__file__).parents[2] / "examples/forms/bad-form.xlsx"


def _book(number: int) -> bytes:
    """A workbook with one form of its own."""
    book = openpyxl.load_workbook(EXAMPLE)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "养老服务信息平台运维费":
                    cell.value = f"第{number}号平台运维费"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "申报"
    place.mkdir()
    for number in range(FILES - BOOKS):
        names = [f"第{number}号{what}项目" for what in ("维护", "巡查", "培训")]
        (place / f"{number:02}.json").write_bytes(forms(*names, unit=f"青禾县第{number % UNITS + 1}局"))
    for number in range(BOOKS):
        (place / f"表{number}.xlsx").write_bytes(_book(number))
    return place


def _opened(name: str, data: bytes, folder: Path) -> None:
    """LibreOffice opens the file and prints it."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / name),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert (folder / name).with_suffix(".pdf").stat().st_size > 1000


def _saved(page: Any, address: str, kind: str) -> dict[str, bytes]:
    page.goto(f"{address}/outputs")
    with page.expect_download(timeout=600_000) as saving:
        page.click(f"button[value={kind}]", no_wait_after=True)
    data = Path(saving.value.path()).read_bytes()
    if not saving.value.suggested_filename.endswith(".zip"):
        return {saving.value.suggested_filename: data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_three_hundred_forms_from_a_folder_to_signed_letters(chromium: Any, folder: Path, tmp_path: Path) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    database = tmp_path / "desk.sqlite"
    with server(database) as (link, process):
        page.goto(link)
        page.fill("[name=name]", "2026年第一批")
        began = time.monotonic()
        page.set_input_files("#drop input[name=file]", [str(file) for file in sorted(folder.iterdir())])
        page.wait_for_url("**/b/*")
        page.wait_for_selector("#rows tbody tr[data-form]")
        print(f"first result on screen after {time.monotonic() - began:.1f} s")
        finished(page, 600)
        print(f"all checked after {time.monotonic() - began:.1f} s")
        page.reload()
        path = "/b/" + page.url.rpartition("/b/")[2].partition("?")[0]
        assert f"共{(FILES - BOOKS) * PER_FILE + BOOKS}张表" in page.inner_text(".pager")
        assert page.locator("select[name=unit] option").count() == UNITS + 2, "all units, those of the workbooks, and none chosen"
        before = int(page.inner_text("#left"))
        page.click("#next")
        assert _decide(page, 25) == 25
        process.kill()
    with server(database) as (link, _):
        page.goto(link)
        address = link.split("/enter")[0] + path
        page.goto(address)
        assert int(page.inner_text("#left")) == before - 25, "nothing is lost"
        page.keyboard.press("n")
        page.wait_for_selector("article")
        assert _decide(page, 25) == 25
        letters = _saved(page, address, "docx")
        assert len([name for name in letters if name.endswith(".docx")]) >= 1
        noted = {name: data for name, data in _saved(page, address, "annotated").items() if name.endswith(".xlsx")}
        assert len(noted) == BOOKS
        tables = _saved(page, address, "initial") | _saved(page, address, "matrix")
    context.close()
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    for number, (name, data) in enumerate([*list(letters.items())[:2], *list(noted.items())[:1], *tables.items()]):
        _opened(f"{number}{Path(name).suffix}", data, tmp_path / "opened")
