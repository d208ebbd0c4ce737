"""The upper part of a form: project, unit, money, narrative, goals.

A label stands left of its value, above it, or in one cell with it. Which words are labels is data (``lexicons/labels.json``).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from linter.layouts import execution, goal_headings
from linter.layouts.alignment.chrome import is_chrome
from linter.layouts.labelled import MONEY_FIELDS, Labelled, labelled, split_cell
from linter.layouts.labels import clean, field_of, is_known, money_unit
from linter.layouts.led import GOALS, is_prose, led_goal, speaks_of_goal
from linter.layouts.lines import Line, text_of
from linter.layouts.money import unit_alone
from linter.layouts.taking import Header, finish, grown, only_goal, take
from linter.layouts.titles import is_page_mark
from linter.layouts.unread import no_label
from linter.model.blocks import Cell
from linter.model.form import FIELD_KEYS, NARRATIVE_KEYS, Half, Text, Uncertain
from linter.values import normalise, parse_money

_OPEN = (*GOALS, "remark", *NARRATIVE_KEYS)
"""Fields whose text may go on in the rows below."""
WRAPPED = "内容在提取时断成多行，已按续行合并"
_TOTALS = frozenset({"总额", "合计", "总计"})
_MAX_CAPTION = 80


def _stackable(line: Line, entries: Sequence[Labelled]) -> list[Labelled]:
    """The labels of a line of nothing but labels, whose values may stand below."""
    here = [entry for entry in entries if entry.label.row == line.row and not entry.inside]
    if not here or any(entry.values for entry in here):
        return []
    alone = len(line.own) == 1
    here = [entry for entry in here if entry.label.rowspan == 1 and (_heads_goal(entry, alone) or not _ends_with_colon(entry.label))]
    if len(here) == 1 and here[0].key not in _OPEN:
        return []
    return here


def _ends_with_colon(cell: Cell) -> bool:
    return cell.text.rstrip().endswith((":", "："))


def _heads_goal(entry: Labelled, alone: bool) -> bool:
    """Whether a label has a line to itself and asks for prose: 年度总体目标：, with the goal in the row below."""
    return alone and entry.key in GOALS


def _goes_below_colon(cell: Cell) -> bool:
    return is_prose(cell.text) and not _is_note(cell.text)


def _below(labels: Sequence[Labelled], line: Line) -> list[Labelled] | None:
    """The labels with what stands under them; ``None`` where the line does not continue them."""
    goals = any(entry.key in ("goal_period", "goal_annual", "goal") for entry in labels)
    values = [cell for cell in line.own if not (goals and field_of(cell.text) == "goal")]
    if not values or any(field_of(cell.text) or split_cell(cell) or led_goal(cell.text) for cell in values):
        return None
    if len(labels) == 1 and (len(values) > 1 or (_ends_with_colon(labels[0].label) and not _goes_below_colon(values[0]))):
        return None
    if not line.exact and len(values) == len(labels) - 1 and labels[0].key == "goal":
        labels = labels[1:]  # the label of both goals before their headings
    if not line.exact and len(values) == len(labels):
        return [replace(entry, values=(cell,)) for entry, cell in zip(labels, values, strict=True)]
    taken: dict[int, list[Cell]] = {}
    for cell in values:
        at = max((i for i, entry in enumerate(labels) if entry.label.col <= cell.col), default=None)
        if at is None or (line.exact and cell.col >= labels[at].label.col + labels[at].label.colspan):
            return None
        taken.setdefault(at, []).append(cell)
    return [replace(entry, values=tuple(taken.get(i, ()))) for i, entry in enumerate(labels)]


class _Reader:
    """Reads line by line; remembers labels that wait for values below and the field whose text may go on."""

    def __init__(self, unit: str, two_sided: bool) -> None:
        self.header = Header(unit=unit)
        self.two_sided = two_sided
        self.waiting: list[Labelled] = []
        self.open: Labelled | None = None
        self.block: Cell | None = None
        self.begun = False

    def line(self, line: Line) -> None:
        self.header.headings, self.header.exact = execution.headings(line) or self.header.headings, line.exact
        if self.waiting:
            stacked = _below(self.waiting, line)
            if stacked is not None:
                self._stacked(stacked, line.exact)
                return
            self._give_up(line)
        if self._in_block(line) or self._total(line):
            return
        entries, stray = labelled(line)
        entries = self._without_blocks(entries)
        # A label we do not know may still state the unit of the amounts beside it: 专项经费核定（万元）.
        self.header.unit = next((unit for cell in stray if (unit := _bracketed_unit(cell.text))), self.header.unit)
        if stray:
            self._stray(line, stray)
        if entries and (labels := _stackable(line, entries)):
            self.waiting = labels
            entries = [entry for entry in entries if all(entry.label is not label.label for label in labels)]
        self._take_all([entry for entry in entries if entry.label.row == line.row or entry.values])
        if entries or self.waiting:
            self.begun = True
            self.open = entries[-1] if entries and entries[-1].key in _OPEN else None

    def _without_blocks(self, entries: list[Labelled]) -> list[Labelled]:
        """The labels without one of money that has no amount and heads a total of its own: 资金金额（万元）｜实施期资金总额：｜90. Where both halves
        print a total, the period's comes first."""
        out: list[Labelled] = []
        for n, entry in enumerate(entries):
            if entry.key == "total_annual" and not entry.values and n + 1 < len(entries) and entries[n + 1].key == "total_period":
                self.header.unit = money_unit(entry.label.text) or self.header.unit
            else:
                out.append(entry)
        return out

    def _total(self, line: Line) -> bool:
        """Whether a line is that of the money as a whole below the headings of amounts: 总额｜45.2｜45.2｜100%."""
        cells = line.own
        if len(cells) < 2 or clean(cells[0].text) not in _TOTALS or not self.header.headings:
            return False
        if parse_money(cells[1].text, self.header.unit or "元") is None:
            return False
        self._take_all([Labelled("total_annual", cells[0], tuple(cells[1:]))])
        return True

    def _in_block(self, line: Line) -> bool:
        """Whether the line belongs to a block that is kept whole (年度主要任务): its cells go to the block's text."""
        first = next((c for c in line.filled if field_of(c.text) == "block"), None)
        if first is not None and first.row == line.row:
            self.block, self.begun = first, True
        elif self.block is None or (first is not self.block and line.own and line.own[0].col <= self.block.col):
            self.block = None
            return False
        cells = [cell for cell in line.own if cell is not first]
        if cells and self.block is not None:
            text = Text(" | ".join(cell.text.strip() for cell in cells), cells[0].place)
            label = clean(self.block.text)
            self.header.extras[label] = grown(self.header.extras.get(label), text)
        return True

    def _stacked(self, labels: Sequence[Labelled], exact: bool) -> None:
        goals = [entry for entry in labels if entry.key in ("goal_period", "goal_annual")]
        filled = [entry for entry in goals if entry.values]
        if len(goals) == 2 and len(filled) == 1 and not exact:
            only_goal(filled[0].values[0], "period" if filled[0].key == "goal_period" else "annual", self.header)
            return
        self._take_all(labels)

    def _take_all(self, labels: Sequence[Labelled]) -> None:
        """Take the labels of one line: the second amount of a line belongs to 年度."""
        money = 0
        for entry in labels:
            take(entry, self.header, self.two_sided, money)
            money += entry.key == "funding"

    def _give_up(self, line: Line | None = None) -> None:
        """No values came below: the labels are blank fields, or, above a line of money, the headings of its columns (资金来源｜金额（万元）)."""
        if line is not None and any(field_of(cell.text) in (*MONEY_FIELDS, "funding_block") for cell in line.own[:2]):
            heads = [entry for entry in self.waiting if entry.key in (*MONEY_FIELDS, "funding_block")]
            self.header.unit = next((unit for entry in heads if (unit := money_unit(entry.label.text))), self.header.unit)
            self.waiting = [entry for entry in self.waiting if entry not in heads]
        self._take_all(self.waiting)
        self.waiting = []

    def _stray(self, line: Line, stray: list[Cell]) -> None:
        """Cells without a label: the rest of the field above where the text goes on, a caption, or unread."""
        goes_on = self.open is not None and len(stray) == len(line.own) == 1 and _under(self.open, line)
        if goes_on and self.open is not None:
            self._wrapped(self.open, stray[0])
        elif not self.begun and len(line.own) <= 2 and all(_is_caption(cell.text) for cell in stray):
            return
        elif self.open is not None and self.open.key == "remark":
            take(replace(self.open, values=tuple(stray)), self.header, self.two_sided, 0)
        else:
            self.header.unread += [cell for cell in stray if not _says_nothing(cell.text)]

    def _wrapped(self, entry: Labelled, cell: Cell) -> None:
        half: Half = "period" if entry.key == "goal_period" else "annual"
        path = f"fields.goal.{half}" if entry.key in GOALS else f"fields.{entry.key}"
        if entry.key != "remark":
            self.header.uncertain.append(Uncertain(path, WRAPPED, cell.place))
        if entry.key in FIELD_KEYS:
            self.header.fields[entry.key] = grown(self.header.fields.get(entry.key), text_of(cell, WRAPPED))
        else:
            take(replace(entry, values=(cell,)), self.header, False, 0)

    def done(self) -> Header:
        self._give_up()
        header = self.header
        finish(header, self.two_sided)
        if "annual" in header.total and "period" not in header.total and "annual" not in header.funding and "period" in header.funding:
            # Only 年度 prints amounts: its sources stand alone in their rows.
            header.funding["annual"] = header.funding.pop("period")
        if header.unread and header.exact:
            header.uncertain.append(Uncertain("", no_label(header.unread), header.unread[0].place))
        return header


def _under(entry: Labelled, line: Line) -> bool:
    """Whether the only cell of a line stands where the text of a field goes on; where columns are real, right below it."""
    cell = line.own[0]
    if not line.exact:
        return cell.col > entry.label.col
    if is_known(cell.text) or _is_note(cell.text) or not entry.values or cell.col != entry.values[0].col:
        return False
    if cell.col > entry.label.col:
        return entry.label.rowspan == 1
    return entry.key in GOALS and cell.colspan == entry.values[0].colspan and is_prose(cell.text)


def _bracketed_unit(text: str) -> str | None:
    return (
        money_unit(text) if len(text) <= _MAX_CAPTION and ("资金" in text or "单位" in text or "预算" in text or "金额" in text) else None
    )


def _is_caption(text: str) -> bool:
    """Whether a cell above the first label may be what the page prints above a form: its title, the year, the unit."""
    return len("".join(text.split())) <= _MAX_CAPTION and not speaks_of_goal(text)


def _says_nothing(text: str) -> bool:
    """Whether a cell without a label prints a word of the forms, a note, or what the page prints around the form."""
    return is_known(text) or _is_note(text) or is_page_mark(text) or is_chrome(normalise(text).text)


def _is_note(text: str) -> bool:
    return clean(text).startswith(("注", "说明", "备注", "填表说明", "填报说明", "单位:", "金额单位"))


def read_header(lines: Sequence[Line], unit: str, two_sided: bool) -> Header:
    """Read the lines above (and below) the indicators. ``unit``: the money unit printed outside the table, ``""`` for none."""
    reader = _Reader(unit or unit_alone(lines), two_sided)
    for line in goal_headings.led(lines):
        reader.line(line)
    return reader.done()
