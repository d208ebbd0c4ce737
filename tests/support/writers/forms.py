"""Forms (as ``jixiao parse --to json`` gives them) drawn as pages, in the official two-sided layout and in one-sided ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, zip_longest
from typing import Any

from tests.support.writers.page import Builder, Page, Table

FormData = dict[str, Any]

_NARRATIVE = (
    ("overview", "项目概况"),
    ("basis", "立项依据"),
    ("necessity", "项目设立必要性"),
    ("measures", "保证项目实施的制度、措施"),
    ("plan", "项目实施计划"),
)
_PAIRS = ((("department", "主管部门及代码"), ("unit", "实施单位")), (("attribute", "项目属性"), ("duration", "项目期")))
_FOOT = (("leader", "负责人"), ("contact", "经办人"), ("phone", "联系电话"), ("filed", "填报日期"))
LABELS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "comparator": "指标性质",
    "value": "指标值",
    "unit": "度量单位",
    "nature": "指标属性",
    "weight": "权重",
    "standard": "评分标准",
    "actual": "实际完成值",
    "score": "得分",
    "explanation": "指标解释",
    "remark": "偏差原因及改进措施",
}


def _amount(money: Any) -> str:
    return str(money.get("text", "")) if isinstance(money, dict) else str(money or "")


def _unit(form: FormData) -> str:
    totals = form["fields"].get("total", {}).values()
    return next((m["unit"] for m in totals if isinstance(m, dict) and "unit" in m), "元")


def _funding(form: FormData, builder: Builder) -> None:
    """实施期 and 年度 amounts side by side; the funding label stands once, merged over all of them."""
    fields = form["fields"]
    total, funding = fields.get("total", {}), fields.get("funding", {})
    labels = list(zip_longest(funding.get("period", {}), funding.get("annual", {})))
    builder.add(
        (f"项目资金({_unit(form)})", 1, 1 + len(labels)),
        "实施期资金总额:",
        (_amount(total.get("period")), 2),
        ("年度资金总额:", 2),
        (_amount(total.get("annual")), 2),
    )
    for number, pair in enumerate(labels):
        first, second = (("其中:" if number == 0 and label else "") + (label or "") for label in pair)
        period, annual = (_amount(funding.get(half, {}).get(label)) for half, label in zip(("period", "annual"), pair, strict=True))
        builder.add(first, (period, 2), (second, 2), (annual, 2))


def _targets(target: dict[str, Any] | None) -> tuple[str, str]:
    return (target["name"] or "", target["value"] or "") if target else ("", "")


def _runs(rows: Sequence[Any], key: Callable[[Any], Any]) -> list[int]:
    """For each row the length of the run it opens, 0 where it continues one."""
    out: list[int] = []
    for _, run in groupby(rows, key):
        size = len(list(run))
        out += [size, *[0] * (size - 1)]
    return out


def _indicators_two_sided(form: FormData, builder: Builder) -> None:
    rows = form["indicators"]
    builder.add(("绩效指标", 1, len(rows) + 1), "一级指标", *("二级指标", "三级指标", "指标值") * 2)
    runs = _runs(rows, lambda r: r["level1"])
    for row, size in zip(rows, runs, strict=True):
        first = [(row["level1"], 1, size)] if size else []
        builder.add(*first, row["level2"], *_targets(row.get("period")), row["level2"], *_targets(row.get("annual")))


def _title(form: FormData) -> list[str]:
    year = f"（{form['budget_year']}年度）" if form.get("budget_year") else None
    return [line for line in (form.get("title") or "青禾县项目支出绩效目标表", year) if line]


def two_sided(form: FormData) -> Page:
    """The official layout: 实施期 on the left, 年度 on the right, eight columns."""
    fields, builder = form["fields"], Builder()
    if "project" in fields:
        builder.add(("项目名称", 2), (fields["project"], 6))
    for (left, left_label), (right, right_label) in _PAIRS:
        if left in fields or right in fields:
            builder.add((left_label, 2), (fields.get(left, ""), 2), (right_label, 2), (fields.get(right, ""), 2))
    if fields.get("total") or fields.get("funding"):
        _funding(form, builder)
    for key, label in _NARRATIVE:
        if key in fields:
            builder.add((label, 2), (fields[key], 6))
    goal = fields.get("goal", {})
    builder.add(("总体目标", 1, 2), ("实施期目标", 3), ("年度目标", 4))
    builder.add((goal.get("period", ""), 3), (goal.get("annual", ""), 4))
    _indicators_two_sided(form, builder)
    builder.add(*((f"{label}:{' ' + fields[key] if fields.get(key) else ''}", 2) for key, label in _FOOT))
    return [*_title(form), builder.table()]


def _cell_of(row: dict[str, Any], role: str) -> str:
    if role in ("level1", "level2"):
        return row.get(role) or ""
    return (row.get("annual") or {}).get(role) or ""


def one_sided(form: FormData, roles: Sequence[str] = ("level1", "level2", "name", "value"), merge_levels: bool = True) -> Page:
    """年度 only, one column for each role; level cells merged over their rows or printed in each."""
    fields, builder, width = form["fields"], Builder(), len(roles)
    for key, label in (("project", "项目名称"), ("department", "主管部门"), ("unit", "实施单位"), ("duration", "项目期")):
        if key in fields:
            builder.add(label, (fields[key], width - 1))
    if "annual" in fields.get("total", {}):
        builder.add(f"年度资金总额（{_unit(form)}）", (_amount(fields["total"]["annual"]), width - 1))
    for key, label in _NARRATIVE:
        if key in fields:
            builder.add(label, (fields[key], width - 1))
    if "annual" in fields.get("goal", {}):
        builder.add("年度目标", (fields["goal"]["annual"], width - 1))
    builder.add(*(LABELS[role] for role in roles))
    rows = form["indicators"]
    ones, twos = _runs(rows, lambda r: r["level1"]), _runs(rows, lambda r: (r["level1"], r["level2"]))
    for row, one, two in zip(rows, ones, twos, strict=True):
        spans = {"level1": one if merge_levels else 1, "level2": two if merge_levels else 1}
        builder.add(*((_cell_of(row, role), 1, spans.get(role, 1)) for role in roles if spans.get(role, 1)))
    foot = [f"{label}：{fields[key]}" for key, label in _FOOT if fields.get(key)]
    return [*_title(form), builder.table(), *foot]


def project_list(
    forms: Sequence[FormData], roles: Sequence[str] = ("level1", "level2", "name", "comparator", "value", "unit", "nature")
) -> Page:
    """Many projects in one table, a row an indicator; project, unit, amount and goal merged over the project's rows."""
    builder = Builder()
    builder.add("序号", "项目名称", "单位名称", f"预算金额（{_unit(forms[0])}）", "绩效目标", *(LABELS[role] for role in roles))
    for number, form in enumerate(forms, start=1):
        fields, rows = form["fields"], form["indicators"]
        head = [
            str(number),
            fields.get("project", ""),
            fields.get("unit", ""),
            _amount(fields.get("total", {}).get("annual")),
            fields["goal"]["annual"],
        ]
        for index, row in enumerate(rows):
            builder.add(*([(text, 1, len(rows)) for text in head] if not index else []), *(_cell_of(row, role) for role in roles))
    return [*_title(forms[0]), builder.table()]


def beside(left: Page, right: Page, gap: int = 1) -> Page:
    """Two pages side by side on one sheet: titles and tables become one table."""
    builders = []
    for page in (left, right):
        width = max(piece.n_cols for piece in page if isinstance(piece, Table))
        builder = Builder()
        at = 0
        for piece in page:
            if isinstance(piece, str):
                builder.row = at - 1
                builder.add((piece, width))
                at += 1
            else:
                builder.boxes += [type(b)(b.text, b.row + at, b.col, b.rowspan, b.colspan) for b in piece.boxes]
                at += piece.n_rows
        builders.append(builder.table())
    first, second = builders
    shift = first.n_cols + gap
    return [Table((*first.boxes, *(type(b)(b.text, b.row, b.col + shift, b.rowspan, b.colspan) for b in second.boxes)))]
