"""A goal in one cell with its own label where no colon parts them: under it, behind a blank, a bracket or 为."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.context import derived
from linter.knowledge.patterns import deferred
from linter.layouts.labels import clean, field_of, is_known
from linter.layouts.titles import is_form_title
from linter.values import normalise

GOALS = ("goal", "goal_period", "goal_annual")
_LONGEST, _SHORTEST = 24, 8
"""Characters of a label with its blanks, and of a goal."""
_BRACKETED = re.compile(r"\s*[（(【\[]([^（()）\]】]{2,14})[)）】\]]\s*(?=\S)")
_PARTED = re.compile(r"(?<!\s)\s+(?=\S)|[为是]\s*(?=\S)")
_MARK = deferred("[，。；,;]")
_HEAD = deferred(r"[\s，。；、,;:：]")
_YEARS = re.compile(r"20[0-9]{2}年?")
_ASIDE = deferred(r"[（(【\[]")


def _labels(text: str) -> Iterator[tuple[str, int]]:
    """What may be a label at the beginning of a text, the longest first, and where the rest begins."""
    bracketed = _BRACKETED.match(text)
    if bracketed is not None:
        yield bracketed[1], bracketed.end()
    parts = [(text[: match.start()], match.end()) for match in _PARTED.finditer(text, 0, _LONGEST + 1)]
    yield from reversed(parts)


def is_prose(text: str) -> bool:
    """Whether a text says something: no heading, no note on how to fill in, no other label."""
    folded = normalise(text).text
    if len(folded) < _SHORTEST or _ASIDE.match(folded) or is_known(text) or is_known(_HEAD.split(text, maxsplit=1)[0]):
        return False
    counted = re.search("[0-9]", _YEARS.sub("", folded)) is not None and ":" not in folded
    return counted or _MARK.search(folded) is not None


@derived(size=4096)
def led_goal(text: str) -> tuple[str, int] | None:
    """``年度总体目标⏎保障12处…`` → (``goal``, offset of the goal). ``None`` where the text is none or is parted by a colon."""
    if len(text) <= _SHORTEST or is_form_title(text) or is_known(text):
        return None
    for label, start in _labels(text):
        key = field_of(label)
        if key in GOALS and not label.rstrip().endswith((":", "：")) and is_prose(text[start:]):
            return key, start
    return None


def speaks_of_goal(text: str) -> bool:
    """Whether a text begins with the label of a goal and goes on in prose, in whatever way the two are parted."""
    word = clean(text)
    return not is_form_title(text) and any(field_of(word[:end]) in GOALS and is_prose(word[end:]) for end in range(2, 15))
