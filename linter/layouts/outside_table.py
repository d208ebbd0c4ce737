"""Fields printed in lines above or below the table: ``项目名称：…　主管部门：…``, ``负责人：…　填报日期：…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from linter.knowledge.patterns import deferred
from linter.layouts.header import WRAPPED
from linter.layouts.labels import clean, field_of, money_unit
from linter.layouts.led import GOALS, is_prose, led_goal
from linter.layouts.lines import doubt_of
from linter.layouts.money import money_of
from linter.layouts.taking import Header
from linter.layouts.titles import is_form_title, year_alone
from linter.model.blocks import Paragraph
from linter.model.form import FIELD_KEYS, Half, Text, Uncertain

_PIECE = deferred(r"(?P<label>[^\s:：]{2,14})[:：](?:[ \t　]*(?P<value>[^\s:：]+)(?=\s|$)|(?P<blank>))")
_GOAL = re.compile(r"\s*(?P<label>[^\s:：]{2,14})[:：]\s*")
_APART = "标签单独成段，其后一段按其内容读取，请核对"
_FOOT = frozenset({"leader", "contact", "phone", "filed"})
_MAX_LENGTH = 160


def _pieces(paragraph: Paragraph) -> Iterator[tuple[str, str, Text]]:
    """(field, label, value) for each labelled piece of a line that begins with a label."""
    text = paragraph.text
    pieces = [(match, field_of(match["label"])) for match in _PIECE.finditer(text)]
    if not pieces or pieces[0][1] is None or text[: pieces[0][0].start()].strip() or len(text) > _MAX_LENGTH:
        return
    for match, key in pieces:
        if key is not None:
            part = "value" if match["value"] else "blank"
            yield key, match["label"], Text(match[part], paragraph.place.within(*match.span(part), text), doubt_of(paragraph))


def above(paragraphs: Sequence[Paragraph], header: Header) -> None:
    """What the lines before a table state of the form and the table itself does not print."""
    goal_above(paragraphs, header)
    for paragraph in paragraphs:
        if is_form_title(paragraph.text):
            continue
        for key, label, value in _pieces(paragraph):
            if key in FIELD_KEYS:
                header.fields.setdefault(key, value)
            elif key == "year":
                header.year = header.year or year_alone(value.text)
            elif key == "total_annual" and not header.total:
                unit = money_unit(label) or header.unit
                header.total["annual"] = money_of(value, unit)


def _goal_begins(paragraph: Paragraph, following: Paragraph | None) -> tuple[str, int, Paragraph] | None:
    """The kind of goal a line begins, where its text begins, and in which line: that of its label, or the next one where the label stands
    alone."""
    text = paragraph.text
    labelled = _GOAL.match(text)
    key, start = (field_of(labelled["label"]), labelled.end()) if labelled else led_goal(text) or (field_of(text), len(text))
    if key not in GOALS or is_form_title(text):
        return None
    if text[start:].strip():
        return key, start, paragraph
    if following is None or not is_prose(following.text) or _PIECE.match(following.text.lstrip()) or is_form_title(following.text):
        return None
    return key, 0, following


def goal_above(paragraphs: Sequence[Paragraph], header: Header) -> None:
    """The goal stated in lines before a table that prints none: from its label to the next labelled line. Further lines are doubtful, and so
    is a line below a label without a colon, which may be a heading of more than the form."""
    if header.goal:
        return
    for number, paragraph in enumerate(paragraphs):
        begun = _goal_begins(paragraph, paragraphs[number + 1] if number + 1 < len(paragraphs) else None)
        if begun is None:
            continue
        key, start, first = begun
        text = first.text[start:].rstrip()
        doubt = _APART if first is not paragraph and not paragraph.text.rstrip().endswith((":", "：")) else doubt_of(first)
        goal = Text(text, first.place.within(start, start + len(text), first.text), doubt)
        after = paragraphs[number + 1 + (first is not paragraph) :]
        for more in takewhile(lambda line: not _PIECE.match(line.text.lstrip()) and not is_form_title(line.text), after):
            goal = Text(f"{goal.text}\n{more.text}", goal.place, WRAPPED)
        half: Half = "period" if key == "goal_period" else "annual"
        if goal.doubt:
            header.uncertain.append(Uncertain(f"fields.goal.{half}", goal.doubt, goal.place))
        header.goal[half] = goal


def owner_above(paragraphs: Sequence[Paragraph], header: Header) -> None:
    """What the lines before a list state of all its projects: department, unit and year."""
    for paragraph in paragraphs:
        for key, _, value in _pieces(paragraph):
            if key in ("department", "unit"):
                header.fields.setdefault(key, value)
            elif key == "year":
                header.year = header.year or year_alone(value.text)


def is_note(paragraph: Paragraph) -> bool:
    """Whether a line behind a table is a note on it; its footer may follow."""
    return clean(paragraph.text).startswith(("注", "说明", "备注", "填表说明", "填报说明"))


def is_foot(paragraph: Paragraph) -> bool:
    """Whether a line behind a table is its footer."""
    pieces = list(_pieces(paragraph))
    return any(key in _FOOT for key, _, _ in pieces) and all(key in (*_FOOT, "remark") for key, _, _ in pieces)


def below(paragraph: Paragraph, header: Header) -> None:
    """Take the footer printed behind the table."""
    for key, _, value in _pieces(paragraph):
        if key in FIELD_KEYS and not header.fields.get(key):
            header.fields[key] = value
