"""What a page prints around a form and between its rows: words of the web page, the title printed again on the next page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from linter.knowledge.context import derived
from linter.knowledge.lexicons import one_of
from linter.layouts.alignment.atoms import Atom
from linter.layouts.alignment.costs import table
from linter.layouts.titles import is_continued


@derived
def _chrome() -> re.Pattern[str]:
    return re.compile(rf"({one_of(table('chrome'))})(?:(?<=:).*|[:：(（\[【“].*)?")


@derived(size=65536)
def chrome(folded: str) -> str:
    """The word that makes a piece part of the web page around the form (打印本页, 收起全部, 扫一扫在手机打开), ``""`` where none does."""
    match = _chrome().fullmatch(folded)
    return match[1] if match is not None else ""


def filler(folded: str) -> float:
    """What it costs to leave out a word between the cells of prose (数量指标方面，… 时限为…; 问：… 有哪些？), 0 for any other."""
    return table("filler").get(folded, 0.0)


def is_chrome(folded: str) -> bool:
    """Whether a piece is part of the web page around the form."""
    return bool(chrome(folded))


def spare(folded: str) -> float:
    """What it costs to leave out a word of the page around the form or between its cells, 0 for any other."""
    word = chrome(folded)
    return table("chrome")[word] if word else filler(folded)


def without_chrome(atoms: Iterable[Atom]) -> list[Atom]:
    """The pieces of a table without those of the page around it: before they are cut, for each says it only as a whole (字体:【大中小】)."""
    return [atom for atom in atoms if not is_chrome(atom.folded) and not is_continued(atom.folded)]
