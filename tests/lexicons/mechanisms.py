"""How each lexicon speaks: for every file, when an entry says something of a text, and examples where entries carry none of their own.

A lexicon's own examples stand in its entries (``hit``, ``miss``: a text or a list of texts; ``direction_hit`` and the like for a second
use). Word lists whose use is plain get their examples here, from a template of their group.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from linter.knowledge.lexicons import alternation, phrase, words
from linter.language.prose import matches, pattern_matcher
from linter.language.slips import _alike
from linter.layouts import labels
from linter.rules.crosscheck._passages import Passage
from linter.rules.crosscheck._terms import term_of
from linter.rules.duplication.doubled_text import RULE as DOUBLED
from linter.rules.registry import by_name
from linter.rules.units.name_value_kind import renamed
from linter.rules.units.wrong_measure_word import counted
from linter.rules.vacuous.generic_name import is_generic
from linter.rules.views import Row
from linter.rules.wording.likely_typo import typos
from linter.values import column_unit, covered, find_numbers, is_category_name, normalise, parse_name, parse_value, strip_degree
from linter.values.budget import FINAL, account_said, carried_account, column_role, kind_of, row_role
from linter.values.characters import sign_fonts, unified
from linter.values.frame import frame_of
from linter.values.lexicons import head_of, unit_of
from linter.values.licences import Licence, checkable, wording
from linter.values.morphology import act_clashes, fits, measure_tail, object_class, shaped
from linter.values.tags import tagged
from linter.values.types import Comparator, Direction, NameKind, Shape, Value, WhenKind
from linter.values.value import is_summed
from tests.support import reading

Entry = dict[str, Any]
ALL = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益")
Speaks = Callable[[Entry, str], bool]


class Use(NamedTuple):
    """One use of a lexicon: when an entry speaks, which keys hold its examples, and a template (of ``word``) for entries without."""

    speaks: Speaks
    hit: str = "hit"
    miss: str = "miss"
    template: tuple[str, str] | None = None


def _row(text: str, category: str) -> Row:
    name, _, value = text.partition("|")
    return Row(category, "产出指标", category, name, value)


def _found_by(code: str, *categories: str) -> Speaks:
    """A rule finds something in the row ``name|value``, in one of some categories."""
    rule = by_name()[code]
    return lambda _, text: any(list(rule.run(_row(text, category), {})) for category in categories)


def _beyond(entry: Entry, text: str) -> bool:
    """More than the scale holds is JX501's; of a fault JX503's."""
    return _found_by("JX501", *ALL)(entry, text) or (
        entry.get("direction") == "down" and "bound" in entry and _found_by("JX503", *ALL)(entry, text)
    )


def _value(text: str) -> Value:
    value, _, column = text.partition("|")
    return parse_value(value, column or None)


# -- the grammar of values ------------------------------------------------------------------------------------------------


def _unit(entry: Entry, text: str) -> bool:
    quantity = parse_value(text).quantity
    if quantity is None or quantity.unit is None:
        return column_unit(text.lstrip("0123456789.")) == unit_of(entry["word"], text.lstrip("0123456789."))
    return quantity.unit.symbol == unit_of(entry["word"], "").symbol


def _comparator(entry: Entry, text: str) -> bool:
    value = _value(text)
    return value.comparator is Comparator(entry["comparator"]) and not value.leftovers


def _change(entry: Entry, text: str) -> bool:
    value = parse_value(text)
    change = value.change
    if change is None:
        return False
    if entry["group"] == "adverb":
        return change.base == "较上年" and entry["word"] in text
    return change.verb == entry["word"] and change.direction is Direction(entry["direction"])


_PATTERN_SHAPES = {
    "grade": Shape.GRADE,
    "placeholder": Shape.PLACEHOLDER,
    "reference": Shape.REFERENCE,
    "statutory": Shape.STATUTORY,
    "zero": Shape.NUMBER,
}


def _pattern(entry: Entry, text: str) -> bool:
    if entry["group"] == "point":
        return re.fullmatch(entry["pattern"], text) is not None and wording("设备到位时间", parse_value(text), "") is Licence.MILESTONE
    if entry["group"] == "checkable":
        return re.fullmatch(entry["pattern"], text) is not None and checkable(text)
    whole = re.fullmatch(entry["pattern"], normalise(text).text) is not None
    return whole and parse_value(text).shape is _PATTERN_SHAPES[entry["group"]]


def _relative(text: str) -> bool:
    when = parse_value(text).when
    return when is not None and when.kind is WhenKind.RELATIVE


_VALUE_WORDS: dict[str, Speaks] = {
    "evaluative": lambda e, text: covered(text, ("evaluative", "degree", "suffix"), "evaluative"),
    "degree": lambda e, text: covered(text, ("evaluative", "degree", "suffix"), "evaluative"),
    "suffix": lambda e, text: covered(text, ("evaluative", "degree", "suffix"), "evaluative"),
    "direction": lambda e, text: covered(text, ("direction", "degree"), "direction"),
    "yesno": lambda e, text: parse_value(text).shape is Shape.YESNO,
    "grade": lambda e, text: parse_value(text).shape is Shape.GRADE,
    "scale": lambda e, text: parse_value(text).shape is Shape.SCALE,
    "negation": lambda e, text: parse_value(text).shape is Shape.NEGATION,
    "adverb": lambda e, text: e["word"] in text and strip_degree(text) == "提高",
    "tail": lambda e, text: text.endswith(e["word"]) and strip_degree(text) == "提高",
    "about": lambda e, text: any(one.approximate for one in find_numbers(text)),
    "not-about": lambda e, text: e["word"] in text and not any(one.approximate for one in find_numbers(text)),
    "event": lambda e, text: _relative(text),
    "grant": lambda e, text: e["word"] in text and bool((q := parse_value(text).quantity) and q.unit and q.unit.per),
    "lead": lambda e, text: len(parse_value(text).apart) == len(parse_value(text).quantities),
    "summed": lambda e, text: any(is_summed(value, q) for value in (parse_value(text),) for q in value.quantities),
    "unwanted": lambda e, text: alternation("value-words", "unwanted").search(text) is not None,
    "scale_step": lambda e, text: alternation("value-words", "scale_step").fullmatch(text) is not None,
}


def _value_word(entry: Entry, text: str) -> bool:
    return _VALUE_WORDS[entry["group"]](entry, text)


# -- the grammar of names -------------------------------------------------------------------------------------------------


def _head(entry: Entry, text: str) -> bool:
    found = head_of(parse_name(text).text)
    return found is not None and found.word == entry["word"]


_NAME_WORDS: dict[str, Speaks] = {
    "verb": lambda e, text: text.startswith(e["word"]) and parse_name(text).kind is NameKind.ACTIVITY,
    "fault": lambda e, text: e["word"] in text and parse_name(text).fault,
    "category": lambda e, text: is_category_name(text),
    "category-suffix": lambda e, text: is_category_name(text),
    "not-category": lambda e, text: text == e["word"] and not is_category_name(text),
    "not-task-end": lambda e, text: text.endswith(e["word"]) and parse_name(text).kind is not NameKind.ACTIVITY,
}


def _name_word(entry: Entry, text: str) -> bool:
    return _NAME_WORDS[entry["group"]](entry, text)


# -- words of rules -------------------------------------------------------------------------------------------------------


def _somewhere(lexicon: str) -> Speaks:
    """The word stands in the text, and its group is asked for such words."""
    return lambda e, text: e["word"] in text and e["word"] in words(lexicon, e["group"])


def _anywhere(entry: Entry, text: str) -> bool:
    return entry["word"] in normalise(text).text


def _alternative(lexicon: str) -> Speaks:
    """The group's alternation finds this very word (a shorter one does not shadow it)."""
    return lambda e, text: any(
        m.group() == normalise(e["word"]).text or m.group() == e["word"] for m in alternation(lexicon, e["group"]).finditer(text)
    )


def _character(entry: Entry, text: str) -> bool:
    """A radical folds to its ideograph; a code shows its sign in its font."""
    if entry["group"] == "radical":
        return unified(text) == entry["to"]
    return sign_fonts()[entry["group"]].get(chr(int(text, 16))) == entry["to"]


def _substitution(entry: Entry, text: str) -> bool:
    """Two letters of a group are alike; a word is one of the field, or accepted as it is."""
    return text[1] in _alike()[text[0]] if "letters" in entry else _names_words(entry, text)


def _typo(entry: Entry, text: str) -> bool:
    return any(one.wrong == entry["wrong"] for one in typos(text))


def _label(entry: Entry, text: str) -> bool:
    return labels._readings(text).get(entry["set"]) == entry["group"]


def _bare_account(text: str) -> str | None:
    return FINAL if carried_account(text, "预算") else None


_TABLE_READERS = {"kind": kind_of, "column": column_role, "row": row_role, "account": account_said, "bare-account": _bare_account}


def _budget_table(entry: Entry, text: str) -> bool:
    return _TABLE_READERS[entry["set"]](text) == entry["group"]


def _term(entry: Entry, text: str) -> bool:
    return term_of(text) == entry["group"]


def _statement(entry: Entry, text: str) -> bool:
    if "word" in entry:
        return entry["word"] in text and entry["word"] in words("statements", entry["group"])
    doc = Passage(0, (), normalise(text).text, ()).doc
    return doc is not None and any(found.group == entry["group"] for found in matches(pattern_matcher("statements"), doc))


def _tag(entry: Entry, text: str) -> bool:
    folded = normalise(text).text
    if "pattern" in entry:
        return re.search(entry["pattern"], folded) is not None and tagged(folded, entry["group"])
    at = folded.startswith(entry["word"]) if entry["group"] == "benefit" else entry["word"] in folded
    return at and tagged(folded, entry["group"])


def _phrase(entry: Entry, text: str) -> bool:
    own = re.escape(entry["word"]) if "word" in entry else entry["pattern"]
    return re.search(own, text) is not None and phrase(entry["group"]).search(text) is not None


def _class(entry: Entry, text: str) -> bool:
    return object_class(text) == entry["class"]


def _measured(entry: Entry, text: str) -> bool:
    tail = measure_tail(text)
    return tail is not None and tail.key == entry["measure"]


def _aspect(entry: Entry, text: str) -> bool:
    aspect = frame_of(text).aspect
    return aspect is not None and aspect.name == entry["aspect"]


def _renamed(_: Entry, text: str) -> bool:
    """``name|value|new name``: in a miss the third is what the new name must not hold."""
    name, value, wanted = text.split("|")
    return wanted in (renamed(Row("质量指标", "产出指标", "质量指标", name, value)) or "")


def _fits(entry: Entry, text: str) -> bool:
    name, _, value = text.partition("|")
    frame, quantity = frame_of(name), parse_value(value).quantity
    if quantity is None or quantity.unit is None or quantity.dimension is None:
        return False
    kinds = {frame.obj.what, *(thing.kind for thing in counted(_row(text, "数量指标"), quantity.unit.symbol))}.intersection(
        entry["classes"]
    )
    if "acts" in entry:
        return name.startswith(tuple(entry["acts"])) + name.endswith(tuple(entry["acts"])) > 0 and act_clashes(
            name, frame.obj.what, quantity.dimension.value
        )
    measures = [*([quantity.unit.symbol] if "units" in entry else ()), *([quantity.dimension.value] if "dimensions" in entry else ())]
    return any(fits(kind, measure, frame.acted) == entry["verdict"] for kind in kinds for measure in measures)


def _shape(entry: Entry, text: str) -> bool:
    return shaped(text, entry["shape"], entry["place"])


def _generic(entry: Entry, text: str) -> bool:
    return is_generic(text)


def _reduplication(entry: Entry, text: str) -> bool:
    """The rule on doubled text leaves the whole value alone."""
    return not list(by_name()[DOUBLED.code].run(_row(f"指标|{text}", "质量指标"), {}))


def _names_words(entry: Entry, text: str) -> bool:
    return any(word in text for word in entry["words"])


USES: dict[str, tuple[Use, ...]] = {
    "units": (Use(_unit),),
    "comparators": (Use(_comparator),),
    "changes": (Use(_change),),
    "value-patterns": (Use(_pattern),),
    "value-words": (Use(_value_word),),
    "name-heads": (
        Use(_head),
        Use(_found_by("JX503", *ALL), "direction_hit", "direction_miss"),
        Use(_beyond, "over_hit", "over_miss"),
    ),
    "name-words": (Use(_name_word),),
    "measures": (Use(_found_by("JX405", "数量指标")),),
    "typos": (Use(_typo),),
    "substitutions": (Use(_substitution, template=("{letters}", "甲乙")),),
    "characters": (Use(_character, template=("{word}", "41")),),
    "reading": (Use(reading.speaks),),
    "traditional": (Use(lambda entry, text: entry["group"] in normalise(text).text, template=("{word}", "一二三")),),
    "labels": (Use(_label, template=("{word}", "{word}甲乙丙")),),
    "budget-tables": (Use(_budget_table),),
    "budget-terms": (Use(_term),),
    "statements": (Use(_statement, template=("比上年{word}", "比上年")),),
    "tags": (Use(_tag),),
    "object-classes": (Use(_class),),
    "measure-kinds": (Use(_measured),),
    "aspects": (Use(_aspect),),
    "object-units": (Use(_fits),),
    "name-shapes": (Use(_shape),),
    "renamings": (Use(_renamed),),
    "generic-names": (Use(_generic),),
    "narrative-words": (Use(_alternative("narrative-words"), template=("另有{word}", "另有")),),
    "project-words": (Use(_alternative("project-words"), template=("县级{word}", "县级")),),
    "phrases": (Use(_phrase, template=("另有{word}", "另有")),),
    "placeholders": (Use(_alternative("placeholders"), template=("{word}", "甲乙")),),
    "slogans": (Use(_somewhere("slogans"), template=("{word}", "甲乙")),),
    "reduplications": (Use(_reduplication, template=("{word}", "稳定稳定")),),
    "countables": (Use(_names_words),),
    "indicators": (Use(_names_words),),
}

_WORD_TEMPLATES = {
    "evaluative": ("{word}", "{word}档案室"),
    "degree": ("{word}稳定", "{word}档案室"),
    "suffix": ("稳定{word}", "{word}档案室"),
    "direction": ("{word}", "{word}档案室"),
    "yesno": ("{word}", "{word}档案室"),
    "grade": ("{word}", "{word}档案室"),
    "scale": ("{word}", "{word}档案室"),
    "negation": ("{word}", "{word}档案室"),
    "scale_step": ("{word}", "档案室"),
    "unwanted": ("{word}", "档案室"),
    "act": ("{word}率", "县级{word}率"),
    "whole": ("{word}", "县级公路{word}"),
}
"""Examples of groups of plain words; the word itself is the hit."""


def examples(lexicon: str, use: Use, entry: Entry) -> tuple[list[str], list[str]]:
    """The hits and misses of an entry under one use."""
    if use.hit in entry or use.miss in entry:
        return _listed(entry.get(use.hit)), _listed(entry.get(use.miss))
    if "words" in entry:
        return [f"青禾县{word}项目" for word in entry["words"]], ["甲乙"]
    template = use.template or _WORD_TEMPLATES.get(entry.get("group", ""))
    if template is None or use.hit != "hit":
        return [], []
    return [template[0].format(**entry)], [template[1].format(**entry)]


def _listed(held: str | list[str] | None) -> list[str]:
    return [] if held is None else [held] if isinstance(held, str) else list(held)
