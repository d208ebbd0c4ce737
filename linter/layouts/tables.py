"""Budget tables and narrative around the forms."""

from __future__ import annotations

from collections.abc import Sequence

from linter.model.blocks import Block
from linter.model.document import BudgetTable, Section


def read(blocks: Sequence[Block]) -> tuple[tuple[BudgetTable, ...], tuple[Section, ...]]:
    """The tables and the narrative of a document, in reading order."""
    return (), ()
