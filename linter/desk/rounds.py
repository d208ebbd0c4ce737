"""A batch beside the round before it: what became of each remark on each form."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from linter.desk.digest import FORM
from linter.desk.rebuild import FOUND, finding_of
from linter.desk.store import Store
from linter.model.finding import Finding
from linter.model.form import Form
from linter.reports.feedback.model import Remark
from linter.reports.feedback.remarks import remarks_of
from linter.reports.feedback.rounds import Targets, second_round, targets_of
from linter.reports.result import RuleInfo

SETTLED, HOLLOW = "已修改", "敷衍"


def _standing(c: sqlite3.Connection, form: int) -> list[Finding]:
    """What is said of a form and was not rejected."""
    rows = c.execute(f"{FOUND} WHERE f.form = ? AND f.suppressed = '' ORDER BY f.id", (form,))
    return [finding for row in rows if (finding := finding_of(row)).suppressed is None]


def _before(c: sqlite3.Connection, earlier: int | None, rules: Sequence[RuleInfo]) -> tuple[tuple[Remark, ...], Targets]:
    """What was said of a form in the round before, and its targets; nothing where there was none."""
    row = c.execute("SELECT form FROM form_data WHERE id = ?", (earlier,)).fetchone()
    if earlier is None or row is None:
        return (), {}
    form = FORM.decode(row["form"])
    return remarks_of(_standing(c, earlier), rules, form), targets_of(form)


def compared_with(
    store: Store, earlier: int | None, form: Form, remarks: Sequence[Remark], rules: Sequence[RuleInfo]
) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Today's remarks on a form with what became of them since it was the ``earlier`` one, and the earlier ones that are settled."""
    with store.reading() as c:
        said, before = _before(c, earlier, rules)
    return second_round(said, remarks, before, targets_of(form))


def states(store: Store, forms: Iterable[int], rules: Sequence[RuleInfo]) -> Mapping[int, Counter[str]]:
    """For each form how many remarks came to what; ``HOLLOW`` counts those only changed for show."""
    out: dict[int, Counter[str]] = {}
    with store.reading() as c:
        for number in forms:
            row = c.execute("SELECT f.earlier, x.form FROM forms f JOIN form_data x ON x.id = f.id WHERE f.id = ?", (number,)).fetchone()
            if row is None:
                continue
            form = FORM.decode(row["form"])
            said, before = _before(c, row["earlier"], rules)
            now, gone = second_round(said, remarks_of(_standing(c, number), rules, form), before, targets_of(form))
            became = Counter(remark.state for remark in now if remark.state)
            out[number] = became + Counter({SETTLED: len(gone), HOLLOW: sum(bool(remark.hollow) for remark in now)})
    return out
