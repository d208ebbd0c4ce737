"""What an amount of the narrative is called, and what the document's tables give for it. Terms are data: ``lexicons/budget-terms.json``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from linter.knowledge.context import Entry, derived
from linter.knowledge.lexicons import entries, phrase
from linter.knowledge.patterns import deferred
from linter.model.document import BudgetTable, Document, TableRow
from linter.rules.crosscheck._sums import wrong_sums
from linter.values import money_scale
from linter.values.budget import BUDGET, FINAL, account_said, bare, column_role, current_columns, without_account, without_enumeration

_YEAR = deferred(r"20[0-9]{2}年(?:度|初)?")


class Known(Struct, frozen=True):
    """An amount a table gives, 元, with half its last printed digit and its path."""

    amount: Decimal
    half: Decimal
    path: str
    printed: str


@derived
def _terms() -> tuple[tuple[str, re.Pattern[str], Entry], ...]:
    return tuple((e["group"], re.compile(e["pattern"]), e) for e in entries("budget-terms"))


@derived
def parts_of(term: str) -> tuple[tuple[str, ...], ...]:
    """The sets of terms that make up a term."""
    return tuple(tuple(parts) for group, _, e in _terms() if group == term for parts in e["parts"])


def canonical(subject: str, owners: Iterable[str] = ()) -> str:
    """A subject without year, the names of units and filler words: ``2026年度青禾县财政局预算收入总计`` → ``收入``."""
    text = without_account(_YEAR.sub("", bare(subject)))
    for owner in owners:
        text = text.replace(owner, "")
    return phrase("subject_filler").sub("", text.replace("因公出国(境)", "因公出国"))


def term_of(subject: str, owners: Iterable[str] = ()) -> str | None:
    """The term a subject names as a whole; ``None`` where words are left that narrow or widen it."""
    text = canonical(subject, owners)
    return next((group for group, pattern, _ in _terms() if pattern.fullmatch(text)), None) if text else None


def owners_of(document: Document) -> tuple[str, ...]:
    """The names of units the document is of, longest first."""
    names = {bare(table.owner) for table in document.tables if table.owner}
    names |= {bare(form.fields["unit"].text) for form in document.forms if "unit" in form.fields}
    return tuple(sorted((name for name in names if len(name) > 2), key=len, reverse=True))


def _is_total(row: TableRow, words: str) -> bool:
    return row.code is None and (row.role in words.split("|") or row.role == "unit")


def _rows(table: BudgetTable, wanted: str) -> list[int]:
    if wanted.startswith("total"):
        numbers = [n for n, row in enumerate(table.rows) if _is_total(row, wanted)]
        return numbers or ([0] if table.rows and table.kind == "operating" else [])
    pattern = re.compile(wanted)
    return [n for n, row in enumerate(table.rows) if pattern.search(without_enumeration(row.label.text).replace("(境)", ""))]


def _columns(table: BudgetTable, row: TableRow, wanted: str, account: str) -> list[int]:
    """The columns of one account (``budget`` or ``final``): a table of final accounts prints both beside each other."""
    if table.final:
        current = [col for col in sorted(row.figures) if _stands_in(table, col, account)]
    else:
        current = current_columns(table.headers, sorted(row.figures)) if account == BUDGET else []
    if not wanted:
        return current[:1]
    return [col for col in current if any(re.search(wanted, head) for head in table.headers.get(col, ()))]


def _stands_in(table: BudgetTable, col: int, account: str) -> bool:
    heads = table.headers.get(col, ())
    apart = any(column_role(head) == "apart" and account_said(head) != FINAL for head in heads)
    return not apart and (account_said("".join(heads)) or FINAL) == account


def account_of(subject: str, headings: Iterable[str], document: Document) -> str:
    """Whether an amount is said of the budget or of the final accounts (决算): by its own words, else by what the text is about, else by
    the tables there are. One is never held against the other."""
    said = (account_said(text) for text in (subject, *reversed(list(headings))))
    stated = next((account for account in said if account is not None), None)
    return stated or (FINAL if document.tables and all(table.final for table in document.tables) else BUDGET)


def _known(table: BudgetTable, number: int, row: int, col: int) -> Known | None:
    figure = table.rows[row].figures[col]
    if figure.amount is None:
        return None
    half = (money_scale(table.unit) or Decimal(1)) * Decimal(10) ** -figure.decimals / 2
    return Known(figure.amount, half, f"tables[{number}].rows[{row}].figures[{col}]", f"{figure.text.text.strip()}{table.unit or ''}")


def known(document: Document, term: str, account: str = BUDGET) -> list[Known]:
    """What the tables of an account give for a term, in reading order: a term may stand in several tables. A printed row left blank
    gives 0."""
    out = []
    for entry in next(e for group, _, e in _terms() if group == term)["where"]:
        for number, table in enumerate(document.tables):
            if table.kind not in entry["kinds"] or table.unit is None:
                continue
            for row in _rows(table, entry["row"]):
                read = [_known(table, number, row, col) for col in _columns(table, table.rows[row], entry["column"], account)]
                if not table.rows[row].figures and table.final == (account == FINAL):
                    read.append(Known(Decimal(0), Decimal(0), f"tables[{number}].rows[{row}]", f"0{table.unit}"))
                out += [known_cell for known_cell in read if known_cell is not None]
    return out


def totals(document: Document, account: str = BUDGET) -> list[Known]:
    """Every figure of the account in every total row, and what a wrong total should be: an amount that is one of them is no slip, whatever it is called."""
    corrected = [
        Known(
            wrong_sum.computed * scale,
            wrong_sum.tolerance * scale,
            f"tables[{number}].rows[{wrong_sum.total[0]}].figures[{wrong_sum.total[1]}]",
            str(wrong_sum.computed),
        )
        for number, table in enumerate(document.tables)
        if (scale := money_scale(table.unit))
        for wrong_sum in wrong_sums(table)
    ]
    return corrected + [
        total
        for number, table in enumerate(document.tables)
        for n, row in enumerate(table.rows)
        if row.role in ("total", "grand", "unit")
        for col in row.figures
        if (_stands_in(table, col, account) if table.final else account == BUDGET)
        if (total := _known(table, number, n, col)) is not None
    ]


def known_row(document: Document, subject: str, owners: Iterable[str], account: str = BUDGET) -> list[Known]:
    """The figures of rows whose label is the subject (一般公共服务支出, 教育支出 …), in any column of the account's tables."""
    text = re.sub(r"\s", "", _YEAR.sub("", bare(subject)))
    for owner in owners:
        text = text.replace(owner, "")
    if len(text) < 4 or text == "其他支出":
        return []
    out = []
    for number, table in enumerate(document.tables):
        for row, table_row in enumerate(table.rows):
            if (
                table.final == (account == FINAL)
                and table.unit is not None
                and without_enumeration(table_row.label.text) == text
                and (table_row.code or table_row.rank == 1)
            ):
                out += [amount for col in table_row.figures if (amount := _known(table, number, row, col)) is not None]
    return out
