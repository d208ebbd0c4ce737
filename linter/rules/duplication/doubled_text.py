"""JX301: the whole value typed twice (稳定稳定, 好好) or a function or time word doubled (一年年, 的的)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import phrase, words
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import ways_out
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Shape

RULE = Rule(
    code="JX301",
    slug="doubled-text",
    title="文字重复录入",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX205", "JX208", "JX203", "JX204", "JX201", "JX207", "JX206"),
    messages={"default": "“{value}”是“{once}”重复录入。", "word": "“{value}”中“{doubled}”重复，疑为多录入一个字。"},
    about_characters=True,
)


def check(row: Row) -> Iterator[Hit]:
    text = "".join(row.value_text.split())
    if row.value.doubled:
        if text not in words("reduplications"):
            yield Hit("value", {"once": text[: len(text) // 2]})
        return
    match = phrase("doubled_word").search(row.value_text)
    if match is not None:
        yield Hit("value", {"doubled": match.group()[0]}, "word", span=match.span(), fix_edits=(("value", _once(row.value_text, match)),))


def _once(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + match.group()[0] + text[match.end() :]


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row = indicator.row
    if hit.variant == "word":
        return Suggestion(
            f"请核实，是否为“{hit.fix_edits[0][1].strip()}”；时效指标建议写明具体完成日期。"
            if row.category == "时效指标"
            else "请核实后删去重复的字。"
        )
    if row.value.quantities or row.value.shape is Shape.WHEN:
        return Suggestion(f"请核实，是否为“{hit.data['once']}”。")
    text, readings = ways_out(form, indicator)
    return Suggestion(f"去掉重复后仍难以考核，{text}", readings)
