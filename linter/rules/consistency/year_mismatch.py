"""JX606: the project's year, or the goal's years and 明年/上年, are not the budget year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX606",
    slug="year-mismatch",
    title="年份与预算年度不一致",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={
        "default": "项目名称中的“{stated}年”与预算年度（{year}年）不一致，请核实。",
        "goal": "总体目标中的“{stated}年”早于预算年度（{year}年），请核实是否沿用了以前年度的内容。",
        "word": "总体目标中的“{stated}”与预算年度（{year}年）不符，请核实。",
    },
)
_QUOTED = re.compile(r"《[^》]{0,200}》|[〔（(\[【]\s{0,8}20[0-9]{2}\s{0,8}[〕）)\]】]")
_ASIDE = re.compile(r"《[^》]{0,200}》|〔[^〕]{0,200}〕|[（(][^）)]{0,200}[）)]|“[^”]{0,200}”")


def _project(form: FormView, year: int) -> Iterator[Hit]:
    project = form.form.fields.get("project")
    match = phrase("year_named").search(_QUOTED.sub(lambda m: "■" * len(m.group()), project.text)) if project else None
    if match is not None and not int(match[1]) <= year <= int(match[2] or match[1]) and int(match[2] or match[1]) <= year + 3:
        explained = phrase("past_money").search(form.text("overview") + form.project) is not None
        if not (explained and int(match[1]) < year):
            yield Hit("fields.project", {"stated": match[2] or match[1], "year": year}, span=match.span())


def _goal(form: FormView, year: int) -> Iterator[Hit]:
    same = len(form.form.goal) == 2 and len({goal.text for goal in form.form.goal.values()}) == 1
    for half, goal in form.form.goal.items():
        at, both = f"fields.goal.{half}", (("fields.goal.annual", "年度同一处"),) if same else ()
        word = phrase("next_year_result").search(goal.text) or phrase("last_year_result").search(goal.text)
        if word is not None:
            match = phrase("other_year").match(word.group())
            if match is not None:
                span = (word.start(), word.start() + match.end())
                yield Hit(at, {"stated": match.group(), "year": year}, "word", span=span, related=both, half="both" if same else half)
                return
        plain = _ASIDE.sub(lambda m: "■" * len(m.group()), goal.text)
        years = list(phrase("year_named").finditer(plain))
        old = bool(years) and all(year - 4 <= int(m[2] or m[1]) < year for m in years)
        if old and phrase("result_verb").search(plain) and not phrase("past_money").search(plain) and not phrase("compares").search(plain):
            data = {"stated": years[0][2] or years[0][1], "year": year}
            yield Hit(at, data, "goal", span=years[0].span(), related=both, half="both" if same else half)
            return


def check(form: FormView) -> Iterator[Hit]:
    if form.year is not None:
        yield from _project(form, form.year)
        yield from _goal(form, form.year)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "default":
        return Suggestion("请核实年份；支付以前年度款项的，建议在项目概况中写明事由。")
    return Suggestion(f"请核实，目标应写预算年度（{hit.data['year']}年）的产出和效果。")
