"""What suggestions draw on: countable names for the row's own words, and the indicator library for the project's own type.

Law (rulebook): a vacuous row is never given a number. It gets a better *name* with a blank target, a graded wording, or leave to be deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from linter.knowledge.context import Entry, derived
from linter.knowledge.lexicons import entries, phrase, words
from linter.knowledge.patterns import deferred
from linter.model.form import (
    BENEFIT_CATEGORIES,
    CATEGORIES,
    COST,
    COST_CATEGORIES,
    ECOLOGICAL,
    ECONOMIC,
    ECONOMIC_COST,
    LASTING,
    QUALITY,
    QUANTITY,
    SATISFACTION,
    SOCIAL,
    TIMELINESS,
)
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.morphology import fitting_units, object_class
from linter.values.types import NameKind, Shape

Edits = tuple[tuple[str, str | None], ...]
_AT_THE_END, _IN_NAME = 10, 3
"""Weights: the project's name has a head too (农业保险评审费 is a 评审), and its name says more than its prose."""


class Proposal(NamedTuple):
    """An indicator that may be offered: name, comparator and unit; its number stays blank."""

    name: str
    comparator: str
    unit: str
    form: str = ""

    def target(self, year: int | None) -> str:
        """The value with a blank for the number: ``≥__人``, ``2026年__月__日前``."""
        if self.form == "date":
            return f"{year}年__月__日前" if year else "__年__月__日前"
        return "每月__日前" if self.form == "monthly" else f"{self.comparator}__{self.unit}"

    def shown(self, year: int | None) -> str:
        """Name and target in quotation marks: ``“培训人数≥__人”``, ``“竣工时间：2026年__月__日前”``."""
        return f"“{self.name}{'：' if self.form else ''}{self.target(year)}”"


class _Type(NamedTuple):
    """A project type of the library: the words that tell it, the acts that tell it where they are done to things of certain classes, its rows."""

    name: str
    words: tuple[str, ...]
    acts: tuple[str, ...]
    of: frozenset[str]
    rows: tuple[Entry, ...]

    def signs(self, text: str) -> list[str]:
        """What in a text speaks of this type: 管网改造 is building work, 队伍建设 and 能力建设 are not."""
        acts = (act for act in self.acts for match in re.finditer(act, text) if object_class(text[: match.start()]) in self.of)
        return [*(word for word in self.words if word in text), *dict.fromkeys(acts)]


@derived
def _types() -> tuple[_Type, ...]:
    listed = ((e, e.get("acts", {})) for e in entries("indicators"))
    return tuple(
        _Type(e["type"], tuple(e["words"]), tuple(acts.get("words", ())), frozenset(acts.get("of", ())), tuple(e["rows"]))
        for e, acts in listed
    )


_MARGIN = (3, 2)
"""Unless the project's name ends in a word of it, the best type must outweigh the next by three to two: an example from another sector is worse than none."""


@derived
def _endings() -> tuple[str, ...]:
    return tuple(sorted(words("project-words", "ending"), key=len, reverse=True))


def project_head(name: str) -> str:
    """What a project is about, without 项目, 经费 and the like at its end: 农业保险评审费 is a 评审."""
    while ending := next((e for e in _endings() if name.endswith(e) and len(name) > len(e)), None):
        name = name.removesuffix(ending)
    return name


def project_type(form: FormView) -> str | None:
    """The library's project type the form's own words point to, ``None`` where none does, or two about as much. The name counts most, its end
    above all."""
    head, prose = project_head(form.project), form.text("overview") + form.goal
    scores: list[tuple[int, bool, str]] = []
    for kind in _types():
        in_name, mentioned = kind.signs(form.project), kind.signs(prose)
        if not in_name and len(mentioned) < 2:  # one word in passing (残疾人就业保障金) says nothing of the project's kind
            continue
        named = any(head.endswith(word) for word in in_name)
        score = sum(_IN_NAME * len(word) for word in in_name) + _AT_THE_END * named + sum(map(len, mentioned))
        scores.append((score, named, kind.name))
    (best, named, name), (second, *_) = (*sorted(scores, reverse=True), (0, False, ""), (0, False, ""))[:2]
    return name if best and (named or best * _MARGIN[1] >= second * _MARGIN[0]) else None


def rows_for(form: FormView, category: str) -> list[Entry]:
    """The library's rows of a category for this form's project type; rows on one kind of work only where the form speaks of it."""
    kind = project_type(form)
    return _fitting(form, (row for known in _types() if known.name == kind for row in known.rows if row["category"] == category))


def _fitting(form: FormView, rows: Iterable[Entry]) -> list[Entry]:
    """Of entries those whose kind of work the form speaks of."""
    told = form.project + form.text("overview") + form.goal + "".join(indicator.row.name_text for indicator in form.rows)
    return [row for row in rows if "when" not in row or any(word in told for word in row["when"])]


def names_for(form: FormView, category: str, most: int = 3) -> list[str]:
    """Names of the library that may stand in the category, none of them already in the form."""
    return [proposal.name for proposal in _fresh(form, map(_proposal, rows_for(form, category)))][:most]


def _proposal(row: Entry) -> Proposal:
    """A blank share is asked for as a floor: ``=__%`` would read as if the number were free."""
    comparator = "≥" if (row["comparator"], row["unit"]) == ("=", "%") else row["comparator"]
    return Proposal(row["name"], comparator, row["unit"], row.get("form", ""))


def _fresh(form: FormView, proposals: Iterable[Proposal]) -> list[Proposal]:
    taken = {indicator.row.name.text for indicator in form.rows}
    return [proposal for proposal in dict.fromkeys(proposals) if proposal.name not in taken]


def _countable(form: FormView, words: str, category: str) -> list[Proposal]:
    """Countable names for what the row speaks of, the longest word first: 意识 → 政策知晓率, 节约资金 → 节约资金额."""
    counted = [
        (max(len(word) for word in entry["words"] if word in words), _proposal(entry))
        for entry in _fitting(form, entries("countables"))
        if category in entry["categories"] and any(word in words for word in entry["words"])
    ]
    return [proposal for _, proposal in sorted(counted, key=lambda pair: -pair[0])]


def proposals(form: FormView, category: str, words: str = "", most: int = 2) -> list[Proposal]:
    """Indicators to offer for a category: first for the row's own ``words``, then from the library for the project's type."""
    category = COST if category == ECONOMIC_COST else category
    meant = _countable(form, words, category)[:1]
    listed = [_proposal(row) for row in rows_for(form, category)]
    if meant:
        listed = [proposal for proposal in listed if _akin(proposal.name, words)]
    return _fresh(form, [*meant, *listed])[:most]


def _akin(name: str, words: str) -> bool:
    """Name and words share two characters in a row."""
    return any(name[at : at + 2] in words for at in range(len(name) - 1))


def topic(row: Row) -> str:
    """What the row speaks of: name and value, but not a name that repeats its category with a value that only praises."""
    unnamed = row.name.kind is NameKind.CATEGORY
    name = "" if unnamed else row.name_text
    return name if row.value.quantified or (unnamed and row.value.shape is Shape.FILLER) else name + row.value_text


def renamed(form: FormView, category: str, words: str = "") -> str:
    """``可参考“…”、“…”`` for a vacuous row, ``""`` where nothing is known for it."""
    shown = [proposal.shown(form.year) for proposal in proposals(form, category, words)]
    return f"可参考{'、'.join(shown)}" if shown else ""


def droppable(form: FormView, indicator: PlacedRow) -> bool:
    """Whether the form may lose the row: never the last of what it needs, nor the last benefit."""
    category = indicator.row.category
    group = BENEFIT_CATEGORIES if category in BENEFIT_CATEGORIES else COST_CATEGORIES if category in COST_CATEGORIES else {category}
    return any(other.index != indicator.index and other.row.category in group for other in form.rows)


def replaced(indicator: PlacedRow, target: str, name: str | None = None, unit: str = "", comparator: str = "") -> Edits:
    """The edits that put a target (and a name) in place, in the columns this form has."""
    edits: list[tuple[str, str | None]] = [(indicator.path("name"), name)] if name is not None else []
    row = indicator.row
    if row.comparator is not None and comparator:
        target = target.removeprefix(comparator)
        edits.append((indicator.path("comparator"), comparator))
    if row.unit is not None and unit:
        target = target.removesuffix(unit)
        edits.append((indicator.path("unit"), unit))
    return (*edits, (indicator.path("value"), target))


WHAT_COUNTS = {
    QUANTITY: "如人数、次数、面积",
    QUALITY: "如验收合格率、差错率",
    TIMELINESS: "如完成日期、响应时限",
    COST: "如单位成本、支出上限",
    ECONOMIC: "如节约资金或增加收入的数额",
    SOCIAL: "如受益人数、办理时长、投诉件数",
    ECOLOGICAL: "如能耗或污染物减少的数量",
    LASTING: "如设施使用年限、管护安排",
    SATISFACTION: "如问卷调查的满意比例",
}
"""What kind of result a reviewer would accept under a category."""


def _needless(category: str, goal: str = "") -> str:
    """When a row may go: costs to society and nature are harm a project may do, not what it is for."""
    return "项目没有此类负面影响的" if category in COST_CATEGORIES else f"项目不以{goal or category}为目标的"


_IN_TIME = deferred(r"(.+?)的?(及时|准确|合规)性")


def _rate_of(name: str) -> str | None:
    """The rate a quality of work becomes: 垃圾清运的及时性 → 垃圾清运及时率; ``None`` for any other name."""
    match = _IN_TIME.fullmatch(name)
    return f"{match[1]}{match[2]}率" if match is not None else None


def ways_out(form: FormView, indicator: PlacedRow, *, graded: bool = True) -> tuple[str, tuple[Edits, ...]]:
    """How a vacuous row may be put right, as a sentence with its readings: another name, grades explained, or no row at all."""
    row = indicator.row
    rate = _rate_of(row.name.text)
    if rate is not None:
        return f"建议改为可计量的“{rate}≥__%”。", (replaced(indicator, "≥__%", rate, "%", "≥"),)
    offered = proposals(form, row.category, topic(row))
    readings = [replaced(indicator, proposal.target(form.year), proposal.name, proposal.unit, proposal.comparator) for proposal in offered]
    drop = droppable(form, indicator) and row.category in CATEGORIES[5:11]
    if drop:
        readings.append(((indicator.path(), None),))
    if not offered:
        example = WHAT_COUNTS.get(row.category, "如数量、比率、日期")
        lead = f"{_needless(row.category)}，可删除此行；确需保留的，写明可以核查的结果" if drop else "建议写明可以核查的结果"
        return f"{lead}，{example}。", tuple(readings)
    parts = [f"建议换成可计量的指标，可参考{'或'.join(proposal.shown(form.year) for proposal in offered)}"]
    if graded:
        parts.append("确需定性的，写明达到哪一档、该档是什么情形")
    if drop:
        parts.append(f"{_needless(row.category, '此')}，可删除此行")
    return "；".join(parts) + "。", tuple(readings)


@derived
def _measures() -> tuple[tuple[str, str], ...]:
    pairs = ((str(e["noun"]), str(e["fits"][0])) for e in entries("measures"))
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _by_class(name: str) -> str:
    """The first measure word of the class of what a count counts, ``""`` where it is of none."""
    known = object_class(phrase("count_end").sub("", name))
    return next(iter(fitting_units(known)), "") if known is not None else ""


def blank_target(row: Row, year: int | None = None) -> Proposal | None:
    """What a value of this name looks like, its number blank; ``None`` where the name does not say."""
    name = row.name
    down = bool(row.head and row.head.direction in ("down", "cost"))
    bound = "≤" if down else "≥"
    if name.kind in (NameKind.RATE, NameKind.SATISFACTION):
        return Proposal(name.text, bound, "%")
    if name.kind is NameKind.COUNT:
        noun = next((fits for noun, fits in _measures() if noun in name.text), "") or _by_class(name.text)
        unit = name.unit.symbol if name.unit else "起" if name.fault else noun
        return Proposal(name.text, bound, unit) if unit else None
    if name.kind is NameKind.TIME or row.category == TIMELINESS:
        return Proposal(name.text, "", "", "date")
    return None


def target(indicator: PlacedRow, sign: str, number: str, unit: str) -> Edits:
    """The edits that make the row's target ``sign number unit`` (``≥``, ``__``, ``%``), each part in the column that holds it."""
    return replaced(indicator, sign + number + unit, unit=unit, comparator=sign)


def unit_place(row: Row) -> int:
    """Where in the value's text a unit belongs: behind the number and its 万 or 亿."""
    quantity = row.value.quantity
    assert quantity is not None
    end = quantity.number_span[1] if quantity.high is None else quantity.span[1]
    while row.value_text[end : end + 1] in ("万", "亿", "千", "百"):
        end += 1
    return end


def in_unit(indicator: PlacedRow, unit: str) -> tuple[Edits, str]:
    """The row's own target in another unit: the edit, in the cell where the unit stands, and how the whole then reads."""
    row, quantity = indicator.row, indicator.row.value.quantity
    assert quantity is not None
    text = row.value_text
    in_column = quantity.unit_span is None and row.unit is not None
    if quantity.unit_span is not None:
        start, end = quantity.unit_span
        text = text[:start] + unit + text[end:]
    elif not in_column:
        end = unit_place(row)
        text = text[:end] + unit + text[end:]
    own_column = row.comparator is not None and quantity.comparator is not None and quantity.comparator_span is None
    sign = quantity.comparator.value if own_column and quantity.comparator is not None else ""
    shown = sign + "".join(text.split()) + (unit if in_column else "")
    return ((indicator.path("unit"), unit),) if in_column else ((indicator.path("value"), text.strip()),), shown


def quoted(options: Iterable[str]) -> str:
    """``“甲”或“乙”``."""
    return "或".join(f"“{option}”" for option in dict.fromkeys(options))
