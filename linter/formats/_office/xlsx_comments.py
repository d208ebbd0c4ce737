"""Cell comments of a worksheet: ours replaced, those of people kept.

A cell holds one comment. Where a person's stands already, ours is appended to it after a line that marks it, and cut off
again the next time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from linter.formats._office import xml as _xml
from linter.formats._office.package_edit import PackageEditor, insert_last, xml_text
from linter.formats._office.sheet import column_letters, reference
from linter.formats._office.workbook import AUTHOR, DIVIDER
from linter.formats._plain.splice import splice
from linter.formats.api import CannotWrite, Note

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_AFTER_DRAWING = frozenset({"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"})
_OUR_SHAPE = re.compile(rb'<v:shape id="jixiao_[^"]*".*?</v:shape>', re.S)
_SHAPE_TYPE = b"""<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""
_EMPTY_VML = b"""<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>%b</xml>"""


def _texts(comment: Element) -> list[tuple[Element, str]]:
    return [(stretch, stretch.text or "") for stretch in comment.iterfind("{*}text/{*}r/{*}t")]


def _authors(root: Element) -> list[str]:
    return [(author.text or "").strip() for author in root.iterfind("{*}authors/{*}author")]


def _is_ours(comment: Element, authors: Sequence[str]) -> bool:
    number = comment.get("authorId") or ""
    return number.isdigit() and int(number) < len(authors) and authors[int(number)] == AUTHOR


def has_ours(editor: PackageEditor, sheet: str) -> bool:
    """Whether the sheet carries comments of ours."""
    part = editor.target(sheet, "comments")
    return part is not None and AUTHOR.encode() in editor.read(part) and _count_ours(editor.read(part)) > 0


def _count_ours(data: bytes) -> int:
    root = _xml.tree(data, "comments")
    authors = _authors(root)
    comments = root.findall("{*}commentList/{*}comment")
    return sum(1 for comment in comments if _is_ours(comment, authors) or any(DIVIDER in text for _, text in _texts(comment)))


def annotate(editor: PackageEditor, sheet: str, notes: Sequence[Note]) -> None:
    """Our comments on a sheet, in place of those of an earlier run."""
    part = editor.target(sheet, "comments")
    data = (
        _without_ours(editor.read(part))
        if part
        else f'<comments xmlns="{_MAIN}"><authors></authors><commentList></commentList></comments>'.encode()
    )
    by_cell: dict[str, list[Note]] = {}
    for note in notes:
        by_cell.setdefault((note.place.cell or "").partition(":")[0].replace("$", ""), []).append(note)
    data, fresh = _with_notes(data, by_cell)
    if part is None:
        part = editor.free_name("xl/comments{}.xml")
        editor.relate(sheet, "comments", part, _is_strict(editor.read(sheet)))
        editor.content_type(part, _COMMENTS_TYPE)
    editor.write(part, data)
    _shapes(editor, sheet, fresh)


def _is_strict(data: bytes) -> bool:
    return b"http://purl.oclc.org/ooxml" in data[:4096]


def _without_ours(data: bytes) -> bytes:
    """The comments part without our comments and without what we appended to those of people."""
    located = _xml.Located(data, "comments")
    authors = _authors(located.root)
    changes = []
    for comment in located.root.iterfind("{*}commentList/{*}comment"):
        where = located.extent(comment)
        if _is_ours(comment, authors):
            changes.append((where.start, where.end, b""))
            continue
        runs = comment.findall("{*}text/{*}r")
        first = next((run for run in runs if DIVIDER in (run.findtext("{*}t") or "")), None)
        if first is not None:
            changes.append((located.extent(first).start, located.extent(runs[-1]).end, b""))
    return splice(data, changes)


def _runs(prefix: str, notes: Sequence[Note]) -> str:
    """The notes of one cell as rich text, each headed by its title in bold."""
    p = prefix
    pieces = []
    for number, note in enumerate(notes):
        gap = "\n\n" if number else ""
        head = f'<{p}rPr><{p}b/><{p}sz val="9"/><{p}rFont val="宋体"/></{p}rPr>'
        body = f'<{p}rPr><{p}sz val="9"/><{p}rFont val="宋体"/></{p}rPr>'
        pieces.append(f'<{p}r>{head}<{p}t xml:space="preserve">{gap}{xml_text(note.title)}\n</{p}t></{p}r>')
        pieces.append(f'<{p}r>{body}<{p}t xml:space="preserve">{xml_text(note.text)}</{p}t></{p}r>')
    return "".join(pieces)


def _with_notes(data: bytes, by_cell: dict[str, list[Note]]) -> tuple[bytes, dict[str, list[Note]]]:
    """The part with the notes; and the cells that had no comment, which need a shape."""
    located = _xml.Located(data, "comments")
    p = located.prefix(located.root)
    theirs = {comment.get("ref", ""): comment for comment in located.root.iterfind("{*}commentList/{*}comment")}
    changes: list[tuple[int, int, bytes]] = []
    for cell in by_cell.keys() & theirs.keys():
        body = theirs[cell].find("{*}text")
        if body is None:
            continue
        where = located.extent(body)
        inner = data[where.inner : where.inner_end]
        if not body.findall("{*}r"):
            inner = f'<{p}r><{p}t xml:space="preserve">{xml_text(body.findtext("{*}t") or "")}</{p}t></{p}r>'.encode()
        mark = f'<{p}r><{p}t xml:space="preserve">\n{DIVIDER}\n</{p}t></{p}r>'
        new = f"<{p}text>".encode() + inner + (mark + _runs(p, by_cell[cell])).encode() + f"</{p}text>".encode()
        changes.append((where.start, where.end, new))
    fresh = {cell: notes for cell, notes in by_cell.items() if cell not in theirs}
    if fresh:
        changes += _fresh(located, p, fresh)
    return splice(data, changes), fresh


def _fresh(located: _xml.Located, p: str, fresh: dict[str, list[Note]]) -> list[tuple[int, int, bytes]]:
    authors, comments = located.root.find("{*}authors"), located.root.find("{*}commentList")
    if authors is None or comments is None:
        raise CannotWrite("文件中的批注已损坏，请用 Excel 或 WPS 另存后再试")
    names = _authors(located.root)
    changes = []
    number = names.index(AUTHOR) if AUTHOR in names else len(names)
    if AUTHOR not in names:
        changes.append(_append(located, authors, f"<{p}author>{AUTHOR}</{p}author>"))
    order = sorted(fresh, key=reference)
    text = "".join(
        f'<{p}comment ref="{cell}" authorId="{number}"><{p}text>{_runs(p, fresh[cell])}</{p}text></{p}comment>' for cell in order
    )
    changes.append(_append(located, comments, text))
    return changes


def _append(located: _xml.Located, element: Element, text: str) -> tuple[int, int, bytes]:
    """A change that puts text before an element's end tag."""
    where = located.extent(element)
    if where.empty:
        tag = located.data[where.start : where.end]
        name = located.prefix(element) + _xml.local(element.tag)
        return where.start, where.end, tag[: tag.rindex(b"/")] + b">" + text.encode() + f"</{name}>".encode()
    return where.inner_end, where.inner_end, text.encode()


# -- shapes: without one, Excel shows no comment ---------------------------------------------------------------------------------


def _shape(number: int, cell: str, notes: Sequence[Note]) -> str:
    row, column = reference(cell)
    lines = sum(2 + len(line) // 20 for note in notes for line in (note.title, *note.text.split("\n")))
    bottom = row + min(max(lines, 4), 24)
    anchor = f"{column}, 12, {max(row - 2, 0)}, 4, {column + 4}, 12, {bottom}, 4"
    return (
        f'<v:shape id="jixiao_{number}_{column_letters(column)}{row}" type="#_x0000_t202" '
        'style="position:absolute;visibility:hidden;width:240pt;height:120pt" fillcolor="#fff8dc" o:insetmode="auto">'
        '<v:fill color2="#fff8dc"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _shapes(editor: PackageEditor, sheet: str, fresh: dict[str, list[Note]]) -> None:
    part = editor.target(sheet, "vmlDrawing")
    old = editor.read(part) if part else _EMPTY_VML % _SHAPE_TYPE
    shapes = "".join(_shape(number, cell, fresh[cell]) for number, cell in enumerate(sorted(fresh, key=reference), start=1))
    kept = _OUR_SHAPE.sub(b"", old)
    if b"_x0000_t202" not in kept:
        shapes = _SHAPE_TYPE.decode() + shapes
    new = insert_last(kept, shapes) if shapes else kept
    if part is None:
        if not shapes:
            return
        part = editor.free_name("xl/drawings/vmlDrawing{}.vml")
        editor.default_type("vml", _VML_TYPE)
        _link(editor, sheet, editor.relate(sheet, "vmlDrawing", part, _is_strict(editor.read(sheet))))
    if new != old or not editor.has(part):
        editor.write(part, new)


def _link(editor: PackageEditor, sheet: str, relation: str) -> None:
    """The sheet's pointer to the shapes, at its place in the order of elements."""
    data = editor.read(sheet)
    located = _xml.Located(data, sheet)
    p = located.prefix(located.root)
    space = _STRICT if _is_strict(data) else _OFFICE
    later = next((child for child in located.root if _xml.local(child.tag) in _AFTER_DRAWING), None)
    at = located.extent(later).start if later is not None else located.extent(located.root).inner_end
    link = f'<{p}legacyDrawing xmlns:r="{space}" r:id="{relation}"/>'.encode()
    editor.write(sheet, splice(data, [(at, at, link)]))
