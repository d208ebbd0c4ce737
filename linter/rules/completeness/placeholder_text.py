"""JX109: template text left in a value or a narrative."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.context import derived
from linter.knowledge.lexicons import one_of, phrase, words
from linter.knowledge.patterns import deferred
from linter.model.finding import Confidence, Severity
from linter.model.form import NARRATIVE_KEYS
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import blank_target, replaced
from linter.rules.views import FormView
from linter.values.types import Shape

RULE = Rule(
    code="JX109",
    slug="placeholder-text",
    title="模板文字未替换",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    supersedes=("JX214",),
    messages={
        "default": "“{text}”是模板文字，未填写实际内容。",
        "pending": "指标值填“{text}”，未填写实际内容。",
        "name": "指标名称中残留“{text}”，请核实后删除或补全。",
    },
)
_RUN = r"(?:\*{2,}|[Xx×]{2,}|…+|_{2,}|〇{2,}|○{2,})"
_RUNNING = frozenset("*Xx×…_〇○")
"""What every run is made of: most texts have none of it."""
_RUNS = deferred(_RUN + "{1,4}")
_LABELS = re.compile(r"(?:目标[0-9一二三四五六七八九十]*[:：]?|[0-9]+[.、]|…+|[;；。,，])+")
_PENDING = frozenset({"待定", "待填", "待补充", "同上", "?", "？"})


def _led() -> str:
    """What leads to a thing and never to a masked person: 围绕XX产业, 对XX开展."""
    return "|".join(f"(?<={word})" for word in words("placeholders", "before"))


@derived
def _blanks() -> re.Pattern[str]:
    """A run of signs before what it should count or name, or after a comparator. A masked name (张**, 王XX) has neither."""
    unit = one_of(words("placeholders", "unit"))
    person = phrase("of_a_person").pattern.removeprefix("^")
    counted = rf"(?<![A-Za-z0-9*Xx×…_〇○])(?:{_RUN}(?={unit})|(?<=[≥≤<>=第约达])\s*{_RUN})(?![A-Za-z0-9])"
    return re.compile(rf"{counted}|_{{3,}}|(?:{_led()})(?:\*|[Xx×]|〇|○){{2,}}(?=[一-鿿]{{2}})(?!{person})")


@derived
def _prompts() -> re.Pattern[str]:
    return re.compile(rf"[（(][^（）()]{{0,12}}(?:{one_of(words('placeholders', 'prompt'))})[^（）()]{{0,40}}[）)]")


def template_in(text: str) -> tuple[int, int] | None:
    """Where a narrative still holds what the form's template prints, ``None`` where it does not."""
    runs, bracketed = not _RUNNING.isdisjoint(text), "(" in text or "（" in text
    if match := (_blanks().search(text) if runs else None) or (_prompts().search(text) if bracketed else None):
        return match.span()
    bare = "".join(text.split())
    whole = bare and (_LABELS.fullmatch(bare) or (runs and _RUNS.fullmatch(bare)))
    return (0, len(text)) if whole else None


def _in_names(form: FormView) -> Iterator[Hit]:
    """Asterisks at the end of a name beside a real value, once a form."""
    for indicator in form.rows:
        name = indicator.row.name_text.strip()
        stars = re.search(r"\*{2,}$|^\*{2,}", name) if "**" in name else None
        if stars and indicator.row.value.quantified:
            cleaned = name.strip("*")
            edits = ((indicator.path("name"), cleaned),) if cleaned else ()
            data = {"text": stars.group(), "cleaned": cleaned}
            yield Hit(indicator.path("name"), data, "name", severity=Severity.INFO, half=indicator.half, fix_edits=edits, fix_safe=True)
            return


def check(form: FormView) -> Iterator[Hit]:
    for indicator in form.rows:
        if indicator.row.value.shape is Shape.PLACEHOLDER and indicator.row.name_text.strip():
            text = "".join(indicator.row.value_text.split())
            yield Hit(indicator.path("value"), {"text": text}, "pending" if text in _PENDING else "default", half=indicator.half)
    yield from _in_names(form)
    texts = {f"fields.{key}": form.form.fields[key] for key in ("project", *NARRATIVE_KEYS) if key in form.form.fields}
    texts.update({f"fields.goal.{half}": text for half, text in form.form.goal.items()})
    for path, field in texts.items():
        span = template_in(field.text) if field else None
        if span is not None:
            yield Hit(path, {"text": field.text[slice(*span)].strip()[:20]}, span=span)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "name":
        cleaned = str(hit.data["cleaned"])
        return Suggestion(f"建议改为“{cleaned}”。", (((hit.at, cleaned),),)) if cleaned else None
    if not hit.at.endswith(".value"):
        return Suggestion("请按项目实际填写，并删除模板中的提示文字。")
    indicator = next(p for p in form.rows if p.path("value") == hit.at)
    target = blank_target(indicator.row, form.year)
    if target is None:
        return Suggestion("请按项目实际填写指标值。")
    shown = target.target(form.year)
    return Suggestion(f"请按项目实际填写，如“{shown}”。", (replaced(indicator, shown, None, target.unit, target.comparator),))
