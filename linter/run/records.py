"""What is kept of one input once it was checked by itself, and its spelling for the cache, for shards and for other processes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from linter.collection.facts import FormFacts, facts_of
from linter.files import packing
from linter.files.packing import encoded
from linter.model.blocks import Comment
from linter.model.document import Document
from linter.model.finding import Finding, spoken
from linter.model.form import Form
from linter.reports.result import FormLine, Input
from linter.run.engine import Outcome


class InputRecord(Struct, frozen=True):
    """One input: its record, its findings, the facts other inputs are compared by, and the remarks that may suppress.

    Findings that were packed lack ``proposals`` and nearly all ``data``: sentences are made, and nothing asks for them later.
    """

    input: Input
    findings: tuple[Finding, ...]
    facts: tuple[FormFacts, ...]
    comments: tuple[Comment, ...]

    @property
    def sound(self) -> bool:
        """Everything could be read and every rule ran: worth keeping. A failure may be gone next time."""
        return not any(note.fatal for note in self.input.not_checked)


class Gist(Struct, frozen=True):
    """Of a record, what tells whether it only repeats others. ``prints``: a digest of each form, ``None`` of one that cannot be called the same
    as another; ``said``: the fingerprints of its findings; ``shown``: how people name the input."""

    shown: str
    prints: tuple[bytes | None, ...]
    said: tuple[str, ...]


class Packed(Struct, frozen=True):
    """A record as bytes, a tenth of its size in memory. ``body``: the record without its facts; ``facts``: each form's."""

    body: bytes
    facts: tuple[bytes, ...]
    gist: Gist
    sound: bool
    tables: bytes = b""
    """The forms as rows (``linter.dataset.forms``), where they were asked for."""


def _line(form: Form) -> FormLine:
    return FormLine(form.index, form.project, form.unit, f"{form.budget:.2f}" if form.budget is not None else "")


def record_of(outcome: Outcome, findings: tuple[Finding, ...]) -> InputRecord:
    """The record of a linted document; ``findings`` are the outcome's, with lines looked up."""
    document = outcome.document
    listed = tuple(map(_line, document.forms))
    notes = outcome.not_checked
    record = Input(document.path, document.sha256, document.format, len(document.forms), notes, document.member, listed)
    return InputRecord(record, findings, facts_of(document), document.comments)


_FEWEST = 2
"""Rows a form needs before it can be called the same: an empty template is like any other."""


def _print_of(form: FormFacts) -> bytes | None:
    """What makes a form this one: project, unit, kind, year, money and all rows, whatever the file."""
    if len(form.rows) < _FEWEST or not form.project:
        return None
    said = form.project, form.unit, form.kind, form.year, form.budget, sorted(set(form.rows))
    return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def shown_of(given: Input) -> str:
    """How people name an input."""
    return f"{given.path} 中的 {given.member}" if given.member else given.path


def gist_of(record: InputRecord) -> Gist:
    """See ``Gist``."""
    return Gist(shown_of(record.input), tuple(map(_print_of, record.facts)), tuple(finding.fingerprint for finding in record.findings))


# Records are spelled by their types, so a type that changes needs nothing here: what an earlier one wrote is no longer valid, and dropped.


@cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


def packed(record: InputRecord, tables: bytes = b"") -> Packed:
    """The record as bytes. ``tables``: see ``Packed``."""
    bare = tuple(replace(spoken(finding), proposals=()) for finding in record.findings)
    body = encoded(replace(record, findings=bare, facts=()))
    return Packed(body, tuple(map(encoded, record.facts)), gist_of(record), record.sound, tables)


def packed_facts(document: Document) -> tuple[bytes, ...]:
    """The facts of a document's forms as bytes, see ``form_facts_of``."""
    return tuple(map(encoded, facts_of(document)))


def body_of(data: bytes) -> InputRecord:
    """The record ``Packed.body`` spells."""
    record: InputRecord = _decoder(InputRecord).decode(data)
    return record


def form_facts_of(data: bytes, document: int) -> FormFacts:
    """What one of ``Packed.facts`` spells, as of the ``document``-th record of a run."""
    facts: FormFacts = _decoder(FormFacts).decode(data)
    return replace(facts, document=document)


def unpacked(record: Packed) -> InputRecord:
    """The record that was packed."""
    return replace(body_of(record.body), facts=tuple(form_facts_of(each, 0) for each in record.facts))


def dumps(records: Iterable[Packed]) -> bytes:
    """The records of one job as MessagePack."""
    return msgspec.msgpack.encode(list(records))


def loads(data: bytes) -> list[Packed]:
    """The records ``dumps`` spelled.

    Raises:
        ValueError: these are no such bytes.
    """
    try:
        records: list[Packed] = _decoder(list[Packed]).decode(data)
    except packing.DAMAGED as error:
        raise ValueError(str(error)) from error
    return records
