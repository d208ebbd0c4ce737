"""JX213: 项目概况 only repeats the project's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import alternation, phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import normalise

RULE = Rule(
    code="JX213",
    slug="empty-narrative",
    title="项目概况只是重复项目名称",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    messages={"default": "项目概况只是重复项目名称，没有写明项目内容。"},
)
_YEAR = re.compile(r"20[0-9]{2}年?度?")
_CODE = "0123456789-—"
_MIN_PART = 4


def _bare(text: str, form: FormView) -> str:
    """The text without years, the unit's own names, its place, and words any project has."""
    bare = _YEAR.sub("", normalise(text).text)
    for owner in (normalise(form.text(key)).text for key in ("unit", "department")):
        place = phrase("own_place").match(owner)
        bare = bare.replace(owner, "") if owner else bare
        bare = bare.replace(place.group().lstrip(_CODE), "") if place is not None else bare
    return alternation("narrative-words", "overview_filler").sub("", bare)


def check(form: FormView) -> Iterator[Hit]:
    overview = form.form.fields.get("overview")
    if overview and form.project:
        text, name = _bare(overview.text, form), _bare(form.project, form)
        if text and (text == name or (text in name and len(text) >= _MIN_PART)):
            yield Hit("fields.overview")


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明项目做什么、面向谁、规模多大、如何实施。")
