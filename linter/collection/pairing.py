"""Which form of an earlier set is which form of a later one: last year's beside this year's, the first version beside the second.

By project (without its year) and unit first, then by a near name within the unit; between two versions of one set also by the project's code, and by
content under a new name. Near names are looked for behind an index of character pairs, so that time stays linear in the number of forms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from linter.collection.facts import FormFacts
from linter.knowledge.patterns import deferred
from linter.model.finding import fold

NEAR = 80
"""From this likeness (0–100, rapidfuzz) on two project names of one unit are near."""
_UNITS_NEAR = 85
_SAME_ROWS, _SOME_ROWS = 0.5, 0.25
"""Shares of indicators a form under a new name has to keep: for itself, and where it keeps its amount too."""
_PAIR_IN_MANY = 40
"""A pair of characters that more names have tells nothing (项目, 经费)."""
_YEAR = deferred(r"[(\[]?20[0-9]{2}(?:[-—~至]20[0-9]{2})?(?:年度|年)?[)\]]?")
_PUNCTUATION = deferred(r"[、,，.。·\-_/()（）:：;；+&“”\"'‘’《》\[\]]")
_CODE = deferred(r"^[\[(]?[0-9]{3,}[\])]?[-_—:]?(?=[^0-9])")
_NUMBERS = deferred(r"[0-9]+|[一二三四五六七八九十]+|[ⅠⅡⅢⅣⅤ]+|[a-z]+")


class Way(StrEnum):
    """How two forms were found to belong together."""

    SAME = "same"
    CODE = "code"
    NEAR = "near"
    ROWS = "rows"
    AMOUNT = "amount"
    ORDER = "order"


class Paired(Struct, frozen=True):
    """Positions in the two sequences, and how they were matched."""

    old: int
    new: int
    way: Way


class Pairing(Struct, frozen=True):
    """``pairs`` in the order of the later forms; what stands alone on either side."""

    pairs: tuple[Paired, ...]
    only_old: tuple[int, ...]
    only_new: tuple[int, ...]


def without_year(text: str) -> str:
    """A folded text without years (2025年, 2026年度, 2025-2027年)."""
    return _YEAR.sub("", fold(text))


def project_key(name: str) -> str:
    """A project's name for comparison between years: without year, width and punctuation."""
    return _PUNCTUATION.sub("", without_year(name)) or _PUNCTUATION.sub("", fold(name))


def unit_key(name: str) -> str:
    """A unit's name without the code some systems print before it (031-青禾县财政局)."""
    return _CODE.sub("", fold(name))


def same_project(a: FormFacts, b: FormFacts) -> bool:
    """The name is the same but for its year."""
    return project_key(a.project) == project_key(b.project)


def near_names(a: str, b: str) -> bool:
    """Two project keys are alike and state the same numbers: 一期 and 二期 are different projects."""
    if not a or not b or Counter(_NUMBERS.findall(a)) != Counter(_NUMBERS.findall(b)):
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(a, b) >= NEAR


def _units_agree(a: str, b: str) -> bool:
    a, b = unit_key(a), unit_key(b)
    if not a or not b or a == b:
        return True
    from rapidfuzz.fuzz import ratio

    return ratio(a, b) >= _UNITS_NEAR


class _Matching:
    """The forms of both sides that are still without a partner."""

    def __init__(self, old: Sequence[FormFacts], new: Sequence[FormFacts]) -> None:
        self.old, self.new = old, new
        self.free_old = dict.fromkeys(range(len(old)))
        self.free_new = dict.fromkeys(range(len(new)))
        self.pairs: list[Paired] = []

    def take(self, old: int, new: int, way: Way) -> None:
        del self.free_old[old], self.free_new[new]
        self.pairs.append(Paired(old, new, way))

    def by_key(self, way: Way, key: tuple[str, ...]) -> None:
        """Pair what alone on both sides has a key; ``key``: attributes of ``_keys``."""
        groups: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, (free, forms) in enumerate(((self.free_old, self.old), (self.free_new, self.new))):
            for number in free:
                keys = _keys(forms[number])
                if keys[key[0]]:
                    groups[tuple(keys[attribute] for attribute in key)][side].append(number)
        for olds, news in groups.values():
            if len(olds) == len(news) == 1 and _units_agree(self.old[olds[0]].unit, self.new[news[0]].unit):
                self.take(olds[0], news[0], way)

    def near(self) -> None:
        """Alike names within a unit, the likest first."""
        from rapidfuzz.fuzz import ratio

        keys = {number: project_key(self.old[number].project) for number in self.free_old}
        index: dict[str, list[int]] = defaultdict(list)
        for number, name in keys.items():
            for pair in _bigrams(name):
                index[pair].append(number)
        ranked: list[tuple[float, int, int]] = []
        for number in self.free_new:
            name = project_key(self.new[number].project)
            seen = {old for pair in _bigrams(name) if len(index[pair]) <= _PAIR_IN_MANY for old in index[pair]}
            ranked += [
                (-ratio(keys[other], name), number, other)
                for other in seen
                if near_names(keys[other], name) and _units_agree(self.old[other].unit, self.new[number].unit)
            ]
        self._take_ranked(ranked, Way.NEAR)

    def by_rows(self) -> None:
        """Forms with a new name that share half their indicators, or some and their amount, within a unit."""
        index: dict[str, list[int]] = defaultdict(list)
        names = {number: {row.name for row in self.old[number].rows} for number in self.free_old}
        for number, rows in names.items():
            for name in rows:
                index[name].append(number)
        ranked = []
        for number in self.free_new:
            mine = {row.name for row in self.new[number].rows}
            for other in {old for name in mine if len(index[name]) <= _PAIR_IN_MANY for old in index[name]}:
                share = len(mine & names[other]) / len(mine | names[other])
                if share >= _SOME_ROWS and unit_key(self.old[other].unit) == unit_key(self.new[number].unit):
                    ranked.append((-share, number, other))
        self._take_ranked([each for each in ranked if -each[0] >= _SAME_ROWS], Way.ROWS)
        self._take_ranked([each for each in ranked if self._same_amount(*each[1:])], Way.AMOUNT)

    def _same_amount(self, new: int, old: int) -> bool:
        budget = self.new[new].budget
        return bool(budget) and budget == self.old[old].budget

    def by_order(self) -> None:
        """What is left, in order: only where both sides have equally many left and a name says nothing."""
        olds, news = list(self.free_old), list(self.free_new)
        if len(olds) != len(news):
            return
        for old, new in zip(olds, news, strict=True):
            if not self.old[old].project or not self.new[new].project:
                self.take(old, new, Way.ORDER)

    def _take_ranked(self, ranked: list[tuple[float, int, int]], way: Way) -> None:
        for _, new, old in sorted(ranked):
            if new in self.free_new and old in self.free_old:
                self.take(old, new, way)

    def done(self) -> Pairing:
        return Pairing(tuple(sorted(self.pairs, key=lambda pair: pair.new)), tuple(self.free_old), tuple(self.free_new))


def _keys(form: FormFacts) -> dict[str, str]:
    name = fold(form.project)
    project, unit = project_key(form.project), unit_key(form.unit)
    return {"name": name, "project": project, "unit": unit, "budget": str(form.budget), "kind": form.kind, "code": form.code}


def renamed_from(old: FormFacts, new: FormFacts) -> str:
    """The name a form had in the earlier version, ``""`` where it has it still."""
    return old.project if old.project and project_key(old.project) != project_key(new.project) else ""


def _bigrams(text: str) -> Iterator[str]:
    return (text[at : at + 2] for at in range(len(text) - 1))


def pair_forms(old: Sequence[FormFacts], new: Sequence[FormFacts], *, renamed: bool = False) -> Pairing:
    """The forms of two sets put side by side. ``renamed``: two versions of one set, where a form may have a new name altogether.

    Names that stand for several forms of a side are told apart by their year, unit and amount; what cannot be told apart stays alone.
    """
    matching = _Matching(old, new)
    for key in (("name", "unit", "kind"), ("name", "unit", "budget"), ("name", "unit"), ("project", "unit", "kind"), ("project", "unit")):
        matching.by_key(Way.SAME, key)
    matching.by_key(Way.SAME, ("project",))
    if renamed:
        matching.by_key(Way.CODE, ("code", "kind"))
    matching.near()
    if renamed:
        matching.by_rows()
        matching.by_order()
    return matching.done()
