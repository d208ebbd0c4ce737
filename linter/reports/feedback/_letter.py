"""What stands in the fields of the review letter: overall, common problems, key projects by amount, the annex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import count, groupby
from typing import Any

from linter.model.finding import Severity
from linter.reports.feedback._merit import merit
from linter.reports.feedback._problems import Row, problems_of
from linter.reports.feedback.api import FeedbackOptions
from linter.reports.feedback.batch import NO_UNIT
from linter.reports.feedback.model import Batch, ProjectReview, Remark, UnitReview
from linter.reports.feedback.points import doubts, kinds_of, said_of
from linter.reports.feedback.rounds import NEW, OPEN, PARTLY
from linter.reports.feedback.scoring import most_exact, review_data
from linter.reports.feedback.words import DISCLAIMER, chinese_date, chinese_number, grouped, money_of, wan
from linter.reports.wording import titled

_ANNEX_ONLY = "JX8"
"""Wording stands in the annex only."""
_COMMON, _KIND_PROBLEMS, _GENERAL = 8, 2, 5
"""How many common problems, how many of a kind, and how many on the document as a whole the letter spells out."""
_SHARE, _FEWEST, _MOST = Decimal("0.6"), 3, 5
"""Key projects: from the largest down until they carry this share of the money, but within these numbers."""
_REMARKS = 6
"""Kinds of problem the letter names of a key project."""
_BLANK_DATE = "　　年　　月　　日"
_LONG_SPOT = 60


def _section(number: int) -> str:
    return f"（{chinese_number(number)}）" if number < 100 else f"（{number}）"


def _spoken(remark: Remark) -> bool:
    """Whether the letter itself speaks of it."""
    return remark.severity.rank < 2 and not remark.code.startswith(_ANNEX_ONLY)


_PARTS, _ARTICLE = re.compile(r"[；;]"), re.compile(r"（[^（）]*）$")


def basis(unit: UnitReview) -> str:
    """The documents the remarks refer to, as configured: ``财预〔2015〕88号、财预〔2021〕101号``."""
    remarks = [*unit.general, *(remark for project in unit.projects for remark in project.remarks)]
    parts = {
        _ARTICLE.sub("", part.removeprefix("参照")) for remark in remarks for part in _PARTS.split(remark.source) if part.startswith("参照")
    }
    return "、".join(sorted(parts))


def overall(unit: UnitReview) -> str:
    """One sentence of merit, then the share to be revised."""
    projects, good = unit.projects, "" if unit.pending else merit(unit)
    revise = [project for project in projects if project.needs_change]
    sent = f"报送了{len(projects)}个项目的绩效目标表" if projects else "报送了有关文件，其中没有项目支出绩效目标表"
    praise = f"从审核情况看，你单位{f'所报项目的{good}' if good else sent}。"
    general = sum(_spoken(remark) for remark in unit.general)
    if not revise:
        but = f"未发现需要修改的项目，但文字说明与各表核对有{general}处需要核实" if general else "未发现需要修改的问题"
        if unit.pending:
            but = f"的意见尚未全部审定，已审定的部分{but}"
        return f"{praise}本次审核{but}。"
    money = money_of(revise)
    weight = f"，涉及资金{money}" if money else ""
    if len(revise) == len(projects):
        return f"{praise}审核的{len(projects)}个项目{'均' if len(projects) > 1 else ''}需修改完善{weight}。"
    share = Decimal(len(revise)) / len(projects)
    return f"{praise}审核的{len(projects)}个项目中，需修改完善的{len(revise)}个，占{share:.0%}{weight}。"


def _example(cases: Sequence[tuple[ProjectReview, Remark]], unit: UnitReview) -> str:
    """The first example in full, up to two more by place."""
    project, remark = cases[0]
    text = f"如{titled(unit.name_of(project))}，{remark.problem}{remark.advice}"
    more = [f"{titled(unit.name_of(other))}{_short(remark)}" for other, remark in cases[1:3]]
    return text + (f"{'、'.join(more)}也属此类。" if more else "")


def _short(remark: Remark) -> str:
    if not any(f.field or f.level2 for f in remark.findings):
        return ""
    return f"的{remark.spot}" if len(remark.spot) <= _LONG_SPOT and len(remark.findings) == 1 else f"的{len(remark.findings)}处指标"


def _headings() -> list[str]:
    """What common problems stand under, in the letter's order."""
    data = review_data("letter")
    return [*(str(entry["heading"]) for entry in data["headings"]), str(data["other"])]


def _heading(code: str) -> str:
    data = review_data("letter")
    return most_exact(data["headings"], code, "heading") or str(data["other"])


def _shared(projects: Sequence[ProjectReview]) -> dict[str, list[list[tuple[ProjectReview, Remark]]]]:
    """Heading → its problems that at least two projects share, the most frequent first."""
    by_code: dict[str, list[tuple[ProjectReview, Remark]]] = {}
    for project in projects:
        seen: set[str] = set()
        for remark in project.remarks:
            if _spoken(remark) and remark.code not in seen:
                seen.add(remark.code)
                by_code.setdefault(remark.code, []).append((project, remark))
    kinds: dict[str, list[list[tuple[ProjectReview, Remark]]]] = {}
    room = _COMMON
    for code, cases in sorted(by_code.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        kind = kinds.setdefault(_heading(code), [])
        if len(cases) > 1 and room and len(kind) < _KIND_PROBLEMS:
            kind.append(cases)
            room -= 1
    return kinds


def common(unit: UnitReview) -> list[dict[str, Any]]:
    """The common problems by kind, then those of the document as a whole."""
    shared, number = _shared(unit.projects), count(1)
    out: list[dict[str, Any]] = []

    def add(name: str, texts: Sequence[str], rest: int = 0) -> None:
        out.append({"序号": _section(next(number)), "名称": f"{name}。", "问题": [*_numbered(texts), *_rest(rest)]})

    for heading in _headings():
        texts = [f"{cases[0][1].title}（涉及{len(cases)}个项目）。{_example(cases, unit)}" for cases in shared.get(heading, ())]
        if texts:
            add(heading, texts)
    general = [grouped(remarks) for remarks in kinds_of([remark for remark in unit.general if _spoken(remark)])]
    if general:
        add("文字说明与各表核对", general[:_GENERAL], len(general) - _GENERAL)
    return out


def _numbered(texts: Sequence[str]) -> list[str]:
    """1.… 2.…, where there are several."""
    return [f"{n}.{text}" for n, text in enumerate(texts, start=1)] if len(texts) > 1 else list(texts)


def _rest(more: int) -> list[str]:
    return [f"其余{more}条见附件。"] if more > 0 else []


def key_projects(projects: Sequence[ProjectReview]) -> list[ProjectReview]:
    """The projects the letter goes through one by one, by amount; by how much is to be said where none states an amount."""
    chosen: list[ProjectReview] = []
    if not money_of(projects):
        projects = sorted(projects, key=lambda project: (-project.counts[Severity.ERROR], -project.counts[Severity.WARNING]))
    total = sum((project.amount for project in projects if project.amount is not None), Decimal(0))
    covered = Decimal(0)
    for project in projects:
        if not any(_spoken(remark) for remark in project.remarks):
            continue
        if len(chosen) >= _FEWEST and (covered >= total * _SHARE or len(chosen) == _MOST):
            break
        chosen.append(project)
        covered += project.amount or 0
    return chosen


def _remarks(project: ProjectReview) -> list[str]:
    """The project's remarks, each kind of problem once with its places, in the reviewer's order; the most serious kinds only."""
    groups: dict[tuple[str, str], list[Remark]] = {}
    for remark in project.remarks:
        if _spoken(remark):
            groups.setdefault((remark.code, remark.standing), []).append(remark)
    kept = sorted(groups, key=lambda key: groups[key][0].severity.rank)[:_REMARKS]
    texts = [grouped(groups[key], key[1]) for key in groups if key in kept]
    return [*_numbered(texts), *_rest(sum(len(remarks) for key, remarks in groups.items() if key not in kept))]


def _second_round(batch: Batch, unit: UnitReview) -> str:
    if not batch.second_round:
        return ""
    states = [remark.state for project in unit.projects for remark in project.remarks]
    gone = sum(len(project.gone) for project in unit.projects)
    told = [f"已修改{gone}条", *(f"{state}{states.count(state)}条" for state in (PARTLY, OPEN, NEW))]
    hollow = sum(bool(remark.hollow) for project in unit.projects for remark in project.remarks)
    more = f"其中{hollow}条只换了数字、符号或改成比率，问题仍在，请逐项重新考虑。" if hollow else ""
    renamed = [f"{titled(unit.name_of(project))}{project.renamed}" for project in unit.projects if project.renamed]
    names = f"{'；'.join(renamed)}，按同一项目比对，请核实。" if renamed else ""
    return f"与上一轮审核意见逐条比对：{'、'.join(told)}。{more}{names}"


def _annex(unit: UnitReview) -> list[dict[str, Any]]:
    """The problems of each project under its name; those of the document as a whole first."""
    groups = []
    for _, rows in groupby(enumerate(problems_of(unit), start=1), key=lambda pair: id(pair[1].project)):
        listed = list(rows)
        first = listed[0][1]
        amount = first.project.amount if first.project is not None else None
        groups.append({"名称": first.name, "金额": f"（{wan(amount)}）" if amount else "", "行": [_line(*entry) for entry in listed]})
    return groups


def _line(number: int, row: Row) -> dict[str, Any]:
    remark = row.remark
    told = (number, remark.where, row.filled_in, remark.problem, remark.advice, row.note)
    return dict(zip(("序号", "所在位置", "原填报内容", "存在问题", "修改建议", "备注"), told, strict=True))


def shared_fields(batch: Batch, unit: UnitReview) -> dict[str, Any]:
    """The fields every Word output has."""
    unchecked = [*batch.not_checked_of(unit), *doubts(unit.projects)]
    unread = len(unchecked) - bool(unit.pending)
    beyond = [f"{unread}处内容未能读取或检查"] * bool(unread) + ["一部分意见尚未审定"] * bool(unit.pending)
    return {
        "单位": unit.unit if unit.unit != NO_UNIT else "××单位",
        "年度": f"{year}年" if (year := unit.year or batch.year) else "",
        "未检查": unchecked,
        "未尽": f"另有{'，'.join(beyond)}，不在本意见范围内，详见附件。" if beyond else "",
        "附注": DISCLAIMER,
    }


def _elsewhere(unit: UnitReview, rest: int) -> str:
    """What only the annex says. ``rest``: how many projects to be revised the letter does not go through."""
    minor = any(not _spoken(remark) for project in unit.projects for remark in said_of(project))
    told = [f"其余{rest}个项目的具体意见"] * (rest > 0) + ["文字类、提示类问题"] * minor
    return f"，{'及'.join(told)}见附件。" if told else "。"


def fields(batch: Batch, unit: UnitReview, options: FeedbackOptions) -> dict[str, Any]:
    """Everything a letter's template may ask for."""
    problems, key = common(unit), key_projects(unit.projects)
    number = count(1)
    numerals = {name: chinese_number(next(number)) if shown else "" for name, shown in (("共性序号", problems), ("重点序号", key))}
    rest = sum(project.needs_change for project in unit.projects) - len(key)
    return {
        **shared_fields(batch, unit),
        **numerals,
        "要求序号": chinese_number(next(number)),
        "依据": basis(unit),
        "文种": "复核意见" if batch.second_round else "审核意见",
        "修改后": "修改后" if batch.second_round else "",
        "审核": "复核" if batch.second_round else "审核",
        "项目数": len(unit.projects),
        "资金总额": money_of(unit.projects),
        "总体情况": overall(unit),
        "复核情况": _second_round(batch, unit),
        "共性问题": problems,
        "重点项目": [
            {
                "序号": _section(n),
                "名称": unit.name_of(project),
                "金额": f"（{wan(project.amount)}）" if project.amount else "",
                "意见": _remarks(project),
            }
            for n, project in enumerate(key, start=1)
        ],
        "重点说明": ("按项目金额从大到小列示" if money_of(unit.projects) else "按问题多少列示") + _elsewhere(unit, rest),
        "需修改": any(project.needs_change for project in unit.projects) or any(_spoken(remark) for remark in unit.general),
        "截止日期": chinese_date(options.deadline) if options.deadline else _BLANK_DATE,
        "问题清单": _annex(unit),
        "落款": options.issuer or "（落款单位）",
        "日期": chinese_date(options.today),
    }
