"""What a child process gives back of one original: rows as the store keeps them. All of it is made there, so that the desk itself only writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from linter.collection.facts import FormFacts
from linter.collection.pairing import pair_forms, renamed_from
from linter.formats import Limits
from linter.model.document import Document
from linter.model.finding import Family, Finding, spoken
from linter.model.form import Form
from linter.policy.settings import Settings
from linter.policy.suppression import Applying, Suppression, read_comments
from linter.reports.feedback.batch import key_of, unit_of
from linter.reports.feedback.remarks import with_cell
from linter.reports.result import Input
from linter.reports.wording import where
from linter.run.inputs import Job
from linter.run.passes import lint_collection
from linter.run.records import Gist, InputRecord, gist_of
from linter.run.single import Task, whole_task

ENCODER = msgspec.msgpack.Encoder()
FINDING = msgspec.msgpack.Decoder(Finding)
FORM = msgspec.msgpack.Decoder(Form)
INPUT = msgspec.msgpack.Decoder(Input)
FACTS = msgspec.msgpack.Decoder(tuple[FormFacts, ...])


class FoundRow(Struct, frozen=True):
    """A finding: its columns and, in ``blob``, all of it. ``form``: index in its document, ``None`` for the document as a whole."""

    form: int | None
    code: str
    severity: int
    fingerprint: str
    place: str
    cell: str
    message: str
    blob: bytes
    suppressed: str = ""


class FormRow(Struct, frozen=True):
    """A form. ``amount``: 元, for sorting; the form in ``blob`` holds the exact one."""

    index: int
    unit: str
    project: str
    amount: float | None
    key: str
    blob: bytes


class DocumentRow(Struct, frozen=True):
    """A document with everything found in it. ``notes``: (whether nothing of it could be read, sentence)."""

    input: bytes
    facts: bytes
    forms: tuple[FormRow, ...]
    findings: tuple[FoundRow, ...]
    notes: tuple[tuple[bool, str], ...]


def found_row(finding: Finding) -> FoundRow:
    """The row of a finding."""
    return FoundRow(
        finding.form_index,
        finding.code,
        finding.severity.rank,
        finding.fingerprint,
        where(finding),
        finding.cell,
        with_cell(finding),
        ENCODER.encode(spoken(finding)),
        finding.suppressed.reason or finding.suppressed.kind if finding.suppressed is not None else "",
    )


def form_row(form: Form) -> FormRow:
    """The row of a form."""
    amount = float(form.budget) if form.budget is not None else None
    project = form.project or (form.title.text.strip() if form.title else "") or f"第{form.index}张表"
    return FormRow(form.index, unit_of(form), project, amount, key_of(form), ENCODER.encode(form))


def _note(text: str, why: str, label: str) -> str:
    return f"{text}{f'（{label}）' if label else ''}：{why}"


class Orders(Struct, frozen=True):
    """How originals are checked: the same for all of a desk."""

    settings: Settings
    suppressions: tuple[Suppression, ...] = ()
    today: date | None = None
    limits: Limits | None = None


def _document(record: InputRecord, document: Document, orders: Orders) -> DocumentRow:
    applying = Applying([*orders.suppressions, *read_comments(record.comments)], orders.today)
    counted = (finding for finding in map(applying, record.findings) if finding.family is not Family.SUPPRESSIONS)
    return DocumentRow(
        ENCODER.encode(record.input),
        ENCODER.encode(record.facts),
        tuple(map(form_row, document.forms)),
        tuple(map(found_row, counted)),
        tuple((note.fatal, _note(note.what, note.why, note.place.label() if note.place else "")) for note in record.input.not_checked),
    )


def digest(name: str, data: bytes, orders: Orders) -> tuple[DocumentRow, ...]:
    """One original, checked by itself."""
    whole = whole_task(Task(Job(name, None, data), orders.settings, ""), orders.limits)
    return tuple(_document(record, each, orders) for record, each in zip(whole.records, whole.documents, strict=True))


def compared(facts: Iterable[bytes], settings: Settings) -> tuple[dict[int, tuple[FoundRow, ...]], tuple[str, ...]]:
    """What the forms of all documents say of each other, by the number of the document; and what could not be compared."""
    every = [replace(each, document=number) for number, blob in enumerate(facts) for each in FACTS.decode(blob)]
    said, notes = lint_collection(every, settings)
    return {number: tuple(map(found_row, findings)) for number, findings in said.items()}, tuple(f"{n.what}：{n.why}" for n in notes)


class Match(NamedTuple):
    """A form of a second round and the same form in the first: numbers of the documents and places in them. ``renamed``: its name then, where that was
    another."""

    then: tuple[int, int]
    now: tuple[int, int]
    renamed: str


def matched(then: Sequence[bytes], now: Sequence[bytes]) -> list[Match]:
    """The forms of the documents of two rounds beside each other, by what is kept of them for comparison."""
    sides = [[replace(each, document=number) for number, blob in enumerate(side) for each in FACTS.decode(blob)] for side in (then, now)]
    pairs = ((sides[0][pair.old], sides[1][pair.new]) for pair in pair_forms(*sides, renamed=True).pairs)
    return [Match((old.document, old.index), (new.document, new.index), renamed_from(old, new)) for old, new in pairs]


def gist(record: bytes, facts: bytes, said: frozenset[str]) -> Gist:
    """What tells whether a document only repeats others, from its row and the fingerprints of its findings."""
    return replace(gist_of(InputRecord(INPUT.decode(record), (), FACTS.decode(facts), ())), said=tuple(said))
