"""What has been read of the upper part of a form, and how each label with its values is taken into it: fields, money, goals."""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from linter.layouts import execution
from linter.layouts.goal_text import stated_goal
from linter.layouts.labelled import MONEY_FIELDS, Labelled
from linter.layouts.labels import clean, is_known, level1_of, level2_of, money_unit
from linter.layouts.led import GOALS
from linter.layouts.lines import joined, text_of
from linter.layouts.money import money_of
from linter.layouts.titles import year_alone
from linter.model.blocks import Cell
from linter.model.form import FIELD_KEYS, HALVES, NARRATIVE_KEYS, Half, Kind, Money, Text, Uncertain
from linter.values import parse_money

_ONE_GOAL = "总体目标只有一侧有内容，无法确定属于实施期还是年度"


class Header(Struct):
    """What has been read of the upper part so far."""

    unit: str = ""
    """The money unit stated so far, ``""`` where none is."""
    year: int | None = None
    """The year a field of its own states (年度：2026)."""
    kind: Kind | None = None
    """The kind the table's own shape shows, whatever its title."""
    fields: dict[str, Text] = field(default_factory=dict)
    goal: dict[Half, Text] = field(default_factory=dict)
    goal_label: str = ""
    """The label the year's goal was read under."""
    total: dict[Half, Money] = field(default_factory=dict)
    funding: dict[Half, dict[str, Money]] = field(default_factory=dict)
    extras: dict[str, Text] = field(default_factory=dict)
    uncertain: list[Uncertain] = field(default_factory=list)
    exact: bool = True
    """The columns of the line being read are real."""
    headings: tuple[Cell, ...] = ()
    """The headings of amounts planned and spent that stand above the lines of money."""
    unread: list[Cell] = field(default_factory=list)
    """Cells that belong to no label we know."""

    @property
    def beside(self) -> list[Cell]:
        """Such cells of a text: they say nothing of the rows. In an exact grid they are a doubt of the form."""
        return [] if self.exact else self.unread

    def money(self, entry: Labelled) -> Money:
        """The amount beside (or below) a label, in the unit the label or the form states. A total's unit is that of its sources too."""
        money = money_of(text_of(entry.values[0]) if entry.values else entry.nothing(), money_unit(entry.label.text) or self.unit)
        if entry.key in ("total_period", "total_annual"):
            self.unit = money_unit(entry.label.text) or self.unit or money.unit
        return money


def grown(before: Text | None, text: Text) -> Text:
    """A text with what goes on with it on a line of its own."""
    if not before:
        return text
    return Text(before.text + "\n" + text.text, before.place, before.doubt or text.doubt)


def _goal_of(entry: Labelled, header: Header, half: Half) -> None:
    if entry.values:
        header.goal[half] = grown(header.goal.get(half), joined(entry.values))
    else:
        header.goal.setdefault(half, entry.nothing())


def _other_goal(entry: Labelled, header: Header) -> None:
    """A second goal under another label (项目总目标, then 年度绩效目标): the one that says 年 is the year's, the other the period's."""
    if "年" in entry.label.text and "年" not in header.goal_label:
        header.goal["period"] = header.goal.pop("annual")
        header.goal_label = clean(entry.label.text)
        _goal_of(entry, header, "annual")
    else:
        _goal_of(entry, header, "period")


def _goals(entry: Labelled, header: Header, two_sided: bool) -> None:
    """总体目标: one text, or one each for 实施期 and 年度."""
    if not two_sided and header.goal.get("annual") and header.goal_label not in ("", clean(entry.label.text)) and entry.values:
        _other_goal(entry, header)
    elif not two_sided:
        header.goal_label = clean(entry.label.text)
        _goal_of(entry, header, "annual")
    elif len(entry.values) >= 2:
        _goal_of(replace(entry, values=entry.values[:1]), header, "period")
        _goal_of(replace(entry, values=entry.values[1:]), header, "annual")
    elif not entry.values:
        for half in HALVES:
            header.goal.setdefault(half, entry.nothing())
    elif "年度" in entry.label.text or header.goal.get("period"):
        _goal_of(entry, header, "annual")
    else:
        only_goal(entry.values[0], "period", header)


def only_goal(cell: Cell, half: Half, header: Header) -> None:
    """One goal where two are printed: which half it belongs to is a guess."""
    other: Half = "annual" if half == "period" else "period"
    header.goal[half] = text_of(cell, _ONE_GOAL)
    header.goal.setdefault(other, Text("", cell.place))
    header.uncertain.append(Uncertain(f"fields.goal.{half}", _ONE_GOAL, cell.place))


def _rest(entry: Labelled, header: Header, read: int = 1) -> None:
    """Cells beyond a field's own value: further columns of a money row are kept as extras, others are unread."""
    more = [cell for cell in entry.values[read:] if not is_known(cell.text)]
    if more and entry.key in (*MONEY_FIELDS, "funding_block") and (header.exact or any(re.search("[0-9]", cell.text) for cell in more[:1])):
        header.extras.setdefault(f"{clean(entry.label.text)}（其余各列）", Text(" | ".join(c.text.strip() for c in more), more[0].place))
    else:
        header.unread += more


def _columns_of_money(entry: Labelled, header: Header, read: int) -> None:
    """The further columns of a line of money: those of a total by their headings, where there are any."""
    named = execution.under(header.headings, entry.values, header.exact) if entry.key != "funding" else {}
    if len(named) > 1:
        header.extras = {**named, **header.extras}
    else:
        _rest(entry, header, read)


def _names_amounts(entry: Labelled, header: Header) -> bool:
    """Whether words of the form stand where the amount should: the headings of amounts below, said to be unread."""
    worded = bool(entry.values) and is_known(entry.values[0].text)
    if worded:
        header.unread += [entry.label, *entry.values]
    return worded


def _take_money(entry: Labelled, header: Header, half: Half) -> None:
    """An amount, its source or the heading above them. ``half``: of a source, whose label names none."""
    key, label = entry.key, entry.label
    if key == "funding_block":
        headings = (unit for cell in entry.values if not re.search("[0-9]", cell.text) and (unit := money_unit(cell.text)))
        header.unit = money_unit(label.text) or next(headings, header.unit)
        stated = bool(entry.values) and parse_money(entry.values[0].text, header.unit) is not None
        if stated:
            header.total.setdefault("annual", header.money(entry))
        _columns_of_money(entry, header, 1 if stated else 0)
    elif not _names_amounts(entry, header):
        if key == "funding":
            header.funding.setdefault(half, {}).setdefault(clean(label.text), header.money(entry))
        else:
            half_of: Half = "period" if key == "total_period" else "annual"
            before = header.total.get(half_of)
            header.total[half_of] = before if before is not None and before.text else header.money(entry)
            header.unit = money_unit(label.text) or header.unit  # the sources below, 其中：财政拨款, are printed in the total's unit
        _columns_of_money(entry, header, 1)


def _stated(entry: Labelled, header: Header) -> Labelled | None:
    """A goal without what prose prints around it, ``None`` where it states none: its cells are unread then."""
    if entry.values and (level1_of(entry.values[0].text) or level2_of(entry.values[0].text)):
        header.unread += entry.values
        return None  # the indicators stand where the goal should
    marked = entry.label.text.rstrip().endswith((":", "："))
    spans = [(cell, stated_goal(cell.text, marked)) for cell in entry.values]
    values = tuple(
        replace(cell, text=cell.text[at[0] : at[1]], place=cell.place.within(*at, cell.text)) for cell, at in spans if at is not None
    )
    header.unread += [cell for cell, at in spans if at is None]
    return replace(entry, values=values) if values or not entry.values else None


def take(entry: Labelled, header: Header, two_sided: bool = False, nth_money: int = 0) -> None:
    """Put what a label says where it belongs. ``nth_money``: the second amount of a two-sided line is 年度."""
    key, label = entry.key, entry.label
    if key in GOALS and not header.exact:
        if (stated := _stated(entry, header)) is None:
            return
        entry = stated
    if key == "year":
        header.year = header.year or year_alone(entry.values[0].text if entry.values else "")
        _rest(entry, header)
    elif key in FIELD_KEYS:
        text = joined(entry.values[:1]) if entry.values else entry.nothing()
        before = header.fields.get(key)
        goes_on = bool(before) and key in NARRATIVE_KEYS and not entry.inside
        header.fields[key] = grown(before, text) if goes_on and text else before or text
        _rest(entry, header)
    elif key == "goal":
        _goals(entry, header, two_sided)
    elif key in ("goal_period", "goal_annual"):
        _goal_of(entry, header, "period" if key == "goal_period" else "annual")
    elif key in ("total_period", "total_annual", "funding", "funding_block"):
        _take_money(entry, header, "period" if two_sided and nth_money == 0 else "annual")
    elif (key == "remark" and (entry.values or clean(label.text) not in header.extras)) or (key == "indicator_block" and entry.inside):
        text = joined(entry.values) if entry.values else entry.nothing()
        header.extras[clean(label.text)] = grown(header.extras.get(clean(label.text)), text)


def finish(header: Header, two_sided: bool) -> None:
    """The only total of a one-sided form is the year's, whatever its label."""
    if "annual" not in header.total and "period" in header.total and not two_sided:
        header.total["annual"] = header.total.pop("period")
