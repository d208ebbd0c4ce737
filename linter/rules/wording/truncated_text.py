"""JX803: a field cut mid-sentence, or brackets that do not close. A short text is never cut only for being short."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import words
from linter.language import tokens
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, is_cut_of
from linter.rules.wording._texts import Printed, printed_texts

RULE = Rule(
    code="JX803",
    slug="truncated-text",
    title="文字不完整",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    needs=frozenset({"tokens"}),
    messages={
        "default": "{mark}没有成对出现，文字可能不完整。",
        "open": "文字在“{end}”处中断，句子可能未写完。",
        "cut": "年度与实施期名称相比被截断，请核实原表文字是否完整。",
    },
    about_characters=True,
)
_PAIRS = {"《": "》", "“": "”", "（": "）", "〔": "〕", "【": "】", "「": "」"}
_NAMES = {"《": "书名号", "“": "引号", "（": "括号", "〔": "括号", "【": "括号", "「": "引号"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_WIDE = str.maketrans({"(": "（", ")": "）", "[": "【", "]": "】", "［": "【", "］": "】"})
_ENUMERATOR = re.compile(r"(?:(?<![（0-9])|(?<=^))(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z①-⑳])）")
_INTERVAL = re.compile(r"[（【][-－]?[0-9.]+[%％]?[,，~～\-－—至][-－]?(?:[0-9.]+|∞)[%％]?[）】]")
_BRACKET = re.compile(r"[《》“”（）()〔〕【】「」\[\]［］]")
_MIN = 4
_NARRATIVES = tuple(f"fields.{key}" for key in ("overview", "basis", "necessity", "measures", "plan", "goal"))


def _unbalanced(text: str) -> str | None:
    """The pair of brackets that does not close, ``None`` where all do. List numbers (1）) and intervals ([90,100)) are no brackets."""
    if _BRACKET.search(text) is None:
        return None
    plain = _ENUMERATOR.sub("", _INTERVAL.sub("", text.translate(_WIDE)))
    if '"' in plain:
        plain = plain.replace("“", "").replace("”", "")  # a straight quote may close a curly one
    waiting: list[str] = []
    for char in plain:
        if char in _PAIRS:
            waiting.append(char)
        elif char in _CLOSING:
            if _CLOSING[char] not in waiting:
                return _CLOSING[char] + char
            waiting.reverse()
            waiting.remove(_CLOSING[char])
            waiting.reverse()
    return waiting[0] + _PAIRS[waiting[0]] if waiting else None


def _open_end(printed: Printed) -> str | None:
    """The connective a narrative breaks off at."""
    text = printed.text.text.rstrip()
    if len(text) < 10 or not printed.path.startswith(_NARRATIVES):
        return None
    connectives = words("narrative-words", "connective")
    if not text.endswith(tuple(connectives)):
        return None
    last = tokens(text)[-1].text
    return last if last in connectives else None


def check(form: FormView) -> Iterator[Hit]:
    for printed in form.once(printed_texts):
        related = tuple((other, "另一处") for other in printed.others)
        text = printed.text.text
        mark = _unbalanced(text) if len(text) >= _MIN else None
        if mark is not None and not (printed.path.endswith(".value") and mark in "《》“”"):
            yield Hit(printed.path, {"mark": _NAMES[mark[0]] + mark}, related=related, half=printed.half)
        elif (end := _open_end(printed)) is not None:
            yield Hit(printed.path, {"end": end}, "open", related=related, half=printed.half)
    for index, indicator in enumerate(form.form.indicators):
        if indicator.period and indicator.annual:
            period, annual = indicator.period.name.text, indicator.annual.name.text
            if is_cut_of(annual, period) or is_cut_of(period, annual):
                half = "annual" if len(annual) < len(period) else "period"
                yield Hit(f"indicators[{index}].{half}.name", variant="cut", confidence=Confidence.LOW)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请对照原稿补全。")
