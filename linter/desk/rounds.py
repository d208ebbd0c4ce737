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


def _before(c: sqlite3.Connection, previous: int, key: str, rules: Sequence[RuleInfo]) -> tuple[tuple[Remark, ...], Targets]:
    """What was said of the same project's form in the round before, and its targets; nothing where there was none."""
    query = "SELECT f.id, x.form FROM forms f JOIN form_data x ON x.id = f.id WHERE f.batch = ? AND f.key = ? AND f.hidden = 0 ORDER BY f.id LIMIT 1"
    row = c.execute(query, (previous, key)).fetchone()
    if row is None:
        return (), {}
    form = FORM.decode(row["form"])
    return remarks_of(_standing(c, row["id"]), rules, form), targets_of(form)


def compared_with(
    store: Store, previous: int, key: str, form: Form, remarks: Sequence[Remark], rules: Sequence[RuleInfo]
) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Today's remarks on a form with what became of them since the ``previous`` batch, and the earlier ones that are settled."""
    with store.reading() as c:
        said, before = _before(c, previous, key, rules)
    return second_round(said, remarks, before, targets_of(form))


def states(store: Store, previous: int, forms: Iterable[int], rules: Sequence[RuleInfo]) -> Mapping[int, Counter[str]]:
    """For each form how many remarks came to what; ``HOLLOW`` counts those only changed for show."""
    out: dict[int, Counter[str]] = {}
    with store.reading() as c:
        for number in forms:
            row = c.execute("SELECT f.key, x.form FROM forms f JOIN form_data x ON x.id = f.id WHERE f.id = ?", (number,)).fetchone()
            if row is None:
                continue
            form = FORM.decode(row["form"])
            said, before = _before(c, previous, row["key"], rules)
            now, gone = second_round(said, remarks_of(_standing(c, number), rules, form), before, targets_of(form))
            became = Counter(one.state for one in now if one.state)
            out[number] = became + Counter({SETTLED: len(gone), HOLLOW: sum(bool(one.hollow) for one in now)})
    return out
