"""A sheet of our own at the end of a workbook, for notes that speak of no cell. It is written anew each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.formats._office import xml as _xml
from linter.formats._office.package_edit import PackageEditor, xml_text
from linter.formats._office.workbook import LEGEND, Workbook
from linter.formats._plain.splice import splice
from linter.formats.api import CannotWrite, Note

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def _lines(note: Note) -> Iterator[tuple[bool, str]]:
    """A note's lines, and whether each is its first."""
    for number, text in enumerate(note.text.split("\n")):
        yield number == 0, text


def _sheet(notes: Sequence[Note]) -> bytes:
    """Two columns: title and text, one line a row, the title beside the first."""
    lines = [(note.title if first else "", text) for note in notes for first, text in _lines(note)]
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = "".join(
            f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{xml_text(text)}</t></is></c>'
            for letter, text in zip("AB", line, strict=True)
            if text
        )
        rows.append(f'<row r="{number}">{cells}</row>')
    columns = '<cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="100" customWidth="1"/></cols>'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">{columns}<sheetData>{"".join(rows)}</sheetData></worksheet>'.encode()


def write_legend(editor: PackageEditor, book: Workbook, notes: Sequence[Note]) -> bool:
    """Write the legend sheet; without notes empty the one of an earlier run. Whether anything changed.

    Raises:
        CannotWrite: the structure of the workbook is protected.
    """
    old = next((entry for entry in book.sheets if entry.name == LEGEND and entry.part), None)
    if old is not None and old.part is not None:
        content = _sheet(notes)
        if content != editor.read(old.part):
            editor.write(old.part, content)
        return True
    if not notes:
        return False
    if book.protected:
        raise CannotWrite("工作簿结构受保护，不能加入说明页；请在“审阅”中撤销工作簿保护并保存后再试")
    part = editor.free_name("xl/worksheets/jixiao{}.xml")
    editor.write(part, _sheet(notes))
    editor.content_type(part, _TYPE)
    data = editor.read(book.part)
    strict = b"http://purl.oclc.org/ooxml" in data[:4096]
    relation = editor.relate(book.part, "worksheet", part, strict)
    located = _xml.Located(data, book.part)
    sheets = located.root.find("{*}sheets")
    if sheets is None:
        raise CannotWrite("工作簿已损坏，请用 Excel 或 WPS 另存后再试")
    numbers = [int(sheet.get("sheetId") or 0) for sheet in sheets if (sheet.get("sheetId") or "").isdigit()]
    space = _RELATIONS if not strict else "http://purl.oclc.org/ooxml/officeDocument/relationships"
    entry = f'<{located.prefix(sheets)}sheet xmlns:r="{space}" name="{LEGEND}" sheetId="{max(numbers, default=0) + 1}" r:id="{relation}"/>'
    at = located.extent(sheets).inner_end
    editor.write(book.part, splice(data, [(at, at, entry.encode())]))
    return True
