"""From what a strategy read to a finished form: kind, layout, year, halves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from linter.layouts.catalogue import choose
from linter.layouts.columns import Columns
from linter.layouts.header import Header
from linter.layouts.rows import Body
from linter.model.form import HALVES, Form, Half, Kind, Money, Text, Uncertain
from linter.model.place import Place
from linter.values import normalise

_TITLE = re.compile(
    r"(?:绩效|目标).{0,12}(?:目标|自评|申报|批复|评价|管理|监控)?.{0,8}(?:表|申报书|目标)(?:[（(].{0,20}[)）])?$|绩效目标(?:申报|批复|自评)?表"
)
_YEAR = re.compile(r"(20[0-9]{2})\s*(?:年|—|-|预算)")


def is_form_title(text: str) -> bool:
    """Whether a line titles a form: …绩效目标表, …绩效目标申报表, …绩效自评表."""
    folded = normalise(text).text
    return (
        len(folded) <= 50
        and "绩效" in folded
        and "目录" not in folded
        and not folded.endswith(("。", "；"))
        and _TITLE.search(folded) is not None
    )


_YEAR_LINE = re.compile(r"[（(\[【]?(20[0-9]{2})年度?(?:预算|部门预算)?[)）\]】]?")


def stated_year(text: str) -> int | None:
    """The year of a cell that states nothing else (``(2026年度)``) or titles the form."""
    folded = normalise(text).text
    match = _YEAR_LINE.fullmatch(folded)
    if match:
        return int(match[1])
    return budget_year_in(text) if is_form_title(text) else None


def budget_year_in(text: str) -> int | None:
    """The year a title states: ``(2026年度)``, ``2026年部门预算``."""
    match = _YEAR.search(text)
    return int(match[1]) if match else None


@dataclass
class Draft:
    """A form as read, before its layout and year are settled."""

    header: Header
    body: Body
    columns: Columns | None
    title: Text | None
    year: int | None
    place: Place | None
    strategy: str
    truncated: bool = False
    two_sided: bool | None = None
    roles: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_two_sided(self) -> bool:
        """Whether the form prints 实施期 and 年度 side by side."""
        return self.two_sided if self.two_sided is not None else bool(self.columns and self.columns.two_sided)


def _kind(draft: Draft, title: str, roles: frozenset[str]) -> Kind:
    if "自评" in title or ("actual" in roles and "score" in roles):
        return "self_evaluation"
    if "整体" in title or ("部门" in title and "项目" not in title and "单位)" not in title):
        return "department"
    if "转移支付" in title or "区域" in title:
        return "transfer"
    return "project"


def _halved_goal(header: Header, halves: tuple[Half, ...]) -> dict[Half, Text]:
    if halves == ("annual",) and "period" in header.goal:
        texts = [header.goal[h] for h in HALVES if header.goal.get(h)]
        return {"annual": texts[-1] if texts else Text("")}
    return {half: header.goal[half] for half in HALVES if half in header.goal}


def assemble(draft: Draft, index: int, document_year: int | None, option_year: int | None) -> Form:
    """The finished form. The budget year comes from the form, else the document, else the option; its source is recorded."""
    title = normalise(draft.title.text).text if draft.title else ""
    roles = draft.columns.roles if draft.columns is not None else draft.roles
    kind = _kind(draft, title, roles)
    two_sided = draft.is_two_sided
    layout = choose(draft.strategy, two_sided, roles, title, kind)
    halves: tuple[Half, ...] = HALVES if two_sided else ("annual",)
    year, source = next(
        ((y, s) for y, s in ((draft.year, "form"), (document_year, "document"), (option_year, "option")) if y), (None, None)
    )
    header = draft.header
    uncertain = [replace(u, path=u.path) for u in (*header.uncertain, *draft.body.uncertain)]
    if layout is None:
        uncertain.append(Uncertain("", "表式不在已知表式之列，按栏目名称读取，请留意各格是否对应", draft.place))
    total: dict[Half, Money] = dict(header.total)
    goal = _halved_goal(header, halves)
    required = tuple(key for key in (layout.required if layout else ()) if _printed(key, header, goal))
    return Form(
        index=index,
        kind=kind,
        layout=layout.name if layout else "unknown",
        halves=halves,
        fields=dict(header.fields),
        goal=goal,
        total=total,
        funding=header.funding,
        indicators=tuple(draft.body.indicators),
        budget_year=year,
        year_source=source,
        title=draft.title,
        place=draft.place,
        required=required,
        has_level2=draft.columns is None or draft.columns.has_level2 or any(i.category for i in draft.body.indicators),
        truncated=draft.truncated,
        uncertain=tuple(uncertain),
        extras=header.extras,
    )


def _printed(key: str, header: Header, goal: dict[Half, Text]) -> bool:
    """Whether the form prints the field at all: what a layout lacks is never missing."""
    if key == "goal":
        return bool(goal)
    if key.startswith("total_"):
        return key[len("total_") :] in header.total
    return key in header.fields
