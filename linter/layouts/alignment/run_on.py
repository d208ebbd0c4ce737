"""Text that runs on through labels and values: cut around the labels, and behind the amounts that stand right behind theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries, one_of
from linter.knowledge.patterns import deferred
from linter.layouts.alignment.atoms import SOFT, Atom
from linter.layouts.goal_headings import ITEM, heads_result, is_goal_heading
from linter.layouts.labels import clean, field_of, is_known, made_of, split_label
from linter.layouts.led import GOALS
from linter.layouts.titles import is_form_title
from linter.values import normalise

_RUN_ON = 36
"""A piece longer than this, or one that holds two labels, is run-on text."""
_LEAST_LABEL = 4
_MONEY = ("total_annual", "total_period", "funding", "funding_block")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?:万元|元)?")
_COMMAS = ",，;；"
_MARKS = (*_COMMAS, "。", "、")
_CLAUSE = deferred("[,，;；。](?=[\u3400-\u9fff]{2,8}[:：])")
"""The end of a clause, before one that opens with a label."""
_MAX_TITLE = 60
_FIGURE = r"[0-9][0-9.,]*"
_AMOUNT = re.compile(rf"{_FIGURE}(?:亿元|万元|元|%)?")
_TOTALS = "(?:合计|总计|总额|全年)"
_OWN_YEAR = "(?<!上年)(?<!去年)(?<!上年度)(?<!下年)"
_SHORT = 2
"""Headings no longer than this are words of prose too."""
_WORDED = re.compile(r"\w")


@derived
def _labels() -> re.Pattern[str]:
    words = {
        clean(e["word"]) for e in entries("labels") if e["set"] in ("field", "funding") or (e["set"] == "heading" and len(e["word"]) > 4)
    }
    return re.compile(
        "(?:项目(?=总体|年度|整体))?"
        + one_of(word for word in words if len(word) >= _LEAST_LABEL)
        + r"(?:[(（][^()（）]{0,12}[)）])*[:：]?"
    )


def label_starts(folded: str) -> list[tuple[int, int]]:
    """The labels of fields in a run-on text, from left to right, the longest first."""
    spans = [match.span() for match in _labels().finditer(folded)]
    known = [(a, b) for a, b in spans if not _in_prose(folded, b, spans)]
    amounts = [match.span() for match in _amounts().finditer(folded) if not any(a < match.end() and match.start() < b for a, b in known)]
    return sorted([*known, *amounts])


@derived
def _amounts() -> re.Pattern[str]:
    """预算 right before an amount with its unit (…运行维护预算24.8万元), or a word of totals before amounts run together with their rate."""
    sums = one_of(e["word"] for e in entries("labels") if e["set"] == "money-part" and e["group"] == "sum")
    return re.compile(f"{_OWN_YEAR}预算(?:{sums})?(?:为|共)?(?={_FIGURE}(?:亿元|万元|元))|{_TOTALS}(?={_FIGURE}%)")


def _in_prose(folded: str, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a label of money stands in a sentence: words or the end of a sentence follow it, no amount or further label (根据年度资金安排，…)."""
    start = next(a for a, b in spans if b == end)
    if field_of(folded[start:end]) not in _MONEY or any(a == end for a, _ in spans):
        return False
    return re.match("[\u3400-\u9fff。]|[,，](?![0-9])", folded[end:]) is not None and _headings().match(folded, end) is None


@derived
def _headings() -> re.Pattern[str]:
    """A heading of amounts planned or spent right before or behind another one."""
    words = one_of(e["word"] for e in entries("labels") if e["set"] == "execution" and len(e["word"]) > _SHORT)
    return re.compile(f"{words}(?={words})|(?<=[数率]){words}")


def _behind_amount(folded: str, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Where the amounts end that stand right behind their labels."""
    for start, end in spans:
        money = field_of(folded[start:end]) in _MONEY or made_of("money-part", folded[start:end])
        if money and (amount := _AMOUNT.match(folded, end + (folded[end : end + 1] in _COMMAS))) is not None:
            yield amount.end()


def _behind_title(folded: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The labels without those inside the title that stands before them (项目绩效目标批复表 项目名称：…)."""
    title = next((start for start, _ in spans if 0 < start <= _MAX_TITLE and is_form_title(folded[:start])), 0)
    return [span for span in spans if span[0] >= title]


def _is_run_on(atom: Atom, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a piece holds several labels, or a label and its value, that are to be cut apart."""
    folded = atom.folded
    if not spans or (split_label(atom.raw) is not None and len(spans) == 1) or field_of(folded) is not None or is_known(folded):
        return False
    if made_of("goal-part", folded):
        return False
    return len(spans) > 1 or len(folded) > _RUN_ON or spans[0][0] == 0 or _NUMBER.match(folded, spans[0][1]) is not None


def run_on(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The pieces, those that hold several labels or a label and its value cut around the labels, and before clauses that open with a label no
    data file knows (，批准文号：…). What is cut off has no comma at its end. A goal that speaks of money is not cut there."""
    inside_goal = False
    for atom in atoms:
        spans = _behind_title(atom.folded, label_starts(atom.folded)) if len(atom.folded) > _LEAST_LABEL else []
        spans, inside_goal = _outside_goals(atom.folded, spans, inside_goal)
        if _is_run_on(atom, spans):
            yield from _cut(atom, spans)
        else:
            yield atom


def _outside_goals(folded: str, spans: Sequence[tuple[int, int]], inside: bool) -> tuple[list[tuple[int, int]], bool]:
    """The labels without those of money inside a goal, and whether the piece ends with the label of one, or is an item of one. ``inside``: its
    label, or an item, stands right before the piece."""
    kept: list[tuple[int, int]] = []
    item = inside and ITEM.match(folded) is not None
    for start, end in spans:
        label = folded[start:end]
        money = field_of(label) in _MONEY or bool(made_of("money-part", label))
        if not (inside and money and start > 0):
            kept.append((start, end))
            inside = _opens_goal(label) and folded[end : end + 1] not in _MARKS
    label = folded[kept[-1][0] :] if kept and len(folded) > _RUN_ON else folded
    return kept, _opens_goal(label) or item


def _opens_goal(label: str) -> bool:
    return field_of(label) in GOALS or (is_goal_heading(label) and not heads_result(label))


def _cut(atom: Atom, spans: Sequence[tuple[int, int]]) -> Iterator[Atom]:
    """A piece cut around its labels."""
    clauses = {match.end() for match in _CLAUSE.finditer(atom.folded) if not any(start <= match.end() < end for start, end in spans)}
    amounts = _behind_amount(atom.folded, spans)
    heads = (at for match in _headings().finditer(atom.folded) for at in match.span())
    places = sorted({0, len(atom.folded), *clauses, *amounts, *heads, *(at for span in spans for at in span)})
    norm = normalise(atom.raw)
    for n, (start, stop) in enumerate(pairwise(places)):
        end = start + len(norm.text[start:stop].rstrip(_COMMAS))
        if not _WORDED.search(norm.text[start:end]):
            continue
        start += len(norm.text[start:end]) - len(norm.text[start:end].lstrip(_COMMAS)) if n else 0
        first, last = norm.offsets[start], norm.offsets[end] if end < len(norm.text) else norm.raw_length
        yield Atom(norm.text[start:end], atom.gap if n == 0 else SOFT, atom.source, atom.start + first, atom.start + last, atom.line)
