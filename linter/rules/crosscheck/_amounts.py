"""Amounts of the narrative beside the budget tables: which agree, which contradict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from linter.model.document import Document
from linter.rules.crosscheck import _terms
from linter.rules.crosscheck._projects import Listed, listed_projects, name_key
from linter.rules.crosscheck._statements import Amount, read
from linter.rules.crosscheck._terms import Known
from linter.rules.crosscheck._words import power_of_ten
from linter.rules.views import DocumentView
from linter.values.amounts import yuan
from linter.values.budget import BUDGET, FINAL, account_said, carried_account

_MIN_DIGITS = 2
_NEAR = 80


class Compared(NamedTuple):
    """An amount and what the tables give for it. ``of_targets``: said of performance targets, where a part of all is lawful."""

    amount: Amount
    table: Known
    right: bool
    of_targets: bool


class NamedTotal(NamedTuple):
    """甲、乙合计X万元, where the names are projects of the 项目支出预算表."""

    amount: Amount
    projects: tuple[Listed, ...]
    total: Decimal
    right: bool


def times(amount: Amount, known: Known) -> int:
    """10, 100 … where the two differ by that power of ten; one digit is too little to say."""
    digits = amount.quantity.printed.rstrip("亿万千元").replace(",", "").replace(".", "").strip("0")
    return power_of_ten(amount.quantity.number, known.amount, max(amount.quantity.half, known.half)) if len(digits) >= _MIN_DIGITS else 0


def _agreeing(amount: Amount, known: Sequence[Known]) -> Known | None:
    return next((k for k in known if abs(amount.quantity.number - k.amount) <= amount.quantity.half + k.half), None)


def _project_totals(document: Document, listed: Sequence[Listed]) -> list[Known]:
    """项目支出 as the tables total it, else the sum of the listed projects."""
    totals = _terms.known(document, "project")
    amounts = [project for project in listed if project.amount is not None]
    if not totals and amounts:
        total = sum((project.amount for project in amounts if project.amount is not None), Decimal(0))
        totals.append(Known(total, sum((project.slack for project in amounts), Decimal(0)), amounts[0].figure, yuan(total)))
    return totals


def _of_targets(amount: Amount, totals: Sequence[Known], every: Sequence[Known], projects: int) -> Compared | None:
    """Money under performance targets clashes where it is another power of ten of all projects, more than all there is, or said of exactly
    as many projects as the table lists."""
    agreed = _agreeing(amount, [*totals, *every])
    if agreed is not None:
        return Compared(amount, agreed, True, True)
    counts = {int(q.number) for q in amount.passage.quantities[: amount.number] if q.kind == "count"}
    most = max(k.amount + k.half for k in [*totals, *every])
    if any(times(amount, k) for k in totals) or amount.quantity.number - amount.quantity.half > most or projects in counts:
        return Compared(amount, totals[0], False, True)
    return None


def _with_subjects(amounts: Iterable[Amount]) -> Iterator[Amount]:
    """The amounts with what they are of: in 公务接待费预算为4万元，支出决算为2.3万元 the second is of the 公务接待费 too. A bare 支出决算 that
    follows nothing is of nobody knows what, and left out."""
    before: Amount | None = None
    for amount in amounts:
        subject = carried_account(amount.subject, before.subject if before is not None else "")
        if subject is None:
            yield amount
        elif before is not None and before.passage is amount.passage and account_said(before.subject) == BUDGET:
            yield amount._replace(subject=subject)
        before = amount


def compared(view: DocumentView) -> Iterator[Compared]:
    """Every amount of the narrative whose subject the tables know."""
    document = view.document
    owners = _terms.owners_of(document)
    listed = listed_projects(document)
    totals = _project_totals(document, listed)
    printed = {account: _terms.totals(document, account) for account in (BUDGET, FINAL)}
    every = [*_terms.known(document, "expenditure_total"), *_terms.known(document, "income_total")]
    for amount in _with_subjects(read(view).amounts):
        if amount.quantity.number == 0:
            continue
        term = _terms.term_of(amount.subject, owners)
        account = _terms.account_of(amount.subject, amount.passage.headings, document)
        if any("绩效" in heading for heading in amount.passage.headings):
            if totals and (term in ("funds", "project") or not _terms.canonical(amount.subject, owners)):
                comparison = _of_targets(amount, totals, every, len({project.name for project in listed}))
                if comparison is not None:
                    yield comparison
            continue
        known = _terms.known(document, term, account) if term else _terms.known_row(document, amount.subject, owners, account)
        if known:
            agreed = _agreeing(amount, [*known, *printed[account]])
            yield Compared(amount, agreed or known[0], agreed is not None, False)


def named_totals(view: DocumentView) -> Iterator[NamedTotal]:
    """Totals over projects called by name."""
    listed = {name_key(project.name): project for project in listed_projects(view.document) if project.amount is not None}
    for amount in (Amount(p, n, p.before(n)) for p in read(view).passages for n, q in enumerate(p.quantities) if q.kind == "amount"):
        match = re.search(r"(?:^|[,;:。]|是|了)([^,;:。]*)(?:合计|共计)$", amount.passage.text[: amount.quantity.start])
        names = match[1].split("、") if match and listed else []
        rows = [row for name in names if (row := _nearest(name, listed)) is not None]
        if len(rows) < 2 or len(rows) != len(names):
            continue
        total = sum((row.amount for row in rows if row.amount is not None), Decimal(0))
        slack = amount.quantity.half + sum((row.slack for row in rows), Decimal(0))
        yield NamedTotal(amount, tuple(rows), total, abs(total - amount.quantity.number) <= slack)


def _nearest(name: str, listed: dict[str, Listed]) -> Listed | None:
    from rapidfuzz import fuzz, process

    key = name_key(re.sub(r"^.*(?:增加|减少|新增)了?", "", name))
    best = process.extractOne(key, list(listed), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return listed[best[0]] if best else None
