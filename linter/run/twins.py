"""The same form twice (as docx and as PDF, in an archive and beside it, our own annotated copy): counted once, and said.

Only whole inputs are folded, every form of which stands in inputs read before, with every remark: then nothing of it need be shown again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from linter.collection.facts import FormFacts
from linter.model.blocks import NotChecked
from linter.run.inputs import Job
from linter.run.records import InputRecord

_FEWEST = 2
"""Rows a form needs before it can be called the same: an empty template is like any other."""


def _print_of(form: FormFacts) -> tuple[object, ...] | None:
    """What makes a form this one: project, unit, kind, year, money and all rows, whatever the file."""
    if len(form.rows) < _FEWEST or not form.project:
        return None
    return form.project, form.unit, form.kind, form.year, form.budget, frozenset(form.rows)


def _shown(record: InputRecord) -> str:
    one = record.input
    return f"{one.path} 中的 {one.member}" if one.member else one.path


def once(records: Iterable[tuple[Job, InputRecord]]) -> list[tuple[Job, InputRecord]]:
    """The records, those that only repeat forms of earlier ones emptied but for a note that says so."""
    seen: dict[tuple[object, ...], str] = {}
    told: set[str] = set()
    out = []
    for job, record in records:
        prints = [_print_of(form) for form in record.facts]
        said = {finding.fingerprint for finding in record.findings}  # a goal or a weight of its own may give a remark of its own
        if record.facts and said <= told and all(one is not None and one in seen for one in prints):
            first = seen[prints[0]]  # type: ignore[index]
            record = _emptied(record, first)
        else:
            seen.update((one, _shown(record)) for one in prints if one is not None and one not in seen)
            told |= said
        out.append((job, record))
    return out


def _emptied(record: InputRecord, first: str) -> InputRecord:
    count = record.input.forms
    why = f"{'其中的' if count == 1 else f'{count}张'}绩效目标表与“{first}”中的相同，只计一次，意见见该文件"
    note = NotChecked(_shown(record), why)
    folded = replace(record.input, forms=0, listed=(), twins=count, not_checked=(*record.input.not_checked, note))
    return InputRecord(folded, (), (), record.comments)
