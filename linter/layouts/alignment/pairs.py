"""Labels and values of the upper part of a form that stand on lines of their own brought side by side; labels broken over lines put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from linter.knowledge.patterns import deferred
from linter.layouts.alignment.atoms import BREAK, LINE, Atom
from linter.layouts.goal_headings import ITEM, heads_result, is_goal_heading
from linter.layouts.labels import clean, execution_heading, field_of, is_known, is_money_label, level1_of, level2_of, split_label
from linter.layouts.led import GOALS
from linter.model.blocks import Paragraph
from linter.values import normalise

_UNIT_ALONE = deferred(r"[(（](?:单位[:：])?(?:万元|元|亿元)[)）]")
_NUMBER = deferred(r"[0-9][0-9,]*(?:\.[0-9]+)?(?:万元|元|%|分)?|[-—/]+")
_POINTS = re.compile(r"[(（][^()（）]*分[^()（）]*[)）]")
"""A note of the points a block counts, between headings: (20分*执行率)."""
_PARTS, _PART = 8, 6
"""The most parts a label is broken into, and the longest of them."""
_TOTALS = frozenset({"总额", "合计", "总计"})
_MONEY = ("total_annual", "total_period", "funding", "funding_block")


def is_label(atom: Atom) -> bool:
    """Whether a piece is a label, or begins with one and a colon."""
    known = field_of(atom.folded) is not None or split_label(atom.raw) is not None or is_known(atom.folded)
    return known or is_money_label(atom.folded) or is_goal_heading(atom.folded)


def whole_labels(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces with labels broken over lines (年 / 度 / 目 / 标) as one piece, and with ``(万元)`` on the line below its label part of it."""
    out: list[Atom] = []
    index = 0
    while index < len(atoms):
        end = _end_of_label(atoms, index)
        out.append(_joined(atoms[index:end]) if end > index + 1 else atoms[index])
        index = max(end, index + 1)
    return _with_units(out)


def _with_units(atoms: Sequence[Atom]) -> list[Atom]:
    out: list[Atom] = []
    for atom in atoms:
        if out and _UNIT_ALONE.fullmatch(atom.folded) and (field_of(out[-1].folded) or is_money_label(out[-1].folded)):
            out[-1] = _joined([out[-1], atom])
            continue
        out.append(atom)
    return out


def _end_of_label(atoms: Sequence[Atom], index: int) -> int:
    """Where the longest label ends that begins with a piece and goes on over lines, ``index`` where none does."""
    text, end = atoms[index].folded, index
    if len(text) > _PART:
        return index
    composed = not is_label(atoms[index])
    for n in range(index + 1, min(index + _PARTS, len(atoms))):
        atom = atoms[n]
        if atom.gap not in (LINE, BREAK) or len(atom.folded) > _PART or atom.folded[0] in "(（":
            break
        text += atom.folded
        made = composed and (is_money_label(text) or is_goal_heading(text))
        if field_of(text) or is_known(text) or execution_heading(text) or made:
            end = n + 1
    return end


def _joined(parts: Sequence[Atom]) -> Atom:
    """The parts of a label as one piece, at the place of the first."""
    folded = "".join(part.folded for part in parts)
    source = Paragraph(folded, parts[0].source.place, parts[0].source.confidence)
    return Atom(folded, parts[0].gap, source, 0, len(folded), parts[-1].line, parts[0].blanks)


def rows(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """The printed lines; labels and headings alone on their lines go with what stands on the lines below."""
    lines = [list(group) for _, group in groupby(atoms, key=lambda atom: atom.line)]
    lines = [line for line in lines if len(line) > 1 or not _POINTS.fullmatch(line[0].folded)]
    out: list[list[Atom]] = []
    index = 0
    while index < len(lines):
        for taken in (_goals, _amounts, _money, _stacked, _labelled):
            found, count = taken(lines, index)
            if count:
                break
        else:
            found, count = [lines[index]], 1
        out += found
        index += count
    return out


Taken = tuple[list[list[Atom]], int]
"""Rows, and how many lines they take; none where the lines are something else."""
_NOTHING: Taken = ([], 0)


def _run(lines: Sequence[Sequence[Atom]], index: int, holds: Callable[[Atom], bool]) -> int:
    """Where a run of lines of one piece each ends of which all hold something."""
    while index < len(lines) and len(lines[index]) == 1 and holds(lines[index][0]):
        index += 1
    return index


def _goals(lines: Sequence[Sequence[Atom]], index: int) -> Taken:
    """Headings of a goal and its result, one a line, and as many lines below them; the label of the block may stand before them."""
    end = _run(lines, index, lambda atom: is_goal_heading(atom.folded) or field_of(atom.folded) in (*GOALS, "remark"))
    heads = [line[0] for line in lines[index:end]]
    if len(heads) < 2 or (field_of(heads[0].folded) == "remark" and len(heads) == 2):
        return _NOTHING
    two_goals = any(field_of(head.folded) == "goal_period" for head in heads)
    results = sum(heads_result(head.folded) or field_of(head.folded) == "remark" for head in heads[1:])
    if not two_goals and not results and len(heads) > 2:
        return _NOTHING
    count = 2 if two_goals else 1 + results
    last = min(_run(lines, end, lambda atom: not is_label(atom)), end + count)
    if last == end or (two_goals and last < end + count):
        return _NOTHING
    values = [line[0] for line in lines[end:last]]
    if two_goals:
        return [[head, value] for head, value in zip(heads[-2:], values, strict=True)], last - index
    return [heads, values], last - index


def _amounts(lines: Sequence[Sequence[Atom]], index: int) -> Taken:
    """The headings of amounts planned and spent, one a line, as one line of headings."""
    end = _run(lines, index, lambda atom: execution_heading(atom.folded) is not None)
    heads = [line[0] for line in lines[index:end]]
    return ([heads], end - index) if len(heads) > 1 and any(execution_heading(h.folded) in ("spent", "rate") for h in heads) else _NOTHING


def _money(lines: Sequence[Sequence[Atom]], index: int) -> Taken:
    """A label of money alone on its line, 合计 below it maybe, and the numbers on the lines below."""
    if len(lines[index]) != 1 or not _is_money(lines[index][0]):
        return _NOTHING
    first = index + 1
    if first < len(lines) and len(lines[first]) == 1 and clean(lines[first][0].folded) in _TOTALS:
        first += 1
    end = _run(lines, first, lambda atom: _NUMBER.fullmatch(atom.folded) is not None)
    return ([[line[0] for line in lines[index:end]]], end - index) if end > first else _NOTHING


def _is_money(atom: Atom) -> bool:
    return field_of(atom.folded) in _MONEY or is_money_label(atom.folded) or clean(atom.folded) in _TOTALS


def _labelled(lines: Sequence[Sequence[Atom]], index: int) -> Taken:
    """A label alone on its line with the line below it; of a goal, with those that go on with it."""
    line = lines[index]
    following = lines[index + 1] if index + 1 < len(lines) else []
    if len(line) != 1 or not is_label(line[0]) or _is_glued(line[0]) or not following or any(is_label(atom) for atom in following):
        return _NOTHING
    if field_of(line[0].folded) in GOALS and len(following) == 1:
        end = index + 2
        while end < len(lines) and len(lines[end]) == 1 and _goes_on(lines[end - 1][0], lines[end][0]):
            end += 1
        return [[line[0], _joined_lines([each[0] for each in lines[index + 1 : end]])]], end - index
    return [[line[0], *following]], 2


def _is_glued(atom: Atom) -> bool:
    """Whether a piece is headings of a goal and its result run together: what stands below them is told by all of them."""
    return heads_result(atom.folded) and field_of(atom.folded) is None


def _goes_on(before: Atom, atom: Atom) -> bool:
    """Whether a line goes on with the goal above it: it is a further item of its list, or ends the sentence that line breaks off."""
    if is_label(atom) or level1_of(atom.folded) or level2_of(atom.folded):
        return False
    item = ITEM.match(atom.folded) is not None and ITEM.match(before.folded) is not None
    return item or (before.folded[-1] not in "。；;!！" and len(before.folded) > _PART and atom.folded[-1] == "。")


def _joined_lines(parts: Sequence[Atom]) -> Atom:
    """The lines of a text as one piece, line breaks kept."""
    if len(parts) == 1:
        return parts[0]
    text, first = "\n".join(part.raw for part in parts), parts[0]
    source = Paragraph(text, first.source.place, first.source.confidence, doubt=first.source.doubt)
    return Atom(normalise(text).text, first.gap, source, 0, len(text), first.line)


def _stacked(lines: Sequence[Sequence[Atom]], index: int) -> Taken:
    """Labels beside each other on a line, their values one a line below, as many."""
    labels = lines[index]
    count = len(labels)
    if count < 2 or not all(field_of(atom.folded) for atom in labels):
        return _NOTHING
    end = min(_run(lines, index + 1, lambda atom: not is_label(atom)), index + 1 + count)
    if end - index - 1 < count:
        return _NOTHING
    return [[label, line[0]] for label, line in zip(labels, lines[index + 1 : end], strict=True)], end - index
