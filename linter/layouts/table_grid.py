"""The grid of a budget table: where its header ends, what each column is, and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from linter.knowledge.patterns import deferred
from linter.layouts.lines import Line, text_of
from linter.model.blocks import NotChecked
from linter.model.document import BudgetTable, Figure, TableRow
from linter.model.form import Text
from linter.values import money_scale
from linter.values.budget import bare, column_role, rank_of, row_role

_NUMBER = deferred(
    r"(?P<open>\()?(?P<sign>[-+])?(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?(?P<unit>亿元|万元|元)?(?P<close>\))?"
)
_MEANT = deferred(r"[-+(]?[0-9][0-9,，.OoIl]*(?:亿元|万元|元)?\)?")
"""What is meant as a figure, readable or not."""
_NIL = frozenset({"-", "--", "/", "\\", "无", "0"})
_CODE = deferred(r"[0-9]{3}(?:[0-9]{2}){0,3}|[0-9]{2}")
_YEAR = deferred(r"20[0-9]{2}")


def number_of(text: str) -> tuple[Decimal, int, str | None] | None:
    """A printed figure: number, printed decimals, and its own unit where it prints one. Full-width digits, stray blanks, thousands
    separators and accountants' brackets are read; anything else is ``None``."""
    match = _NUMBER.fullmatch(bare(text).replace("，", ","))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    number = Decimal(match["whole"].replace(",", "") + (match["part"] or ""))
    negative = match["sign"] == "-" or bool(match["open"])
    return (-number if negative else number), max(0, len(match["part"] or "") - 1), match["unit"]


def _is_numbering(line: Line) -> bool:
    """The line that numbers the columns: 1 2 3, or 栏次 1 2 3, or **=1+2 in between."""
    cells = [bare(cell.text) for cell in line.filled if column_role(cell.text) != "ordinal"]
    plain = [int(text) for text in cells if text.isdigit()]
    return len(plain) >= 2 and len(plain) >= len(cells) - 2 and plain == sorted(plain) and plain[-1] <= 40 and plain[0] <= 2


def is_body(line: Line) -> bool:
    """Whether a line is a row of figures or labels rather than a header."""
    filled = line.filled
    if not filled or _is_numbering(line):
        return False
    first = filled[0]
    if rank_of(first.text) is not None and first.colspan == 1:
        return True
    if any(_MEANT.fullmatch(bare(cell.text)) and not _YEAR.fullmatch(bare(cell.text)) for cell in filled):
        return True
    return len(filled) == 1 and first.col <= 1 and first.colspan < max(2, len(line.cells)) and column_role(first.text) is None


def _spread(line: Line, last: bool) -> dict[int, str]:
    """The head of each column in one header line. Where spans were lost, a head also covers the blanks to its right (but not in the
    last line, where a blank is a head that reaches down from above)."""
    heads: dict[int, str] = {}
    current = ""
    for cell in line.cells:
        text = bare(cell.text)
        current = text or ("" if last or line.exact else current)
        for col in range(cell.col, cell.col + cell.colspan):
            heads[col] = current
    return heads


def _heads(lines: Sequence[Line]) -> dict[int, tuple[str, ...]]:
    """Every column's heads from top to bottom, without repeats."""
    spread = [_spread(line, number == len(lines) - 1) for number, line in enumerate(lines)]
    columns = sorted({col for by_column in spread for col in by_column})
    return {col: tuple(dict.fromkeys(text for by_column in spread if (text := by_column.get(col, "")))) for col in columns}


class Block(Struct, frozen=True):
    """One side of a table: its label column, code columns, figure columns, and the texts beside them."""

    label: int
    codes: tuple[int, ...]
    figures: tuple[int, ...]
    texts: tuple[int, ...]


def _texty(col: int, lines: Sequence[Line]) -> bool:
    cells = [bare(cell.text) for line in lines if (cell := line.at(col)) is not None and cell.text.strip()]
    figures = sum(number_of(text) is not None or text in _NIL for text in cells)
    return bool(cells) and figures * 2 < len(cells)


def _roles(heads: dict[int, tuple[str, ...]], lines: Sequence[Line]) -> dict[int, str]:
    """Column → ``code ordinal label note figure``, by its lowest head, else by what stands in it."""
    roles = {}
    for col, path in heads.items():
        lowest = path[-1] if path else ""
        role = column_role(lowest)
        if role in ("label", "note", "ordinal", "code"):
            plain = role in ("label", "note") and not _texty(col, lines) and role == "note"
            roles[col] = "figure" if plain and any(number_of(c.text) for line in lines if (c := line.at(col))) else role
        else:
            roles[col] = "label" if _texty(col, lines) else "figure"
    return roles


def _blocks(roles: dict[int, str], heads: dict[int, tuple[str, ...]]) -> list[Block]:
    """Runs of label columns, each with the figure columns behind it."""
    runs: list[tuple[list[int], list[int]]] = []
    for col in sorted(roles):
        if roles[col] == "figure":
            if runs:
                runs[-1][1].append(col)
        elif not runs or runs[-1][1]:
            runs.append(([col], []))
        else:
            runs[-1][0].append(col)
    out = []
    for words, figures in runs:
        labels = [col for col in words if roles[col] == "label"]
        codes = tuple(col for col in words if roles[col] == "code" and not (heads[col] and "项目" in heads[col][-1]))
        if figures and (labels or codes):
            out.append(Block(_label_column(labels, heads) if labels else codes[-1], codes, tuple(figures), tuple(labels)))
    return out


def _label_column(labels: Sequence[int], heads: dict[int, tuple[str, ...]]) -> int:
    """The column that names the row: 项目名称 before 科目名称 before the first."""
    for wanted in ("项目名称", "项目", "科目名称"):
        for col in labels:
            if heads[col] and heads[col][-1].endswith(wanted):
                return col
    return labels[0]


def figure_of(text: Text) -> Figure | None:
    """The figure a cell prints; ``None`` where it is blank, a dash or a percentage."""
    folded = bare(text.text)
    if not folded or folded in _NIL - {"0"}:
        return None
    read = number_of(text.text)
    if read is None:
        return None if folded.endswith("%") else Figure(text, None)
    number, decimals, unit = read
    return Figure(text, number * scale if (scale := money_scale(unit)) else None, decimals, number)


def in_yuan(row: TableRow, scale: Decimal | None) -> TableRow:
    """The row with its amounts in 元, by the table's unit; a cell that prints its own unit keeps it."""
    if scale is None:
        return row
    figures = {
        col: figure if figure.amount is not None or figure.number is None else replace(figure, amount=figure.number * scale)
        for col, figure in row.figures.items()
    }
    return replace(row, figures=figures)


class Reader(Struct):
    """How to read the lines of one table. ``height``: header lines."""

    heads: dict[int, tuple[str, ...]]
    blocks: list[Block]
    height: int
    header: list[tuple[str, ...]]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Reader | None:
        """From the lines of a table, title and unit lines already off; ``None`` where no column holds figures."""
        height = next((n for n, line in enumerate(lines) if is_body(line)), len(lines))
        header = [line for line in lines[:height] if line.filled and not _is_numbering(line)]
        if not header:
            return None
        heads = _heads(header)
        blocks = _blocks(_roles(heads, lines[height:]), heads)
        texts = [tuple(bare(cell.text) for cell in line.cells) for line in lines[:height]]
        return cls(heads, blocks, height, texts) if blocks else None

    def continues(self, lines: Sequence[Line]) -> bool:
        """Whether a grid behind the table may be its next page: it begins with a body row or repeats the header."""
        filled = [line for line in lines if line.filled]
        if not filled or max(cell.col for line in filled for cell in line.filled) > max(self.heads, default=0):
            return False
        figures = {col for block in self.blocks for col in block.figures}
        words_only = all(cell.col not in figures for cell in filled[0].filled)
        return is_body(filled[0]) or self._repeats(filled[0]) or words_only

    def _repeats(self, line: Line) -> bool:
        return tuple(bare(cell.text) for cell in line.cells) in self.header

    def rows(self, lines: Sequence[Line]) -> list[TableRow]:
        """The body rows, side by side tables one side after the other in each line."""
        out = []
        above: dict[int, str] = {}
        for line in lines:
            if not line.filled or _is_numbering(line) or self._repeats(line) or bare(line.filled[0].text).startswith(("注:", "备注:")):
                continue
            for number, block in enumerate(self.blocks):
                row = self._row(line, block, number, above)
                if row is not None:
                    out.append(row)
        return out

    def _row(self, line: Line, block: Block, number: int, above: dict[int, str]) -> TableRow | None:
        figures = {
            col: figure for col in block.figures if (cell := line.at(col)) is not None and (figure := figure_of(text_of(cell))) is not None
        }
        label = text_of(line.at(block.label))
        labels = tuple(text_of(line.at(col)) for col in block.texts)
        code = self._code(line, block, above)
        if code is None:  # 合计 often stands in the code column
            labels += tuple(text_of(line.at(col)) for col in block.codes)
        if not label:
            label = next((text for text in labels if text), label)
        if not (label or code) and not figures:
            return None
        return TableRow(label, code, figures, number, row_role(label.text) or "item", rank_of(label.text), labels)

    def _code(self, line: Line, block: Block, above: dict[int, str]) -> str | None:
        """The functional or economic code; 类 款 项 in columns of their own are put together, a blank one is that of the row above."""
        texts = {col: bare(cell.text) if (cell := line.at(col)) is not None else "" for col in block.codes}
        if len(block.codes) == 1:
            only = texts[block.codes[0]]
            return only if _CODE.fullmatch(only) else None
        filled = [col for col in block.codes if texts[col]]
        if not filled or not all(_CODE.fullmatch(texts[col]) for col in filled):
            return None
        if len(texts[filled[-1]]) > 3 or (len(filled) == 1 and len(texts[filled[0]]) > 3):
            return texts[filled[-1]]
        for col in block.codes:
            if col in filled:
                above[col] = texts[col]
            elif col > filled[-1]:
                above.pop(col, None)
        return "".join(above.get(col, "") for col in block.codes if col <= filled[-1])


def notes_of(table: BudgetTable) -> Iterator[NotChecked]:
    """What of a table cannot be checked: said, never guessed."""
    figures = [figure for row in table.rows for figure in row.figures.values()]
    if not figures or table.kind == "other":
        return
    shown = f"表“{table.title}”"
    if table.unit is None:
        yield NotChecked(shown, "未见金额单位（元、万元），金额未与绩效目标表和文字说明核对", table.place)
    unread = [figure for figure in figures if figure.number is None]
    if unread:
        text = unread[0].text
        yield NotChecked(
            shown, f"{len(unread)}个单元格不是数字（如“{text.text.strip()[:20]}”），所在栏未核对合计", text.place or table.place
        )
    headed = table.rows[0].role == "unit" or any(row.role in ("total", "grand") for row in table.rows)
    if len(table.rows) > 1 and not headed:
        yield NotChecked(shown, "未见合计行，未核对合计", table.place)
