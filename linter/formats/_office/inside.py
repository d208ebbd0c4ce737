"""Files inside files: an imported page, an embedded workbook. Read by their own format, one level deep, under the name of where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from linter.formats.api import Piece, ReadContext, Unreadable
from linter.model.blocks import Cell, Comment, Grid, NotChecked, Paragraph
from linter.model.place import Place

_MOST = 20
"""Files read inside one; the rest are named."""


def _placed(place: Place, what: str) -> Place:
    """A place inside, told by the name of the outer thing: a writer of notes finds nothing there and writes to the whole."""
    return Place(place.file, place.member, pointer=f"{what} {place.label()}".strip())


def _piece(piece: Piece, what: str) -> Piece:
    if isinstance(piece, Grid):
        cells: tuple[Cell, ...] = tuple(replace(cell, place=_placed(cell.place, what)) for cell in piece.cells)
        return replace(piece, cells=cells, place=_placed(piece.place, what))
    if isinstance(piece, Paragraph | Comment):
        return replace(piece, place=_placed(piece.place, what))
    return replace(piece, what=f"{what} {piece.what}", fatal=False) if isinstance(piece, NotChecked) else piece


class Inside:
    """Reads the files inside one file."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self.count = 0

    def read(self, data: bytes, name: str, what: str) -> Iterator[Piece]:
        """The pieces of a file called ``name`` that stands as ``what`` (文中嵌入的工作簿) in the outer one; a record where it is not read."""
        self.count += 1
        if self.context.inside or self.count > _MOST:
            why = "又在嵌入的文件之中" if self.context.inside else f"嵌入的文件超过 {_MOST} 个"
            yield NotChecked(what, f"{why}，未读取；请单独保存后再检查", hides=True)
            return
        from linter.formats import detect

        context = replace(self.context, inside=True)
        inner = detect(data, name)
        if inner is None:
            yield NotChecked(what, "不是可读取的文件类型，未读取；请将其中的表格复制到正文后再检查", hides=True)
            return
        try:
            pieces = [_piece(piece, what) for piece in inner.read(data, context)]
        except Unreadable as error:
            yield NotChecked(what, f"未读取（{error}）", hides=True)
        except Exception as error:  # a broken part must not void the document
            yield NotChecked(what, f"已损坏，未读取（{type(error).__name__}）", hides=True)
        else:
            yield from pieces
            yield NotChecked(what, f"已按 {inner.name} 一并读取，请核实是否为正式内容")
