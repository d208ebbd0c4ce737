"""An embedded workbook shows one sheet, often a part of it: what nobody sees of it is not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from linter.formats._office import xml as _xml
from linter.formats._office.package import Package
from linter.formats._office.sheet import span
from linter.formats.api import Limits, Piece, Unreadable
from linter.model.blocks import Grid


def _view(data: bytes) -> tuple[str | None, tuple[int, int, int, int] | None]:
    """The sheet an embedded xlsx shows, and the range of it (``oleSize``), where it says so."""
    try:
        package = Package(data, Limits())
        root = _xml.tree(package.read(package.main), package.main)
        names = [sheet.get("name", "") for sheet in root.iterfind("{*}sheets/{*}sheet")]
        view, size = root.find("{*}bookViews/{*}workbookView"), root.find("{*}oleSize")
        active = view.get("activeTab", "0") if view is not None else "0"
        shown = names[int(active)] if active.isdigit() and int(active) < len(names) else None
        return shown, span(size.get("ref", "")) if size is not None else None
    except Unreadable:
        return None, None


def shown_of_workbook(data: bytes, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces an embedded workbook shows; those of other files as they are."""
    if not data.startswith(b"PK\x03\x04") or b"xl/" not in data:
        yield from pieces
        return
    sheet, area = _view(data)
    for piece in pieces:
        if not isinstance(piece, Grid) or sheet is None:
            yield piece
            continue
        if not (piece.place.pointer or "").endswith(" " + sheet):
            continue
        if area is None:
            yield piece
            continue
        top, left, bottom, right = area
        cells = tuple(cell for cell in piece.cells if top <= cell.row + 1 <= bottom and left <= cell.col + 1 <= right)
        if cells:
            yield replace(piece, cells=cells)
