"""JX908: a total of a budget table is not the sum of its rows (or columns)."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.document import BudgetTable
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._sum_sheet import Sum
from linter.rules.crosscheck._sums import wrong_sums
from linter.rules.crosscheck._words import computation, signed
from linter.rules.views import DocumentView

RULE = Rule(
    code="JX908",
    slug="table-sum",
    title="预算表的合计与分项之和不一致",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.DOCUMENT,
    source="实务惯例",
    needs=frozenset({"tables"}),
    messages={
        "rows": "{table}“{label}”{column}为{stated}，所列分项之和为{found}（{computation}），相差{gap}。",
        "columns": "{table}“{label}”一行{column}为{stated}，右侧各栏之和为{found}（{computation}），相差{gap}。",
        "balance": "{table}收入总计为{stated}，支出总计为{found}，收支不平衡，相差{gap}。",
    },
    rests_on_absence=True,
)


def _hit(number: int, table: BudgetTable, wrong: Sum) -> Hit:
    row, col = wrong.total
    head = (table.headers.get(col) or ("",))[-1]
    unit = table.unit or ""
    data = {
        "subject": table.title,
        "table": f"《{table.title}》" if table.title else "表中",
        "label": "".join(table.rows[row].label.text.split()) or table.rows[row].code or "合计",
        "column": f"的“{head}”" if head else "",
        "stated": f"{wrong.stated}{unit}",
        "found": f"{wrong.computed}{unit}",
        "gap": f"{signed(abs(wrong.stated - wrong.computed))}{unit}",
        "computation": computation([table.rows[r].figures[c].number for r, c in wrong.parts if c in table.rows[r].figures], wrong.computed),
    }
    base = f"tables[{number}]"
    related = [(f"{base}.rows[{r}].figures[{c}]", "分项") for r, c in wrong.parts if c in table.rows[r].figures]
    return Hit(f"{base}.rows[{row}].figures[{col}]", data, wrong.way, related=tuple(related[:8]))


def check(document: DocumentView) -> Iterator[Hit]:
    for number, table in enumerate(document.document.tables):
        for wrong_sum in wrong_sums(table):
            yield _hit(number, table, wrong_sum)


def suggest(hit: Hit, document: DocumentView) -> Suggestion | None:
    return Suggestion("请核实合计与各分项，并与其他预算表同步更正。")
