"""Phrases and numbers several feedback outputs write alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from linter.reports.feedback.model import Batch, ProjectReview, Remark

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


def common_problems(projects: tuple[ProjectReview, ...], least: int = 2) -> list[tuple[str, int, list[tuple[ProjectReview, Remark]]]]:
    """Problems several projects share: (rule title, how many projects, up to three examples), the most frequent first."""
    by_code: dict[str, list[tuple[ProjectReview, Remark]]] = defaultdict(list)
    for project in projects:
        for code in dict.fromkeys(remark.code for remark in project.remarks if remark.severity.rank < 2):
            by_code[code].append((project, next(r for r in project.remarks if r.code == code)))
    shared = sorted(((code, cases) for code, cases in by_code.items() if len(cases) >= least), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(cases[0][1].title, len(cases), _different(cases)[:3]) for _, cases in shared]


def _different(cases: list[tuple[ProjectReview, Remark]]) -> list[tuple[ProjectReview, Remark]]:
    """The same words twice are no second example: one form often comes as workbook and as PDF."""
    return list({remark.text: (project, remark) for project, remark in reversed(cases)}.values())[::-1]


def summary(batch: Batch) -> str:
    """One sentence on the whole batch."""
    projects = batch.projects
    revise = sum(project.needs_change for project in projects)
    share = f"，占{Decimal(revise) / len(projects):.0%}" if projects else ""
    total = sum((project.amount for project in projects if project.amount is not None), Decimal(0))
    return f"共审核{len(projects)}个项目，涉及资金{wan(total)}；需修改完善的{revise}个{share}。"


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
        return f"{'、'.join(remark.spot for remark in remarks)}：{remarks[0].title}。"
    return "；".join(said) + "。"


def _advice(remarks: Sequence[Remark]) -> str:
    """The advice where all say the same, else that of the first with its place."""
    first = next((remark for remark in remarks if remark.advice), remarks[0])
    if len({remark.advice for remark in remarks}) == 1:
        return first.advice
    return f"其中{first.where}，{first.advice}" if first.advice else ""
