"""A batch beside the round before it: what became of each remark on each form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from linter.desk.digest import FORM
from linter.desk.rebuild import FOUND, finding_of
from linter.desk.store import Store
from linter.model.finding import Finding
from linter.model.form import Form
from linter.reports.feedback.model import Remark
from linter.reports.feedback.remarks import remarks_of
from linter.reports.feedback.rounds import second_round, targets_of
from linter.reports.result import RuleInfo

SETTLED, HOLLOW = "已修改", "敷衍"


def _standing(store: Store, form: int) -> list[Finding]:
    """What is said of a form and was not rejected."""
    with store.reading() as c:
        rows = c.execute(f"{FOUND} WHERE f.form = ? AND f.suppressed = '' ORDER BY f.id", (form,)).fetchall()
    return [finding for row in rows if (finding := finding_of(row)).suppressed is None]


def _before(store: Store, previous: int, key: str) -> tuple[int, Form] | None:
    """The same project's form in the round before: its number and content."""
    query = "SELECT f.id, x.form FROM forms f JOIN form_data x ON x.id = f.id WHERE f.batch = ? AND f.key = ? AND f.hidden = 0 ORDER BY f.id LIMIT 1"
    with store.reading() as c:
        row = c.execute(query, (previous, key)).fetchone()
    return (row["id"], FORM.decode(row["form"])) if row is not None else None


def compared_with(
    store: Store, previous: int, key: str, form: Form, remarks: Sequence[Remark], rules: Sequence[RuleInfo]
) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Today's remarks on a form with what became of them since the ``previous`` batch, and the earlier ones that are settled."""
    found = _before(store, previous, key)
    if found is None:
        return second_round((), remarks)
    number, earlier = found
    return second_round(remarks_of(_standing(store, number), rules, earlier), remarks, targets_of(earlier), targets_of(form))


def states(store: Store, previous: int, forms: Iterable[int], rules: Sequence[RuleInfo]) -> Mapping[int, Counter[str]]:
    """For each form how many remarks came to what; ``HOLLOW`` counts those only changed for show."""
    out: dict[int, Counter[str]] = {}
    for number in forms:
        with store.reading() as c:
            row = c.execute("SELECT f.key, x.form FROM forms f JOIN form_data x ON x.id = f.id WHERE f.id = ?", (number,)).fetchone()
        if row is None:
            continue
        form = FORM.decode(row["form"])
        now, gone = compared_with(store, previous, row["key"], form, remarks_of(_standing(store, number), rules, form), rules)
        out[number] = Counter(one.state for one in now if one.state) + Counter(
            {SETTLED: len(gone), HOLLOW: sum(bool(one.hollow) for one in now)}
        )
    return out
