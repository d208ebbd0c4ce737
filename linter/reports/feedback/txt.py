"""退回意见: a paragraph a project, short enough to paste into the budget system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.files.printing import on_one_line, visible
from linter.reports.feedback.api import Feedback, FeedbackOptions
from linter.reports.feedback.model import Batch, ProjectReview, Remark
from linter.reports.feedback.words import DISCLAIMER, problems_in_brief, shortened, summary, wan

_CLOSING = "请修改后重新报送。"


def _numbered(texts: list[str]) -> list[str]:
    return [f"{n}.{text}" for n, text in enumerate(texts, start=1)] if len(texts) > 1 else texts


def _stated(remark: Remark, text: str) -> str:
    return f"【{remark.standing}】{text}" if remark.state else text


def _grouped(remarks: list[Remark]) -> list[str]:
    """Each kind of problem once, with its places."""
    kinds: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        kinds.setdefault((remark.title, remark.standing), []).append(remark)
    return [_stated(spots[0], problems_in_brief(spots).removesuffix("。")) for spots in kinds.values()]


def paragraph(project: ProjectReview, limit: int) -> str:
    """The project's return note of at most ``limit`` characters: every remark in full where there is room, else each in brief."""
    serious = sorted(
        (remark for remark in project.remarks if remark.severity.rank < 2), key=lambda remark: (remark.severity.rank, remark.order)
    )
    if not serious:
        return f"{project.clear}。" if project.pending else "未发现需退回修改的问题。"
    full = "".join(_numbered([_stated(remark, remark.text) for remark in serious])) + _CLOSING
    if len(full) <= limit:
        return full
    brief = [f"{text}；" for text in _numbered(_grouped(serious))]
    return shortened(brief, limit - len(_CLOSING)).rstrip("；").removesuffix("。") + "。" + _CLOSING


def _lines(batch: Batch, options: FeedbackOptions) -> Iterator[str]:
    yield summary(batch)
    yield DISCLAIMER
    for unit in batch.units:
        yield ""
        yield f"【{unit.unit}】"
        for remark in unit.general:
            yield f"全文：{remark.text}"
        for project in unit.projects:
            amount = f"（{wan(project.amount)}）" if project.amount is not None else ""
            yield ""
            yield f"{unit.name_of(project)}{amount}"
            yield paragraph(project, options.limit)
            if project.renamed:
                yield f"{project.renamed}。"
            if project.gone:
                yield f"上一轮意见中{len(project.gone)}条已修改。"
    if batch.not_checked:
        yield ""
        yield "未检查的内容"
        yield from map(on_one_line, batch.not_checked)


def write(batch: Batch, options: FeedbackOptions) -> Iterator[tuple[str, Iterable[str]]]:
    """One file for the batch."""
    yield "退回意见", (f"{visible(line)}\n" for line in _lines(batch, options))


FEEDBACK = Feedback("退回意见：每个项目一段，可粘贴到系统", ".txt", write)
