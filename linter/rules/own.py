"""Rules of the user's own, as data: a word list, a pattern with a time limit, a numeric bound, a required row.

An own rule is a rule like any other: it gives the same findings, is selected, suppressed and baselined by its code.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from linter.knowledge.context import Entry
from linter.model.errors import JixiaoError
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.registry import Loaded, by_name
from linter.rules.views import FormView, Row
from linter.values import parse_value
from linter.values.types import Quantity

_TIMEOUT_MS = 50
Check = Callable[[Row], Iterator[Hit]]


class OwnRuleError(JixiaoError, ValueError):
    """An own rule that cannot be used. The message names its code and the key."""


class TooSlow(Exception):
    """A user's pattern ran into its time limit."""


def _pattern(entry: Entry, key: str) -> Callable[[str], tuple[int, int] | None]:
    """A search with the ``regex`` module, which can stop a pattern that runs away."""
    import regex

    try:
        compiled_ = regex.compile(entry[key])
    except regex.error as error:
        raise OwnRuleError(f"{entry['code']}.{key} 不是有效的正则表达式（{error}）") from error
    limit = entry.get("timeout-ms", _TIMEOUT_MS) / 1000

    def search(text: str) -> tuple[int, int] | None:
        try:
            match = compiled_.search(text, timeout=limit)
        except TimeoutError as error:
            raise TooSlow(f"正则表达式超过时限 {limit * 1000:g} 毫秒：{entry[key]}") from error
        return match.span() if match else None

    return search


def _words(words: list[str]) -> Callable[[str], tuple[int, int] | None]:
    def search(text: str) -> tuple[int, int] | None:
        return next(((at, at + len(word)) for word in words if (at := text.find(word)) >= 0), None)

    return search


def _comparable(quantity: Quantity | None, unit: str | None) -> Decimal | None:
    """The value's number in the bound's own unit; ``None`` where they measure different things."""
    if quantity is None:
        return None
    if unit is None:
        return quantity.number
    wanted = parse_value(f"1{unit}").quantity
    if wanted is None or wanted.unit is None or wanted.dimension is not quantity.dimension:
        return None
    return quantity.amount / wanted.unit.scale


def _row_check(entry: Entry) -> Check:
    part = entry.get("part", "value")
    categories = frozenset(entry.get("categories", ()))
    named = _pattern(entry, "names") if "names" in entry else None
    finders = [_pattern(entry, "pattern")] if "pattern" in entry else []
    finders += [_words(entry["words"])] if "words" in entry else []
    low, high = (Decimal(str(entry[key])) if key in entry else None for key in ("min", "max"))

    def check(row: Row) -> Iterator[Hit]:
        if (categories and row.category not in categories) or (named is not None and named(row.name_text) is None):
            return
        text = row.name_text if part == "name" else row.value_text
        for find in finders:
            span = find(text)
            if span is not None:
                yield Hit(part, span=span)
                return
        number = _comparable(row.value.quantity, entry.get("unit")) if low is not None or high is not None else None
        if number is not None and ((low is not None and number < low) or (high is not None and number > high)):
            yield Hit("value")

    return check


def _form_check(entry: Entry) -> Callable[[FormView], Iterator[Hit]]:
    wanted = _pattern(entry, "required-row")
    categories = frozenset(entry.get("categories", ()))

    def check(form: FormView) -> Iterator[Hit]:
        rows = [indicator.row for indicator in form.rows if not categories or indicator.row.category in categories]
        if not form.form.truncated and not any(wanted(row.name_text) for row in rows):
            yield Hit("")

    return check


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "？", "！")) else f"{text}。"


def compiled(entry: Entry) -> Loaded:
    """The rule an entry of ``own-rules`` describes (already valid against the schema).

    Raises:
        OwnRuleError: a pattern that does not compile, or a message with an unknown placeholder.
    """
    message = _sentence(entry["message"])
    try:
        message.format_map({"name": "", "value": "", "category": "", "quote": "", "project": ""})
    except (KeyError, ValueError, IndexError) as error:
        raise OwnRuleError(f"{entry['code']}.message 中的占位符有误，可用 {{name}} {{value}} {{category}} {{quote}} {{project}}") from error
    form_wide = "required-row" in entry
    rule = Rule(
        code=entry["code"],
        slug=entry["code"].lower(),
        title=entry["title"],
        severity=Severity(entry.get("severity", "warning")),
        confidence=Confidence.HIGH,
        scope=Scope.FORM if form_wide else Scope.INDICATOR,
        source=entry.get("source", "自定义规则"),
        messages={"default": message},
    )
    suggestion = entry.get("suggestion")

    def suggest(*_: object) -> Suggestion | None:
        return Suggestion(_sentence(suggestion)) if suggestion else None

    return Loaded(rule, _form_check(entry) if form_wide else _row_check(entry), suggest, Path(), own=True)


@cache
def rules_of(text: str) -> tuple[Loaded, ...]:
    """The rules of ``own-rules`` as JSON text (``""``: none), in the order given.

    Raises:
        OwnRuleError: see ``compiled``; or two with one code.
    """
    loaded = tuple(compiled(entry) for entry in json.loads(text)) if text else ()
    codes = [own.rule.code for own in loaded]
    for code in codes:
        if codes.count(code) > 1:
            raise OwnRuleError(f"{code} 重复")
        if code in by_name():
            raise OwnRuleError(f"{code} 已被占用")
    return loaded
