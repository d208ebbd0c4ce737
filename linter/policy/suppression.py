"""Suppressions: decisions that a finding stands as it is, each with a reason, keyed by what the finding says and not by where it is.

Sources: entries of the settings, comments in the file (``jixiao: ignore[JX205] 理由``), and the JSON a reviewer exported.
A suppression without a reason, one that has expired and one that nothing answers to are findings themselves (JX001–JX003).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from linter.knowledge.patterns import deferred
from linter.model.blocks import Comment
from linter.model.finding import Finding, Suppressed, fold
from linter.model.place import Place
from linter.rules.registry import UnknownRule, expand_later

# Written by people in Excel cells: the Chinese word for it and a code without brackets mean the same.
_MARK = deferred(
    r"jixiao\s*[:：]\s*(?:ignore|忽略|豁免)\s*"
    r"(?:[\[【（(](?P<rules>[^\[【（(\]】）)]+)[\]】）)]|(?P<bare>[A-Z]{2,6}\d{1,4}(?:\s*[,，、]\s*[A-Z]{2,6}\d{1,4})*)(?![A-Za-z0-9]))"
    r"\s*[:：]?\s*(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNTIL = deferred(r"[（(]\s*(?:有效期)?至\s*(20\d\d-\d\d-\d\d)\s*[)）]\s*$")


class Suppression(Struct, frozen=True):
    """One decision. ``codes``: the rules it binds; the other keys narrow it, all that are given must hold.

    ``kind``: ``config inline comment review``. ``shown``: where it is written, for people; ``place``: for a comment in the file.
    """

    codes: frozenset[str]
    kind: str
    reason: str
    shown: str
    fingerprint: str | None = None
    project: str | None = None
    indicator: str | None = None
    category: str | None = None
    field: str | None = None
    quote: str | None = None
    expires: date | None = None
    place: Place | None = None
    by: str | None = None
    file: str = ""
    """The file it is written in."""
    number: int = 0
    """Which entry of that file, from 1."""

    def answers(self, finding: Finding) -> bool:
        """Whether it speaks of this finding."""
        if finding.code not in self.codes:
            return False
        if self.fingerprint is not None:
            return finding.fingerprint == self.fingerprint
        if self.place is not None:
            return any(_same_row(self.place, place) for place in (finding.location, *(related.location for related in finding.related)))
        pairs = (
            (self.project, finding.project),
            (self.indicator, finding.indicator),
            (self.category, finding.level2),
            (self.field, finding.field),
            (self.quote, finding.quote),
        )
        return all(wanted is None or fold(wanted) == fold(said or "") for wanted, said in pairs)


def _row_number(cell: str | None) -> str:
    return re.sub(r"\D", "", (cell or "").partition(":")[0])


def _same_row(a: Place, b: Place | None) -> bool:
    """A comment on a cell speaks of its row; one on a line of its own, of the next line."""
    if b is None or (a.file, a.member) != (b.file, b.member):
        return False
    if a.sheet is not None:
        return a.sheet == b.sheet and _row_number(a.cell) == _row_number(b.cell)
    if a.table is not None:
        return (a.table, a.row) == (b.table, b.row)
    return a.line is not None and a.line == b.line


# -- reading -------------------------------------------------------------------------------------------------------------------


def _expanded(names: str) -> frozenset[str]:
    codes: frozenset[str] = frozenset()
    for name in re.split(r"[,，、\s]+", names):
        if name:
            codes |= expand_later(name)
    return codes


def _day(text: str) -> date | None:
    """The day a text of digits names; ``None`` for a 30th of February."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _date(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"到期日 {value} 不是日期，应如 2026-12-31") from error


def read_entries(entries: Iterable[Mapping[str, Any]], shown: str, kind: str = "config") -> Iterator[Suppression]:
    """The suppressions of a settings file or of a review.

    Raises:
        ValueError: an unknown rule, a date that is none; the message is Chinese.
    """
    for number, entry in enumerate(entries, start=1):
        try:
            codes = _expanded(entry["rule"])
        except UnknownRule as error:
            raise ValueError(f"第 {number} 条豁免的规则“{error.name}”不存在") from error
        keys = {key: entry[key] for key in ("fingerprint", "project", "indicator", "category", "field", "quote", "by") if key in entry}
        yield Suppression(
            codes,
            kind,
            entry.get("reason", "").strip(),
            f"{shown} 第 {number} 条",
            expires=_date(entry.get("expires")),
            file=shown,
            number=number,
            **keys,
        )


def _worded(row: Mapping[str, Any]) -> bool:
    """Whether a decision names rule and fingerprint, and says what else it says in words."""
    return all(isinstance(row.get(key), str) for key in ("rule", "fingerprint")) and all(
        isinstance(row.get(key, ""), str) for key in ("decision", "reason", "by")
    )


def read_review(path: Path) -> tuple[Suppression, ...]:
    """The findings a reviewer decided not to follow: a JSON list of ``{rule, fingerprint, decision, reason, by}``.

    Raises:
        ValueError: not such a list; the message is Chinese.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"{path}：审核结果文件无法读取") from error
    rows = data.get("decisions", []) if isinstance(data, dict) else data
    if not isinstance(rows, list) or not all(isinstance(row, dict) and _worded(row) for row in rows):
        raise ValueError(f"{path}：不是审核结果文件，应为含 rule 与 fingerprint 的列表")
    return tuple(read_entries([row for row in rows if row.get("decision", "不采纳") == "不采纳"], str(path), "review"))


def read_comments(comments: Iterable[Comment]) -> Iterator[Suppression]:
    """The suppressions written in the file itself. A comment that names an unknown rule binds nothing and so shows as unused."""
    for comment in comments:
        match = _MARK.search(comment.text)
        if match is None:
            continue
        try:
            codes = _expanded(match["rules"] or match["bare"])
        except UnknownRule as error:
            codes = frozenset({error.name})
        reason = match["reason"].strip()
        until = _UNTIL.search(reason)
        if until is not None and _day(until[1]) is not None:
            reason = reason[: until.start()].strip()
        kind = "comment" if comment.place.line is None else "inline"
        expires = _day(until[1]) if until else None
        yield Suppression(
            codes, kind, reason, comment.place.label() or comment.place.file, expires=expires, place=comment.place, file=comment.place.file
        )


# -- applying ------------------------------------------------------------------------------------------------------------------


class Applying:
    """Suppressions put to findings one by one. ``used``: indices of those something answered to so far."""

    def __init__(self, suppressions: Sequence[Suppression], today: date | None) -> None:
        self.used: set[int] = set()
        self._today = today
        self._suppressions = suppressions

    def __call__(self, finding: Finding) -> Finding:
        """The finding, marked where it is suppressed. An expired suppression, or one without a reason, does not bind, but counts as used."""
        for index, suppression in enumerate(self._suppressions):
            if not suppression.answers(finding):
                continue
            self.used.add(index)
            if suppression.reason and not _expired(suppression, self._today) and finding.suppressed is None:
                finding = replace(finding, suppressed=Suppressed(suppression.kind, suppression.reason))
        return finding


def _expired(suppression: Suppression, today: date | None) -> bool:
    return suppression.expires is not None and today is not None and suppression.expires < today


def state_of(suppression: Suppression, used: bool, today: date | None) -> str | None:
    """What is wrong with a suppression: ``unexplained expired unused``, ``None`` when it is in order."""
    if not suppression.reason:
        return "unexplained"
    if _expired(suppression, today):
        return "expired"
    return None if used else "unused"
