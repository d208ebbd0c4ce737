"""How one row is read: its frame, tags and licences, which rules spoke, and which kept silent and why. What ``jixiao explain --row`` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator

from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.rules.api import Scope
from linter.rules.registry import rules, superseded
from linter.rules.unless import spared_for
from linter.rules.views import Row
from linter.run.pipeline import Job, run
from linter.values.frame import Evidence, Frame
from linter.values.licences import bare_number, is_percentage
from linter.values.tags import tags_of

_EVIDENCE = {Evidence.KNOWN: "词库中的词", Evidence.MORPHOLOGY: "词尾", Evidence.NONE: "无"}
_BLOCKS = {
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "成本指标": ("成本指标", "经济成本", "社会成本", "生态环境成本"),
    "满意度指标": ("服务对象满意度",),
}


def _findings(name: str, value: str, category: str) -> tuple[Finding, ...]:
    level1 = next((block for block, blocks in _BLOCKS.items() if category in blocks), "效益指标")
    indicator = {"level1": level1, "level2": category, "annual": {"name": name, "value": value}}
    form = {"kind": "project", "layout": "one-sided", "halves": ["annual"], "fields": {"project": "单行"}, "indicators": [indicator]}
    result = run([Job("row.json", data=json.dumps({"forms": [form]}, ensure_ascii=False).encode())], Settings())
    return tuple(f for f in result.findings if "indicators[" in f.path)


def _frame(frame: Frame) -> Iterator[str]:
    obj = frame.obj
    yield f"对象：{obj.text}（{obj.what or '类别不明'}，依据：{_EVIDENCE[obj.evidence]}）"
    yield f"计量方式：{frame.measure.value}（依据：{_EVIDENCE[frame.evidence]}）"
    if frame.parts is not None:
        yield f"比率的分子与分母：{frame.parts[0]} ÷ {frame.parts[1]}"
    if frame.aspect is not None:
        yield f"衡量的方面：{frame.aspect.name}（{frame.aspect.word}）"
    ways = {"up": "越高越好", "down": "越低越好"}
    yield f"方向：{ways.get(frame.polarity, '不明')}；自然上限：{f'{frame.high}%' if frame.high is not None else '无'}"


def _licence(row: Row) -> str:
    quantity = row.value.quantity
    if is_percentage(row.value):
        licence = row.percentage
    elif quantity is None:
        licence = row.wording
    else:
        licence = bare_number(row.name.text, row.value, row.frame)
    return f"依据：{licence.value}" if licence is not None else "依据：没有（由 JX206、JX404、JX702、JX703 等判断）"


def _silent(row: Row, spoken: set[str]) -> Iterator[str]:
    """Rules that found something and left it to another or that a tag spares, and how many found nothing."""
    below = superseded()
    quiet = 0
    for loaded in rules():
        if (
            loaded.rule.scope is not Scope.INDICATOR
            or loaded.rule.code in spoken
            or row.kind not in loaded.rule.kinds
            or loaded.rule.option_type is not None
        ):
            continue
        if not any(True for _ in loaded.run(row, None)):
            tag = spared_for(loaded.rule, loaded.check, row)
            if tag is not None:
                yield f"{loaded.rule.code} {loaded.rule.title}：名称带有标签“{tag}”"
            else:
                quiet += 1
            continue
        by = sorted(code for code in spoken if loaded.rule.code in below.get(code, ()))
        yield f"{loaded.rule.code} {loaded.rule.title}：由{'、'.join(by) or '其他规则'}说明"
    yield f"其余 {quiet} 条按行判断的规则没有发现问题"


def read_row(text: str) -> Iterator[str]:
    """The lines that tell how ``名称|指标值|类别`` is read. The category may be left out.

    Raises:
        ValueError: the text has no ``|``.
    """
    name, value, *rest = [part.strip() for part in text.split("|")]
    category = rest[0] if rest else ""
    row = Row(category, "", category, name, value)
    yield f"名称：{row.name.text}" + (f"（其中自带数值 {row.name.stated}）" if row.name.stated else "")
    yield from _frame(row.frame)
    yield f"标签：{'、'.join(tags_of(row.name.text)) or '无'}"
    yield f"指标值：{row.value.shape.value}；{_licence(row)}"
    findings = _findings(name, value, category)
    yield "发现：" if findings else "发现：无"
    yield from (f"  {f.code} {f.severity.value} {f.message}" for f in findings)
    yield "未说："
    yield from (f"  {line}" for line in _silent(row, {f.code for f in findings}))
