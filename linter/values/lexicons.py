"""The grammar's word lists, compiled once from ``lexicons/``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries, one_of, words
from linter.values.morphology import DENIED, denies, measure_tail
from linter.values.tags import tagged
from linter.values.types import Comparator, Dimension, Direction, NameKind, Unit


@derived
def unit_table() -> dict[str, tuple[Dimension, Decimal, str | None]]:
    """Unit word → dimension, scale to the base unit, class of measure word."""
    return {e["word"]: (Dimension(e["dimension"]), Decimal(e["scale"]), e.get("class")) for e in entries("units")}


def alternation(words_: Iterable[str]) -> str:
    """See ``linter.knowledge.lexicons.one_of``."""
    return one_of(words_)


@derived
def unit_alternation() -> str:
    """A regular expression of every unit word, longest first."""
    return alternation(unit_table())


def unit_of(symbol: str, text: str, per: tuple[str, ...] = ()) -> Unit:
    """The unit for a word of the table, or dimension OTHER for an unknown word."""
    entry = unit_table().get(symbol)
    if entry is None:
        return Unit(symbol, text, Dimension.OTHER, Decimal(1), per)
    dimension, scale, _ = entry
    canonical = "%" if symbol == "百分比" else symbol
    return Unit(canonical, text, dimension, scale, per)


def money_scale(unit: str | None) -> Decimal | None:
    """How many 元 a unit of money is (万元: 10,000), ``None`` for any other word."""
    entry = unit_table().get(unit or "")
    return entry[1] if entry is not None and entry[0] is Dimension.MONEY else None


def unit_class(symbol: str) -> str | None:
    """``person household organisation general event thing document …`` for a count unit."""
    entry = unit_table().get(symbol)
    return entry[2] if entry else None


_WHOLE_ONLY = frozenset({"person", "household", "organisation", "general", "event", "thing", "document", "case", "building", "living"})
_DIVISIBLE = frozenset({"点", "层", "万字", "字"})


def indivisible(symbol: str) -> bool:
    """Whether a count unit counts what cannot be halved: 人 辆 场 册, not 学时, 人天 or 层."""
    return unit_class(symbol) in _WHOLE_ONLY and symbol not in _DIVISIBLE


class HeadEntry(Struct, frozen=True):
    """What a name's head says: kind, wished direction (``up down cost floor`` or ``None``), natural upper end in %."""

    word: str
    kind: str
    direction: str | None = None
    bound: Decimal | None = None
    must_do: bool = False
    low_by_nature: bool = False
    change: bool = False
    fault: bool = False
    surveyed: bool = False
    per_mille: bool = False
    """Counted in ‰ or per 100 000 as often as in % (死亡率, 发病率)."""
    money_after: tuple[str, ...] = ()
    """Money only right after one of these, else a count: 加固费控制数, but 血糖控制数."""
    units: tuple[str, ...] = ()
    """What an amount is usually given in: 面积 in 平方米 or 亩."""


@derived
def _heads() -> dict[str, HeadEntry]:
    return {
        e["word"]: HeadEntry(
            e["word"],
            e["kind"],
            e.get("direction"),
            Decimal(e["bound"]) if "bound" in e else None,
            e.get("must_do", False),
            e.get("low_by_nature", False),
            e.get("change", False),
            e.get("fault", False),
            e.get("surveyed", False),
            e.get("per_mille", False),
            tuple(e.get("money_after", ())),
            tuple(e.get("units", ())),
        )
        for e in entries("name-heads")
    }


@derived
def _longest_head() -> int:
    return max(map(len, _heads()))


@derived(size=65536)
def head_of(text: str) -> HeadEntry | None:
    """The longest head the (normalised) name ends in. What is denied is no head: 未复吸率 is no 复吸率, 不完好率 no 完好率; nor is the death or the
    life of vermin (钉螺死亡率), which is wished for where that of others is not; nor a morpheme where more of the ending says something else: 开放天数 is no 数, 分辨率 no 率."""
    heads = _heads()
    for length in range(min(len(text), _longest_head()), 0, -1):
        head = heads.get(text[-length:])
        if head is not None and not _denied(head, text[:-length]):
            return head if length > 1 or _measures_by(head, text) else None
    return None


_MEASURES_OF = {"rate": ("share", "surveyed"), "count": ("count",), "money": ("money",)}
"""What the tail of a name may say where its head is a morpheme of a kind."""


def _measures_by(entry: HeadEntry, text: str) -> bool:
    """Whether a morpheme at the end of a name is what the name is measured by."""
    tail = measure_tail(text)
    return tail is not None and (tail.text == entry.word or tail.key in _MEASURES_OF.get(entry.kind, ()))


def _denied(entry: HeadEntry, before: str) -> bool:
    if tagged(entry.word, "life_or_death") and tagged(before, "vermin"):
        return True
    if entry.fault or entry.direction == "down":
        return denies(before)
    return entry.kind == "rate" and entry.direction == "up" and len(entry.word) > 1 and denies(before, DENIED[:2])


KIND_OF_HEAD = {"standard": NameKind.MONEY}


def head_kind(entry: HeadEntry) -> NameKind:
    """The name kind a head stands for (a 标准 is money)."""
    return KIND_OF_HEAD.get(entry.kind) or NameKind(entry.kind)


@derived
def value_words(group: str) -> frozenset[str]:
    """The words of one group of ``value-words``."""
    return words("value-words", group)


@derived
def comparators(group: str) -> dict[str, Comparator]:
    """Word → comparator: ``prefix`` before a number, ``suffix`` after it, ``column`` in a column of its own (which takes prefixes too)."""
    return {e["word"]: Comparator(e["comparator"]) for e in entries("comparators") if e["group"] == group}


@derived
def change_directions() -> dict[str, Direction]:
    """Verb of change → which way it goes."""
    return {e["word"]: Direction(e["direction"]) for e in entries("changes") if "direction" in e}


@derived
def change_words(group: str) -> frozenset[str]:
    """The words of one group of ``changes``: ``verb bare adverb``."""
    return words("changes", group)


@derived
def name_words(group: str) -> frozenset[str]:
    """The words of one group of ``name-words``."""
    return words("name-words", group)


@derived
def value_pattern(group: str) -> re.Pattern[str]:
    """The patterns of one group of ``value-patterns`` as one: what a whole normalised value may be."""
    return re.compile("|".join(f"(?:{e['pattern']})" for e in entries("value-patterns") if e["group"] == group))
