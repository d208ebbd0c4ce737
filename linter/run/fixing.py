"""Fixes: what findings propose and spellings that mean the same, written back into the file they stand in.

A fix never adds a finding (the file is checked again, and an edit that would is dropped), suppressions bind it, and fixing a fixed
file changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from linter import formats, layouts
from linter.formats import Limits, ReadContext, is_archive
from linter.formats.api import CannotWrite, Format, TextEdit, Unreadable
from linter.knowledge.context import using
from linter.model.document import Document
from linter.model.finding import Finding
from linter.model.form import Text
from linter.model.path import PathError, resolve
from linter.model.place import Place
from linter.policy.settings import Settings
from linter.policy.suppression import Applying, Suppression, read_comments
from linter.run.engine import lint
from linter.values.tidy import tidy_name, tidy_value

_ROUNDS = 6
"""Fixing one cell may uncover another fix in it; more rounds than this never happen."""


class Change(Struct, frozen=True):
    """One cell put right. ``why``: the rule's code, or ``写法`` for a spelling."""

    place: Place
    old: str
    new: str
    why: str


class Fixed(Struct, frozen=True):
    """The file after fixing. ``refused``: Chinese lines about what could not be written."""

    data: bytes
    changes: tuple[Change, ...]
    refused: tuple[str, ...] = ()


class _Wish(Struct, frozen=True):
    path: str
    text: Text
    new: str
    why: str

    @property
    def edit(self) -> TextEdit:
        assert self.text.place is not None
        return TextEdit(self.text.place, self.text.text, self.new)


def _proposed(document: Document, findings: Sequence[Finding], unsafe: bool) -> Iterator[tuple[str, str, str]]:
    """(path, new text, code) of every fix that may be made. Where a finding offers two readings, none."""
    for finding in findings:
        fix = finding.fix
        if fix is None or (finding.suppressed is not None and finding.suppressed.kind != "baseline"):
            continue
        if fix.safe or (unsafe and len(finding.proposals) <= 1):
            for edit in fix.edits:
                yield edit.path, edit.new, finding.code


def _spellings(document: Document) -> Iterator[tuple[str, str, str]]:
    for form in document.forms:
        for index, half, target in form.targets():
            base = f"forms[{form.index - 1}].indicators[{index}].{half}"
            for part, text in (("value", target.value), ("comparator", target.comparator)):
                if text is not None and not text.doubt and (new := tidy_value(text.text)) != text.text:
                    yield f"{base}.{part}", new, "写法"
            if not target.name.doubt and (new := tidy_name(target.name.text)) != target.name.text:
                yield f"{base}.name", new, "写法"


def _wishes(document: Document, findings: Sequence[Finding], unsafe: bool, dropped: frozenset[str]) -> list[_Wish]:
    """One edit a cell: what a finding proposes before a spelling, earlier findings before later ones."""
    wanted: dict[Place, _Wish] = {}
    for path, new, why in (*_proposed(document, findings, unsafe), *_spellings(document)):
        try:
            text = resolve(document, path)
        except PathError:
            continue
        if isinstance(text, Text) and text.place is not None and text.text != new and path not in dropped:
            wanted.setdefault(text.place, _Wish(path, text, new, why))
    return list(wanted.values())


class _Reading(Struct, frozen=True):
    document: Document
    findings: tuple[Finding, ...]

    @property
    def identities(self) -> set[tuple[str, str]]:
        return {(finding.code, finding.path) for finding in self.findings}


class Fixer:
    """Fixes one file after another under one set of settings. ``today``: the day by which suppressions expire; ``None``: they never do."""

    def __init__(
        self,
        settings: Settings,
        suppressions: Sequence[Suppression] = (),
        unsafe: bool = False,
        limits: Limits | None = None,
        today: date | None = None,
    ) -> None:
        self.settings = settings
        self.suppressions = tuple(suppressions)
        self.today = today
        self.unsafe = unsafe
        self.limits = limits or Limits()

    def _read(self, data: bytes, shown: str) -> _Reading | None:
        sources = list(formats.read_bytes(data, shown, limits=self.limits))
        if len(sources) != 1 or sources[0].member is not None or any(note.fatal for note in sources[0].not_checked):
            return None
        document = layouts.read_document(sources[0], self.settings.year, self.settings.layout)
        findings = lint(document, self.settings).findings
        applying = Applying([*self.suppressions, *read_comments(document.comments)], self.today)
        return _Reading(document, tuple(map(applying, findings)))

    def fix(self, data: bytes, shown: str) -> Fixed:
        """The file with everything fixed that may be. Never raises for bad content: then nothing changes."""
        with using(self.settings.knowledge):
            return self._fix(data, shown)

    def _fix(self, data: bytes, shown: str) -> Fixed:
        if is_archive(data):
            return Fixed(data, (), (f"{shown}：压缩包内的文件不能直接改正，请解压后再试",))
        reading = self._read(data, shown)
        if reading is None or not reading.document.forms:
            return Fixed(data, ())
        kind = next((known for known in formats.formats() if known.name == reading.document.format), None)
        changes: list[Change] = []
        refused: dict[str, None] = {}
        dropped: frozenset[str] = frozenset()
        for _ in range(_ROUNDS):
            wishes = _wishes(reading.document, reading.findings, self.unsafe, dropped)
            if not wishes:
                break
            if kind is None or kind.write_back is None:
                return Fixed(data, (), (f"{shown}：{reading.document.format} 文件不能写回，请另存为 xlsx、docx、yaml 或 csv 后再修正",))
            written, made, lines = self._written(data, shown, kind, wishes)
            refused.update(dict.fromkeys(lines))
            after = self._read(written, shown) if made else None
            spoiled = self._spoiled(reading, after, made)
            if after is None or spoiled:
                dropped |= spoiled or frozenset(wish.path for wish in wishes)
                continue
            dropped |= frozenset(wish.path for wish in wishes if wish not in made)
            changes += [Change(wish.edit.place, wish.text.text, wish.new, wish.why) for wish in made]
            data, reading = written, after
        return Fixed(data, tuple(changes), tuple(refused))

    def _spoiled(self, before: _Reading, after: _Reading | None, made: Sequence[_Wish]) -> frozenset[str]:
        """The edits after which something is found that was not found before; all of them where it stands elsewhere."""
        if after is None:
            return frozenset()
        new = after.identities - before.identities
        if not new and len(after.document.forms) == len(before.document.forms):
            return frozenset()
        paths = frozenset(wish.path for wish in made)
        rows = {path.rpartition(".")[0] for _, path in new}
        return frozenset(path for path in paths if path.rpartition(".")[0] in rows) or paths

    def _written(self, data: bytes, shown: str, kind: Format, wishes: Sequence[_Wish]) -> tuple[bytes, list[_Wish], list[str]]:
        """All edits at once; where the file refuses, one by one, so that one cell never stands in the way of the rest."""
        context = ReadContext(shown, None, self.limits)
        assert kind.write_back is not None
        try:
            return kind.write_back(data, [wish.edit for wish in wishes], (), context), list(wishes), []
        except (CannotWrite, Unreadable) as error:
            if len(wishes) == 1:
                return data, [], [f"{shown}：{error}"]
        made, lines = [], []
        for wish in wishes:
            try:
                kind.write_back(data, [wish.edit], (), context)
                made.append(wish)
            except (CannotWrite, Unreadable) as error:
                lines.append(f"{shown}：{error}")
        try:
            return kind.write_back(data, [wish.edit for wish in made], (), context) if made else data, made, lines
        except (CannotWrite, Unreadable) as error:
            return data, [], [*lines, f"{shown}：{error}"]


def described(changes: Sequence[Change]) -> list[str]:
    """The changes as Chinese lines: ``第22行（JX802）“…” → “…”``."""
    return [f"{change.place.label()}（{change.why}）“{change.old}” → “{change.new}”" for change in changes]
