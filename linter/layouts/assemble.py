"""From what a strategy read to a finished form: kind, layout, year, halves."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from linter.layouts import plausible
from linter.layouts.assumed import Assumed
from linter.layouts.catalogue import Layout, by_name, choose
from linter.layouts.columns import Columns
from linter.layouts.labels import clean, level1_of
from linter.layouts.lines import text_of
from linter.layouts.money import without_unit
from linter.layouts.rows import Body
from linter.layouts.taking import Header
from linter.layouts.titles import kind_of
from linter.model.blocks import Cell
from linter.model.document import all_texts
from linter.model.form import HALVES, Form, Half, Kind, Money, Text, Uncertain
from linter.model.place import Place
from linter.values import normalise


class Draft(Struct):
    """A form as read, before its layout and year are settled."""

    header: Header
    body: Body
    columns: Columns | None
    title: Text | None
    year: int | None
    place: Place | None
    strategy: str
    truncated: bool = False
    doubt: str | None = None
    """Why the table as a whole was read with doubt."""
    unread: tuple[str, ...] = ()
    """What of the table found no place."""
    reading: tuple[str, ...] = ()
    """How the table was read, in Chinese lines."""
    two_sided: bool | None = None
    roles: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_two_sided(self) -> bool:
        """Whether the form prints 实施期 and 年度 side by side."""
        return self.two_sided if self.two_sided is not None else bool(self.columns and self.columns.two_sided)


def of_county(draft: Draft, county: Cell | None) -> Draft:
    """A form read from the value column of one county of several. What the table states of all of them is no county's own: kept as extras."""
    if county is None:
        return draft
    header, name = draft.header, clean(county.text)
    if draft.header.kind is None:
        header.kind = "transfer"
    if name.endswith("计") or name.startswith("全"):
        header.uncertain.append(Uncertain("", f"各地区分列指标值，只读取了“{name}”一列", county.place))
        return draft
    before = header.fields.pop("unit", None)
    if before:
        header.extras.setdefault("实施单位", before)
    header.fields["unit"] = text_of(county)
    for half, money in header.total.items():
        header.extras.setdefault("各地区资金总额" if half == "annual" else "各地区实施期资金总额", money.text)
    header.total, header.funding = {}, {}
    header.uncertain.append(Uncertain("", "各地区分列指标值，每个地区计一张表；所印资金为各地区合计，未逐一核对", county.place))
    return draft


def _halved_goal(header: Header, halves: tuple[Half, ...]) -> dict[Half, Text]:
    if halves == ("annual",) and "period" in header.goal:
        texts = [header.goal[h] for h in HALVES if header.goal.get(h)]
        return {"annual": texts[-1] if texts else Text("")}
    return {half: header.goal[half] for half in HALVES if half in header.goal}


def _layout_of(draft: Draft, title: str, kind: Kind, roles: frozenset[str], named: str | None) -> tuple[Layout | None, str | None]:
    """The layout of a form, and what is to be said of it. A layout that the settings name wins where it prints as many sides."""
    two_sided = draft.is_two_sided
    level1 = frozenset(category for row in draft.body.indicators if (category := level1_of(row.level1)))
    layout = choose(draft.strategy, two_sided, roles, title, kind, level1)
    wanted = by_name().get(named) if named else None
    if wanted is not None and len(wanted.halves) == (2 if two_sided else 1):
        return wanted, None
    if wanted is not None:
        return layout, f"设置中指定的表式“{wanted.name}”与本表的实施期、年度分列不符，未采用"
    sure = not draft.doubt and draft.columns is not None and not draft.columns.unknown
    return layout, None if layout is not None or sure else "表式不在已知表式之列，按栏目名称读取，请留意各格是否对应"


def assemble(draft: Draft, index: int, document_year: int | None, assumed: Assumed) -> Form:
    """The finished form. The budget year comes from the form, else the document, else the option; its source is recorded."""
    title = normalise(draft.title.text).text if draft.title else ""
    roles = draft.columns.roles if draft.columns is not None else draft.roles
    kind = draft.header.kind or kind_of(title, roles)
    layout, said = _layout_of(draft, title, kind, roles, assumed.layout)
    halves: tuple[Half, ...] = HALVES if draft.is_two_sided else ("annual",)
    year, source = next(
        ((y, s) for y, s in ((draft.year, "form"), (document_year, "document"), (assumed.year, "option")) if y), (None, None)
    )
    header = draft.header
    draft.body.uncertain += plausible.of_rows(draft.body)
    uncertain = [*header.uncertain, *draft.body.uncertain, *without_unit(header.total)]
    if said is not None:
        uncertain.append(Uncertain("", said, draft.place))
    total: dict[Half, Money] = dict(header.total)
    goal = _halved_goal(header, halves)
    extras = dict(header.extras)
    if "period" not in goal and header.goal.get("period") and header.goal["period"] is not goal.get("annual"):
        extras.setdefault("实施期目标", header.goal["period"])
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
        doubt=draft.doubt or plausible.of_table(draft.body, header.exact),
        unread=draft.unread,
        reading=draft.reading,
        uncertain=tuple(uncertain),
        extras=extras,
    )


def _printed(key: str, header: Header, goal: dict[Half, Text]) -> bool:
    """Whether the form prints the field at all: what a layout lacks is never missing."""
    if key == "goal":
        return bool(goal)
    if key.startswith("total_"):
        return key[len("total_") :] in header.total
    return key in header.fields


def with_doubts(form: Form) -> Form:
    """Every cell read with doubt (OCR, lost merges) named among what is uncertain, unless it is already."""
    known = tuple({doubt.path for doubt in form.uncertain if doubt.path})
    fresh = [
        Uncertain(path, text.doubt, text.place)
        for path, text in all_texts(form)
        if text.doubt and not any(path == told or path.startswith(f"{told}.") for told in known)
    ]
    return replace(form, uncertain=(*form.uncertain, *fresh)) if fresh else form
