"""The held-out forms: read from the plain lists beside this file, drawn in the layouts provinces print, in several formats.

A list holds one form after another::

    ## 101 | two-sided | text          number (a dot: several forms in one file), layout, format
    p=项目名称 … | labels after ||     header fields; FORM= labels of the form as a whole
    数|指标名称|≥5个||JX608 ?JX404     category, name, value (`;` parts columns), labels

A label is a group of alternative codes one of which must be reported; with ``?`` it is optional. Labels were written before the first run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.support.writers import WRITERS
from tests.support.writers.page import Builder, Page

LEVELS = {
    "数": ("产出指标", "数量指标"),
    "质": ("产出指标", "质量指标"),
    "时": ("产出指标", "时效指标"),
    "成": ("产出指标", "成本指标"),
    "经": ("效益指标", "经济效益指标"),
    "社": ("效益指标", "社会效益指标"),
    "生": ("效益指标", "生态效益指标"),
    "续": ("效益指标", "可持续影响指标"),
    "满": ("满意度指标", "服务对象满意度指标"),
    "经成": ("成本指标", "经济成本指标"),
    "社成": ("成本指标", "社会成本指标"),
    "生成": ("成本指标", "生态环境成本指标"),
}
FIELDS = {
    "p": "project",
    "d": "department",
    "u": "unit",
    "a": "attribute",
    "t": "duration",
    "o": "overview",
    "b": "basis",
    "n": "necessity",
    "s": "measures",
    "l": "plan",
    "g": "goal",
    "gp": "goal",
    "FORM": "FORM",
}


@dataclass(slots=True)
class Labels:
    required: list[frozenset[str]] = field(default_factory=list)
    optional: set[str] = field(default_factory=set)

    def add(self, text: str) -> None:
        for word in text.split():
            if word.startswith("?"):
                self.optional.add(word[1:])
            else:
                self.required.append(frozenset(word.split("/")))


@dataclass(slots=True)
class Row:
    category: str
    name: str
    value: str
    more: tuple[str, ...]
    labels: Labels

    @property
    def level1(self) -> str:
        return LEVELS[self.category][0]

    @property
    def level2(self) -> str:
        return LEVELS[self.category][1]

    def halves(self) -> tuple[tuple[str, str], tuple[str, str]]:
        name, _, other = self.name.partition("//")
        value, sides, changed = self.value.partition("//")
        if sides and not changed:  # blank on the other side
            return (name, value), ("", "")
        return (name, value), (other if "//" in self.name else name, changed if sides else value)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.value.split(";"))


@dataclass(slots=True)
class Form:
    number: str
    layout: str
    format: str
    fields: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def get(self, key: str) -> str:
        return self.fields.get(key, "")


def _labelled(text: str) -> tuple[str, Labels]:
    body, _, marks = text.partition("||")
    labels = Labels()
    labels.add(marks)
    return body, labels


def read(path: Path) -> Iterator[Form]:
    """The forms of a list."""
    form: Form | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            if form:
                yield form
            form = Form(*(part.strip() for part in line[3:].split("|")))
        elif form and line.strip() and not line.startswith("#"):
            body, labels = _labelled(line)
            key, sign, text = body.partition("=")
            if "|" not in key and sign:
                place = form.labels.setdefault(FIELDS.get(key, key), Labels())
                if key == "FORM":
                    place.add(text)
                else:
                    form.fields[key] = text
                    place.required += labels.required
                    place.optional |= labels.optional
            else:
                category, name, value, *more = body.split("|")
                form.rows.append(Row(category, name, value, tuple(more), labels))
    if form:
        yield form


def _levels(form: Form) -> Iterator[tuple[list[Any], Row]]:
    """Merged level cells, then the row."""
    for _, block in groupby(form.rows, lambda row: row.level1):
        rows = list(block)
        for _, part in groupby(enumerate(rows), lambda pair: pair[1].level2):
            inner = list(part)
            for place, (at, row) in enumerate(inner):
                head: list[Any] = [(row.level1, 1, len(rows))] if at == 0 else []
                yield head + ([(row.level2, 1, len(inner))] if place == 0 else []), row


def _title(form: Form, title: str) -> list[str]:
    return [title, f"（{form.get('y') or 2026}年度）"]


def _funding(text: str) -> list[tuple[str, str]]:
    return [(name, amount) for name, _, amount in (part.partition(":") for part in text.split(";") if part)]


def two_sided(form: Form) -> Page:
    """Shanxi: 实施期 on the left, 年度 on the right."""
    b = Builder()
    b.add(("项目名称", 2), (form.get("p"), 6))
    b.add(("主管部门及代码", 2), (form.get("d"), 2), ("实施单位", 2), (form.get("d").split("-")[-1], 2))
    b.add(("项目属性", 2), (form.get("a"), 2), ("项目期", 2), (form.get("t"), 2))
    year, period = _funding(form.get("f")), _funding(form.get("fp") or form.get("f"))
    total = form.get("mp") or form.get("m")
    b.add(("项目资金（元）", 1, 1 + len(year)), "实施期资金总额:", (total, 2), ("年度资金总额:", 2), (form.get("m"), 2))
    for at, ((name, amount), (_, whole)) in enumerate(zip(year, period, strict=True)):
        label = f"其中:{name}" if at == 0 else name
        b.add(label, (whole, 2), (label, 2), (amount, 2))
    for key, label in (
        ("o", "项目概况"),
        ("b", "立项依据"),
        ("n", "项目设立必要性"),
        ("s", "保证项目实施的制度、措施"),
        ("l", "项目实施计划"),
    ):
        b.add((label, 2), (form.get(key), 6))
    b.add(("总体目标", 1, 2), ("实施期目标", 3), ("年度目标", 4))
    b.add((form.get("gp") or form.get("g"), 3), (form.get("g"), 4))
    b.add(("绩效指标", 1, len(form.rows) + 1), "一级指标", *("二级指标", "三级指标", "指标值") * 2)
    last = ""
    for row in form.rows:
        size = sum(other.level1 == row.level1 for other in form.rows)
        first: list[Any] = [(row.level1, 1, size)] if row.level1 != last else []
        last = row.level1
        level2 = row.level2.removesuffix("指标") if row.level1 != "产出指标" else row.level2
        (name, value), (other, changed) = row.halves()
        b.add(*first, level2, name, value, level2, other, changed)
    b.add(("负责人:", 2), ("经办人:", 2), ("联系电话:", 2), ("填报日期: 20260114101530", 2))
    return [*_title(form, "青禾县县级预算部门(单位)项目支出绩效目标表"), b.table()]


def one_sided(form: Form) -> Page:
    b = Builder()
    b.add(("项目名称", 2), (form.get("p"), 3))
    b.add(("实施单位", 2), form.get("u"), "年度资金总额", form.get("m"))
    if form.get("o"):
        b.add(("项目概况", 2), (form.get("o"), 3))
    b.add(("年度绩效目标", 2), (form.get("g"), 3))
    b.add(("绩效指标", 1, len(form.rows) + 1), "一级指标", "二级指标", "三级指标", "指标值")
    for head, row in _levels(form):
        b.add(*head, row.name, row.value)
    return [*_title(form, "项目支出绩效目标申报表"), b.table()]


def columns(form: Form) -> Page:
    """Yunnan, Sichuan: operator, number and unit apart."""
    b = Builder()
    b.add("项目名称", (form.get("p"), 6))
    b.add("预算单位", (form.get("u"), 2), "项目金额", (form.get("m"), 3))
    b.add("项目年度绩效目标", (form.get("g"), 6))
    b.add("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "指标属性")
    for head, row in _levels(form):
        sign, number, unit = row.columns
        quality = sign == "定性"
        b.add(*head, row.name, "" if quality else sign, number, unit, "定性指标" if quality else "定量指标")
    return [*_title(form, "部门预算项目绩效目标表"), b.table()]


def weights(form: Form) -> Page:
    b = Builder()
    b.add("项目名称", (form.get("p"), 5))
    b.add("项目单位", (form.get("u"), 2), "预算金额", (form.get("m"), 2))
    b.add("总体绩效目标", (form.get("g"), 5))
    b.add("一级指标", "二级指标", "三级指标", "目标值", "分值权重", "指标解释")
    for head, row in _levels(form):
        b.add(*head, row.name, row.value, row.more[0] if row.more else "", f"考核{row.name}")
    return [*_title(form, "项目绩效目标表"), b.table()]


def tree(form: Form) -> Page:
    """After 101号: 成本指标 first, as a level of its own."""
    b = Builder()
    b.add("项目名称", (form.get("p"), 3))
    b.add("主管部门", form.get("u"), "预算资金", form.get("m"))
    b.add("年度总体目标", (form.get("g"), 3))
    b.add("一级指标", "二级指标", "三级指标", "指标值")
    for head, row in _levels(form):
        b.add(*head, row.name, row.value)
    return [*_title(form, "财政支出项目绩效目标表"), b.table()]


def listing(forms: list[Form]) -> Page:
    b = Builder()
    b.add("单位名称", "项目名称", "预算数（万元）", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位")
    for form in forms:
        head: list[Any] = [(form.get(key), 1, len(form.rows)) for key in ("u", "p", "m", "g")]
        for at, (levels, row) in enumerate(_levels(form)):
            b.add(*(head if at == 0 else []), *levels, row.name, *row.columns)
    return ["2026年部门预算项目支出绩效目标表", b.table()]


def _number(text: str) -> Decimal:
    return Decimal("".join(char for char in text if char in "0123456789.") or 0)


def _scores(form: Form) -> tuple[str, str]:
    """Score of the execution rate (of 10) and the score as a whole: what the list states, else what follows from the rest."""
    _, whole, spent = (_number(text) for text in form.get("m").split(";"))
    earned = form.get("xs") or f"{round(10 * min(Decimal(1), spent / whole), 2).normalize():f}"
    points = [(_number(row.more[1]), _number(row.more[2])) for row in form.rows if len(row.more) > 2]
    beside = sum(weight for weight, _ in points) < 100
    total = sum((score for _, score in points), Decimal()) + (_number(earned) if beside else 0)
    return earned, form.get("ts") or f"{total.normalize():f}"


def scored(form: Form) -> Page:
    """A self-evaluation whose sums hold unless the list prints others: ``xs=`` the score of the execution rate, ``ts=`` the total; a
    sixth cell of its rows is 偏差原因分析及改进措施."""
    start, whole, spent = form.get("m").split(";")
    rate, total = _scores(form)
    reasons = any(len(row.more) > 3 for row in form.rows)
    b = Builder()
    b.add(("项目名称", 2), (form.get("p"), 6 + reasons))
    b.add(("主管部门", 2), (form.get("d"), 2), ("实施单位", 2), (form.get("u"), 2 + reasons))
    b.add(("项目资金（万元）", 2, 2), "", "年初预算数", "全年预算数", "全年执行数", "分值", ("得分", 1 + reasons))
    b.add("年度资金总额", start, whole, spent, "10", (rate, 1 + reasons))
    b.add(("年度总体目标", 1, 2), ("预期目标", 4), ("实际完成情况", 3 + reasons))
    b.add((form.get("g"), 4), ("各项任务按计划实施，见下列各项指标。", 3 + reasons))
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", *["偏差原因分析及改进措施"] * reasons]
    b.add(("绩效指标", 1, len(form.rows) + 1), *heads)
    for head, row in _levels(form):
        b.add(*head, row.name, row.value, *row.more, *[""] * (3 + reasons - len(row.more)))
    b.add(("总分", 6), "100", total, *[""] * reasons)
    return [*_title(form, "项目支出绩效自评表"), b.table()]


def inline(form: Form) -> Page:
    lines = [
        f"项目名称：{form.get('p')}",
        f"实施单位：{form.get('u')}",
        f"年度资金总额：{form.get('m')}",
        f"年度目标：{form.get('g')}",
        "绩效指标：",
    ]
    for level1, block in groupby(form.rows, lambda row: row.level1):
        lines.append(level1)
        for level2, rows in groupby(block, lambda row: row.level2):
            lines.append(f"{level2}：" + "；".join(f"指标{at}：{row.name} {row.value}" for at, row in enumerate(rows, start=1)) + "。")
    return [*_title(form, "项目支出绩效目标表"), *lines]


def transfer(form: Form) -> Page:
    b = Builder()
    b.add(("专项名称", 2), (form.get("p"), 3))
    b.add(("省级主管部门", 2), form.get("u"), "资金金额", form.get("m"))
    b.add(("年度总体目标", 2), (form.get("g"), 3))
    b.add(("绩效指标", 1, len(form.rows) + 1), "一级指标", "二级指标", "三级指标", "指标值")
    for head, row in _levels(form):
        b.add(*head, row.name, row.value)
    return [*_title(form, "中央对地方转移支付区域绩效目标表"), b.table()]


def department(form: Form) -> Page:
    b = Builder()
    tasks = [task.split(":") for task in form.get("tasks").split(";")]
    b.add(("部门（单位）名称", 2), (form.get("u"), 3))
    b.add(("年度主要任务", 1, len(tasks) + 1), "任务名称", ("主要内容", 2), "预算金额（万元）")
    for name, text, amount in tasks:
        b.add(name, (text, 2), amount)
    b.add(("部门预算总额（万元）", 2), (form.get("m"), 3))
    b.add(("年度总体目标", 2), (form.get("g"), 3))
    b.add(("年度绩效指标", 1, len(form.rows) + 1), "一级指标", "二级指标", "三级指标", "指标值")
    for head, row in _levels(form):
        b.add(*head, row.name, row.value)
    return [*_title(form, "部门整体支出绩效目标表"), b.table()]


def thresholds(form: Form) -> Page:
    """Hebei: what counts as 优, 良, 中 and 差."""
    b = Builder()
    b.add("项目名称", (form.get("p"), 6))
    b.add("预算部门", (form.get("u"), 3), "预算金额", (form.get("m"), 2))
    b.add("绩效目标", (form.get("g"), 6))
    b.add(("一级指标", 1, 2), ("二级指标", 1, 2), ("三级指标", 1, 2), ("绩效指标评价标准", 4))
    b.add("优", "良", "中", "差")
    for head, row in _levels(form):
        b.add(*head, row.name, *row.columns)
    return [*_title(form, "项目绩效目标表"), b.table()]


def basis(form: Form) -> Page:
    """Hebei, Beijing: with a description and the source of the value."""
    b = Builder()
    b.add("项目名称", (form.get("p"), 5))
    b.add("实施单位", (form.get("u"), 2), "预算金额", (form.get("m"), 2))
    b.add("绩效目标", (form.get("g"), 5))
    b.add("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
    for head, row in _levels(form):
        b.add(*head, row.name, row.value, *row.more)
    return [*_title(form, "项目绩效目标表"), b.table()]


def short(form: Form) -> Page:
    """Labels cut short: 产出, 数量."""
    b = Builder()
    b.add("项目名称", (form.get("p"), 3))
    b.add("项目单位", form.get("u"), "预算资金总额", form.get("m"))
    b.add("绩效目标", (form.get("g"), 3))
    b.add("一级指标", "二级指标", "三级指标", "目标值")
    for head, row in _levels(form):
        b.add(*((text.removesuffix("指标"), *span) for text, *span in head), row.name, row.value)
    return [*_title(form, "部门预算项目支出绩效目标申报表"), b.table()]


def without_level1(form: Form) -> Page:
    b = Builder()
    b.add("项目名称", (form.get("p"), 3))
    b.add("申报单位", form.get("u"), "申请资金", form.get("m"))
    b.add("项目绩效目标", (form.get("g"), 3))
    b.add("指标类别", "指标名称", "指标值", "备注")
    for row in form.rows:
        b.add(row.level2, row.name, row.value, "")
    return [*_title(form, "项目支出绩效目标表"), b.table()]


def shared_name(form: Form) -> Page:
    """One name, a value for the medium term and one for the year."""
    b = Builder()
    b.add("项目名称", (form.get("p"), 4))
    b.add("实施单位", form.get("u"), "年度资金总额", (form.get("m"), 2))
    b.add("年度目标", (form.get("g"), 4))
    b.add("一级指标", "二级指标", "三级指标", "中期指标值", "年度指标值")
    for head, row in _levels(form):
        (name, value), (_, changed) = row.halves()
        b.add(*head, name, value, changed)
    return [*_title(form, "项目支出绩效目标表"), b.table()]


def data(form: Form) -> dict[str, Any]:
    fields: dict[str, Any] = {"project": form.get("p"), "department": form.get("d"), "unit": form.get("u")}
    amount = form.get("m").removesuffix("万元")
    fields |= {"goal": {"annual": form.get("g")}, "total": {"annual": {"text": amount, "unit": "万元"}}}
    rows = [{"level1": r.level1, "level2": r.level2, "annual": {"name": r.name, "value": r.value}} for r in form.rows]
    return {"kind": "project", "layout": "one-sided", "halves": ["annual"], "budget_year": 2026, "fields": fields, "indicators": rows}


PAGES: dict[str, Callable[[Form], Page]] = {
    "two-sided": two_sided,
    "one-sided": one_sided,
    "columns": columns,
    "weights": weights,
    "tree": tree,
    "self": scored,
    "scored": scored,
    "inline": inline,
    "transfer": transfer,
    "department": department,
    "thresholds": thresholds,
    "basis": basis,
    "short": short,
    "nolevel": without_level1,
    "shared": shared_name,
}


def write(forms: list[Form], folder: Path) -> Iterator[tuple[Path, list[Form]]]:
    """Write every file; yields it with its forms in order."""
    import yaml

    for number, group in groupby(forms, lambda form: form.number.split(".")[0]):
        members = list(group)
        first = members[0]
        if first.layout == "data":
            path = folder / f"{number}.{first.format}"
            one = data(first)
            text = json.dumps(one, ensure_ascii=False, indent=1) if first.format == "json" else yaml.safe_dump(one, allow_unicode=True)
            path.write_text(text, encoding="utf-8")
        else:
            page = listing(members) if first.layout == "list" else PAGES[first.layout](first)
            suffix, writer = WRITERS[first.format]
            path = folder / f"{number}.{suffix}"
            path.write_bytes(writer([page]))
        yield path, members
