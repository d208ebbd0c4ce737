"""Symbolic paths: what a rule names, resolved once through provenance.

Grammar (0-based indices)::

    path      = "" | form | table | narrative
    form      = "forms[" n "]" [ "." ( "fields." key [ "." half ] | "fields.funding." half "." label
                                     | "indicators[" n "]" [ "." half [ "." part ] ] ) ]
    table     = "tables[" n "]" [ ".rows[" n "]" [ ".figures[" n "]" ] ]
    narrative = "narrative[" n "]" [ ".paragraphs[" n "]" ]
    part      = "name" | "value" | "comparator" | "unit" | "nature" | "weight" | "standard" | "actual" | "score"
              | "explanation" | "remark" | "thresholds[" n "]"

``fields.goal.annual`` and ``fields.total.period`` address the goal and the amounts; the pointer into ``parse`` output is
the same path.
"""

from __future__ import annotations

import re

from linter.model.document import Document
from linter.model.form import HALVES, Form, Half, Target, Text
from linter.model.place import Place

_STEP = re.compile(r"([A-Za-z_]\w*)((?:\[\d+\])*)")


class PathError(LookupError):
    """The path names nothing in this document: a bug in the rule that gave it."""


def _target(target: Target | None, part: str, path: str) -> Text:
    if target is None:
        raise PathError(path)
    if part.startswith("thresholds["):
        number = int(part[len("thresholds[") : -1])
        if number >= len(target.thresholds):
            raise PathError(path)
        return target.thresholds[number]
    text = getattr(target, part, None)
    if not isinstance(text, Text):
        raise PathError(path)
    return text


def _field(form: Form, keys: list[str], path: str) -> Text:
    try:
        match keys:
            case ["goal", ("period" | "annual") as half]:
                return form.goal[half]
            case ["total", ("period" | "annual") as half]:
                return form.total[half].text
            case ["funding", ("period" | "annual") as half, label]:
                return form.funding[half][label].text
            case [key]:
                return form.fields[key]
    except KeyError:
        pass
    raise PathError(path)


def _in_form(form: Form, rest: str, path: str) -> Text | Place | None:
    if not rest:
        return form.title if form.title is not None else form.place
    if rest.startswith("fields."):
        return _field(form, rest[len("fields.") :].split(".", 2), path)
    match = re.fullmatch(r"indicators\[(\d+)\](?:\.(period|annual)(?:\.(.+))?)?", rest)
    if match is None or int(match[1]) >= len(form.indicators):
        raise PathError(path)
    indicator = form.indicators[int(match[1])]
    if match[2] is None:
        target = indicator.annual or indicator.period
        return None if target is None else _first_placed(target)
    half: Half = "period" if match[2] == "period" else "annual"
    if match[3] is None:
        target = indicator.half(half)
        return None if target is None else _first_placed(target)
    return _target(indicator.half(half), match[3], path)


def _first_placed(target: Target) -> Text:
    return target.value if target.value.place and not target.name.place else target.name


def _in_document(document: Document, path: str) -> Text | Place | None:
    steps = [(m[1], [int(n) for n in re.findall(r"\d+", m[2])]) for m in _STEP.finditer(path)]
    try:
        match steps:
            case [("tables", [n])]:
                return document.tables[n].place
            case [("tables", [n]), ("rows", [r])]:
                return document.tables[n].rows[r].label
            case [("tables", [n]), ("rows", [r]), ("figures", [c])]:
                return document.tables[n].rows[r].figures[c].text
            case [("narrative", [n])]:
                paragraphs = document.narrative[n].paragraphs
                return paragraphs[0] if paragraphs else None
            case [("narrative", [n]), ("paragraphs", [p])]:
                return document.narrative[n].paragraphs[p]
    except (IndexError, KeyError):
        pass
    raise PathError(path)


def resolve(document: Document, path: str) -> Text | Place | None:
    """The text (or, for a whole form or table, the place) a path names. ``None`` for the document itself.

    Raises:
        PathError: the path names nothing.
    """
    if not path:
        return None
    if not path.startswith("forms["):
        return _in_document(document, path)
    number, _, rest = path[len("forms[") :].partition("]")
    if not number.isdigit() or int(number) >= len(document.forms):
        raise PathError(path)
    return _in_form(document.forms[int(number)], rest.removeprefix("."), path)


def place_of(document: Document, path: str, span: tuple[int, int] | None = None) -> Place | None:
    """The concrete place of a path, narrowed to a span of code points of the raw text where one is given."""
    found = resolve(document, path)
    if isinstance(found, Text):
        if found.place is None:
            return None
        start, end = span or (0, len(found.text))
        return found.place.within(start, end, found.text)
    return found


def place_near(document: Document, path: str, span: tuple[int, int] | None = None) -> Place:
    """``place_of``, and for what stands nowhere (a cell the file lacks) the nearest place: its row, its form's head, the file."""
    return place_of(document, path, span) or _around(document, path) or Place(document.path, document.member)


def _around(document: Document, path: str) -> Place | None:
    match = re.match(r"forms\[(\d+)\](?:\.indicators\[(\d+)\](?:\.(period|annual))?)?", path)
    if match is None:
        return None
    form = document.forms[int(match[1])]
    if match[2] is not None:
        indicator = form.indicators[int(match[2])]
        targets = [target for half in sorted(HALVES, key=lambda half: half != match[3]) if (target := indicator.half(half))]
        texts = (text for target in targets for text in (target.name, target.value))
        if place := next((text.place for text in texts if text.place is not None), None):
            return place
    return (form.title.place if form.title is not None else None) or form.place
