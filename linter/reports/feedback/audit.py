"""The audit sheet's machine part, a page a project: evidence for each item, the human items blank, no total and no grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from linter.knowledge.resources import template_path
from linter.reports.feedback._letter import shared_fields
from linter.reports.feedback._template import filled, opened, require_forms
from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.model import Batch, ProjectReview, UnitReview
from linter.reports.feedback.scoring import Item, Loss
from linter.reports.feedback.words import DISCLAIMER, chinese_number, wan

NEEDED = frozenset({"单位", "项目清单", "附注", "未检查"})
_NOTE = f"{DISCLAIMER}本表不计总分、不定等级；“分值”为审核表各项的满分；机审不判断的项目由审核人员填写。"
_SPOTS = 2


def _evidence(loss: Loss, project: ProjectReview) -> str:
    spots = [remark.where for remark in project.remarks if remark.code == loss.code and len(remark.findings) == 1]
    more = f"等{loss.hits}处" if loss.hits > _SPOTS else ""
    places = "、".join(spots[:_SPOTS]) + (more if spots else "")
    return f"{loss.title}（{places or f'{loss.hits}处'}）"


def _found(item: Item, project: ProjectReview) -> str:
    if item.left is None:
        return f"供判断参考：机审有{item.hints}处相关提示，见问题清单。" if item.hints else ""
    hits = sum(loss.hits for loss in item.losses)
    if not hits:
        return f"{project.clear}。" if project.pending else "机审未发现问题。"
    return f"机审发现{hits}处：" + "；".join(_evidence(loss, project) for loss in item.losses) + "。"


def _sheet(project: ProjectReview) -> dict[str, Any]:
    dimensions = []
    for number, (name, items) in enumerate(groupby(project.score.items, key=lambda item: item.dimension), start=1):
        listed = list(items)
        points = sum(item.points for item in listed)
        rows = [{"名称": item.name, "分值": item.points, "要点": item.checks, "机审": _found(item, project)} for item in listed]
        dimensions.append({"名称": f"{chinese_number(number)}、{name}（{points}分）", "项": rows})
    return {"名称": project.name, "金额": wan(project.amount) or "未填写", "审核内容": dimensions}


def _fields(batch: Batch, unit: UnitReview) -> dict[str, Any]:
    return {**shared_fields(batch, unit), "附注": _NOTE, "项目清单": [_sheet(project) for project in unit.projects]}


def verify(options: FeedbackOptions) -> None:
    """Refuse a template that cannot be filled in.

    Raises:
        CannotReport: see ``_template.opened``.
    """
    opened(options.template or template_path("audit.docx"), NEEDED)


def write(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The sheets of each unit in one file.

    Raises:
        CannotReport: see ``_template.filled``.
    """
    require_forms(batch)
    path = options.template or template_path("audit.docx")
    for unit in batch.units:
        if unit.projects:
            filling = _fields(batch, unit.held())
            title = f"{filling['单位']}{filling['年度']}项目支出绩效目标审核参考（机审部分）"
            yield title, [filled(path, NEEDED, filling, options.today, title)]


FEEDBACK = Feedback("审核参考表（机审部分，每个项目一页）", ".docx", write, verify, each_unit=True)
