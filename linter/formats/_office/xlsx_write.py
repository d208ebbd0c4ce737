"""Edits and notes into a workbook: cells become inline text, notes become cell comments; every other part keeps its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from linter.formats._office import xml as _xml
from linter.formats._office.grid import SheetReader
from linter.formats._office.package import Package
from linter.formats._office.package_edit import PackageEditor, xml_text
from linter.formats._office.sheet import RawCell, read_sheet, reference
from linter.formats._office.workbook import SheetEntry, Workbook
from linter.formats._office.xlsx_comments import annotate, has_ours
from linter.formats._office.xlsx_legend import write_legend
from linter.formats._plain.splice import changed, splice
from linter.formats.api import CannotWrite, Note, ReadContext, TextEdit
from linter.values.characters import unified


def write_back(data: bytes, edits: Sequence[TextEdit], notes: Sequence[Note], context: ReadContext) -> bytes:
    """See ``formats.api.WriteBack``. Notes without a cell go to a legend sheet of our own.

    Raises:
        CannotWrite: protected, signed, a formula, changed since it was read.
        Unreadable: no workbook.
    """
    package = Package(data, context.limits)
    book = Workbook(package)
    editor = PackageEditor(package)
    known = {entry.name for entry in book.sheets if entry.part}
    for place in (*(edit.place for edit in edits), *(note.place for note in notes)):
        if place.sheet is not None and place.sheet not in known:
            raise changed(f"工作表“{place.sheet}”")
    touched = write_legend(editor, book, [note for note in notes if note.place.cell is None])
    for entry in book.sheets:
        if entry.part is None:
            continue
        here = [edit for edit in edits if edit.place.sheet == entry.name]
        remarks = [note for note in notes if note.place.sheet == entry.name and note.place.cell]
        if here:
            _edit_cells(editor, book, entry, here, context)
        if remarks or has_ours(editor, entry.part):
            _refuse_protected(editor, entry)
            annotate(editor, entry.part, remarks)
        touched = touched or bool(here or remarks) or entry.part in editor.changed
    return editor.bytes() if touched or editor.changed else data


def _refuse_protected(editor: PackageEditor, entry: SheetEntry) -> None:
    raw = _xml.tree(editor.read(entry.part or ""), entry.name)
    protection = raw.find("{*}sheetProtection")
    if protection is not None and protection.get("sheet") in ("1", "true"):
        raise CannotWrite(f"工作表“{entry.name}”受保护，请在“审阅”中撤销工作表保护并保存后再试")


def _addressed(root: Element) -> Iterator[tuple[tuple[int, int], Element]]:
    """Cell elements with their row and column; addresses left out are counted on, as when reading."""
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        given = line.get("r")
        row = int(given) if given and given.isdigit() else row + 1
        column = 0
        for cell in line.iterfind("{*}c"):
            address = cell.get("r")
            row, column = reference(address) if address else (row, column + 1)
            yield (row, column), cell


def _edit_cells(editor: PackageEditor, book: Workbook, entry: SheetEntry, edits: Sequence[TextEdit], context: ReadContext) -> None:
    part = entry.part or ""
    _refuse_protected(editor, entry)
    data = editor.read(part)
    located = _xml.Located(data, part)
    raw = read_sheet(data, part, context.limits, [context.limits.cells])
    reader = SheetReader(entry.name, book.styles, context)
    stored: dict[tuple[int, int], RawCell] = {(raw_cell.row, raw_cell.column): raw_cell for raw_cell in raw.cells}
    elements = dict(_addressed(located.root))
    changes = []
    for edit in edits:
        name = (edit.place.cell or "").partition(":")[0]
        at = reference(name)
        cell, element = stored.get(at), elements.get(at)
        shown = reader.text(cell, raw.show_zeros) if cell is not None else ""
        if element is None or unified(shown) != edit.old:
            raise changed(f"{entry.name}!{name}")
        if cell is not None and cell.formula:
            raise CannotWrite(f"{entry.name}!{name} 是公式，请手工修改")
        where = located.extent(element)
        changes.append((where.start, where.end, _cell(located.prefix(element), element, edit.new)))
    editor.write(part, splice(data, changes))


def _cell(prefix: str, old: Element, text: str) -> bytes:
    """A text cell in place of the old one, same address and style."""
    kept = "".join(f' {name}="{xml_text(value)}"' for name, value in old.items() if name in ("r", "s"))
    p = prefix
    return f'<{p}c{kept} t="inlineStr"><{p}is><{p}t xml:space="preserve">{xml_text(text)}</{p}t></{p}is></{p}c>'.encode()
