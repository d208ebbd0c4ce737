"""Running text for spaCy: Docs built from our own tokens, and matchers built from lexicons.

spaCy serves the narrative of a document and ``--pedantic`` rules. It gives a ``Doc`` with attributes (``like_num``, ``is_punct``), sentences
and matchers; it never segments by itself. Everything here imports spaCy when first called, never when imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries
from linter.language import Token, tokens

if TYPE_CHECKING:
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_SENTENCE_END = frozenset("。！？；!?;\n")


class Match(NamedTuple):
    """What a matcher found: ``group`` of the lexicon's entry, the text, and its span in code points of the text matched."""

    group: str
    text: str
    start: int
    end: int


@cache
def vocabulary() -> Vocab:
    """The blank Chinese vocabulary: lexical attributes only, no model, no segmenter loaded."""
    import spacy

    return spacy.blank("zh").vocab


def _sentence_starts(words: tuple[Token, ...]) -> list[bool | int | None]:
    starts: list[bool | int | None] = []
    fresh = True
    for word in words:
        starts.append(fresh)
        fresh = word.text[-1] in _SENTENCE_END
    return starts


def prose(text: str) -> Doc:
    """A spaCy ``Doc`` of a text, one spaCy token for each of our tokens.

    ``doc.text == text``; ``token.idx`` is the offset in code points. A sentence ends after ``。！？；`` and at a line end, so ``doc.sents`` works.
    """
    from spacy.tokens import Doc

    words = tokens(text)
    return Doc(vocabulary(), words=[w.text for w in words], spaces=[False] * len(words), sent_starts=_sentence_starts(words) or None)


@derived
def phrase_matcher(lexicon: str, *groups: str) -> PhraseMatcher:
    """A ``PhraseMatcher`` over the ``word`` of a lexicon's entries (of some groups, where given), each labelled with its group.

    The words are segmented as any text is, so a word matches wherever the text is cut at its two ends.
    """
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(vocabulary())
    for entry in entries(lexicon):
        group = entry.get("group", "")
        if not groups or group in groups:
            matcher.add(group, [prose(entry["word"])])
    return matcher


@derived
def pattern_matcher(lexicon: str, *groups: str) -> Matcher:
    """A token ``Matcher`` over the ``pattern`` of a lexicon's entries: spaCy's token patterns as JSON, labelled with the group.

    Raises:
        ValueError: a pattern spaCy does not understand (the lexicon's tests build every matcher).
    """
    from spacy.matcher import Matcher

    matcher = Matcher(vocabulary(), validate=True)
    for entry in entries(lexicon):
        group = entry.get("group", "")
        if "pattern" in entry and (not groups or group in groups):
            matcher.add(group, [entry["pattern"]], greedy="LONGEST")
    return matcher


def matches(matcher: Matcher | PhraseMatcher, doc: Doc) -> Iterator[Match]:
    """What a matcher finds in a doc, in reading order, the longer first; spans in code points."""
    labelled = [(label, doc[start:end]) for label, start, end in matcher(doc)]
    labelled.sort(key=lambda pair: (pair[1].start_char, -pair[1].end_char))
    for label, span in labelled:
        yield Match(vocabulary().strings[label], span.text, span.start_char, span.end_char)
