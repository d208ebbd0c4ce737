"""JX210: 总体目标 without a deliverable: the project's name again, 一年内完成, 完成培训."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import normalise, parse_value
from linter.values.types import Shape

RULE = Rule(
    code="JX210",
    slug="empty-goal",
    title="总体目标没有实质内容",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    supersedes=("JX216", "JX217"),
    messages={"default": "总体目标“{goal}”没有写明做什么、做多少、达到什么效果。"},
)
_GENERIC = re.compile(
    r"本?年度?|一年|1年|全年|年内|内|以内|之内|完成|进行|开展|实施|按时|按期|按月|按年|及时|按照?|依照?|文件|规定|标准|合同|计划|执行|给付|发放|支付|缴费|缴纳|一次性|工作|项目|任务|经费|资金|费用|费|的|了|及|和|与|、|，|,|。|；|;|对|做好|确保|保障|全部|正常|付清|付款|目标|要求|相关|有关|各项|到位|落实|人员|工资|完毕|如期|顺利"
)
_MIN_CONTENT = 2
_EMPTY_SHAPES = frozenset({Shape.REFERENCE, Shape.WHEN, Shape.FILLER, Shape.YESNO, Shape.DIRECTION, Shape.GRADE, Shape.NEGATION})


def is_empty(goal: str, project: str) -> bool:
    """Nothing is left of the goal once the project's own words and words any goal has are taken away."""
    text = normalise(goal).text
    value = parse_value(goal)
    if value.shape in _EMPTY_SHAPES and not value.leftovers:
        return True
    if re.search(r"[0-9]", re.sub(r"20[0-9]{2}", "", text)):
        return False
    rest = _GENERIC.sub("", text)
    name = normalise(project).text
    for size in (6, 5, 4, 3, 2):
        for piece in {rest[i : i + size] for i in range(len(rest) - size + 1)}:
            if piece in name:
                rest = rest.replace(piece, "")
    return len(rest) < _MIN_CONTENT


def check(form: FormView) -> Iterator[Hit]:
    empty = [(half, text) for half, text in form.form.goal.items() if text and is_empty(text.text, form.project)]
    if not empty:
        return
    (half, text), *others = empty
    same = [("fields.goal." + h, "另一侧") for h, t in others]
    goal = "".join(text.text.split())
    yield Hit(
        f"fields.goal.{half}", {"goal": goal if len(goal) <= 40 else goal[:40] + "…"}, related=tuple(same), half="both" if same else half
    )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明服务对象或工作内容、数量和预期效果，如“完成……__个（次、人），使……达到……”。")
