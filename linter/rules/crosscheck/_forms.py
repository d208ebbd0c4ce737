"""How rules that compare forms name what is shared, what differs and where the other form stands."""

from __future__ import annotations

from collections.abc import Sequence

from linter.collection.copies import CopiedPair
from linter.collection.facts import FormFacts, RowFacts
from linter.model.finding import fold
from linter.values.amounts import yuan

_SHOWN = 3


def differing(a: FormFacts, b: FormFacts) -> str:
    """What the two cost, as the end of a sentence; ``""`` where one does not say."""
    if a.budget is None or b.budget is None:
        return ""
    return f"，资金同为{yuan(a.budget)}" if a.budget == b.budget else f"，资金分别为{yuan(a.budget)}、{yuan(b.budget)}"


def named(rows: Sequence[RowFacts]) -> str:
    """The first rows with name and value."""
    shown = "、".join(f"“{row.name}”{row.value}" for row in rows[:_SHOWN])
    return shown + ("等" if len(rows) > _SHOWN else "")


def other_project(here: FormFacts, there: FormFacts) -> str:
    """The other project by name, with its unit where that is not this one's."""
    name = f"“{there.project or there.title}”"
    return f"{there.unit}{name}" if there.unit and fold(there.unit) != fold(here.unit) else name


def other_form(here: FormFacts, there: FormFacts) -> str:
    """The other form as a letter names it: by unit and project, and where both say the same by where it stands. Its file is told by the place
    related to the finding: a path or a number in somebody's workbook means nothing to whoever reads the letter."""
    name = other_project(here, there)
    if not name.startswith("“") or fold(here.project or here.title) != fold(there.project or there.title):
        return name
    return f"第{there.index}张表{name}" if here.document == there.document else f"另一文件中的{name}"


def rest_of(pair: CopiedPair) -> str:
    """The names of the rows that are not shared."""
    names = dict.fromkeys(row.name for row in (*pair.only_later, *pair.only_earlier))
    return "、".join(f"“{name}”" for name in list(names)[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
