"""The ledger of decisions: what it holds, in and out of the desk in words, two reviewers brought together, and how often each rule was followed."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from linter.desk.store import Store, now, recount
from linter.desk.worklist import DECISIONS
from linter.model.errors import JixiaoError
from linter.reports.feedback import FeedbackOptions
from linter.reports.feedback.book import LONGEST, Book
from linter.reports.statistics.intervals import wilson

COLUMNS = {
    "at": "时间",
    "reviewer": "审核人",
    "decision": "处理",
    "reason": "理由",
    "wording": "改写意见",
    "unit": "单位",
    "project": "项目",
    "place": "所在位置",
    "cell": "原填报内容",
    "message": "意见",
    "code": "规则",
    "fingerprint": "指纹",
}
"""The ledger as people read it; the JSON has the same keys, ``rule`` and ``by`` named as in reviews exported from the HTML report."""
SHEET = "审核台账"
_WIDTHS = (19, 10, 8, 24, 24, 18, 22, 24, 20, 44, 8, 26)
_JSON_NAMES = {"code": "rule", "reviewer": "by"}
_PRESENT = """FROM ledger l WHERE l.undone = 0 AND l.decision <> ''
    AND l.id = (SELECT max(m.id) FROM ledger m WHERE m.fingerprint = l.fingerprint AND m.code = l.code AND m.undone = 0)"""
_LONGEST = 20_000


class BrokenLedger(JixiaoError):
    """A file that is no ledger. The Chinese line says which row is wrong, and how."""


class Merged(Struct, frozen=True):
    """What an import came to: decisions taken over, those already the same, and those that contradict ours."""

    taken: int
    same: int
    conflicts: int


class RuleStat(Struct, frozen=True):
    """How often a rule was followed: ``low`` and ``high`` bound its share of accepted findings (Wilson, 95 %)."""

    code: str
    accepted: int
    rejected: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Accepted of all decided."""
        return self.accepted / (self.accepted + self.rejected)


def stats(store: Store) -> tuple[RuleStat, ...]:
    """The rules decided on, the least followed first."""
    query = f"SELECT l.code, total(l.decision <> '不采纳') AS yes, total(l.decision = '不采纳') AS no {_PRESENT} GROUP BY l.code"
    with store.reading() as c:
        rows = [(row[0], int(row[1]), int(row[2])) for row in c.execute(query)]
    followed = [RuleStat(code, yes, no, *wilson(yes, yes + no)) for code, yes, no in rows]
    return tuple(sorted(followed, key=lambda rule: (rule.share, -rule.rejected, rule.code)))


def present(store: Store, query: str = "", limit: int = -1, offset: int = 0) -> tuple[list[sqlite3.Row], int]:
    """The decisions that hold, the latest first, and how many there are. ``query``: text looked for."""
    narrow, values = "", []  # type: tuple[str, list[object]]
    if query:
        fields = ("unit", "project", "message", "reason", "reviewer", "code")
        narrow = " AND (" + " OR ".join(f"instr(l.{field}, ?)" for field in fields) + ")"
        values = [query] * len(fields)
    with store.reading() as c:
        rows = c.execute(f"SELECT l.* {_PRESENT}{narrow} ORDER BY l.id DESC LIMIT ? OFFSET ?", (*values, limit, offset)).fetchall()
        return rows, c.execute(f"SELECT count(*) {_PRESENT}{narrow}", values).fetchone()[0]


# -- out -----------------------------------------------------------------------------------------------------------------------


def as_json(store: Store) -> str:
    """The decisions that hold as JSON, with the texts they speak of. ``jixiao check --review`` takes the file."""
    rows, _ = present(store)
    decisions = [{_JSON_NAMES.get(name, name): row[name] for name in COLUMNS} for row in rows]
    return json.dumps({"ledger": 1, "decisions": decisions}, ensure_ascii=False, indent=2) + "\n"


def as_workbook(store: Store) -> bytes:
    """The decisions that hold as a workbook.

    Raises:
        CannotReport: the extra is not installed.
    """
    with Book(FeedbackOptions(date.today()), SHEET) as book:
        sheet = book.sheet(SHEET, tuple(COLUMNS.values()), _WIDTHS)
        rows, _ = present(store)
        for number, row in enumerate(rows, start=1):
            texts = [row[key][:LONGEST] for key in COLUMNS]
            for column, text in enumerate(texts):
                sheet.write_string(number, column, text, book.text)
            book.end_row(sheet, number, texts, _WIDTHS)
        sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
        return b"".join(book.pieces())


# -- in ------------------------------------------------------------------------------------------------------------------------


def read(data: bytes, name: str) -> list[dict[str, str]]:
    """The decisions of an exported ledger or of a review exported from the HTML report (JSON), or of a ledger's workbook.

    Raises:
        BrokenLedger: see there.
    """
    rows = _of_workbook(data, name) if data[:4] == b"PK\x03\x04" else _of_json(data, name)
    return [_checked(row, f"{name} {where}") for where, row in rows]


def _of_json(data: bytes, name: str) -> Iterable[tuple[str, Mapping[str, object]]]:
    try:
        given = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BrokenLedger(f"{name}：不是台账文件（JSON 或 xlsx），没有导入") from error
    rows = given.get("decisions") if isinstance(given, dict) else given
    if not isinstance(rows, list):
        raise BrokenLedger(f"{name}：没有 decisions 列表，没有导入")
    back = {shown: kept for kept, shown in _JSON_NAMES.items()}
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise BrokenLedger(f"{name} 第{number}条：不是一条处理记录，没有导入")
        yield f"第{number}条", {back.get(str(key), str(key)): value for key, value in row.items()}


def _of_workbook(data: bytes, name: str) -> Iterable[tuple[str, Mapping[str, object]]]:
    from linter.formats import read_bytes
    from linter.model.blocks import Grid

    blocks = (block for source in read_bytes(data, name) for block in source.blocks)
    grid = next((block for block in blocks if isinstance(block, Grid)), None)
    if grid is None:
        raise BrokenLedger(f"{name}：工作簿中没有表格，没有导入")
    lines: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        lines.setdefault(cell.row, {})[cell.col] = cell.text.strip()
    names = {shown: key for key, shown in COLUMNS.items()}
    heads: dict[int, str] = {column: names[text] for column, text in lines.get(min(lines, default=0), {}).items() if text in names}
    missing = [COLUMNS[key] for key in ("decision", "code", "fingerprint") if key not in heads.values()]
    if missing:
        raise BrokenLedger(f"{name}：首行缺少“{'”“'.join(missing)}”列，没有导入")
    for number in sorted(lines)[1:]:
        row = {key: lines[number].get(column, "") for column, key in heads.items()}
        if any(row.values()):
            yield f"第{number + 1}行", row


def _checked(row: Mapping[str, object], where: str) -> dict[str, str]:
    """The row with every column a text.

    Raises:
        BrokenLedger: a column that cannot be used.
    """
    told = {key: row.get(key, "") for key in COLUMNS}
    wrong = next((COLUMNS[key] for key, value in told.items() if not isinstance(value, str)), None)
    if wrong:
        raise BrokenLedger(f"{where}：“{wrong}”应为文字，没有导入")
    texts = {key: str(value)[:_LONGEST] for key, value in told.items()}
    texts["decision"] = texts["decision"] or "不采纳"
    if texts["decision"] not in DECISIONS:
        raise BrokenLedger(f"{where}：处理“{texts['decision'][:20]}”应为{'、'.join(DECISIONS)}之一，没有导入")
    empty = next((COLUMNS[key] for key in ("code", "fingerprint") if not texts[key]), None)
    if empty:
        raise BrokenLedger(f"{where}：缺“{empty}”，没有导入")
    return texts


def _same(row: sqlite3.Row, given: Mapping[str, str]) -> bool:
    return all(row[key] == given[key] for key in ("decision", "reason", "wording"))


def merge(store: Store, rows: Sequence[Mapping[str, str]]) -> Merged:
    """Take another's decisions over where we have none; where we decided otherwise keep ours and note the conflict."""
    taken = same = conflicts = 0
    newest = "SELECT * FROM ledger WHERE fingerprint = ? AND code = ? AND undone = 0 ORDER BY id DESC LIMIT 1"
    with store.writing() as c:
        for given in rows:
            ours = c.execute(newest, (given["fingerprint"], given["code"])).fetchone()
            if ours is None or not ours["decision"]:
                _take(c, given)
                taken += 1
            elif _same(ours, given):
                same += 1
            else:
                _conflict(c, given, ours)
                conflicts += 1
    return Merged(taken, same, conflicts)


def _conflict(c: sqlite3.Connection, given: Mapping[str, str], ours: sqlite3.Row) -> None:
    columns = ("code", "fingerprint", "at", "reviewer", "decision", "reason", "wording", "unit", "project", "place", "cell", "message")
    values = [given[key] or (ours[key] if key in ("unit", "project", "place", "cell", "message") else "") for key in columns]
    c.execute(f"INSERT OR REPLACE INTO conflicts({', '.join(columns)}) VALUES ({','.join('?' * len(columns))})", values)


def _take(c: sqlite3.Connection, given: Mapping[str, str]) -> None:
    """Write the decision into the ledger and onto the findings it speaks of."""
    columns = ("code", "fingerprint", "reviewer", "decision", "reason", "wording", "unit", "project", "place", "cell", "message")
    values = [given[key] for key in columns]
    c.execute(
        f"INSERT INTO ledger(action, origin, at, {', '.join(columns)}) VALUES (?, 'import', ?, {','.join('?' * len(columns))})",
        (uuid.uuid4().hex, given["at"] or now(), *values),
    )
    c.execute(
        """UPDATE findings SET decision = ?, reason = ?, wording = ?, reviewer = ?, decided = ?, carried = 1, version = version + 1
        WHERE fingerprint = ? AND code = ?""",
        (*(given[key] for key in ("decision", "reason", "wording", "reviewer")), given["at"] or now(), given["fingerprint"], given["code"]),
    )
    where = "SELECT DISTINCT form FROM findings WHERE fingerprint = ? AND code = ? AND form IS NOT NULL"
    recount(c, [row[0] for row in c.execute(where, (given["fingerprint"], given["code"]))])


def conflicts(store: Store) -> list[sqlite3.Row]:
    """The decisions of others that contradict ours, each beside ours."""
    query = """SELECT x.*, l.decision AS our_decision, l.reason AS our_reason, l.wording AS our_wording, l.reviewer AS our_reviewer, l.at AS our_at
        FROM conflicts x LEFT JOIN ledger l ON l.id =
            (SELECT max(m.id) FROM ledger m WHERE m.fingerprint = x.fingerprint AND m.code = x.code AND m.undone = 0) ORDER BY x.id"""
    with store.reading() as c:
        return c.execute(query).fetchall()


def settle(store: Store, conflict: int, theirs: bool) -> None:
    """End a conflict: take their decision, or keep ours."""
    with store.writing() as c:
        row = c.execute("SELECT * FROM conflicts WHERE id = ?", (conflict,)).fetchone()
        if row is not None and theirs:
            _take(c, dict(row))
        c.execute("DELETE FROM conflicts WHERE id = ?", (conflict,))
