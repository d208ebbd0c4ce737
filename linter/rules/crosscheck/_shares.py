"""Shares and sums as the narrative states them: X万元，占Y%; 总计X，其中：A，B."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from linter.knowledge.lexicons import words
from linter.rules.crosscheck import _terms
from linter.rules.crosscheck._passages import Quantity
from linter.rules.crosscheck._reading import Reading, Statement, close, spread
from linter.rules.crosscheck._words import percent, shown

_OPENS = 12
"""其中 stands within so many characters of the count it divides."""


def shares(reading: Reading) -> Iterator[Statement]:
    """A part and its share, of the whole the passage states or the words name."""
    for match in reading.matches:
        if match.group != "share" or len(match.quantities) != 1:
            continue
        rate, part = match.quantities[0], match.quantities[0] - 1
        if part < 0 or reading.quantities[part].kind != "amount" or part in reading.changes:
            continue
        between = reading.passage.between(part, rate)
        if len(between) + len("QRATE") - len(match.text) <= 4 and "。" not in between and ";" not in between:
            yield from _share(reading, part, rate, match.text)


def _whole_named(text: str) -> str:
    """占部门项目支出总额的Q → 部门项目支出总额."""
    return text.removeprefix("所").removeprefix("占").removesuffix("QRATE").strip("比重例为的")


def _share(reading: Reading, part: int, rate: int, text: str) -> Iterator[Statement]:
    p, r = reading.quantities[part], reading.quantities[rate]
    if p.number == 0 and r.number == 0:
        yield Statement("share", reading.passage, r, r.printed, f"{p.printed}＝{r.printed}", True)
        return
    named = _whole_named(text)
    term = _terms.term_of(named, reading.owners) if named else None
    wholes = [n for n in reading.amounts(part) if reading.quantities[n].number >= p.number > 0 and not _beside(reading, n, part)]
    good = next((w for n in reversed(wholes) if _fits(p, w := reading.quantities[n], r)), None)
    if good is not None:
        yield Statement("share", reading.passage, r, r.printed, f"{p.printed}÷{good.printed}＝{r.printed}", True)
        return
    tables = _terms.known(reading.document, term) if term else []
    fits = next((k for k in tables if k.amount and close(p.number / k.amount * 100, r, p.half / k.amount * 100)), None)
    if fits is not None:
        yield Statement("share", reading.passage, r, r.printed, f"{p.printed}÷{fits.printed}＝{r.printed}", True)
        return
    whole = _whole(reading, wholes, part, named, term)
    if whole is not None:
        computed = percent(p.number / whole.number * 100, r)
        yield Statement("share", reading.passage, r, computed, f"{p.printed}÷{whole.printed}＝{computed}", False, terms=(p, whole))


def _beside(reading: Reading, other: int, part: int) -> bool:
    """Another part of the same list, with a share of its own: no whole of this one."""
    shared = any(match.group == "share" and match.quantities == (other + 1,) for match in reading.matches)
    return shared and "其中" not in reading.passage.between(other, part)


def _fits(part: Quantity, whole: Quantity, rate: Quantity) -> bool:
    return close(part.number / whole.number * 100, rate, spread(part, whole))


def _whole(reading: Reading, wholes: Sequence[int], part: int, named: str, term: str | None) -> Quantity | None:
    """The whole a share that fits none is of: the amount the words name, else the head of the list it stands in; ``None``: unclear."""
    if named:
        same = [n for n in wholes if term is not None and reading.term(n) == term]
        return reading.quantities[same[-1]] if same else None
    if not wholes:
        return None
    head = reading.quantities[wholes[0]]
    between = reading.passage.text[head.end : reading.quantities[part].start]
    return head if any(word in between for word in words("statements", "opens_parts")) else None


def sums(reading: Reading) -> Iterator[Statement]:
    """A whole and a set of terms that make it up, all stated behind it."""
    amounts = set(reading.amounts())
    terms = [reading.term(n) if n in amounts else None for n in range(len(reading.quantities))]
    for n, term in enumerate(terms):
        for names in _terms.parts_of(term) if term else ():
            end = next((m for m in range(n + 1, len(terms)) if terms[m] == term), len(terms))
            parts = [next((m for m in range(n + 1, end) if terms[m] == name), None) for name in names]
            numbers = [m for m in parts if m is not None]
            if len(numbers) == len(names):
                yield _sum(reading, n, numbers)


def _sum(reading: Reading, whole: int, parts: Sequence[int]) -> Statement:
    w, terms = reading.quantities[whole], [reading.quantities[m] for m in parts]
    computed = sum_of(terms)
    slack = sum((quantity.half for quantity in terms if quantity.number), Decimal(0))
    text = "＋".join(term.printed for term in terms) + f"＝{shown(computed, w)}"
    return Statement("sum", reading.passage, w, shown(computed, w), text, close(computed, w, slack), terms=(w, *terms))


def sum_of(quantities: Sequence[Quantity]) -> Decimal:
    """Their sum."""
    return sum((quantity.number for quantity in quantities), Decimal(0))


def counts(reading: Reading) -> Iterator[Statement]:
    """实有5辆，其中：…3辆、其他2辆: a list that names 其他, or that comes to more than the whole, must come to it."""
    text, quantities = reading.passage.text, reading.quantities
    for n, whole in enumerate(quantities):
        opened = text.find("其中", whole.end, whole.end + _OPENS)
        if whole.kind != "count" or whole.number == 0 or opened < 0 or (n + 1 < len(quantities) and quantities[n + 1].start < opened):
            continue
        end = next((i for i in range(opened + 2, len(text)) if text[i] == "。" or text.startswith("其中", i)), len(text))
        inside = [m for m in range(n + 1, len(quantities)) if quantities[m].start < end]
        parts = list(takewhile(lambda m: quantities[m].unit == quantities[n].unit, inside))  # noqa: B023
        if len(parts) < 2:
            continue
        statement = _sum(reading, n, parts)
        if statement.right or sum_of([quantities[m] for m in parts]) > whole.number or "其他" in text[opened:end]:
            yield statement
