"""The examples of a rule's Chinese page, read as cases.

Under ``## 反例`` and ``## 正例`` every ``###`` part (or the whole section) is one form, made of its tables:
``| 类别 | 指标名称 | 指标值 | …`` rows (further columns: 符号 单位 性质 权重 标准 实际完成值 得分);
``| 类别 | 实施期指标 | 实施期值 | 年度指标 | 年度值 |`` two-sided rows; ``| 栏目 | 内容 |`` fields of the header and of the run; ``| 豁免的规则 | 项目名称 | 理由 | …`` suppressions (judged on 2026-02-01).
A column ``原指标值`` before 指标值, or ``原内容`` before 内容, gives the same form of the earlier version or of last year; a fenced block after a line
``原表`` is that document as a whole.
A fenced block with a language is a whole file instead: ````yaml`, ````json`, ````text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEADINGS = ("检查什么", "为什么", "反例", "正例", "何时可忽略")
"""What every page file holds. ``依据`` may follow: what the ground says, where that is worth telling."""
COLUMNS = {
    "符号": "comparator",
    "单位": "unit",
    "性质": "nature",
    "权重": "weight",
    "标准": "standard",
    "实际完成值": "actual",
    "得分": "score",
    "偏差原因": "remark",
    "指标解释": "explanation",
}
FIELDS = {
    "项目名称": "project",
    "主管部门": "department",
    "实施单位": "unit",
    "项目属性": "attribute",
    "项目期": "duration",
    "项目概况": "overview",
    "立项依据": "basis",
    "项目设立必要性": "necessity",
    "制度、措施": "measures",
    "项目实施计划": "plan",
    "负责人": "leader",
    "经办人": "contact",
    "联系电话": "phone",
    "填报日期": "filed",
    "总体目标": "goal",
    "实施期目标": "goal_period",
    "年度目标": "goal_annual",
    "资金总额": "total_annual",
    "年度资金总额": "total_annual",
    "实施期资金总额": "total_period",
    "测算依据": "costing",
}
SUPPRESSION = {"豁免的规则": "rule", "项目名称": "project", "指标名称": "indicator", "理由": "reason", "有效期至": "expires"}
EXTRAS = ("自评总分",)
RUN = {"表的种类": "kind", "预算年度": "year", "运行方式": "profile"}


def sections(page: Path) -> dict[str, str]:
    """``## heading`` → text."""
    parts = re.split(r"(?m)^## +(.+)$", page.read_text(encoding="utf-8"))
    return dict(zip((h.strip() for h in parts[1::2]), parts[2::2], strict=True))


def _tables(text: str) -> Iterator[list[list[str]]]:
    for block in re.findall(r"(?m)(?:^\|.*\n?)+", text):
        rows = [[c.strip() for c in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in block.strip().splitlines()]
        yield [rows[0], *[row for row in rows[1:] if not all(set(c) <= set("-: ") and c for c in row)]]


def _take(table: list[list[str]], case: dict[str, Any]) -> None:
    head, rows = table[0], table[1:]
    if head[0] == "豁免的规则":
        names = [SUPPRESSION[label] for label in head]
        case["suppressions"] = [{k: v for k, v in zip(names, row, strict=True) if v} for row in rows]
        return
    if head[0] == "栏目":
        if "原内容" in head:
            _take([["栏目", "内容"], *[[label, old] for label, old, _ in rows]], case.setdefault("old", {}))
            rows = [[label, new] for label, _, new in rows]
        for label, value in rows:
            if label in RUN:
                case[RUN[label]] = int(value) if value.isdigit() else value
            elif label in EXTRAS:
                case.setdefault("extras", {})[label] = value
            elif label in FIELDS:
                case.setdefault("fields", {})[FIELDS[label]] = value
            else:
                case.setdefault("fields", {}).setdefault("funding", {})[label] = value
        return
    assert head[0] == "类别", f"unknown table {head}"
    if "原指标值" in head:
        case.setdefault("old", {}).setdefault("rows", []).extend(" | ".join(row[:3]) for row in rows if row[2])
        head, rows = [*head[:2], *head[3:]], [[*row[:2], *row[3:]] for row in rows if row[3]]
    if "年度指标" not in head:
        case["columns"] = [COLUMNS[label] for label in head[3:]]
    case.setdefault("rows", []).extend(" | ".join(row) for row in rows)


def examples(page: Path, heading: str) -> list[dict[str, Any]]:
    """The cases of ``反例`` or ``正例``."""
    text = sections(page).get(heading, "")
    parts = [part for part in re.split(r"(?m)^### .*$", text) if part.strip()]
    cases = []
    for part in parts:
        case: dict[str, Any] = {"name": f"{page.stem} {heading} {len(cases) + 1}"}
        fences = re.findall(r"(?ms)^(原表\n\n)?```(yaml|json|text)\n(.*?)^```", part)
        for earlier, language, content in fences:
            whole = {"text": content} if language == "text" else {"raw": {"name": f"案例.{language}", "text": content}}
            case |= {"old": whole} if earlier else whole
        for table in () if fences else _tables(part):
            _take(table, case)
        if len(case) > 1:
            cases.append(case)
    return cases
