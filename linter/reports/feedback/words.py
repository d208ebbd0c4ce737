"""Phrases and numbers several feedback outputs write alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from linter.reports.feedback.model import Batch, ProjectReview, Remark
from linter.reports.feedback.remarks import each_once

DISCLAIMER = "本意见由程序按规则检查生成（机审），供审核人员参考，不是正式评分或审核结论。"
_DIGITS = "〇一二三四五六七八九"


def money_of(projects: Iterable[ProjectReview]) -> str:
    """What they cost together, ``""`` where none states an amount of its own."""
    return wan(total) if (total := sum((project.amount for project in projects if project.amount), Decimal(0))) else ""


def wan(amount: Decimal | None) -> str:
    """元 as ``36.00万元``; ``""`` for ``None``."""
    return f"{amount / 10000:,.2f}万元" if amount is not None else ""


def chinese_number(number: int) -> str:
    """1–99 as 一, 十二, 二十三."""
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


def chinese_date(day: date) -> str:
    """2026年1月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


_EXAMPLES = 3


class CommonProblem(Struct):
    """A problem several projects share. ``examples``: some of them, each with other words (one form often comes as workbook and as PDF)."""

    title: str
    projects: int = 0
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The words → name of the project, and the words."""


def common_problems(projects: Iterable[ProjectReview], least: int = 2) -> list[CommonProblem]:
    """Problems several projects share, the most frequent first."""
    by_code: dict[str, CommonProblem] = {}
    for project in projects:
        firsts = {remark.code: remark for remark in reversed(project.remarks) if remark.severity.rank < 2}
        for code, remark in firsts.items():
            problem = by_code.setdefault(code, CommonProblem(remark.title))
            problem.projects += 1
            if len(problem.examples) < _EXAMPLES:
                problem.examples.setdefault(remark.text, (project.name, remark.text))
    shared = [(code, problem) for code, problem in by_code.items() if problem.projects >= least]
    return [problem for _, problem in sorted(shared, key=lambda pair: (-pair[1].projects, pair[0]))]


def summary(batch: Batch) -> str:
    """One sentence on the whole batch."""
    count, revise, total = 0, 0, Decimal(0)
    for project in batch.projects:
        count, revise, total = count + 1, revise + project.needs_change, total + (project.amount or 0)
    share = f"，占{Decimal(revise) / count:.0%}" if count else ""
    return f"共审核{count}个项目，涉及资金{wan(total)}；需修改完善的{revise}个{share}。"


def shortened(parts: list[str], limit: int) -> str:
    """As many whole parts as fit into ``limit`` characters; says how many were left out."""
    out = ""
    for number, part in enumerate(parts):
        rest = f"其余{len(parts) - number}条见问题清单"
        room = limit - (len(rest) if number < len(parts) - 1 else 0)
        if len(out) + len(part) > room:
            return out + rest if len(out) + len(rest) <= limit else out
        out += part
    return out


def grouped(remarks: Sequence[Remark], state: str | None = None) -> str:
    """Remarks of one kind as one: those on rows by their places, those on the form or its fields by what each says; the advice once."""
    text = remarks[0].text if len(remarks) == 1 else problems_in_brief(remarks) + _advice(remarks)
    return f"【{state}】{text}" if state else text


_SPELLED = 3


def problems_in_brief(remarks: Sequence[Remark]) -> str:
    """What is wrong, without advice: on rows the title with its places, on the form or its fields what each remark says."""
    on_rows = all(f.level2 for remark in remarks for f in remark.findings)
    said = list(dict.fromkeys(remark.problem.removesuffix("。") for remark in remarks))
    if on_rows or len(said) > _SPELLED:
        return f"{'、'.join(each_once(remark.spot for remark in remarks))}：{remarks[0].title}。"
    return "；".join(said) + "。"


def _advice(remarks: Sequence[Remark]) -> str:
    """The advice where all say the same, else that of the first with its place."""
    first = next((remark for remark in remarks if remark.advice), remarks[0])
    if len({remark.advice for remark in remarks}) == 1:
        return first.advice
    return f"其中{first.where}，{first.advice}" if first.advice else ""
