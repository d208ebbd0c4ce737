"""Where a run keeps its records until it reports: at hand for callers of Python, else as bytes that go to disk where they are many.

Either is read again and again, in the order of the inputs: a run keeps what a report needs, and not documents.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from linter.collection.facts import FormFacts
from linter.files.frames import Frames
from linter.files.numbered import Numbered
from linter.model.document import Document
from linter.reports.result import Passing
from linter.run.inputs import Job
from linter.run.records import InputRecord, Packed, body_of, form_facts_of, gist_of
from linter.run.twins import Twins, folded


class Store(Protocol):
    """The records of a run in order, those that only repeat others folded. ``jobs``: the job of each record; ``facts``: of all forms."""

    @property
    def jobs(self) -> Sequence[Job]:
        """The job of each record."""

    @property
    def facts(self) -> Sequence[FormFacts]:
        """The facts of every form, numbered by its record."""

    @property
    def tables(self) -> Sequence[bytes]:
        """The forms of each record as rows; nothing where they were not kept."""

    def __iter__(self) -> Iterator[InputRecord]: ...
    def __len__(self) -> int: ...


class Held:
    """Records as they are."""

    def __init__(self, once: bool) -> None:
        self.jobs: list[Job] = []
        self._twins = Twins() if once else None
        self._records: list[InputRecord] = []
        self.facts: list[FormFacts] = []
        self.tables: Sequence[bytes] = ()
        """None: the documents are at hand."""

    def add(self, job: Job, records: Sequence[InputRecord]) -> None:
        """The records of one more job."""
        for record in records:
            first = self._twins.first(gist_of(record)) if self._twins is not None else None
            if first is not None:
                record = folded(record, first)
            self.facts += (replace(each, document=len(self._records)) for each in record.facts)
            self._records.append(record)
            self.jobs.append(job)

    def __iter__(self) -> Iterator[InputRecord]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


class SpilledFacts(Numbered[FormFacts]):
    """The facts of forms, spelled out when asked for. ``append`` takes one of ``Packed.facts`` and the number of its record."""

    def __init__(self, folder: Path | None = None) -> None:
        self._frames = Frames(folder=folder)
        self._documents = array("Q")

    def append(self, frame: bytes, document: int) -> None:
        """One more.

        Raises:
            OSError: the disk is full.
        """
        self._frames.append(frame)
        self._documents.append(document)

    def packed(self) -> Iterator[tuple[bytes, int]]:
        """What was appended, in order."""
        return zip(self._frames, self._documents, strict=True)

    def __len__(self) -> int:
        return len(self._frames)

    def _at(self, number: int) -> FormFacts:
        return form_facts_of(self._frames[number], self._documents[number])


class Spilled:
    """Records as bytes. ``folder``: where they go when they are many; without it the system's folder for such files. ``tabled``: their forms
    are kept as rows too."""

    def __init__(self, once: bool, folder: Path | None = None, *, tabled: bool = False) -> None:
        self._rows = Frames(folder=folder)
        self.tables: Sequence[bytes] = self._rows
        self._tabled = tabled
        self.jobs: list[Job] = []
        self.facts = SpilledFacts(folder)
        self._twins = Twins() if once else None
        self._firsts: dict[int, str] = {}
        self._bodies = Frames(folder=folder)
        self._documents = Frames(folder=folder)

    def add(self, job: Job, records: Sequence[Packed], documents: Sequence[bytes] = ()) -> None:
        """The records of one more job. ``documents``: pickled by ``linter.run.single``, one for each record, where the run wants them.

        Raises:
            OSError: the disk is full.
        """
        for place, record in enumerate(records):
            first = self._twins.first(record.gist) if self._twins is not None else None
            if first is not None:
                self._firsts[len(self._bodies)] = first
            else:
                for each in record.facts:
                    self.facts.append(each, len(self._bodies))
                for document in documents[place : place + 1]:
                    self._documents.append(document)
            self._bodies.append(record.body)
            if self._tabled:
                self._rows.append(record.tables)
            self.jobs.append(job)

    def __iter__(self) -> Iterator[InputRecord]:
        for number, body in enumerate(self._bodies):
            record = body_of(body)
            yield folded(record, self._firsts[number]) if number in self._firsts else record

    def __len__(self) -> int:
        return len(self._bodies)

    @property
    def documents(self) -> Sequence[Document]:
        """The documents that were added, but of records that only repeat others, spelled out as they pass."""
        import pickle

        return Passing(lambda: map(pickle.loads, self._documents), len(self._documents))
