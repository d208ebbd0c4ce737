"""Edits and notes into a Word document: text changes inside its runs, notes become Word comments around a cell's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from xml.etree.ElementTree import Element

from msgspec import Struct

from linter.formats._office import xml as _xml
from linter.formats._office.docx_block import Block, BlocksOf
from linter.formats._office.docx_comments import mark, strip_marks, write_comments
from linter.formats._office.package import Package
from linter.formats._office.package_edit import PackageEditor, xml_text
from linter.formats._plain.splice import changed, splice
from linter.formats.api import CannotWrite, Note, ReadContext, TextEdit
from linter.values.characters import unified

Change = tuple[int, int, bytes]


def write_back(data: bytes, edits: Sequence[TextEdit], notes: Sequence[Note], context: ReadContext, blocks_of: BlocksOf) -> bytes:
    """See ``formats.api.WriteBack``. Notes without a place stand at the first paragraph.

    Raises:
        CannotWrite: protected, signed, changed since it was read.
        Unreadable: no document.
    """
    package = Package(data, context.limits)
    editor = PackageEditor(package)
    main = package.main
    if edits or notes:
        _refuse_protected(package)
    strip_marks(editor, main)
    if edits:
        located = _xml.Located(editor.read(main), main)
        by_key = {text_block.key: text_block for text_block in blocks_of(located.root, context)}
        changes: list[Change] = []
        for edit in edits:
            place = edit.place
            block = by_key.get((place.table, place.row, place.cell, place.paragraph))
            if block is None or unified(block.text) != edit.old:
                raise changed(f"“{place.label()}”")
            changes += _rewrite(located, block, edit.new)
        editor.write(main, splice(located.data, changes))
    if notes:
        located = _xml.Located(editor.read(main), main)
        write_comments(editor, main, mark(editor, located, list(blocks_of(located.root, context)), notes), located)
    return editor.bytes() if editor.changed else data


def _refuse_protected(package: Package) -> None:
    part = package.first(package.main, "settings")
    if part is None:
        return
    for protection in _xml.tree(package.read(part), part).iterfind("{*}documentProtection"):
        if _xml.attribute(protection, "enforcement") in ("1", "true", "on"):
            raise CannotWrite("文档受保护，请在“审阅”中停止保护并保存后再试")


class _Leaf(Struct, frozen=True):
    """A stretch of displayed text: ``w:t`` has an element that can be written; a paragraph's end has none."""

    text: str
    element: Element | None
    writable: bool


def _leaves(block: Block) -> Iterator[_Leaf]:
    """The pieces of a cell or paragraph, in the order they were read."""
    for number, line in enumerate(block.lines):
        if number:
            yield _Leaf("\n", None, False)
        for element, text in line:
            yield _Leaf(text, element, _xml.local(element.tag) == "t" and text == (element.text or ""))


def _rewrite(located: _xml.Located, block: Block, new: str) -> Iterator[Change]:
    """The changes that turn a block's text into the new one, run by run."""
    leaves = list(_leaves(block))
    whole = "".join(leaf.text for leaf in leaves)
    lead = len(whole) - len(whole.lstrip("\n")) if block.place.paragraph is None else 0
    if not any(leaf.writable for leaf in leaves):
        if block.text or not block.paragraphs:
            raise CannotWrite(f"“{block.place.label()}”没有可修改的文字，请手工修改")
        yield _fill(located, block.paragraphs[0], new)
        return
    written = _distributed(leaves, block.text, new, lead, block)
    for leaf, text in zip(leaves, written, strict=True):
        if leaf.element is None or text == leaf.text:
            continue
        where = located.extent(leaf.element)
        yield where.start, where.end, _run_text(located.prefix(leaf.element), text) if leaf.writable else b""


def _distributed(leaves: Sequence[_Leaf], old: str, new: str, lead: int, block: Block) -> list[str]:
    """The new text of each leaf. What is inserted goes to the writable leaf it touches."""
    starts = []
    at = -lead
    for leaf in leaves:
        starts.append(at)
        at += len(leaf.text)
    parts = [list(leaf.text) for leaf in leaves]
    for op, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        put = new[j1:j2]
        for leaf, start, part in zip(leaves, starts, parts, strict=True):
            for offset in range(max(i1 - start, 0), min(i2 - start, len(leaf.text))):
                if leaf.element is None:
                    raise CannotWrite(f"“{block.place.label()}”的修改跨越段落，请手工修改")
                part[offset] = ""
        if put:
            number, offset = _home(leaves, starts, i1, i2)
            part = parts[number]
            if offset == 0:
                part[0] = put + part[0]
            else:
                part[offset - 1] += put
    return ["".join(part) for part in parts]


def _home(leaves: Sequence[_Leaf], starts: Sequence[int], i1: int, i2: int) -> tuple[int, int]:
    """The writable leaf, and the offset in it, where inserted text goes: the one that holds or ends at the place, else the nearest."""
    fit = [n for n, leaf in enumerate(leaves) if leaf.writable and leaf.text]
    inside = [n for n in fit if starts[n] <= i1 <= starts[n] + len(leaves[n].text)] or [n for n in fit if i1 <= starts[n] <= i2]
    number = inside[0] if inside else min(fit, key=lambda n: min(abs(starts[n] - i1), abs(starts[n] + len(leaves[n].text) - i1)))
    return number, min(max(i1 - starts[number], 0), len(leaves[number].text))


def _run_text(prefix: str, text: str) -> bytes:
    """``w:t`` elements for a text, line breaks between them."""
    p = prefix
    pieces = [f'<{p}t xml:space="preserve">{xml_text(piece)}</{p}t>' if piece else "" for piece in text.split("\n")]
    return f"<{p}br/>".join(pieces).encode()


def _fill(located: _xml.Located, paragraph: Element, text: str) -> Change:
    """A run put into an empty paragraph, in the formatting the paragraph keeps for its mark."""
    p = located.prefix(paragraph)
    where = located.extent(paragraph)
    kept = paragraph.find("{*}pPr/{*}rPr")
    look = b""
    if kept is not None and not any(_xml.local(sibling.tag) in ("ins", "del") for sibling in kept):
        look = located.data[located.extent(kept).start : located.extent(kept).end]
    run = f"<{p}r>".encode() + look + _run_text(p, text) + f"</{p}r>".encode()
    if where.empty:
        tag = located.data[where.start : where.end]
        return where.start, where.end, tag[: tag.rindex(b"/")] + b">" + run + f"</{p}p>".encode()
    return where.inner_end, where.inner_end, run
