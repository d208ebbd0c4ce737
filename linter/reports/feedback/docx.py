"""The review letter, one a unit, as a Word document with the list of problems as its annex. The template is the bureau's to replace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.knowledge.resources import template_path
from linter.reports.feedback._letter import fields
from linter.reports.feedback._template import filled, opened, require_forms
from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.model import Batch

NEEDED = frozenset({"单位", "总体情况", "共性问题", "重点项目", "问题清单", "未检查", "日期"})
"""Fields no template may leave out; the others are its choice."""


def verify(options: FeedbackOptions) -> None:
    """Refuse a template that cannot be filled in.

    Raises:
        CannotReport: see ``_template.opened``.
    """
    opened(options.template or template_path("letter.docx"), NEEDED)


def write(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, Iterable[bytes]]]:
    """A letter for each unit.

    Raises:
        CannotReport: see ``_template.filled``.
    """
    require_forms(batch)
    path = options.template or template_path("letter.docx")
    for unit in batch.units:
        filling = fields(batch, unit.held(), options)
        title = f"关于{filling['单位']}{filling['年度']}项目支出绩效目标的{filling['文种']}"
        yield title, [filled(path, NEEDED, filling, options.today, title)]


FEEDBACK = Feedback("审核意见（Word，每个单位一份，附问题清单）", ".docx", write, verify, each_unit=True)
