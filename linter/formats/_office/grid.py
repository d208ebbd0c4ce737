"""Stored cells of a worksheet to an exact grid: displayed text, merged ranges, and what people should know about the rest."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence

from msgspec import Struct

from linter.formats._office.numbers import display, display_text
from linter.formats._office.sheet import RawCell, RawSheet, column_letters, unescape
from linter.formats._office.sheet_looks import Rich, stretches
from linter.formats._plain.dates import serial_of
from linter.formats._plain.looks import PLAIN, Look, Unseen, shown
from linter.formats.api import ReadContext, Unreadable
from linter.model.blocks import Cell, Grid, NotChecked
from linter.model.place import Place

_MAX_TEXT = 32_767
"""Characters an Excel cell can hold."""
_MAX_MERGED_ROWS = 1_000_000
_MAX_BLANK_AREA = 200_000
_Box = tuple[int, int, int, int]


class _Merges:
    """Merged ranges clipped to the used box, looked up by cell."""

    def __init__(self, ranges: list[_Box], bottom: int, right: int) -> None:
        self.anchors: dict[tuple[int, int], _Box] = {}
        self._rows: dict[int, list[tuple[int, int, int]]] = {}
        total = 0
        for top, left, last_row, last_column in ranges:
            if (top, left) == (last_row, last_column) or top > bottom or left > right:
                continue
            self.anchors[top, left] = (top, left, last_row, last_column)
            total += min(last_row, bottom) - top + 1
            if total > _MAX_MERGED_ROWS:
                raise Unreadable("合并单元格范围过大，未读取")
            for row in range(top, min(last_row, bottom) + 1):
                insort(self._rows.setdefault(row, []), (left, last_column, top))

    def covered(self, row: int, column: int) -> bool:
        """Whether a merged range covers the place without beginning there."""
        ranges = self._rows.get(row)
        if not ranges:
            return False
        at = bisect_right(ranges, (column, 1 << 30, 1 << 30)) - 1
        return at >= 0 and ranges[at][1] >= column and (ranges[at][2], ranges[at][0]) != (row, column)


class Styles(Struct, frozen=True):
    """What cells refer to: shared strings, number format codes and looks by style index, the calendar. ``stale``: the program that
    wrote the file left it to the next one to compute its formulas."""

    strings: Sequence[str | Rich] = ()
    formats: Sequence[str] = ()
    looks: Sequence[Look] = ()
    date1904: bool = False
    stale: bool = False


_PICTURE = "单元格中是图片，图中文字未读取"
_FORMULA = "公式没有保存计算结果"
_ERROR = "单元格为错误值"
_REMEDIES = {_PICTURE: "请改为文字", _FORMULA: "请用 Excel 或 WPS 打开（重新计算）并保存后再检查"}


class SheetReader:
    """One sheet to a grid and records."""

    def __init__(self, name: str, styles: Styles, context: ReadContext, unseen: Unseen | None = None) -> None:
        self.name, self.styles, self.context = name, styles, context
        self.unseen = unseen if unseen is not None else Unseen()
        self.doubts: dict[str, list[str]] = {}
        """Why cells do not tell what they show → the cells."""
        self._coloured: list[_Box] = []

    def doubt(self, raw: RawCell) -> str | None:
        """Why the file does not tell what a cell shows."""
        if raw.picture:
            return _PICTURE
        if raw.formula and (not raw.value or (self.styles.stale and raw.kind == "n" and raw.value.strip() in ("0", "0.0"))):
            return _FORMULA
        return f"{_ERROR} {raw.value}" if raw.kind == "e" and raw.value else None

    def text(self, raw: RawCell, show_zeros: bool) -> str:
        """The cell's text as displayed: of what its file stores, what a person sees."""
        if raw.picture or (raw.formula and self.doubt(raw) == _FORMULA):
            return ""
        stored = self.stored(raw, show_zeros)
        looks = self.styles.looks
        look = looks[raw.style] if raw.style < len(looks) else PLAIN
        if isinstance(stored, str) and look is PLAIN:
            return stored
        if look.colour is not None and self._coloured and _within(self._coloured, raw.row, raw.column):
            look = look._replace(back=None)
        return "".join(shown(stretches(stored, look), self.unseen))

    def stored(self, raw: RawCell, show_zeros: bool) -> str | Rich:
        """The cell's text as its number format displays it."""
        value = raw.value
        if not value:
            return ""
        if raw.rich is not None:
            return raw.rich if self._shows_text(raw.style) else ""
        kind = raw.kind
        if kind == "s":
            at = int(value) if value.strip().isdigit() else -1
            if not 0 <= at < len(self.styles.strings):
                raise Unreadable(f"文件已损坏：{self.name}!{column_letters(raw.column)}{raw.row} 的文字缺失")
            string = self.styles.strings[at]
            if not isinstance(string, str):
                return string if self._shows_text(raw.style) else ""
            text = string
        elif kind == "n":
            formats = self.styles.formats
            shown = display(value, formats[raw.style] if raw.style < len(formats) else "General", self.styles.date1904)
            return "" if not show_zeros and not shown.strip("0.%,") else shown
        elif kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        elif kind == "d":
            return self.date(value, raw.style)
        else:
            text = unescape(value)
        formats = self.styles.formats
        return display_text(text, formats[raw.style]) if raw.style < len(formats) else text

    def _shows_text(self, style: int) -> bool:
        """Whether a number format shows text at all (``;;;`` does not)."""
        formats = self.styles.formats
        return style >= len(formats) or display_text("文", formats[style]) != ""

    def date(self, value: str, style: int) -> str:
        """A date stored as such (ISO 8601) as the cell's format displays it."""
        formats = self.styles.formats
        code = formats[style] if style < len(formats) else "General"
        serial = serial_of(value, self.styles.date1904)
        if serial is None or code == "General":
            return value.partition("T")[0].replace("-", "/")
        return display(str(serial), code, self.styles.date1904)

    def place(self, row: int, column: int, merged: _Box | None = None) -> Place:
        """Where a cell or a merged range stands."""
        cell = f"{column_letters(column)}{row}"
        if merged is not None:
            cell = f"{cell}:{column_letters(merged[3])}{merged[2]}"
        return Place(self.context.path, self.context.member, None, None, None, None, self.name, cell)

    def note(self, what: str, why: str) -> NotChecked:
        """A record about the sheet."""
        return NotChecked(what, why, self.context.place(sheet=self.name))

    def grid(self, raw: RawSheet) -> Grid | None:
        """The exact grid, ``None`` where no cell holds text. Rows and columns are those of the sheet."""
        self._coloured = raw.coloured
        seen = self.seen(raw) if raw.hidden_rows or raw.hidden_columns else raw.cells
        texts = [(cell, self.text(cell, raw.show_zeros)) for cell in seen]
        filled = [(cell, text) for cell, text in texts if text or cell.formula or cell.picture]
        if not any(text.strip() for _, text in filled):
            return None
        limits = self.context.limits
        bottom = max(cell.row for cell, _ in filled)
        right = max(cell.column for cell, _ in filled)
        own = {(cell.row, cell.column) for cell, _ in filled}
        for top, left, last_row, last_column in raw.merges:
            if (top, left) in own:
                bottom = max(bottom, min(last_row, limits.rows))
                right = max(right, min(last_column, limits.columns))
        merges = _Merges(raw.merges, bottom, right)
        cells = [self.cell(cell, text, merges, bottom, right) for cell, text in filled if not merges.covered(cell.row, cell.column)]
        cells += self.blanks(raw, own, merges, bottom, right)
        cells.sort(key=lambda laid: (laid.row, laid.col))
        return Grid(tuple(cells), bottom, right, self.context.place(sheet=self.name))

    def seen(self, raw: RawSheet) -> list[RawCell]:
        """The cells in rows and columns that are shown; a merged cell shows where any of its places does."""
        hidden = {column for first, last in raw.hidden_columns for column in range(first, min(last, self.context.limits.columns) + 1)}
        rows = raw.hidden_rows
        merges = {(top, left): (bottom, right) for top, left, bottom, right in raw.merges}

        def shows(cell: RawCell) -> bool:
            if cell.row not in rows and cell.column not in hidden:
                return True
            bottom, right = merges.get((cell.row, cell.column), (cell.row, cell.column))
            down = any(row not in rows for row in range(cell.row, min(bottom, cell.row + 10_000) + 1))
            return down and any(column not in hidden for column in range(cell.column, min(right, cell.column + 10_000) + 1))

        raw.blanks = [(row, column) for row, column in raw.blanks if row not in rows and column not in hidden]
        return [cell for cell in raw.cells if shows(cell)]

    def cell(self, raw: RawCell, text: str, merges: _Merges, bottom: int, right: int) -> Cell:
        """A filled cell."""
        doubt = self.doubt(raw) if raw.formula or raw.picture or raw.kind == "e" else None
        if doubt is not None:
            self.doubts.setdefault(doubt, []).append(f"{column_letters(raw.column)}{raw.row}")
        return self.spanned(raw.row, raw.column, text[:_MAX_TEXT], merges, bottom, right, doubt)

    def spanned(self, row: int, column: int, text: str, merges: _Merges, bottom: int, right: int, doubt: str | None = None) -> Cell:
        """A cell with its spans, clipped to the used box."""
        merged = merges.anchors.get((row, column))
        if merged is None:
            return Cell(text, row - 1, column - 1, self.place(row, column), 1, 1, doubt=doubt)
        rows, columns = min(merged[2], bottom) - row + 1, min(merged[3], right) - column + 1
        return Cell(text, row - 1, column - 1, self.place(row, column, merged), rows, columns, doubt=doubt)

    def blanks(self, raw: RawSheet, own: set[tuple[int, int]], merges: _Merges, bottom: int, right: int) -> Iterator[Cell]:
        """Empty cells inside the used box, so that an empty value has a place. A huge box keeps none."""
        if bottom * right > _MAX_BLANK_AREA:
            return
        seen = set(own)
        for row, column in (*raw.blanks, *merges.anchors):
            if row <= bottom and column <= right and (row, column) not in seen and not merges.covered(row, column):
                seen.add((row, column))
                yield self.spanned(row, column, "", merges, bottom, right)

    def remarks(self, raw: RawSheet) -> Iterator[NotChecked]:
        """What people should know about how the sheet was read."""
        name = self.name
        for why, cells in self.doubts.items():
            listed = "、".join(cells[:5]) + (f" 等 {len(cells)} 格" if len(cells) > 5 else "")
            yield self.note(f"{name}!{listed}", f"{why}，{_REMEDIES.get(why, '未作为指标值检查，请核实')}")
        if raw.beyond:
            limits = self.context.limits
            yield self.note(
                name, f"有 {raw.beyond} 个单元格超出读取上限（{limits.rows} 行、{limits.columns} 列、{limits.cells} 格），未检查"
            )
        rows = sorted({cell.row for cell in raw.cells} & raw.hidden_rows)
        if rows:
            yield self.note(name, f"有隐藏的行（{_ranges(rows)}），未读取；如需检查请取消隐藏")
        columns = sorted({cell.column for cell in raw.cells if any(a <= cell.column <= b for a, b in raw.hidden_columns)})
        if columns:
            listed = "、".join(column_letters(c) for c in columns[:10])
            yield self.note(name, f"有隐藏的列（{listed}，列宽为零的也在内），未读取；如需检查请取消隐藏")


def _within(ranges: list[_Box], row: int, column: int) -> bool:
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in ranges)


def _ranges(numbers: list[int]) -> str:
    """``3、5-7 行`` without listing thousands."""
    out: list[list[int]] = []
    for number in numbers:
        if out and out[-1][1] == number - 1:
            out[-1][1] = number
        else:
            out.append([number, number])
    shown = "、".join(f"{a}" if a == b else f"{a}-{b}" for a, b in out[:8])
    return f"第 {shown} 行" + ("等" if len(out) > 8 else "")
