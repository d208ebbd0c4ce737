"""Pages as OpenDocument files, with real merges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from tests.support.office import packed
from tests.support.writers.page import Box, Page, Table

_ODF = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"))
)


def _odf_table(table: Table, name: str) -> str:
    tops = {(box.row, box.col): box for box in table.boxes}
    covered = {
        (row, col) for box in table.boxes for row in range(box.row, box.row + box.rowspan) for col in range(box.col, box.col + box.colspan)
    } - tops.keys()
    rows = []
    for row in range(table.n_rows):
        cells = []
        for col in range(table.n_cols):
            box = tops.get((row, col))
            if box is None:
                cells.append("<table:covered-table-cell/>" if (row, col) in covered else "<table:table-cell/>")
                continue
            spans = f' table:number-columns-spanned="{box.colspan}" table:number-rows-spanned="{box.rowspan}"'
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in box.text.split("\n"))
            cells.append(f'<table:table-cell office:value-type="string"{spans}>{lines}</table:table-cell>')
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def _odf(kind: str, body: str) -> bytes:
    content = f"<office:document-content{_ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": content.encode()})


def to_odt(pages: Sequence[Page]) -> bytes:
    """An OpenDocument text."""
    pieces = enumerate(piece for page in pages for piece in page)
    return _odf("text", "".join(f"<text:p>{escape(p)}</text:p>" if isinstance(p, str) else _odf_table(p, f"表{n}") for n, p in pieces))


def to_ods(pages: Sequence[Page]) -> bytes:
    """An OpenDocument spreadsheet, a sheet a page; a paragraph is a row of one cell."""
    sheets = []
    for number, page in enumerate(pages, start=1):
        boxes: list[Box] = []
        for piece in page:
            below = max((box.row + box.rowspan for box in boxes), default=0)
            if isinstance(piece, str):
                boxes.append(Box(piece, below, 0))
            else:
                boxes += [replace(box, row=box.row + below) for box in piece.boxes]
        sheets.append(_odf_table(Table(tuple(boxes)), f"第{number}页"))
    return _odf("spreadsheet", "".join(sheets))
