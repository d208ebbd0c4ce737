"""Word comments: ours replaced, those of people kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from linter.formats._office import xml as _xml
from linter.formats._office.docx_block import Block
from linter.formats._office.package_edit import PackageEditor, insert_last, xml_text
from linter.formats._office.workbook import AUTHOR
from linter.formats._plain.splice import changed, splice
from linter.formats.api import Note

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_MARKS = frozenset({"commentRangeStart", "commentRangeEnd"})


def _ours(root: Element) -> frozenset[str]:
    return frozenset(
        _xml.attribute(comment, "id") or "" for comment in root.iterfind("{*}comment") if _xml.attribute(comment, "author") == AUTHOR
    )


def strip_marks(editor: PackageEditor, main: str) -> None:
    """Take the comments of an earlier run out of the document and of the comments part."""
    part = editor.target(main, "comments")
    if part is None or AUTHOR.encode() not in editor.read(part):
        return
    comments = _xml.Located(editor.read(part), part)
    ours = _ours(comments.root)
    if not ours:
        return
    gone = [comment for comment in comments.root.iterfind("{*}comment") if _xml.attribute(comment, "id") in ours]
    editor.write(part, splice(comments.data, [(*_span(comments, comment), b"") for comment in gone]))
    body = _xml.Located(editor.read(main), main)
    changes = []
    for element in body.root.iter():
        name = _xml.local(element.tag)
        if name in _MARKS and _xml.attribute(element, "id") in ours:
            changes.append((*_span(body, element), b""))
        elif name == "r":
            inner = [child for child in element if _xml.local(child.tag) != "rPr"]
            references = [child for child in inner if _xml.local(child.tag) == "commentReference" and _xml.attribute(child, "id") in ours]
            if references and len(inner) == len(references):
                changes.append((*_span(body, element), b""))
            else:
                changes += [(*_span(body, child), b"") for child in references]
    editor.write(main, splice(body.data, changes))


def _span(located: _xml.Located, element: Element) -> tuple[int, int]:
    where = located.extent(element)
    return where.start, where.end


def _next_id(editor: PackageEditor, main: str, root: Element) -> int:
    ids = [_xml.attribute(element, "id") or "" for element in root.iter() if _xml.local(element.tag) in (*_MARKS, "commentReference")]
    part = editor.target(main, "comments")
    if part is not None:
        ids += [_xml.attribute(comment, "id") or "" for comment in _xml.tree(editor.read(part), part).iterfind("{*}comment")]
    return max((int(number) for number in ids if number.isdigit()), default=-1) + 1


class _Around(Struct):
    """What goes before and behind the content of a paragraph."""

    paragraph: Element
    before: str = ""
    behind: str = ""


def mark(editor: PackageEditor, located: _xml.Located, blocks: Sequence[Block], notes: Sequence[Note]) -> list[tuple[int, Note]]:
    """Put the ranges of the notes around the text they speak of. Returns the notes with their ids.

    Raises:
        CannotWrite: a place the document does not have.
    """
    main = editor.package.main
    number = _next_id(editor, main, located.root)
    around: dict[int, _Around] = {}
    numbered = []
    for note in notes:
        paragraphs = _block_of(note, blocks).paragraphs
        first, last = paragraphs[0], paragraphs[-1]
        p = located.prefix(first)
        around.setdefault(id(first), _Around(first)).before += f'<{p}commentRangeStart {p}id="{number}"/>'
        behind = f'<{p}commentRangeEnd {p}id="{number}"/><{p}r><{p}commentReference {p}id="{number}"/></{p}r>'
        around.setdefault(id(last), _Around(last)).behind += behind
        numbered.append((number, note))
        number += 1
    changes = [change for insertion in around.values() for change in _wrapped(located, insertion)]
    editor.write(main, splice(located.data, changes))
    return numbered


def _block_of(note: Note, blocks: Sequence[Block]) -> Block:
    """The cell or paragraph a note speaks of; for a whole table its first cell, for the document its first paragraph."""
    place = note.place
    key = (place.table, place.row, place.cell, place.paragraph)
    for block in blocks:
        whole = place.row is None and place.paragraph is None and (place.table is None or place.table == block.place.table)
        if block.paragraphs and (block.key == key or whole):
            return block
    raise changed(f"“{place.label()}”")


def _wrapped(located: _xml.Located, around: _Around) -> Iterator[tuple[int, int, bytes]]:
    where = located.extent(around.paragraph)
    before, behind = around.before.encode(), around.behind.encode()
    if where.empty:
        tag = located.data[where.start : where.end]
        yield where.start, where.end, tag[: tag.rindex(b"/")] + b">" + before + behind + f"</{located.prefix(around.paragraph)}p>".encode()
        return
    properties = around.paragraph.find("{*}pPr")
    at = located.extent(properties).end if properties is not None else where.inner
    yield at, at, before
    yield where.inner_end, where.inner_end, behind


def write_comments(editor: PackageEditor, main: str, notes: Sequence[tuple[int, Note]], located: _xml.Located) -> None:
    """The comments themselves, in the part people's comments stand in, or in a new one."""
    part = editor.target(main, "comments")
    space = located.root.tag.partition("}")[0].lstrip("{")
    if part is None:
        part = "word/comments.xml" if not editor.has("word/comments.xml") else editor.free_name("word/comments{}.xml")
        editor.relate(main, "comments", part, strict="purl.oclc.org" in space)
        editor.content_type(part, _TYPE)
        data = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{space}"></w:comments>'.encode()
    else:
        data = editor.read(part)
    for number, note in notes:
        data = insert_last(data, _comment(space, number, note))
    editor.write(part, data)


def _comment(space: str, number: int, note: Note) -> str:
    """One comment, its title in bold. It declares its own prefix: the part may use another."""
    paragraphs = [f'<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{xml_text(note.title)}</w:t></w:r></w:p>']
    paragraphs += [f'<w:p><w:r><w:t xml:space="preserve">{xml_text(line)}</w:t></w:r></w:p>' for line in note.text.split("\n")]
    return f'<w:comment xmlns:w="{space}" w:id="{number}" w:author="{AUTHOR}" w:initials="jx">{"".join(paragraphs)}</w:comment>'
