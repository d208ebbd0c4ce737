"""Runs the COLLECTION and YEARS rules over the facts of all documents, after each document was linted by itself."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linter.collection.facts import FormFacts
from linter.collection.pairing import pair_forms
from linter.files.frames import Kept
from linter.model.blocks import NotChecked
from linter.model.finding import Finding, Related, identity, with_fingerprints
from linter.model.path import Path
from linter.policy.plan import options_of, plan_of
from linter.policy.settings import Settings
from linter.rules.api import CollectionHit, Scope, Years
from linter.rules.registry import Loaded
from linter.run.engine import NoHit, crash_note, suggestion_of
from linter.run.findings import Subject, finding, shown


class Noticed(Mapping[int, tuple[Finding, ...]]):
    """Findings by the number of the document they stand in, on disk where they are many."""

    def __init__(self) -> None:
        self._findings: Kept[Finding] = Kept()
        self._numbers: dict[int, array[int]] = {}

    def add(self, document: int, finding: Finding) -> None:
        """One more.

        Raises:
            OSError: the disk is full.
        """
        self._numbers.setdefault(document, array("Q")).append(len(self._findings))
        self._findings.append(finding)

    def __getitem__(self, document: int) -> tuple[Finding, ...]:
        return tuple(self._findings[number] for number in self._numbers[document])

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


Noted = tuple[Noticed, tuple[NotChecked, ...]]
"""Findings, and what could not be compared."""


def lint_collection(facts: Sequence[FormFacts], settings: Settings, last: Sequence[FormFacts] | None = None) -> Noted:
    """The findings of every COLLECTION rule, and the rules that crashed.

    ``last``: last year's forms. Then the YEARS rules run too, and what could not be compared with last year is among the records.
    """
    noticed = Noticed()
    notes: list[NotChecked] = []
    for loaded in plan_of(settings).get(Scope.COLLECTION, ()):
        notes += _run(loaded, facts, facts, settings, noticed)
    if last is not None:
        years = Years(facts, last, pair_forms(last, facts))
        notes += _unmatched(years)
        for loaded in plan_of(settings).get(Scope.YEARS, ()):
            notes += _run(loaded, years, years.every, settings, noticed)
    return noticed, tuple(notes)


def _run(loaded: Loaded, subject: Any, facts: Sequence[FormFacts], settings: Settings, noticed: Noticed) -> Iterator[NotChecked]:
    """Runs one rule; its findings go to ``noticed``, all or none of them. A crash is a record.

    Raises:
        OSError: the disk is full.
    """
    said: Kept[Finding] = Kept()
    documents = array("Q")

    def findings() -> Iterator[Finding]:
        for hit in loaded.run(subject, options_of(loaded, settings)):
            if not isinstance(hit, CollectionHit):
                raise NoHit(hit)
            documents.append(facts[hit.form].document)
            yield _finding(loaded, hit, facts, settings)

    try:
        for each in with_fingerprints(findings()):
            said.append(each)
    except OSError:
        raise
    except Exception as error:  # a crashing rule must not void the others
        yield crash_note(loaded, error, "各表之间")
        return
    for document, each in zip(documents, said, strict=True):
        if shown(each, settings):
            noticed.add(document, each)


def _finding(loaded: Loaded, hit: CollectionHit, facts: Sequence[FormFacts], settings: Settings) -> Finding:
    form, others = facts[hit.form], [facts[number] for number, _ in hit.related]
    subject = Subject(
        identity(form.key, "", "|".join(other.key for other in others)),
        Path(form.index - 1),
        form.place,
        form_index=form.index,
        project=form.project or None,
        related=tuple(Related(str(Path(facts[number].index - 1)), role, facts[number].place) for number, role in hit.related),
        words={"project": form.project},
        doubtful=loaded.rule.rests_on_absence and any(each.incomplete for each in (form, *others)),
    )
    suggestion = suggestion_of(loaded, hit, facts)
    return finding(loaded.rule, hit, subject, settings, suggestion=suggestion)


_LAST_YEAR = "与上一年度比较"
_SHOWN = 3


def _unmatched(years: Years) -> Iterator[NotChecked]:
    """What could not be compared with last year, said once."""
    if not years.last:
        yield NotChecked(_LAST_YEAR, "上一年度的文件中没有读到绩效目标表，未作跨年核对")
        return
    if years.now and not years.pairing.pairs:
        yield NotChecked(_LAST_YEAR, "上一年度的文件中没有与本次名称相同或相近的项目，未能逐项目核对是否沿用")
        return
    alone = [years.now[number].project or f"第{years.now[number].index}张表" for number in years.pairing.only_new]
    if alone:
        names = "、".join(alone[:_SHOWN]) + (" 等" if len(alone) > _SHOWN else "")
        yield NotChecked(_LAST_YEAR, f"{len(alone)}张表在上一年度的文件中没有同一项目（{names}），未能核对是否沿用")
    same = [a for a, b in _year_pairs(years) if a is not None and b is not None and a >= b]
    if same:
        yield NotChecked(_LAST_YEAR, f"作为上一年度给出的文件预算年度为{max(same)}年，不早于本次的年度，请核对所给文件")


def _year_pairs(years: Years) -> Iterator[tuple[int | None, int | None]]:
    return ((years.last[pair.old].year, years.now[pair.new].year) for pair in years.pairing.pairs)
