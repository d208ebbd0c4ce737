"""What was left out of pages because nobody sees it, or because it is a watermark: one record each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from linter.formats.api import ReadContext
from linter.model.blocks import NotChecked

_UNSEEN = "页面上看不见的文字没有读入（{}）"
_MARKED = "水印或印章的文字没有读入（{}）"
_QUOTED, _QUOTE = 5, 30


def ranges(numbers: Iterable[int]) -> str:
    """``第3、5-8页``."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "第" + "、".join(str(a) if a == b else f"{a}-{b}" for a, b in spans) + "页"


class LeftOut(Struct):
    """Reasons and watermark texts, each with the pages they were met on."""

    unseen: dict[str, list[int]] = field(default_factory=dict)
    marks: dict[str, list[int]] = field(default_factory=dict)

    def add(self, page: int, unseen: Iterable[str], marks: Sequence[str]) -> None:
        """Remember what was left out of a page."""
        for why in unseen:
            self.unseen.setdefault(why, []).append(page)
        for text in marks[:_QUOTED]:
            self.marks.setdefault(text[:_QUOTE], []).append(page)

    def records(self, context: ReadContext) -> Iterator[NotChecked]:
        """One record for text nobody sees, one for watermarks."""
        shown = context.member or context.path
        for by_text, say in ((self.unseen, _UNSEEN), (self.marks, _MARKED)):
            if by_text:
                pages = sorted({number for numbers in by_text.values() for number in numbers})
                why = say.format("、".join(sorted(by_text)[:_QUOTED]))
                yield NotChecked(f"{shown} {ranges(pages)}", why, context.place(page=pages[0]))
