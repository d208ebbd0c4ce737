"""What lies over a sheet's cells put into them: a text box in the empty cell it covers, a doubt where a picture covers one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from linter.formats._office.diagram import DIAGRAM
from linter.formats._office.sheet_controls import CONTROL
from linter.formats._office.sheet_drawings import MOST, OBJECT, Drawing
from linter.formats.api import ReadContext
from linter.model.blocks import Cell, Grid, NotChecked, Paragraph
from linter.model.place import Place

_MAX_AREA = 400
"""Cells under one drawing that are looked at."""


def _overlap(cell: Cell, area: tuple[int, int, int, int]) -> int:
    top, left, bottom, right = area
    rows = min(cell.row + cell.rowspan, bottom) - max(cell.row, top - 1)
    columns = min(cell.col + cell.colspan, right) - max(cell.col, left - 1)
    return max(rows, 0) * max(columns, 0)


class Overlay:
    """The drawings of one sheet."""

    def __init__(self, name: str, context: ReadContext, place: Callable[[int, int], Place], drawings: Sequence[Drawing]) -> None:
        self.name, self.context, self.place = name, context, place
        self.drawings = drawings[:MOST]
        self.cut = len(drawings) > MOST
        self.boxes: list[str] = []
        self.pictured: list[str] = []
        self.controlled: list[str] = []
        self.loose: list[Paragraph] = []
        self.points: list[Paragraph] = []

    def on(self, grid: Grid | None) -> Grid | None:
        """The grid with what is drawn over it."""
        if not self.drawings:
            return grid
        cells = {(cell.row, cell.col): cell for cell in grid.cells} if grid is not None else {}
        covering = {(row, col): key for key, cell in cells.items() for row, col in self._places(cell)}
        for drawing in self.drawings:
            top, left, bottom, right = drawing.area
            if (bottom - top + 1) * (right - left + 1) > _MAX_AREA:
                bottom, right = top, left
            under = dict.fromkeys(
                key for row in range(top - 1, bottom) for col in range(left - 1, right) if (key := covering.get((row, col))) is not None
            )
            blank = [cells[key] for key in under if not cells[key].text.strip() or drawing.kind == CONTROL]
            home = max(blank, key=lambda cell: _overlap(cell, drawing.area), default=None)
            if drawing.kind == CONTROL and home is not None:
                self._control(drawing, home, cells)
            elif drawing.kind == DIAGRAM:
                self._diagram(drawing, home, cells)
            elif drawing.text:
                self._box(drawing, home, cells, free=not under)
            elif home is not None and home.doubt is None:
                cells[home.row, home.col] = replace(home, doubt=f"{drawing.kind}盖在单元格上，其中文字未读取")
                self.pictured += [home.place.cell or ""] if drawing.kind == "图片" else []
        if not cells:
            return grid
        n_rows = max(cell.row + cell.rowspan for cell in cells.values())
        n_cols = max(cell.col + cell.colspan for cell in cells.values())
        kept = tuple(sorted(cells.values(), key=lambda cell: (cell.row, cell.col)))
        return Grid(kept, n_rows, n_cols, self.context.place(sheet=self.name))

    def note(self, what: str, why: str) -> NotChecked:
        """A record about the sheet."""
        return NotChecked(what, why, self.context.place(sheet=self.name))

    def _places(self, cell: Cell) -> Iterator[tuple[int, int]]:
        for row in range(cell.row, cell.row + min(cell.rowspan, _MAX_AREA)):
            for col in range(cell.col, cell.col + min(cell.colspan, _MAX_AREA)):
                yield row, col

    def _box(self, drawing: Drawing, home: Cell | None, cells: dict[tuple[int, int], Cell], free: bool) -> None:
        """A text box into the empty cell under it, or a cell where there is none; over a filled cell it stays a line of its own."""
        top, left = drawing.area[:2]
        if home is not None:
            cells[home.row, home.col] = replace(home, text=f"{home.text}\n{drawing.text}".strip("\n"))
        elif free and (top - 1, left - 1) not in cells:
            cells[top - 1, left - 1] = Cell(drawing.text, top - 1, left - 1, self.place(top, left))
        else:
            self.loose.append(Paragraph(drawing.text, self.place(top, left)))
        self.boxes.append(self.place(top, left).cell or "")

    def _diagram(self, drawing: Drawing, home: Cell | None, cells: dict[tuple[int, int], Cell]) -> None:
        """The points of a diagram are lines of their own: which cell each belongs to nobody can tell."""
        self.points += [Paragraph(line, self.place(*drawing.area[:2])) for line in drawing.text.splitlines()]
        if home is not None and home.doubt is None:
            cells[home.row, home.col] = replace(home, doubt=f"{drawing.kind}盖在单元格上，其中文字已读在表格之后")

    def _control(self, drawing: Drawing, home: Cell, cells: dict[tuple[int, int], Cell]) -> None:
        """A drop-down shows its chosen entry in place of what stands in the cell (the number of the entry, as a rule)."""
        row, col = drawing.chosen or (0, 0)
        entry = cells.get((row - 1, col - 1))
        if entry is not None and entry.text.strip():
            cells[home.row, home.col] = replace(home, text=entry.text)
        else:
            cells[home.row, home.col] = replace(home, text="", doubt=f"{drawing.kind}盖在单元格上，所选内容未读取")
            self.controlled.append(home.place.cell or "")

    def remarks(self, objects: int) -> Iterator[NotChecked | Paragraph]:
        """Boxes that lie on filled cells, and what of the drawings was not read."""
        yield from self.points
        yield from self.loose
        name = self.name
        if self.loose:
            yield self.note(name, f"有 {len(self.loose)} 个文本框盖在有文字的单元格上，已读在表格之后，请核实")
        if self.pictured:
            more = f" 等 {len(self.pictured)} 格" if len(self.pictured) > 1 else ""
            yield self.note(f"{name}!{self.pictured[0]}{more}", "图片盖在单元格上，图中文字未读取，请改为文字")
        if self.controlled:
            more = f" 等 {len(self.controlled)} 格" if len(self.controlled) > 1 else ""
            yield self.note(f"{name}!{self.controlled[0]}{more}", f"{CONTROL}盖在单元格上，所选内容未读取，请改为文字")
        charts = sum(drawing.kind == OBJECT for drawing in self.drawings)
        if charts:
            yield self.note(name, f"有 {charts} 个图表或图形对象，其中文字未读取")
        if objects:
            yield self.note(name, f"嵌入了 {objects} 个文件（对象），未读取；如为绩效目标表请单独保存后检查")
        if self.cut:
            yield self.note(name, f"图形超过 {MOST} 个，其余未读取")
