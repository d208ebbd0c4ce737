"""Review feedback as Markdown: figures, common problems, projects by amount with their remarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.files.printing import on_one_line, visible
from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.model import Batch, ProjectReview
from linter.reports.feedback.scoring import formula
from linter.reports.feedback.words import DISCLAIMER, common_problems, summary, wan
from linter.reports.md import escape
from linter.reports.wording import SEVERITY_NAMES


def _project(project: ProjectReview) -> Iterator[str]:
    amount = f"（{wan(project.amount)}）" if project.amount is not None else ""
    yield f"### {escape(project.name)}{amount}"
    yield ""
    if project.renamed:
        yield f"{escape(project.renamed)}。"
        yield ""
    yield f"机审质量分 {project.score.value}（非正式评分）"
    yield ""
    if not project.remarks:
        yield f"{project.clear}。"
        yield ""
        return
    for number, remark in enumerate(project.remarks, start=1):
        state = f"【{remark.standing}】" if remark.state else ""
        yield f"{number}. {state}**{SEVERITY_NAMES[remark.severity]}** {escape(remark.text)}（{remark.code}，{escape(remark.source)}）"
    yield ""
    if project.gone:
        yield f"上一轮意见中已修改 {len(project.gone)} 条：" + "；".join(escape(mended.title) for mended in project.gone)
        yield ""


def _lines(batch: Batch) -> Iterator[str]:
    yield "# 绩效目标审核意见"
    yield ""
    yield summary(batch)
    yield ""
    yield f"> {DISCLAIMER}"
    yield ""
    shared = common_problems(batch.projects)
    if shared:
        yield "## 共性问题"
        yield ""
        for problem in shared:
            named = "".join(f"{escape(name)}：{escape(text)}" for name, text in problem.examples.values())
            yield f"- {escape(problem.title)}（{problem.projects}个项目）。如 {named}"
        yield ""
    for unit in batch.units:
        yield f"## {escape(unit.unit)}"
        yield ""
        for remark in unit.general:
            yield f"- 全文：{escape(remark.text)}"
        for project in unit.projects:
            yield from _project(project)
    if batch.not_checked:
        yield "## 未检查的内容"
        yield ""
        yield from (f"- {escape(on_one_line(text))}" for text in batch.not_checked)
        yield ""
    yield f"机审质量分：{formula()}"


def write(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, Iterable[str]]]:
    """One file for the batch."""
    yield "审核意见", (f"{visible(line)}\n" for line in _lines(batch))


FEEDBACK = Feedback("审核意见（Markdown）", ".md", write)
