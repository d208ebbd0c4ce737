"""What is kept of one input once it was checked by itself, and its spelling for the cache."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import msgspec

from linter.collection.facts import FormFacts, facts_of
from linter.model.blocks import Comment
from linter.model.finding import Finding
from linter.model.form import Form
from linter.reports.result import FormLine, Input
from linter.run.engine import Outcome


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One input: its record, its findings, the facts other inputs are compared by, and the remarks that may suppress.

    Findings read back from the cache lack ``data`` and ``proposals``: sentences are made, and nothing asks for them later.
    """

    input: Input
    findings: tuple[Finding, ...]
    facts: tuple[FormFacts, ...]
    comments: tuple[Comment, ...]

    @property
    def sound(self) -> bool:
        """Everything could be read and every rule ran: worth keeping. A failure may be gone next time."""
        return not any(note.fatal for note in self.input.not_checked)


def _line(form: Form) -> FormLine:
    return FormLine(form.index, form.project, form.unit, f"{form.budget:.2f}" if form.budget is not None else "")


def record_of(outcome: Outcome, findings: tuple[Finding, ...]) -> InputRecord:
    """The record of a linted document; ``findings`` are the outcome's, with lines looked up."""
    document = outcome.document
    listed = tuple(map(_line, document.forms))
    notes = outcome.not_checked
    record = Input(document.path, document.sha256, document.format, len(document.forms), notes, document.member, listed)
    return InputRecord(record, findings, facts_of(document), document.comments)


# The cache spells records by their types, so a type that changes needs nothing here: what an earlier one wrote is no longer valid, and dropped.


@cache
def _decoder() -> msgspec.msgpack.Decoder[list[InputRecord]]:
    return msgspec.msgpack.Decoder(list[InputRecord])


def dumps(records: list[InputRecord]) -> bytes:
    """The records of one job as MessagePack.

    Raises:
        ValueError: a text that no encoding can carry.
    """
    bare = [replace(one, findings=tuple(replace(finding, data={}, proposals=()) for finding in one.findings)) for one in records]
    return msgspec.msgpack.encode(bare)


def loads(data: bytes) -> list[InputRecord]:
    """The records ``dumps`` spelled.

    Raises:
        ValueError: these are no such bytes.
    """
    try:
        return _decoder().decode(data)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error
