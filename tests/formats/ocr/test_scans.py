"""Scans: recognised offline, cell by cell, with confidence and places. Kept to a few pages, for a page takes seconds; the rest:
``python -m pytest -m slow tests/formats/ocr``."""

from __future__ import annotations

import re
import socket

import pytest

from linter.formats import read_bytes
from linter.model.blocks import Grid, Paragraph
from linter.model.errors import install_hint
from tests.support.writers.page import draw
from tests.support.writers.pdf import to_pdf
from tests.support.writers.scan import scan_file, scan_images, scan_pdf

FORM = draw(
    """
    项目名称 | < | 乡村公路日常养护 | < | <
    项目概况 | < | 对全县乡村公路进行日常养护，包括路面保洁、坑槽修补、边沟清理、桥涵巡查和标志标线维护，保障群众出行安全。 | < | <
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
    ^ | 产出指标 | 数量指标 | 养护公路里程 | ≥120公里
    ^ | ^ | 质量指标 | 坑槽修补合格率 | ≥98%
    ^ | ^ | 成本指标 | 养护成本 | ≤50万元
    ^ | 效益指标 | 社会效益 | 群众出行便利程度 |
    ^ | 满意度指标 | 服务对象满意度 | 沿线群众满意度 | ≥95%
    """
)
PAGE = ["青禾县项目支出绩效目标表", FORM]


def texts(grid: Grid) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.col, c.rowspan, c.colspan): c.text for c in grid.cells}


def with_scan_behind(pdf: bytes, scan: bytes) -> bytes:
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as first, pikepdf.open(io.BytesIO(scan)) as second:
        first.pages.extend(second.pages)
        first.save(out)
    return out.getvalue()


def test_a_document_of_text_and_scans_is_read_both_ways() -> None:
    pdf = to_pdf([PAGE])
    (source,) = read_bytes(with_scan_behind(pdf, scan_pdf(pdf, seed=3)), "混合.pdf")
    assert not source.not_checked
    title, text_grid, scan_title, scan_grid = source.blocks
    assert isinstance(title, Paragraph) and isinstance(scan_title, Paragraph)
    assert isinstance(text_grid, Grid) and isinstance(scan_grid, Grid)
    assert scan_title.text == title.text
    assert texts(scan_grid) == texts(text_grid) == {(b.row, b.col, b.rowspan, b.colspan): b.text for b in FORM.boxes}
    assert all(cell.confidence is None for cell in text_grid.cells)
    assert all((cell.confidence is not None) == bool(cell.text) for cell in scan_grid.cells)
    for exact, seen in zip(text_grid.cells, scan_grid.cells, strict=True):
        assert (exact.place.page, seen.place.page) == (1, 2)
        assert exact.place.bbox and seen.place.bbox
        assert max(abs(a - b) for a, b in zip(exact.place.bbox, seen.place.bbox, strict=True)) < 6  # the scan lies askew


def test_a_picture_file_is_read_like_a_scan() -> None:
    (source,) = read_bytes(scan_file(to_pdf([PAGE]), "PNG", seed=5), "扫描.png")
    assert source.format == "image"
    (grid,) = (block for block in source.blocks if isinstance(block, Grid))
    assert texts(grid) == {(b.row, b.col, b.rowspan, b.colspan): b.text for b in FORM.boxes}


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.formats._paged import ocr as _ocr

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the recogniser asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    _ocr._engine.cache_clear()
    picture = scan_images(to_pdf([["沿线群众满意度"]]), skew=0.0)[0][100:170, 620:1040]
    text, score = _ocr.one_line(picture)
    assert text == "沿线群众满意度"
    assert score > 0.9


def test_without_the_extra_each_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.formats._paged import ocr as _ocr
    from linter.formats._paged import pdf_read as _pdf_read
    from linter.formats.api import ReadContext, Unreadable

    monkeypatch.setattr(_ocr, "available", lambda: False)
    pdf = to_pdf([PAGE])
    scan = scan_pdf(pdf)
    with pytest.raises(Unreadable, match=re.escape(install_hint("ocr"))):
        list(_pdf_read.read(scan, ReadContext("a.pdf"), lambda _: None))
    (*_, note) = _pdf_read.read(with_scan_behind(pdf, scan), ReadContext("a.pdf"), lambda _: None)
    assert (note.what, note.fatal) == ("a.pdf 第2页", True)
    assert install_hint("ocr") in note.why
    (source,) = read_bytes(scan_file(pdf), "扫描.png")
    assert [note.fatal for note in source.not_checked] == [True]


def test_a_damaged_picture_is_one_line() -> None:
    (source,) = read_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 100, "坏.png")
    (note,) = source.not_checked
    assert note.fatal
    assert "图片已损坏" in note.why


def cells_of(image: object) -> dict[tuple[int, ...], str]:
    from linter.formats._paged.page_layout import Table, layout
    from linter.formats._paged.scan import read_scan

    scan = read_scan(image, 72 / 200)
    (table,) = (part for part in layout(1, scan.glyphs, scan.horizontal, scan.vertical, scan.height) if isinstance(part, Table))
    return {tuple(cell.span): cell.text for cell in table.cells}


@pytest.mark.slow
@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_page_scanned_sideways_or_head_over_heels(quarter: int) -> None:
    import numpy as np

    image = np.ascontiguousarray(np.rot90(scan_images(to_pdf([PAGE]), seed=3)[0], quarter))
    assert cells_of(image) == {(b.row, b.col, b.rowspan, b.colspan): b.text for b in FORM.boxes}


@pytest.mark.slow
def test_labels_set_one_character_below_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support.writers import pdf

    rows = "\n".join(["^ | 质量指标 | 修补合格率 | ≥98%"] * 4)
    drawing = f"一级 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 养护公路里程 | ≥120公里\n{rows}\n总体目标 | 社会效益 | 出行 | 提高\n{rows}"
    monkeypatch.setattr(pdf, "_widths", lambda *_: [20.0, 150.0, 150.0, 150.0])
    found = cells_of(scan_images(to_pdf([[draw(drawing)]]), seed=3)[0])
    assert [text for span, text in sorted(found.items()) if span[1] == 0] == ["一级", "产出指标", "总体目标"]
