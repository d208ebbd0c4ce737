"""What a goal says without what prose prints around it: 为：…, the heading before it, 具体目标分列如下 behind it. Only for text whose cells are not
those of a file: in an exact cell everything printed is the goal."""

from __future__ import annotations

import re

from linter.knowledge.patterns import deferred
from linter.layouts.goal_headings import is_goal_heading
from linter.layouts.labels import field_of, level1_of, level2_of, made_of
from linter.values import normalise

_LEAD = deferred(r"[\s:：。，,]*(?:(?:为|是)\s*[:：]|[:：])?\s*")
_ANNOUNCING = deferred(r"(?:^|(?<=[。；;!！\n]))[^。；;!！\n]{0,24}(?:如下|下列|以下)[^。；;!！\n]{0,6}[:：。]?\s*$")
"""A last sentence that announces what stands below: 具体目标分列如下：."""
_CLAUSE = deferred("[。；;，]|,(?![0-9]{3})")
_SHORTEST = 5
"""Characters of the first clause of a goal behind a label in prose: 收悉。 is none."""
_TITLE = deferred("[与和及的]")
_QUESTION = re.compile("[?？]$")
_YEAR = re.compile(r"[（(]?20[0-9]{2}年?度?[)）]?")
_PLAN = deferred(r"^(.{2,8}?(?:目标|设定))(?=[\u3400-\u9fff])")
_LONGEST_LABEL = 12
_WHOLE = 12
"""A shorter text with half a bracket is a rest of something else."""


def stated_goal(text: str, marked: bool) -> tuple[int, int] | None:
    """Where in a text behind its label the goal stands, ``None`` where it states none: a rest of a title or of a sentence, a year, a level.
    ``marked``: a colon parts the label from it."""
    start = _LEAD.match(text).end()  # type: ignore[union-attr]
    end = len(text.rstrip())
    if (behind := _ANNOUNCING.search(text, start)) is not None:
        end = len(text[: behind.start()].rstrip())
    if (heading := _PLAN.match(text[start:end])) is not None and len(made_of("goal-part", heading[1])) > 1:
        start += heading.end()
    said = normalise(text[start:end]).text
    first = _CLAUSE.split(said, maxsplit=1)[0]
    groups = made_of("goal-part", said)
    if (
        not said
        or (groups and "done" not in groups)
        or is_goal_heading(said)
        or field_of(said) == "indicator_block"
        or _QUESTION.search(said)
    ):
        return None
    if said.count("(") != said.count(")") and len(said) < _WHOLE:
        return None
    if _TITLE.match(said) or _YEAR.fullmatch(said) or (not marked and start == 0 and len(first) < min(len(said), _SHORTEST)):
        return None
    if any(said[:n].endswith("指标") and (level1_of(said[:n]) or level2_of(said[:n])) for n in range(4, _LONGEST_LABEL)):
        return None
    return start, end
