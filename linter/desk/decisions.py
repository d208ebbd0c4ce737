"""Decisions on findings: each is a line of the ledger and the present state of its finding; all of one step are undone together."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Sequence

from msgspec import Struct

from linter.desk.store import Gone, Store, now, recount
from linter.desk.worklist import DECISIONS, Filter, of_findings
from linter.model.errors import JixiaoError

KEPT = ("decision", "reason", "wording", "reviewer", "decided", "carried")
_LONGEST = 2000


class NotDecidable(JixiaoError):
    """A decision that lacks something. One Chinese line."""


class Overtaken(JixiaoError):
    """Somebody (another tab) decided meanwhile. The message says what."""


class Decision(Struct, frozen=True):
    """What a reviewer says of a finding. ``decision`` is one of ``DECISIONS``, ``""`` takes an earlier one back."""

    decision: str
    reason: str = ""
    wording: str = ""

    def complete(self) -> Decision:
        """The decision, cut to size.

        Raises:
            NotDecidable: it lacks its reason or its wording, or is none.
        """
        if self.decision not in (*DECISIONS, ""):
            raise NotDecidable("没有这种处理")
        reason, wording = self.reason.strip()[:_LONGEST], self.wording.strip()[:_LONGEST]
        if self.decision == "不采纳" and not reason:
            raise NotDecidable("不采纳需写明理由")
        if self.decision == "改写" and not wording:
            raise NotDecidable("改写需写出意见")
        return Decision(self.decision, reason if self.decision else "", wording if self.decision == "改写" else "")


class Undone(Struct, frozen=True):
    """A step taken back: how many findings, and the form they stand in where it is one."""

    count: int
    form: int | None
    finding: int | None


def decide(store: Store, finding: int, version: int, decision: Decision, reviewer: str) -> None:
    """Decide on one finding as it was seen.

    Raises:
        NotDecidable, Overtaken, Gone
    """
    whole = decision.complete()
    with store.writing() as c:
        row = c.execute("SELECT * FROM findings WHERE id = ?", (finding,)).fetchone()
        if row is None:
            raise Gone("这条意见已不存在（批次已删除，或重新核对后不再提出）")
        if row["version"] != version:
            said = row["decision"] or "未定"
            raise Overtaken(f"这一处刚在另一窗口改为“{said}”，本次未保存，请看过再定")
        _choose(c, [finding])
        _decide_chosen(c, whole, reviewer)
        recount(c, [row["form"]] if row["form"] is not None else [])


def decide_all(store: Store, batch: int, wanted: Filter, decision: Decision, reviewer: str, forms: Sequence[int] = ()) -> int:
    """Decide on everything undecided that a filter leaves (``forms``: in these only); how many that is.

    Raises:
        NotDecidable
    """
    whole = decision.complete()
    condition, values = of_findings(batch, wanted)
    if decision.decision and not wanted.decision:
        condition += " AND f.decision = ''"
    if forms:
        condition += f" AND f.form IN ({','.join('?' * len(forms))})"
        values += forms
    with store.writing() as c:
        chosen = [row[0] for row in c.execute(f"SELECT f.id FROM findings f WHERE {condition}", values)]
        _choose(c, chosen)
        _decide_chosen(c, whole, reviewer)
        touched = "SELECT DISTINCT form FROM findings WHERE form IS NOT NULL AND id IN (SELECT id FROM chosen)"
        recount(c, [row[0] for row in c.execute(touched)])
    return len(chosen)


def _choose(c: sqlite3.Connection, findings: Sequence[int]) -> None:
    c.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
    c.execute("DELETE FROM chosen")
    c.executemany("INSERT INTO chosen(id) VALUES (?)", [(finding,) for finding in findings])


def _decide_chosen(c: sqlite3.Connection, decision: Decision, reviewer: str) -> None:
    at, action = now(), uuid.uuid4().hex
    said = (decision.decision, decision.reason, decision.wording)
    before = ", ".join(f"'{name}', f.{name}" for name in KEPT)
    c.execute(
        f"""INSERT INTO ledger(action, at, reviewer, origin, batch, finding, code, fingerprint, unit, project, place, cell, message, decision,
            reason, wording, before)
        SELECT ?, ?, ?, 'desk', f.batch, f.id, f.code, f.fingerprint, coalesce(m.unit, ''), coalesce(m.project, ''), f.place, f.cell, f.message, ?, ?, ?,
            json_object({before})
        FROM findings f LEFT JOIN forms m ON m.id = f.form WHERE f.id IN (SELECT id FROM chosen)""",
        (action, at, reviewer, *said),
    )
    c.execute(
        """UPDATE findings SET decision = ?, reason = ?, wording = ?, reviewer = ?, decided = ?, carried = 0, version = version + 1
        WHERE id IN (SELECT id FROM chosen)""",
        (*said, reviewer if decision.decision else "", at if decision.decision else ""),
    )


def undo(store: Store, batch: int) -> Undone | None:
    """Take the batch's last step back; ``None`` where there is none. The ledger keeps both, the step marked as undone."""
    with store.writing() as c:
        last = "SELECT action FROM ledger WHERE batch = ? AND undone = 0 AND origin = 'desk' ORDER BY id DESC LIMIT 1"
        row = c.execute(last, (batch,)).fetchone()
        if row is None:
            return None
        steps = c.execute("SELECT finding, before FROM ledger WHERE action = ?", (row["action"],)).fetchall()
        for step in steps:
            before = json.loads(step["before"])
            state = ", ".join(f"{name} = ?" for name in KEPT)
            values = [before[name] for name in KEPT]
            c.execute(f"UPDATE findings SET {state}, version = version + 1 WHERE id = ?", (*values, step["finding"]))
        c.execute("UPDATE ledger SET undone = 1 WHERE action = ?", (row["action"],))
        _choose(c, [step["finding"] for step in steps])
        touched = [r[0] for r in c.execute("SELECT DISTINCT form FROM findings WHERE id IN (SELECT id FROM chosen)") if r[0] is not None]
        recount(c, touched)
    return Undone(len(steps), touched[0] if len(touched) == 1 else None, steps[0]["finding"] if len(steps) == 1 else None)
