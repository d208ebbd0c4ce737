"""What the desk's lists show: forms and findings of a batch, narrowed, sorted and by the page."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from linter.desk.store import Store

PAGE = 100
SEVERITIES = {"error": 0, "warning": 1, "info": 2}
DECISIONS = ("采纳", "不采纳", "改写")
OPEN = "未定"
STATUSES = ("未审", "在审", "已审", "无意见")
_SORTS = {
    "": "CASE WHEN amount IS NULL THEN 1 ELSE 0 END, amount * (3 * errors + warnings) DESC, 3 * errors + warnings DESC",
    "unit": "unit, amount DESC",
    "project": "project",
    "amount": "amount DESC",
    "errors": "errors DESC, warnings DESC",
    "warnings": "warnings DESC, errors DESC",
    "infos": "infos DESC",
    "undecided": "undecided DESC",
    "status": "CASE status WHEN '在审' THEN 0 WHEN '未审' THEN 1 WHEN '已审' THEN 2 ELSE 3 END",
}


class Filter(Struct, frozen=True):
    """What is wanted of a list; ``""``: all. ``decision``: one of ``DECISIONS``, or ``OPEN``. ``query``: text looked for."""

    unit: str = ""
    code: str = ""
    severity: str = ""
    decision: str = ""
    status: str = ""
    query: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filter:
        """The filter a page's address asks for; what it cannot mean is left out."""
        page = given.get("page", "1")
        return cls(
            given.get("unit", ""),
            given.get("code", ""),
            severity if (severity := given.get("severity", "")) in SEVERITIES else "",
            decision if (decision := given.get("decision", "")) in (*DECISIONS, OPEN) else "",
            status if (status := given.get("status", "")) in STATUSES else "",
            given.get("q", "").strip()[:100],
            sort if (sort := given.get("sort", "")) in _SORTS else "",
            int(page) if page.isdecimal() and 0 < int(page[:9]) < 10**6 else 1,
        )

    def address(self, **changes: object) -> str:
        """The filter as the tail of an address, with some of it changed."""
        from urllib.parse import urlencode

        wanted = replace(self, **{"page": 1, **changes})
        pairs = {name: getattr(wanted, name) for name in ("unit", "code", "severity", "decision", "status", "sort")}
        told = {name: value for name, value in pairs.items() if value} | ({"q": wanted.query} if wanted.query else {})
        return "?" + urlencode(told | ({"page": str(wanted.page)} if wanted.page > 1 else {}))


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def of_forms(batch: int, wanted: Filter) -> tuple[str, list[object]]:
    """The condition on ``forms`` a filter comes to."""
    parts, values = ["batch = ?", "hidden = 0"], [batch]  # type: tuple[list[str], list[object]]
    if wanted.unit:
        parts.append("unit = ?")
        values.append(wanted.unit)
    if wanted.status:
        parts.append("status = ?")
        values.append(wanted.status)
    if wanted.query:
        parts.append("(project LIKE ? ESCAPE '\\' OR unit LIKE ? ESCAPE '\\')")
        values += [_like(wanted.query)] * 2
    if wanted.code:
        parts.append("id IN (SELECT form FROM findings WHERE batch = ? AND code = ? AND suppressed = '')")
        values += [batch, wanted.code]
    if wanted.severity:
        parts.append(("errors", "warnings", "infos")[SEVERITIES[wanted.severity]] + " > 0")
    return " AND ".join(parts), values


def of_findings(batch: int, wanted: Filter) -> tuple[str, list[object]]:
    """The condition on ``findings f`` a filter comes to."""
    parts, values = ["f.batch = ?", "f.suppressed = ''"], [batch]  # type: tuple[list[str], list[object]]
    if wanted.unit:
        parts.append("f.form IN (SELECT id FROM forms WHERE batch = ? AND unit = ?)")
        values += [batch, wanted.unit]
    if wanted.code:
        parts.append("f.code = ?")
        values.append(wanted.code)
    if wanted.severity:
        parts.append("f.severity = ?")
        values.append(SEVERITIES[wanted.severity])
    if wanted.decision:
        parts.append("f.decision = ?")
        values.append("" if wanted.decision == OPEN else wanted.decision)
    if wanted.query:
        parts.append("(f.message LIKE ? ESCAPE '\\' OR f.cell LIKE ? ESCAPE '\\')")
        values += [_like(wanted.query)] * 2
    return " AND ".join(parts), values


def forms(store: Store, batch: int, wanted: Filter) -> tuple[list[sqlite3.Row], int]:
    """A page of forms without their content, and how many the filter leaves."""
    condition, values = of_forms(batch, wanted)
    columns = "id, unit, project, amount, errors, warnings, infos, undecided, decided, status, renamed"
    query = f"SELECT {columns} FROM forms WHERE {condition} ORDER BY {_SORTS[wanted.sort]}, id LIMIT ? OFFSET ?"
    with store.reading() as c:
        count = c.execute(f"SELECT count(*) FROM forms WHERE {condition}", values).fetchone()[0]
        return c.execute(query, (*values, PAGE, PAGE * (wanted.page - 1))).fetchall(), count


def findings(store: Store, batch: int, wanted: Filter) -> tuple[list[sqlite3.Row], int]:
    """A page of findings with the project they stand in, and how many the filter leaves."""
    condition, values = of_findings(batch, wanted)
    columns = "f.id, f.form, f.code, f.severity, f.message, f.cell, f.decision, f.reason, f.wording, f.carried, f.reviewer, f.version"
    inner = f"SELECT {columns} FROM findings f WHERE {condition} ORDER BY f.severity, f.id LIMIT ? OFFSET ?"
    query = f"SELECT f.*, m.project, m.unit FROM ({inner}) f LEFT JOIN forms m ON m.id = f.form ORDER BY f.severity, f.id"
    with store.reading() as c:
        count = c.execute(f"SELECT count(*) FROM findings f WHERE {condition}", values).fetchone()[0]
        return c.execute(query, (*values, PAGE, PAGE * (wanted.page - 1))).fetchall(), count


class Facets(Struct, frozen=True):
    """What a batch can be narrowed by, with counts: units, rule codes, statuses of forms."""

    units: tuple[tuple[str, int], ...]
    codes: tuple[tuple[str, int], ...]
    statuses: Mapping[str, int]


def facets(store: Store, batch: int) -> Facets:
    """What a batch can be narrowed by."""
    units = "SELECT unit, count(*) FROM forms WHERE batch = ? AND hidden = 0 GROUP BY unit ORDER BY unit"
    codes = "SELECT code, count(*) FROM findings WHERE batch = ? AND suppressed = '' GROUP BY code ORDER BY code"
    statuses = "SELECT status, count(*) FROM forms WHERE batch = ? AND hidden = 0 GROUP BY status"
    with store.reading() as c:
        counted = [tuple((row[0], row[1]) for row in c.execute(query, (batch,))) for query in (units, codes, statuses)]
    return Facets(counted[0], counted[1], dict(counted[2]))


class Charted(Struct, frozen=True):
    """A unit or a rule in a chart: its parts in order, each with how many it is."""

    name: str
    parts: tuple[int, ...]

    @property
    def whole(self) -> int:
        """All parts together."""
        return sum(self.parts)


def by_unit(store: Store, batch: int) -> tuple[Charted, ...]:
    """Each unit's findings by severity, the unit with the most first."""
    query = """SELECT unit, total(errors), total(warnings), total(infos) FROM forms WHERE batch = ? AND hidden = 0 GROUP BY unit
        ORDER BY sum(3 * errors + warnings) DESC, unit"""
    with store.reading() as c:
        return tuple(Charted(row[0], tuple(map(int, row[1:]))) for row in c.execute(query, (batch,)))


def by_rule(store: Store, batch: int) -> tuple[Charted, ...]:
    """Each rule's findings by what was decided (accepted or reworded, rejected, nothing yet), the most frequent rule first."""
    query = """SELECT code, total(decision IN ('采纳', '改写')), total(decision = '不采纳'), total(decision = '') FROM findings
        WHERE batch = ? AND suppressed = '' GROUP BY code ORDER BY count(*) DESC, code"""
    with store.reading() as c:
        return tuple(Charted(row[0], tuple(map(int, row[1:]))) for row in c.execute(query, (batch,)))


def _order(store: Store, batch: int, wanted: Filter) -> list[tuple[int, int]]:
    """The forms a filter leaves in the worklist's order, each with how much of it is undecided."""
    condition, values = of_forms(batch, wanted)
    query = f"SELECT id, undecided FROM forms WHERE {condition} ORDER BY {_SORTS[wanted.sort]}, id"
    with store.reading() as c:
        return [(row[0], row[1]) for row in c.execute(query, values)]


def neighbours(store: Store, batch: int, form: int, wanted: Filter) -> tuple[int | None, int | None, int, int]:
    """The forms before and after one in the worklist's order, its place there and how many there are."""
    order = [number for number, _ in _order(store, batch, wanted)]
    at = order.index(form) if form in order else -1
    before = order[at - 1] if at > 0 else None
    after = order[at + 1] if at + 1 < len(order) else None
    return before, after, at + 1, len(order)


def next_undecided(store: Store, batch: int, after: int, wanted: Filter) -> int | None:
    """The next form in the worklist's order that has something undecided, from the start again after the last."""
    order = _order(store, batch, wanted)
    at = next((place for place, (form, _) in enumerate(order) if form == after), -1)
    return next((form for form, undecided in order[at + 1 :] + order[: at + 1] if undecided), None)
