"""Forms in plain lines: one cell a line, cells joined by single blanks, an indented tree.

Blank cells are lost in all three, so what cannot be told apart is marked, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linter.layouts.assemble import Draft
from linter.layouts.header import Header
from linter.layouts.labels import clean, field_of, level1_of, level2_of, money_unit, role_of
from linter.layouts.lines import doubt_of
from linter.layouts.rows import Body
from linter.layouts.titles import is_form_title, is_page_mark, stated_year
from linter.model.blocks import NotChecked, Paragraph
from linter.model.form import FIELD_KEYS, Money, Target, Text
from linter.model.place import Place
from linter.values import parse_money, parse_value
from linter.values.types import Shape

_TREE_ITEM = re.compile(r"^(?P<name>[^:：=≥≤<>]{2,40}?)\s*[:：]\s*(?P<value>\S.*)$")


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    place: Place
    doubt: str | None = None

    def whole(self) -> Text:
        """The piece as a text."""
        return Text(self.text, self.place, self.doubt)

    def part(self, start: int, end: int) -> Text:
        """The code points ``[start, end)`` of the piece."""
        return Text(self.text[start:end], self.place.within(start, end, self.text), self.doubt)


def _pieces(paragraphs: Sequence[Paragraph]) -> list[_Piece]:
    """The cells: whole lines, or the blank-separated words of lines that hold several labels."""
    out = []
    for paragraph in paragraphs:
        raw = paragraph.text
        if is_page_mark(raw):
            continue
        words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", raw)]
        if len(words) > 1 and not is_form_title(raw) and not stated_year(raw):
            out += [_Piece(w, paragraph.place.within(s, e, raw), doubt_of(paragraph)) for w, s, e in words]
        else:
            start = len(raw) - len(raw.lstrip())
            out.append(_Piece(raw.strip(), paragraph.place.within(start, len(raw), raw), doubt_of(paragraph)))
    return out


def _label(text: str) -> tuple[str | None, str]:
    """The field a piece labels, and the value that stands in it behind a colon."""
    if text.startswith("其中") and (whole := field_of(text)) is not None:
        return whole, ""
    label, _, inner = text.partition("：") if "：" in text else text.partition(":")
    return field_of(label), inner


def _forms(pieces: Sequence[_Piece]) -> Iterator[tuple[list[_Piece], str]]:
    """The pieces of each form, from its title (or 项目名称) to the next, and the money unit stated above it."""
    starts = []
    for index, piece in enumerate(pieces):
        if _label(piece.text)[0] == "project":
            first = index
            while first > 0 and index - first < 3 and (is_form_title(pieces[first - 1].text) or stated_year(pieces[first - 1].text)):
                first -= 1
            starts.append(first)
    stated, before = "元", 0
    for start, end in zip(starts, [*starts[1:], len(pieces)][: len(starts)], strict=True):
        stated = next((unit for p in reversed(pieces[before:start]) if "单位" in p.text and (unit := money_unit(p.text))), stated)
        before = start
        chunk = list(pieces[start:end])
        if any(role_of(p.text) == "value" or level2_of(p.text) for p in chunk):
            yield chunk, stated


def _both_goals(pieces: Sequence[_Piece], index: int) -> bool:
    """实施期目标 and 年度目标 one after the other, then their two texts."""
    if index + 3 >= len(pieces):
        return False
    keys = [_label(piece.text) for piece in pieces[index : index + 4]]
    return keys[:2] == [("goal_period", ""), ("goal_annual", "")] and all(key is None for key, _ in keys[2:])


def _header(pieces: Sequence[_Piece], header: Header) -> None:
    """Label, then its value, until the next label."""
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if _both_goals(pieces, index):
            for goal, one in zip(("goal_period", "goal_annual"), pieces[index + 2 : index + 4], strict=True):
                _put(goal, one.whole(), header)
            index += 4
            continue
        key, inner = _label(piece.text)
        index += 1
        if key is None:
            continue
        header.unit = money_unit(piece.text) or header.unit
        if inner.strip():
            at = len(piece.text) - len(inner.lstrip())
            value = piece.part(at, len(piece.text.rstrip()))
        elif index < len(pieces) and _label(pieces[index].text)[0] is None:
            value = pieces[index].whole()
            index += 1
        else:
            value = Text("", piece.place)
        _put(key, value, header, piece.text)


def _put(key: str, value: Text, header: Header, label: str = "") -> None:
    if key in FIELD_KEYS:
        header.fields.setdefault(key, value)
    elif key in ("goal", "goal_annual") and value:
        header.goal.setdefault("annual", value)
    elif key == "goal_period" and value:
        header.goal.setdefault("period", value)
    elif key in ("total_annual", "total_period"):
        half = "annual" if key == "total_annual" else "period"
        header.total.setdefault(half, Money(value, parse_money(value.text, header.unit), header.unit))  # type: ignore[arg-type]
    elif key == "funding" and value:
        amount = Money(value, parse_money(value.text, header.unit), header.unit)  # type: ignore[arg-type]
        half = "annual" if "annual" in header.total or "period" not in header.total else "period"
        header.funding.setdefault(half, {}).setdefault(_source(label), amount)  # type: ignore[arg-type]


def _source(label: str) -> str:
    """The source of money a label names, without 其中 and without what stands behind its colon."""
    return clean(label if field_of(label) else re.split("[:：]", label)[0])


def _looks_like_value(text: str) -> bool:
    value = parse_value(text)
    return value.shape not in (Shape.TEXT, Shape.EMPTY) and (value.quantified or len(text) <= 10)


def _rows(pieces: Sequence[_Piece], body: Body) -> None:
    """Level labels set the category; then names and values alternate. A name followed by a label lost its value."""
    pending: _Piece | None = None
    for number, piece in enumerate(pieces):
        at_name_place = pending is None
        nxt = pieces[number + 1] if number + 1 < len(pieces) else None
        label2, label1 = level2_of(piece.text), level1_of(piece.text)
        # 数量指标 after 数量指标 with a value behind it is a name: position decides.
        is_name_here = (
            label2 is not None
            and clean(piece.text) == clean(body.level2)
            and at_name_place
            and nxt is not None
            and _looks_like_value(nxt.text)
        )
        if (label1 or label2) and pending is None and not is_name_here:
            if label2 and not (label1 and nxt is not None and level2_of(nxt.text)):
                body.level2 = piece.text
            else:
                body.level1 = piece.text
            continue
        if pending is None:
            item = _TREE_ITEM.match(piece.text)
            if item and _looks_like_value(item["value"]):
                body.add(
                    None,
                    Target(
                        piece.part(*item.span("name")),
                        piece.part(*item.span("value")),
                    ),
                )
            elif body.level2:
                pending = piece
            continue
        if (label1 or label2) and not _looks_like_value(piece.text):
            doubt = body.doubt("annual.value", "名称之后没有读到指标值（空白格在文本中丢失）", None)
            body.add(None, Target(pending.whole(), Text("", None, doubt)))
            pending = None
            body.level2 = piece.text if label2 else body.level2
            continue
        body.add(None, Target(pending.whole(), piece.whole()))
        pending = None


def _two_sided(roles: list[str]) -> bool:
    return roles.count("name") >= 2 and roles.count("value") >= 2


def _fold_halves(body: Body) -> None:
    """In a two-sided stream every row comes twice, 实施期 then 年度, under a repeated category."""
    rows = body.indicators
    folded = []
    index = 0
    while index < len(rows):
        here = rows[index]
        nxt = rows[index + 1] if index + 1 < len(rows) else None
        if nxt is not None and nxt.category == here.category and here.annual and nxt.annual:
            folded.append(type(here)(here.level1, here.level2, here.category, here.annual, nxt.annual))
            index += 2
        else:
            folded.append(here)
            index += 1
    body.indicators = folded


def _parts(chunk: Sequence[_Piece]) -> tuple[int, int]:
    """Where the indicators begin (behind the column headings) and where the footer ends them."""
    headings = [i for i, p in enumerate(chunk) if role_of(p.text) in ("name", "value")]
    levels = (
        i for i, p in enumerate(chunk) if level2_of(p.text) or (level1_of(p.text) and i + 1 < len(chunk) and level2_of(chunk[i + 1].text))
    )
    first = next(levels, len(chunk))
    start = max([i + 1 for i in headings if i < first + 12], default=first) if headings else first
    foot = (i for i in range(start, len(chunk)) if _label(chunk[i].text)[0] in ("leader", "contact", "phone", "filed"))
    return start, next(foot, len(chunk))


def read_paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[Draft | NotChecked]:
    """The forms in a run of plain lines."""
    for chunk, unit in _forms(_pieces(paragraphs)):
        header, body = Header(unit=unit), Body()
        start, end = _parts(chunk)
        roles = [r for p in chunk[:start] if (r := role_of(p.text))]
        heading = next((p for p in chunk[:4] if is_form_title(p.text)), None)
        title = heading.whole() if heading else None
        year = next((y for p in chunk[:4] if (y := stated_year(p.text))), None)
        _header([*chunk[:start], *chunk[end:]], header)
        _rows(chunk[start:end], body)
        two_sided = _two_sided(roles)
        if two_sided:
            _fold_halves(body)
        if body.indicators:
            yield Draft(header, body, None, title, year, chunk[0].place, "lines", two_sided=two_sided, roles=frozenset(roles))
