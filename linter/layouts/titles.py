"""Titles of forms, the years they state, and the kind of form they name."""

from __future__ import annotations

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries
from linter.knowledge.patterns import deferred
from linter.layouts.labels import is_known
from linter.model.form import Kind
from linter.values import normalise
from linter.values.numerals import arabic_dates

_TITLE = deferred(
    r"(?:绩效|目标).{0,12}(?:目标|自评|申报|批复|评价|管理|监控)?.{0,8}(?:表|申报书|目标)(?:[（(].{0,20}[)）])?$|绩效目标(?:申报|批复|自评)?表"
)
_YEAR = deferred(r"(20[0-9]{2})\s*(?:年|—|-|预算)")
_YEAR_LINE = deferred(r"[（(\[【]?(20[0-9]{2})年度?(?:预算|部门预算)?[)）\]】]?(?:(?:金额)?单位[:：]?(?:万元|亿元|元))?")
_ALONE = deferred(r"(20[0-9]{2})(?:年|年度)?")
_PAGE = deferred(r"第?[0-9]{1,4}页(?:[,，/]?共[0-9]{1,4}页)?|-[0-9]{1,4}-|[0-9]{1,4}/[0-9]{1,4}|续表|\(续\)")
_CONTINUED = deferred(r"[(（]续表?[0-9一二三四五六七八九十]*[)）]$|^续表|续表$")
_NUMBERED = deferred(r"(.*?)第[0-9]{1,4}页(?:[,，/]?共[0-9]{1,4}页)?(.*?)")
_DOCUMENT = deferred(r"^(?=.*?20[0-9]{2}年).*(?:预算|决算|公开|汇编|报告|公告|公示|通知|批复)$")
"""The name of a document with its year."""
_MAX_TITLE = 50


@derived(size=32768)
def is_form_title(text: str) -> bool:
    """Whether a line titles a form: …绩效目标表, …绩效目标申报表, …绩效自评表. A field's label (年度绩效目标) titles nothing."""
    folded = normalise(text).text
    return (
        len(folded) <= _MAX_TITLE
        and "绩效" in folded
        and "目录" not in folded
        and not folded.endswith(("。", "；"))
        and _TITLE.search(folded) is not None
        and not is_known(text)
    )


def is_continued(text: str) -> bool:
    """Whether a line is the title of a form printed again where it goes on: …绩效目标表（续）."""
    return is_form_title(text) and _CONTINUED.search(normalise(text).text) is not None


def is_page_mark(text: str) -> bool:
    """Whether a cell or line is only a page number: 第 3 页, - 12 -, 3/27."""
    return _PAGE.fullmatch(normalise(text).text) is not None


def is_page_head(text: str, beside_mark: bool) -> bool:
    """Whether a line is the head or foot of a page: a text with the number of the page (…2025年部门预算　第 21 页), or beside such a number
    the name of a dated document (…2026年专项资金绩效目标汇编). The title of a form there may open one."""
    folded = normalise(text).text
    if len(folded) > _MAX_TITLE or folded.endswith(("。", "；", ";")):
        return False
    numbered = _NUMBERED.fullmatch(folded)
    document = beside_mark and _DOCUMENT.search(folded) is not None and not is_form_title(folded)
    return document or (numbered is not None and bool(numbered[1] or numbered[2]))


def _dated(text: str) -> str:
    """Folded, a year in Chinese numerals (二〇二六年) in Arabic ones."""
    folded = normalise(text).text
    spelled = arabic_dates(folded)
    return folded if spelled is None else spelled[0]


def stated_year(text: str) -> int | None:
    """The year of a cell that states nothing else (``(2026年度)``, perhaps with the money unit) or titles the form."""
    match = _YEAR_LINE.fullmatch(_dated(text))
    if match:
        return int(match[1])
    return budget_year_in(text) if is_form_title(text) else None


def year_alone(text: str) -> int | None:
    """The year of a cell that holds only a year: ``2026``, ``2026年``, ``2026年度``."""
    match = _ALONE.fullmatch(_dated(text))
    return int(match[1]) if match else None


def budget_year_in(text: str) -> int | None:
    """The year a title states: ``(2026年度)``, ``2026年部门预算``."""
    match = _YEAR.search(_dated(text))
    return int(match[1]) if match else None


def kind_of(title: str, roles: frozenset[str]) -> Kind:
    """The kind of form its columns show (an 实际完成值 makes a self-evaluation, whatever the title), or its title names (words are data); a
    project form if neither says otherwise."""
    if "actual" in roles:
        return "self_evaluation"
    folded = normalise(title).text
    for entry in entries("labels"):
        if entry["set"] == "title" and entry["word"] in folded:
            return entry["group"]  # type: ignore[no-any-return]
    return "project"
