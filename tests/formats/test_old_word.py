"""Old Word files: through LibreOffice where there is one (a stand-in on the path here), else the message that says what to do."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import pytest

from linter.formats import read_bytes
from linter.formats._office import converted
from linter.formats._office.cfb import SIGNATURE
from linter.model.blocks import Grid

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for LibreOffice is a shell script")


def old_word() -> bytes:
    """A container with a stream of the right name, which is all this program looks at."""
    header = bytearray(512)
    header[:8] = SIGNATURE
    struct.pack_into("<H", header, 0x1E, 9)
    struct.pack_into("<I", header, 0x30, 1)
    struct.pack_into("<109I", header, 0x4C, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entry = bytearray(128)
    name = "WordDocument".encode("utf-16-le")
    entry[: len(name)] = name
    struct.pack_into("<H", entry, 64, len(name) + 2)
    return bytes(header) + fat + bytes(entry) + bytes(384)


def stand_in(folder: Path, script: str) -> None:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(converted, "_PROGRAMS", ("soffice",))
    monkeypatch.setattr(converted, "_ELSEWHERE", ())
    return tmp_path


def test_without_it_the_message_says_what_to_do(path: Path) -> None:
    (source,) = read_bytes(old_word(), "form.doc")
    assert not source.blocks
    assert "另存为 docx" in source.not_checked[0].why and source.not_checked[0].fatal


def test_with_it_the_document_is_read_and_said(path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_table(1, 2).cell(0, 1).text = "≥98%"
    out = io.BytesIO()
    document.save(out)
    (path / "ready.docx").write_bytes(out.getvalue())
    stand_in(path, f'while [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2" && cp "{path}/ready.docx" "$2/form.docx"')
    (source,) = read_bytes(old_word(), "form.doc")
    grid = source.blocks[0]
    assert isinstance(grid, Grid) and [cell.text for cell in grid.cells] == ["", "≥98%"]
    assert "LibreOffice" in source.not_checked[0].why and not source.not_checked[0].fatal


@pytest.mark.parametrize(("script", "why"), [("exit 1", "未能转换"), ("sleep 30", "已停止")])
def test_a_conversion_that_fails_or_hangs_is_said(path: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str) -> None:
    monkeypatch.setattr(converted, "SECONDS", 1.0)
    stand_in(path, script)
    (source,) = read_bytes(old_word(), "form.wps")
    assert why in source.not_checked[0].why and source.not_checked[0].fatal
