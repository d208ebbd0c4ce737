"""What a run gave, as every report takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, overload

from msgspec import Struct

from linter.knowledge.context import SHIPPED, Knowledge
from linter.model.blocks import NotChecked
from linter.model.document import Document
from linter.model.finding import Confidence, Finding, Severity


class FormLine(Struct, frozen=True):
    """A form in a list of forms. ``amount``: its annual total, else the period's, in 元, as text; ``""`` where there is none."""

    index: int
    project: str
    unit: str
    amount: str


class Input(Struct, frozen=True):
    """One input: what it is, its forms, what of it was not checked."""

    path: str
    sha256: str
    format: str
    forms: int
    not_checked: tuple[NotChecked, ...]
    member: str | None = None
    listed: tuple[FormLine, ...] = ()
    """Its forms in order."""
    twins: int = 0
    """Forms that an input before it holds already: counted there."""


class RuleInfo(Struct, frozen=True):
    """What an output may say of a rule. ``page`` gives its Chinese page, Markdown, when asked."""

    code: str
    slug: str
    title: str
    severity: Severity
    confidence: Confidence
    source: str
    page: Callable[[], str] | None = None


T = TypeVar("T")


class Passing(Sequence[T]):
    """Records that are made, or read from disk, whenever they are passed through, and never held as a whole.

    ``source`` gives them anew, the same each time. To ask for one by its number passes through all before it.
    """

    def __init__(self, source: Callable[[], Iterator[T]], length: int | None = None) -> None:
        self._source = source
        self._length = length

    def __iter__(self) -> Iterator[T]:
        return self._source()

    def __len__(self) -> int:
        if self._length is None:
            self._length = sum(1 for _ in self)
        return self._length

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        if isinstance(number, slice):
            return tuple(self)[number]
        return next(islice(self, range(len(self))[number], None))

    def each(self, change: Callable[[T], T]) -> Passing[T]:
        """The same records, each changed as it passes."""
        return Passing(lambda: map(change, self), self._length)


class Result(Struct, frozen=True):
    """A whole run in stable order: inputs, findings, and the documents for reports that redraw forms
    (empty where only findings were asked for; read from disk as they pass where they are many).

    ``rules``: every rule there is, in code order. ``baselined``: findings were compared with a baseline.
    """

    inputs: Sequence[Input]
    findings: Sequence[Finding]
    documents: Sequence[Document]
    version: str
    ruleset: str
    rules: tuple[RuleInfo, ...] = ()
    baselined: bool = False
    tables: Sequence[bytes] = ()
    """The forms of each input as rows (``linter.dataset.forms``), where the run kept them."""
    knowledge: Knowledge = SHIPPED
    """The words the run worked by: reports that read values again read them by the same."""

    @property
    def forms(self) -> int:
        """How many forms were checked."""
        return sum(source.forms for source in self.inputs)
