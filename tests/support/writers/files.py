"""Pages as bytes of a file format. Real merges where the format has them; text loses them, as extractions do."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from html import escape

from tests.support.writers.page import Page, Table


def _one_line(text: str) -> str:
    return text.replace("\n", "")


def text_tabs(pages: Sequence[Page]) -> bytes:
    """Tab-separated, as pdf2text tools leave a table."""
    return _text(pages, "\t")


def text_pipes(pages: Sequence[Page]) -> bytes:
    """Cells between pipes."""
    return _text(pages, " | ")


def _text(pages: Sequence[Page], separator: str) -> bytes:
    lines: list[str] = []
    for page in pages:
        for piece in page:
            if isinstance(piece, str):
                lines += [piece, ""]
            else:
                lines += [separator.join(map(_one_line, row)) for row in piece.matrix()]
                lines.append("")
    return "\n".join(lines).encode()


def text_lines(pages: Sequence[Page]) -> bytes:
    """One cell a line; blank cells are lost."""
    lines = []
    for page in pages:
        for piece in page:
            if isinstance(piece, str):
                lines.append(piece)
            else:
                lines += [_one_line(text) for row in piece.matrix() for text in row if text.strip()]
        lines.append("")
    return "\n".join(lines).encode()


def to_csv(pages: Sequence[Page]) -> bytes:
    """CSV with a BOM, as spreadsheet programs save it."""
    out = io.StringIO()
    writer = csv.writer(out)
    for page in pages:
        for piece in page:
            writer.writerows([[piece]] if isinstance(piece, str) else piece.matrix())
        writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


def _html_table(table: Table) -> str:
    rows = []
    for number in range(table.n_rows):
        cells = []
        for box in sorted((b for b in table.boxes if b.row == number), key=lambda b: b.col):
            spans = "".join(f' {name}="{n}"' for name, n in (("rowspan", box.rowspan), ("colspan", box.colspan)) if n > 1)
            cells.append(f"<td{spans}>{escape(box.text).replace(chr(10), '<br>')}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def to_html(pages: Sequence[Page]) -> bytes:
    """A web page with rowspan and colspan."""
    body = [f"<p>{escape(piece)}</p>" if isinstance(piece, str) else _html_table(piece) for page in pages for piece in page]
    head = '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>公开</title></head><body>'
    return "\n".join([head, *body, "</body></html>"]).encode()


def to_xlsx(pages: Sequence[Page]) -> bytes:
    """One sheet a page, cells really merged; paragraphs are cells over the table's width."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, page in enumerate(pages, start=1):
        sheet = book.create_sheet(f"表{number}")
        width = max((piece.n_cols for piece in page if isinstance(piece, Table)), default=1)
        at = 1
        for piece in page:
            if isinstance(piece, str):
                sheet.cell(at, 1).value = piece
                if width > 1:
                    sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
                at += 1
                continue
            for box in piece.boxes:
                row, col = at + box.row, box.col + 1
                if box.text:
                    cell = sheet.cell(row, col)
                    cell.value, cell.data_type = box.text, "s"  # never a formula or a number
                if box.rowspan > 1 or box.colspan > 1:
                    sheet.merge_cells(start_row=row, start_column=col, end_row=row + box.rowspan - 1, end_column=col + box.colspan - 1)
            at += piece.n_rows
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_docx(pages: Sequence[Page]) -> bytes:
    """Word tables with gridSpan and vMerge."""
    from docx import Document

    document = Document()
    for page in pages:
        for piece in page:
            if isinstance(piece, str):
                document.add_paragraph(piece)
                continue
            table = document.add_table(piece.n_rows, piece.n_cols)
            grid = [row.cells for row in table.rows]
            for box in piece.boxes:
                cell = grid[box.row][box.col]
                if box.rowspan > 1 or box.colspan > 1:
                    cell = cell.merge(grid[box.row + box.rowspan - 1][box.col + box.colspan - 1])
                cell.text = box.text
            document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def to_pdf(pages: Sequence[Page]) -> bytes:
    """A PDF with ruled tables; see ``pdf.py`` (``pdf.missing()`` says where none can be written)."""
    from tests.support.writers import pdf

    return pdf.to_pdf(pages)


WRITERS: dict[str, tuple[str, Callable[[Sequence[Page]], bytes]]] = {
    "text": ("txt", text_tabs),
    "pipes": ("txt", text_pipes),
    "lines": ("txt", text_lines),
    "csv": ("csv", to_csv),
    "html": ("html", to_html),
    "xlsx": ("xlsx", to_xlsx),
    "docx": ("docx", to_docx),
    "pdf": ("pdf", to_pdf),
}
"""Name → (suffix, writer)."""
EXACT = ("html", "xlsx", "docx")
"""Formats that keep merges."""
