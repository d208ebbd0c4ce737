"""JX302: the same name twice in one category of one half."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import HALVES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import parse_name, parse_value
from linter.values.types import NameKind, Shape

RULE = Rule(
    code="JX302",
    slug="duplicate-indicator",
    title="同一类别中指标重复",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    messages={"default": "“{name}”在{category}中出现 {count} 次。"},
    about_characters=True,
)


def _is_filler(name: str) -> bool:
    """无, 不适用: the row says nothing, and says it in every block that does not apply."""
    return parse_value(name).shape is Shape.NEGATION


def check(form: FormView) -> Iterator[Hit]:
    told: set[tuple[int, ...]] = set()
    for half in HALVES:
        seen: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, side, target in form.form.targets():
            if side != half:
                continue
            name = parse_name(target.name.text)
            if name.text and name.kind is not NameKind.CATEGORY and not name.raw.strip().startswith("其中"):
                # A note in brackets tells rows apart: 培训人数（教师）, 培训人数（学生）.
                seen[form.form.indicators[index].category, f"{name.text}（{name.formula}）" if name.formula else name.text].append(index)
        for (category, repeated), indices in seen.items():
            if category and len(indices) > 1 and tuple(indices) not in told and not _is_filler(repeated):
                told.add(tuple(indices))
                *earlier, last = (f"indicators[{i}].{half}.name" for i in indices)
                data = {"name": repeated, "category": category, "count": len(indices)}
                yield Hit(last, data, related=tuple((at, "重复处") for at in earlier))


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议合并，或在名称中写明各自的对象。")
