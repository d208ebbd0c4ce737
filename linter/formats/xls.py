"""The old Office container: Excel 97–2003 workbooks are read, Word documents through LibreOffice where it is installed, everything else
in it is named with what to do.

xlrd is used because it alone gives the number formats: a percentage read as 0.98 would be a wrong cell.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from linter.formats._office.cfb import SIGNATURE, stream_names
from linter.formats._office.converted import read_converted
from linter.formats._office.grid import SheetReader, Styles
from linter.formats._office.sheet import PICTURES, RawCell, RawSheet
from linter.formats._office.sheet_drawings import header_lines
from linter.formats._office.sheet_looks import Rich, settled
from linter.formats._office.workbook import AUTHOR
from linter.formats._office.xls_heads import page_heads
from linter.formats._plain.looks import PLAIN, WHITE, Look, Unseen
from linter.formats.api import Format, Limits, Piece, ReadContext, Unreadable
from linter.formats.xlsx import HIDDEN, NOTHING
from linter.model.blocks import Comment, Grid, NotChecked, Paragraph

_MAX_BYTES = 40 * 2**20
_ENCRYPTED = "文件已加密，请去除打开密码后另存为 xlsx 再检查"
_DAMAGED = "xls 文件已损坏，请用 Excel 或 WPS 另存为 xlsx 后再检查"
_DAMAGED_UNKNOWN = "旧版 Office 文件已损坏，请用原来的软件打开，另存为 xlsx 或 docx 后再检查"
_WORD = frozenset({"WordDocument", "WpsContentStream"})
_INSIDE = (
    ("EncryptedPackage", "文件已加密，请去除打开密码后另存再检查"),
    ("WordDocument", "不支持旧版 Word 文档（.doc、.wps），请另存为 docx 后再检查"),
    ("PowerPoint Document", "不支持演示文稿（.ppt），请将其中的表格另存为 xlsx 或 docx 后再检查"),
    ("WpsContentStream", "不支持 WPS 旧版格式，请另存为 docx 或 xlsx 后再检查"),
    ("__properties_version1.0", "不支持邮件文件（.msg），请保存其中的附件后再检查"),
)


def sniff(head: bytes) -> bool:
    """The signature of the container."""
    return head.startswith(SIGNATURE)


def _open(data: bytes, damaged: str) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        raise Unreadable(_ENCRYPTED if "encrypted" in str(error).lower() else damaged) from error
    except Exception as error:  # xlrd fails in many ways on damaged records, MemoryError among them
        raise Unreadable(damaged) from error


def _set(book: Any, font: Any) -> dict[str, Any]:
    """What a font says of how text looks, for ``Look``."""
    painted = book.colour_map.get(font.colour_index)
    return {
        "struck": bool(font.struck_out),
        "colour": painted[0] << 16 | painted[1] << 8 | painted[2] if painted else None,
        "size": font.height / 20,
        "raised": font.escapement == 1,
        "underlined": bool(font.underline_type),
        "font": font.name.lower(),
    }


_NO_FILL, _SOLID = 0, 1


def _looks(book: Any) -> list[Look]:
    """The look of each cell style."""
    out = []
    for xf in book.xf_list:
        fill = xf.background
        painted = book.colour_map.get(fill.pattern_colour_index) if fill.fill_pattern == _SOLID else None
        back = WHITE if fill.fill_pattern == _NO_FILL else painted[0] << 16 | painted[1] << 8 | painted[2] if painted else None
        out.append(settled(PLAIN._replace(back=back, **_set(book, book.font_list[xf.font_index]))))
    return out


def _rich(sheet: Any, row: int, column: int, text: str) -> Rich | None:
    """The runs of a text set in several fonts, ``None`` where it is set in one."""
    runs = sheet.rich_text_runlist_map.get((row, column))
    if not runs:
        return None
    starts = [(0, {}), *((start, _set(sheet.book, sheet.book.font_list[font])) for start, font in runs if font < len(sheet.book.font_list))]
    ends = [*(start for start, _ in starts[1:]), len(text)]
    return tuple((text[start:end], own) for (start, own), end in zip(starts, ends, strict=True) if end > start)


def _raw(sheet: Any, limits: Limits, budget: list[int]) -> RawSheet:
    """A sheet as the xlsx reader would store it."""
    from xlrd import biffh

    raw = RawSheet()
    raw.merges = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells[: limits.merges]]
    raw.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    raw.hidden_columns = [(column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0]
    kinds = {
        biffh.XL_CELL_TEXT: "str",
        biffh.XL_CELL_NUMBER: "n",
        biffh.XL_CELL_DATE: "n",
        biffh.XL_CELL_BOOLEAN: "b",
        biffh.XL_CELL_ERROR: "e",
    }
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype == biffh.XL_CELL_BLANK:
                raw.blanks.append((row + 1, column + 1))
            elif cell.ctype in kinds:
                if budget[0] <= 0:
                    raw.beyond += 1
                    continue
                budget[0] -= 1
                value = biffh.error_text_from_code.get(cell.value, "#VALUE!") if cell.ctype == biffh.XL_CELL_ERROR else cell.value
                shown = repr(value) if isinstance(value, float) else str(value)
                raw_cell = RawCell(
                    row + 1, column + 1, cell.xf_index or 0, kinds[cell.ctype], shown, False, picture=shown.startswith(PICTURES)
                )
                if cell.ctype == biffh.XL_CELL_TEXT:
                    raw_cell.rich = _rich(sheet, row, column, shown)
                raw.cells.append(raw_cell)
    return raw


def _pieces(sheet: Any, head: str, styles: Styles, context: ReadContext, budget: list[int], unseen: Unseen) -> Iterator[Piece]:
    reader = SheetReader(sheet.name, styles, context, unseen)
    if sheet.visibility:
        yield NotChecked(sheet.name, HIDDEN, context.place(sheet=sheet.name))
        return
    for line in header_lines(head, sheet.name) if head else ():
        yield Paragraph(line, context.place(sheet=sheet.name))
    raw = _raw(sheet, context.limits, budget)
    grid = reader.grid(raw)
    if grid is not None:
        yield grid
    for (row, column), note in sorted(sheet.cell_note_map.items()):
        if note.author != AUTHOR and note.text:
            yield Comment(note.text, reader.place(row + 1, column + 1))
    yield from reader.remarks(raw)


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Every visible sheet of an Excel 97–2003 workbook.

    Raises:
        Unreadable: another kind of document, encrypted, damaged.
    """
    names = stream_names(data)
    for name, why in _INSIDE:
        if name in names and name in _WORD:
            yield from read_converted(data, context, why)
            return
        if name in names:
            raise Unreadable(why)
    if names and not names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        raise Unreadable("不支持的旧版 Office 文件，请另存为 xlsx 或 docx 后再检查")
    if len(data) > _MAX_BYTES:
        raise Unreadable(f"xls 文件超过 {_MAX_BYTES // 2**20} MB，请另存为 xlsx 后再检查")
    book = _open(data, _DAMAGED if names else _DAMAGED_UNKNOWN)  # without a directory it may as well be a .doc
    codes = [book.format_map[xf.format_key].format_str if xf.format_key in book.format_map else "General" for xf in book.xf_list]
    styles = Styles((), codes, _looks(book), bool(book.datemode))
    unseen = Unseen()
    budget = [context.limits.cells]
    seen = False
    for index, head in enumerate(page_heads(data, book)):
        for piece in _pieces(book.sheet_by_index(index), head, styles, context, budget, unseen):
            seen = seen or isinstance(piece, Grid)
            yield piece
    record = unseen.record(context)
    if record is not None:
        yield record
    if not seen:
        yield NotChecked(context.member or context.path, NOTHING, fatal=True)


FORMAT = Format("xls", (".xls", ".et"), sniff, read, rank=22)
