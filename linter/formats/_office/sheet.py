"""One worksheet's XML in a single pass: what its cells store, its merges, what is hidden. No library reports number formats,
hidden rows and cached formulas together; a dense reader would also fall for a cell at the far end of the sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any

from msgspec import Struct, field

from linter.formats._office import xml as _xml
from linter.formats._office.sheet_looks import Rich, RichText
from linter.formats.api import Limits, Unreadable

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
"""The size of an Excel sheet. A cell beyond it exists in no real file."""
MAX_BLANKS = 200_000
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_FLAT = 0.3
"""Points of height, characters of width."""
PICTURES = ("=DISPIMG(", "=_xlfn.DISPIMG(")
"""How WPS writes a picture placed in a cell."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@cache
def column_number(letters: str) -> int:
    """``A`` → 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """1 → ``A``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1 << 16)
def reference(text: str) -> tuple[int, int]:
    """``E14`` → (14, 5).

    Raises:
        Unreadable: no cell of a sheet.
    """
    match = _REFERENCE.fullmatch(text)
    if match:
        row, column = int(match[2]), column_number(match[1])
        if 1 <= row <= MAX_ROW and column <= MAX_COLUMN:
            return row, column
    raise Unreadable(f"单元格地址 {text[:20]} 超出工作表范围，文件可能已损坏")


def span(text: str) -> tuple[int, int, int, int]:
    """``A1:C3`` → (1, 1, 3, 3).

    Raises:
        Unreadable: no range of a sheet.
    """
    first, _, last = text.partition(":")
    top, left = reference(first)
    bottom, right = reference(last) if last else (top, left)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def unescape(text: str) -> str:
    """``_x000D_`` and its kin; line ends as ``\\n``."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class RawCell(Struct):
    """A cell as stored: 1-based row and column, style index, type (``n s str inlineStr b e d``), value, whether a formula. ``rich``: the
    runs of a text set in several ways; ``picture``: the value stands for a picture placed in the cell."""

    row: int
    column: int
    style: int
    kind: str
    value: str | None
    formula: bool
    rich: Rich | None = None
    picture: bool = False


RUN_PROPERTIES = ("strike", "u", "vertAlign", "color", "sz", "rFont")
"""What of a run's formatting says how its text is to be read."""


class RawSheet(Struct):
    """What a sheet stores. ``blanks``: styled cells without content, kept only to give empty places a name. ``coloured``: ranges whose
    colours conditions or table styles decide."""

    cells: list[RawCell] = field(default_factory=list)
    blanks: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    beyond: int = 0
    """Filled cells outside the limits, not kept."""
    protected: bool = False
    show_zeros: bool = True
    header: str = ""
    """What stands at the head of its printed pages, as coded."""
    coloured: list[tuple[int, int, int, int]] = field(default_factory=list)


class _Collector:
    """The handlers of one sheet. Names are compared with the prefix the root element uses."""

    def __init__(self, limits: Limits, budget: list[int]) -> None:
        self.limits = limits
        self.budget = budget
        self.sheet = RawSheet()
        self.row = self.column = 0
        self.attributes: dict[str, str] = {}
        self.value: list[str] = []
        self.has_value = self.formula = self.phonetic = False
        self.text = self.header = False
        self.rich: RichText | None = None

    def install(self, parser: Any, prefix: str) -> None:
        """Set the handlers once the root element has shown the prefix."""
        parser.StartElementHandler = self.start_handler(prefix)
        parser.EndElementHandler = self.end_handler(prefix)
        parser.CharacterDataHandler = self.data

    def starts(self, prefix: str) -> dict[str, Callable[[dict[str, str]], None]]:
        """What is done at the start of the elements that are few."""
        handlers: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self.start_row,
            "f": self.start_formula,
            "rPh": self.start_phonetic,
            "r": self.start_run,
            "oddHeader": self.start_header,
            "firstHeader": self.start_header,
            "conditionalFormatting": self.conditional,
            "mergeCell": self.merge,
            "col": self.col,
            "sheetProtection": self.protection,
            "sheetView": self.view,
        }
        handlers |= {name: partial(self.run_property, name) for name in RUN_PROPERTIES}
        return {prefix + name: handler for name, handler in handlers.items()}

    def start_handler(self, prefix: str) -> Callable[[str, dict[str, str]], None]:
        """Cells are most of a sheet: their handling stands inline, the rest is looked up."""
        get_start = self.starts(prefix).get
        cell, value, text = prefix + "c", prefix + "v", prefix + "t"

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == cell:
                self.attributes = attributes
                if self.has_value or self.formula:
                    self.value = []
                    self.has_value = self.formula = False
            elif name == value:
                self.text = self.has_value = True
            elif name == text:
                self.text = not self.phonetic
                self.has_value = True
            elif (handler := get_start(name)) is not None:
                handler(attributes)

        return start

    def end_handler(self, prefix: str) -> Callable[[str], None]:
        """A cell is kept at its end."""
        headers = (prefix + "oddHeader", prefix + "firstHeader")
        cell, texts, phonetic = prefix + "c", (prefix + "v", prefix + "t"), prefix + "rPh"

        def end(name: str) -> None:
            if name == cell:
                self.end_cell()
            elif name in texts:
                self.text = False
            elif name in headers:
                self.header = False
            elif name == phonetic:
                self.phonetic = False

        return end

    def data(self, text: str) -> None:
        """Characters between tags."""
        if self.text:
            self.value.append(text)
            if self.rich is not None:
                self.rich.add(text)
        elif self.header:
            self.sheet.header += text

    def start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        if given is None:
            self.row += 1
        elif given.isdigit() and len(given) <= 7 and 1 <= int(given) <= MAX_ROW:
            self.row = int(given)
        else:
            raise Unreadable(f"行号 {given[:20]} 超出工作表范围，文件可能已损坏")
        self.column = 0
        if attributes.get("hidden") in ("1", "true") or _flat(attributes.get("ht")):
            self.sheet.hidden_rows.add(self.row)

    def start_run(self, _: dict[str, str]) -> None:
        if self.rich is None:
            self.rich = RichText()
        self.rich.begin_run()

    def run_property(self, name: str, attributes: dict[str, str]) -> None:
        if self.rich is not None:
            self.rich.set(name, attributes)

    def start_header(self, _: dict[str, str]) -> None:
        self.header = True

    def conditional(self, attributes: dict[str, str]) -> None:
        self.sheet.coloured += [span(area) for area in attributes.get("sqref", "").split()[:200]]

    def start_formula(self, _: dict[str, str]) -> None:
        self.formula = True

    def start_phonetic(self, _: dict[str, str]) -> None:
        self.phonetic = True

    def end_cell(self) -> None:
        get = self.attributes.get
        given = get("r")
        if given is None:
            self.column += 1
        else:
            self.row, self.column = reference(given)
        sheet, row, column = self.sheet, self.row, self.column
        if not self.has_value and not self.formula:
            if len(sheet.blanks) < MAX_BLANKS:
                sheet.blanks.append((row, column))
            return
        if row > self.limits.rows or column > self.limits.columns or self.budget[0] <= 0:
            sheet.beyond += 1
            return
        self.budget[0] -= 1
        style = get("s", "0")
        value = "".join(self.value) if self.has_value else None
        cell = RawCell(row, column, int(style) if style.isdigit() else 0, get("t", "n"), value, self.formula)
        if self.rich is not None:
            runs, self.rich = self.rich.take(), None
            cell.rich = None if isinstance(runs, str) else runs
        if cell.kind != "s":
            cell.picture = (cell.kind == "e" and "vm" in self.attributes) or (value is not None and value.startswith(PICTURES))
        sheet.cells.append(cell)

    def merge(self, attributes: dict[str, str]) -> None:
        if len(self.sheet.merges) >= self.limits.merges:
            raise Unreadable(f"合并单元格超过 {self.limits.merges} 处，未读取")
        self.sheet.merges.append(span(attributes.get("ref", "")))

    def col(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true") or _flat(attributes.get("width")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdigit() and last.isdigit() and len(self.sheet.hidden_columns) < MAX_COLUMN:
                self.sheet.hidden_columns.append((int(first), int(last)))

    def protection(self, attributes: dict[str, str]) -> None:
        self.sheet.protected = attributes.get("sheet") in ("1", "true")

    def view(self, attributes: dict[str, str]) -> None:
        if attributes.get("showZeros") in ("0", "false"):
            self.sheet.show_zeros = False


def _flat(size: str | None) -> bool:
    """A height or width of nothing, which shows nothing."""
    if size is None:
        return False
    try:
        return float(size) < _FLAT
    except ValueError:
        return False


def read_sheet(data: bytes, what: str, limits: Limits, budget: list[int]) -> RawSheet:
    """The cells of a worksheet part. ``budget[0]``: cells still allowed over the whole workbook.

    Raises:
        Unreadable: damaged, hostile.
    """
    collector = _Collector(limits, budget)
    parser = _xml.new_parser()

    def root(name: str, _: dict[str, str]) -> None:
        prefix = name[: len(name) - len(_xml.local(name))]
        collector.install(parser, prefix)

    parser.StartElementHandler = root
    _xml.run(parser, data, what)
    return collector.sheet


def read_shared_strings(data: bytes, what: str) -> list[str | Rich]:
    """The shared strings: plain ones, and the runs of those set in several ways; phonetic runs left out.

    Raises:
        Unreadable: damaged.
    """
    collector = _Strings()
    parser = _xml.new_parser()

    def root(name: str, _: dict[str, str]) -> None:
        collector.prefix = name[: len(name) - len(_xml.local(name))]
        parser.StartElementHandler = collector.start
        parser.EndElementHandler = collector.end
        parser.CharacterDataHandler = collector.data

    parser.StartElementHandler = root
    _xml.run(parser, data, what)
    return collector.strings


class _Strings:
    """The handlers of the shared strings."""

    def __init__(self) -> None:
        self.strings: list[str | Rich] = []
        self.rich = RichText()
        self.text = self.phonetic = False
        self.prefix = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A text, a run or what a run is set in begins."""
        name = tag.removeprefix(self.prefix)
        if name == "t":
            self.text = not self.phonetic
        elif name == "r":
            self.rich.begin_run()
        elif name == "rPh":
            self.phonetic = True
        elif name in RUN_PROPERTIES:
            self.rich.set(name, attributes)

    def end(self, tag: str) -> None:
        """A string is kept at its end."""
        name = tag.removeprefix(self.prefix)
        if name == "t":
            self.text = False
        elif name == "si":
            taken = self.rich.take()
            self.strings.append(unescape(taken) if isinstance(taken, str) else tuple((unescape(piece), own) for piece, own in taken))
        elif name == "rPh":
            self.phonetic = False

    def data(self, text: str) -> None:
        """Characters between tags."""
        if self.text:
            self.rich.add(text)
