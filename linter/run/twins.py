"""The same form twice (as docx and as PDF, in an archive and beside it, our own annotated copy): counted once, and said.

Only whole inputs are folded, every form of which stands in inputs read before, with every remark: then nothing of it need be shown again.
"""

from __future__ import annotations

from msgspec.structs import replace

from linter.model.blocks import NotChecked
from linter.run.records import Gist, InputRecord, shown_of


class Twins:
    """What was read so far, by digest: input by input it tells which only repeats."""

    def __init__(self) -> None:
        self._seen: dict[bytes, str] = {}
        self._told: set[str] = set()

    def first(self, gist: Gist) -> str | None:
        """The earlier input that holds the forms of this one, where it holds nothing else; ``None`` where it is to be shown."""
        # A goal or a weight of its own may give a remark of its own.
        if gist.prints and self._told.issuperset(gist.said) and all(each is not None and each in self._seen for each in gist.prints):
            return self._seen[gist.prints[0] or b""]
        self._seen.update((each, gist.shown) for each in gist.prints if each is not None and each not in self._seen)
        self._told.update(gist.said)
        return None


def repeats(first: str, forms: int) -> str:
    """What is said of an input that only repeats so many forms of the first."""
    return f"{'其中的' if forms == 1 else f'{forms}张'}绩效目标表与“{first}”中的相同，只计一次，意见见该文件"


def folded(record: InputRecord, first: str) -> InputRecord:
    """The record emptied but for a note that says that ``first`` holds its forms."""
    source = record.input
    note = NotChecked(shown_of(source), repeats(first, source.forms))
    return InputRecord(
        replace(source, forms=0, listed=(), twins=source.forms, not_checked=(*source.not_checked, note)), (), (), record.comments
    )
