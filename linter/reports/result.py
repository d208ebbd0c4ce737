"""What a run gave, as every report takes it."""

from __future__ import annotations

from dataclasses import dataclass

from linter.model.blocks import NotChecked
from linter.model.document import Document
from linter.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Input:
    """One input: what it is, how many forms it holds, what of it was not checked."""

    path: str
    sha256: str
    format: str
    forms: int
    not_checked: tuple[NotChecked, ...]
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A whole run in stable order: inputs, findings, and the documents for reports that redraw forms."""

    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]
    version: str
    ruleset: str

    @property
    def forms(self) -> int:
        """How many forms were checked."""
        return sum(one.forms for one in self.inputs)
