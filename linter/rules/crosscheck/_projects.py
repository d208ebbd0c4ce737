"""The forms of a document beside the projects its 项目支出预算表 lists: which belong together, which stand alone."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from linter.knowledge.lexicons import phrase
from linter.knowledge.patterns import deferred
from linter.model.document import BudgetTable, Document, Figure
from linter.model.form import Half
from linter.rules.crosscheck._sums import sums
from linter.rules.views import DocumentView, FormView
from linter.values import money_scale
from linter.values.budget import bare, current_columns

KINDS = ("project_expenditure", "project_carry_over")
_NEAR, _NEAR_SAME_AMOUNT = 80, 60
_MIN_CUT = 8
_PUNCTUATION = deferred(r"[、,，.。·\-_/()（）:：;；+&]")
_LEADING_CODE = deferred(r"^[\[(]?[0-9A-Za-z]{4,}[\])]?[-_:]+(?=[^0-9])")


class Listed(NamedTuple):
    """A project as a table lists it. ``amount`` is 元 (``None``: the table states no unit), ``slack`` half its last printed digit."""

    table: int
    row: int
    col: int | None
    name: str
    amount: Decimal | None
    slack: Decimal
    printed: str
    exempt: bool

    @property
    def path(self) -> str:
        """The row."""
        return f"tables[{self.table}].rows[{self.row}]"

    @property
    def figure(self) -> str:
        """The amount's cell, else the row."""
        return f"{self.path}.figures[{self.col}]" if self.col is not None else self.path


class Near(NamedTuple):
    """A form and a listed project whose names are alike but not the same."""

    form: FormView
    listed: Listed
    same_amount: bool


class Matched(NamedTuple):
    """``pairs``: a form and every row that names its project. ``near``: alike. ``forms`` and ``rows``: what is left on either side."""

    pairs: tuple[tuple[FormView, tuple[Listed, ...]], ...]
    near: tuple[Near, ...]
    forms: tuple[FormView, ...]
    rows: tuple[Listed, ...]
    listed: tuple[Listed, ...]


def name_key(name: str) -> str:
    """A project's name for comparison: without widths, punctuation and a leading code."""
    return _PUNCTUATION.sub("", _LEADING_CODE.sub("", bare(name)))


def _amount_column(table: BudgetTable) -> int | None:
    """合计 (总额, 金额 …), else the first column of figures."""
    columns = current_columns(table.headers, sorted({col for row in table.rows for col in row.figures}))
    total = [col for col in columns if phrase("total_head").search((table.headers.get(col) or ("",))[-1])]
    return next(iter(total or columns), None)


def _lists_projects(table: BudgetTable) -> bool:
    """项目支出 by functional code lists subjects, not projects."""
    rows = [row for row in table.rows if row.role in ("item", "exempt")]
    return bool(rows) and sum(row.code is not None for row in rows) * 2 <= len(rows)


def _slack(figure: Figure, table: BudgetTable) -> Decimal:
    return (money_scale(table.unit) or Decimal(1)) * Decimal(10) ** -figure.decimals / 2


def _listed(document: Document, number: int) -> list[Listed]:
    table = document.tables[number]
    if not _lists_projects(table):
        return []
    parents = {table_sum.total[0] for table_sum in sums(table) if table_sum.way == "rows"}
    col = _amount_column(table)
    out = []
    for n, row in enumerate(table.rows):
        if n in parents or row.role not in ("item", "exempt") or not name_key(row.label.text):
            continue
        figure = row.figures.get(col) if col is not None else None
        if figure is None or figure.number is None or col is None:
            out.append(Listed(number, n, None, "".join(row.label.text.split()), None, Decimal(0), "", row.role == "exempt"))
            continue
        printed = f"{figure.text.text.strip()}{table.unit or ''}"
        name = "".join(row.label.text.split())
        out.append(Listed(number, n, col, name, figure.amount, _slack(figure, table), printed, row.role == "exempt"))
    return out


def listed_projects(document: Document) -> list[Listed]:
    """Every project of the 项目支出预算表, this year's and carried over; final accounts list what was spent, not what was planned."""
    return [
        project
        for number, table in enumerate(document.tables)
        if table.kind in KINDS and not table.final
        for project in _listed(document, number)
    ]


def annual_amount(view: FormView) -> tuple[str, Decimal] | None:
    """The form's amount of this year in 元 and its path: the annual total, or the period's where the project takes one year."""
    halves: tuple[Half, ...] = ("annual", "period")
    for half in halves:
        money = view.form.total.get(half)
        if money is not None and money.amount is not None and (half == "annual" or view.one_year):
            return f"forms[{view.form.index - 1}].fields.total.{half}", money.amount
    return None


def _same_amount(view: FormView, project: Listed) -> bool:
    amount = annual_amount(view)
    return amount is not None and project.amount is not None and project.amount != 0 and abs(amount[1] - project.amount) <= project.slack


def _cut(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return _MIN_CUT <= len(short) < len(long) and long.startswith(short)


def _likeness(a: str, b: str) -> float:
    from rapidfuzz.fuzz import ratio

    return float(ratio(a, b))


def _near(forms: list[FormView], rows: list[Listed]) -> list[Near]:
    """Alike names, one row for one form, the likest first; the same amount counts for a good deal."""
    ranked = []
    for f, view in enumerate(forms):
        for r, project in enumerate(rows):
            same = _same_amount(view, project)
            score = _likeness(name_key(view.project), name_key(project.name))
            if score >= (_NEAR_SAME_AMOUNT if same else _NEAR):
                ranked.append((not same, -score, f, r))
    ranked.sort()
    used_forms: set[int] = set()
    used_rows: set[int] = set()
    out = []
    for different, _, f, r in ranked:
        if f not in used_forms and r not in used_rows:
            used_forms.add(f)
            used_rows.add(r)
            out.append(Near(forms[f], rows[r], not different))
    return out


def match(document: DocumentView) -> Matched:
    """Forms and listed projects put side by side: by the same name, by a name cut at the cell's width, then by likeness."""
    return _match(document)


@lru_cache(maxsize=4)
def _match(document: DocumentView) -> Matched:
    listed = listed_projects(document.document)
    by_name: dict[str, list[Listed]] = defaultdict(list)
    for project in listed:
        by_name[name_key(project.name)].append(project)
    forms = [view for view in document.forms if view.form.kind == "project" and name_key(view.project)]
    pairs: list[tuple[FormView, tuple[Listed, ...]]] = []
    left = []
    used: set[Listed] = set()
    for view in forms:
        rows = by_name.get(name_key(view.project))
        if rows:
            pairs.append((view, tuple(rows)))
            used.update(rows)
        else:
            left.append(view)
    free = [project for project in listed if project not in used]
    for view in list(left):
        cut = [project for project in free if _cut(name_key(view.project), name_key(project.name)) and _same_amount(view, project)]
        if len(cut) == 1:
            pairs.append((view, (cut[0],)))
            left.remove(view)
            free.remove(cut[0])
    near = _near(left, free) if listed else []
    alone = [view for view in left if not any(view is pair.form for pair in near)]
    rest = [project for project in free if not any(project is n.listed for n in near)]
    return Matched(tuple(pairs), tuple(near), tuple(alone), tuple(rest), tuple(listed))
