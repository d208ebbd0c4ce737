"""The narrative cut into passages with their amounts, percentages and counts, each with its place.

A passage is a sentence and what carries it on (``其中：…``, a list, a line the extraction broke). Passages without a figure never reach spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from linter.knowledge.lexicons import phrase
from linter.knowledge.patterns import deferred
from linter.model.document import Document, Section
from linter.rules.api import Span
from linter.values import money_scale, normalise

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NUM = r"(?<![0-9.A-Za-z])(?P<{0}>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,8}}(?:\.[0-9]{{1,20}})?|[0-9]{{1,24}}(?:\.[0-9]{{1,20}})?)"
_QUANTITY = deferred(
    rf"{_NUM.format('amount')}(?P<money>亿元|万元|千元|元)(?!/)|{_NUM.format('rate')}%(?!-)|{_NUM.format('count')}(?P<unit>个|项|张|份|辆|台|套|人|名)(?!百分点|月|工作日)"
)
_MARKS = {"amount": "QAMT", "rate": "QRATE", "count": "QCNT"}
_ENDS = "。!?"
_MAX = 1500


class Quantity(NamedTuple):
    """A figure of the narrative. ``number``: 元 for an amount, percent for a rate, pieces for a count; ``half``: half its last printed
    digit in the same unit; ``start`` and ``end``: in the passage's text."""

    kind: str
    number: Decimal
    half: Decimal
    printed: str
    unit: str
    start: int
    end: int


class Origin(NamedTuple):
    """Where a character of a passage stands: paragraph of the section and offset in its raw text."""

    paragraph: int
    offset: int


class Passage:
    """A stretch of normalised narrative with its quantities in order."""

    def __init__(self, section: int, headings: tuple[str, ...], text: str, origins: Sequence[Origin]) -> None:
        self.section = section
        self.headings = headings
        self.text = text
        self._origins = origins
        self.quantities = tuple(_quantities(text))

    def place(self, start: int, end: int) -> tuple[str, Span]:
        """Path and raw span of a stretch of the text (of its first paragraph, where it crosses into another)."""
        first = self._origins[start]
        last = next(o for o in reversed(self._origins[start:end]) if o.paragraph == first.paragraph)
        return f"narrative[{self.section}].paragraphs[{first.paragraph}]", (first.offset, last.offset + 1)

    @cached_property
    def masked(self) -> tuple[str, tuple[int, ...]]:
        """The text with every quantity shown as one word (``QAMT QRATE QCNT``), and where these words begin."""
        out: list[str] = []
        starts = []
        at = length = 0
        for quantity in self.quantities:
            out += [self.text[at : quantity.start], _MARKS[quantity.kind]]
            starts.append(length + quantity.start - at)
            length += quantity.start - at + len(_MARKS[quantity.kind])
            at = quantity.end
        return "".join([*out, self.text[at:]]), tuple(starts)

    @cached_property
    def doc(self) -> Doc | None:
        """The masked text for spaCy, in our tokens; ``None`` where a token runs into a quantity."""
        from linter.language.prose import prose

        text, starts = self.masked
        doc = prose(text)
        marks = {token.idx for token in doc if token.text in _MARKS.values()}
        return doc if set(starts) <= marks else None

    def before(self, number: int) -> str:
        """What stands before the ``number``-th quantity, back to a punctuation mark or the quantity before: its subject."""
        here = self.quantities[number]
        start = self.quantities[number - 1].end if number else 0
        text = self.text[start : here.start]
        return re.split(r"[,;:。!?、]|其中|(?:主要)?(?:包括|用于)", text)[-1]

    def lead(self, number: int) -> str:
        """All that stands between a quantity and the one before it, back to ``。`` or ``;``: where a year may be named."""
        start = self.quantities[number - 1].end if number else 0
        return re.split(r"[;。!?]", self.text[start : self.quantities[number].start])[-1]

    def clause(self, number: int) -> str:
        """The text from the last ``。`` or ``;`` to the ``number``-th quantity."""
        text = self.text[: self.quantities[number].end]
        return re.split(r"[;。!?]", text)[-1]

    def after(self, number: int) -> str:
        """The text from a quantity to the next punctuation mark or quantity."""
        end = self.quantities[number + 1].start if number + 1 < len(self.quantities) else len(self.text)
        return re.split(r"[,;:。!?]", self.text[self.quantities[number].end : end])[0]

    def between(self, first: int, second: int) -> str:
        """The text between two quantities."""
        return self.text[self.quantities[first].end : self.quantities[second].start]


def _quantities(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        kind = next(k for k in _MARKS if match[k])
        digits = match[kind].replace(",", "")
        scale = money_scale(match["money"]) or Decimal(1)
        decimals = len(digits.partition(".")[2])
        unit = {"amount": match["money"], "rate": "%", "count": match["unit"]}[kind]
        half = scale * Decimal(10) ** -decimals / 2 if kind != "count" else Decimal(0)
        yield Quantity(kind, Decimal(digits) * scale, half, match.group(), unit, match.start(), match.end())


def _pieces(section: Section) -> Iterator[tuple[str, list[Origin], bool]]:
    """Sentences with their origins; the flag says that the sentence goes on in the next paragraph."""
    for number, paragraph in enumerate(section.paragraphs):
        folded = normalise(paragraph.text)
        start = 0
        for match in re.finditer(rf"[^{_ENDS}]*[{_ENDS}]?", folded.text):
            if match.end() == start:
                continue
            origins = [Origin(number, folded.offsets[i]) for i in range(start, match.end())]
            yield match.group(), origins, match.group()[-1] not in _ENDS
            start = match.end()


def passages(document: Document) -> Iterator[Passage]:
    """Every passage that holds a quantity, in reading order."""
    for number, section in enumerate(document.narrative):
        headings = (*section.parents, section.heading)
        text, origins, opened = "", list[Origin](), False
        for piece, where, goes_on in _pieces(section):
            if text and not ((opened or phrase("carries_on").match(piece)) and len(text) + len(piece) <= _MAX):
                yield from _made(number, headings, text, origins)
                text, origins = "", []
            text, origins, opened = text + piece, [*origins, *where], goes_on
        yield from _made(number, headings, text, origins)


def _made(number: int, headings: tuple[str, ...], text: str, origins: Sequence[Origin]) -> Iterator[Passage]:
    if _QUANTITY.search(text):
        yield Passage(number, headings, text, origins)
