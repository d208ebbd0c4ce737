"""How well a text stands under a heading: what a level, a name, a value, a sign, a unit, a score looks like. Costs are data."""

from __future__ import annotations

import re
from itertools import pairwise

from linter.knowledge.context import derived
from linter.knowledge.patterns import deferred
from linter.layouts.alignment.chrome import is_chrome, spare
from linter.layouts.alignment.costs import cost
from linter.layouts.alignment.soft import category_before, labels_in, quantity
from linter.layouts.labels import category_of, clean, content_of, field_of, is_known, level1_of, level2_of, role_of
from linter.layouts.titles import is_form_title, is_page_mark
from linter.values import normalise, parse_value
from linter.values.types import Shape
from linter.values.units import is_unit

NEVER = 99.0
_WORDS = re.compile(r"[\u3400-\u9fff]")
_CONTENT = re.compile(r"[\w≥≤=<>%]")
_BARE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?(?:分|%)?")
_NUMERIC = re.compile(r"[≥≤=<>]*[0-9][0-9.,]*")
_PADDED = re.compile("[≥≤=<>]*0[0-9]")
"""A number that begins with a nought it does not need: the last digit of the cell before it."""
_PARTING = deferred("[-—/、·>→]")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_DASH = re.compile(r"[-/—]+")
_TEMPLATE = re.compile(
    r"(?:指标|目标)(?:[0-9一二三四五六七八九十]{1,2}[:：.、]?(?:…+|\.{3,})?|[:：.、]?(?:…+|\.{3,}))|[…·.]+|[0-9]{1,2}[.、](?:…+)?"
)
_TOTAL = deferred(r"(?:权重|分值|得分|指标|自评|评价|综合)*(?:总?合计|小计|总计|总分|总得分)(?:[（(].*[)）])?")
_PREFIX = re.compile(
    r"^(?:指标[0-9一二三四五六七八九十]+[:：.、]?|[0-9]{1,2}[.、．:：](?![0-9])|[0-9]{1,2}-[0-9]{1,2}|[(（][0-9一二三四五六七八九十]+[)）]|[①-⑳]|[★☆*●]+)+"
)
_NUMBER_FIRST = deferred(
    r"^(?:指标[0-9一二三四五六七八九十]+[:：.、]?|[0-9]{1,2}[.、．:：](?![0-9])|[(（][0-9一二三四五六七八九十]+[)）]|[①-⑳]|-{1,2}(?=[\u3400-\u9fff]))+"
)
_SENTENCE = re.compile(r"[。;；!！?？]")
_CLAUSE = re.compile(r"[。;；!！?？,，].|[\[【][^\[\]【】]{0,60}?[\u3400-\u9fff][≥≤=<>]{0,2}[0-9][^\[\]【】]{0,60}[\]】]")
"""What stands in no level label: several clauses, a target in square brackets."""
_SIGNED = re.compile(r"[≥≤=<>]|不低于|不少于|不高于|不超过|大于|小于|达到")
_SIGN_INSIDE = re.compile("[≥≤=<>][0-9]")
_POINTS_FIRST = re.compile(r"[(（][0-9]{1,3}分?[)）]")
_SECTION = re.compile(r"[一二三四五六七八九十]、[^，,。]{2,8}(?:目标|指标)")
_ITEM_LAST = re.compile(r"[(（][0-9一二三四五六七八九十]{1,2}[)）]$|指标[0-9]+[:：]?$")
_ITEM = re.compile(r"[★☆●]|指标[0-9]")
_ITEM_INSIDE = re.compile("指标[0-9]")
_NO_VALUE = re.compile(r"指标$|[□☑☐]|^[0-9]{1,2}-[0-9]{1,2}$")
"""A level label cut in two, boxes to tick, the number of an item."""
_BAD_MARK = re.compile(r"[$#@^{}\\]|\ufffd|\*\*.{0,60}[0-9]|[?？]$")
_OWNER = re.compile(r"(?:局|委员会|中心|办公室|政府|大队|公司|厅|学会|协会|红十字会|联合会)$")
_GRADES = frozenset({Shape.GRADE, Shape.STATUTORY})
_LOOSE = frozenset({Shape.GRADE, Shape.DIRECTION, Shape.FILLER, Shape.YESNO, Shape.STATUTORY, Shape.REFERENCE, Shape.SCALE, Shape.NEGATION})
_EXPLAINED = frozenset({Shape.CHANGE, Shape.WHEN, Shape.RANGE})
_COUNTED = frozenset({Shape.NUMBER, Shape.RANGE, Shape.WHEN, Shape.CHANGE, Shape.MANY})


def bare_name(folded: str) -> str:
    """A name without its number and stars."""
    return _PREFIX.sub("", folded)


def unnumbered(folded: str) -> str:
    """A name of a list without its number; its stars stay."""
    return _NUMBER_FIRST.sub("", folded)


def unmarked(folded: str) -> str:
    """A text without the list marks behind it."""
    return folded.rstrip(";；。,，、")


def unbracketed(folded: str) -> str:
    """A value without the bracket around all of it."""
    text = folded
    if len(text) > 2 and text[0] in "(（" and text[-1] in ")）" and ")" not in text[1:-1] and "）" not in text[1:-1]:
        return text[1:-1]
    return text


@derived(size=65536)
def level1(folded: str) -> float:
    """The cost of reading a text as a level 1."""
    if _POINTS_FIRST.match(folded) or _ITEM_LAST.search(folded):
        return NEVER
    if level1_of(folded) is not None:
        return 0.0 if len(clean(folded)) > 2 else cost("fit", "level-short")
    if _SECTION.fullmatch(folded):
        return cost("fit", "level-section")
    if len(folded) <= 10 and folded.endswith("指标") and level2_of(folded) is None:
        return cost("fit", "level-unknown")
    return NEVER


@derived(size=65536)
def level2(folded: str) -> float:
    """The cost of reading a text as a level 2."""
    if _POINTS_FIRST.match(folded) or _ITEM_LAST.search(folded) or _CLAUSE.search(folded):
        return NEVER
    if level2_of(folded) is not None:
        return 0.0 if level1_of(folded) is None or len(clean(folded)) > 2 else cost("fit", "level-short")
    if _counted(folded):
        return NEVER
    if category_of(folded, "") and _only_labels(folded):
        return cost("fit", "category-word")
    unknown = len(folded) <= 14 and clean(folded).endswith("指标") and level1_of(folded) is None and role_of(folded) is None
    if unknown and not any(folded[start:end].endswith("指标") for start, end in labels_in(folded)):
        return cost("fit", "level-unknown")
    return NEVER


def _only_labels(folded: str) -> bool:
    """Whether what a label prints together are labels (产出指标-数量指标), not the last cell of the row above and a label (监测月报四、满意度目标)."""
    first, *others = _PARTING.split(clean(folded.lstrip("([（【《〔")))
    return not others or level1_of(first) is not None or level2_of(first) is not None


def _counted(folded: str) -> bool:
    """Whether a text holds a date or a number with its sign or unit, which stand in no level label: cells run together with one."""
    bare = _BRACKETS.sub("", folded)
    return any(match["date"] or not match.group().isdigit() for match in quantity().finditer(bare) if match.group())


@derived(size=65536)
def name(folded: str) -> float:
    """The cost of reading a text as the name of an indicator."""
    text = bare_name(folded)
    words = len(_WORDS.findall(text))
    if is_unit(text):
        return cost("fit", "name-unit")
    if words < 2 or len(text) > 80:
        return NEVER if words < 1 or len(text) > 160 else cost("fit", "name-wordless")
    if level2_of(text) is not None or level1_of(text) is not None:
        return cost("fit", "name-level")
    price = _labelled(text, folded) + _marked(text) + _valued(text)
    if words == 2 and not price:
        price += cost("fit", "name-short")
    return price


def _labelled(text: str, folded: str) -> float:
    """What a name pays for being a word of the form itself, or beginning with one."""
    if is_known(text) or role_of(text) or _SECTION.match(folded) or is_chrome(folded):
        return cost("fit", "name-label")
    if is_form_title(folded) or is_page_mark(folded):
        return cost("fit", "name-title")
    spans = labels_in(text)
    led = (bool(spans) and spans[0][0] <= 1) or category_before(text) > 0 or text.startswith("指标")
    first = cost("fit", "name-level-first") if led else 0.0
    return first + _levels_inside(text)


def _levels_inside(text: str) -> float:
    """What a text pays for level labels in it: 质量指标 stands in no name and in no value."""
    return cost("fit", "level-inside") * sum(text[start:end].endswith("指标") for start, end in labels_in(text))


def _marked(text: str) -> float:
    """What a name pays for the marks of other things: sentences, lists, owners."""
    price = 0.0
    if _SENTENCE.search(text) or len(text) > 40:
        price += cost("fit", "name-sentence")
    if re.search("[:：].", text):
        price += cost("fit", "name-colon")
    if "【" in text or "〔" in text or _ITEM_INSIDE.search(text):
        price += cost("fit", "name-group")
    if _OWNER.search(text):
        price += cost("fit", "name-owner")
    return price


def _valued(text: str) -> float:
    """What a name pays for a value in it."""
    price = 0.0
    inner = _BRACKETS.sub("", text)
    if _SIGNED.match(inner):
        price += cost("fit", "name-signed")
    elif _SIGN_INSIDE.search(inner):
        price += cost("fit", "name-sign")
    elif _SIGNED.search(inner) and re.search("[0-9]", inner):
        price += cost("fit", "name-value")
    elif spans := [match.span() for match in quantity().finditer(inner) if match.group()]:
        whole = spans[0][0] == 0
        if whole and spans[0][1] == len(inner):
            price += cost("fit", "name-signed")
        elif whole and not inner.startswith("20"):
            price += cost("fit", "name-number-first")
        elif spans[-1][1] == len(inner):
            price += cost("fit", "name-value")
    if not price and re.search(r"[0-9](?:%|元)$", text):
        price += cost("fit", "name-value")
    elif not price and len(text) <= 6 and parse_value(text).shape in _LOOSE:
        price += cost("fit", "name-grade")
    return price


@derived(size=65536)
def value(folded: str) -> float:
    """The cost of reading a text as a target value."""
    text = unbracketed(unmarked(folded))
    if not text or _DASH.fullmatch(text):
        return cost("fit", "value-dash")
    if (
        level1_of(text)
        or level2_of(text)
        or _label(text)
        or is_page_mark(text)
        or is_form_title(text)
        or _NO_VALUE.search(text)
        or is_chrome(text)
    ):
        return cost("fit", "value-label")
    price = (cost("fit", "value-mark") if _BAD_MARK.search(text) or _ITEM.search(text) else 0.0) + _levels_inside(text)
    read = parse_value(text)
    if read.shape is Shape.BARE or read.shape is Shape.EMPTY:
        return price + cost("fit", "value-bare")
    if read.shape is Shape.PLACEHOLDER:
        return price + cost("fit", "value-text")
    if _dates_together(text):
        return price + cost("fit", "value-several")
    if read.shape in _COUNTED:
        return price + (_numbered(text, len(read.leftovers)) if read.leftovers or read.shape not in _EXPLAINED else 0.05)
    if read.shape in _LOOSE:
        return price + cost("fit", "value-grade")
    if _OWNER.search(text):
        price += cost("fit", "value-owner")
    return price + cost("fit", "value-text") + cost("fit", "value-long") * max(0, len(text) - 8) / 10


def _dates_together(text: str) -> bool:
    """Whether two dates follow each other with nothing between: those of two cells."""
    spans = [match.span() for match in quantity().finditer(text) if match["date"]]
    return any(first[1] == second[0] for first, second in pairwise(spans))


def _label(text: str) -> bool:
    """Whether a text is a word of the form itself and no grade: 优 heads a column of thresholds, 一级 one of levels, and both are values too."""
    return is_known(text) and not (role_of(text) or "").startswith("threshold") and parse_value(text).shape not in _GRADES


def _numbered(text: str, leftovers: int) -> float:
    """A value with numbers: how much of it is something else."""
    match = quantity().match(text)
    if match is not None and not match["date"] and _PADDED.match(text):
        return cost("fit", "value-padded")
    if match is not None and match.end() == len(text):
        return 0.0 if not _NUMERIC.fullmatch(text) or not text[0].isdigit() else cost("fit", "value-unitless")
    several = len([m for m in quantity().finditer(text) if m.end() > m.start()])
    words = len(_WORDS.findall(quantity().sub("", text)))
    return cost("fit", "value-several") * max(0, several - 1) + cost("fit", "value-worded") * min(words, 8) / 4 + 0.3 * (leftovers > 0)


@derived(size=65536)
def comparator(folded: str) -> float:
    """The cost of reading a text as the sign of a target, or what some columns print in its place (定量)."""
    kind = content_of(folded)
    if kind in ("comparator", "direction"):
        return 0.0
    return cost("fit", "comparator-nature") if kind == "nature" else NEVER


@derived(size=65536)
def nature(folded: str) -> float:
    """The cost of reading a text as 定量 or 定性."""
    kind = content_of(folded)
    return 0.0 if kind == "nature" else cost("fit", "comparator-nature") if kind is not None else NEVER


@derived(size=65536)
def unit(folded: str) -> float:
    """The cost of reading a text as a unit."""
    base = folded.lstrip("万亿千")
    if is_unit(folded) or is_unit(base) or (base.endswith("次") and is_unit(base[:-1])):
        return 0.0
    parts = re.split(r"[/·]", folded)
    if len(parts) > 1 and all(part and (is_unit(part) or len(part) <= 3) for part in parts):
        return 0.1
    worded = len(folded) <= 4 and not re.search(r"[0-9≥≤=<>]", folded) and not is_known(folded) and content_of(folded) is None
    return cost("fit", "unit-word") if worded else NEVER


@derived(size=65536)
def actual(folded: str) -> float:
    """The cost of reading a text as what was achieved."""
    if _DASH.fullmatch(folded):
        return 0.1
    return min(value(folded), cost("fit", "actual-text")) if value(folded) < cost("fit", "value-label") else value(folded)


@derived(size=65536)
def points(folded: str) -> float:
    """The cost of reading a text as a weight or a score."""
    if _BARE.fullmatch(folded):
        number = float(re.sub("[分%]", "", folded))
        return 0.0 if number <= 30 else cost("fit", "points-many") if number <= 100 else NEVER
    return cost("fit", "points-dash") if _DASH.fullmatch(folded) else NEVER


@derived(size=65536)
def note(folded: str) -> float:
    """The cost of reading a text as an explanation or a remark."""
    if level1_of(folded) or level2_of(folded) or not (_CONTENT.search(folded) or _DASH.fullmatch(folded)):
        return cost("fit", "note-label")
    if _DASH.fullmatch(folded) or folded in ("无",):
        return 0.1
    if _ITEM.search(folded):
        return cost("fit", "note-label")
    if not quantity().sub("", folded):
        return cost("fit", "note-number")
    if _swallows(folded):
        return cost("fit", "note-target")
    return (cost("fit", "note-field") if field_of(folded) else cost("fit", "note")) + _levels_inside(folded)


def _swallows(folded: str) -> bool:
    """Whether a note ends with a target, or with a target and what was achieved of it: cells of a row that run into the note."""
    ends = [match for match in quantity().finditer(folded) if match.group()]
    if not ends or ends[-1].end() < len(folded) or ends[0].start() == 0:
        return False
    beside = len(ends) > 1 and ends[-2].end() == ends[-1].start()
    return beside or ends[-1].group()[0] in "≥≤=<>"


@derived(size=65536)
def anything(folded: str) -> float:
    """The cost of reading a text under a heading that says nothing of it: a number is as good as words."""
    price = note(folded)
    return cost("fit", "note") + 0.2 if price in (cost("fit", "note-number"), cost("fit", "note-target")) else price + 0.2


_BY_ROLE = {
    "level1": level1,
    "level2": level2,
    "name": name,
    "value": value,
    "region": value,
    "other-value": value,
    "aside": anything,
    "comparator": comparator,
    "nature": nature,
    "unit": unit,
    "actual": actual,
    "weight": points,
    "score": points,
    "standard": note,
    "explanation": note,
    "remark": note,
    "threshold1": value,
    "threshold2": value,
    "threshold3": value,
    "threshold4": value,
}


@derived(size=131072)
def fit(role: str, folded: str) -> float:
    """The cost of reading a text under a heading of a role."""
    own = _BY_ROLE.get(role)
    price = own(folded) if own is not None else note(folded) + 0.2
    return price if _balanced(folded) else price + cost("fit", "bracket")


@derived(size=65536)
def _balanced(folded: str) -> bool:
    return folded.count("(") == folded.count(")") and folded.count("【") == folded.count("】")


@derived(size=65536)
def junk(folded: str) -> float:
    """The cost of leaving a piece out: nothing for page marks, template rows and totals, much for what reads as a cell."""
    if not _CONTENT.search(folded):
        return cost("junk", "mark")
    if price := spare(folded):
        return price
    if is_page_mark(folded) or _TEMPLATE.fullmatch(folded) or _POINTS_FIRST.fullmatch(folded) or folded in ("续表", "(续)", "续"):
        return cost("junk", "mark")
    if _TOTAL.fullmatch(clean(folded)):
        return cost("junk", "total")
    if level1_of(folded) or level2_of(folded):
        return cost("junk", "level")
    if field_of(folded) == "indicator_block":
        return cost("junk", "total")
    if folded.endswith(":") and role_of(folded):
        return cost("junk", "total")
    if is_form_title(folded) or field_of(folded):
        return cost("junk", "label")
    if _BARE.fullmatch(folded) or _DASH.fullmatch(folded):
        return cost("junk", "number")
    return cost("junk", "text") + cost("junk", "length") * min(len(normalise(folded).text), 20) / 10


def is_total(folded: str) -> bool:
    """Whether a piece opens the row of totals."""
    return _TOTAL.fullmatch(clean(folded)) is not None


def is_template(folded: str) -> bool:
    """Whether a piece is a row of the template nobody filled in."""
    return _TEMPLATE.fullmatch(folded) is not None
