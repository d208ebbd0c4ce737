"""A source becomes a document: written forms (JSON, YAML) and printed ones, tables, narrative, and what was left out.

What reads printed pages is loaded only where there are pages to read, what reads trees only where there is a tree.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from linter.layouts.assumed import Assumed
from linter.model.blocks import Block, NotChecked, Source, Tree
from linter.model.document import BudgetTable, Document, Invalid, Section
from linter.model.form import Form
from linter.model.place import Place

_NO_FORM = "未找到绩效目标表：没有同时含“三级指标”（指标名称）与“指标值”的表头"


class _Content(Struct):
    """What has been read so far."""

    forms: list[Form] = field(default_factory=list)
    invalid: list[Invalid] = field(default_factory=list)
    notes: list[NotChecked] = field(default_factory=list)
    tables: tuple[BudgetTable, ...] = ()
    narrative: tuple[Section, ...] = ()
    year: int | None = None

    def written(self, trees: Sequence[Tree], year: int | None) -> None:
        """Take the forms, tables and narrative of structured files."""
        from linter.layouts import structured, written_tables

        for tree in trees:
            tables, narrative, stated, remarks = written_tables.read(tree)
            self.tables, self.narrative = self.tables + tables, self.narrative + narrative
            self.year = self.year or stated
            forms, invalid, more = structured.read(tree, len(self.forms), year)
            self.forms += forms
            self.invalid += invalid
            self.notes += [*remarks, *more]

    def printed(self, blocks: Sequence[Block], assumed: Assumed) -> None:
        """Take the forms, tables and narrative of pages, sheets and text."""
        from linter.layouts import narrative, reader, tables

        for item in reader.read_forms(blocks, len(self.forms) + 1, self.year, assumed):
            if isinstance(item, NotChecked):
                self.notes.append(item)
            else:
                self.forms.append(item)
        listed, remarks, of_tables = tables.read(blocks)
        self.tables += listed
        self.narrative += narrative.read(blocks, of_tables, self.forms)
        self.notes += remarks


def _say_no_form(content: _Content, source: Source) -> None:
    """A file without a form: a remark, but what looks like a form and was not understood is unread (exit code 3)."""
    from linter.layouts.unread import WHY

    if any(note.why.startswith(WHY) for note in content.notes):
        content.notes = [replace(note, fatal=note.why.startswith(WHY)) for note in content.notes]
    else:
        content.notes.append(NotChecked(source.member or source.path, _NO_FORM, Place(source.path, source.member)))


def read_document(source: Source, year: int | None = None, layout: str | None = None) -> Document:
    """The document of a source. ``year``: the budget year to assume where neither form nor document states one. ``layout``: the
    layout the settings name for its printed forms."""
    trees = [block for block in source.blocks if isinstance(block, Tree)]
    blocks = [block for block in source.blocks if not isinstance(block, Tree)]
    content = _Content(notes=list(source.not_checked))
    if blocks:
        from linter.layouts.reader import year_of

        content.year = year_of(source.blocks)
    if trees:
        content.written(trees, year)
    if blocks:
        content.printed(blocks, Assumed(year, layout))
    if not content.forms and not content.invalid and not any(note.fatal for note in content.notes):
        _say_no_form(content, source)
    return Document(
        source.path,
        source.format,
        source.sha256,
        tuple(content.forms),
        content.tables,
        content.narrative,
        content.year or year,
        tuple(content.notes),
        source.member,
        tuple(content.invalid),
        source.comments,
        unread=tuple(f"{note.what}：{note.why}" for note in source.not_checked if note.hides),
    )
