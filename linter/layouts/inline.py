"""Indicators listed inside running text: ``【产出指标-数量指标】指标1：巡查次数(≥24次)；指标2：…``, or a line for each category:
``数量指标：指标1：巡查次数 ≥24次；指标2：…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from linter.layouts.assemble import Draft
from linter.layouts.columns import Columns, plain_columns
from linter.layouts.header import Header, read_header
from linter.layouts.labels import category_of, clean, level1_of, level2_of, money_unit, split_label
from linter.layouts.lines import Line, doubt_of, text_of
from linter.layouts.money import money_of
from linter.layouts.project_list import row_header
from linter.layouts.rows import Body
from linter.layouts.titles import budget_year_in, is_form_title
from linter.model.blocks import Paragraph
from linter.model.form import FIELD_KEYS, Target, Text
from linter.model.place import Place

_GROUP = re.compile(r"[【\[](?P<l1>[^-—－·/、】\]]{2,12})[-—－·/、](?P<l2>[^】\]]{2,14})[】\]][:：]?")
_ITEM = re.compile(
    r"(?P<deco>(?:指标\s*[0-9一二三四五六七八九十]+|[0-9]{1,2})\s*[:：.、]\s*)?(?P<name>[^；;。()（）\n]{2,60}?)\s*[(（](?P<value>[^()（）]{1,40}(?:[(（][^()（）]*[)）][^()（）]*)?)[)）]\s*(?:[；;。，,、\n]|$)"
)


_SECTION = re.compile(r"^[ \t]*(?P<l2>[^:：;；\n]{2,16})[:：](?P<items>[^\n]+)$", re.MULTILINE)
_NUMBERED = r"(?:(?:指标\s*[0-9一二三四五六七八九十]+|[（(][0-9一二三四五六七八九十]+[)）]|[①-⑳]|[0-9]{1,2}(?=[.、．:：][^0-9]))\s*[:：.、．]?\s*)?+"
_PIECE = re.compile(r"[^;；。\n]+")
_SPACED = re.compile(rf"\s*{_NUMBERED}(?P<name>[^\s:：]{{2,40}}?)[\s:：]+(?P<value>\S.{{0,40}}?)\s*")
_GLUED = re.compile(
    rf"\s*{_NUMBERED}(?P<name>[^\s:：≥≤≧≦＞＜><=＝0-9()（）]{{2,40}}?)"
    r"(?P<value>[(（].+[)）]|(?:[≥≤≧≦＞＜><=＝]+|不少于|不低于|不超过|达到|大于等于|小于等于)?\s*[0-9].{0,40}?)\s*"
)
_LEAST_SECTIONS = 2
"""One category and a colon is a phrase of a report; two make a list."""


def _piece(text: str, start: int, end: int) -> re.Match[str] | None:
    """One indicator of a list: name and value, parted by a blank or a colon, else where the number begins."""
    return _SPACED.fullmatch(text, start, end) or _GLUED.fullmatch(text, start, end)


def _sections(text: str) -> list[re.Match[str]]:
    """The lines that open with a level-2 category and list indicators behind its colon."""
    return [
        line
        for line in _SECTION.finditer(text)
        if category_of(line["l2"], "") and any(_piece(text, *p.span()) for p in _PIECE.finditer(text, *line.span("items")))
    ]


def _bracketed(text: str) -> bool:
    match = _GROUP.search(text)
    return match is not None and level2_of(match["l2"]) is not None


def _has(text: str) -> bool:
    return _bracketed(text) or len(_sections(text)) >= _LEAST_SECTIONS


def has_inline(lines: Sequence[Line]) -> bool:
    """Whether any cell lists indicators inline."""
    return any(_has(cell.text) for line in lines for cell in line.filled)


def _read(text: str, place: Place, body: Body, doubt: str | None) -> None:
    if not _bracketed(text):
        _read_sections(text, place, body, doubt)
        return
    groups = list(_GROUP.finditer(text))
    for group, following in zip(groups, [*groups[1:], None][: len(groups)], strict=True):
        body.level1, body.level2 = group["l1"], group["l2"]
        end = following.start() if following else len(text)
        for item in _ITEM.finditer(text, group.end(), end):
            name = Text(item["name"], place.within(*item.span("name"), text), doubt)
            value = Text(item["value"], place.within(*item.span("value"), text), doubt)
            body.add(None, Target(name, value))


def _read_sections(text: str, place: Place, body: Body, doubt: str | None) -> None:
    """Lines of a level 1 alone, and lines of a category with its indicators."""
    sections = {line.start(): line for line in _sections(text)}
    for line in re.finditer(r"[^\n]+", text):
        section = sections.get(line.start())
        if section is None:
            body.level1 = line[0].strip(" \t:：") if level1_of(line[0]) else body.level1
            continue
        body.level2 = section["l2"].strip()
        for piece in _PIECE.finditer(text, *section.span("items")):
            item = _piece(text, *piece.span())
            if item is not None:
                name = Text(item["name"], place.within(*item.span("name"), text), doubt)
                at, end = item.span("value")
                if text[at] in "(（" and text[end - 1] in ")）":
                    at, end = at + 1, end - 1
                body.add(None, Target(name, Text(text[at:end], place.within(at, end, text), doubt)))


def read_grid(lines: Sequence[Line], unit: str, title: Text | None, year: int | None) -> Draft:
    """A form whose indicators stand inline in a cell."""
    body = Body()
    for line in lines:
        for cell in line.filled:
            if _has(cell.text):
                _read(cell.text, cell.place, body, doubt_of(cell))
    header = read_header([line for line in lines if not any(_has(c.text) for c in line.filled)], unit, False)
    return Draft(header, body, None, title, year, lines[0].place, "inline", two_sided=False)


def _list_columns(lines: Sequence[Line]) -> tuple[int, Columns] | None:
    """The heading line of a table of projects with their indicators inline: 项目名称 and another heading."""
    for index, line in enumerate(lines):
        columns = plain_columns(line)
        if columns.of("project") is not None and len(line.own) >= 2 and not _has(" ".join(c.text for c in line.own)):
            return index, columns
    return None


def read_list(lines: Sequence[Line], unit: str, title: Text | None, year: int | None) -> Iterator[Draft]:
    """A table of projects, one a row, whose indicators stand inline in a cell."""
    found = _list_columns(lines)
    if found is None:
        return
    start, columns = found
    for line in lines[start + 1 :]:
        body = Body()
        for cell in line.own:
            if _has(cell.text):
                _read(cell.text, cell.place, body, doubt_of(cell))
        if body.indicators:
            yield Draft(row_header(line, columns, unit), body, None, title, year, line.place, "inline", two_sided=False)


def read_paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[Draft]:
    """Forms in plain lines: ``项目名称：…`` and so on, indicators inline."""
    header, body = Header(), Body()
    title: Paragraph | None = None
    year: int | None = None
    place: Place | None = None
    listed = sum(len(_sections(paragraph.text)) for paragraph in paragraphs) >= _LEAST_SECTIONS
    for paragraph in paragraphs:
        text = paragraph.text
        inside = split_label(text.strip())
        if is_form_title(text) or (inside and inside[0] == "project" and body.indicators):
            if body.indicators:
                yield Draft(header, body, None, text_of(title) if title else None, year, place, "inline", two_sided=False)
            header, body, place = Header(), Body(), paragraph.place
            title = paragraph if is_form_title(text) else title
        year = budget_year_in(text) or year if len(text) < 40 else year
        if _has(text) or (listed and "project" in header.fields and (_sections(text) or level1_of(text))):
            place = place or paragraph.place
            _read(text, paragraph.place, body, doubt_of(paragraph))
        elif inside is not None:
            _field(inside[0], text, len(text) - len(text.lstrip()) + inside[1], paragraph, header)
    if body.indicators:
        yield Draft(header, body, None, text_of(title) if title else None, year, place, "inline", two_sided=False)


def _field(key: str, text: str, start: int, paragraph: Paragraph, header: Header) -> None:
    value = Text(text[start:].rstrip(), paragraph.place.within(start, len(text.rstrip()), text), doubt_of(paragraph))
    if key in FIELD_KEYS:
        header.fields.setdefault(key, value)
    elif key in ("goal", "goal_annual"):
        header.goal["annual"] = value
    elif key == "goal_period":
        header.goal.setdefault("annual", value)
    elif key in ("total_annual", "total_period"):
        unit = money_unit(text[:start]) or header.unit
        header.total["annual"] = money_of(value, unit)
    else:
        header.extras.setdefault(clean(text[:start]), value)
